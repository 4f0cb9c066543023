/** The order of a table of settings: ways of a column, what has no figure, and ties. */
import { expect, it } from 'vitest';
import { orderOf, sortedNext } from '../../../../src/studio/experiments/figures/sorting.ts';

it('a head sorts one way, the other, and then no more', () => {
  const up = sortedNext(null, 'cost');
  const down = sortedNext(up, 'cost');
  expect([up, down, sortedNext(down, 'cost')]).toEqual([
    { id: 'cost', way: 'ascending' },
    { id: 'cost', way: 'descending' },
    null,
  ]);
  expect(sortedNext(down, 'messages')).toEqual({ id: 'messages', way: 'ascending' });
});

it('what has no figure stands last either way, and equal ones stay as they stood', () => {
  const values = [3, null, 1, 3, 2];
  const valueOf = (at: number) => values[at] ?? null;
  expect(orderOf(5, { id: 'x', way: 'ascending' }, valueOf)).toEqual([2, 4, 0, 3, 1]);
  expect(orderOf(5, { id: 'x', way: 'descending' }, valueOf)).toEqual([0, 3, 4, 2, 1]);
  expect(orderOf(5, null, valueOf)).toEqual([0, 1, 2, 3, 4]);
});

it('words with numbers in them go by their numbers', () => {
  const names = ['10 agents', '2 agents', 'as drawn'];
  expect(orderOf(3, { id: 'setting', way: 'ascending' }, (at) => names[at] ?? null)).toEqual([1, 0, 2]);
});
