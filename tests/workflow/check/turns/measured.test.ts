/**
 * What admission says before a run, held against runs: sets out of textbooks and random ones are written out release by release, and the
 * times that each release takes are the response times that were worked out.
 */
import { describe, expect, it } from 'vitest';
import type { Document } from '../../../../src/document/index.ts';
import { overloadedMs, responseMs, utilizationOf } from '../../../../src/workflow/check/turns/schedulability.ts';
import { piece, play, task } from '../../../scenarios/stage.ts';
import { Dice } from '../../../support/documents.ts';
import { figure, rounds } from '../../../support/prove.ts';

interface Row {
  readonly costMs: number;
  readonly everyMs: number;
  readonly deadlineMs: number;
}

/** Cost, period and deadline, the highest priority first. */
function setOf(...rows: readonly (readonly [number, number, number?])[]): Row[] {
  return rows.map(([costMs, everyMs, deadlineMs = everyMs]) => ({ costMs, everyMs, deadlineMs }));
}

const table: Readonly<Record<string, readonly Row[]>> = {
  'Sha, Klein and Goodenough': setOf([40, 100], [40, 150], [100, 350]),
  'Burns and Wellings, set A': setOf([10, 30], [10, 40], [12, 50]),
  'Burns and Wellings, set B': setOf([4, 16], [5, 40], [32, 80]),
  'Burns and Wellings, set C': setOf([5, 20], [10, 40], [40, 80]),
  'Burns and Wellings, set D': setOf([3, 7], [3, 12], [5, 20]),
  'deadlines before periods': setOf([2, 6, 4], [2, 8, 5], [3, 9, 7]),
  'Liu and Layland, two at the bound': setOf([41, 100], [59, 141]),
};

/** All come at 1 ms, which is the worst that can be, and again at each period until `untilMs`. */
function released(rows: readonly Row[], policy: 'priority' | 'edf', untilMs: number): Document {
  const releases = rows.flatMap(({ costMs, everyMs, deadlineMs }, row) =>
    Array.from({ length: Math.ceil(untilMs / everyMs) }, (_, at) =>
      task(`r${String(row)}-${String(at)}`, [{ task: 'start', transferMs: at * everyMs }], {
        ms: costMs,
        priority: rows.length - row,
        agent: 'cpu',
        deadlineMs: 1 + at * everyMs + deadlineMs,
      }),
    ),
  );
  return piece([task('start', [], { ms: 1, agent: 'clock' }), ...releases], {
    agents: [{ id: 'cpu', slice: { policy, quantumMs: 100_000 } }, { id: 'clock' }],
    limits: { timeoutMs: 1_000_000 },
  });
}

/** How long each release of each took, ms. */
function measured(rows: readonly Row[], untilMs: number): number[][] {
  const { result } = play(released(rows, 'priority', untilMs));
  return rows.map(({ everyMs }, row) =>
    Array.from(
      { length: Math.ceil(untilMs / everyMs) },
      (_, at) => result.tasks[`r${String(row)}-${String(at)}`]!.endMs! - 1 - at * everyMs,
    ),
  );
}

/** The first release takes as long as was worked out, and where that is no longer than a period, none takes longer. */
function agrees(rows: readonly Row[], untilMs: number): number {
  const times = measured(rows, untilMs);
  rows.forEach((row, at) => {
    const response = responseMs(row, rows.slice(0, at));
    expect([at, times[at]![0]]).toEqual([at, response]);
    if (response <= row.everyMs) expect([at, Math.max(...times[at]!)]).toEqual([at, response]);
  });
  return times.flat().length;
}

describe('[SL10] response times as they are measured', () => {
  for (const [name, rows] of Object.entries(table))
    it(name, () => {
      agrees(rows, 4 * Math.max(...rows.map(({ everyMs }) => everyMs)));
    });

  it('of random sets', () => {
    const seeds = rounds(10, 2000);
    let releases = 0;
    for (let seed = 1; seed <= seeds; seed += 1) {
      const dice = new Dice(seed + 0.875);
      const periods = Array.from({ length: dice.integer(2, 5) }, () => dice.integer(5, 60)).sort((a, b) => a - b);
      const rows = periods.map((everyMs) => ({
        costMs: dice.integer(1, Math.max(1, Math.floor((everyMs * 1.2) / periods.length))),
        everyMs,
        deadlineMs: everyMs,
      }));
      if (utilizationOf(rows) <= 1) releases += agrees(rows, 200);
    }
    expect(releases).toBeGreaterThan(seeds);
    figure('response times: releases that were measured', releases);
  });
});

describe('[SL11] the earliest deadline first, as it is run', () => {
  const late = (rows: readonly Row[], untilMs: number): number[] =>
    play(released(rows, 'edf', untilMs)).recorded.flatMap(({ fact }) =>
      fact.type === 'task.late' ? [fact.deadlineMs - 1] : [],
    );

  for (const [name, rows] of Object.entries(table))
    it(name, () => {
      expect(overloadedMs(rows)).toBeNull();
      expect(late(rows, 4 * Math.max(...rows.map(({ everyMs }) => everyMs)))).toEqual([]);
    });

  it('what is said to be too much is late by then', () => {
    const rows = setOf([2, 6, 2], [2, 8, 3]);
    const at = overloadedMs(rows)!;
    expect([at, Math.min(...late(rows, 24))]).toEqual([3, 3]);
  });
});
