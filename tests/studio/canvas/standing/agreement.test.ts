/** What a consensus form reckons and how it reads what is typed. Pure. */
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Json } from '../../../../src/base/index.ts';
import { capableOf, decidersOf, type Document } from '../../../../src/document/index.ts';
import { agreementOf } from '../../../../src/studio/canvas/standing/agreement.ts';
import { listText, typedList, typedValue, valueText } from '../../../../src/studio/format/index.ts';

const action = { kind: 'consensus' as const };
const four: Document = {
  agents: [{ id: 'ana' }, { id: 'ben' }, { id: 'boss', role: 'manager' }, { id: 'cleo', capabilities: ['law'] }],
  tasks: [{ id: 'go', action }],
};

describe('who takes part', () => {
  it('is everybody who can do the task, unless some are named; a name of nobody counts for nothing', () => {
    const task = { id: 'go', action };
    expect(capableOf(four, task)).toEqual(['ana', 'ben', 'cleo']);
    expect(decidersOf(four, { ...task, requires: ['law'] })).toEqual(['cleo']);
    expect(decidersOf(four, { id: 'go', action: { ...action, participants: ['boss', 'ana', 'zoe', 'ana'] } })).toEqual([
      'boss',
      'ana',
    ]);
    expect(decidersOf(four, { id: 'go', action: { ...action, participants: ['zoe'] } })).toHaveLength(3);
  });
});

describe('what it comes to', () => {
  it('is said in one sentence', () => {
    expect(agreementOf(action, 4).sentence).toBe('4 agents survive 1 liar; 3 must agree.');
    expect(agreementOf(action, 3).sentence).toBe('3 agents survive no liar; 2 must agree.');
    expect(agreementOf({ ...action, protocol: 'raft' }, 5).sentence).toBe(
      '5 agents survive 2 crashes and no liar; 3 must agree.',
    );
    expect(agreementOf({ ...action, protocol: 'supermajority' }, 4).sentence).toBe('4 agents vote; 3 must vote alike.');
    expect(agreementOf({ ...action, protocol: 'borda' }, 4).quorum).toBeNull();
    expect(agreementOf(action, 0).sentence).toBe('No participants yet.');
  });

  it('is not safe with too few agents, too small a quorum, or one that is never reached', () => {
    expect(agreementOf(action, 4).unsafe).toBeNull();
    expect(agreementOf({ ...action, faulty: 1 }, 3).unsafe).toContain('4 agents');
    expect(agreementOf({ ...action, quorum: 3 }, 5).unsafe).toContain('It takes 4');
    expect(agreementOf({ ...action, quorum: 4 }, 4).unsafe).toContain('at most 3');
    expect(agreementOf({ ...action, protocol: 'raft', quorum: 2 }, 5).unsafe).toContain('It takes 3');
  });
});

describe('a value', () => {
  it('is a word, a number, a yes or no as it is typed; nothing is no value', () => {
    expect(typedValue(' go ')).toBe('go');
    expect(typedValue('42')).toBe(42);
    expect(typedValue('true')).toBe(true);
    expect(typedValue('"42"')).toBe('42');
    expect(typedValue('  ')).toBeUndefined();
    expect(typedList('go, stop ,3')).toEqual(['go', 'stop', 3]);
    expect(typedList(' , ')).toBeUndefined();
  });

  it('reads back as itself, alone and in a list', () => {
    const json = fc.jsonValue({ maxDepth: 2 }).filter((value) => value !== null) as fc.Arbitrary<Json>;
    fc.assert(
      fc.property(json, (value) => {
        expect(typedValue(valueText(value))).toEqual(JSON.parse(JSON.stringify(value)));
      }),
      { seed: 5, numRuns: 200 },
    );
    const words = fc.array(fc.oneof(fc.string(), fc.integer(), fc.boolean()), { minLength: 1, maxLength: 4 });
    fc.assert(
      fc.property(words, (values) => {
        expect(typedList(listText(values))).toEqual(values);
      }),
      { seed: 5, numRuns: 200 },
    );
  });
});
