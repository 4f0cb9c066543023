/** Bars and figures of the Why tab. */
import { describe, expect, it } from 'vitest';
import type { WhyCandidate } from '../../../../src/bridge/index.ts';
import { barShare, standingWord, valueText } from '../../../../src/studio/inspector/why/why-words.ts';

const worth = (value: number | null): WhyCandidate => ({
  id: 'a',
  name: 'A',
  standing: 'weighed',
  value,
  note: '',
  step: null,
});

describe('a bar', () => {
  it('of nothing compared, of zeros and of less than nothing has no length', () => {
    expect(barShare(0, [worth(null)])).toBe(0);
    expect(barShare(0, [worth(0), worth(0)])).toBe(0);
    expect(barShare(-2, [worth(-2), worth(4)])).toBe(0);
  });
  it('is as long as its share of the longest', () => {
    expect(barShare(1, [worth(1), worth(4), worth(null)])).toBe(25);
    expect(barShare(4, [worth(1), worth(4)])).toBe(100);
  });
});

describe('words', () => {
  it('figures are cut to three digits behind the point; every standing has a word', () => {
    expect([valueText(1 / 3), valueText(200)]).toEqual(['0.333', '200']);
    expect(standingWord('crashed')).toBe('crashed');
  });
});
