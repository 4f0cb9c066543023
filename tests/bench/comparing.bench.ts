/**
 * A hundred thousand runs in Compare, in the built page and a real Chromium: the longest task of the main thread while they are
 * measured, and until their figures are all shown. `BENCH_DIST` names a folder that is built already. Prints figures and goals.
 */
import path from 'node:path';
import { pathToFileURL } from 'node:url';
import { line, load, note, told } from './measure.ts';

const { chromium } = await load<typeof import('playwright')>('playwright');
const { build, preview } = await load<typeof import('vite')>('vite');
const { chromiumArgs, ensureBrowser } = await load<typeof import('../../src/tools/browser.mjs')>(
  pathToFileURL(path.resolve('src/tools/browser.mjs')).href,
);

const seeds = 10_000;
/** What two patterns and five orders come to. */
const settings = 10;
const longestMs = 100;

/** An event of a trace, times in microseconds; `tdur` is what its thread worked meanwhile. */
interface Traced {
  readonly name: string;
  readonly pid: number;
  readonly tid: number;
  readonly tdur?: number;
  readonly args?: { readonly name?: string };
}

/** Milliseconds that each task of a page's main thread worked. */
function tasksOf(events: readonly Traced[]): number[] {
  const mains = new Set(
    events.flatMap(({ name, pid, tid, args }) =>
      name === 'thread_name' && args?.name === 'CrRendererMain' ? [`${String(pid)}/${String(tid)}`] : [],
    ),
  );
  const all = events.filter(
    ({ name, pid, tid }) => name.endsWith('RunTask') && mains.has(`${String(pid)}/${String(tid)}`),
  );
  if (all.length === 0) throw new Error('the trace holds no task of the page');
  return all.map(({ tdur = 0 }) => tdur / 1000);
}

const built = process.env['BENCH_DIST'];
const outDir = built ?? path.resolve('node_modules/.cache/conclave/bench/comparing');
const shared = { configFile: path.resolve('vite.config.ts'), logLevel: 'error' } as const;
if (built === undefined) await build({ ...shared, build: { outDir, emptyOutDir: true } });
const server = await preview({ ...shared, build: { outDir }, preview: { host: '127.0.0.1', port: 4355 } });
const found = await ensureBrowser();
const browser = await chromium.launch({ args: chromiumArgs, ...(found && { executablePath: found.executablePath }) });
const page = await browser.newPage({ viewport: { width: 1440, height: 900 } });
page.setDefaultTimeout(240_000);
page.on('pageerror', (error) => {
  console.error(error);
});
await page.goto(server.resolvedUrls?.local[0] ?? '');
await page.getByText('Field report').first().waitFor();
await page.waitForTimeout(1000);
const work = {
  format: 'conclave',
  version: 1,
  name: 'Many runs',
  agents: ['a', 'b', 'c'].map((id) => ({ id })),
  tasks: Array.from({ length: 8 }, (_, at) => ({
    id: `t${String(at)}`,
    dependsOn: at < 3 ? [] : [`t${String(at - 3)}`],
    action: { kind: 'simulate', durationMs: { min: 100, max: 100 * (at + 2) }, failureRate: at === 0 ? 0.02 : 0 },
  })),
};
await page
  .locator('input[type=file]')
  .first()
  .setInputFiles({ name: 'many.json', mimeType: 'application/json', buffer: Buffer.from(JSON.stringify(work)) });
await page.getByRole('button', { name: 'Compare', exact: true }).click();
const dialog = page.getByRole('dialog');
await dialog.getByText('4 settings × 30 seeds').waitFor();
await dialog.getByRole('button', { name: 'Run again' }).waitFor();
await dialog.getByRole('button', { name: 'Settings' }).click();
for (const pattern of ['Contract net', 'Delegation']) await dialog.getByRole('checkbox', { name: pattern }).uncheck();
await dialog.getByRole('button', { name: 'Vary something else' }).click();
await dialog.getByRole('menuitem', { name: 'Order' }).click();
await dialog.getByRole('spinbutton', { name: 'Seeds' }).fill(String(seeds));
await dialog.getByRole('spinbutton', { name: 'Seeds' }).press('Tab');

await page.evaluate(`window.tasks = []; new PerformanceObserver((list) => {
  for (const { duration } of list.getEntries()) window.tasks.push(duration);
}).observe({ type: 'longtask' })`);
// The observer goes by the clock, which other programs on the machine lengthen; a trace knows what the thread itself worked.
await browser.startTracing(page, { categories: ['toplevel'] });
const began = performance.now();
await dialog.getByRole('button', { name: 'Run again' }).click();
await dialog
  .getByText(/of 100000 runs/u)
  .first()
  .waitFor();
await dialog.getByRole('button', { name: 'Run again' }).waitFor();
const tookMs = performance.now() - began;
await page.waitForTimeout(500);
const trace = JSON.parse((await browser.stopTracing()).toString()) as { readonly traceEvents: readonly Traced[] };
const tasks = await page.evaluate<number[]>('window.tasks');
const shown = await dialog.getByText(`of ${String(seeds)}`).count();
if (shown < settings) throw new Error(`figures of ${String(shown)} settings are shown, not of ${String(settings)}`);
const worked = tasksOf(trace.traceEvents);
const longest = Math.max(0, ...worked);
note('100,000 runs compared, until shown', told(tookMs));
line('longest task of the page meanwhile, working time', told(longest), `<= ${told(longestMs)}`, longest <= longestMs);
note('the same by the clock, beside whatever else runs', told(Math.max(0, ...tasks)));
await browser.close();
await server.close();
