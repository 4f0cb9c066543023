/** A browser that is killed while it saves ten million characters: what was acknowledged is there, and nothing is there in part. */
import { spawn } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { createServer, type IncomingMessage } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { chromiumArgs, findBrowser } from '../../../src/tools/browser.mjs';
import { bundle } from '../../../src/tools/bundle.mjs';
import { Dice } from '../../support/documents.ts';
import { figure, rounds } from '../../support/prove.ts';

type Said =
  | { readonly word: 'found'; readonly kept: readonly { readonly step: number; readonly sound: boolean }[] }
  | { readonly word: 'saving' | 'saved'; readonly step: number }
  | { readonly word: 'failed'; readonly why: string };

const browser = findBrowser();
const folder = mkdtempSync(path.join(tmpdir(), 'conclave-killed-'));
const script = path.join(folder, 'page.js');
let heard: (said: Said) => void = () => undefined;

const bodyOf = async (request: IncomingMessage): Promise<string> => {
  let text = '';
  for await (const part of request) text += String(part);
  return text;
};
const server = createServer((request, response) => {
  if (request.method === 'POST')
    void bodyOf(request).then((text) => {
      heard(JSON.parse(text) as Said);
      response.end();
    });
  else if (request.url === '/page.js') response.setHeader('content-type', 'text/javascript').end(readFileSync(script));
  else response.setHeader('content-type', 'text/html').end('<script type="module" src="/page.js"></script>');
});

beforeAll(async () => {
  if (browser === undefined) return;
  await bundle('tests/storage/killed/page.ts', script);
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
}, 60_000);
afterAll(() => {
  kill();
  server.close();
  rmSync(folder, { recursive: true, force: true });
});

/** The browser that lives now: what began it ends it, whatever becomes of the test. */
let kill: () => void = () => undefined;

/** One life of the browser: it tells what it found, saves, and is killed so many ms after a save has begun, `saves` saves later. */
async function life(
  profile: string,
  { saves, afterMs }: { readonly saves: number; readonly afterMs: number },
): Promise<Said[]> {
  const said: Said[] = [];
  const { port } = server.address() as AddressInfo;
  // Whoever was killed could not take its lock away.
  for (const name of ['SingletonLock', 'SingletonCookie', 'SingletonSocket'])
    rmSync(path.join(profile, name), { force: true });
  const args = ['--headless', ...chromiumArgs, '--disable-gpu', '--noerrdialogs', `--user-data-dir=${profile}`];
  // A group of its own, so that all its processes die at once.
  const child = spawn(browser!.executablePath, [...args, `http://127.0.0.1:${String(port)}/`], {
    stdio: 'ignore',
    detached: true,
  });
  const gone = new Promise((resolve) => child.once('exit', resolve));
  kill = () => {
    try {
      process.kill(-child.pid!, 'SIGKILL');
    } catch {
      // It is gone already.
    }
  };
  const patience = setTimeout(kill, 40_000);
  let left = saves;
  heard = (each) => {
    said.push(each);
    if (each.word === 'failed') kill();
    if (each.word === 'saving' && (left -= 1) === 0) setTimeout(kill, afterMs);
  };
  await gone;
  clearTimeout(patience);
  heard = () => undefined;
  return said;
}

it.skipIf(browser === undefined)(
  '[row 30] no kill leaves a save in part, or loses what was acknowledged',
  { timeout: rounds(150_000, 7_200_000) },
  async () => {
    const kills = rounds(2, 200);
    const dice = new Dice(30);
    const wrong: string[] = [];
    let acknowledged = 0;
    let inMidst = 0;
    let silent = 0;
    const profile = path.join(folder, 'profile');
    for (let lived = 0; lived <= kills; lived += 1) {
      const said = await life(profile, { saves: lived === 0 ? 2 : dice.integer(1, 2), afterMs: dice.integer(0, 400) });
      for (const each of said) {
        if (each.word === 'failed') wrong.push(`life ${String(lived)}: ${each.why}`);
        if (each.word === 'found') {
          const last = each.kept.at(-1)?.step ?? 0;
          if (last < acknowledged)
            wrong.push(
              `life ${String(lived)}: ${String(acknowledged)} was acknowledged, and ${String(last)} is the last`,
            );
          if (last > acknowledged + 1 || each.kept.length > 5) wrong.push(`life ${String(lived)}: more than was saved`);
          for (const { step, sound } of each.kept)
            if (!sound) wrong.push(`life ${String(lived)}: ${String(step)} is there in part`);
        }
        if (each.word === 'saved') acknowledged = each.step;
        if (each.word === 'found') acknowledged = each.kept.at(-1)?.step ?? 0;
      }
      if (said.length === 0) silent += 1;
      if (said.at(-1)?.word === 'saving') inMidst += 1;
    }
    expect(wrong).toEqual([]);
    expect(acknowledged).toBeGreaterThan(0);
    // A browser that never came up was not killed while it saved.
    expect(silent).toBeLessThanOrEqual(Math.max(1, kills / 10));
    figure('kills', kills - silent);
    figure('killed while a save was under way', inMidst);
  },
);
