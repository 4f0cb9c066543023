/**
 * What an arbiter knows: who holds units, who waits for them, and in which order they came. It is plain data on stable storage. The
 * functions here only write it down; who gets what is decided in `granting.ts`.
 */
import type { Bucket } from './bucket.ts';
import type { Want, WorkName } from './messages.ts';

/** An asking that was not granted yet. */
export interface Wait extends WorkName {
  readonly id: string;
  readonly agent: number;
  readonly ask: number;
  /** Place in the order of coming. */
  readonly turn: number;
  readonly sinceMs: number;
  /** How much of the work was done when it asked, ms. */
  readonly doneMs: number;
  wants: readonly Want[];
  /** Set where its units were taken away from it, in the midst of its work. */
  readonly taken?: true;
  /** The asking for which they were taken. */
  readonly after?: string;
}

/** Units of one resource that somebody has. */
export interface Hold extends WorkName, Want {
  readonly agent: number;
  readonly ask: number;
  readonly turn: number;
  readonly token: number;
  /** When its lease runs out; -1 where none is held. */
  untilMs: number;
  /** Set where it is to give them up for somebody else. */
  recalled?: true;
  /** The asking of that one. */
  after?: string;
}

/** What a piece of work has and waits for: the services that it holds units of, and its askings. */
export interface WorkState extends WorkName {
  readonly agent: number;
  readonly holds: number[];
  readonly waits: string[];
  /** Set once it was told to fail for somebody else, with the reason. */
  doomed?: string;
  /** Its priority as it was last told, where it is raised. */
  raised?: number;
}

/** What is known of the askings of one agent that are over: an asking that comes late or twice is known by its number. */
interface Over {
  /** All below it are void. */
  floor: number;
  /** Of those from there on that are over: the reason why it was refused, true where units were used up, or null. */
  readonly closed: Record<number, string | true | null>;
  /** Of those whose lease ran out: their place in the order of coming, for an agent that has not heard of the grant. */
  readonly ranOut: Record<number, number>;
  /** Of those that wait or hold something: the piece of work. */
  readonly live: Record<number, string>;
}

export interface ArbiterState {
  /** Whether leases are held of all that is given out, and not only where a document asks for it. */
  leased: boolean;
  turns: number;
  /** By service: the last token, holders, waiting askings, and what has come back of what renews. */
  readonly tokens: Record<number, number>;
  readonly held: Record<number, Hold[]>;
  readonly queues: Record<number, string[]>;
  readonly buckets: Record<number, Bucket>;
  readonly waits: Record<string, Wait>;
  readonly works: Record<string, WorkState>;
  /** Which tasks asked before which: the age of a task stays when it is tried again. */
  readonly born: Record<number, number>;
  readonly over: Record<number, Over>;
  /** The timer, and when it is due; -1 for none. */
  timer: number;
  dueMs: number;
}

export function idOf(agent: number, ask: number): string {
  return `${String(agent)}/${String(ask)}`;
}
export function workKey({ task, lease }: WorkName): string {
  return `${String(task)}/${String(lease)}`;
}
export function isSame(one: WorkName, other: WorkName): boolean {
  return one.task === other.task && one.lease === other.lease;
}

export function emptyState(services: readonly number[], buckets: Record<number, Bucket>): ArbiterState {
  const each = <T>(value: () => T): Record<number, T> =>
    Object.fromEntries(services.map((service) => [service, value()]));
  const [tokens, held, queues] = [each(() => 0), each((): Hold[] => []), each((): string[] => [])];
  const none = { waits: {}, works: {}, born: {}, over: {} };
  return { leased: false, turns: 0, tokens, held, queues, buckets, ...none, timer: 0, dueMs: -1 };
}

/** Raises the floor of an agent. */
export function raiseFloor(state: ArbiterState, agent: number, floor: number): void {
  const over = (state.over[agent] ??= { floor: 0, closed: {}, ranOut: {}, live: {} });
  if (floor <= over.floor) return;
  over.floor = floor;
  for (const ask in over.closed) if (Number(ask) < floor) Reflect.deleteProperty(over.closed, ask);
  for (const ask in over.ranOut) if (Number(ask) < floor) Reflect.deleteProperty(over.ranOut, ask);
}

/** Writes down that an asking is over, as far as it may come again. */
export function close(state: ArbiterState, agent: number, ask: number, how: string | true | null): void {
  const over = state.over[agent];
  if (over !== undefined && ask >= over.floor) over.closed[ask] = how;
}

/** The piece of work of an asking that waits or holds something. It spares making its key, which is most of what a look-up costs. */
export function workFor(state: ArbiterState, { agent, ask }: Pick<Hold, 'agent' | 'ask'>): WorkState {
  return state.works[state.over[agent]!.live[ask]!]!;
}

export function workOf(state: ArbiterState, name: WorkName & { readonly agent: number }): WorkState {
  const { task, lease, agent } = name;
  return (state.works[workKey(name)] ??= { task, lease, agent, holds: [], waits: [] });
}

export function enqueue(state: ArbiterState, wait: Wait): void {
  state.waits[wait.id] = wait;
  for (const { service } of wait.wants) state.queues[service]!.push(wait.id);
  workOf(state, wait).waits.push(wait.id);
  state.over[wait.agent]!.live[wait.ask] = workKey(wait);
}

/** What an agent waits for and holds under numbers below its floor. */
export function voidOf(state: ArbiterState, agent: number): { readonly waits: Wait[]; readonly holds: Hold[] } {
  const { floor, live } = state.over[agent]!;
  const waits: Wait[] = [];
  const holds: Hold[] = [];
  for (const key in live) {
    const ask = Number(key);
    if (ask >= floor) continue;
    const work = state.works[live[ask]!]!;
    const wait = work.waits.length === 0 ? undefined : state.waits[idOf(agent, ask)];
    if (wait !== undefined) waits.push(wait);
    for (const service of work.holds) {
      const held = holdOf(state, service, agent, ask);
      if (held !== undefined) holds.push(held);
    }
  }
  if (holds.length > 1) holds.sort((a, b) => a.service - b.service || a.token - b.token);
  return { waits, holds };
}

/** Takes an asking out of all queues, or out of that of one resource. */
export function dequeue(state: ArbiterState, wait: Wait, of?: number): void {
  for (const { service } of wait.wants) {
    if (of !== undefined && of !== service) continue;
    const queue = state.queues[service]!;
    queue.splice(queue.indexOf(wait.id), 1);
  }
  wait.wants = of === undefined ? [] : wait.wants.filter(({ service }) => service !== of);
  if (wait.wants.length > 0) return;
  Reflect.deleteProperty(state.waits, wait.id);
  const work = workFor(state, wait);
  work.waits.splice(work.waits.indexOf(wait.id), 1);
  forgetIdle(state, work, wait);
}

export function hold(state: ArbiterState, held: Hold): void {
  state.held[held.service]!.push(held);
  workOf(state, held).holds.push(held.service);
  state.over[held.agent]!.live[held.ask] = workKey(held);
}

/** What one asking holds of a resource. */
export function holdOf(state: ArbiterState, service: number, agent: number, ask: number): Hold | undefined {
  return state.held[service]!.find((each) => each.agent === agent && each.ask === ask);
}

export function drop(state: ArbiterState, held: Hold): void {
  const all = state.held[held.service]!;
  all.splice(all.indexOf(held), 1);
  const work = workFor(state, held);
  work.holds.splice(work.holds.indexOf(held.service), 1);
  forgetIdle(state, work, held);
}

/** Forgets an asking that waits for nothing and holds nothing, and a piece of work likewise. */
function forgetIdle(state: ArbiterState, work: WorkState, { agent, ask }: Pick<Hold, 'agent' | 'ask'>): void {
  const isLive =
    (work.waits.length > 0 && state.waits[idOf(agent, ask)] !== undefined) ||
    work.holds.some((service) => holdOf(state, service, agent, ask) !== undefined);
  if (!isLive) Reflect.deleteProperty(state.over[agent]!.live, ask);
  if (work.holds.length === 0 && work.waits.length === 0) Reflect.deleteProperty(state.works, workKey(work));
}
