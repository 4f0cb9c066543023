/** Voting: what counts, what each rule makes of it, who is asked and when it closes, and planted faults. */
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Json } from '../../../src/base/index.ts';
import type { Document } from '../../../src/document/index.ts';
import { actorOfAgent, type KnownFact } from '../../../src/plan/index.ts';
import { decisionRooms } from '../../../src/protocols/index.ts';
import { logarithm } from '../../../src/protocols/logarithm.ts';
import { surest, weightOf } from '../../../src/protocols/voting/log-odds.ts';
import { callsMax } from '../../../src/protocols/voting/messages.ts';
import type { Outcome } from '../../../src/protocols/voting/scores.ts';
import { RULES, tallyOf, type Rule } from '../../../src/protocols/voting/tally.ts';
import { compiled, piece, play, task, times, type Played } from '../../scenarios/stage.ts';
import { sentByType, verdict } from '../../support/running.ts';

const voting = decisionRooms.find(({ name }) => name === 'voting')!;

const count = (
  rule: Rule,
  values: readonly Json[],
  voters = values.length,
  competence: number[] = [],
  choices: readonly Json[] = [],
): Outcome =>
  tallyOf(
    rule,
    values.map((value, place) => ({ place, value })),
    { voters, competence, choices, among: choices.length },
  );
const won = (outcome: Outcome): Json => (outcome.decided ? outcome.value : `none: ${outcome.reason}`);

/** As many agents as ballots, and one task that they vote on. */
function poll(protocol: Rule, ballots: readonly Json[], action: object = {}, more: Partial<Document> = {}): Document {
  const agents = ballots.map((_ballot, at) => ({ id: `agent-${String(at + 1)}` }));
  const named = Object.fromEntries(agents.map(({ id }, at) => [id, ballots[at]!]));
  const vote = task('vote', [], { action: { kind: 'consensus', protocol, ballots: named, ...action } as never });
  return piece([vote], { agents, ...more });
}
const told = (played: Played, type: string): Record<string, unknown>[] =>
  played.recorded.map(({ fact }) => fact as unknown as Record<string, unknown>).filter((fact) => fact['type'] === type);
const resultOf = (played: Played): unknown => told(played, 'decision.made')[0]?.['value'];

describe('what each rule makes of the ballots', () => {
  it('[VO8] majority: more than half of all members, and the silent are for nothing', () => {
    expect(won(count('majority', ['go', 'go', 'stop']))).toBe('go');
    expect(won(count('majority', ['go', 'go', 'stop', 'stop']))).toBe('none: no majority: go 2, stop 2');
    expect(won(count('majority', ['go', 'go'], 4))).toBe('none: no majority: go 2, no ballot of 2 of 4');
    expect(won(count('majority', ['go', 'go', 'go'], 5))).toBe('go');
  });
  it('[VO8] two thirds, exactly', () => {
    expect(won(count('supermajority', ['a', 'a', 'b']))).toBe('a');
    expect(won(count('supermajority', ['a', 'a', 'a', 'b', 'b']))).toBe('none: no two thirds: a 3, b 2');
  });
  it('[VO4] [VO8] unanimity: one against, or one silent, and there is none', () => {
    expect(won(count('unanimity', [1, 1, 1]))).toBe(1);
    expect(won(count('unanimity', [1, 1, 2]))).toBe('none: not unanimous: 1 2, 2 1');
    expect(won(count('unanimity', [1, 1], 3))).toBe('none: not unanimous: 1 2, no ballot of 1 of 3');
  });
  it('[VO9] plurality: the most, and of equals the first in canonical order, whoever comes first', () => {
    expect(won(count('plurality', ['b', 'a', 'b', 'c']))).toBe('b');
    const level = count('plurality', ['b', 'a']);
    expect(level).toMatchObject({ decided: true, value: 'a', tied: true });
    expect(won(count('plurality', ['a', 'b']))).toBe('a');
  });
  it('[VO10] weighted: two good voters against three bad ones', () => {
    expect(won(count('weighted', ['a', 'a', 'b', 'b', 'b'], 5, [0.9, 0.9, 0.6, 0.6, 0.6]))).toBe('a');
    expect(won(count('weighted', ['a', 'b', 'b'], 3, [0.8, 0.67, 0.67]))).toBe('b');
    expect(won(count('weighted', ['a', 'b', 'b'], 3, [0.9, 0.6, 0.6]))).toBe('a');
  });
  it('[VO10] weighted: who is mostly wrong speaks for the other choice, or for none where that is not known', () => {
    const wrong = [0.2, 0.2, 0.2];
    expect(won(count('weighted', ['go', 'go', 'go'], 3, wrong, ['go', 'stop']))).toBe('stop');
    expect(won(count('weighted', ['go', 'go', 'stop'], 3, wrong, ['go', 'stop']))).toBe('stop');
    expect(won(count('weighted', ['go', 'go', 'stop'], 3, [0.3, 0.3, 0.6], ['go', 'stop']))).toBe('stop');
    expect(won(count('weighted', ['go', 'go', 'go'], 3, wrong))).toBe(
      'none: more speaks against all that is named than for it: go -4.158882',
    );
    expect(won(count('weighted', ['go', 'stop', 'stop'], 3, [0.2, 0.9, 0.2]))).toBe('stop');
    // Among four, who is right with 0.4 is right more often than by chance.
    expect(won(count('weighted', ['a', 'a', 'b'], 3, [0.4, 0.4, 0.5], ['a', 'b', 'c', 'd']))).toBe('a');
  });
  it('[VO10] weighted: the decision is the likeliest choice, for any competences, choices and ballots', () => {
    const names = ['a', 'b', 'c', 'd'];
    const voter = fc.record({ p: fc.integer({ min: 2, max: 98 }), says: fc.nat(3) });
    fc.assert(
      fc.property(fc.integer({ min: 2, max: 4 }), fc.array(voter, { minLength: 1, maxLength: 6 }), (m, voters) => {
        const choices = names.slice(0, m);
        const said = voters.map(({ says }) => choices[says % m]!);
        const p = voters.map(({ p: percent }) => percent / 100);
        const likelihood = (right: string): number =>
          said.reduce((all, says, at) => all * (says === right ? p[at]! : (1 - p[at]!) / (m - 1)), 1);
        const outcome = count('weighted', said, said.length, p, choices);
        const best = Math.max(...choices.map(likelihood));
        expect(outcome.decided && likelihood(outcome.value as string)).toBeGreaterThan(best * (1 - 1e-4));
      }),
      { seed: 3, numRuns: 2000 },
    );
  });
  it('[VO10] weighted: a decision names only what is among the options and valid', () => {
    const agents = [0.2, 0.2, 0.2].map((x, at) => ({ id: `agent-${String(at + 1)}`, capabilities: { x } }));
    const ballots = { 'agent-1': 'go', 'agent-2': 'go', 'agent-3': 'go' };
    const vote = (action: object) =>
      task('vote', [], {
        requires: ['x'],
        action: { kind: 'consensus', protocol: 'weighted', ballots, ...action } as never,
      });
    expect(resultOf(play(piece([vote({ options: ['go', 'stop'] })], { agents })))).toBe('stop');
    const strict = play(piece([vote({ options: ['go', 'stop', 'wait'], valid: 'value != "stop"' })], { agents }));
    expect(resultOf(strict)).toBe('wait');
    expect(play(piece([vote({})], { agents })).reason).toContain('more speaks against all that is named');
  });
  it('[VO10] weighted: sums are exact, so that the order of the voters never matters', () => {
    const forth = count('weighted', ['a', 'a', 'a', 'b'], 4, [0.6, 0.7, 0.8, 0.9]);
    const back = count('weighted', ['b', 'a', 'a', 'a'], 4, [0.9, 0.8, 0.7, 0.6]);
    expect(forth.scores).toEqual(back.scores);
  });
  it('[VO10] the logarithm is within 1e-14 of the true one over all that is asked', () => {
    for (let p = 0.001; p <= surest; p += 0.0007) {
      const x = p / (1 - p);
      expect(Math.abs(logarithm(x) - Math.log(x))).toBeLessThan(1e-14);
    }
    expect(weightOf(0.5)).toBe(0);
    expect(weightOf(0.8)).toBe(1386294);
    expect(weightOf(1)).toBe(weightOf(surest));
    expect(weightOf(0)).toBe(-weightOf(1));
  });
  it('[VO11] Borda: points by place; what a list does not name has none', () => {
    const lists = [...Array<Json>(3).fill(['a', 'b', 'c']), ...Array<Json>(2).fill(['b', 'c', 'a'])];
    const outcome = count('borda', lists);
    expect(outcome.scores).toEqual([
      { value: 'b', score: 7 },
      { value: 'a', score: 6 },
      { value: 'c', score: 2 },
    ]);
    expect(won(outcome)).toBe('b');
    expect(won(count('borda', [['a'], ['b', 'a'], ['a', 'c']]))).toBe('a');
  });
  it('[VO12] Condorcet: who beats every other, though another has more first places', () => {
    const lists = [
      ...Array<Json>(4).fill(['a', 'b', 'c']),
      ...Array<Json>(3).fill(['c', 'b', 'a']),
      ...Array<Json>(2).fill(['b', 'c', 'a']),
    ];
    expect(won(count('condorcet', lists))).toBe('b');
    expect(won(count('plurality', lists.map((list) => (list as Json[])[0]!)))).toBe('a'); // prettier-ignore
  });
  it('[VO12] Condorcet: where there is none, the circle is named, or who is level', () => {
    const circle = [
      ['a', 'b', 'c'],
      ['b', 'c', 'a'],
      ['c', 'a', 'b'],
    ];
    expect(won(count('condorcet', circle))).toBe('none: no Condorcet winner: a over b, b over c, c over a');
    expect(won(count('condorcet', [['a', 'b'], ['b', 'a']]))).toBe('none: no Condorcet winner: a and b are level'); // prettier-ignore
  });
  it.each(RULES)('[VO13] %s says how it decides and what it does not defend against', (rule) => {
    expect(voting.ways[rule]?.says).toMatch(/vote counter and every voter are trusted.*vote counter\.$/u);
  });
  it.each(RULES)('[VO7] %s: without a ballot that counts there is no decision', (rule) => {
    expect(won(count(rule, [], 3))).toBe('none: nobody put anything forward that counts');
  });
});

describe('a vote', () => {
  it('[VO7] asks every member, closes when all have answered, and gives its task the value', () => {
    const played = play(poll('majority', ['go', 'go', 'stop'], {}, { network: { delayMs: 20 } }));
    expect(sentByType(played)).toEqual({ 'voting.call': 3, 'voting.ballot': 3 });
    expect(times(played, 'vote')[1]).toBe(40);
    expect(resultOf(played)).toBe('go');
    expect(told(played, 'decision.made')[0]).toMatchObject({
      members: [0, 1, 2],
      note: {
        rule: 'majority',
        turnout: 3,
        voters: 3,
        tied: false,
        tally: [
          { value: 'go', score: 2 },
          { value: 'stop', score: 1 },
        ],
      },
    });
  });
  it('[VO7] closes at its time with the ballots that have come, those of the last instant too', () => {
    const crashed = { faults: [{ kind: 'crash' as const, agent: 'agent-3', atMs: 0 }] };
    const played = play(poll('majority', ['go', 'go', 'stop'], { replyByMs: 500 }, crashed));
    expect(resultOf(played)).toBe('go');
    expect(times(played, 'vote')[1]).toBe(500);
    const last = play(poll('unanimity', [1, 1], { replyByMs: 40 }, { network: { delayMs: 20 } }));
    expect(last.outcome).toBe('succeeded');
    const late = play(poll('unanimity', [1, 1], { replyByMs: 39 }, { network: { delayMs: 20 } }));
    expect(late.reason).toContain('nobody put anything forward that counts');
  });
  it('[VO17] who has not answered is called again: a call or a ballot that is lost costs no vote', () => {
    const lost = (ends: object) => ({
      faults: [{ kind: 'loss' as const, rate: 1, untilMs: 300, ...ends }],
      network: { delayMs: 10 },
    });
    for (const ends of [{ to: 'agent-3' }, { from: 'agent-3' }, {}]) {
      const played = play(poll('unanimity', [1, 1, 1], { replyByMs: 1000 }, lost(ends)));
      expect(resultOf(played)).toBe(1);
      const rounds = told(played, 'voting.repeated');
      expect(rounds.map(({ round }) => round)).toEqual([1, 2, 3]);
      expect(times(played, 'vote')[1]).toBe(395);
      if ('to' in ends) expect(rounds.every(({ members }) => JSON.stringify(members) === '[2]')).toBe(true);
      expect(told(played, 'voting.cast')).toHaveLength(3);
    }
  });
  it('[VO17] at most so many times in all, and not before an answer could have come', () => {
    const silent = { faults: [{ kind: 'silent' as const, agent: 'agent-3' }] };
    const calls = (replyByMs: number, delayMs: number): number => {
      const network = { delayMs };
      const played = play(poll('plurality', [1, 1, 1], { replyByMs }, { network, ...silent }));
      return sentByType(played)['voting.call']! - 2;
    };
    expect(calls(1000, 0)).toBe(callsMax);
    expect(calls(80_000, 10)).toBe(callsMax);
    expect(calls(1000, 200)).toBe(3);
    expect(calls(100, 60)).toBe(1);
  });
  it('[VO17] a voter that was down when it was called votes when it is back', () => {
    const faults = [{ kind: 'crash' as const, agent: 'agent-2', atMs: 0, recoverMs: 400 }];
    expect(resultOf(play(poll('unanimity', [1, 1], { replyByMs: 1000 }, { faults })))).toBe(1);
  });
  it('[VO8] a tie fails the task in a sentence with the numbers', () => {
    const played = play(poll('majority', ['go', 'go', 'stop', 'stop']));
    expect([played.outcome, played.reason]).toEqual(['failed', 'vote failed: no majority: go 2, stop 2']);
  });
  it('[VO5] invalid values do not count, nor what is not among the options', () => {
    const played = play(poll('plurality', [-1, -1, 2], { valid: 'value > 0' }));
    expect(resultOf(played)).toBe(2);
    expect(told(played, 'voting.refused').map(({ reason }) => reason)).toEqual(['invalid', 'invalid']);
    expect(resultOf(play(poll('plurality', ['x', 'x', 'go'], { options: ['go', 'stop'] })))).toBe('go');
    expect(resultOf(play(poll('borda', [['go', 'go'], ['stop', 'go'], []])))).toBe('stop');
  });
  it('[VO14] who has nothing to put forward abstains, unless nobody has', () => {
    const agents = [{ id: 'ana', beliefs: { vote: 'go' } }, { id: 'ben' }, { id: 'cid' }];
    const action = { kind: 'consensus', protocol: 'plurality', source: 'belief' } as never;
    const played = play(piece([task('vote', [], { action })], { agents }));
    expect(resultOf(played)).toBe('go');
    expect(told(played, 'voting.refused').map(({ reason }) => reason)).toEqual(['abstains', 'abstains']);
    const none = play(piece([task('vote', [], { action })], { agents: [{ id: 'ana' }, { id: 'ben' }] }));
    expect([none.outcome, resultOf(none)]).toEqual(['succeeded', null]);
  });
  it('[VO1] every message comes twice: one ballot of each voter counts', () => {
    const played = play(poll('majority', ['go', 'stop', 'go'], {}, { network: { delayMs: 5, duplicate: 1 } }));
    expect(resultOf(played)).toBe('go');
    expect(told(played, 'voting.counted')).toHaveLength(3);
    expect(told(played, 'voting.cast')).toHaveLength(3);
    expect(told(played, 'voting.refused').map(({ reason }) => reason)).toContain('again');
  });
  it('[VO7] a vote that is cancelled is over at once, and what comes after does not count', () => {
    const document = poll('majority', [1, 1, 1], {}, { network: { delayMs: 100 }, limits: { timeoutMs: 150 } });
    const played = play(document);
    expect([played.outcome, told(played, 'voting.closed').length]).toEqual(['failed', 0]);
  });
  it('[VO15] a retried vote asks again, and a model draws again', () => {
    const agents = Array.from({ length: 4 }, (_, at) => ({ id: `a${String(at)}`, capabilities: { x: 0.5 } }));
    const action = { kind: 'consensus', protocol: 'unanimity', source: 'model', value: 'go', options: ['go', 'stop'] };
    const vote = task('vote', [], { requires: ['x'], retry: { attempts: 60 }, action: action as never });
    const played = play(piece([vote], { agents, seed: 7 }));
    expect(played.outcome).toBe('succeeded');
    expect(told(played, 'voting.called').length).toBeGreaterThan(1);
  });
});

describe('ballots that are put into order first', () => {
  const { plan } = compiled(poll('plurality', ['go', 'go', 'stop']));
  const ordering = plan.groups.length;
  const groups = [
    ...plan.groups.map((group) => ({ ...group, orderedBy: ordering })),
    { ...plan.groups[0]!, client: 99 },
  ];
  const teller = voting.client({ ...plan, groups });
  const from = plan.groups[0]!.client;

  /** What the teller does when all have voted and this comes back. */
  function after(message: object): { signals: unknown[]; facts: Record<string, unknown>[] } {
    const signals: unknown[] = [];
    const facts: Record<string, unknown>[] = [];
    const context = {
      ...{ now: 0, from, after: () => 1, cancel: () => undefined, send: () => undefined },
      signal: (to: number, signal: object) => signals.push({ to, ...signal }),
      record: (fact: Record<string, unknown>) => facts.push(fact),
    };
    const state = teller.init();
    const hear = (sender: number, heard: object): void => {
      context.from = sender;
      teller.receive(state, heard as never, context as never);
    };
    hear(0, { type: 'task.ready', task: 0, attempt: 1, arrivals: [] });
    ['go', 'go', 'stop'].forEach((value, place) => {
      hear(actorOfAgent(place), { type: 'voting.ballot', task: 0, attempt: 1, value });
    });
    hear(99, message);
    return { signals, facts };
  }
  const back = { type: 'consensus.ordered', group: ordering, task: 0, attempt: 1, view: 2, slot: 5 };
  const ballot = (voter: string, value: Json) => ({ voter, value });

  it('[VO16] go to the ordering group with the names of their voters, and are counted as they come back', () => {
    const value = [ballot('agent-3', 'stop'), ballot('agent-1', 'go'), ballot('agent-2', 'go')];
    const { signals, facts } = after({ ...back, value });
    expect(signals[0]).toEqual({
      ...{ to: 99, type: 'consensus.order', group: ordering, task: 0, attempt: 1 },
      value: [ballot('agent-1', 'go'), ballot('agent-2', 'go'), ballot('agent-3', 'stop')],
    });
    expect(facts.at(-1)).toMatchObject({ type: 'decision.made', value: 'go', note: { view: 2, slot: 5, turnout: 3 } });
  });
  it('[VO16] [VO1] [VO2] a second ballot and one of a stranger in that list do not count, nor what is no ballot', () => {
    const value = [ballot('agent-3', 'stop'), ballot('agent-3', 'stop'), ballot('eve', 'stop'), 17, null, ['go']];
    const { facts } = after({ ...back, value });
    expect(facts.filter(({ type }) => type === 'voting.counted')).toMatchObject([{ agent: 2, value: 'stop' }]);
  });
  it('[VO16] the vote fails when they do not come back', () => {
    const { signals } = after({ type: 'consensus.unordered', task: 0, attempt: 1, reason: 'no majority' });
    expect(signals.at(-1)).toMatchObject({
      type: 'task.done',
      end: { kind: 'failed', reason: 'the ballots could not be ordered: no majority' },
    });
  });
});

describe('a planted fault is found', () => {
  const good = play(poll('majority', ['go', 'go', 'stop']));
  const plan = good.plan;
  const facts = good.recorded.map(({ fact }) => fact as unknown as Record<string, unknown>);
  const rule = (number: string) => voting.invariants(plan).find((each) => each.rule === number)!;
  const verdictOn = (number: string, changed: readonly Record<string, unknown>[], of = plan): string | null =>
    verdict(rule(number), of, changed as unknown as KnownFact[]);
  const changed = (type: string, change: (fact: Record<string, unknown>) => Record<string, unknown>[]) =>
    facts.flatMap((fact) => (fact['type'] === type ? change(fact) : [fact]));
  const at = (place: number, type: string) => {
    let seen = -1;
    return (change: Record<string, unknown>) => changed(type, (fact) => ((seen += 1) === place ? [{ ...fact, ...change }] : [fact])); // prettier-ignore
  };

  it('none in what really happened', () => {
    for (const { rule: number } of voting.invariants(plan)) expect(verdictOn(number, facts)).toBeNull();
  });
  it('[VO1] a voter that is counted twice', () => {
    const twice = changed('voting.counted', (fact) => [fact, fact]);
    expect(verdictOn('VO1', twice)).toBe('agent-1 was counted twice on vote');
  });
  it('[VO2] a ballot of somebody who may not vote', () => {
    expect(verdictOn('VO2', at(0, 'voting.counted')({ agent: 17 }))).toContain('may not vote on it');
  });
  it('[VO3] a decision that its ballots do not give, and a count that is not closed as it came out', () => {
    expect(verdictOn('VO3', at(0, 'decision.made')({ value: 'stop' }))).toBe(
      'vote was decided as "stop" and by its ballots it is "go"',
    );
    expect(verdictOn('VO3', at(0, 'voting.closed')({ value: null, reason: 'no majority: go 1' }))).toContain(
      'was closed as no majority: go 1',
    );
    expect(verdictOn('VO3', at(0, 'voting.counted')({ value: 'stop' }))).not.toBeNull();
  });
  it('[VO4] a unanimous decision against one voice', () => {
    const unanimous = compiled(poll('unanimity', ['go', 'go', 'stop'])).plan;
    expect(verdictOn('VO4', facts, unanimous)).toBe('vote was decided unanimously by 2 of 3');
  });
  it('[VO5] a decision for what nobody put forward, or what is not valid', () => {
    expect(verdictOn('VO5', at(0, 'decision.made')({ value: 'wait' }))).toContain('stands on no ballot');
    const strict = compiled(poll('majority', ['go', 'go', 'stop'], { valid: 'value != "go"' })).plan;
    expect(verdictOn('VO5', facts, strict)).toContain('is not valid');
  });
  it('[VO6] an honest ballot that is counted as another, but for one of somebody who has turned', () => {
    const wrong = at(0, 'voting.counted')({ value: 'stop' });
    expect(verdictOn('VO6', wrong)).toContain('had voted for "go"');
    const turned = { type: 'agent.turned', agent: 0, conduct: 'lie', on: true, value: 'stop' };
    expect(verdictOn('VO6', [turned, ...wrong])).toBeNull();
  });
  it('[VO17] a member that is called for ever, or once it has answered', () => {
    const call = (times: number) =>
      changed('message.sent', (fact) => {
        const { message } = fact as { message: { type: string } };
        return message.type === 'voting.call' && fact['to'] === actorOfAgent(0) ? Array(times).fill(fact) : [fact];
      });
    expect(verdictOn('VO17', call(callsMax))).toBeNull();
    expect(verdictOn('VO17', call(callsMax + 1))).toBe(`agent-1 was called ${String(callsMax + 1)} times on vote`);
    const again = facts.find((fact) => (fact['message'] as { type?: string } | undefined)?.type === 'voting.call')!;
    expect(verdictOn('VO17', [...facts, again])).toMatch(/was called again on vote, and has answered$/u);
  });
  it('[VO2] the teller heeds nobody who is not a member', () => {
    const { spec } = compiled(poll('majority', ['go', 'go', 'stop'], { participants: ['agent-1', 'agent-2'] }));
    const teller = spec.actors.at(-1)!.machine;
    const recorded: Record<string, unknown>[] = [];
    const context = { from: actorOfAgent(2), now: 0, record: (fact: never) => recorded.push(fact) };
    const ballot = { type: 'voting.ballot', task: 0, attempt: 1, value: 'stop' };
    teller.receive(teller.init(), ballot, context as never);
    expect(recorded).toMatchObject([{ type: 'voting.refused', reason: 'no-voter', agent: 2 }]);
  });
});

describe('what a liar says', () => {
  const said = (document: Document, value: Json, conduct: object): Json => {
    const { plan } = compiled(document);
    const ballot = { type: 'voting.ballot', task: 0, attempt: 1, value };
    const lie = { plan, agent: 0, to: plan.groups[0]!.client, conduct: conduct as never };
    return (voting.corruption(ballot, lie) as unknown as { value: Json }).value;
  };
  it('[VO13] another value: the one that was named, the next option, or what a lie is without one', () => {
    expect(said(poll('majority', ['go', 'go']), 'go', { kind: 'lie', value: 'halt' })).toBe('halt');
    expect(said(poll('majority', ['go', 'go']), 'go', { kind: 'flip-votes' })).toBe('not go');
    const offered = poll('majority', ['a', 'b'], { options: ['a', 'b', 'c'] });
    expect(said(offered, 'a', { kind: 'equivocate', value: null })).toBe('b');
    expect(said(offered, 'c', { kind: 'collude', agents: [0], value: null })).toBe('a');
  });
  it('[VO13] a list the other way round, or with what was named first', () => {
    const ranked = poll('borda', [['a', 'b'], ['b', 'a']]); // prettier-ignore
    expect(said(ranked, ['a', 'b', 'c'], { kind: 'lie', value: null })).toEqual(['c', 'b', 'a']);
    expect(said(ranked, ['a', 'b'], { kind: 'lie', value: 'b' })).toEqual(['b', 'a']);
  });
  it('[VO13] and what is no lie of this kind as it is', () => {
    expect(said(poll('majority', ['go', 'go']), 'go', { kind: 'bad-new-view' })).toBe('go');
  });
});
