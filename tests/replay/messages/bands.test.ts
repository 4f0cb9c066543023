/** Phases between the messages of a run: each room tells where one begins, in its own words. */
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Document } from '../../../src/document/index.ts';
import type { NegotiationFact } from '../../../src/protocols/negotiation/messages.ts';
import type { Query, Store } from '../../../src/protocols/shared-memory/messages.ts';
import { MessageRows, type MessageFilter, type MessageRow } from '../../../src/replay/index.ts';
import { randomContended } from '../../protocols/arbiters/random.ts';
import { kitchen, needs } from '../../protocols/arbiters/scene.ts';
import { deal } from '../../protocols/negotiation/table.ts';
import { randomShared } from '../../protocols/shared-memory/random.ts';
import { reads, shared, writes } from '../../protocols/shared-memory/scene.ts';
import { crew, failing, piece, task } from '../../scenarios/stage.ts';
import { ran, type Ran } from '../../support/running.ts';

function rowsOf({ plan, run }: Ran, filter: MessageFilter = {}, from = 0, count = 100_000): readonly MessageRow[] {
  return new MessageRows(plan, run.log).window(from, count, filter, run.log.length).rows;
}
/** What begins, in order. */
const begun = (rows: readonly MessageRow[]): string[] => rows.flatMap(({ enters }) => enters ?? []);
const phasesOf = (document: Document, filter?: MessageFilter): string[] => begun(rowsOf(ran(document), filter));
const memory = (
  consistency: 'strong' | 'naive' | 'eventual' | 'primary-backup',
  more: Partial<Document> = {},
): Document => {
  const document = shared([writes('draft', 'a'), reads('check', ['draft'])], { others: 1, ...more });
  return { ...document, memories: document.memories!.map((each) => ({ ...each, consistency })) };
};

const members = ['ana', 'ben', 'cleo', 'dan'].map((id) => ({ id }));
const deciding = (protocol: string, more: Partial<Document> = {}): Document => ({
  agents: members,
  tasks: [{ id: 'go', action: { kind: 'consensus', protocol, value: 'go' } }],
  network: { delayMs: 20 },
  ...more,
});

describe('phases of decisions', () => {
  it('PBFT: request, pre-prepare, prepare, commit, reply', () => {
    expect(phasesOf(deciding('pbft'))).toEqual([
      'go: request',
      'go: pre-prepare',
      'go: prepare',
      'go: commit',
      'go: reply',
    ]);
  });

  it('Raft: one stands in a term, entries are appended and acknowledged by their index, heartbeats stand apart', () => {
    const phases = phasesOf(deciding('raft'));
    const ballots = phases.findIndex((each) => /^election of term 1: \w+ stands$/.test(each));
    expect(ballots).toBeGreaterThan(phases.findIndex((each) => each.startsWith('pre-vote for term 1')));
    expect(phases.findIndex((each) => /^append entries, index \d of term 1$/.test(each))).toBeGreaterThan(ballots);
    expect(phases.some((each) => /^acknowledged up to index \d of term 1$/.test(each))).toBe(true);
    expect(phases.at(-1)).toBe('go: decided');
  });

  it.each(['majority', 'weighted', 'borda'])('%s: ballots are called for and cast', (protocol) => {
    expect(phasesOf(deciding(protocol))).toEqual(['go: call for ballots', 'go: ballots']);
  });

  it('a tender: call for proposals, bids, award, result; what is called again begins anew', () => {
    const coordination = { pattern: 'contract-net' as const };
    expect(phasesOf(piece([task('dig')], { agents: crew(3), coordination, network: { delayMs: 5 } }))).toEqual(
      ['call for proposals', 'bids', 'award', 'result'].map((each) => `dig: ${each}`),
    );
    const again = phasesOf(piece([failing('dig', [], { retry: { attempts: 2 } })], { agents: crew(2), coordination }));
    expect(again.filter((each) => each.endsWith('call for proposals')).length).toBeGreaterThan(1);
    expect(again.filter((each) => each.endsWith('award')).length).toBeGreaterThan(1);
  });

  it('delegation: what is handed down, and what comes back', () => {
    const [top, ...rest] = crew(3);
    const agents = [{ ...top!, role: 'manager' as const }, ...rest.map((each) => ({ ...each, reportsTo: top!.id }))];
    const document = piece([task('dig')], { agents, coordination: { pattern: 'delegation' } });
    expect(phasesOf(document)).toEqual(['dig: handed down', 'dig: result']);
  });
});

describe('phases of a shared memory', () => {
  it('strong: to read and to write take a phase that asks and one that stores', () => {
    expect(phasesOf(memory('strong'))).toEqual([
      'draft writes plan: read phase',
      'draft writes plan: write phase',
      // All copies say the same: there is nothing to write back.
      'check reads plan: read phase',
    ]);
  });

  it('primary: it is asked, copies to its backups, they acknowledge, it answers; who leads next begins an epoch', () => {
    expect(phasesOf(memory('primary-backup'))).toEqual([
      // The primary itself writes, and asks nobody.
      'The board: copy plan to the backups',
      'The board: acknowledge',
      'check reads plan: ask the primary',
      'check reads plan: answer',
    ]);
    const faults = [{ kind: 'crash' as const, agent: 'agent-1', atMs: 1 }];
    const crashed = phasesOf(memory('primary-backup', { faults }));
    expect(crashed.some((each) => /^The board: hand-over to epoch \d+$/.test(each))).toBe(true);
    expect(crashed.some((each) => /^The board: epoch \d+$/.test(each))).toBe(true);
  });

  it('eventual: rounds of gossip follow each other, each begins once', () => {
    const rounds = phasesOf(memory('eventual'))
      .filter((each) => each.includes('gossip'))
      .map((each) => Number(/^The board: gossip round from (\d+) ms$/.exec(each)?.[1]));
    expect(rounds.length).toBeGreaterThan(1);
    expect(rounds).toEqual([...new Set(rounds)].sort((a, b) => a - b));
  });

  it('naive: a write goes to all copies', () => {
    expect(phasesOf(memory('naive'))).toContain('draft writes plan: to all copies');
  });
});

describe('phases of conflicts', () => {
  it('units are asked for, granted and given back', () => {
    expect(phasesOf(kitchen([needs('bake')])).filter((each) => each.includes('oven'))).toEqual([
      'bake asks for the oven',
      'the oven granted to agent-3',
      'agent-3 gives the oven back',
    ]);
  });

  it.each(['zeuthen', 'alternating'] as const)(
    '%s: each offer stands in its round, as the run tells it',
    (protocol) => {
      const played = ran(deal({ protocol }));
      const facts = played.recorded.map(({ fact }) => fact as unknown as NegotiationFact);
      const told = facts.flatMap((fact) =>
        fact.type === 'negotiation.offered' || fact.type === 'negotiation.accepted' ? [fact.round] : [],
      );
      const phases = begun(rowsOf(played)).filter((each) => each.includes('round'));
      expect(told.length).toBeGreaterThan(1);
      expect(phases).toEqual([...new Set(told)].map((round) => `deal: round ${String(round)}`));
    },
  );

  it('a mediator asks, and proposes', () => {
    expect(phasesOf(deal({ protocol: 'nash' }))).toEqual(['deal: what each wants', 'deal: proposal']);
  });
});

describe('phases of snapshots', () => {
  it('markers go out, and reports come back, for each snapshot', () => {
    const tasks = Array.from({ length: 8 }, (_, at) => task(`t${String(at)}`, [], { ms: 40 + 7 * at }));
    const snapshots = [{ atMs: 30 }, { atMs: 95 }];
    const document = piece(tasks, { agents: crew(3), network: { delayMs: 10 }, snapshots });
    expect(phasesOf(document)).toEqual(
      [1, 2].flatMap((number) =>
        ['markers', 'reports'].map((each) => `snapshot ${String(number)} of the coordinator: ${each}`),
      ),
    );
  });
});

describe('where a phase begins', () => {
  it('is the first message of it that passes; no line of a folded conversation', () => {
    const document = memory('strong');
    const filter = { types: ['shared-memory.store'] };
    expect(phasesOf(document, filter)).toEqual(['draft writes plan: write phase']);
    expect(phasesOf(document, { folded: { all: true, except: [] } })).toEqual([]);
  });

  it('is the same in any window', () => {
    fc.assert(
      fc.property(fc.nat(10_000), fc.nat(200), (seed, from) => {
        const played = ran(randomContended(seed));
        expect(rowsOf(played, {}, from, 20)).toEqual(rowsOf(played).slice(from, from + 20));
      }),
      { numRuns: 10, seed: 13 },
    );
  });

  it('comes once for each operation of each piece of work, however often it asks', () => {
    let written = 0;
    fc.assert(
      fc.property(fc.nat(10_000), (seed) => {
        const played = ran(randomShared(seed, 'strong', { doubled: true }));
        const phases = begun(rowsOf(played));
        const count = (end: string): number => phases.filter((each) => each.endsWith(end)).length;
        expect(count('read phase')).toBe(operationsOf(played, 'query').size);
        expect(count('write phase') + count('write-back')).toBe(operationsOf(played, 'store').size);
        written += count('write-back');
      }),
      { numRuns: 10, seed: 13 },
    );
    expect(written).toBeGreaterThan(0);
  });
});

/** Those for which such a message was sent. */
function operationsOf({ recorded }: Ran, type: 'query' | 'store'): ReadonlySet<string> {
  const found = new Set<string>();
  for (const { fact } of recorded) {
    if (fact.type !== 'message.sent' || fact.message.type !== `shared-memory.${type}`) continue;
    const { task: of, lease, place } = fact.message as unknown as Query | Store;
    found.add(`${String(of)}/${String(lease)}/${String(place)}`);
  }
  return found;
}
