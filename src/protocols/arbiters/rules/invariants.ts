/** What always holds of resources, as folds over facts. Order and what fits are worked out anew here, and not as the arbiter does. */
import {
  agentTitle,
  invariantRule,
  serviceAt,
  taskTitle,
  usesAt,
  type Invariant,
  type KnownFact,
  type Plan,
  type Use,
} from '../../../plan/index.ts';
import { exactTime } from '../../../document/index.ts';
import { keyOf, ResourceBook, workKey, type Waiting } from './book.ts';
import { room, type ResourceFact, type WorkName } from '../messages.ts';
import { Standing } from './standing.ts';
import { asksMax } from '../user.ts';

export const invariants = (): readonly Invariant[] => [
  ...[alone, within, fenced, ordered, used, patient],
  ...[metered, loosened, byAge, lent],
];

const changes = [
  'arbiters.asked',
  'arbiters.granted',
  'arbiters.returned',
  'arbiters.expired',
  'arbiters.left',
  'arbiters.drawn',
  'arbiters.preempted',
  'arbiters.deadlocked',
  'arbiters.died',
  'arbiters.wounded',
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
    const before = isChange(fact) ? book.held.get(fact.service) : undefined;
    const said = ((): string | null => {
      if (fact.type === 'arbiters.granted') {
        const known = last.get(fact.service) ?? 0;
        last.set(fact.service, fact.token);
        return fact.token > known ? null : `token ${String(fact.token)} came after ${String(known)}`;
      }
      if (fact.type !== 'arbiters.returned' && fact.type !== 'arbiters.expired' && fact.type !== 'arbiters.preempted')
        return null;
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
  touched: boolean;
}
const settled = (): Settled => ({ book: new ResourceBook(), step: -1, time: 0, touched: false });

/** A rule of how things stand when a step of the arbiter is over. */
function afterSteps(
  rule: string,
  title: string,
  wrong: (standing: Standing, plan: Plan, book: ResourceBook) => string | null,
): Invariant {
  const judged = (state: Settled, plan: Plan): string | null => {
    if (!state.touched) return null;
    state.touched = false;
    return wrong(new Standing(plan, state.book, state.time), plan, state.book);
  };
  return invariantRule<Settled, ResourceFact>({
    ...{ rule, title, room, init: settled },
    fact(state, fact, { step, time }, plan) {
      const late = step === state.step ? null : judged(state, plan);
      Object.assign(state, { step, time });
      if (!isChange(fact)) return late;
      state.book.fact(fact, time);
      state.touched = true;
      return late;
    },
    end: (state, _moment, plan) => judged(state, plan),
  });
}

const ordered = invariantRule<Settled & { readonly buckets: Buckets }, ResourceFact>({
  rule: 'AR4',
  title:
    'whoever is first in order of priority and coming gets what is free, and only who keeps others waiting goes past',
  room,
  init: () => ({ ...settled(), buckets: new Buckets() }),
  fact(state, fact, { step, time }, plan) {
    const late = step === state.step ? null : waitsInVain(state, plan);
    Object.assign(state, { step, time });
    const wrong = passedBy(state, fact, plan);
    if (isChange(fact)) {
      state.book.fact(fact, time);
      if (fact.type === 'arbiters.drawn') state.buckets.draw(fact, plan, time);
      state.touched = true;
    }
    return wrong ?? late;
  },
  end: (state, _moment, plan) => waitsInVain(state, plan),
});

function isChange(fact: KnownFact | ResourceFact): fact is Extract<ResourceFact, { type: (typeof changes)[number] }> {
  return (changes as readonly string[]).includes(fact.type);
}

/** Whom a grant goes past without a right to. */
function passedBy({ book, time }: Settled, fact: KnownFact | ResourceFact, plan: Plan): string | null {
  if (fact.type !== 'arbiters.granted' && fact.type !== 'arbiters.drawn') return null;
  const wait = book.waiting.get(fact.service)?.get(keyOf(fact));
  const standing = new Standing(plan, book, time);
  if (wait === undefined || plan.conflicts.deadlock === 'all-or-nothing' || standing.keepsAny(workKey(wait)))
    return null;
  const passed = book
    .waitsFor(wait.service)
    .find((each) => each !== wait && !standing.isIdle(each) && standing.goesBefore(each, wait));
  if (passed === undefined) return null;
  const { name } = serviceAt(plan, wait.service);
  return `${taskTitle(plan, wait.task)} got ${name} before ${taskTitle(plan, passed.task)}`;
}

/** Somebody who may go next and waits for what is free. */
function waitsInVain(state: Settled & { readonly buckets: Buckets }, plan: Plan): string | null {
  if (!state.touched) return null;
  state.touched = false;
  const { book, time, buckets } = state;
  const standing = new Standing(plan, book, time);
  const isFree = ({ service, units }: Waiting): boolean => {
    const { way, units: all, resource } = serviceAt(plan, service);
    // What comes back at this instant is given out at its end.
    if (resource!.everyMs > 0) return buckets.has({ service, units }, plan, time - 1);
    return way === 'exclusive' ? book.holdersOf(service).length === 0 : book.unitsHeld(service) + units <= all;
  };
  const waiting = (service: number): Waiting[] => book.waitsFor(service).filter((wait) => !standing.isIdle(wait));
  // Whoever comes to be the first at this instant has its turn at the end of it.
  const before = new Standing(plan, book, time - 1);
  const isFirst = (wait: Waiting): boolean =>
    waiting(wait.service).every(
      (other) => other === wait || (standing.goesBefore(wait, other) && before.goesBefore(wait, other)),
    );
  const atOnce = plan.conflicts.deadlock === 'all-or-nothing';
  for (const service of book.waiting.keys())
    for (const wait of waiting(service)) {
      // What was taken from somebody comes back in one, to whoever is first for all of it.
      const all = book.waitsOf(workKey(wait)).filter((each) => wait.taken || keyOf(each) === keyOf(wait));
      const mayGo = wait.taken ? all.every(isFirst) : isFirst(wait) || atOnce || standing.keepsAny(workKey(wait));
      if (!mayGo || !all.every(isFree)) continue;
      return `${taskTitle(plan, wait.task)} waited for ${serviceAt(plan, service).name} although it was free`;
    }
  return null;
}

/** What has come back of resources that renew, counted anew. */
class Buckets {
  readonly #drawn = new Map<number, { left: number; atMs: number }>();

  has({ service, units }: { readonly service: number; readonly units: number }, plan: Plan, time: number): boolean {
    return this.#at(service, plan, time).left >= units * serviceAt(plan, service).resource!.everyMs;
  }
  draw({ service, units }: { readonly service: number; readonly units: number }, plan: Plan, time: number): void {
    this.#at(service, plan, time).left -= units * serviceAt(plan, service).resource!.everyMs;
  }
  #at(service: number, plan: Plan, time: number): { left: number } {
    const { units, resource } = serviceAt(plan, service);
    const most = resource!.burst * resource!.everyMs;
    const before = this.#drawn.get(service) ?? { left: most, atMs: 0 };
    const now = { left: Math.min(most, before.left + (time - before.atMs) * units), atMs: time };
    if (time >= before.atMs) this.#drawn.set(service, now);
    return now;
  }
}

/** Since the bucket was last full: when that was, and how many units were used from there on. */
interface Used {
  sinceMs: number;
  units: number;
}

const metered = invariantRule<Map<number, Used>, ResourceFact>({
  rule: 'AR7',
  title: 'of what renews never more is used in any time than its burst and what comes back in that time',
  room,
  hears: ['arbiters.drawn'],
  init: () => new Map(),
  fact(all, fact, { time }, plan) {
    if (fact.type !== 'arbiters.drawn') return null;
    const { units, name, resource } = serviceAt(plan, fact.service);
    const { everyMs, burst } = resource!;
    const back = (sinceMs: number): number => Math.floor(((time - sinceMs) * units) / everyMs);
    let since = all.get(fact.service);
    if (since === undefined || back(since.sinceMs) >= since.units) since = { sinceMs: time, units: 0 };
    since.units += fact.units;
    all.set(fact.service, since);
    const may = burst + back(since.sinceMs);
    if (since.units <= may) return null;
    return `${String(since.units)} units of ${name} were used within ${exactTime(time - since.sinceMs)}, and ${String(may)} may be`;
  },
});

const loosened = afterSteps('AR8', 'nobody is left in a deadlock', (standing, plan) => {
  const stuck = standing.stuck();
  return stuck.length === 0 ? null : `${namesOf(plan, stuck)} waited for each other`;
});

const byAge = afterSteps('AR9', 'by age, those who hold something wait one way', (standing, plan, book) => {
  const { deadlock } = plan.conflicts;
  if (deadlock !== 'wait-die' && deadlock !== 'wound-wait') return null;
  const age = ({ task }: { readonly task: number }): number => book.born.get(task)!;
  for (const all of book.waiting.values())
    for (const wait of all.values()) {
      if (!standing.keepsAny(workKey(wait))) continue;
      const wrong = standing
        .keepersFor(wait)
        .find((held) => (deadlock === 'wait-die' ? age(wait) > age(held) : age(wait) < age(held)));
      const than = deadlock === 'wait-die' ? 'an older' : 'a younger';
      if (wrong !== undefined)
        return `${taskTitle(plan, wait.task)} waited for ${than} task, ${taskTitle(plan, wrong.task)}`;
    }
  return null;
});

const lent = invariantRule<Booked, ResourceFact>({
  rule: 'AR10',
  title: 'whoever keeps others waiting has the priority that it is told to have',
  room,
  hears: [...changes, 'arbiters.raised', 'arbiters.lowered'],
  init: booked,
  fact({ book }, fact, { time }, plan) {
    book.fact(fact, time);
    if (fact.type !== 'arbiters.raised' && fact.type !== 'arbiters.lowered') return null;
    const rank = new Standing(plan, book, time).rank(fact);
    return rank === fact.priority
      ? null
      : `${taskTitle(plan, fact.task)} was said to have priority ${String(fact.priority)}, and had ${String(rank)}`;
  },
});

/** Work that has begun: how far its own clock has come, and since when that runs; -1 while it stands. */
interface Clocked extends WorkName {
  readonly agent: number;
  readonly doneMs: number;
  readonly sinceMs: number;
}
/** Work and what it was given; what runs out without being given back is still in use as long as the work needs it. */
interface InUse {
  readonly working: Map<string, Clocked>;
  readonly given: Map<string, Map<number, number>>;
}

const used = invariantRule<InUse, ResourceFact>({
  rule: 'AR5',
  title: 'those who work with a resource at one time have no more units than there are, whatever became of leases',
  room,
  hears: [
    ...(['arbiters.granted', 'arbiters.returned', 'arbiters.preempted', 'task.started', 'task.resumed'] as const),
    ...(['task.blocked', 'task.suspended', 'task.giving', 'task.ended', 'actor.crashed'] as const),
  ],
  init: () => ({ working: new Map(), given: new Map() }),
  fact(state, fact, { time }, plan) {
    const { working, given } = state;
    switch (fact.type) {
      case 'arbiters.granted': {
        const key = workKey(fact);
        given.set(key, (given.get(key) ?? new Map<number, number>()).set(fact.service, fact.units));
        return null;
      }
      case 'arbiters.returned':
      case 'arbiters.preempted':
        given.get(workKey(fact))?.delete(fact.service);
        return null;
      case 'task.started':
      case 'task.resumed': {
        if (!plan.uses.has(fact.task)) return null;
        const { task, lease, agent } = fact;
        const doneMs = fact.type === 'task.started' ? 0 : (working.get(workKey(fact))?.doneMs ?? 0);
        working.set(workKey(fact), { task, lease, agent, doneMs, sinceMs: time });
        return overUsed(state, fact, time, plan);
      }
      case 'task.ended':
        given.delete(workKey(fact));
        working.delete(workKey(fact));
        return null;
      case 'task.blocked':
      case 'task.suspended':
      case 'task.giving': {
        const work = working.get(workKey(fact));
        if (work !== undefined) working.set(workKey(fact), { ...work, doneMs: doneBy(work, time), sinceMs: -1 });
        return null;
      }
      case 'actor.crashed':
        for (const [key, { agent }] of [...working])
          if (plan.actors[fact.actor]?.called === plan.agents[agent]!.id) working.delete(key);
        return null;
      default:
        return null;
    }
  },
});

function doneBy({ doneMs, sinceMs }: Clocked, time: number): number {
  return sinceMs === -1 ? doneMs : doneMs + time - sinceMs;
}

function overUsed({ working, given }: InUse, { task }: WorkName, time: number, plan: Plan): string | null {
  const services = new Set(usesAt(plan, task).all.map(({ service }) => service));
  for (const service of services) {
    const { room: of, units, way, name } = serviceAt(plan, service);
    if (of !== room) continue;
    const users = [...working].flatMap(([key, work]) => {
      const had = given.get(key)?.get(service);
      if (had === undefined || work.sinceMs === -1) return [];
      const isPast = ({ toMs = Infinity, ...use }: Use): boolean =>
        use.service !== service || toMs <= doneBy(work, time);
      return usesAt(plan, work.task).all.every(isPast) ? [] : [{ task: work.task, units: had }];
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

function namesOf(plan: Plan, users: readonly { readonly task: number }[]): string {
  return users.map(({ task }) => taskTitle(plan, task)).join(' and ');
}
