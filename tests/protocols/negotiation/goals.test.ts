/** Negotiations by goals: what parties insist on, what is worth something to them, and what excludes what. */
import { describe, expect, it } from 'vitest';
import type { Agent, Document, NegotiateAction } from '../../../src/document/index.ts';
import { parseWish, type Issue } from '../../../src/plan/index.ts';
import { spaceOf } from '../../../src/protocols/negotiation/bargain/space.ts';
import { outcomeAt, toldOver } from '../../../src/protocols/negotiation/bargain/told.ts';
import { piece, play, task } from '../../scenarios/stage.ts';
import { rounds } from '../../support/prove.ts';
import { ran } from '../../support/running.ts';
import { randomDecisions } from '../random-decisions.ts';
import { dice } from './games.ts';

const variables = [
  { name: 'price', min: 1, max: 10 },
  { name: 'day', values: ['early', 'late'] },
];
type Goals = NonNullable<Agent['goals']>;

function bargain(ana: Goals, ben: Goals, more: Partial<NegotiateAction> = {}, rest: Partial<Document> = {}): Document {
  const action: NegotiateAction = { kind: 'negotiate', participants: ['ana', 'ben'], ...more };
  const agents = [{ id: 'ana', goals: ana }, { id: 'ben', goals: ben }]; // prettier-ignore
  return piece([{ ...task('deal'), action }], { agents, variables, ...rest });
}
const dealOf = (document: Document) => play(document).result.deals!['deal'] as Record<string, unknown>;

/** A random document of negotiations in which parties go by goals over the variables of the document. */
function byGoals(seed: number, protocol: string): Document {
  const drawn = randomDecisions(seed, protocol);
  const roll = dice(seed);
  const one = <T>(list: readonly T[]): T => list[Math.floor(roll() * list.length)]!;
  const wants = ['price <= 7', "day == 'early'", 'price / 10.0', '1 - price / 10.0', 'price > 2 || day == "late"'];
  const agents = drawn.agents!.map((agent) => ({
    ...agent,
    goals: [0, 1].map((at) => ({
      ...{ id: `goal ${at}`, wants: one(wants) },
      ...(roll() < 0.6 ? { weight: one([0.5, 1, 3]) } : {}),
      ...(roll() < 0.2 ? { excludes: [`goal ${1 - at}`] } : {}),
    })),
  }));
  const tasks = drawn.tasks!.map((each) => {
    if (each.action?.kind !== 'negotiate') return each;
    const { issues: _issues, utilities: _utilities, ...action } = each.action;
    return { ...each, action };
  });
  return { ...drawn, agents, tasks, variables };
}

it('[NG1] [NG3] [NG19] random negotiations by goals keep every rule, under faults too', () => {
  let deals = 0;
  for (let seed = 0; seed < rounds(15, 500); seed += 1)
    for (const protocol of ['zeuthen', 'alternating', 'nash', 'kalai-smorodinsky', 'egalitarian']) {
      const { broken, outcome, recorded } = ran(byGoals(seed, protocol));
      expect(broken, `${protocol}, seed ${seed}`).toEqual([]);
      expect(outcome).not.toBe('stalled');
      deals += recorded.filter(({ fact }) => fact.type === 'decision.made').length;
    }
  expect(deals).toBeGreaterThan(20);
});

describe('goals', () => {
  it('[NG19] [NG20] what is insisted on holds of the deal, and the rest is weighed', () => {
    const deal = dealOf(
      bargain(
        [{ id: 'dear', wants: '(price - 1) / 9.0', weight: 3 }, { id: 'soon', wants: "day == 'early'", weight: 1 }],
        [{ id: 'cheap', wants: '(10 - price) / 9.0' }, { id: 'cap', wants: 'price <= 5' }],
      ),
    ); // prettier-ignore
    expect(deal).toMatchObject({ agreed: true, outcome: { day: 'early' } });
    const { price } = deal['outcome'] as { price: number };
    expect(price).toBeLessThanOrEqual(5);
    const utilities = deal['utilities'] as Record<string, number>;
    expect(utilities['ana']).toBeCloseTo(0.75 * ((price - 1) / 9) + 0.25, 9);
    expect(utilities['ben']).toBeCloseTo((10 - price) / 9, 9);
    expect(deal['goals']).toEqual({
      ana: { dear: expect.closeTo((price - 1) / 9, 9) as number, soon: true },
      ben: { cheap: expect.closeTo((10 - price) / 9, 9) as number, cap: true },
    });
  });

  it('[NG19] who only insists has all of it in whatever it accepts', () => {
    const deal = dealOf(bargain([{ id: 'cap', wants: 'price <= 4' }], [{ id: 'dear', wants: 'price / 10.0' }]));
    expect(deal).toMatchObject({ outcome: { price: 4 }, utilities: { ana: 1, ben: 0.4 } });
  });

  it('[NG19] no deal meets two goals of which one excludes the other', () => {
    const soon = { id: 'soon', wants: "day == 'early'", weight: 1 };
    const dear = { id: 'dear', wants: 'price > 5', weight: 1 };
    const ben = [{ id: 'late', wants: "day == 'late'", weight: 1 }, { id: 'cheap', wants: 'price <= 5', weight: 1 }]; // prettier-ignore
    const free = dealOf(bargain([soon, dear], [{ id: 'any', wants: 'price > 0', weight: 1 }]));
    expect(free['goals']).toMatchObject({ ana: { soon: true, dear: true } });
    for (const excludes of [[{ ...soon, excludes: ['dear'] }, dear], [soon, { ...dear, excludes: ['soon'] }]]) {
      const { goals } = dealOf(bargain(excludes, ben)) as { goals: { ana: Record<string, boolean> } };
      expect(Object.values(goals.ana).filter(Boolean).length).toBeLessThan(2);
    } // prettier-ignore
    // One agent's goal excludes another's.
    const across = dealOf(bargain([{ ...soon, excludes: ['any'] }, dear], [{ id: 'any', wants: 'price > 0' }]));
    expect(across['goals']).toMatchObject({ ana: { soon: false }, ben: { any: true } });
  });

  it('[NG19] goals about something else do not count, and worths that are written go before goals', () => {
    const goals = [{ id: 'soon', wants: "day == 'early'" }, { id: 'dear', wants: 'price / 10.0' }]; // prettier-ignore
    const cheap = [{ id: 'cheap', wants: '1 - price / 10.0' }];
    const onPrice = dealOf(bargain(goals, cheap, { issues: [{ name: 'price' }] }));
    expect(onPrice).toMatchObject({ outcome: { price: 5 }, goals: { ana: { dear: 0.5 }, ben: { cheap: 0.5 } } });
    const written = { ana: { values: [[0, 1], [0, 1]] } }; // prettier-ignore
    const deal = dealOf(bargain(goals, cheap, { utilities: written }));
    expect(deal).toMatchObject({ outcome: { day: 'late' } });
    expect(Object.keys(deal['goals'] as object)).toEqual(['ben']);
  });

  it('[NG15] [NG18] [NG19] a liar claims worths instead of goals, or to be content without a deal', () => {
    const ana = [{ id: 'dear', wants: '(price - 1) / 9.0' }];
    const ben = [{ id: 'cheap', wants: '(10 - price) / 9.0' }];
    const lie = (value: object | null) =>
      dealOf(
        bargain(ana, ben, { issues: [{ name: 'price' }] }, {
          faults: [{ kind: 'lie', agent: 'ana', ...(value && { value }) }],
        } as never),
      );
    const bold = lie(null)['lies'] as Record<string, { honest: number; gained: number }>;
    expect(bold['ana']!.gained).toBeGreaterThan(0);
    const other = lie({ values: [[1, 0]] })['lies'] as Record<string, { honest: number; gained: number }>;
    expect(other['ana']!.gained).toBeLessThan(0);
  });
});

it('[NG19] what an expression gives for an outcome is what it gives when it is asked for that outcome alone', () => {
  const roll = dice(7);
  const upTo = (most: number): number => Math.floor(roll() * (most + 1));
  const issues: Issue[] = [
    { name: 'a', min: -2, max: 3 },
    { name: 'b', values: ['x', 'y', 'z'] },
    { name: 'two words', values: [1, 2.5] },
    { name: 'd', values: [true, false] },
  ];
  const atoms = [
    'a > 0',
    "b == 'y'",
    'outcome["two words"] > 2',
    'd',
    'a * 2 == 4',
    '[1, 2].exists(a, a == 1)',
    'b < 3',
  ];
  for (let round = 0; round < 60; round += 1) {
    const text = Array.from({ length: 1 + upTo(2) }, () => `${roll() < 0.3 ? '!' : ''}(${atoms[upTo(6)]!})`).join(
      roll() < 0.5 ? ' && ' : ' || ',
    );
    const told = toldOver(text, issues);
    const wish = parseWish(text, issues.map(({ name }) => name)); // prettier-ignore
    if (!wish.ok) throw new Error(wish.error);
    for (let at = 0; at < 72; at += 1) {
      const outcome = (at * 31 + round) % 72;
      expect(told(outcome), text).toEqual(wish.value.value(outcomeAt(issues, outcome)));
    }
  }
});

it('[NG19] a mean of goals is that of the textbook, reckoned outcome by outcome', () => {
  const issues: Issue[] = [{ name: 'a', min: 0, max: 4 }, { name: 'b', min: 0, max: 4 }]; // prettier-ignore
  const party = {
    ...{ weights: [0.5, 0.5], values: [[0], [0]], reservation: 0.1, must: 'a + b <= 6' },
    terms: [{ wants: 'a > b', weight: 1 }, { wants: 'b / 4.0', weight: 3 }, { wants: "a == 'no'", weight: 0 }], // prettier-ignore
  };
  const { gains } = spaceOf(issues, [party]);
  for (let a = 0; a <= 4; a += 1)
    for (let b = 0; b <= 4; b += 1) {
      const utility = (Number(a > b) + (3 * b) / 4) / 4;
      expect(gains[0]![5 * a + b]).toBe(a + b <= 6 ? Math.round((utility - 0.1) * 1e9) / 1e9 : -Infinity);
    }
});
