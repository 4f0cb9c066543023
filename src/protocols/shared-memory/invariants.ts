/** What always holds of shared memories, as folds over facts; the naive exhibit is held to the same promise, and breaks it. */
import { canonical, type Json } from '../../base/index.ts';
import type { Fact } from '../../kernel/index.ts';
import {
  agentTitle,
  invariantRule,
  serviceAt,
  taskTitle,
  type Invariant,
  type Plan,
  type ServicePlan,
} from '../../plan/index.ts';
import { eventualInvariants } from './eventual/invariants.ts';
import { isEventual } from './eventual/member.ts';
import { MemoryHistory, type Violation } from './history.ts';
import { room, type DoneFact, type HeldFact, type MemoryFact, type UnavailableFact } from './messages.ts';
import { asksMax, isStrong } from './quorum.ts';
import { hasPrimary } from './primary/client.ts';
import { viewed } from './primary/invariants.ts';
import type { Tag } from './tag.ts';

const all: readonly MemoryFact['type'][] = [
  'shared-memory.asked',
  'shared-memory.read',
  'shared-memory.written',
  'shared-memory.held',
  'shared-memory.refused',
  'shared-memory.unavailable',
];
const done = ['shared-memory.read', 'shared-memory.written'] as const;

export function invariants(plan: Plan): readonly Invariant[] {
  const rules = [intersecting, monotone, unique, founded, stored];
  const ways = plan.services.filter((each) => each.room === room);
  const atOnce = ways.some((each) => !isEventual(each));
  // Of a memory that is naive nothing is promised but what it breaks.
  const told = [...(atOnce ? [linearizable] : []), ...(ways.some(isKeptByMany) ? rules : [])];
  const registers = !ways.some(isKeptByMany) && ways.some(isEventual) ? [founded] : [];
  const views = ways.some(hasPrimary) ? [viewed] : [];
  return [...told, ...registers, patient, ...views, ...eventualInvariants(plan)];
}

const placeOf = (service: number, key: string): string => `${String(service)}/${key}`;
const textOf = ({ ts, writer }: Tag): string => `${String(ts)}.${String(writer)}`;

const linearizable = invariantRule<{ readonly history: MemoryHistory }, MemoryFact>({
  rule: 'SM1',
  title: 'each read of a key gives what was written last: it is linearizable',
  room,
  hears: all,
  init: () => ({ history: new MemoryHistory() }),
  fact({ history }, fact) {
    history.fact(fact);
    return null;
  },
  end({ history }, _moment, plan) {
    for (const [service, each] of plan.services.entries()) {
      const violation = each.room === room && !isEventual(each) ? history.judged(service).violation : null;
      if (violation !== null) return said(violation, plan, service);
    }
    return null;
  },
});

function said({ deed, could }: Violation, plan: Plan, service: number): string {
  const [agent, task] = deed.place!.split('/').map(Number) as [number, number];
  const values = could.map(canonical).join(' or ');
  const instead = values === '' ? '' : `; it could have read ${values}`;
  const { name } = serviceAt(plan, service);
  const what = deed.action === 'read' ? `read ${canonical(deed.result)} from` : `${changeOf(deed)} to`;
  return `${agentTitle(plan, agent)} ${what} ${deed.key} of ${name} for ${taskTitle(plan, task)}, which no order of reads and writes explains${instead}`;
}

/** What was written, or was not where something else was expected. */
function changeOf({ action, value, result }: Violation['deed']): string {
  if (action !== 'cas') return `wrote ${canonical(value)}`;
  const [expected, wanted] = value as readonly Json[];
  return `${result === false ? 'was refused to write' : 'wrote'} ${canonical(wanted!)} instead of ${canonical(expected!)}`;
}

/** The order of tags, said once more: a rule that asked as replicas do would be blind to what is wrong with them. */
function goesAfter(one: Tag, other: Tag): boolean {
  return one.ts === other.ts ? one.writer > other.writer : one.ts > other.ts;
}

/** A replica keeps something. */
function isHeld(fact: Fact): fact is HeldFact {
  return fact.type === 'shared-memory.held';
}

/** Something was read or written. */
function isDone(fact: Fact): fact is DoneFact {
  return fact.type === 'shared-memory.read' || fact.type === 'shared-memory.written';
}

/** Facts of memories of which a majority has what was written, one way or the other. */
function strongly(plan: Plan, { service }: { readonly service: number }): boolean {
  return isKeptByMany(serviceAt(plan, service));
}
function isKeptByMany(service: ServicePlan): boolean {
  return isStrong(service) || hasPrimary(service);
}

const intersecting = invariantRule<null, DoneFact>({
  rule: 'SM2',
  title: 'any two quorums share a replica',
  room,
  hears: done,
  init: () => null,
  fact(_state, fact, _moment, plan) {
    if (!isDone(fact)) return null;
    const { service, members } = fact;
    if (!strongly(plan, fact)) return null;
    const { replicas, name } = serviceAt(plan, service);
    const heard = new Set(members.filter((each) => replicas.includes(each))).size;
    return 2 * heard > replicas.length
      ? null
      : `${String(heard)} of ${String(replicas.length)} replicas of ${name} were taken for a quorum`;
  },
});

const monotone = invariantRule<{ readonly held: Map<string, Tag> }, HeldFact>({
  rule: 'SM3',
  title: 'what a replica keeps is never older than what it had',
  room,
  hears: ['shared-memory.held'],
  init: () => ({ held: new Map() }),
  fact({ held }, fact, _moment, plan) {
    if (!isHeld(fact) || !isStrong(serviceAt(plan, fact.service))) return null;
    const place = `${String(fact.agent)}/${placeOf(fact.service, fact.key)}`;
    const before = held.get(place);
    held.set(place, fact);
    return before === undefined || goesAfter(fact, before)
      ? null
      : `${agentTitle(plan, fact.agent)} kept ${textOf(fact)} after ${textOf(before)}`;
  },
});

const unique = invariantRule<{ readonly values: Map<string, string> }, HeldFact | DoneFact>({
  rule: 'SM4',
  title: 'a tag names one value',
  room,
  hears: [...done, 'shared-memory.held'],
  init: () => ({ values: new Map() }),
  fact({ values }, fact, _moment, plan) {
    if (!(isHeld(fact) || isDone(fact)) || !strongly(plan, fact)) return null;
    const place = `${placeOf(fact.service, fact.key)}/${textOf(fact)}`;
    const text = canonical(fact.value);
    const before = values.get(place);
    if (before === undefined) values.set(place, text);
    return before === undefined || before === text ? null : `the tag ${textOf(fact)} names ${before} and ${text}`;
  },
});

const founded = invariantRule<{ readonly written: Map<string, Set<string>> }, MemoryFact>({
  rule: 'SM5',
  title: 'what is read was written',
  room,
  hears: ['shared-memory.asked', 'shared-memory.read'],
  init: () => ({ written: new Map() }),
  fact({ written }, fact, _moment, plan) {
    if (fact.type !== 'shared-memory.asked' && fact.type !== 'shared-memory.read') return null;
    if (serviceAt(plan, fact.service).memory!.type !== 'register') return null;
    const place = placeOf(fact.service, fact.key);
    const text = canonical(fact.value satisfies Json);
    if (fact.type === 'shared-memory.read')
      return fact.value === null || written.get(place)?.has(text) === true
        ? null
        : `${text} was read from ${fact.key}, and nobody had written it`;
    if (fact.type === 'shared-memory.asked' && fact.action === 'write') {
      const known = written.get(place);
      if (known === undefined) written.set(place, new Set([text]));
      else known.add(text);
    }
    return null;
  },
});

const stored = invariantRule<{ readonly held: Map<string, Map<number, Tag>> }, HeldFact | DoneFact>({
  rule: 'SM6',
  title: 'what was read or written stands at a quorum by then',
  room,
  hears: [...done, 'shared-memory.held'],
  init: () => ({ held: new Map() }),
  fact({ held }, fact, _moment, plan) {
    if (!(isHeld(fact) || isDone(fact)) || !strongly(plan, fact)) return null;
    const place = placeOf(fact.service, fact.key);
    const copies = held.get(place) ?? new Map<number, Tag>();
    if (isHeld(fact)) {
      held.set(place, copies.set(fact.agent, fact));
      return null;
    }
    if (fact.ts === 0) return null;
    const service = serviceAt(plan, fact.service);
    const count = service.replicas.filter((replica) => {
      const copy = copies.get(replica);
      return copy !== undefined && !goesAfter(fact, copy);
    }).length;
    return 2 * count > service.replicas.length
      ? null
      : `${textOf(fact)} of ${fact.key} stood at ${String(count)} of ${String(service.replicas.length)} replicas`;
  },
});

const patient = invariantRule<null, UnavailableFact>({
  rule: 'SM7',
  title: 'nobody gives up before all were asked again, or when enough had answered',
  room,
  hears: ['shared-memory.unavailable'],
  init: () => null,
  fact(_state, fact) {
    if (fact.type !== 'shared-memory.unavailable') return null;
    const { times, answered, needed } = fact;
    if (times < asksMax) return `gave up after ${String(times)} times`;
    return answered < needed ? null : `gave up although ${String(answered)} had answered`;
  },
});
