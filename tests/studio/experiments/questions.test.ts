/** What can be asked of a document in one click, and what is offered to vary: only what it has, and only what then runs. */
import { describe, expect, it } from 'vitest';
import type { Document } from '../../../src/document/index.ts';
import { documentFor, settingsOf } from '../../../src/experiments/index.ts';
import { factorsOf } from '../../../src/studio/experiments/choices.ts';
import { offersOf, questionsOf } from '../../../src/studio/experiments/questions.ts';

const agents = ['a', 'b', 'c', 'd'].map((id) => ({ id }));
const rich: Document = {
  agents,
  memories: [
    { id: 'board', name: 'Whiteboard', consistency: 'eventual', type: 'set' },
    { id: 'book', name: 'Guest book' },
  ],
  resources: [{ id: 'oven' }],
  tasks: [
    { id: 't', reads: [{ memory: 'book', key: 'k' }], resources: [{ id: 'oven' }] },
    { id: 'v', action: { kind: 'consensus' } },
  ],
};

describe('questions', () => {
  it('of what a document has: liars, ways of keeping each memory that could be kept otherwise, policies of conflicts', () => {
    expect(questionsOf(rich).map(({ label, choices }) => [label, choices.others[0]!.values])).toEqual([
      ['Turn agents into liars', '0, 1, 2'],
      ['Ways of keeping Guest book', 'strong, primary-backup, eventual, naive'],
      ['Ways of meeting deadlocks', 'detect, wait-die, wound-wait, ordered, all-or-nothing'],
      ['Ways of lending priority', 'none, inherit, ceiling'],
    ]);
    expect(questionsOf({ agents, tasks: [{ id: 't' }] })).toEqual([]);
    expect(questionsOf(null)).toEqual([]);
  });
  it('of each question and each offer of a memory every setting runs', () => {
    const offers = offersOf(rich).filter(({ path }) => path.startsWith('memories') || path.startsWith('conflicts'));
    expect(offers.length).toBeGreaterThan(6);
    for (const { path, values } of offers) {
      const factors = factorsOf({ patterns: [], others: [{ path, values }], seeds: 1 });
      expect(factors.ok, path).toBe(true);
      for (const setting of settingsOf(factors.ok ? factors.value : []))
        expect(documentFor(rich, setting), path).toMatchObject({ ok: true });
    }
  });
});
