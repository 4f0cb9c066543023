/** What runs of shared memories and resources are measured by, what is said of it, and what of them can be varied. */
import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import type { Document, Task } from '../../src/document/index.ts';
import {
  column,
  comparedMetrics,
  comparedOf,
  compareRuns,
  documentFor,
  factorWord,
  headline,
  measure,
  measuredOf,
  metrics,
  Reading,
  rowWidth,
  settingWords,
  type Cell,
} from '../../src/experiments/index.ts';
import { serviceRooms } from '../../src/protocols/index.ts';
import { resultOf, Run } from '../../src/replay/index.ts';
import { compile, type Compiled } from '../../src/workflow/index.ts';

function compiled(document: Document): Compiled {
  const result = compile(document);
  if (!result.ok) throw new Error(JSON.stringify(result.error));
  return result.value;
}

describe('a run of memories and resources in numbers', () => {
  const kept = (consistency: string): Document => ({
    network: {
      delayMs: { min: 5, max: 80 },
      loss: 0.05,
      partitions: [{ atMs: 1000, healMs: 2600, groups: [['a'], ['b', 'c']] }],
    },
    agents: ['a', 'b', 'c'].map((id) => ({ id })),
    memories: [{ id: 'board', consistency }],
    resources: [{ id: 'pen' }],
    tasks: [
      { id: 's', writes: [{ memory: 'board', key: 'k', value: 1 }], action: { kind: 'simulate', durationMs: 300 } },
      ...['x', 'y', 'z', 'u'].map((id): Task => ({
        id,
        dependsOn: ['s'],
        reads: [{ memory: 'board', key: 'k' }],
        writes: [{ memory: 'board', key: 'k', value: `"${id}"` }],
        resources: [{ id: 'pen' }],
        onFailure: 'continue',
        action: { kind: 'simulate', durationMs: { min: 200, max: 500 } },
      })),
    ],
  });
  it.each(['strong', 'primary-backup', 'eventual', 'naive'])(
    'shared memories, kept %s, and resources: the figures of the result and of what stood out',
    (consistency) => {
      const one = compiled(kept(consistency));
      const sums = { unavailable: 0, staleReads: 0, lostUpdates: 0, waitMs: 0, convergeMs: 0 };
      for (let seed = 1; seed <= 8; seed += 1) {
        const row = measure(one, seed);
        const run = new Run(one.withSeed(seed)).finish();
        const { memory, resources } = resultOf(run) as unknown as Record<
          string,
          Record<string, Record<string, number>>
        >;
        const board = memory!['board']! as Record<string, number> & { lost?: unknown[] };
        const signs = serviceRooms.find(({ name }) => name === 'shared-memory')!.signs!(run.compiled.plan);
        let apartMs: number | null = null;
        let longestMs = 0;
        let stale = 0;
        let unavailable = 0;
        for (let at = 0; at < run.log.length; at += 1) {
          const fact = run.log.at(at);
          if (fact.type.endsWith('.unavailable')) unavailable += 1;
          for (const { mark } of signs.fact(fact)) {
            if (mark === 'stale-read') stale += 1;
            if (mark === 'divergence') apartMs = run.log.timeOf(at);
            if (mark !== 'convergence' || apartMs === null) continue;
            longestMs = Math.max(longestMs, run.log.timeOf(at) - apartMs);
            apartMs = null;
          }
        }
        if (apartMs !== null) longestMs = Math.max(longestMs, run.now - apartMs);
        const told = Object.fromEntries(metrics.map((metric) => [metric.id, measuredOf(row, metric)]));
        expect(told).toMatchObject({
          memoryOperations: board['reads']! + board['writes']!,
          memoryMessages: board['messages'],
          unavailable,
          staleReads: stale,
          lostUpdates: board.lost?.length ?? 0,
          convergeMs: longestMs,
          waitMs: resources!['pen']!['waitMs'],
          victims: 0,
          blockedMs: resources!['pen']!['blockedMs'],
          // There is one resource alone.
          waitFairness: resources!['pen']!['fairness'],
        });
        expect(compareRuns(run, run).runs[0].row).toEqual(row);
        for (const key of Object.keys(sums) as (keyof typeof sums)[]) sums[key] += told[key] ?? 0;
      }
      // Each of them says something here, and what is promised holds.
      expect([sums.lostUpdates > 0, sums.waitMs > 0, sums.convergeMs > 0]).toEqual([true, true, true]);
      expect(sums.staleReads > 0).toBe(consistency === 'eventual' || consistency === 'naive');
      // A primary may be among those that reach each other.
      if (consistency !== 'primary-backup') expect(sums.unavailable > 0).toBe(consistency === 'strong');
    },
  );

  it('is blocked by lower priority on Mars, and no more once that is lent', () => {
    const told = (id: string, change: object) => {
      const document = { ...(JSON.parse(readFileSync(`public/templates/${id}.json`, 'utf8')) as Document), ...change };
      const row = measure(compiled(document), 1);
      return (['waitMs', 'blockedMs', 'waitFairness'] as const).map((each) => row[column[each]]);
    };
    const [none, lent, ceiling] = ['none', 'inherit', 'ceiling'].map((inversion) =>
      told('priority-inversion-on-mars', { conflicts: { inversion } }),
    );
    // Control waits 7 s for the bus and for the processor, behind the weather and the radio; with its priority lent 3 s for each, and the
    // radio 3 s behind the weather.
    expect([none?.[1], lent?.[1], ceiling?.[1]]).toEqual([14_000, 9000, 5000]);
    // Over both resources together: a task that waits for one after the other waits for the sum.
    const shares = told('dining-philosophers', {})[2]!;
    expect(shares).toBeGreaterThan(1 / 5);
    expect(shares).toBeLessThan(1);
  });

  it('has none of it where there is neither, and is then compared by what all runs have', () => {
    const row = measure(compiled({ agents: [{ id: 'a' }], tasks: [{ id: 't' }] }), 1);
    expect(
      metrics
        .flatMap((metric) => ('sometimes' in metric ? [measuredOf(row, metric)] : []))
        .every((value) => value === null),
    ).toBe(true);
    expect(comparedOf([{ rows: [row] }])).toEqual(comparedMetrics);
  });
});

describe('what is said of it', () => {
  const cell = (value: string, values: Partial<Record<keyof typeof column, number>>[]): Cell => ({
    setting: [{ path: 'memories[board].consistency', value }],
    problem: null,
    rows: values.map((each, seed) => {
      const row = new Array<number>(rowWidth).fill(0);
      for (const [id, figure] of Object.entries({ succeeded: 1, chance: 1, makespanMs: 1000, digest: seed, ...each }))
        row[column[id as keyof typeof column]] = figure;
      return row;
    }),
  });
  const said = (...cells: Cell[]): string =>
    headline(new Reading(cells), { title: settingWords, factor: factorWord, figure: (_, value) => String(value) });
  const of = (count: number, each: Partial<Record<keyof typeof column, number>>) =>
    Array.from({ length: count }, () => each);

  it('in how many runs something went wrong with each, and with which in none', () => {
    const text = said(
      cell('strong', of(6, {})),
      cell('eventual', of(6, { staleReads: 2, lostUpdates: 1 })),
      cell('naive', [...of(2, {}), ...of(4, { staleReads: 1, lostUpdates: 1 })]),
    );
    expect(text).toContain('Stale reads: eventual in 6 of 6 runs, naive in 4 of 6 runs; strong in none.');
    expect(text).toContain('Lost updates: eventual in 6 of 6 runs, naive in 4 of 6 runs; strong in none.');
    expect(text).not.toContain('Unavailable');
  });
  it('once where it is the same with each', () => {
    const text = said(cell('strong', of(6, { lostUpdates: 3 })), cell('eventual', of(6, { lostUpdates: 1 })));
    expect(text).toContain('Lost updates in 6 of 6 runs of each.');
  });
  it('whose copies are alike again soonest, where that is clear and not otherwise', () => {
    const ms = (least: number) => Array.from({ length: 8 }, (_, seed) => ({ convergeMs: least + seed }));
    expect(said(cell('strong', ms(10)), cell('eventual', ms(300)))).toContain(
      'strong is the soonest to converge, after at most 13.5 on average; eventual takes 303.5.',
    );
    expect(said(cell('strong', ms(10)), cell('eventual', ms(10)))).not.toContain('converge');
    expect(said(cell('strong', ms(10).slice(4)), cell('eventual', ms(300).slice(4)))).not.toContain('converge');
  });
});

describe('the number of replicas', () => {
  const document: Document = {
    agents: [{ id: 'boss', role: 'manager' }, { id: 'a' }, { id: 'b' }, { id: 'c' }],
    memories: [{ id: 'board', replicas: ['c', 'a'] }, { id: 'other' }],
    tasks: [{ id: 't' }],
  };
  const path = 'memories[board].replicas';
  const replicas = (value: number | string[]): unknown => {
    const made = documentFor(document, [{ path, value }]);
    return made.ok ? made.value.memories : made.error;
  };
  it('takes those that are named first, then other workers', () => {
    expect(replicas(1)).toEqual([{ id: 'board', replicas: ['c'] }, { id: 'other' }]);
    expect(replicas(3)).toEqual([{ id: 'board', replicas: ['c', 'a', 'b'] }, { id: 'other' }]);
    expect(replicas(['b'])).toEqual([{ id: 'board', replicas: ['b'] }, { id: 'other' }]);
  });
  it('is refused where so many agents are not there, and of a memory that is not', () => {
    for (const value of [0, 4, 1.5]) expect(replicas(value)).toMatch(/whole number from 1 to 3, since so many agents/u);
    expect(documentFor(document, [{ path: 'memories[none].replicas', value: 1 }])).toMatchObject({
      ok: false,
      error: 'memories[none].replicas: there is no memory "none"',
    });
  });
  it('and ways of keeping go by short names', () => {
    expect(settingWords([{ path, value: 1 }])).toBe('1 replica');
    expect(
      settingWords([
        { path, value: 3 },
        { path: 'memories[board].consistency', value: 'naive' },
      ]),
    ).toBe('3 replicas, board naive');
    expect(settingWords([{ path: 'memories[board].consistency', value: 'naive' }])).toBe('naive');
  });
});
