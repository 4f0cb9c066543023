/**
 * The canvas with 5,000 nodes and 5,000 edges in a real Chromium, beside plain svelte-flow with culling in interleaved rounds:
 * time until ready, frames while panning and zooming, and the cost of 100 tasks that change at once. Prints ratios and goals.
 */
import path from 'node:path';
import { pathToFileURL } from 'node:url';
import type { Bench } from './canvas/page.ts';
import { high, line, load, median, told } from './measure.ts';

const { chromium } = await load<typeof import('playwright')>('playwright');
const { build, preview } = await load<typeof import('vite')>('vite');
const { svelte } = await load<typeof import('@sveltejs/vite-plugin-svelte')>('@sveltejs/vite-plugin-svelte');
const { chromiumArgs, ensureBrowser } = await load<typeof import('../../src/tools/browser.mjs')>(
  pathToFileURL(path.resolve('src/tools/browser.mjs')).href,
);

const nodes = 5000;
const rounds = 2;
const names = ['conclave', 'plain'] as const;
const middle = { x: 4000, y: 3600 };
/** A frame of a screen at 60 Hz, as the goals count it. */
const frameMs = 17;
/** What is in view at each zoom: some cards, as many as are ever drawn as cards, some 200, a good part of everything. */
const zooms = { near: 1, middling: 0.62, many: 0.4, far: 0.1 } as const;
type Level = keyof typeof zooms;
const levels = Object.keys(zooms) as Level[];

interface Figures {
  readonly ready: number[];
  readonly shown: Record<Level, number>;
  readonly pan: Record<Level, number[]>;
  readonly zoom: number[];
  readonly update: Record<Level, number[]>;
  readonly task: Record<Level, number[]>;
  readonly frames: Record<Level, number[]>;
}
const each = <Value>(make: () => Value): Record<Level, Value> => ({
  near: make(),
  middling: make(),
  many: make(),
  far: make(),
});
const noFigures = (): Figures => ({
  ready: [],
  shown: each(() => 0),
  pan: each(() => []),
  zoom: [],
  update: each(() => []),
  task: each(() => []),
  frames: each(() => []),
});

async function pageOf(): Promise<{ url: string; close: () => Promise<void> }> {
  const root = path.resolve('tests/bench/canvas');
  const outDir = path.resolve('node_modules/.cache/conclave/bench/canvas');
  const shared = { configFile: false, root, base: './', logLevel: 'error' } as const;
  await build({
    ...shared,
    plugins: [svelte({ configFile: path.resolve('svelte.config.js') })],
    build: { outDir, emptyOutDir: true, target: 'baseline-widely-available' },
  });
  const server = await preview({ ...shared, build: { outDir }, preview: { host: '127.0.0.1', port: 5311 } });
  return { url: server.resolvedUrls?.local[0] ?? '', close: () => server.close() };
}

const { url, close } = await pageOf();
const found = await ensureBrowser();
const browser = await chromium.launch({ args: chromiumArgs, ...(found && { executablePath: found.executablePath }) });
const context = await browser.newContext({ viewport: { width: 1280, height: 800 } });
const figures = { conclave: noFigures(), plain: noFigures() };

async function round(name: (typeof names)[number]): Promise<void> {
  const into = figures[name];
  const page = await context.newPage();
  page.on('pageerror', (error) => {
    console.error(error);
  });
  await page.goto(url);
  const metrics = await context.newCDPSession(page);
  await metrics.send('Performance.enable');
  const taskMs = async (): Promise<number> =>
    ((await metrics.send('Performance.getMetrics')).metrics.find((each) => each.name === 'TaskDuration')?.value ?? 0) *
    1000;
  // The page's functions are sent as text, so that the bundler's helpers do not go with them.
  const inPage = async <Answer, Argument>(
    act: (bench: Bench, argument: Argument) => Promise<Answer>,
    argument: Argument,
  ): Promise<Answer> => page.evaluate<Answer>(`(${act.toString()})(globalThis.bench, ${JSON.stringify(argument)})`);
  into.ready.push(await inPage((bench, options) => bench.open(options.name, options.nodes), { name, nodes }));
  for (const level of levels) {
    into.shown[level] = await inPage((bench, at) => bench.view(at.zoom, at.x, at.y), { zoom: zooms[level], ...middle });
    into.pan[level].push(...(await inPage((bench) => bench.pan(90, { x: 30, y: 4 }), null)));
    await inPage((bench, at) => bench.view(at.zoom, at.x, at.y), { zoom: zooms[level], ...middle });
    const before = await taskMs();
    const { costs, frames } = await inPage((bench) => bench.update(10), null);
    into.task[level].push(((await taskMs()) - before) / costs.length);
    into.update[level].push(...costs);
    into.frames[level].push(...frames);
  }
  await inPage((bench, at) => bench.view(0.08, at.x, at.y), middle);
  for (const factor of [16, 1 / 16]) into.zoom.push(...(await inPage((bench, by) => bench.zoom(90, by), factor)));
  await page.close();
  console.log(`        ${name}: ready ${told(into.ready.at(-1) ?? NaN)}, round over`);
}

for (let at = 0; at < rounds; at += 1) for (const name of names) await round(name);
await browser.close();
await close();

const { conclave, plain } = figures;
function compare(what: string, ours: number, theirs: number, goal: number): void {
  line(
    what,
    told(ours),
    `<= ${String(goal)} ms; plain svelte-flow ${told(theirs)}, ${(theirs / ours).toFixed(1)} x`,
    ours <= goal,
  );
}

compare(`${String(nodes)} nodes and edges, ready, median`, median(conclave.ready), median(plain.ready), 500);
for (const level of levels)
  compare(
    `pan, ${level} (${String(conclave.shown[level])} cards), p95 of frames`,
    high(conclave.pan[level]),
    high(plain.pan[level]),
    frameMs,
  );
compare('zoom from everything to one card and back, p95 of frames', high(conclave.zoom), high(plain.zoom), 34);
for (const level of levels) {
  compare(
    `100 tasks changing 10 times a second, ${level}, median`,
    median(conclave.update[level]),
    median(plain.update[level]),
    12,
  );
  console.log(
    `        with painting, of the page's thread ${told(median(conclave.task[level]))} (plain ${told(median(plain.task[level]))}); frames p95 ${told(high(conclave.frames[level]))} (plain ${told(high(plain.frames[level]))})`,
  );
}
