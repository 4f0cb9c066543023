/** Where a search has been, beside a plain list: no two places are ever taken for one, whatever their hashes. */
import { expect, it } from 'vitest';
import { Rows } from '../../src/history/models/intern.ts';
import type { Frontier } from '../../src/history/search/frontier.ts';
import { Visited } from '../../src/history/search/visited.ts';
import { figure, rounds } from '../support/prove.ts';
import { dice } from './random-histories.ts';

interface Place {
  readonly done: number[];
  readonly used: number[];
  readonly state: number;
}

/** Bits are dense, so that places differ in one bit or in the word where a bit stands. */
function place(roll: (below: number) => number, words: number): Place {
  const bits = (count: number): number[] =>
    Array.from({ length: count }, () => (roll(2) === 0 ? 0 : 1 << (roll(3) * 15)));
  return { done: bits(words), used: bits(2), state: roll(3) };
}

const firstUndone = (done: readonly number[]): number => {
  let at = 0;
  while (at < done.length * 32 && (done[at >> 5]! & (1 << (at & 31))) !== 0) at += 1;
  return at;
};

it('[HI5] a place is known where it was with no more used, and nowhere else', () => {
  const roll = dice(5);
  const visited = new Visited();
  const seen = new Map<string, number[][]>();
  let known = 0;
  for (let round = 0; round < rounds(20_000, 400_000); round += 1) {
    const { done, used, state } = place(roll, 1 + roll(9));
    // What is taken without a gap is a first undone operation, as a search has it.
    const full = roll(3) === 0 ? [-1, ...done] : done;
    const frontier = {
      done: Int32Array.from([...full, 0]),
      used: Int32Array.from(used),
      base: firstUndone([...full, 0]),
    };
    while (full.length > 0 && full.at(-1) === 0) full.pop();
    const before = seen.get(`${String(state)} ${full.join(' ')}`) ?? [];
    const covered = before.some((each) => each.every((word, at) => (word & ~used[at]!) === 0));
    expect(visited.add(frontier as unknown as Frontier, state)).toBe(!covered);
    if (covered) known += 1;
    else seen.set(`${String(state)} ${full.join(' ')}`, [...before, used]);
  }
  figure('places', seen.size);
  expect(known).toBeGreaterThan(1_000);
  expect(seen.size).toBeGreaterThan(1_000);
});

it('[HI5] rows have the same number where they are the same, however they came to be', () => {
  const roll = dice(7);
  for (const length of [1, 2, 3, 7, 16, 33]) {
    const rows = new Rows(length);
    const numbers = new Map<string, number>();
    let places: number[] = Array.from({ length }, () => 0);
    let row = rows.of(places);
    for (let round = 0; round < 500; round += 1) {
      const at = roll(length);
      const value = roll(2);
      row = rows.put(row, at, value);
      places = places.map((each, index) => (index === at ? value : each));
      expect(rows.all(row)).toEqual(places);
      expect(rows.of(places)).toBe(row);
      const known = numbers.get(places.join());
      if (known !== undefined) expect(row).toBe(known);
      numbers.set(places.join(), row);
    }
    expect(new Set(numbers.values()).size).toBe(numbers.size);
  }
});
