/**
 * The sequence diagram of a run of 100,000 messages in the built page and a real Chromium: how long until its tab shows
 * messages, and the frames while it scrolls. Beside them what folding, filtering and one window cost in this process.
 * Prints figures and goals.
 */
import path from 'node:path';
import { pathToFileURL } from 'node:url';
import type { Document } from '../../src/document/index.ts';
import { MessageRows, Run } from '../../src/replay/index.ts';
import { compile } from '../../src/workflow/index.ts';
import { high, line, load, median, told } from './measure.ts';

const { chromium } = await load<typeof import('playwright')>('playwright');
const { build, preview } = await load<typeof import('vite')>('vite');
const { chromiumArgs, ensureBrowser } = await load<typeof import('../../src/tools/browser.mjs')>(
  pathToFileURL(path.resolve('src/tools/browser.mjs')).href,
);

/** A contract net of twenty agents: each task is called out to all that have room. */
const large: Document = {
  format: 'conclave',
  version: 1,
  name: 'Many messages',
  coordination: { pattern: 'contract-net' },
  network: { delayMs: { min: 1, max: 20 } },
  limits: { stepsMax: 1_000_000 },
  agents: Array.from({ length: 20 }, (_, at) => ({ id: `agent-${String(at + 1)}` })),
  tasks: Array.from({ length: 2400 }, (_, at) => ({
    id: `t${String(at)}`,
    dependsOn: at < 10 ? [] : [`t${String(at - 10)}`],
    action: { kind: 'simulate' as const, durationMs: 3 + (at % 7) },
  })),
};

const compiled = compile(large);
if (!compiled.ok) throw new Error('the document runs');
const run = new Run(compiled.value).finish();
const timed = (act: () => unknown): number => {
  const began = performance.now();
  act();
  return performance.now() - began;
};
const rows = new MessageRows(compiled.value.plan, run.log);
const total = (): number => rows.window(0, 100, {}, 0).total;
const folding = timed(total);
const count = total();
const inside = Array.from({ length: 50 }, (_, at) => timed(() => rows.window(at * 1900, 100, {}, at * 5000)));
line('messages in the run', String(count), '>= 100,000', count >= 100_000);
line('all messages folded, and a first window', told(folding), '<= 500 ms', folding <= 500);
line('a window of 100 rows anywhere, p95', told(high(inside)), '<= 8 ms', high(inside) <= 8);
const narrowed = timed(() => rows.window(0, 100, { text: 'propose' }, 0));
line('filtered by words', told(narrowed), '<= 500 ms', narrowed <= 500);

const outDir = path.resolve('node_modules/.cache/conclave/bench/messages');
const shared = { configFile: path.resolve('vite.config.ts'), logLevel: 'error' } as const;
await build({ ...shared, build: { outDir, emptyOutDir: true } });
const server = await preview({ ...shared, build: { outDir }, preview: { host: '127.0.0.1', port: 5314 } });
const url = server.resolvedUrls?.local[0] ?? '';
const found = await ensureBrowser();
const browser = await chromium.launch({ args: chromiumArgs, ...(found && { executablePath: found.executablePath }) });
const page = await browser.newPage({ viewport: { width: 1440, height: 900 } });
page.setDefaultTimeout(120_000);
page.on('pageerror', (error) => {
  console.error(error);
});
await page.goto(url);
// Before the library shows nobody listens for files.
await page.getByText('Field report').first().waitFor();
await page.waitForTimeout(1000);
await page
  .locator('input[type=file]')
  .first()
  .setInputFiles({ name: 'bench.json', mimeType: 'application/json', buffer: Buffer.from(JSON.stringify(large)) });
await page.getByRole('banner').getByRole('button', { name: /^Run/u }).click();
await page.locator('.transport').getByText('succeeded').first().waitFor({ state: 'attached' });
const pause = page.getByRole('button', { name: 'Pause', exact: true });
if ((await pause.count()) > 0) await pause.click();

// What runs in the page goes there as text: the bundler's helpers do not go with it.
const frame = 'const frame = () => new Promise((resolve) => requestAnimationFrame(resolve));';
const opened: number[] = [];
for (let round = 0; round < 4; round += 1) {
  await page.getByRole('tab', { name: 'Log' }).click();
  await page.waitForTimeout(300);
  // The first time folds the run; it is the one that counts.
  opened.push(
    await page.evaluate<number>(`(async () => { ${frame}
      const began = performance.now();
      [...document.querySelectorAll('[role=tab]')].find((tab) => tab.textContent.includes('Messages')).click();
      while (document.querySelector('.messages svg .way') === null) await frame();
      await frame();
      return performance.now() - began;
    })()`),
  );
}
line(
  `the tab of ${String(count)} messages, the first time until drawn`,
  told(opened[0] ?? NaN),
  `<= 500 ms; again ${told(median(opened.slice(1)))}`,
  (opened[0] ?? NaN) <= 500,
);

const scroll = (by: number): Promise<{ frames: number[]; blank: number }> =>
  page.evaluate(`(async () => { ${frame}
    const list = document.querySelector('[role=listbox][aria-label="Messages of the run"]');
    const frames = [];
    let blank = 0;
    let before = await frame();
    for (let turn = 0; turn < 240; turn += 1) {
      list.scrollTop += ${String(by)};
      const now = await frame();
      frames.push(now - before);
      if (document.querySelector('.messages svg .way') === null) blank += 1;
      before = now;
    }
    return { frames, blank };
  })()`);
await page.evaluate(`document.querySelector('[role=listbox][aria-label="Messages of the run"]').scrollTop = 30_000`);
await page.waitForTimeout(500);
const metrics = await page.context().newCDPSession(page);
await metrics.send('Performance.enable');
/** What the page's thread has spent on scripts, styles and layout, ms. */
const spent = async (): Promise<number> =>
  (await metrics.send('Performance.getMetrics')).metrics
    .filter((each) => ['ScriptDuration', 'LayoutDuration', 'RecalcStyleDuration'].includes(each.name))
    .reduce((sum, { value }) => sum + value * 1000, 0);
// What does not scroll tells how busy the machine is with other things.
const still = high((await scroll(0)).frames);
for (const [name, by] of [
  ['by a wheel', 100],
  ['fast', 3000],
] as const) {
  const before = await spent();
  const { frames, blank } = await scroll(by);
  const each = ((await spent()) - before) / frames.length;
  line(
    `scrolled ${name}, p95 of frames`,
    told(high(frames)),
    `<= 34 ms; standing still ${told(still)}; of the page's thread ${told(each)} a frame; ${String(blank)} of ${String(frames.length)} without an arrow`,
    high(frames) <= 34,
  );
}
await browser.close();
await server.close();
