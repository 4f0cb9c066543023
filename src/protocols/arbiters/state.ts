/**
 * What an arbiter knows: who holds units, who waits for them, and in which order. It is plain data on stable storage. The functions
 * here only write it down; who gets what is decided in `arbiter.ts`.
 */
import type { Want, WorkName } from './messages.ts';

/** An asking that was not granted yet. */
export interface Wait extends WorkName {
  readonly id: string;
  readonly agent: number;
  readonly ask: number;
  /** Place in the order of coming. */
  readonly turn: number;
  readonly sinceMs: number;
  wants: readonly Want[];
}

/** Units of one resource that somebody has. */
export interface Hold extends WorkName, Want {
  readonly agent: number;
  readonly ask: number;
  readonly token: number;
  /** When its lease runs out; -1 where none is held. */
  untilMs: number;
}

/** What is known of the askings of one agent that are over: an asking that comes late or twice is known by its number. */
interface Over {
  /** All below it are void. */
  floor: number;
  /** Of those from there on that are over: the reason why it was refused, or null. */
  readonly closed: Record<number, string | null>;
}

export interface ArbiterState {
  /** Whether leases are held of all that is given out, and not only where a document asks for it. */
  leased: boolean;
  turns: number;
  /** The last token, holders and waiting askings of each resource, by service. */
  readonly tokens: Record<number, number>;
  readonly held: Record<number, Hold[]>;
  readonly queues: Record<number, string[]>;
  readonly waits: Record<string, Wait>;
  readonly over: Record<number, Over>;
  /** The timer, and when it is due; -1 for none. */
  timer: number;
  dueMs: number;
}

export function idOf(agent: number, ask: number): string {
  return `${String(agent)}/${String(ask)}`;
}

export function emptyState(services: readonly number[]): ArbiterState {
  const each = <T>(value: () => T): Record<number, T> =>
    Object.fromEntries(services.map((service) => [service, value()]));
  const [tokens, held, queues] = [each(() => 0), each((): Hold[] => []), each((): string[] => [])];
  return { leased: false, turns: 0, tokens, held, queues, waits: {}, over: {}, timer: 0, dueMs: -1 };
}

/** Raises the floor of an agent. */
export function raiseFloor(state: ArbiterState, agent: number, floor: number): Over {
  const over = (state.over[agent] ??= { floor: 0, closed: {} });
  if (floor <= over.floor) return over;
  over.floor = floor;
  for (const ask of Object.keys(over.closed).map(Number)) if (ask < floor) Reflect.deleteProperty(over.closed, ask);
  return over;
}

export function enqueue(state: ArbiterState, wait: Wait): void {
  state.waits[wait.id] = wait;
  for (const { service } of wait.wants) state.queues[service]!.push(wait.id);
}

/** Takes an asking out of all queues, or out of that of one resource. */
export function dequeue(state: ArbiterState, wait: Wait, of?: number): void {
  for (const { service } of wait.wants) {
    if (of !== undefined && of !== service) continue;
    const queue = state.queues[service]!;
    queue.splice(queue.indexOf(wait.id), 1);
  }
  wait.wants = of === undefined ? [] : wait.wants.filter(({ service }) => service !== of);
  if (wait.wants.length === 0) Reflect.deleteProperty(state.waits, wait.id);
}

/** What one asking holds of a resource. */
export function holdOf(state: ArbiterState, service: number, agent: number, ask: number): Hold | undefined {
  return state.held[service]!.find((hold) => hold.agent === agent && hold.ask === ask);
}

export function drop(state: ArbiterState, hold: Hold): void {
  const all = state.held[hold.service]!;
  all.splice(all.indexOf(hold), 1);
}
