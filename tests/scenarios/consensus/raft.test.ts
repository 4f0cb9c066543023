/**
 * Raft as stage directions: who crashes, who is cut off, who lies, and what must come of it. Then any crashes of a
 * minority and any loss and delay, by chance: nothing breaks, and without loss everything is decided.
 */
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Document } from '../../../src/document/index.ts';
import { World } from '../../../src/kernel/index.ts';
import { Run } from '../../../src/replay/index.ts';
import { factsOf, ran, type Ran } from '../../support/running.ts';
import { compiled, piece, task } from '../stage.ts';

const names = ['ana', 'ben', 'cid', 'dee', 'eve'];

/** These agents decide "first", then "second", with 10 ms between any two. */
function scene(agents: readonly string[], more: Partial<Document> = {}, action: object = {}): Document {
  const decide = (id: string, after: string[], value: string) =>
    task(id, after, { action: { kind: 'consensus', protocol: 'raft', value, ...action } as never });
  const tasks = [decide('one', [], 'first'), decide('two', ['one'], 'second')];
  return piece(tasks, { agents: agents.map((id) => ({ id })), network: { delayMs: 10 }, ...more });
}
const decided = (played: Ran): unknown[] => factsOf(played, 'decision.made').map(({ value }) => value);
const facts = (played: Ran, type: string): { agent: number; value: unknown; slot: number }[] =>
  played.recorded.flatMap(({ fact }) => ((fact.type as string) === type ? [fact as never] : []));
const leaderOf = (document: Document): string =>
  (document.agents ?? [])[facts(ran(document), 'raft.elected')[0]!.agent]!.id;

describe('members that crash', () => {
  it('two of five are down from the start: the other three decide', () => {
    const faults = ['ana', 'ben'].map((agent) => ({ kind: 'crash' as const, agent, atMs: 0 }));
    const played = ran(scene(names, { faults }));
    expect([decided(played), played.broken]).toEqual([['first', 'second'], []]);
  });
  it('three of five are down until 20 s: nothing is decided before, everything after', () => {
    const faults = ['ana', 'ben', 'cid'].map((agent) => ({
      kind: 'crash' as const,
      agent,
      atMs: 0,
      recoverMs: 20_000,
    }));
    const played = ran(scene(names, { faults }));
    expect([decided(played), played.broken]).toEqual([['first', 'second'], []]);
    expect(played.recorded.find(({ fact }) => fact.type === 'decision.made')!.time).toBeGreaterThan(20_000);
  });
  it('the network is split two to three for 30 s: the three decide, the two do not', () => {
    const partitions = [{ atMs: 0, healMs: 30_000, groups: [names.slice(0, 2), names.slice(2)] }];
    const played = ran(scene(names, { network: { delayMs: 10, partitions } }));
    expect([decided(played), played.broken]).toEqual([['first', 'second'], []]);
    expect(facts(played, 'raft.elected').every(({ agent }) => agent >= 2)).toBe(true);
  });
});

describe('members that lie', () => {
  it('[RA17] the leader tells one half this and the other half that: they store and execute different things', () => {
    const agent = leaderOf(scene(names));
    const played = ran(scene(names, { faults: [{ kind: 'equivocate', agent, value: 'other' }] }));
    expect(played.broken.map((line) => line.split(' at ')[0])).toEqual(['raft RA2', 'raft RA4', 'raft RA6']);
    expect(new Set(facts(played, 'raft.executed').filter(({ slot }) => slot === 1).map(({ value }) => value)).size).toBe(2); // prettier-ignore
  });
  it('[RA17] the leader tells all another thing: the honest execute what nobody asked for, and the client believes it', () => {
    const agent = leaderOf(scene(names));
    const played = ran(scene(names, { faults: [{ kind: 'lie', agent, value: 'other' }] }));
    expect(decided(played)).toEqual(['other', 'other']);
    expect(played.broken.map((line) => line.split(' at ')[0])).toEqual(['raft RA6', 'raft RA8']);
    expect(played.broken[0]).toMatch(/which no client asked for$/u);
  });
  it('[RA17] a voter votes for everybody who asks: two may lead in one term, where two stand', () => {
    // Both stand at the same time, before either hears of the other; the liar turns every refusal into a vote.
    const found = Array.from({ length: 60 }, (_, seed) => seed).flatMap((seed) => {
      const faults = [{ kind: 'flip-votes' as const, agent: 'cid' }];
      const action = { viewTimeoutMs: 40 };
      return ran({ ...scene(['ana', 'ben', 'cid'], { faults }, action), seed }).broken;
    });
    expect(found.some((line) => /RA1 .*both lead in term/u.test(line))).toBe(true);
  });
  it('a follower that lies is not believed by anybody: nothing breaks', () => {
    const leader = leaderOf(scene(names));
    const agent = names.find((name) => name !== leader)!;
    const played = ran(scene(names, { faults: [{ kind: 'lie', agent, value: 'other' }] }));
    expect([decided(played), played.broken]).toEqual([['first', 'second'], []]);
  });
  it('[RA7] a quorum of two among five, in the laboratory: two lead in one term', () => {
    const broken = Array.from({ length: 40 }, (_, seed) => seed).flatMap((seed) => {
      const action = { quorum: 2, laboratory: true, viewTimeoutMs: 40 };
      return ran({ ...scene(names, { network: { delayMs: { min: 1, max: 30 } } }, action), seed }).broken;
    });
    expect(broken.some((line) => line.includes('RA1'))).toBe(true);
    expect(broken.some((line) => line.includes('RA7'))).toBe(true);
  });
});

describe('by chance', () => {
  const time = fc.integer({ min: 0, max: 15_000 });
  const faults = fc.uniqueArray(
    fc.record({ agent: fc.constantFrom(...names), atMs: time, lasts: fc.option(fc.integer({ min: 1, max: 8000 })) }),
    { maxLength: 2, selector: ({ agent }) => agent },
  );
  const crashes = (drawn: readonly { agent: string; atMs: number; lasts: number | null }[]) =>
    drawn.map(({ agent, atMs, lasts }) => ({
      ...{ kind: 'crash' as const, agent, atMs },
      ...(lasts === null ? {} : { recoverMs: atMs + lasts }),
    }));

  it('[RA1] [RA4] two of five crash at any time, come back or not, with any delays: everything is decided', () => {
    fc.assert(
      fc.property(fc.integer(), faults, fc.integer({ min: 0, max: 90 }), (seed, drawn, max) => {
        const delay = { min: 0, max };
        const played = ran({ ...scene(names, { network: { delayMs: delay }, faults: crashes(drawn) }), seed });
        expect([decided(played), played.broken]).toEqual([['first', 'second'], []]);
      }),
      { seed: 5, numRuns: 300 },
    );
  });
  it('[RA1] [RA2] [RA3] [RA4] [RA5] any of five crash, messages are lost, repeated and overtaken: nothing breaks, and it ends', () => {
    const rate = fc.integer({ min: 0, max: 4 }).map((tenths) => tenths / 10);
    const any = fc.uniqueArray(
      fc.record({ agent: fc.constantFrom(...names), atMs: time, lasts: fc.option(fc.integer({ min: 1, max: 8000 })) }),
      { maxLength: 5, selector: ({ agent }) => agent },
    );
    fc.assert(
      fc.property(fc.integer(), any, rate, rate, rate, (seed, drawn, loss, duplicate, reorder) => {
        const network = { delayMs: { min: 1, max: 300 }, loss, duplicate, reorder };
        const document = scene(names, { network, faults: crashes(drawn) }, { viewTimeoutMs: 500 });
        const played = ran({ ...document, seed });
        expect(played.broken).toEqual([]);
        expect(['succeeded', 'failed']).toContain(played.outcome);
      }),
      { seed: 6, numRuns: 300 },
    );
  });
});

describe('many entries that are open at once', () => {
  /** One decision, and then so many at once. */
  const many = (count: number, more: Partial<Document>): Document => {
    const decide = (id: string, after: string[]) =>
      task(id, after, { action: { kind: 'consensus', protocol: 'raft', value: id, viewTimeoutMs: 300 } as never });
    const tasks = Array.from({ length: count }, (_, at) => decide(`d${String(at)}`, ['first']));
    return piece([decide('first', []), ...tasks], { agents: names.map((id) => ({ id })), ...more });
  };
  /** The most entries that some leader had stored and not committed. */
  function open(played: Ran): number {
    const stored = new Map<number, number>();
    let most = 0;
    let committed = 0;
    for (const { fact } of played.recorded) {
      const told = fact as unknown as { type: string; agent: number; slot: number };
      if (told.type === 'raft.stored') stored.set(told.agent, told.slot);
      if (told.type === 'raft.committed') committed = Math.max(committed, told.slot);
      for (const slot of stored.values()) most = Math.max(most, slot - committed);
    }
    return most;
  }

  it.each([1, 2, 3, 4, 5, 6])(
    '[RA2] [RA4] [RA12] [RA19] 130 of them, leaders that crash amid them and messages that are lost: all are decided once, seed %i',
    (seed) => {
      const network = { delayMs: { min: 5, max: 25 }, loss: 0.1, stableAfterMs: 8000 };
      const leader = leaderOf({ ...many(0, { network }), seed });
      const first = ran({ ...many(0, { network }), seed }).makespanMs;
      const faults = [
        { kind: 'crash' as const, agent: leader, atMs: first + 10 + 9 * seed, recoverMs: first + 900 },
        ...names.filter((name) => name !== leader).slice(0, 2).map((agent, at) => ({ kind: 'crash' as const, agent, atMs: first + 500 + 300 * at + 40 * seed, recoverMs: first + 2500 })), // prettier-ignore
      ];
      const played = ran({ ...many(130, { network, faults }), seed });
      expect(played.broken).toEqual([]);
      expect(new Set(decided(played)).size).toBe(131);
      expect(facts(played, 'raft.elected').length).toBeGreaterThan(1);
      expect(open(played)).toBeGreaterThan(100);
    },
  );
  it('[RA12] [RA19] what is left of an earlier term, more than one message carries, is committed only with an entry of the new leader', () => {
    const three = names.slice(0, 3);
    const agents = three.map((id) => ({ id }));
    const network = { delayMs: 10 };
    const leader = leaderOf(many(0, { agents, network }));
    const first = ran(many(0, { agents, network })).makespanMs;
    const [heir, other] = three.filter((name) => name !== leader);
    // Only the heir hears of the 130, and the leader never hears that it did; then the leader is gone.
    const faults = [
      { kind: 'loss' as const, rate: 1, from: leader, to: other!, atMs: first },
      { kind: 'loss' as const, rate: 1, from: heir!, to: leader, atMs: first },
      { kind: 'crash' as const, agent: leader, atMs: first + 90 },
    ];
    const played = ran(many(130, { agents, network, faults }));
    expect([new Set(decided(played)).size, played.broken]).toEqual([131, []]);
    expect(facts(played, 'raft.elected').map(({ agent }) => three[agent])).toEqual([leader, heir]);
    const commits = facts(played, 'raft.committed').filter(({ agent }) => three[agent] === heir);
    expect(commits[0]!.slot).toBe(131);
  });
});

describe('members that leave out and repeat', () => {
  it.each(['silent', 'selective-send', 'replay'] as const)(
    '[RA1] [RA18] [RA20] two of five by %s, all along or for a while, and another down: nothing breaks, and who lied by leaving out is watched',
    (kind) => {
      fc.assert(
        fc.property(fc.integer(), fc.integer({ min: 1, max: 3000 }), fc.boolean(), (seed, ms, ends) => {
          const faults = names.slice(0, 2).map((agent, at) => ({
            ...{ kind, agent, atMs: at * 7, ...(ends ? { untilMs: at * 7 + ms } : {}) },
            ...(kind === 'selective-send' ? { to: [names[2]!] } : kind === 'replay' ? { rate: 0.5 } : {}),
          })) as never;
          const played = ran({ ...scene(names, { faults }, { viewTimeoutMs: 200 }), seed });
          expect([decided(played), played.broken]).toEqual([['first', 'second'], []]);
        }),
        { seed: 8, numRuns: 40 },
      );
    },
  );
});

it('going back to any step and on again gives the same run, leaders and logs and all', () => {
  const faults = [{ kind: 'crash' as const, agent: 'ana', atMs: 1200, recoverMs: 6000 }];
  const made = compiled(scene(names, { faults, network: { delayMs: { min: 1, max: 40 }, loss: 0.1 } }));
  const whole = new Run(made, { seekable: true }).finish();
  for (let step = 0; step <= whole.steps; step += 7) {
    const world = whole.worldAt(step);
    const copy = new World(made.spec);
    copy.restore(structuredClone(world.snapshot()));
    while (copy.step() !== null);
    expect(copy.trace()).toBe(whole.trace());
  }
});
