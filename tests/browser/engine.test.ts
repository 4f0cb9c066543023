/** The engine in a real worker of a real browser: the bits of Node, and a run that comes back when its worker dies. */
import { afterEach, describe, expect, it } from 'vitest';
import {
  connectEngine,
  type EngineEvent,
  type EngineLine,
  type Frame,
  type RunStatus,
} from '../../src/bridge/index.ts';
import type { Document } from '../../src/document/index.ts';
import { documents, endOf } from './digest-documents.ts';
import expected from './digests.json' with { type: 'json' };

const table = expected as Readonly<Record<string, string>>;
const wait = (ms: number): Promise<void> => new Promise((resolve) => setTimeout(resolve, ms));

interface Page {
  readonly line: EngineLine;
  readonly workers: Worker[];
  readonly events: EngineEvent[];
  status(): RunStatus | null;
  frame(): Frame | null;
}
let pages: Page[] = [];

function open(): Page {
  const workers: Worker[] = [];
  const events: EngineEvent[] = [];
  const line = connectEngine(() => {
    const worker = new Worker(new URL('../../src/engine/worker.ts', import.meta.url), { type: 'module' });
    workers.push(worker);
    return worker;
  });
  line.listen((event) => events.push(event));
  const page: Page = {
    line,
    workers,
    events,
    status: () => events.flatMap((event) => (event.kind === 'status' ? [event.status] : [])).at(-1) ?? null,
    frame: () => events.flatMap((event) => (event.kind === 'frame' ? [event.frame] : [])).at(-1) ?? null,
  };
  pages.push(page);
  return page;
}
async function until(what: () => boolean, ms = 20_000): Promise<number> {
  const began = performance.now();
  while (!what()) {
    if (performance.now() - began > ms) throw new Error(`not within ${String(ms)} ms: ${String(what)}`);
    await wait(20);
  }
  return performance.now() - began;
}
const id = (): string => `run-${crypto.randomUUID()}`;
const start = (page: Page, runId: string, document: Document, play = false) =>
  page.line.request({ kind: 'run.start', runId, documentId: 'd', document, play });

afterEach(() => {
  for (const page of pages) page.line.close();
  pages = [];
});

describe('determinism', () => {
  it('the same document and seed give the digest of Node, on the page', () => {
    for (const [name, document] of Object.entries(documents))
      expect([name, endOf(document)]).toEqual([name, table[name]]);
  });

  it('and in the worker', async () => {
    const page = open();
    for (const [name, document] of Object.entries(documents).slice(0, 10)) {
      const runId = id();
      await start(page, runId, document);
      await until(() => page.status()?.runId === runId && page.status()?.complete === true);
      expect(table[name]).toMatch(
        new RegExp(`^${String(page.status()?.steps)} .* ${String(page.status()?.digest)}$`, 'u'),
      );
    }
  });
});

const long: Document = {
  name: 'Long',
  agents: [{ id: 'ana' }, { id: 'bo' }],
  tasks: Array.from({ length: 300 }, (_, at) => ({
    id: `t${String(at)}`,
    dependsOn: at < 2 ? [] : [`t${String(at - 2)}`],
    action: { kind: 'simulate' as const, durationMs: 100 },
  })),
};

describe('the worker', () => {
  it('starts, plays, seeks, shows windows and exports', async () => {
    const page = open();
    await start(page, id(), long, true);
    await until(() => (page.frame()?.step ?? 0) > 20);
    await page.line.request({ kind: 'player.pause' });
    await page.line.request({ kind: 'player.seek', step: 100 });
    await until(() => page.frame()?.step === 100);
    const { lanes } = (await page.line.request({ kind: 'window.timeline', fromMs: 0, toMs: 9000, pixels: 500 }))!;
    expect(lanes.map((lane) => lane.agent)).toEqual(['ana', 'bo']);
    const log = (await page.line.request({ kind: 'window.log', from: 0, count: 20, filter: { node: 't3' } }))!;
    expect(log.rows.length).toBeGreaterThan(2);
    expect(JSON.parse(await page.line.request({ kind: 'run.export' }))).toMatchObject({ format: 'conclave-run' });
    await expect(page.line.request({ kind: 'run.open', runId: 'none' })).rejects.toMatchObject({
      code: 'storage/missing',
    });
  });

  it('[row 38] that is ended from outside is noticed within 2 s, and the run is back at its step', async () => {
    const page = open();
    const runId = id();
    await start(page, runId, long, true);
    await until(() => (page.frame()?.step ?? 0) > 30);
    await page.line.request({ kind: 'player.pause' });
    await page.line.request({ kind: 'player.seek', step: 123 });
    await until(() => page.frame()?.step === 123 && page.status()?.complete === true);
    const { digest } = page.status()!;
    await wait(600);
    page.events.length = 0;
    page.workers[0]!.terminate();
    const noticedMs = await until(() => page.events.some((event) => event.kind === 'notice'));
    expect(noticedMs).toBeLessThan(2000);
    await until(() => page.frame() !== null && page.status()?.complete === true);
    expect(page.workers).toHaveLength(2);
    expect(page.frame()).toMatchObject({ runId, step: 123 });
    expect(page.status()).toMatchObject({ runId, digest, watching: false, storage: 'durable', playing: false });
    await page.line.request({ kind: 'run.stop' });
    await until(() => page.status()?.outcome === 'cancelled');
  });

  it('[row 35] of a second page watches, and takes the run over on request', async () => {
    const [first, second] = [open(), open()];
    const runId = id();
    await start(first, runId, long);
    await until(() => first.status()?.complete === true);
    await second.line.request({ kind: 'run.open', runId });
    await until(() => second.status()?.complete === true);
    expect(second.status()).toMatchObject({ watching: true, digest: first.status()!.digest });
    await expect(second.line.request({ kind: 'run.stop' })).rejects.toMatchObject({ code: 'engine/watching' });
    await expect(second.line.request({ kind: 'run.remove', runId })).rejects.toMatchObject({ code: 'engine/watching' });
    const began = performance.now();
    await second.line.request({ kind: 'run.open', runId, takeOver: true });
    await until(() => first.status()?.watching === true && second.status()?.watching === false);
    expect(performance.now() - began).toBeLessThan(2000);
    await expect(first.line.request({ kind: 'run.stop' })).rejects.toMatchObject({ code: 'engine/watching' });
    await second.line.request({ kind: 'player.seek', step: 50 });
    await second.line.request({ kind: 'run.stop' });
    await until(() => second.status()?.outcome === 'cancelled');
  });
});
