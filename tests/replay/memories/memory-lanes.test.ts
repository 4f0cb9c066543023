/** Memories as lanes of the timeline, held against the facts: every read and write from call to return, and when copies differed. */
import { describe, expect, it } from 'vitest';
import { looks, MemoryBook, type MemoryLane } from '../../../src/replay/index.ts';
import { reads, shared, told, writes } from '../../protocols/shared-memory/scene.ts';
import { randomShared } from '../../protocols/shared-memory/random.ts';
import { piece, task } from '../../scenarios/stage.ts';
import { ran, type Ran } from '../../support/running.ts';

const timeline = looks.find((each) => each.kind === 'window.timeline')!;

/** Lanes for a drawing in which nothing is too narrow. */
function lanesOf({ run }: Ran, factsMax = 50): readonly MemoryLane[] | undefined {
  const book = timeline.book(run);
  const question = { fromMs: 0, toMs: run.now, pixels: 100_000_000 };
  while (!timeline.advance(book, question, factsMax));
  return timeline.tell(book, question, { passed: 0, critical: new Set() })!.memories;
}
const at = (agent: number): object => ({ agent: `agent-${String(agent)}` });

describe('the lane of a memory', () => {
  it('is none where no agent holds one', () => {
    expect(lanesOf(ran(piece([task('t')])))).toBeUndefined();
  });

  it('has each read and write of random runs once, from its call to its return, and those of one row never overlap', () => {
    for (let seed = 1; seed <= 24; seed += 1) {
      const way = (['strong', 'naive', 'eventual', 'primary-backup'] as const)[seed % 4]!;
      const played = ran(randomShared(seed, way));
      const [lane] = lanesOf(played)!;
      const bars = lane!.bars.filter(({ kind }) => kind === 'operation');
      const asked = told(played, 'shared-memory.asked');
      expect(lane!.operations).toBe(asked.length);
      expect(bars.reduce((sum, { count }) => sum + count, 0)).toBe(asked.length);
      const kindOf = (asks: (typeof asked)[number]) => (asks.expect === undefined ? (asks.does ?? asks.action) : 'cas');
      for (const kind of new Set(asked.map(kindOf)))
        expect(bars.reduce((sum, { does, count }) => sum + (does === kind ? count : 0), 0)).toBe(
          asked.filter((each) => kindOf(each) === kind).length,
        );
      expect(bars.filter(({ end }) => end === 'failed')).toHaveLength(
        told(played, 'shared-memory.unavailable', 'shared-memory.refused').length,
      );
      for (const bar of bars) expect(lane!.clients[bar.row]).toBe(bar.client);
      lane!.clients.forEach((_client, row) => {
        const own = bars.filter((bar) => bar.row === row);
        own.slice(1).forEach((bar, before) => {
          expect(bar.startMs).toBeGreaterThanOrEqual(own[before]!.endMs);
        });
      });
    }
  });

  it('has a strip for as long as copies differ, as the Memory tab says', () => {
    for (let seed = 1; seed <= 12; seed += 1) {
      const played = ran(randomShared(seed, 'eventual'));
      const book = new MemoryBook(played.plan, played.run.log);
      book.advance(Infinity);
      const apart = lanesOf(played)![0]!.bars.filter(({ kind }) => kind === 'apart');
      const all = { memory: '', from: 0, count: 9, differing: false };
      const differs = (passed: number) => (book.at(all, passed)!.standing?.differing ?? 0) > 0;
      for (const { startStep, end } of apart) {
        const { log } = played.run;
        expect(differs(log.countAt(startStep))).toBe(true);
        if (end === 'open') expect(differs(log.length)).toBe(true);
      }
      if (apart.every(({ end }) => end !== 'open')) expect(differs(played.run.log.length)).toBe(false);
    }
  });

  const cut = (groups: string[][]) => ({ delayMs: 2, partitions: [{ atMs: 20, healMs: 400, groups }] });
  it('has a strip for a partition that keeps its replicas apart, and none for another', () => {
    const tasks = [writes('w', 'a', [], { ...at(2), ms: 30 }), reads('r', ['w'], { ...at(2), ms: 900 })];
    const strips = (groups: string[][]) =>
      lanesOf(ran(shared(tasks, { others: 1, network: cut(groups) })))![0]!.bars.filter(({ kind }) => kind === 'fault');
    expect(strips([['agent-1', 'agent-2', 'agent-3'], ['agent-4']])).toEqual([]);
    expect(strips([['agent-1'], ['agent-2', 'agent-3']])).toMatchObject([
      { fault: 'partition', startMs: 20, endMs: 400, end: 'succeeded', row: -1 },
    ]);
  });

  it('marks a read that missed an earlier write', () => {
    const tasks = [writes('w', 'a', [], at(2)), reads('r', ['w'], at(1))];
    const memories = [{ id: 'board', consistency: 'eventual', replicas: ['agent-1', 'agent-2'] }];
    const document = shared(tasks, { memories, network: { ...cut([['agent-1'], ['agent-2']]) } });
    document.network!.partitions![0]!.atMs = 0;
    const [lane] = lanesOf(ran(document))!;
    expect(lane!.bars.filter(({ stale }) => stale).map(({ does, task: of }) => [does, of])).toEqual([['read', 'r']]);
  });
});
