/** Histories that papers and textbooks give, each with its verdict at every level. */
import { describe, expect, it } from 'vitest';
import type { Json } from '../../src/base/index.ts';
import { checkHistory, type Action, type Level, type Operation } from '../../src/history/index.ts';

type Row = readonly [process: string, action: Action, key: string, value: Json, call: number, returned: number | null];

function history(rows: readonly Row[]): Operation[] {
  return rows.map(([process, action, key, value, call, returned]) => ({
    process,
    key,
    action,
    value: action === 'read' ? null : value,
    result: action === 'read' ? value : action === 'cas' && returned !== null ? true : null,
    call,
    returned,
  }));
}

const verdicts = (rows: readonly Row[], levels: readonly Level[] = ['linearizable', 'sequential', 'causal']) =>
  levels.map((as) => checkHistory(history(rows), { model: 'register', as }).verdict);
const [yes, no] = ['consistent', 'violated'];

describe('[HI1] [HI2] [HI3] the levels part', () => {
  it('Attiya and Welch: a read that comes too late for what it says is sequential and not linearizable', () => {
    expect(
      verdicts([
        ['p', 'write', 'x', 1, 0, 1],
        ['q', 'read', 'x', null, 2, 3],
      ]),
    ).toEqual([no, yes, yes]);
  });

  it('Herlihy and Wing: each key alone is sequential, both together are not', () => {
    const queue: Row[] = [
      ['p', 'write', 'x', 1, 0, 1],
      ['p', 'write', 'y', 1, 2, 3],
      ['p', 'read', 'y', 2, 8, 9],
      ['q', 'write', 'y', 2, 0, 1],
      ['q', 'write', 'x', 2, 2, 3],
      ['q', 'read', 'x', 1, 8, 9],
    ];
    expect(verdicts(queue)).toEqual([no, no, yes]);
    for (const key of ['x', 'y']) expect(verdicts(queue.filter((row) => row[2] === key))[1]).toBe(yes);
  });

  it('Dekker: both miss the write of the other; causal and not sequential', () => {
    expect(
      verdicts([
        ['p', 'write', 'x', 1, 0, 1],
        ['p', 'read', 'y', null, 2, 3],
        ['q', 'write', 'y', 1, 0, 1],
        ['q', 'read', 'x', null, 2, 3],
      ]),
    ).toEqual([no, no, yes]);
  });

  it('Ahamad and others: two that see concurrent writes in different orders are causal and not sequential', () => {
    expect(
      verdicts([
        ['p', 'write', 'x', 1, 0, 1],
        ['q', 'write', 'x', 2, 0, 1],
        ['r', 'read', 'x', 1, 2, 3],
        ['r', 'read', 'x', 2, 4, 5],
        ['s', 'read', 'x', 2, 2, 3],
        ['s', 'read', 'x', 1, 4, 5],
      ]),
    ).toEqual([no, no, yes]);
  });

  it('Ahamad and others: a cause is written before what it brought about, and nobody sees it otherwise', () => {
    const seen = (then: number | null): Row[] => [
      ['p', 'write', 'x', 1, 0, 1],
      ['q', 'read', 'x', 1, 2, 3],
      ['q', 'write', 'y', 2, 4, 5],
      ['r', 'read', 'y', 2, 6, 7],
      ['r', 'read', 'x', then, 8, 9],
    ];
    expect(verdicts(seen(1))).toEqual([yes, yes, yes]);
    expect(verdicts(seen(null))).toEqual([no, no, no]);
  });

  it('an overwritten value comes back', () => {
    expect(
      verdicts([
        ['p', 'write', 'x', 1, 0, 1],
        ['p', 'write', 'x', 2, 2, 3],
        ['q', 'read', 'x', 2, 4, 5],
        ['q', 'read', 'x', 1, 6, 7],
      ]),
    ).toEqual([no, no, no]);
  });

  it('new and then old, while a write is under way', () => {
    expect(
      verdicts([
        ['p', 'write', 'x', 1, 0, 9],
        ['q', 'read', 'x', 1, 1, 2],
        ['r', 'read', 'x', null, 3, 4],
      ]),
    ).toEqual([no, yes, yes]);
  });

  it('a value that nobody wrote, and one that is read before it was written', () => {
    expect(verdicts([['p', 'read', 'x', 7, 0, 1]])).toEqual([no, no, no]);
    expect(
      verdicts([
        ['p', 'read', 'x', 7, 0, 1],
        ['q', 'write', 'x', 7, 2, 3],
      ]),
    ).toEqual([no, yes, yes]);
    expect(
      verdicts([
        ['p', 'read', 'x', 7, 0, 1],
        ['p', 'write', 'x', 7, 2, 3],
      ]),
    ).toEqual([no, no, no]);
  });
});

describe('[HI4] what never answered', () => {
  const open: Row = ['p', 'write', 'x', 1, 0, null];
  it('takes effect late, or never, and not twice', () => {
    expect(verdicts([open, ['q', 'read', 'x', null, 5, 6]])).toEqual([yes, yes, yes]);
    expect(verdicts([open, ['q', 'read', 'x', null, 5, 6], ['q', 'read', 'x', 1, 7, 8]])).toEqual([yes, yes, yes]);
    expect(
      verdicts([open, ['q', 'read', 'x', 1, 5, 6], ['q', 'write', 'x', 2, 7, 8], ['q', 'read', 'x', 1, 9, 10]]),
    ).toEqual([no, no, no]);
  });

  it('nor before its call', () => {
    expect(
      verdicts([
        ['q', 'read', 'x', 1, 0, 1],
        ['p', 'write', 'x', 1, 2, null],
      ]),
    ).toEqual([no, yes, yes]);
  });

  it('a compare-and-set that never answered found its value, or did nothing', () => {
    const rows = (seen: number): Row[] => [
      ['p', 'write', 'x', 1, 0, 1],
      ['q', 'cas', 'x', [3, 2], 2, null],
      ['p', 'read', 'x', seen, 4, 5],
    ];
    expect(verdicts(rows(1))).toEqual([yes, yes, yes]);
    expect(verdicts(rows(2))).toEqual([no, no, no]);
  });
});
