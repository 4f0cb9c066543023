/** What always holds of eventual memories, as folds over facts. */
import { canonical } from '../../../base/index.ts';
import {
  agentOfActor,
  agentTitle,
  invariantRule,
  serviceAt,
  type Invariant,
  type KnownFact,
  type Plan,
} from '../../../plan/index.ts';
import { room, type CollectedFact, type DoneFact, type MemoryFact } from '../messages.ts';
import { isEventual } from './member.ts';
import { tagsInMs } from './store.ts';
import { valueOf } from './types.ts';
import { covers, joined, nothingSeen, type Vector } from './vector.ts';
import type { Tag } from '../tag.ts';

export function eventualInvariants(plan: Plan): readonly Invariant[] {
  const some = plan.services.filter((each) => each.room === room && isEventual(each));
  if (some.length === 0) return [];
  const promised = some.some(({ memory }) => memory!.sessions.length > 0);
  return [clocks, founded, once, collected, alike, ...(promised ? [sessions] : [])];
}

const isOurs = (plan: Plan, { service }: { readonly service: number }): boolean => isEventual(serviceAt(plan, service));
const textOf = ({ ts, writer }: Tag): string => `${String(ts)}.${String(writer)}`;
const placed = (...parts: readonly (string | number)[]): string => parts.join('/');

const clocks = invariantRule<{ readonly latest: Map<string, number> }, MemoryFact>({
  rule: 'SM12',
  title: 'a change bears a later tag than all that its replica had, and none that is ahead of the time',
  room,
  hears: ['shared-memory.held'],
  init: () => ({ latest: new Map() }),
  fact({ latest }, fact, { time }, plan) {
    if (fact.type !== 'shared-memory.held' || !isOurs(plan, fact)) return null;
    const { agent, service, ts, writer } = fact;
    const place = placed(agent, service);
    const before = latest.get(place) ?? 0;
    latest.set(place, Math.max(before, ts));
    if (agent !== writer) return null;
    if (ts <= before) return `${agentTitle(plan, agent)} gave the tag ${textOf(fact)} behind ${String(before)}`;
    return ts < Math.max(before + 2, (time + 1) * tagsInMs)
      ? null
      : `${agentTitle(plan, agent)} gave the tag ${textOf(fact)}, which is ahead of the time`;
  },
});

const founded = invariantRule<{ readonly made: Set<string> }, MemoryFact>({
  rule: 'SM13',
  title: 'what a replica takes in was made by the replica that its tag names',
  room,
  hears: ['shared-memory.held'],
  init: () => ({ made: new Set() }),
  fact({ made }, fact, _moment, plan) {
    if (fact.type !== 'shared-memory.held' || !isOurs(plan, fact)) return null;
    const place = placed(fact.service, textOf(fact), fact.key);
    if (fact.agent === fact.writer) made.add(place);
    return made.has(place)
      ? null
      : `${agentTitle(plan, fact.agent)} took in ${textOf(fact)} of ${fact.key}, which nobody made`;
  },
});

const once = invariantRule<{ readonly taken: Set<string> }, MemoryFact>({
  rule: 'SM14',
  title: 'a replica takes in a change once: what was removed does not come back',
  room,
  hears: ['shared-memory.held'],
  init: () => ({ taken: new Set() }),
  fact({ taken }, fact, _moment, plan) {
    if (fact.type !== 'shared-memory.held' || !isOurs(plan, fact)) return null;
    const place = placed(fact.agent, fact.service, textOf(fact), fact.key);
    if (taken.has(place)) return `${agentTitle(plan, fact.agent)} took in ${textOf(fact)} of ${fact.key} twice`;
    taken.add(place);
    return null;
  },
});

const collected = invariantRule<{ readonly latest: Map<string, Tag> }, MemoryFact>({
  rule: 'SM15',
  title: 'the note that something was removed is kept until all replicas know of it',
  room,
  hears: ['shared-memory.held', 'shared-memory.collected'],
  init: () => ({ latest: new Map() }),
  fact({ latest }, fact, _moment, plan) {
    if (fact.type === 'shared-memory.held') {
      const place = placed(fact.agent, fact.service, fact.key);
      if (isOurs(plan, fact) && !isBehind(fact, latest.get(place))) latest.set(place, fact);
      return null;
    }
    if (fact.type !== 'shared-memory.collected') return null;
    const unknowing = serviceAt(plan, fact.service).replicas.find((each) => {
      const has = latest.get(placed(each, fact.service, fact.key));
      return has === undefined || isBehind(has, fact);
    });
    return unknowing === undefined
      ? null
      : `${agentTitle(plan, fact.agent)} let go that ${fact.key} was removed before ${agentTitle(plan, unknowing)} knew`;
  },
});

function isBehind(one: Tag, other: Tag | undefined): boolean {
  return other !== undefined && (one.ts < other.ts || (one.ts === other.ts && one.writer < other.writer));
}

interface Copies {
  /** By service and agent, what stands under each key. */
  readonly held: Map<string, Map<string, string>>;
  /** By service and agent, whom it has given up. */
  readonly without: Map<string, readonly number[]>;
  readonly down: Set<number>;
  /** By service and agent, when it last said that all are alike, and when it changed something in the same instant after that, ms. */
  readonly agreedMs: Map<string, number>;
  readonly lateMs: Map<string, number>;
  /** -1 before. */
  finishedMs: number;
}

const alike = invariantRule<Copies, MemoryFact>({
  rule: 'SM16',
  title: 'when a run has ended, all copies are alike of those that could talk to each other',
  room,
  hears: ['shared-memory.held', 'shared-memory.agreed', 'actor.crashed', 'actor.recovered', 'run.finished'],
  init: () => ({
    held: new Map(),
    without: new Map(),
    down: new Set(),
    agreedMs: new Map(),
    lateMs: new Map(),
    finishedMs: -1,
  }),
  fact(state, fact, { time }, plan) {
    note(state, fact, time, plan);
    return null;
  },
  end({ held, without, down, lateMs, finishedMs }, _moment, plan) {
    if (finishedMs === -1) return null;
    for (const [service, each] of plan.services.entries()) {
      if (each.room !== room || !isEventual(each)) continue;
      const empty = canonical(valueOf(each.memory!.type, []));
      const copies = each.replicas
        .filter((agent) => !down.has(agent) && lateMs.get(placed(service, agent)) !== finishedMs)
        .map((agent) => ({ agent, text: textOfCopy(held.get(placed(service, agent)), empty) }));
      const apart = (one: number, other: number): boolean =>
        without.get(placed(service, one))?.includes(other) === true ||
        without.get(placed(service, other))?.includes(one) === true;
      for (const one of copies) {
        const other = copies.find(({ agent, text }) => text !== one.text && !apart(one.agent, agent));
        if (other !== undefined)
          return `${agentTitle(plan, one.agent)} and ${agentTitle(plan, other.agent)} hold different copies of ${each.name}`;
      }
    }
    return null;
  },
});

function note(state: Copies, fact: KnownFact | MemoryFact, time: number, plan: Plan): void {
  switch (fact.type) {
    case 'shared-memory.held': {
      const place = placed(fact.service, fact.agent);
      const copy = state.held.get(place) ?? new Map<string, string>();
      if (isOurs(plan, fact)) state.held.set(place, copy.set(fact.key, canonical(fact.value)));
      if (fact.agent === fact.writer && state.agreedMs.get(place) === time) state.lateMs.set(place, time);
      return;
    }
    case 'shared-memory.agreed': {
      const place = placed(fact.service, fact.agent);
      state.without.set(place, fact.without);
      state.agreedMs.set(place, time);
      state.lateMs.delete(place);
      return;
    }
    case 'actor.crashed':
      state.down.add(agentOfActor(fact.actor));
      return;
    case 'actor.recovered':
      state.down.delete(agentOfActor(fact.actor));
      return;
    case 'run.finished':
      state.finishedMs = time;
      return;
    default:
  }
}

function textOfCopy(copy: ReadonlyMap<string, string> | undefined, empty: string): string {
  const entries = [...(copy ?? [])].filter(([, value]) => value !== empty);
  return canonical(Object.fromEntries(entries));
}

interface Promised {
  readonly read: Vector;
  readonly written: Vector;
  /** The latest tag that it wrote, by key. */
  readonly own: Readonly<Record<string, Tag>>;
}
interface Sessions {
  /** By service and agent, as they are now. */
  readonly now: Map<string, Promised>;
  /** The same when each operation was asked for: what comes of others meanwhile is not promised to it. */
  readonly asked: Map<string, Promised>;
  /** The latest removal that was let go, by service and key: nothing tells any more that it stood there. */
  readonly gone: Map<string, Tag>;
}
const freshSession: Promised = { read: nothingSeen, written: nothingSeen, own: {} };

const sessions = invariantRule<Sessions, MemoryFact>({
  rule: 'SM17',
  title: 'a session is served by what has seen all that it was promised',
  room,
  hears: ['shared-memory.asked', 'shared-memory.read', 'shared-memory.written', 'shared-memory.collected'],
  init: () => ({ now: new Map(), asked: new Map(), gone: new Map() }),
  fact({ now, asked, gone }, fact, _moment, plan) {
    if (fact.type === 'shared-memory.collected') letGo(gone, fact);
    const isDone = fact.type === 'shared-memory.read' || fact.type === 'shared-memory.written';
    if (!(isDone || fact.type === 'shared-memory.asked') || !isOurs(plan, fact)) return null;
    const place = placed(fact.service, fact.agent);
    const name = placed(fact.task, fact.lease, fact.place);
    const session = now.get(place) ?? freshSession;
    if (!isDone) {
      asked.set(name, session);
      return null;
    }
    const missed = missedBy(withoutGone(asked.get(name) ?? freshSession, fact, gone), fact, plan);
    asked.delete(name);
    now.set(place, after(session, fact));
    return missed === null ? null : `${agentTitle(plan, fact.agent)} was served without ${missed}, at ${fact.key}`;
  },
});

function letGo(gone: Map<string, Tag>, removal: CollectedFact): void {
  const place = placed(removal.service, removal.key);
  if (!isBehind(removal, gone.get(place))) gone.set(place, removal);
}

/** The same, but for a write of its own that is itself a removal that was let go, or that such a one came after. */
function withoutGone(session: Promised, { service, key }: DoneFact, gone: ReadonlyMap<string, Tag>): Promised {
  const own = session.own[key];
  const removal = gone.get(placed(service, key));
  return own === undefined || removal === undefined || isBehind(removal, own) ? session : { ...session, own: {} };
}

function after({ read, written, own }: Promised, fact: DoneFact): Promised {
  const { key, writer, seen = nothingSeen } = fact;
  if (fact.type === 'shared-memory.read') return { read: joined(read, seen), written, own };
  return { read, written: joined(written, { [writer]: seen[writer] ?? 0 }), own: { ...own, [key]: fact } };
}

/** The guarantee that does not hold of what was read or written; null for none. */
function missedBy({ read, written, own }: Promised, fact: DoneFact, plan: Plan): string | null {
  const { sessions: promised, type } = serviceAt(plan, fact.service).memory!;
  const { seen = nothingSeen } = fact;
  const isRead = fact.type === 'shared-memory.read';
  const behindOwn = isRead && type === 'register' && isBehind(fact, own[fact.key]);
  const byWrites = isRead ? 'read-your-writes' : 'monotonic-writes';
  const byReads = isRead ? 'monotonic-reads' : 'writes-follow-reads';
  if (promised.includes(byWrites) && (!covers(seen, written) || (isRead && behindOwn))) return byWrites;
  return promised.includes(byReads) && !covers(seen, read) ? byReads : null;
}
