/** One run in numbers: the same figures as the result of the run says, whatever goes wrong in it. */
import { describe, expect, it } from 'vitest';
import type { Document } from '../../src/document/index.ts';
import {
  column,
  comparedOf,
  digestOfRow,
  measure,
  measuredOf,
  metrics,
  rowWidth,
  compareRuns,
  writeCsv,
  type Row,
} from '../../src/experiments/index.ts';
import { jain } from '../../src/plan/index.ts';
import { resultOf, Run } from '../../src/replay/index.ts';
import { compile, type Compiled } from '../../src/workflow/index.ts';

function compiled(document: Document, seed = 1): Compiled {
  const result = compile(document, { seed });
  if (!result.ok) throw new Error(JSON.stringify(result.error));
  return result.value;
}

const patterns = ['centralized', 'load-balancing', 'contract-net', 'delegation'] as const;
const troubled = (pattern: string): Document => ({
  format: 'conclave',
  version: 1,
  coordination: { pattern },
  network: { delayMs: { min: 0, max: 20 }, loss: 0.1 },
  agents: [
    { id: 'lead', role: 'manager', cost: 9 },
    { id: 'a', reportsTo: 'lead', cost: 2 },
    { id: 'b', reportsTo: 'lead', slots: 2 },
    { id: 'c', reportsTo: 'lead', capabilities: ['rare'] },
  ],
  tasks: [
    ...Array.from({ length: 12 }, (_, at) => ({
      id: `t${String(at)}`,
      ...(at % 5 === 4 ? { requires: ['rare'] } : {}),
      ...(at > 3 ? { dependsOn: [`t${String(at - 4)}`] } : {}),
      action: { kind: 'simulate' as const, durationMs: { min: 50, max: 400 }, failureRate: at === 7 ? 1 : 0.1 },
      onFailure: 'skip-dependents' as const,
    })),
    { id: 'nobody', requires: ['magic'], onFailure: 'continue' as const },
  ],
  faults: [{ kind: 'crash', agent: 'a', atMs: 150, recoverMs: 400 }],
});

describe('a run in numbers', () => {
  it.each(patterns)('%s: every figure is that of the result, under loss, crashes and failures', (pattern) => {
    const one = compiled(troubled(pattern));
    for (let seed = 1; seed <= 20; seed += 1) {
      const row = measure(one, seed);
      const run = new Run(compiled(troubled(pattern), seed)).finish();
      const result = resultOf(run);
      const workers = ['a', 'b', 'c'].map((id) => result.agents[id]!.busyMs);
      const busy = workers.reduce((sum, each) => sum + each, 0);
      const cost = [9, 2, 1, 1].reduce((sum, each, at) => {
        const id = ['lead', 'a', 'b', 'c'][at]!;
        return sum + (result.agents[id]!.busyMs * each) / 1000;
      }, 0);
      const failed = Object.values(result.tasks).filter(({ state }) => state === 'failed' || state === 'unassignable');
      expect(row).toHaveLength(rowWidth);
      expect(row[column.makespanMs]).toBe(result.makespanMs);
      expect(row[column.messages]).toBe(result.messages.total);
      expect(row[column.cost]).toBeCloseTo(cost, 6);
      expect(row[column.utilization]).toBe(result.makespanMs === 0 ? 0 : busy / (result.makespanMs * 4));
      expect(row[column.fairness]).toBe(jain([workers[0]!, workers[1]! / 2, workers[2]!]));
      expect(row[column.failures]).toBe(failed.length);
      expect(row[column.succeeded]).toBe(result.outcome === 'succeeded' ? 1 : 0);
      expect(row[column.steps]).toBe(result.steps);
      expect(digestOfRow(row)).toBe(result.digest.slice(0, 13));
      expect(compareRuns(run, run).runs[0].row).toEqual(row);
    }
  });
  it('the hit rate is that of the result, and stands in a CSV only where something was recalled', () => {
    const rate = metrics[column.hitRate];
    const recalling = (capacity: number): Document => ({
      agents: [{ id: 'a', memory: { capacity, longTerm: 0 } }],
      tasks: [
        { id: 's', remembers: [{ key: 'k' }, { key: 'l' }] },
        { id: 't', dependsOn: ['s'], recalls: ['k', 'l', 's'] },
      ],
    });
    const rows = [1, 2].map((capacity) => measure(compiled(recalling(capacity)), 1));
    expect(rows.map((row) => measuredOf(row, rate))).toEqual([1 / 3, 2 / 3]);
    const { hits, misses } = resultOf(new Run(compiled(recalling(1))).finish()).agents['a']!.memory!;
    expect([hits, misses]).toEqual([1, 2]);
    const plain = measure(compiled(troubled('centralized')), 1);
    expect([measuredOf(plain, rate), measuredOf(plain.slice(0, 15), rate)]).toEqual([null, null]);
    const header = (row: Row) =>
      writeCsv([{ setting: [], rows: [{ seed: 1, row }] }])
        .split('\r\n')[0]!
        .split(',');
    expect([header(plain).includes('hitRate'), header(rows[0]!).includes('hitRate')]).toEqual([false, true]);
    expect(comparedOf([{ rows: [undefined, plain] }])).not.toContain(rate);
    expect(comparedOf([{ rows: [undefined, plain, rows[0]] }])).toContain(rate);
  });
  it('a run that reaches a bound has not succeeded', () => {
    const bounded = compiled({ ...troubled('centralized'), limits: { stepsMax: 5 } });
    const row = measure(bounded, 1);
    expect(digestOfRow(row)).toBe(new Run(bounded.withSeed(1)).finish().digest().slice(0, 13));
    expect([row[column.succeeded], row[column.steps]]).toEqual([0, 5]);
  });
  it('a plan under another seed gives the run of a document with that seed', () => {
    const again = new Run(compiled(troubled('contract-net')).withSeed(9)).finish();
    expect(again.digest()).toBe(new Run(compiled(troubled('contract-net'), 9)).finish().digest());
  });
  it.each(patterns)('%s: runs of one document share their actors, and do not hear of each other', (pattern) => {
    const one = compiled(troubled(pattern));
    const runs = [3, 4, 5].map((seed) => new Run(one.withSeed(seed)));
    while (runs.map((run) => run.advance(1)).some((goesOn) => goesOn));
    runs.forEach((run, at) => {
      const alone = new Run(compiled(troubled(pattern), at + 3)).finish();
      expect([run.trace(), run.digest(), run.log.length]).toEqual([alone.trace(), alone.digest(), alone.log.length]);
    });
    expect(new Set(runs.map((run) => run.trace())).size).toBe(3);
  });
});

describe('what a run does not have', () => {
  const figures = (document: Document): Record<string, number | null> => {
    const row = measure(compiled(document), 1);
    return Object.fromEntries(metrics.map((metric) => [metric.id, measuredOf(row, metric)]));
  };
  it('is no figure: no length where it never ended, no fairness where nobody worked, no agreement where none was asked', () => {
    const bounded = figures({ ...troubled('centralized'), limits: { stepsMax: 3 } });
    expect(bounded).toMatchObject({
      makespanMs: null,
      fairness: null,
      agreement: null,
      decisionMs: null,
      succeeded: 0,
    });
    const whole = figures({ ...troubled('centralized'), network: {}, faults: [] });
    expect(whole['makespanMs']).toBeGreaterThan(0);
    expect(whole['fairness']).toBeGreaterThan(0);
  });
});

describe('rows as CSV', () => {
  it('a text that a spreadsheet would take for a formula is told to be text, and quotes are doubled', () => {
    const row = [1, 2, 3.5, 4, 5, 6, 1, 8, 0, -1, 0, 0, 1, 2];
    const measured = [
      { setting: [{ path: 'a,b', value: '=1+1' }], rows: [{ seed: 1, row }] },
      { setting: [{ path: 'a,b', value: '\n=1' }], problem: 'say "x"', rows: [] },
    ];
    const head =
      'seed,makespanMs,messages,cost,utilization,fairness,failures,succeeded,steps,agreement,decisionMs,broken,late,outcome,digest,engine,problem';
    expect(writeCsv(measured, { engine: '2' })).toBe(
      `"a,b",${head}\r\n'=1+1,1,1,2,3.5,4,5,6,1,8,0,,0,2,succeeded,,2,\r\n"'\n=1",,,,,,,,,,,,,,,,,"say ""x"""\r\n`,
    );
    expect(writeCsv(measured.slice(0, 1), { separator: ';' })).toBe(
      `a,b;${head.replaceAll(',', ';')}\r\n'=1+1;1;1;2;3,5;4;5;6;1;8;0;;0;2;succeeded;;;\r\n`,
    );
  });

  it('the digest is its digits, none of them lost before or behind; rows of before it was kept have none', () => {
    const row = [1, 2, 3, 4, 5, 6, 1, 8, 0, -1, 0, 0, 1, 2];
    const digests = [[0], [0xf], [Number.parseInt('0123456789abc', 16)], [2 ** 52 - 1], []];
    const rows = digests.map((digest, seed) => ({ seed, row: [...row, ...digest] }));
    const lines = writeCsv([{ setting: [], rows }]).split('\r\n');
    const at = lines[0]!.split(',').indexOf('digest');
    expect(lines.slice(1, -1).map((line) => line.split(',')[at])).toEqual([
      '0000000000000',
      '000000000000f',
      '0123456789abc',
      'fffffffffffff',
      '',
    ]);
  });

  it.each(['=1', '+1', '-1', '@A1', '\t=1', '\r=1', '\n=1', '\n@x', '  =1', '＝1', '\nplain'])(
    '%j is text',
    (value) => {
      const text = writeCsv([{ setting: [{ path: 'name', value }], rows: [{ seed: 1, row: [] }] }]);
      expect(text.split('\r\n').slice(1).join('\r\n')).toMatch(/^"?'/u);
    },
  );
});
