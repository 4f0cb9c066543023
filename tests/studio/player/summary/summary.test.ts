import { describe, expect, it } from 'vitest';
import type { InvariantView } from '../../../../src/bridge/index.ts';
import { boundRows, boundSentence } from '../../../../src/studio/player/summary/bounds.ts';
import { brokenCount, sortRules } from '../../../../src/studio/player/summary/rules.ts';

const rule = (name: string, change: Partial<InvariantView> = {}): InvariantView => ({
  rule: name,
  title: name,
  room: 'r',
  holds: true,
  step: null,
  message: null,
  ...change,
});

describe('rules', () => {
  it('stands broken first, the earliest break at the top, then by number', () => {
    const rules = [
      rule('CN12'),
      rule('CN3'),
      rule('B1', { holds: false, step: 90 }),
      rule('W2', { holds: false, step: 10 }),
    ];
    expect(sortRules(rules).map((each) => each.rule)).toEqual(['W2', 'B1', 'CN3', 'CN12']);
    expect(brokenCount(rules)).toBe(2);
    expect(rules[0]?.rule).toBe('CN12');
  });
});

describe('length against its bounds', () => {
  const metrics = {
    makespanMs: 4000,
    criticalPathMs: 3000,
    workMs: 6000,
    messages: 1,
    cost: 0,
    bottleneck: null,
    deadlines: { of: 0, missed: [], step: null },
  };

  it('says nothing of a run without work, and divides by no slots', () => {
    expect(boundSentence({ ...metrics, makespanMs: 0, criticalPathMs: 0, workMs: 0 }, 0)).toBe('');
    expect(boundRows(metrics, 0)[2]?.ms).toBe(6000);
  });

  it('puts makespan and bounds on one scale', () => {
    expect(boundRows(metrics, 3).map(({ label, share }) => [label, share])).toEqual([
      ['Total time', 1],
      ['Critical path', 0.75],
      ['Work bound', 0.5],
    ]);
  });

  it('names the bound that binds', () => {
    expect(boundSentence(metrics, 3)).toBe('1.33 times the critical path.');
    expect(boundSentence({ ...metrics, workMs: 7000 }, 2)).toBe('1.14 times the work bound.');
    expect(boundSentence({ ...metrics, makespanMs: 3000 }, 3)).toBe('As short as the critical path allows.');
  });
});
