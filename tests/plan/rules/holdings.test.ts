/**
 * The book of who holds what, held against a naive recount: for every question the facts are read again from the first, by rules
 * written for that question alone. The rules of all rooms read the book, so a fault of it would blind them together.
 */
import { describe, expect, it } from 'vitest';
import { agentOfActor, Holdings, type KnownFact, type Plan } from '../../../src/plan/index.ts';
import { Run } from '../../../src/replay/index.ts';
import { compile } from '../../../src/workflow/index.ts';
import { Dice, randomDocument } from '../../support/documents.ts';
import { rounds } from '../../support/prove.ts';

interface Told {
  readonly fact: KnownFact;
  readonly time: number;
}
/** A fact of a task that an agent has, or has had. */
interface Handed {
  readonly task: number;
  readonly agent: number;
  readonly lease: number;
}

const overTypes = ['succeeded', 'kept', 'failed', 'skipped', 'cancelled', 'unassignable'].map((end) => `task.${end}`);
const about = (told: readonly Told[], task: number): Told[] =>
  told.filter(({ fact }) => 'task' in fact && fact.task === task);
const isOver = (told: readonly Told[], task: number): boolean =>
  about(told, task).some(({ fact }) => overTypes.includes(fact.type));

/** The handings-over of a task that came to something: under no lower lease than one before. */
function given(told: readonly Told[], task: number): readonly (Handed & { readonly place: number })[] {
  const all: (Handed & { place: number })[] = [];
  told.forEach(({ fact }, place) => {
    if (fact.type !== 'task.assigned' || fact.task !== task) return;
    if (all.every(({ lease }) => lease <= fact.lease)) all.push({ ...fact, place });
  });
  return all;
}

function leaseOf(told: readonly Told[], task: number): number {
  const last = given(told, task).at(-1);
  if (last === undefined || isOver(told, task)) return 0;
  const taken = told
    .slice(last.place)
    .some(({ fact }) => fact.type === 'task.withdrawn' && fact.task === task && fact.lease === last.lease);
  return taken ? 0 : last.lease;
}

const endsHolding = ['task.skipped', 'task.cancelled', 'task.abandoned'];

/** Whoever the giver believes to have it: the last to whom it was given or moved, unless its giver heard of an end since. */
function holderOf(told: readonly Told[], task: number): number {
  const last = given(told, task).at(-1);
  if (last === undefined) return -1;
  let agent = last.agent;
  let stands = !isOver(told.slice(0, last.place), task);
  for (const { fact } of told.slice(last.place + 1)) {
    if (fact.type === 'message.delivered') {
      const said = fact.message as { readonly task?: number; readonly lease?: number; readonly end?: unknown };
      const isEnd = said.end !== undefined && said.task === task && said.lease === last.lease;
      if (isEnd && agentOfActor(fact.from) === agent) agent = -1;
      continue;
    }
    if (!('task' in fact) || fact.task !== task) continue;
    const { lease } = fact as unknown as Handed;
    if (endsHolding.includes(fact.type)) agent = -1;
    if (overTypes.includes(fact.type)) stands = false;
    if (lease !== last.lease) continue;
    if (fact.type === 'task.withdrawn') stands = false;
    if (fact.type === 'task.withdrawn' || (fact.type as string) === 'contract-net.dropped') agent = -1;
    if ((fact.type as string) === 'load-balancing.moved' && stands) agent = (fact as unknown as { to: number }).to;
  }
  return agent;
}

const handBy: Readonly<Record<string, string>> = {
  'task.queued': 'queued',
  'task.waiting': 'obtaining',
  'task.obtaining': 'obtaining',
  'task.started': 'running',
};

/** Since its last crash, what an agent last said of each handing-over; in the order in which work was begun. */
function handsOf(told: readonly Told[], agent: number): Map<string, { hand: string; task: number; sinceMs: number }> {
  const crashed = told.findLastIndex(({ fact }) => fact.type === 'actor.crashed' && agentOfActor(fact.actor) === agent);
  const hands = new Map<string, { hand: string; task: number; sinceMs: number }>();
  for (const { fact, time } of told.slice(crashed + 1)) {
    if (!('lease' in fact) || fact.agent !== agent) continue;
    const key = `${String(fact.task)}/${String(fact.lease)}`;
    const hand = handBy[fact.type];
    if (hand !== undefined || fact.type === 'task.unqueued' || fact.type === 'task.ended') hands.delete(key);
    if (hand !== undefined) hands.set(key, { hand, task: fact.task, sinceMs: time });
  }
  return hands;
}

/** How long an agent worked: from every start to its end, a crash or now. */
function busyMs(told: readonly Told[], agent: number, nowMs: number): number {
  let sum = 0;
  told.forEach(({ fact, time }, place) => {
    if (fact.type !== 'task.started' || fact.agent !== agent) return;
    const until = told.slice(place + 1).find(({ fact: after }) => {
      if (after.type === 'actor.crashed') return agentOfActor(after.actor) === agent;
      return (
        after.type === 'task.ended' && after.agent === agent && after.task === fact.task && after.lease === fact.lease
      );
    });
    sum += (until?.time ?? nowMs) - time;
  });
  return sum;
}

/** When the last attempt began that did so under the lease that was the highest then, and when it ended; -1 for not yet. */
function ranOf(told: readonly Told[], task: number): readonly [number, number] {
  const place = told.findLastIndex(
    ({ fact }, at) =>
      fact.type === 'task.started' &&
      fact.task === task &&
      fact.lease === (given(told.slice(0, at), task).at(-1)?.lease ?? 0),
  );
  const started = told[place];
  if (started?.fact.type !== 'task.started') return [-1, -1];
  const { agent, lease } = started.fact;
  const end = told.findIndex(
    ({ fact }, at) =>
      at > place &&
      fact.type === 'task.ended' &&
      [fact.task === task, fact.agent === agent, fact.lease === lease].every(Boolean) &&
      lease === given(told.slice(0, at), task).at(-1)?.lease &&
      handsOf(told.slice(0, at), agent).get(`${String(task)}/${String(lease)}`)?.hand === 'running',
  );
  return [started.time, told[end]?.time ?? -1];
}

function recounted(plan: Plan, told: readonly Told[], nowMs: number): unknown {
  return {
    tasks: plan.tasks.map((_, task) => ({
      lease: leaseOf(told, task),
      highest: given(told, task).at(-1)?.lease ?? 0,
      over: isOver(told, task),
      holder: holderOf(told, task),
      ran: ranOf(told, task),
    })),
    agents: plan.agents.map((_, agent) => {
      const hands = [...handsOf(told, agent).values()];
      const running = hands.filter(({ hand }) => hand === 'running');
      return {
        held: plan.tasks.filter((__, task) => holderOf(told, task) === agent).length,
        queued: hands.filter(({ hand }) => hand === 'queued').length,
        inHand: hands.length,
        works: running.map(({ task }) => task),
        busyMs: busyMs(told, agent, nowMs),
      };
    }),
  };
}

function booked(plan: Plan, book: Holdings, nowMs: number): unknown {
  return {
    tasks: plan.tasks.map((_, task) => ({
      lease: book.leaseOf(task),
      highest: book.highest(task),
      over: book.isOver(task),
      holder: book.holderOf(task),
      ran: [book.startedMs(task), book.endedMs(task)],
    })),
    agents: plan.agents.map((_, agent) => ({
      held: book.heldBy(agent),
      queued: book.queuedAt(agent),
      inHand: book.inHand(agent),
      works: [...book.worksAt(agent)],
      busyMs: book.busyMs(agent, nowMs),
    })),
  };
}

const patterns = ['centralized', 'load-balancing', 'contract-net', 'delegation'];

function runOf(pattern: string, seed: number): Run | null {
  const document = randomDocument(seed, { patterns: [pattern], tasksMax: 16, composites: seed % 4 === 0 });
  const made = compile(document);
  return made.ok ? new Run(made.value).finish() : null;
}

describe('the book of holdings', () => {
  it.each(patterns)('says what a naive recount of the facts gives, at random places of random runs: %s', (pattern) => {
    const seen = new Set<string>();
    for (let seed = 0; seed < rounds(40, 400); seed += 1) {
      const run = runOf(pattern, seed);
      if (run === null) continue;
      const { plan } = run.compiled;
      const dice = new Dice(seed);
      const every = dice.integer(3, 29);
      const book = new Holdings(plan);
      const told: Told[] = [];
      for (let at = 0; at < run.log.length; at += 1) {
        const fact = run.log.at(at);
        const time = run.log.timeOf(at);
        told.push({ fact, time });
        book.enter(fact, time);
        seen.add(fact.type);
        if (at % every === 0 || at === run.log.length - 1)
          expect([seed, at, booked(plan, book, time)]).toEqual([seed, at, recounted(plan, told, time)]);
      }
    }
    for (const type of ['task.withdrawn', 'task.waiting', 'task.cancelled', 'actor.crashed', 'task.retrying'])
      expect([...seen]).toContain(type);
  });

  it('tells of a fact what it changes before it is entered, and a copy goes its own way', () => {
    for (let seed = 0; seed < 20; seed += 1) {
      const run = runOf(patterns[seed % 4]!, seed)!;
      const { plan } = run.compiled;
      const book = new Holdings(plan);
      const held = plan.agents.map(() => 0);
      const half = run.log.length >> 1;
      let kept = book;
      let then: unknown = null;
      for (let at = 0; at < run.log.length; at += 1) {
        const fact = run.log.at(at);
        const turns = book.turnsOf(fact);
        for (const { kind, agent } of turns) held[agent]! += kind === 'dropped' ? -1 : 1;
        expect(book.enter(fact, run.log.timeOf(at))).toEqual(turns);
        expect(plan.agents.map((_, agent) => book.heldBy(agent))).toEqual(held);
        if (at === half) {
          kept = book.copy();
          then = booked(plan, book, 0);
        }
      }
      expect(booked(plan, kept, 0)).toEqual(then);
      for (let at = half + 1; at < run.log.length; at += 1) kept.enter(run.log.at(at), run.log.timeOf(at));
      expect(booked(plan, kept, run.now)).toEqual(booked(plan, book, run.now));
    }
  });

  it('takes in what moves and what is dropped only in the room that says so, and nothing under an older lease', () => {
    const run = runOf('load-balancing', 1)!;
    const { plan } = run.compiled;
    const book = new Holdings(plan);
    const assigned = (agent: number, lease: number): KnownFact => ({
      ...{ type: 'task.assigned', task: 0, attempt: 1, agent, lease, rule: '', compared: [] },
    });
    const moved = (to: number, lease: number): KnownFact =>
      ({ type: 'load-balancing.moved', task: 0, from: 0, to, lease }) as unknown as KnownFact;
    book.enter(assigned(0, 5), 0);
    expect(book.turnsOf(assigned(1, 4))).toEqual([]);
    expect(book.turnsOf(moved(1, 4))).toEqual([]);
    expect(book.turnsOf({ ...moved(1, 5), type: 'elsewhere.moved' } as unknown as KnownFact)).toEqual([]);
    expect(book.enter(moved(1, 5), 1)).toEqual([
      { kind: 'dropped', task: 0, agent: 0, lease: 5 },
      { kind: 'moved', task: 0, agent: 1, lease: 5 },
    ]);
    expect([book.holderOf(0), book.heldBy(0), book.heldBy(1)]).toEqual([1, 0, 1]);
    book.enter({ type: 'task.withdrawn', task: 0, attempt: 1, agent: 1, lease: 5, reason: '' }, 2);
    expect([book.leaseOf(0), book.highest(0), book.holderOf(0)]).toEqual([0, 5, -1]);
  });
});
