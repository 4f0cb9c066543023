/** What is said of copies: whether they are alike, values cut in their middle, and the tip of a cell. */
import { describe, expect, it } from 'vitest';
import type { MemoryView } from '../../../../src/bridge/index.ts';
import {
  cellTip,
  cutInTheMiddle,
  healingLine,
  standingLine,
} from '../../../../src/studio/player/memory/memory-words.ts';

const view = (standing: MemoryView['standing'], more: Partial<MemoryView> = {}): MemoryView => ({
  memories: [],
  id: 'board',
  name: 'board',
  way: 'strong',
  replicas: [],
  copies: 3,
  keys: 5,
  total: 5,
  from: 0,
  heals: false,
  healing: null,
  unavailable: false,
  rows: [],
  standing,
  ...more,
});

it('what a partition left is said while it stands, until all are alike again, and after', () => {
  const healing = { cutMs: 1200, healedMs: null, tookMs: null, copies: 0 };
  const said = (more: object) => healingLine(view(null, { healing: { ...healing, ...more } }), 2500);
  expect(healingLine(view(null), 9)).toBeNull();
  expect(said({})).toBe('Replicas are cut off from each other since 1.20 s: no copy differs yet.');
  expect(said({ copies: 1 })).toBe('Replicas are cut off from each other since 1.20 s: 1 of 3 copies differs.');
  expect(said({ healedMs: 2000, copies: 2 })).toBe(
    'Not alike yet, 500 ms after the partition healed at 2.00 s: 2 of 3 copies differ.',
  );
  expect(said({ healedMs: 2000, tookMs: 160 })).toBe(
    'All copies were alike again 160 ms after the partition healed at 2.00 s.',
  );
  expect(said({ healedMs: 2000, tookMs: 0 })).toBe('All copies were alike when the partition healed at 2.00 s.');
});

describe('whether copies are alike', () => {
  it('is said with the time since which they are', () => {
    expect(standingLine(view({ differing: 0, step: 4, timeMs: 1200 }), 1500)).toBe(
      'All replicas are equal since 1.20 s.',
    );
    expect(standingLine(view({ differing: 0, step: 4, timeMs: 1200 }, { copies: 1 }), 1500)).not.toMatch(/All/);
  });
  it('is said in figures where they are not', () => {
    expect(standingLine(view({ differing: 1, step: 4, timeMs: 1200 }), 1840)).toMatch(
      /^1 of 5 keys differs since 1\.20 s, for 640 ms so far\.$/,
    );
    expect(standingLine(view({ differing: 3, step: 4, timeMs: 1200 }), 1840)).toMatch(/^3 of 5 keys differ /);
  });
  it('is not said before anybody wrote', () => {
    expect(standingLine(view(null), 0)).toBe('Nobody has written to board yet.');
  });
});

describe('a long value', () => {
  it('keeps its beginning and its end, and never grows', () => {
    expect(cutInTheMiddle('abcdefghij', 5)).toBe('ab…ij');
    expect(cutInTheMiddle('abcdefghij', 10)).toBe('abcdefghij');
    for (let longest = 3; longest < 12; longest += 1)
      expect(Array.from(cutInTheMiddle('a😀c😀e😀g😀ijkl', longest))).toHaveLength(Math.min(12, longest));
  });
});

it('a cell tells its tag, its writer, and since when it stands', () => {
  const cell = { text: '"x"', whole: true, writer: 'Ana', tag: '3', step: 12, timeMs: 1200, side: 0 };
  expect(cellTip(cell)).toBe('"x" · tag 3, written by Ana · kept since 1.20 s, step 12');
  expect(cellTip({ ...cell, writer: null })).toContain('nobody');
  expect(cellTip(null)).toBe('Nothing stands here.');
});
