/** What rows of one's own work say and where their links lead, and what a search finds in them. */
import { describe, expect, it } from 'vitest';
import type { ShelfRow, ToldRun } from '../../../../src/studio/library/index.ts';
import { changeOf, endOf, lengthOf, runHref } from '../../../../src/studio/library/own/run-words.ts';
import { foundRows, occursIn } from '../../../../src/studio/library/own/search.ts';

const run = (changes: Partial<ToldRun> = {}): ToldRun => ({
  runId: 'r-1',
  atMs: 0,
  outcome: 'succeeded',
  reason: null,
  step: 7,
  steps: 40,
  makespanMs: 5100,
  seed: 1,
  ...changes,
});
const row = (changes: Partial<ShelfRow> = {}): ShelfRow => ({
  id: 'd-1',
  name: 'Kitchen',
  agents: 1,
  tasks: 1,
  pattern: 'contract-net',
  names: ['Gil', 'Grill the fish'],
  picture: null,
  editedMs: 0,
  trashedMs: null,
  runs: [],
  runCount: 0,
  damage: null,
  ...changes,
});

describe('a run in a row', () => {
  it('says how it ended and why, where it was left, or that there was none', () => {
    expect(endOf(undefined)).toEqual({ state: 'never-run' });
    expect(endOf(run())).toEqual({ state: 'succeeded' });
    expect(endOf(run({ outcome: 'failed', reason: 'nobody can grill' }))).toEqual({
      state: 'failed',
      word: 'failed: nobody can grill',
    });
    expect(endOf(run({ outcome: null }))).toEqual({ state: 'paused', word: 'paused at 7 / 40' });
  });

  it('holds its length against the last one before that succeeded, and says nothing where there is none', () => {
    const failed = run({ outcome: 'failed', makespanMs: 100 });
    expect(changeOf([])).toBe('');
    expect(changeOf([run()])).toBe('');
    expect(changeOf([run(), failed])).toBe('');
    expect(changeOf([run(), failed, run({ makespanMs: 8200 })])).toBe('3.10 s less');
    expect(changeOf([run({ makespanMs: 8200 }), run()])).toBe('3.10 s more');
    expect(changeOf([run(), run()])).toBe('the same as before');
    expect(changeOf([failed, run()])).toBe('when it failed');
    expect(changeOf([run({ outcome: null }), run()])).toBe('so far');
    expect([lengthOf(undefined), lengthOf(run({ makespanMs: null })), lengthOf(run())]).toEqual(['', '–', '5.10 s']);
  });

  it('is a link to its end, or to where it was left', () => {
    expect(runHref('d-1', run())).toBe('#/d/d-1/r/r-1?at=40');
    expect(runHref('d-1', run({ outcome: 'failed', step: 0 }))).toBe('#/d/d-1/r/r-1?at=40');
    expect(runHref('d-1', run({ outcome: null }))).toBe('#/d/d-1/r/r-1');
  });
});

describe('a search', () => {
  const now = new Date(2026, 4, 20, 15, 0).getTime();
  const rows = [
    row(),
    row({
      id: 'd-2',
      name: 'Night shift',
      pattern: 'delegation',
      names: ['Ida'],
      runs: [
        run(),
        run({ outcome: 'failed', reason: 'nobody can x-ray', atMs: new Date(2026, 4, 20, 14, 3).getTime() }),
      ],
    }),
  ];
  const found = (wanted: string) => foundRows(rows, wanted, now).map(({ row: { id }, why }) => [id, why]);

  it('of what is nowhere finds nothing, and of nothing all', () => {
    expect(found('zebra')).toEqual([]);
    expect(found('kitchen zebra')).toEqual([]);
    expect(found('  ')).toEqual([
      ['d-1', ''],
      ['d-2', ''],
    ]);
  });

  it('finds names without a reason, and says where else a word was found', () => {
    expect(found('KITCH')).toEqual([['d-1', '']]);
    expect(found('gil')).toEqual([['d-1', 'Gil']]);
    expect(found('contract')).toEqual([['d-1', 'contract net']]);
    expect(found('night ida')).toEqual([['d-2', 'Ida']]);
    expect(found('x-ray')).toEqual([['d-2', 'run of today, 14:03, failed: nobody can x-ray']]);
  });

  it('takes every word for itself', () => {
    expect(occursIn('net ten', 'ten seeds, contract net')).toBe(true);
    expect(occursIn('net eleven', 'ten seeds, contract net')).toBe(false);
    expect(occursIn('', 'anything')).toBe(true);
  });
});
