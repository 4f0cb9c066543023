/** Voting by hand: what each rule makes of short lists and level weights, and a teller that is told of other attempts or was down. */
import { describe, expect, it } from 'vitest';
import { actorOfAgent } from '../../../src/plan/index.ts';
import { decisionRooms } from '../../../src/protocols/index.ts';
import { choicesMax, mayCount } from '../../../src/protocols/voting/ballots.ts';
import { tallyOf, type Electorate } from '../../../src/protocols/voting/tally.ts';
import { compiled, piece, task } from '../../scenarios/stage.ts';

const voters = (competence: readonly number[], choices: readonly string[] = []): Electorate => ({
  voters: competence.length,
  competence,
  choices,
  among: Math.max(2, choices.length),
});
const ballots = (...values: readonly unknown[]) => values.map((value, place) => ({ place, value: value as never }));

describe('a count', () => {
  it('[VO11] of lists gives the first as many points as choices stand behind it, however short its list', () => {
    const of = (...lists: readonly unknown[]) =>
      Object.fromEntries(
        tallyOf('borda', ballots(...lists), voters([1, 1, 1])).scores.map(({ value, score }) => [value, score]),
      );
    expect(of(['a'], ['b', 'c', 'd'])).toEqual({ a: 3, b: 3, c: 2, d: 1 });
    expect(of(['a', 'b'], ['c'], 'd')).toEqual({ a: 3, b: 2, c: 3, d: 3 });
  });

  it('[VO10] of weights decides what is as likely right as wrong, and nothing below that, where the choices are not known', () => {
    expect(tallyOf('weighted', ballots('x'), voters([0.5]))).toMatchObject({ decided: true, value: 'x' });
    expect(tallyOf('weighted', ballots('x', 'x'), voters([0.7, 0.3]))).toMatchObject({ decided: true, value: 'x' });
    expect(tallyOf('weighted', ballots('x'), voters([0.49]))).toMatchObject({ decided: false });
  });
});

/** A teller whose group of three is asked about a task, at its second attempt. */
function asked() {
  const agents = ['a', 'b', 'c'].map((id) => ({ id }));
  const { plan } = compiled(
    piece(
      [
        task('t', [], {
          action: { kind: 'consensus', protocol: 'majority', value: 'go', options: ['go', 'no'] } as never,
        }),
      ],
      { agents },
    ),
  );
  const machine = decisionRooms.find(({ name }) => name === 'voting')!.client(plan);
  const state = machine.init();
  const facts: Readonly<Record<string, unknown>>[] = [];
  const calls: number[] = [];
  const context = { now: 0, self: plan.groups[0]!.client, from: 0, record: (fact: never) => facts.push(fact), cancel: () => undefined, after: () => 1, send: (to: number) => calls.push(to), signal: () => undefined }; // prettier-ignore
  const hear = (from: number, message: object): void => {
    Object.assign(context, { from });
    machine.receive(state, message as never, context as never);
  };
  hear(0, { type: 'task.ready', task: 0, attempt: 2, arrivals: [] });
  calls.length = 0;
  const ballot = (agent: number, value: string, attempt = 2): void => {
    hear(actorOfAgent(agent), { type: 'voting.ballot', task: 0, attempt, value });
  };
  const told = (type: string) => facts.filter((fact) => fact['type'] === type);
  return { hear, ballot, told, calls };
}

describe('a teller', () => {
  it('[VO1] [VO7] counts no ballot of another attempt, and of each member the first', () => {
    const { ballot, told } = asked();
    for (const attempt of [1, 3]) for (const agent of [0, 1, 2]) ballot(agent, 'no', attempt);
    for (const agent of [0, 0, 1, 2]) ballot(agent, 'go');
    ballot(0, 'no');
    expect(told('voting.counted').map(({ agent, value }) => [agent, value])).toEqual([[0, 'go'], [1, 'go'], [2, 'go']]); // prettier-ignore
    expect(told('voting.refused').map(({ reason }) => reason)).toEqual([
      'late',
      'late',
      'late',
      'late',
      'late',
      'late',
      'again',
      'late',
    ]);
  });

  it('[VO17] that was down has the ballots that had come, and calls on the others alone', () => {
    const { hear, ballot, told, calls } = asked();
    ballot(0, 'no');
    hear(0, { type: 'kernel.recovered' });
    expect(calls).toEqual([actorOfAgent(1), actorOfAgent(2)]);
    for (const agent of [0, 1, 2]) ballot(agent, 'go');
    expect(told('voting.counted').map(({ agent, value }) => [agent, value])).toEqual([[0, 'no'], [1, 'go'], [2, 'go']]); // prettier-ignore
  });
});

it('[VO5] a list counts with so many choices, and not with more, with none, or with one of them twice', () => {
  const { plan } = compiled(
    piece([task('t', [], { action: { kind: 'consensus', protocol: 'borda', value: 'c0', source: 'model' } as never })]),
  );
  const decision = plan.decisions.get(0)!;
  const list = (count: number) => Array.from({ length: count }, (_, at) => `c${String(at)}`);
  expect([1, choicesMax - 1, choicesMax, choicesMax + 1, 0].map((count) => mayCount('borda', decision, list(count)))).toEqual([true, true, true, false, false]); // prettier-ignore
  expect(mayCount('borda', decision, ['a', 'b', 'a'])).toBe(false);
});
