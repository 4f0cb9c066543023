/**
 * Votes as stage directions: who is silent, who lies, who is cut off, what is done with ballots before they are counted,
 * and what becomes of the task. Then any faults by chance: whatever is lost, no rule of any room breaks.
 */
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Json } from '../../../src/base/index.ts';
import type { Document } from '../../../src/document/index.ts';
import { factsOf, ran, sentByType, type Ran } from '../../support/running.ts';
import { piece, task } from '../stage.ts';

/** A vote on whether to go; what follows depends on it. */
function scene(
  protocol: string,
  ballots: Readonly<Record<string, Json>>,
  action: object = {},
  more: Partial<Document> = {},
): Document {
  // prettier-ignore
  const vote = task('vote', [], { action: { kind: 'consensus', protocol, ballots, ...action } as never });
  const gone = task('go', [{ task: 'vote', when: 'results.vote.value == "go"' }]);
  const agents = Object.keys(ballots).map((id) => ({ id }));
  return piece([vote, gone], { agents, network: { delayMs: 10 }, ...more });
}
const decided = (played: Ran): unknown => factsOf(played, 'decision.made')[0]?.value;
const three = { ana: 'go', ben: 'go', cid: 'stop' };
const four = { ...three, dee: 'stop' };

describe('a vote steers what follows', () => {
  it('two of three are for going: they go', () => {
    const played = ran(scene('majority', three));
    expect([played.outcome, played.broken, factsOf(played, 'task.started').length]).toEqual(['succeeded', [], 1]);
  });
  it('two against two: nothing is decided, and what depends on it never starts', () => {
    const played = ran(scene('majority', four));
    expect([played.outcome, played.reason, played.broken]).toEqual(['failed', 'vote failed: no majority: go 2, stop 2', []]); // prettier-ignore
  });
  it('[W1] what was decided has to be handed over to whoever works by it', () => {
    const { tasks, ...rest } = scene('majority', three);
    const late = task('late', [{ task: 'vote', transferMs: 29 }]);
    const played = ran({ ...rest, tasks: [...tasks!, late] });
    const made = played.recorded.find(({ fact }) => fact.type === 'task.succeeded' && fact.task === 0)!.time;
    const begun = played.recorded.find(({ fact }) => fact.type === 'task.started' && fact.task === 2)!.time;
    expect([begun - made, played.broken]).toEqual([29, []]);
  });
  it.each(['centralized', 'load-balancing', 'contract-net', 'delegation'])(
    'beside work handed out by %s, which never waits for it',
    (pattern) => {
      const document = scene('majority', three, { replyByMs: 300 }, { coordination: { pattern } });
      const others = Array.from({ length: 8 }, (_, at) => task(`other-${String(at)}`));
      for (const more of [{}, { scheduling: { balancing: 'central-queue' as const } }]) {
        const played = ran({ ...document, ...more, network: {}, tasks: [...document.tasks!, ...others] });
        expect([played.outcome, played.broken, decided(played)]).toEqual(['succeeded', [], 'go']);
      }
    },
  );
});

describe('voters that fail', () => {
  it('cid is silent: the vote closes at its time, and the two of three are enough', () => {
    const faults = [{ kind: 'silent' as const, agent: 'cid' }];
    const played = ran(scene('majority', three, { replyByMs: 400 }, { faults }));
    expect([decided(played), played.broken]).toEqual(['go', []]);
    expect(played.recorded.find(({ fact }) => fact.type === 'decision.made')!.time).toBe(400);
  });
  it('cid is silent: there is no unanimity', () => {
    const faults = [{ kind: 'silent' as const, agent: 'cid' }];
    const played = ran(scene('unanimity', { ana: 1, ben: 1, cid: 1 }, {}, { faults }));
    expect(played.reason).toBe('vote failed: not unanimous: 1 2, no ballot of 1 of 3');
  });
  it('ben is cut off from the teller until after the end: his ballot does not count', () => {
    const faults = [{ kind: 'loss' as const, rate: 1, agent: 'ben', atMs: 0, untilMs: 2000 }];
    const played = ran(scene('majority', three, {}, { faults }));
    expect(played.reason).toBe('vote failed: no majority: go 1, stop 1, no ballot of 1 of 3');
  });
});

describe('voters that lie', () => {
  it.each(['lie', 'equivocate', 'flip-votes'] as const)(
    '[VO13] ben turns to %s: his ballot is for stopping, and so is the decision',
    (kind) => {
      const faults = [{ kind, agent: 'ben', ...(kind === 'flip-votes' ? {} : { value: 'stop' }) } as never];
      const played = ran(scene('majority', three, { options: ['go', 'stop'] }, { faults }));
      expect([decided(played), played.broken]).toEqual(['stop', []]);
    },
  );
  it('[VO13] ana and ben collude for a third thing: a plurality follows them', () => {
    const faults = [{ kind: 'collude' as const, agents: ['ana', 'ben'], value: 'wait' }];
    const played = ran(scene('plurality', four, {}, { faults }));
    expect([decided(played), played.broken]).toEqual(['stop', []]);
    const more = ran(scene('plurality', { ...four, dee: 'go' }, {}, { faults }));
    expect([decided(more), more.broken]).toEqual(['wait', []]);
  });
});

describe('ballots that go through PBFT', () => {
  it('[VO16] are agreed on by all four before they are counted', () => {
    const played = ran(scene('majority', { ...four, dee: 'go' }, { ordered: true }));
    expect([decided(played), played.broken]).toEqual(['go', []]);
    expect(sentByType(played)).toMatchObject({ 'voting.ballot': 4, 'consensus-pbft.prepare': 9, 'consensus-pbft.commit': 12 }); // prettier-ignore
    expect(factsOf(played, 'decision.made')[0]).toMatchObject({ note: { view: 0, slot: 1, turnout: 4 } });
  });
  it('[VO16] dee lies in everything it says: its ballot counts as what it told the teller, the rest as they were cast', () => {
    const faults = [{ kind: 'lie' as const, agent: 'dee', value: 'stop' }];
    const played = ran(scene('majority', { ...four, dee: 'go', cid: 'go' }, { ordered: true }, { faults }));
    expect([decided(played), played.broken]).toEqual(['go', []]);
  });
  it('[VO16] agents of a PBFT task that have values of their own agree on the most named', () => {
    const played = ran(scene('pbft', { ...four, dee: 'go' }));
    expect([decided(played), played.broken]).toEqual(['go', []]);
  });
});

describe('by chance', () => {
  const names = ['ana', 'ben', 'cid', 'dee', 'eve'];
  const conduct = fc.record({
    kind: fc.constantFrom('silent', 'lie', 'equivocate', 'flip-votes', 'crash', 'none'),
    atMs: fc.integer({ min: 0, max: 40 }),
  });
  const rate = fc.integer({ min: 0, max: 3 }).map((tenths) => tenths / 10);
  const rules = ['majority', 'supermajority', 'plurality', 'unanimity', 'weighted', 'borda', 'condorcet'];

  it('[VO1] [VO2] [VO3] [VO5] [VO6] whatever is lost, late, repeated or untrue: no rule breaks, and every vote ends', () => {
    const value = fc.constantFrom<Json>('a', 'b', 'c', 1, null, ['a', 'b'], ['c', 'a'], ['b', 'b']);
    fc.assert(
      fc.property(
        fc.record({
          seed: fc.integer(),
          rule: fc.constantFrom(...rules),
          ordered: fc.boolean(),
          loss: rate,
          duplicate: rate,
        }),
        fc.array(value, { minLength: 5, maxLength: 5 }),
        fc.array(conduct, { minLength: 5, maxLength: 5 }),
        ({ seed, rule, ordered, loss, duplicate }, values, conducts) => {
          const ballots = Object.fromEntries(names.map((name, at) => [name, values[at]!]));
          const faults = conducts.flatMap(({ kind, atMs }, at) =>
            // PBFT among five survives one: the rest behave where ballots go through it.
            kind === 'none' || (ordered && at > 0) ? [] : [{ kind, agent: names[at]!, atMs } as never],
          );
          const network = { delayMs: { min: 1, max: 20 }, loss: ordered ? 0 : loss, duplicate };
          const played = ran({ ...scene(rule, ballots, { ordered, replyByMs: 50 }, { network, faults }), seed });
          expect(played.broken).toEqual([]);
          expect(['succeeded', 'failed']).toContain(played.outcome);
        },
      ),
      { seed: 11, numRuns: 300 },
    );
  });
});
