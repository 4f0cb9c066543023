/**
 * Each rule of the rooms from outside says that it is broken where it is: a run of which every rule holds, and in it one fact that
 * was changed, added or taken away.
 */
import { expect, it, vi } from 'vitest';
import type { Document } from '../../src/document/index.ts';
import type { Invariant, KnownFact, Plan } from '../../src/plan/index.ts';
import { auction } from '../fixtures/rooms/auction/index.ts';
import { sealOf, type AuctionFact } from '../fixtures/rooms/auction/messages.ts';
import { cell } from '../fixtures/rooms/cell/index.ts';
import type { CellFact } from '../fixtures/rooms/cell/messages.ts';
import { coin } from '../fixtures/rooms/coin/index.ts';
import type { CoinFact } from '../fixtures/rooms/coin/card.ts';
import { compiled, crew, piece, play, task } from '../scenarios/stage.ts';
import { verdict, type Recorded } from '../support/running.ts';

type AnyFact = KnownFact | AuctionFact | CellFact | CoinFact;
/** What becomes of a fact: another, several, or none. */
type Change = (fact: AnyFact, at: number, all: readonly AnyFact[]) => AnyFact | readonly AnyFact[];

const sale: Document = piece([task('one'), task('two', ['one'], { requires: ['x'] })], {
  coordination: { pattern: 'auction', bidBy: 'cost', leaseMs: 100 },
  agents: crew(3).map((agent, at) => ({ ...agent, cost: at + 1, capabilities: at === 2 ? [] : ['x'] })),
  network: { delayMs: 1 },
});
const board: Document = piece(
  [
    task('draft', [], { writes: ['board'], model: { result: 'first' } }),
    task('edit', ['draft'], { reads: ['board'], writes: ['board'] }),
  ],
  { memories: [{ id: 'board', consistency: 'cell' }] },
);
const toss: Document = piece([
  task('toss', [], {
    action: { kind: 'consensus', protocol: 'coin', options: ['heads', 'tails'], replyByMs: 50 } as never,
  }),
]);

const auctionRules = (plan: Plan): readonly Invariant[] =>
  auction.invariants(plan, { bidBy: 'cost', margin: 0, reserve: 0, closesMs: 'auto', rounds: 6, leaseMs: 100 });
const cellRules = (plan: Plan): readonly Invariant[] => cell.invariants(plan);
const coinRules = (plan: Plan): readonly Invariant[] => coin.invariants(plan);

const other = (agent: number) => (agent + 1) % 3;
const planted: readonly (readonly [string, Document, (plan: Plan) => readonly Invariant[], Change])[] = [
  // The third agent cannot do the second task.
  [
    'AU1',
    sale,
    auctionRules,
    (fact) => (fact.type === 'task.assigned' && fact.task === 1 ? { ...fact, agent: 2 } : fact),
  ],
  ['AU2', sale, auctionRules, (fact) => (fact.type === 'task.assigned' ? { ...fact, agent: other(fact.agent) } : fact)],
  ['AU3', sale, auctionRules, (fact) => (fact.type === 'auction.revealed' ? { ...fact, bid: fact.bid / 2 } : fact)],
  ['AU3', sale, auctionRules, (fact) => (fact.type === 'auction.revealed' ? { ...fact, key: fact.key + 1 } : fact)],
  ['AU3', sale, auctionRules, (fact) => (fact.type === 'auction.sealed' ? [] : fact)],
  [
    'AU3',
    sale,
    auctionRules,
    // Sealed after the end.
    (fact, _at, all) => {
      if (fact.type === 'auction.sealed') return [];
      if (fact.type !== 'auction.closed') return fact;
      const { task: of, call } = fact;
      const own = all.find((each) => each.type === 'auction.revealed' && each.call === call);
      if (own?.type !== 'auction.revealed') return fact;
      return [fact, { type: 'auction.sealed', task: of, call, agent: own.agent, seal: sealOf(own.bid, own.key) }];
    },
  ],
  [
    'AU4',
    sale,
    auctionRules,
    (fact) => (fact.type === 'task.assigned' ? [fact, { ...fact, task: 1 - fact.task }] : fact),
  ],
  ['AU5', sale, auctionRules, (fact) => (fact.type === 'task.succeeded' ? [fact, fact] : fact)],
  [
    'AU6',
    sale,
    auctionRules,
    (fact) =>
      fact.type === 'auction.put-up'
        ? [
            {
              type: 'task.withdrawn',
              task: fact.task,
              attempt: 1,
              agent: fact.invited[0]!,
              lease: 1,
              reason: 'no heartbeat',
            },
            fact,
          ]
        : fact,
  ],
  ['AU7', sale, auctionRules, (fact) => (fact.type === 'auction.put-up' ? { ...fact, round: 7 } : fact)],
  ['AU8', sale, auctionRules, (fact) => (fact.type === 'auction.sold' ? { ...fact, paid: fact.paid + 1 } : fact)],
  [
    'AU8',
    sale,
    (plan) =>
      auction.invariants(plan, { bidBy: 'cost', margin: 0, reserve: 0.001, closesMs: 'auto', rounds: 6, leaseMs: 100 }),
    (fact) => fact,
  ],
  // As if another had bid less.
  [
    'AU8',
    sale,
    auctionRules,
    (fact) =>
      fact.type === 'auction.revealed' ? [fact, { ...fact, agent: other(fact.agent), bid: fact.bid / 2 }] : fact,
  ],
  ['AU9', sale, auctionRules, (fact) => (fact.type === 'auction.closed' ? [] : fact)],
  ['CE1', board, cellRules, (fact) => (fact.type === 'cell.written' ? { ...fact, version: fact.version + 1 } : fact)],
  ['CE2', board, cellRules, (fact) => (fact.type === 'cell.told' ? { ...fact, value: 'another' } : fact)],
  [
    'CE3',
    { ...board, faults: [{ kind: 'crash', agent: 'board', atMs: 0 }] },
    cellRules,
    (fact) => (fact.type === 'cell.unavailable' ? { ...fact, asked: 2 } : fact),
  ],
  ['CO1', toss, coinRules, (fact) => (fact.type === 'decision.made' ? { ...fact, value: 'on its edge' } : fact)],
  ['CO1', toss, coinRules, (fact) => (fact.type === 'coin.tossed' ? [] : fact)],
];

it.each(planted)(
  '[%s] is broken by a planted fault, and by nothing in the run as it was',
  (name, document, rules, change) => {
    const { plan, recorded } = play(document);
    const rule = rules(plan).find((each) => each.rule === name)!;
    const facts = recorded.map(({ fact }) => fact as AnyFact);
    const changed = recorded.flatMap((each, at): Recorded[] =>
      [change(each.fact as AnyFact, at, facts)].flat().map((fact) => ({ ...each, fact: fact as KnownFact })),
    );
    if (changed.some(({ fact }, at) => fact !== recorded[at]?.fact)) expect(verdict(rule, plan, recorded)).toBeNull();
    expect(verdict(rule, plan, changed)).toMatch(/\w+ .*\w/u);
  },
);

it('a planted fault is tried for every rule that a room from outside has', () => {
  const { plan } = play(sale);
  const rules = [...auctionRules(plan), ...cellRules(plan), ...coinRules(plan)].map(({ rule }) => rule);
  expect([...new Set(planted.map(([rule]) => rule))].sort()).toEqual([...new Set(rules)].sort());
});

it('a room with two rules of one number is told so', () => {
  const { plan } = compiled(sale);
  const [rule] = auctionRules(plan);
  const twice = vi.spyOn(auction, 'invariants').mockReturnValue([rule!, rule!]);
  expect(() => compiled(sale).invariants).toThrow(`auction has two invariants called ${rule!.rule}`);
  twice.mockRestore();
  expect(compiled(sale).invariants.length).toBeGreaterThan(5);
});
