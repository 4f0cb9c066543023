/** What goals want is read before a run, and what cannot be met is named: by the smallest set, with an edit that mends it. */
import { describe, expect, it } from 'vitest';
import { apply, type Agent, type Document } from '../../../src/document/index.ts';
import { checkDocument } from '../../../src/workflow/index.ts';
import { smallestConflict } from '../../../src/workflow/check/negotiations/conflict.ts';
import { dice } from '../../protocols/negotiation/games.ts';
import { piece, task } from '../../scenarios/stage.ts';

type Goals = NonNullable<Agent['goals']>;
const variables = [
  { name: 'price', min: 1, max: 10 },
  { name: 'day', values: ['early', 'late'] },
];

function document(ana: Goals, ben: Goals = [], rest: Partial<Document> = {}): Document {
  return piece([task('work')], { agents: [{ id: 'ana', goals: ana }, { id: 'ben', goals: ben }], variables, ...rest }); // prettier-ignore
}
const found = (of: Document) => checkDocument(of).filter(({ severity }) => severity !== 'info');

function mended(of: Document, code: string): Document {
  const problem = found(of).find((each) => each.code === code);
  let next = of;
  for (const edit of problem!.fix!.edits) {
    const applied = apply(next, edit);
    if (!applied.ok) throw new Error(JSON.stringify(applied.error));
    next = applied.value.document;
  }
  return next;
}

it('[NG19] nothing is said of goals that can be met together', () => {
  expect(
    found(document([{ id: 'cap', wants: 'price <= 5' }, 'a word'], [{ id: 'dear', wants: 'price / 10.0', weight: 2 }])),
  ).toEqual([]);
});

it.each<[string, string, Goals, Goals, Partial<Document>]>([
  ['an unknown variable', 'want-unknown-variable', [{ id: 'cap', wants: 'prise <= 5' }], [], {}],
  ['a variable that nobody declared', 'want-unknown-variable', [{ id: 'cap', wants: "colour == 'yes'" }], [], { variables: [] }],
  ['a goal that nothing meets', 'goal-unsatisfiable', [{ id: 'cap', wants: 'price > 10' }], [], {}],
  ['goals of two in each other’s way', 'goals-infeasible', [{ id: 'cap', wants: 'price <= 3' }], [{ id: 'floor', wants: 'price >= 4' }], {}],
  ['goals of one in each other’s way', 'goals-infeasible', [{ id: 'a', wants: "day == 'early'" }, { id: 'b', wants: "day == 'late'" }], [], {}],
  ['a pair that excludes each other', 'goals-exclude', [{ id: 'a', wants: 'price > 2', excludes: ['b'] }], [{ id: 'b', wants: 'price > 1' }], {}],
  ['a pair that only excludes each other', 'goals-exclude', [{ id: 'a', excludes: ['b'] }], ['b'], {}],
  ['an exclusion of nobody', 'goal-unknown', [{ id: 'a', wants: 'price > 2', excludes: ['bee'] }], [{ id: 'beer', wants: 'price > 1' }], {}],
  ['a variable without values', 'variable-values', [], [], { variables: [{ name: 'price' }] }],
  ['a variable upside down', 'variable-range', [], [], { variables: [{ name: 'price', min: 9, max: 1 }] }],
])('[NG19] %s is said, with the edit that mends it', (_what, code, ana, ben, rest) => {
  const of = document(ana, ben, rest);
  expect(found(of).map((each) => each.code)).toContain(code);
  expect(found(mended(of, code)).map((each) => each.code)).not.toContain(code);
}); // prettier-ignore

it.each([
  ['price <', 'condition-unreadable'],
  ['"price"', 'want-kind'],
  ['price.size() > 3', 'want-kind'],
])('[NG19] wants that are no wants: %s', (wants, code) => {
  expect(found(document([{ id: 'cap', wants }])).map((each) => each.code)).toEqual([code]);
});

it('[NG19] goals that are no goals are refused where they stand', () => {
  for (const goal of [{ id: 'a', wants: 5 }, { id: 'a', weight: -1 }, { id: 'a', excludes: 'b' }] as never[])
    expect(found(document([goal])).map(({ code, path }) => [code, path])).toEqual([
      ['goal-invalid', 'agents[0].goals[0]'],
    ]);
}); // prettier-ignore

it('[NG19] of goals that cannot be met together the smallest set is named, by its agents', () => {
  const problems = found(
    document(
      [{ id: 'one', wants: "price > 2 || day == 'late'" }, { id: 'low', wants: 'price <= 4' }],
      [{ id: 'other', wants: "day == 'early'" }, { id: 'high', wants: 'price >= 5' }],
    ),
  ); // prettier-ignore
  expect(problems).toHaveLength(1);
  expect(problems[0]!.message).toContain('"low" of ana and "high" of ben cannot be met together');
});

it('[NG19] a goal with a weight is in nobody’s way', () => {
  const low = { id: 'low', wants: 'price <= 4' };
  const high = { id: 'high', wants: 'price >= 5' };
  expect(found(document([low], [high]))).toHaveLength(1);
  expect(found(document([{ ...low, weight: 1 }], [high]))).toEqual([]);
});

it('[NG19] a negotiation by goals is checked as one by worths is, and goals that cannot be met are said once', () => {
  const deal = {
    ...task('deal'),
    action: { kind: 'negotiate' as const, participants: ['ana', 'ben'] },
  };
  const of = (ana: Goals, ben: Goals) => found(document(ana, ben, { tasks: [deal] })).map(({ code }) => code);
  expect(of([{ id: 'cap', wants: 'price <= 4' }], [{ id: 'dear', wants: 'price / 10.0' }])).toEqual([]);
  expect(of([{ id: 'cap', wants: 'price <= 4' }], [])).toEqual(['negotiation-utilities']);
  expect(of([{ id: 'cap', wants: 'price <= 4' }], [{ id: 'high', wants: 'price > 4' }])).toEqual(['goals-infeasible']);
});

describe('the smallest conflict', () => {
  it('[NG19] is as small as a brute force finds, and in its own way', () => {
    let conflicts = 0;
    for (let seed = 0; seed < 400; seed += 1) {
      const roll = dice(seed);
      const goals = 1 + Math.floor(roll() * 6);
      const outcomes = 1 + Math.floor(roll() * 8);
      const table = Array.from({ length: goals }, () => Array.from({ length: outcomes }, () => roll() < 0.55));
      const isApart = (set: readonly number[]) =>
        Array.from({ length: outcomes }, (_, at) => at).every((at) => set.some((goal) => !table[goal]![at]!));
      let least = Infinity;
      for (let mask = 0; mask < 2 ** goals; mask += 1) {
        const set = Array.from({ length: goals }, (_, goal) => goal).filter((goal) => (mask >> goal) & 1);
        if (isApart(set)) least = Math.min(least, set.length);
      }
      const told = smallestConflict(goals, outcomes, (goal, outcome) => table[goal]![outcome]!);
      expect(told?.length ?? Infinity, `seed ${seed}`).toBe(least);
      if (told !== null) {
        conflicts += 1;
        expect(isApart(told)).toBe(true);
      }
    }
    expect(conflicts).toBeGreaterThan(50);
  });
  it('[NG19] is found among many goals without trying all sets', () => {
    const told = smallestConflict(60, 400, (goal, outcome) => (goal === 17 ? outcome < 200 : goal === 41 ? outcome >= 200 : (outcome * 7 + goal) % 13 !== 0)); // prettier-ignore
    expect(told).toEqual([17, 41]);
  });
});
