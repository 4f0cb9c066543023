import { describe, expect, it } from 'vitest';
import type { InvariantView } from '../../../../src/bridge/index.ts';
import { boundRows, boundSentence } from '../../../../src/studio/player/summary/bounds.ts';
import { bottleneckSentence } from '../../../../src/studio/player/summary/bottleneck.ts';
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
  const metrics = { makespanMs: 4000, criticalPathMs: 3000, workMs: 6000, messages: 1, bottleneck: null };

  it('says nothing of a run without work, and divides by no slots', () => {
    expect(boundSentence({ ...metrics, makespanMs: 0, criticalPathMs: 0, workMs: 0 }, 0)).toBe('');
    expect(boundRows(metrics, 0)[2]?.ms).toBe(6000);
  });

  it('puts makespan and bounds on one scale', () => {
    expect(boundRows(metrics, 3).map(({ label, share }) => [label, share])).toEqual([
      ['Makespan', 1],
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

describe('what decided the length, in words', () => {
  const base = { makespanMs: 8000, criticalPathMs: 3000, workMs: 6000, messages: 1 };
  const nameOf = (id: string): string => (id === 'gil' ? 'Gil' : id);
  const say = (requires: readonly string[], agents: readonly string[]) =>
    bottleneckSentence({ ...base, bottleneck: { requires, agents, heldMs: 2000, tasks: 3 } }, nameOf);

  it('says nothing of a run that took no time', () => {
    expect(bottleneckSentence({ ...base, makespanMs: 0, bottleneck: null }, nameOf).finding).toBe('');
  });

  it('names the one agent that the run waited for, by the name that the person gave', () => {
    expect(say(['grill'], ['gil'])).toEqual({
      finding: 'The run waited 2.00 s of its 8.00 s (25 %) for Gil, the only one with grill.',
      remedy: 'Give Gil a second slot, or grill to another agent.',
    });
  });

  it('counts those who could have done it', () => {
    expect(say(['grill'], ['gil', 'ana']).finding).toMatch(/one of the 2 agents with grill\.$/);
    expect(say([], ['gil', 'ana', 'lou']).finding).toMatch(/a free agent: all 3 were busy\.$/);
    expect(say([], ['gil']).finding).toMatch(/for Gil\.$/);
  });

  it('says that agents would not help when the chain of tasks alone decides', () => {
    expect(bottleneckSentence({ ...base, criticalPathMs: 8000, bottleneck: null }, nameOf).finding).toBe(
      'No task waited for an agent on the way: the longest chain of tasks takes all 8.00 s.',
    );
    expect(bottleneckSentence({ ...base, bottleneck: null }, nameOf).remedy).toBe('');
  });
});
