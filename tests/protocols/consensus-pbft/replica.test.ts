/** One replica of PBFT that is told things by hand: what it accepts, counts, carries over and executes, and what not. */
import { describe, expect, it } from 'vitest';
import { actorOfAgent, type Invariant, type KnownFact, type Plan } from '../../../src/plan/index.ts';
import {
  chained,
  nullOrder,
  orderOf,
  stateDigest,
  type Certified,
  type NewView,
  type Order,
  type Proof,
  type StateTold,
  type Taken,
  type ViewChange,
} from '../../../src/protocols/consensus-pbft/messages.ts';
import { decisionRooms } from '../../../src/protocols/index.ts';
import { compiled } from '../../scenarios/stage.ts';
import { verdict } from '../../support/running.ts';
import { council } from './council.ts';

const room = decisionRooms.find(({ name }) => name === 'consensus-pbft')!;
/** A quorum of four is three: a proposal and the prepares of two backups, or the commits of three. */
const plan: Plan = compiled(council(4, { decisions: 3, apart: true })).plan;
const pbft = (name: string): Invariant => room.invariants(plan).find(({ rule }) => rule === name)!;
const first = orderOf(0, 1, 'plan 0');
const second = orderOf(1, 1, 'plan 1');

type Said = Record<string, unknown>;

/** The replica at this place of the only group, and what it records and sends. */
function replica(place: number, of: Plan = plan) {
  const facts: KnownFact[] = [];
  const sent: Said[] = [];
  const timers = new Map<number, { ms: number; message: object }>();
  let begun = 0;
  const after = (ms: number, message: object): number => {
    timers.set((begun += 1), { ms, message });
    return begun;
  };
  const context = { now: 0, step: 1, self: actorOfAgent(place), from: -1, record: (fact: KnownFact) => facts.push(fact), cancel: (timer: number) => timers.delete(timer), after, send: (to: number, message: object) => sent.push({ to, ...message }) }; // prettier-ignore
  const [role] = room.roles(of);
  const slice = role!.init(place);
  const hearOf = (from: number, message: object): void => {
    const told = { group: 0, ...message } as never;
    role!.receive(slice, told, { ...context, from } as never, { agent: place } as never);
  };
  const hear = (from: number, message: object): void => {
    hearOf(actorOfAgent(from), message);
  };
  const about = (type: string) => (from: number, slot: number, order: Order, view: number) => {
    hear(from, { type: `consensus-pbft.${type}`, view, slot, ...order });
  };
  const prePrepare = about('pre-prepare');
  const prepare = about('prepare');
  const commit = about('commit');
  return {
    facts,
    hear,
    /** The client asks it. */
    ask: (order: Order): void => hearOf(of.groups[0]!.client, { type: 'consensus-pbft.request', ...order }),
    /** Timers that run: which, and how long each was to run when it began. */
    patience: (): unknown[][] => [...timers].map(([timer, { ms }]) => [timer, ms]),
    /** The only one that runs is over. */
    wait(): void {
      const [timer, { message }] = [...timers][0]!;
      timers.delete(timer);
      hear(place, message);
    },
    prePrepare,
    prepare,
    commit,
    /** All it takes to execute an order at a slot, from the others. */
    decide(slot: number, order: Order): void {
      prePrepare(0, slot, order, 0);
      for (const from of [1, 2, 3]) if (from !== place) prepare(from, slot, order, 0);
      for (const from of [0, 1, 2, 3]) if (from !== place) commit(from, slot, order, 0);
    },
    /** What it recorded of this kind, of these columns. */
    told: (type: string, ...columns: string[]): unknown[][] =>
      facts.flatMap((fact) => (fact.type === (`consensus-pbft.${type}`) ? [columns.map((name) => (fact as unknown as Said)[name])] : [])), // prettier-ignore
    /** Digests of what it answered the client. */
    answered: (): unknown[] => sent.filter(({ type }) => type === 'consensus-pbft.reply').map(({ digest }) => digest),
    /** What it sent to the member at a place. */
    sent: (type: string, to: number): Said[] =>
      sent.filter((each) => each['type'] === `consensus-pbft.${type}` && each['to'] === actorOfAgent(to)),
  };
}

const proof = (slot: number, order: Order, certificate: readonly number[]): Proof => ({ slot, view: 0, order, certificate }); // prettier-ignore
const state = (...entries: Proof[]): Omit<StateTold, 'group'> => ({ type: 'consensus-pbft.state', checkpoint: null, entries, newView: null }); // prettier-ignore
const change = (view: number, ...prepared: Proof[]): ViewChange => ({
  type: 'consensus-pbft.view-change',
  group: 0,
  view,
  executed: 0,
  again: false,
  stable: { slot: 0, digest: 'd', certificate: [] },
  prepared,
});
/** What opens view 1, from the changes of members at these places. */
const opening = (places: readonly number[], order?: Order): Omit<NewView, 'group'> => ({
  type: 'consensus-pbft.new-view',
  view: 1,
  changes: places.map((place) => ({ place, change: order === undefined ? change(1) : change(1, proof(1, order, [0, 1, 3])) })), // prettier-ignore
  orders: order === undefined ? [] : [{ slot: 1, order }],
});

describe('one slot of a view', () => {
  it('[PB8] a second proposal is refused, and the first stays what is voted for', () => {
    const one = replica(2);
    one.prePrepare(0, 1, first, 0);
    one.prePrepare(0, 1, second, 0);
    one.prePrepare(0, 1, first, 0);
    expect(one.told('accepted', 'slot', 'digest')).toEqual([[1, first.digest]]);
    expect(one.told('refused', 'reason')).toEqual([['something else was accepted at slot 1 of view 0']]);
    expect(one.sent('prepare', 3).map(({ digest }) => digest)).toEqual([first.digest]);
    // Once it is prepared no less.
    for (const from of [1, 3]) one.prepare(from, 1, first, 0);
    one.prePrepare(0, 1, second, 0);
    expect(one.told('accepted', 'slot', 'digest')).toEqual([[1, first.digest]]);
    expect(verdict(pbft('PB8'), plan, one.facts)).toBeNull();
  });
  it('[PB9] the prepare of the primary is none: it takes two backups besides', () => {
    const one = replica(1);
    one.prePrepare(0, 1, first, 0);
    one.prepare(0, 1, first, 0);
    expect(one.told('prepared', 'slot')).toEqual([]);
    expect(one.sent('commit', 3)).toEqual([]);
    one.prepare(3, 1, first, 0);
    expect(one.told('prepared', 'slot', 'certificate')).toEqual([[1, [0, 1, 3]]]);
    expect(one.sent('commit', 3)).toHaveLength(1);
    expect(verdict(pbft('PB9'), plan, one.facts)).toBeNull();
  });
  it('[PB9] neither is one that the primary of a later view says beforehand', () => {
    const one = replica(2);
    one.prepare(1, 1, first, 1);
    one.hear(1, opening([0, 1, 3], first));
    expect(one.told('accepted', 'slot', 'view')).toEqual([[1, 1]]);
    expect(one.told('prepared', 'slot')).toEqual([]);
    one.prepare(3, 1, first, 1);
    expect(one.told('prepared', 'slot', 'certificate')).toEqual([[1, [1, 2, 3]]]);
  });
});

describe('a certificate', () => {
  it.each([[[0, 0, 0]], [[0, 1, 1]], [[0, 1, 0, 1]], [[0, 1]], [[0, 1, 4]]])(
    '[PB9] [PB16] of %j is no quorum of different members: state told with it is refused',
    (certificate) => {
      const one = replica(2);
      one.hear(3, state(proof(1, first, certificate)));
      expect(one.told('executed', 'slot')).toEqual([]);
      expect(one.told('refused', 'reason')).toEqual([['what is told of slot 1 is not certified']]);
      one.hear(3, state(proof(1, first, [0, 1, 3])));
      expect(one.told('executed', 'slot', 'task')).toEqual([[1, 0]]);
    },
  );
  it('[PB9] [PB15] of doubles proves nothing to who changes the view', () => {
    const one = replica(1);
    one.hear(0, change(1, proof(1, first, [0, 3, 3])));
    expect(one.told('refused', 'says')).toEqual([['consensus-pbft.view-change']]);
    for (const from of [2, 3]) one.hear(from, change(1));
    // Two asked and it joined them; what the first said is not carried over.
    expect(one.sent('new-view', 3).map(({ orders }) => orders)).toEqual([[]]);
    expect(one.told('entered', 'certificate')).toEqual([[[1, 2, 3]]]);
  });
});

describe('a state that is told', () => {
  const answers = { 0: { slot: 1, order: first } };
  const taken: Taken = { slot: 1, chain: chained('', first), answers };
  const told = (of: Taken, certified: Partial<Certified> = {}) => ({
    ...state(),
    checkpoint: { taken: of, certified: { slot: 1, digest: stateDigest(taken), certificate: [0, 1, 3], ...certified } },
  });
  it.each<[string, object]>([
    ['another log', told({ ...taken, chain: chained('', second) })],
    ['an answer left out', told({ ...taken, answers: {} })],
    ['another answer', told({ ...taken, answers: { 0: { slot: 1, order: second } } })],
    ['another slot of an answer', told({ ...taken, answers: { 0: { slot: 0, order: first } } })],
    [
      'an answer that no client signed',
      told({ ...taken, answers: { 0: { slot: 1, order: { ...first, value: 'x' } } } }),
    ],
    ['another slot than the certified one', told({ ...taken, slot: 2 })],
    ['too few who signed it', told(taken, { certificate: [0, 1] })],
    ['one who signed it twice', told(taken, { certificate: [0, 1, 1] })],
    ['nobody who signed it', told(taken, { certificate: [] })],
  ])('[PB16] [PB6] with %s is refused', (_what, message) => {
    const one = replica(2);
    one.hear(3, message);
    expect(one.told('installed', 'slot')).toEqual([]);
    expect(one.told('refused', 'reason')).toEqual([['the state is not the certified one']]);
    one.hear(3, told(taken));
    expect(one.told('installed', 'slot', 'certificate')).toEqual([[1, [0, 1, 3]]]);
  });
});

describe('a vote', () => {
  it.each(['prepare', 'commit'] as const)(
    '[PB9] is given once a view: who says otherwise in a second %s is not heard',
    (kind) => {
      const one = replica(2);
      one.prePrepare(0, 1, first, 0);
      if (kind === 'commit') one.prepare(3, 1, first, 0);
      const [said, column] = kind === 'prepare' ? [one.prepare, 'prepared'] : [one.commit, 'committed'];
      for (const order of [second, first]) said(1, 1, order, 0);
      if (kind === 'commit') said(0, 1, second, 0);
      if (kind === 'commit') said(0, 1, first, 0);
      expect(one.told(column, 'slot')).toEqual([]);
      said(3, 1, first, 0);
      expect(one.told(column, 'slot')).toEqual(kind === 'prepare' ? [[1]] : []);
    },
  );
});

describe('what comes before its view is entered', () => {
  it.each([
    ['waits for it', 1, 1],
    ['is in the one before', 0, 1],
    ['is two behind', 0, 2],
  ])('[PB22] is heard again when it is, where the replica %s', (_where, asking, view) => {
    const one = replica(0);
    for (const from of asking === 0 ? [] : [2, 3]) one.hear(from, change(asking));
    const opened = { ...opening([0, 2, 3].slice(0, 3)), view };
    one.prePrepare(view, 1, first, view);
    for (const from of [2, 3]) one.prepare(from, 1, first, view);
    expect(one.told('accepted', 'slot')).toEqual([]);
    one.hear(view, { ...opened, changes: [1, 2, 3].map((place) => ({ place, change: change(view) })) });
    expect(one.told('entered', 'view')).toEqual([[view]]);
    expect(one.told('accepted', 'slot', 'view')).toEqual([[1, view]]);
    expect(one.told('prepared', 'slot', 'view')).toEqual([[1, view]]);
  });
});

describe('a change of view', () => {
  it.each([[[]], [[1]], [[1, 3]], [[1, 3, 3]], [[3, 3, 3, 3]]])(
    '[PB15] that %j asked for is refused: it takes three different members',
    (places) => {
      const one = replica(2);
      one.hear(1, opening(places));
      expect(one.told('entered', 'view')).toEqual([]);
      expect(one.told('refused', 'reason')).toEqual([['too few asked for view 1']]);
      one.hear(1, opening([0, 1, 3]));
      expect(one.told('entered', 'view', 'certificate')).toEqual([[1, [0, 1, 3]]]);
    },
  );
  it('[PB15] is opened by its primary when three asked, itself among them, and not before', () => {
    const one = replica(1);
    one.prePrepare(0, 1, first, 0);
    one.hear(1, { type: 'consensus-pbft.timeout' });
    // Whoever asks again is one all the same.
    for (const _ of [1, 2]) one.hear(2, change(1));
    expect(one.told('suspected', 'view')).toEqual([[0]]);
    expect(one.sent('new-view', 3)).toEqual([]);
    one.hear(3, change(1));
    expect(one.sent('new-view', 3)).toHaveLength(1);
    expect(one.told('entered', 'certificate')).toEqual([[[1, 2, 3]]]);
  });
  it('[PB14] is joined when two ask for it, and not for one that asks twice', () => {
    const one = replica(3);
    one.hear(2, change(1));
    one.hear(2, change(2));
    expect(one.told('suspected', 'view')).toEqual([]);
    one.hear(0, change(1));
    expect(one.told('suspected', 'view', 'why')).toEqual([[0, 'joined']]);
  });
  it('[PB2] [PB15] unbinds nobody from what it committed: nothing else is accepted at that slot', () => {
    const one = replica(2);
    one.decide(1, first);
    one.hear(1, opening([0, 1, 3]));
    one.prePrepare(1, 1, second, 1);
    expect(one.told('accepted', 'view', 'digest')).toEqual([[0, first.digest]]);
    expect(one.told('refused', 'reason')).toEqual([['something else was committed at slot 1']]);
    expect(one.sent('prepare', 3).map(({ view }) => view)).toEqual([0]);
    one.prePrepare(1, 1, first, 1);
    expect(one.told('accepted', 'view', 'digest')).toEqual([[0, first.digest], [1, first.digest]]); // prettier-ignore
  });
  it('[PB2] [PB15] not by what is carried over either', () => {
    const one = replica(2);
    one.decide(1, first);
    one.hear(1, opening([0, 1, 3], second));
    expect(one.told('entered', 'view')).toEqual([[1]]);
    expect(one.told('accepted', 'view', 'digest')).toEqual([[0, first.digest]]);
    expect(one.sent('prepare', 3).map(({ view }) => view)).toEqual([0]);
  });
  it.each(['prepared', 'committed'])('[PB15] is asked for with the proof of what was %s, and not of what was only accepted', (how) => {
    const one = replica(2);
    if (how === 'committed') one.decide(1, first);
    one.prePrepare(0, 1, first, 0);
    for (const from of [1, 3]) one.prepare(from, 1, first, 0);
    one.prePrepare(0, 2, second, 0);
    one.hear(2, { type: 'consensus-pbft.timeout' });
    const asked = one.sent('view-change', 1) as unknown as ViewChange[];
    expect(asked.map(({ view, prepared }) => [view, prepared])).toEqual([[1, [proof(1, first, [0, 1, 2])]]]);
  }); // prettier-ignore
});

describe('a request that has two slots', () => {
  it('[PB5] is executed at the first and answered once; the second is passed over', () => {
    const one = replica(2);
    one.decide(1, first);
    one.decide(2, first);
    one.decide(3, second);
    expect(one.told('executed', 'slot', 'task')).toEqual([[1, 0], [2, nullOrder.task], [3, 1]]); // prettier-ignore
    expect(one.answered()).toEqual([first.digest, second.digest]);
    expect(verdict(pbft('PB5'), plan, one.facts)).toBeNull();
  });
  it('[PB5] as an earlier attempt is after a later one, and a later one is executed', () => {
    const one = replica(2);
    const attempts = [2, 1, 3].map((attempt) => orderOf(0, attempt, 'plan 0'));
    attempts.forEach((order, at) => one.decide(at + 1, order)); // prettier-ignore
    expect(one.told('executed', 'slot', 'attempt')).toEqual([[1, 2], [2, 0], [3, 3]]); // prettier-ignore
    expect(verdict(pbft('PB5'), plan, one.facts)).toBeNull();
  });
});

describe('what opens a view', () => {
  it.each<[string, Order | undefined, Omit<NewView, 'group'>]>([
    ['another order at a slot', first, { ...opening([0, 1, 3], first), orders: [{ slot: 1, order: second }] }],
    [
      'nothing where something was prepared',
      first,
      { ...opening([0, 1, 3], first), orders: [{ slot: 1, order: nullOrder }] },
    ],
    ['less than was prepared', first, { ...opening([0, 1, 3], first), orders: [] }],
    ['more than was prepared', undefined, { ...opening([0, 1, 3]), orders: [{ slot: 1, order: first }] }],
    ['it at another slot', first, { ...opening([0, 1, 3], first), orders: [{ slot: 2, order: first }] }],
  ])('[PB15] with %s is refused by every backup, which works it out', (_what, prepared, message) => {
    const one = replica(2);
    one.hear(1, message);
    expect(one.told('entered', 'view')).toEqual([]);
    expect(one.told('refused', 'reason')).toEqual([
      ['what it carries over into view 1 does not follow from what was prepared'],
    ]);
    one.hear(1, opening([0, 1, 3], prepared));
    expect(one.told('entered', 'view')).toEqual([[1]]);
  });
});

describe('a primary at the end of its window', () => {
  it.each([1, 3])('[PB12] gives out two checkpoints of slots and no more until one is stable, every %i', (every) => {
    const decisions = 2 * every + 3;
    const small = compiled(council(4, { decisions, apart: true, action: { checkpointEvery: every } })).plan;
    const one = replica(0, small);
    const orders = Array.from({ length: decisions }, (_, task) => orderOf(task, 1, `plan ${String(task)}`));
    orders.forEach((order) => one.ask(order));
    expect(one.sent('pre-prepare', 2).map(({ slot }) => slot)).toEqual(orders.slice(0, 2 * every).map((_, at) => at + 1)); // prettier-ignore
    for (const [at, order] of orders.slice(0, every).entries()) {
      for (const from of [1, 2, 3]) one.prepare(from, at + 1, order, 0);
      for (const from of [1, 2, 3]) one.commit(from, at + 1, order, 0);
    }
    const [said] = one.sent('checkpoint', 1);
    for (const from of [1, 2]) one.hear(from, { type: 'consensus-pbft.checkpoint', slot: every, digest: said!['digest'] }); // prettier-ignore
    const more = Math.min(3 * every, decisions);
    expect(one.sent('pre-prepare', 2).map(({ slot }) => slot)).toEqual(orders.slice(0, more).map((_, at) => at + 1));
  });
});

describe('patience', () => {
  const timeoutMs = plan.groups[0]!.viewTimeoutMs;
  const running = (one: ReturnType<typeof replica>): unknown[] => one.patience().map(([, ms]) => ms);
  it('[PB14] doubles with every view that brings nothing, ten times at most, and the new primary has as long', () => {
    // The last of thirteen leads no view before the twelfth.
    const one = replica(12, compiled(council(13)).plan);
    one.ask(first);
    expect(running(one)).toEqual([timeoutMs]);
    for (let view = 1; view < 12; view += 1) {
      one.wait();
      const ms = timeoutMs * Math.min(2 ** view, 1024);
      expect(one.told('suspected', 'view').at(-1)).toEqual([view - 1]);
      expect(running(one)).toEqual([ms]);
      const [asked] = one.patience();
      for (let from = 0; from < 8; from += 1) one.hear(from, change(view));
      const [heard, ...more] = one.patience();
      expect([heard![0] === asked![0], heard![1], more]).toEqual([false, ms, []]);
    }
  });
  it('[PB14] with the view before ends when the next is entered: who still waits begins anew, and nobody else', () => {
    const waiting = replica(2);
    waiting.ask(first);
    waiting.wait();
    const [before] = waiting.patience();
    waiting.hear(1, opening([0, 1, 3]));
    expect(waiting.told('entered', 'view')).toEqual([[1]]);
    const [now, ...more] = waiting.patience();
    expect([now![1], more]).toEqual([2 * timeoutMs, []]);
    expect(now![0]).not.toBe(before![0]);
    const idle = replica(2);
    for (const from of [0, 3]) idle.hear(from, change(1));
    expect(running(idle)).toEqual([2 * timeoutMs]);
    idle.hear(1, opening([0, 1, 3]));
    expect(running(idle)).toEqual([]);
  });
});
