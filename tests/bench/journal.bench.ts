/**
 * Journal appends, packed and strict, against Dexie's bulkAdd in the same worker of a real Chromium. Builds the worker
 * with Vite, serves it from this machine, and prints the ratio with its goal.
 */
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import path from 'node:path';
import { pathToFileURL } from 'node:url';
import type { Rollup } from 'vite';
import type { Measured, Rounds } from './journal-worker.ts';
import { line, load, median, note } from './measure.ts';

const { chromium } = await load<typeof import('playwright')>('playwright');
const { build } = await load<typeof import('vite')>('vite');
const { chromiumArgs, ensureBrowser } = await load<typeof import('../../src/tools/browser.mjs')>(
  pathToFileURL(path.resolve('src/tools/browser.mjs')).href,
);

const GOAL = 20;

async function workerCode(): Promise<string> {
  const built = (await build({
    configFile: false,
    logLevel: 'error',
    build: {
      write: false,
      target: 'es2023',
      rollupOptions: {
        input: path.resolve('tests/bench/journal-worker.ts'),
        output: { format: 'es', codeSplitting: false },
      },
    },
  })) as Rollup.RollupOutput;
  return built.output[0].code;
}

async function measure(): Promise<Measured> {
  const code = await workerCode();
  const server = createServer((request, response) => {
    const script = request.url === '/worker.js';
    response.setHeader('content-type', script ? 'text/javascript' : 'text/html');
    response.end(script ? code : '<!doctype html><title>bench</title>');
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const found = await ensureBrowser();
  const browser = await chromium.launch({ args: chromiumArgs, ...(found && { executablePath: found.executablePath }) });
  try {
    const page = await browser.newPage();
    await page.goto(`http://127.0.0.1:${String((server.address() as AddressInfo).port)}/`);
    const answer = await page.evaluate(
      () =>
        new Promise<{ measured?: Measured; error?: string }>((resolve) => {
          const worker = new Worker('/worker.js', { type: 'module' });
          worker.onmessage = (event): void => resolve(event.data as { measured?: Measured; error?: string });
          worker.onerror = (event): void => resolve({ error: event.message });
        }),
    );
    if (answer.measured === undefined) throw new Error(answer.error ?? 'the worker did not answer');
    return answer.measured;
  } finally {
    await browser.close();
    server.close();
  }
}

const { entries, burst, awaited, singleMs, reopenEntries, reopenMs } = await measure();
const rate = (ms: number): string => `${Math.round((entries / ms) * 1_000).toLocaleString('en')}/s`;
const ratioOf = ({ packed, dexie }: Rounds): number => median(packed.map((ms, round) => (dexie[round] ?? NaN) / ms));
console.log(
  `        ${entries.toLocaleString('en')} entries of about 200 bytes, 1,000 a batch, median of ${String(singleMs.length)} rounds`,
);
note('journal (strict), batches handed over at once', rate(median(burst.packed)));
note('Dexie bulkAdd, likewise', rate(median(burst.dexie)));
note('journal (strict), each batch awaited', rate(median(awaited.packed)));
note('Dexie bulkAdd, likewise', rate(median(awaited.dexie)));
const ratio = ratioOf(burst);
line('batches handed over at once, against Dexie', `${ratio.toFixed(1)} x`, `>= ${String(GOAL)} x`, ratio >= GOAL);
note('each batch awaited, against Dexie', `${ratioOf(awaited).toFixed(1)} x`);
note('one entry an append, each awaited', `${median(singleMs).toFixed(2)} ms`);
note(`a run of ${reopenEntries.toLocaleString('en')} entries opened and verified`, `${reopenMs.toFixed(0)} ms`);
