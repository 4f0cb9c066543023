/**
 * What must hold in more than one browser: golden runs end to the bit as in Node, in workers of Chromium and of Firefox alike, and the
 * main job is done in a stock Firefox by clicks and keys. Where there is no Firefox its tests are skipped, and say so.
 */
import { expect, test } from '@playwright/test';
import { readFileSync } from 'node:fs';
import path from 'node:path';
import { build } from 'vite';
import { findFirefox } from '../../src/tools/browser.mjs';
import { Firefox } from '../support/firefox/firefox.ts';
import { cacheFolder, root } from '../../src/tools/node.mjs';
import { serve } from '../support/serve.mjs';

const program = findFirefox();
const skipped = 'There is no Firefox here: FIREFOX_PATH names one.';
const folder = path.join(cacheFolder, 'digests');

interface Ends {
  readonly journals: Readonly<Record<string, { readonly told: unknown; readonly here: unknown } | null>>;
  readonly runs: Readonly<Record<string, string>>;
}

/** What Node's table says of the end of each run: its steps and the digest of its world. */
const table = Object.entries(
  JSON.parse(readFileSync(path.join(root, 'tests/browser/digests.json'), 'utf8')) as Readonly<Record<string, string>>,
).map(([name, end]) => [name, end.replace(/ \S+ /, ' ')] as const);

function expectSameBits({ journals, runs }: Ends): void {
  expect(Object.keys(journals).length).toBeGreaterThan(20);
  for (const [name, end] of Object.entries(journals)) {
    expect(end, `${name} can be read`).not.toBeNull();
    expect(end?.here, name).toEqual(end?.told);
  }
  expect(runs).toEqual(Object.fromEntries(table));
}

test.describe('golden runs end as in Node', () => {
  let host: Awaited<ReturnType<typeof serve>>;
  let address = '';
  test.beforeAll(async () => {
    await build({
      configFile: false,
      root,
      publicDir: false,
      logLevel: 'error',
      worker: { format: 'es' },
      build: {
        outDir: folder,
        emptyOutDir: true,
        target: 'baseline-widely-available',
        rolldownOptions: { input: 'tests/browser/digests.html' },
      },
    });
    host = await serve(folder, '/');
    address = `${host.url}tests/browser/digests.html`;
  });
  test.afterAll(() => host.close());

  test('in the workers of Chromium', async ({ page }) => {
    await page.goto(address);
    expectSameBits(await page.evaluate<Ends>('globalThis.digests'));
  });

  test('in the workers of Firefox', async () => {
    test.skip(program === undefined, skipped);
    const firefox = await Firefox.start(program ?? '');
    try {
      await firefox.open(address);
      expectSameBits(await firefox.evaluate<Ends>('globalThis.digests'));
      expect(firefox.said).toEqual([]);
    } finally {
      await firefox.end();
    }
  });
});

test('the main job in Firefox: a story, a run, the playhead both ways, an edit, and all is there after a reload', async ({
  baseURL,
}) => {
  test.skip(program === undefined, skipped);
  const firefox = await Firefox.start(program ?? '');
  const badge = `document.querySelector('[role=group][aria-label="The open run"]')?.textContent ?? ''`;
  const button = (name: string) => ({ role: 'button', name });
  try {
    await firefox.open(baseURL ?? '');
    await firefox.click(button('Field report'));
    await firefox.holds(`document.querySelector('.svelte-flow__node')`);
    await firefox.holds(`document.activeElement?.tagName === 'H1'`);
    await firefox.click('header [data-hint="run"]');
    await firefox.holds(`/Step \\d+/.test(${badge})`);
    await firefox.click(button('To the last step'));
    await firefox.holds(`/Step (\\d+) of \\1/.test(${badge})`);
    const whole = await firefox.evaluate<string>(badge);
    await firefox.click(button('One step back'));
    await firefox.holds(`(${badge}) !== ${JSON.stringify(whole)}`);
    await firefox.click(button('One step forward'));
    await firefox.holds(`(${badge}) === ${JSON.stringify(whole)}`);
    const cards = `[...document.querySelectorAll('.svelte-flow__node')].map((card) => card.textContent)`;
    const before = await firefox.evaluate<string[]>(cards);
    await new Promise((resolve) => setTimeout(resolve, 1200));
    await firefox.reload();
    await firefox.holds(`/Step (\\d+) of \\1/.test(${badge})`);
    await firefox.until(
      'the cards are as before',
      async () => JSON.stringify(await firefox.evaluate(cards)) === JSON.stringify(before),
    );

    await firefox.click(button('Close the run and edit'));
    await firefox.click('.svelte-flow__node-task');
    const time = `document.querySelector('[data-field$=".durationMs"] input[inputmode], [data-field$=".durationMs"] input')`;
    await firefox.holds(time);
    await firefox.click('[data-field$=".durationMs"] input');
    await firefox.evaluate(`${time}.select()`);
    await firefox.press('4', '3', '2', '1', 'Tab');
    const edited = `/4\\.32 s/.test(document.querySelector('.svelte-flow')?.textContent)`;
    await firefox.holds(edited);
    await firefox.holds(`[...document.querySelectorAll('header *')].some((item) => item.textContent === 'Saved')`);
    await firefox.reload();
    await firefox.holds(edited);
    expect(firefox.said).toEqual([]);
  } finally {
    await firefox.end();
  }
});
