/**
 * A pattern from outside, `tests/fixtures/rooms/auction`: its rules hold whatever fails, and a fault that breaks one is found. That
 * whatever lists or tells of rooms knows it, too, is in the tests beside this one.
 */
import { describe, expect, it } from 'vitest';
import type { Document } from '../../src/document/index.ts';
import type { KnownFact } from '../../src/plan/index.ts';
import { Run } from '../../src/replay/index.ts';
import type { AuctionFact } from '../fixtures/rooms/auction/messages.ts';
import { crew, piece, play, task } from '../scenarios/stage.ts';
import { randomDocument } from '../support/documents.ts';
import { factsOf, ran, type Ran } from '../support/running.ts';

/** Three agents of unlike cost, and tasks of which two may be done at once. */
function scene(more: Partial<Document> = {}, settings: object = {}): Document {
  return piece([task('one', [], { ms: 20 }), task('two', [], { ms: 40 }), task('three', ['one'], { ms: 30 })], {
    coordination: { pattern: 'auction', ...settings },
    agents: crew(3).map((agent, at) => ({ ...agent, cost: 3 - at })),
    network: { delayMs: 2 },
    ...more,
  });
}
const told = <Type extends AuctionFact['type']>({ recorded }: Ran, type: Type) =>
  recorded
    .map(({ fact }): KnownFact | AuctionFact => fact)
    .filter((fact): fact is Extract<AuctionFact, { type: Type }> => fact.type === type);

describe('a sealed auction', () => {
  it('[AU1] [AU2] [AU8] gives each task to the lowest bid, at that bid', () => {
    const played = play(scene({}, { bidBy: 'cost', margin: 50 }));
    expect(played.outcome).toBe('succeeded');
    const first = told(played, 'auction.sold')[0]!;
    expect(played.plan.agents[first.agent]!.id).toBe('agent-3');
    expect(first.paid).toBeCloseTo(((1 * 20) / 1000) * 1.5);
    for (const { agent, call, paid } of told(played, 'auction.sold'))
      expect(told(played, 'auction.revealed').find((each) => each.call === call && each.agent === agent)?.bid).toBe(
        paid,
      );
  });

  it('[AU3] [AU9] seals come first and bids are opened when the auction is closed', () => {
    const played = play(scene());
    const order = played.recorded.map(({ fact }) => fact.type as string).filter((type) => type.startsWith('auction.'));
    const upToFirst = order.slice(0, order.indexOf('auction.sold') + 1);
    expect(upToFirst.lastIndexOf('auction.sealed')).toBeLessThan(upToFirst.indexOf('auction.closed'));
    expect(upToFirst.indexOf('auction.closed')).toBeLessThan(upToFirst.indexOf('auction.revealed'));
  });

  it('[AU4] [AU5] nobody has more than it can hold, and each task is done once', () => {
    const played = play(scene({ agents: crew(1) }));
    expect(factsOf(played, 'task.succeeded')).toHaveLength(3);
  });

  it('[AU7] [AU8] a reserve that nobody can meet leaves a task unallocated after its rounds', () => {
    const played = ran(scene({}, { reserve: 5, rounds: 3 }));
    expect([played.broken, played.outcome]).toEqual([[], 'failed']);
    expect(
      told(played, 'auction.put-up')
        .filter(({ task: of }) => of === 0)
        .map(({ round }) => round),
    ).toEqual([1, 2, 3]);
    expect(played.reason).toContain('unallocated');
  });

  it('[AU3] who lies about its bid is found out, and another wins', () => {
    const played = play(scene({ faults: [{ kind: 'lie', agent: 'agent-3', atMs: 0 }] }, { bidBy: 'cost' }));
    const flawed = told(played, 'auction.revealed').filter(({ flaw }) => flaw !== null);
    expect(new Set(flawed.map(({ agent }) => played.plan.agents[agent]!.id))).toEqual(new Set(['agent-3']));
    expect(told(played, 'auction.sold').every(({ agent }) => played.plan.agents[agent]!.id !== 'agent-3')).toBe(true);
  });

  it.each<readonly [string, Partial<Document>]>([
    [
      'messages are lost, doubled and overtake',
      { network: { delayMs: { min: 1, max: 6 }, loss: 0.2, duplicate: 0.2, reorder: 0.3 } },
    ],
    ['an agent crashes and is back', { faults: [{ kind: 'crash', agent: 'agent-1', atMs: 10, recoverMs: 90 }] }],
    ['an agent crashes for good', { faults: [{ kind: 'crash', agent: 'agent-3', atMs: 10 }] }],
    [
      'the auctioneer crashes and is back',
      { faults: [{ kind: 'crash', agent: 'coordinator', atMs: 7, recoverMs: 60 }] },
    ],
    ['an agent is silent', { faults: [{ kind: 'silent', agent: 'agent-2', atMs: 0 }] }],
    ['one bids nothing although it could', { faults: [{ kind: 'flip-votes', agent: 'agent-2', atMs: 0 }] }],
    ['ties go by the list', { scheduling: { ties: 'by-id' } }],
  ])('[AU6] every rule holds where %s, and the run is the same again', (_what, more) => {
    for (const seed of [1, 2, 3, 4, 5]) {
      const played = ran({ ...scene(more, { rounds: 16 }), seed, limits: { stepsMax: 20_000 } });
      expect(played.broken).toEqual([]);
      expect(played.outcome).toBe('succeeded');
      expect(new Run(played.run.compiled).finish().digest()).toBe(played.run.digest());
    }
  });

  it('[G4] [G6] random documents keep every rule under it, and come to an end', () => {
    // The first was stopped while others waited for those who were asked.
    for (const seed of [40_000_267, ...Array.from({ length: 60 }, (_, at) => 9000 + at)]) {
      const document = randomDocument(seed, { tasksMax: 16, patterns: ['auction'], composites: seed % 4 === 0 });
      const played = ran({ ...document, limits: { ...document.limits, timeoutMs: 0, stepsMax: 200_000 } });
      expect([seed, played.broken, played.outcome === 'stalled' ? played.reason : null]).toEqual([seed, [], null]);
    }
  });
});
