/**
 * A stock Firefox for the tests: started without a window on a profile of its own that asks the network for nothing but this machine,
 * and handled by what a person can name: what has a role and a name is clicked, keys are pressed, words are read.
 */
import { spawn, type ChildProcess } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { connect, type Line } from './bidi.ts';

/** Nothing is asked for at the start, no first page is shown, and whoever is no host of this machine is not reached. */
const settings: Readonly<Record<string, unknown>> = {
  'app.update.enabled': false,
  'browser.shell.checkDefaultBrowser': false,
  'browser.startup.page': 0,
  'browser.aboutwelcome.enabled': false,
  'datareporting.policy.dataSubmissionEnabled': false,
  'network.captive-portal-service.enabled': false,
  'network.connectivity-service.enabled': false,
  'network.proxy.type': 1,
  'network.proxy.http': '127.0.0.1',
  'network.proxy.http_port': 9,
  'network.proxy.ssl': '127.0.0.1',
  'network.proxy.ssl_port': 9,
  'remote.prefs.recommended': true,
};

/** How long anything may take, ms. */
const patience = 40_000;

/** What is meant on the page: a role and its name, or a CSS selector. */
export type Meant = { readonly role: string; readonly name: string } | string;

const keyValues: Readonly<Record<string, string>> = {
  Tab: '\uE004',
  Enter: '\uE007',
  Escape: '\uE00C',
  Home: '\uE011',
  End: '\uE010',
};

export class Firefox {
  /** What the page complained of, as it came. */
  readonly said: string[] = [];
  readonly #process: ChildProcess;
  readonly #profile: string;
  #line!: Line;
  #context = '';

  private constructor(program: string) {
    this.#profile = mkdtempSync(path.join(tmpdir(), 'conclave-firefox-'));
    const lines = Object.entries(settings).map(
      ([name, value]) => `user_pref(${JSON.stringify(name)}, ${JSON.stringify(value)});`,
    );
    writeFileSync(path.join(this.#profile, 'user.js'), lines.join('\n'));
    const args = ['--headless', '--no-remote', '--profile', this.#profile, '--remote-debugging-port', '0'];
    this.#process = spawn(program, args, {
      stdio: ['ignore', 'ignore', 'pipe'],
      env: { ...process.env, MOZ_CRASHREPORTER_DISABLE: '1' },
    });
  }

  static async start(program: string): Promise<Firefox> {
    const firefox = new Firefox(program);
    try {
      firefox.#line = await connect(`${await firefox.#address()}/session`, (method, params) => {
        firefox.#heard(method, params);
      });
      await firefox.#send('session.new', { capabilities: {} });
      await firefox.#send('session.subscribe', { events: ['log.entryAdded'] });
      const made = (await firefox.#send('browsingContext.create', { type: 'window' })) as { context: string };
      firefox.#context = made.context;
      await firefox.#send('browsingContext.activate', { context: firefox.#context });
      await firefox.#send('browsingContext.setViewport', {
        context: firefox.#context,
        viewport: { width: 1280, height: 800 },
      });
      return firefox;
    } catch (error) {
      await firefox.end();
      throw error;
    }
  }

  /** Where it listens: it says so once it is up. */
  #address(): Promise<string> {
    return new Promise((resolve, reject) => {
      let heard = '';
      const late = setTimeout(() => reject(new Error(`Firefox did not start: ${heard}`)), patience);
      this.#process.once('error', reject).once('exit', () => reject(new Error(`Firefox ended: ${heard}`)));
      this.#process.stderr?.on('data', (data) => {
        heard += String(data);
        const found = /WebDriver BiDi listening on (ws:\/\/\S+)/.exec(heard);
        if (found?.[1] === undefined) return;
        clearTimeout(late);
        resolve(found[1]);
      });
    });
  }

  #heard(method: string, params: unknown): void {
    if (method !== 'log.entryAdded') return;
    const { level, text } = params as { level: string; text: string | null };
    if (level === 'error') this.said.push(text ?? 'an error without words');
  }

  #send(method: string, params: object): Promise<unknown> {
    return this.#line.send(method, params);
  }

  async open(url: string): Promise<void> {
    await this.#send('browsingContext.navigate', { context: this.#context, url, wait: 'complete' });
  }

  async reload(): Promise<void> {
    await this.#send('browsingContext.reload', { context: this.#context, wait: 'complete' });
  }

  /** What an expression gives on the page, once it is there. It has to fit into JSON. */
  async evaluate<T>(expression: string): Promise<T> {
    const answer = (await this.#send('script.evaluate', {
      expression: `Promise.resolve(${expression}).then((value) => JSON.stringify(value))`,
      target: { context: this.#context },
      awaitPromise: true,
    })) as { type: string; result?: { value?: string }; exceptionDetails?: { text: string } };
    if (answer.type === 'exception') throw new Error(answer.exceptionDetails?.text);
    return JSON.parse(answer.result?.value ?? 'null') as T;
  }

  async #find(meant: Meant): Promise<string | undefined> {
    const locator = typeof meant === 'string' ? { type: 'css', value: meant } : { type: 'accessibility', value: meant };
    const { nodes } = (await this.#send('browsingContext.locateNodes', {
      context: this.#context,
      locator,
      maxNodeCount: 1,
    })) as { nodes: { sharedId: string }[] };
    return nodes[0]?.sharedId;
  }

  /** Waits until something holds on the page. */
  async until(what: string, holds: () => Promise<boolean>): Promise<void> {
    const end = Date.now() + patience;
    while (!(await holds())) {
      if (Date.now() > end) throw new Error(`Not within ${String(patience)} ms in Firefox: ${what}`);
      await new Promise((resolve) => setTimeout(resolve, 100));
    }
  }

  /** Waits until an expression over the page is true. */
  holds(expression: string): Promise<void> {
    return this.until(expression, () => this.evaluate<boolean>(`Boolean(${expression})`));
  }

  /** Clicks as a mouse does, with whatever lies on top taking it; again where what was found was just drawn anew. */
  async click(meant: Meant): Promise<void> {
    const named = JSON.stringify(meant);
    await this.until(`${named} can be clicked`, async () => {
      const sharedId = await this.#find(meant);
      if (sharedId === undefined) return false;
      const origin = { type: 'element', element: { sharedId } };
      const actions = [
        { type: 'pointerMove', x: 0, y: 0, origin },
        { type: 'pointerDown', button: 0 },
        { type: 'pointerUp', button: 0 },
      ];
      try {
        await this.#send('script.callFunction', {
          functionDeclaration: '(element) => element.scrollIntoView({ block: "nearest" })',
          arguments: [{ sharedId }],
          target: { context: this.#context },
          awaitPromise: false,
        });
        await this.#send('input.performActions', {
          context: this.#context,
          actions: [{ type: 'pointer', id: 'mouse', parameters: { pointerType: 'mouse' }, actions }],
        });
        return true;
      } catch (error) {
        if (/^(no such node|stale element reference|move target out of bounds)/.test((error as Error).message))
          return false;
        throw error;
      }
    });
  }

  /** Presses keys, one after another: a letter, or a key by its name. */
  async press(...keys: readonly string[]): Promise<void> {
    const actions = keys.flatMap((key) => {
      const value = keyValues[key] ?? key;
      return [
        { type: 'keyDown', value },
        { type: 'keyUp', value },
      ];
    });
    await this.#send('input.performActions', {
      context: this.#context,
      actions: [{ type: 'key', id: 'keys', actions }],
    });
  }

  async end(): Promise<void> {
    const over = new Promise<void>((resolve) => {
      if (this.#process.exitCode !== null || this.#process.signalCode !== null) resolve();
      else this.#process.once('exit', () => resolve());
    });
    await Promise.race([this.#line?.send('browser.close', {}).catch(() => undefined), over]);
    this.#line?.close();
    const killed = setTimeout(() => this.#process.kill('SIGKILL'), 5000);
    await over;
    clearTimeout(killed);
    rmSync(this.#profile, { recursive: true, force: true, maxRetries: 5 });
  }
}
