/** What always holds of resources, as folds over facts. Order and what fits are worked out anew here, and not as the arbiter does. */
import {
  agentTitle,
  invariantRule,
  serviceAt,
  taskAt,
  taskTitle,
  usesAt,
  type Invariant,
  type KnownFact,
  type Plan,
} from '../../plan/index.ts';
import { keyOf, ResourceBook, type Holding, type Waiting } from './book.ts';
import { room, type ResourceFact, type WorkName } from './messages.ts';
import { asksMax } from './user.ts';

export const invariants = (): readonly Invariant[] => [alone, within, fenced, ordered, used, patient];

const changes = [
  'arbiters.asked',
  'arbiters.granted',
  'arbiters.returned',
  'arbiters.expired',
  'arbiters.left',
] as const satisfies readonly ResourceFact['type'][];

interface Booked {
  readonly book: ResourceBook;
}
const booked = (): Booked => ({ book: new ResourceBook() });

const alone = invariantRule<Booked, ResourceFact>({
  rule: 'AR1',
  title: 'an exclusive resource has one holder at most',
  room,
  hears: changes,
  init: booked,
  fact({ book }, fact, { time }, plan) {
    book.fact(fact, time);
    if (fact.type !== 'arbiters.granted' || serviceAt(plan, fact.service).way !== 'exclusive') return null;
    const holders = book.holdersOf(fact.service);
    return holders.length < 2 ? null : `${serviceAt(plan, fact.service).name} had ${namesOf(plan, holders)} at once`;
  },
});

const within = invariantRule<Booked, ResourceFact>({
  rule: 'AR2',
  title: 'never more units are held than there are',
  room,
  hears: changes,
  init: booked,
  fact({ book }, fact, { time }, plan) {
    book.fact(fact, time);
    if (fact.type !== 'arbiters.granted') return null;
    const { units, name } = serviceAt(plan, fact.service);
    const held = book.unitsHeld(fact.service);
    return held <= units ? null : `${String(held)} units of ${name} were held, and there are ${String(units)}`;
  },
});

const fenced = invariantRule<{ readonly book: ResourceBook; readonly last: Map<number, number> }, ResourceFact>({
  rule: 'AR3',
  title: 'tokens grow, and only what is held under the present token is given back or runs out',
  room,
  hears: changes,
  init: () => ({ book: new ResourceBook(), last: new Map() }),
  fact({ book, last }, fact, { time }, plan) {
    const before = 'service' in fact ? book.held.get(fact.service) : undefined;
    const said = ((): string | null => {
      if (fact.type === 'arbiters.granted') {
        const known = last.get(fact.service) ?? 0;
        last.set(fact.service, fact.token);
        return fact.token > known ? null : `token ${String(fact.token)} came after ${String(known)}`;
      }
      if (fact.type !== 'arbiters.returned' && fact.type !== 'arbiters.expired') return null;
      return before?.get(keyOf(fact))?.token === fact.token
        ? null
        : `${agentTitle(plan, fact.agent)} gave back ${serviceAt(plan, fact.service).name} under token ${String(fact.token)}, which it did not hold`;
    })();
    book.fact(fact, time);
    return said;
  },
});

/** What was asked or given back in a step, until the next one begins. */
interface Settled extends Booked {
  step: number;
  time: number;
  readonly touched: Set<number>;
}

const ordered = invariantRule<Settled, ResourceFact>({
  rule: 'AR4',
  title: 'whoever is first in order of priority and coming gets what is free, and nobody goes past',
  room,
  init: () => ({ book: new ResourceBook(), step: -1, time: 0, touched: new Set() }),
  fact(state, fact, { step, time }, plan) {
    const late = step === state.step ? null : waitsInVain(state, plan);
    Object.assign(state, { step, time });
    const wait = fact.type === 'arbiters.granted' ? state.book.waiting.get(fact.service)?.get(keyOf(fact)) : undefined;
    const passed =
      wait === undefined
        ? undefined
        : state.book.waitsFor(wait.service).find((each) => each !== wait && goesBefore(each, wait, plan, time));
    if (isChange(fact)) {
      state.book.fact(fact, time);
      state.touched.add(fact.service);
    }
    if (passed === undefined) return late;
    return `${taskTitle(plan, wait!.task)} got ${serviceAt(plan, wait!.service).name} before ${taskTitle(plan, passed.task)}`;
  },
  end: (state, _moment, plan) => waitsInVain(state, plan),
});

function isChange(fact: KnownFact | ResourceFact): fact is Extract<ResourceFact, { type: (typeof changes)[number] }> {
  return (changes as readonly string[]).includes(fact.type);
}

/** The first of those who wait for something that was touched, where what it wants is free. */
function waitsInVain({ book, touched, time }: Settled, plan: Plan): string | null {
  const all = [...touched];
  touched.clear();
  for (const service of all) {
    const waiting = book.waitsFor(service);
    const first = waiting.find((each) =>
      waiting.every((other) => other === each || goesBefore(each, other, plan, time)),
    );
    if (first === undefined || !isFree(plan, book, first)) continue;
    return `${taskTitle(plan, first.task)} waited for ${serviceAt(plan, service).name} although it was free`;
  }
  return null;
}

function isFree(plan: Plan, book: ResourceBook, { service, units }: Waiting): boolean {
  const { way, units: all } = serviceAt(plan, service);
  return way === 'exclusive' ? book.holdersOf(service).length === 0 : book.unitsHeld(service) + units <= all;
}

function goesBefore(one: Waiting, other: Waiting, plan: Plan, time: number): boolean {
  const [a, b] = [one, other].map(({ task, sinceMs }) => {
    const aged = plan.ageingMs > 0 ? Math.floor((time - sinceMs) / plan.ageingMs) : 0;
    return taskAt(plan, task).priority + aged;
  }) as [number, number];
  return a > b || (a === b && one.turn < other.turn);
}

/** Work that goes on, and what it was given; what runs out without being given back is still in use. */
interface InUse {
  readonly working: Map<string, WorkName & { readonly agent: number }>;
  readonly given: Map<string, Map<number, number>>;
}
const workKey = ({ task, lease }: WorkName): string => `${String(task)}/${String(lease)}`;

const used = invariantRule<InUse, ResourceFact>({
  rule: 'AR5',
  title: 'those who work with a resource at one time have no more units than there are, whatever became of leases',
  room,
  hears: [
    ...(['arbiters.granted', 'arbiters.returned', 'task.started', 'task.resumed'] as const),
    ...(['task.blocked', 'task.suspended', 'task.giving', 'task.ended', 'actor.crashed'] as const),
  ],
  init: () => ({ working: new Map(), given: new Map() }),
  fact(state, fact, _moment, plan) {
    const { working, given } = state;
    switch (fact.type) {
      case 'arbiters.granted': {
        const key = workKey(fact);
        given.set(key, (given.get(key) ?? new Map<number, number>()).set(fact.service, fact.units));
        return null;
      }
      case 'arbiters.returned':
        given.get(workKey(fact))?.delete(fact.service);
        return null;
      case 'task.started':
      case 'task.resumed':
        if (!plan.uses.has(fact.task)) return null;
        working.set(workKey(fact), fact);
        return overUsed(state, fact, plan);
      case 'task.ended':
        given.delete(workKey(fact));
        working.delete(workKey(fact));
        return null;
      case 'task.blocked':
      case 'task.suspended':
      case 'task.giving':
        working.delete(workKey(fact));
        return null;
      case 'actor.crashed':
        for (const [key, { agent }] of [...working])
          if (plan.actors[fact.actor]?.called === plan.agents[agent]!.id) working.delete(key);
        return null;
      default:
        return null;
    }
  },
});

function overUsed({ working, given }: InUse, { task }: WorkName, plan: Plan): string | null {
  const services = new Set(usesAt(plan, task).all.map(({ service }) => service));
  for (const service of services) {
    const { room: of, units, way, name } = serviceAt(plan, service);
    if (of !== room) continue;
    const users = [...working].flatMap(([key, work]) => {
      const had = given.get(key)?.get(service);
      return had === undefined ? [] : [{ task: work.task, units: had }];
    });
    const sum = users.reduce((total, each) => total + each.units, 0);
    if (sum > units || (way === 'exclusive' && users.length > 1))
      return `${namesOf(plan, users)} worked with ${name} at once`;
  }
  return null;
}

const patient = invariantRule<null, ResourceFact>({
  rule: 'AR6',
  title: 'nobody gives up asking before the last time',
  room,
  hears: ['arbiters.unavailable'],
  init: () => null,
  fact: (_state, fact) =>
    fact.type === 'arbiters.unavailable' && fact.times < asksMax ? `gave up after ${String(fact.times)} times` : null,
});

function namesOf(plan: Plan, users: readonly Pick<Holding, 'task'>[]): string {
  return users.map(({ task }) => taskTitle(plan, task)).join(' and ');
}
