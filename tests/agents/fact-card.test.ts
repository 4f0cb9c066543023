/** How values stand in sentences: as a person says them, and never so that one is taken for another kind of thing. */
import { describe, expect, it } from 'vitest';
import { clipped } from '../../src/agents/index.ts';
import type { Json } from '../../src/base/index.ts';

describe('a value in a sentence', () => {
  it.each<readonly [Json, string]>([
    ['go', '"go"'],
    [4, '4'],
    [null, 'null'],
    [['a bridge', 2], '[a bridge, 2]'],
    [[], '[]'],
    [{}, '{}'],
    [{ 'research share': 70, start: 'spring' }, 'research share 70, start spring'],
    [{ agreed: true, outcome: { price: 4 }, none: {} }, 'agreed true, outcome (price 4), none {}'],
    [['a, b', 'c"', ' d', '', '(e)'], '["a, b", "c\\"", " d", "", "(e)"]'],
    [[['x', { y: 1 }]], '[[x, y 1]]'],
  ])('%j is %s', (value, text) => {
    expect(clipped(value)).toBe(text);
  });
  it('of a long one stands its beginning', () => {
    expect(clipped('x'.repeat(100))).toBe(`"${'x'.repeat(58)}…`);
    expect(clipped([1, 2, 3, 4], 5)).toBe('[1, …');
  });
});
