/**
 * The books of a giver: who holds what under which lease, and how much each agent has on its hands. An agent's load is the
 * sum over what it holds and changes nowhere but where something comes into its hands or leaves them. Nothing here speaks.
 */
import type { JsonObject } from '../../base/index.ts';
import type { Plan } from '../../plan/index.ts';
import type { LeaseTerms } from './lease.ts';

/** A task that somebody holds; it goes with the task, so that books are as long as what is given out. */
export interface Holding {
  readonly task: number;
  readonly holder: number;
  attempt: number;
  /** When the lease runs out unless a sign of life comes, and how long it lasts from one on, ms. */
  expiresMs: number;
  lastsMs: number;
  /** How often its holder says that it lives, ms; 0 for never. */
  everyMs: number;
  /** Whether it was handed over to be seen to, not to be done. */
  goal: boolean;
  /** Whether its holder has said that it holds it; then every sign of life renews the lease. */
  confirmed: boolean;
  /** Timer of the lease; 0 for none. */
  timer: number;
  /** Expected duration of the task on its holder, ms. */
  readonly lengthMs: number;
  /** Since when it is among the first that its holder has slots for; -1 while it is not. */
  frontMs: number;
  /** What each agent holds, in order of giving: a chain through the tasks, -1 at its ends. */
  next: number;
  previous: number;
}

/** Signs of life of an agent: when the last one came, from which of its lives, up to which change, and how much is confirmed. */
interface Signs {
  heardMs: number;
  life: number;
  upTo: number;
  sure: number;
}

/** What is known of an agent. */
export interface Account {
  /** The first and the last of what it holds, and the last of the first that it has slots for; -1 for none. */
  first: number;
  last: number;
  edge: number;
  /** Of those first, in no order: expected duration, and since when it has had a slot, flattened. Whoever weighs agents reads no further. */
  readonly front: number[];
  /** How many tasks it holds. */
  count: number;
  /** Sum of the expected durations of what it holds, ms of one slot. */
  loadMs: number;
  /** Until when it is passed over because it fell silent; 0 for not at all. */
  suspectUntilMs: number;
  /** How often in a row it fell silent, and when it did so first. */
  silences: number;
  silentMs: number;
  /** Its signs of life, those of its work and those of its goals. */
  readonly work: Signs;
  readonly goals: Signs;
}

/** Plain data. Agents and tasks that it never dealt with stand in no place: a manager's books are no longer than its work. */
export interface Ledger {
  /** Whether leases are held; and whether something may be lost, foreseen or not. */
  leased: boolean;
  lossy: boolean;
  /** How many signs of life a lease holds. */
  intervals: number;
  /** Last lease given out for each task. */
  leases: Record<number, number>;
  /** What is held, in no order: places that are free again stand empty until they are taken. Tasks come and go in what is dense; by task alone they would not. */
  held: (Holding | null)[];
  spare: number[];
  /** Place of each task that was ever held; -1 while it is not. */
  places: Record<number, number>;
  accounts: Record<number, Account>;
  /** Results that go along with tasks when they are given, by task; absent where none do. */
  results?: Record<number, JsonObject>;
}

export function emptyLedger(plan: Plan, { always, intervals }: LeaseTerms): Ledger {
  return { leased: always, intervals, lossy: plan.lossy, leases: {}, held: [], spare: [], places: {}, accounts: {} };
}

function emptyAccount(): Account {
  const signs = (): Signs => ({ heardMs: 0, life: 0, upTo: 0, sure: 0 });
  return {
    first: -1,
    last: -1,
    edge: -1,
    front: [],
    count: 0,
    loadMs: 0,
    suspectUntilMs: 0,
    silences: 0,
    silentMs: 0,
    work: signs(),
    goals: signs(),
  };
}

const unknown: Readonly<Account> = emptyAccount();

/** What is known of an agent, to be read. */
export function accountOf(ledger: Ledger, agent: number): Readonly<Account> {
  return ledger.accounts[agent] ?? unknown;
}

/** The same, to be written in. */
export function openAccount(ledger: Ledger, agent: number): Account {
  return (ledger.accounts[agent] ??= emptyAccount());
}

/** How many tasks an agent holds. */
export function heldBy(ledger: Ledger, agent: number): number {
  return accountOf(ledger, agent).count;
}

/** Under suspicion until a word comes: later than any time of a run. */
export const untilHeard = Number.MAX_SAFE_INTEGER;

/** Whether an agent has been silent for so long that nothing is expected of it any more, until it says something itself. */
export function isGivenUp(ledger: Ledger, agent: number): boolean {
  return accountOf(ledger, agent).suspectUntilMs === untilHeard;
}

/** Whether an agent is passed over because it fell silent. */
export function isSuspect(ledger: Ledger, agent: number): boolean {
  return accountOf(ledger, agent).suspectUntilMs !== 0;
}

/** What is known of a task that somebody holds; null while nobody does. */
export function holdingOf(ledger: Ledger, task: number): Holding | null {
  const place = ledger.places[task];
  return place === undefined || place === -1 ? null : ledger.held[place]!;
}

/** The same of a task that is known to be held. */
export function heldHolding(ledger: Ledger, task: number): Holding {
  return ledger.held[ledger.places[task]!]!;
}

/** All that is held, in order of tasks. */
export function holdings(ledger: Ledger): Holding[] {
  return ledger.held.filter((each) => each !== null).sort((one, other) => one.task - other.task);
}

/** Whether anybody holds anything. */
export function holdsNothing({ held, spare }: Ledger): boolean {
  return held.length === spare.length;
}

/** Who holds a task; -1 for nobody. */
export function holderOf(ledger: Ledger, task: number): number {
  return holdingOf(ledger, task)?.holder ?? -1;
}

/** Last lease given out for a task; 0 for none. */
export function lastLease(ledger: Ledger, task: number): number {
  return ledger.leases[task] ?? 0;
}

/** What an agent holds, in order of giving. */
export function* tasksOf(ledger: Ledger, agent: number): Generator<number> {
  for (let task = accountOf(ledger, agent).first; task !== -1; task = heldHolding(ledger, task).next) yield task;
}

/** Expected durations of all that an agent holds, less the time that the first of them had a slot, ms of one slot. */
export function leftMs({ loadMs, front }: Readonly<Account>, now: number): number {
  let total = loadMs;
  for (let at = 0; at < front.length; at += 2) total -= Math.min(front[at]!, now - front[at + 1]!);
  return total;
}

/** Takes one of a duration and a time out of those in front; which of several alike makes no difference. */
function leave(front: number[], lengthMs: number, sinceMs: number): void {
  let at = 0;
  while (front[at] !== lengthMs || front[at + 1] !== sinceMs) at += 2;
  const lastSince = front.pop()!;
  const lastLength = front.pop()!;
  if (at === front.length) return;
  front[at] = lastLength;
  front[at + 1] = lastSince;
}

/** A task comes into the hands of an agent with so many slots, which it will take so long. */
export function hold(
  ledger: Ledger,
  { agent, task, lengthMs, slots }: { agent: number; task: number; lengthMs: number; slots: number },
  now: number,
): Holding {
  const account = openAccount(ledger, agent);
  const { last } = account;
  const inFront = account.count < slots;
  account.loadMs += lengthMs;
  account.count += 1;
  if (last === -1) account.first = task;
  else heldHolding(ledger, last).next = task;
  account.last = task;
  if (inFront) {
    account.edge = task;
    account.front.push(lengthMs, now);
  }
  const holding: Holding = {
    task,
    holder: agent,
    attempt: 0,
    expiresMs: 0,
    lastsMs: 0,
    everyMs: 0,
    goal: false,
    confirmed: false,
    timer: 0,
    lengthMs,
    frontMs: inFront ? now : -1,
    next: -1,
    previous: last,
  };
  const place = ledger.spare.pop() ?? ledger.held.length;
  ledger.places[task] = place;
  ledger.held[place] = holding;
  return holding;
}

/** A task leaves the hands of its holder. */
export function drop(ledger: Ledger, task: number, now: number): Holding {
  const holding = heldHolding(ledger, task);
  const account = openAccount(ledger, holding.holder);
  const { next, previous } = holding;
  if (holding.frontMs !== -1) {
    leave(account.front, holding.lengthMs, holding.frontMs);
    const entering = heldHolding(ledger, account.edge).next;
    if (entering !== -1) {
      const entered = heldHolding(ledger, entering);
      entered.frontMs = now;
      account.edge = entering;
      account.front.push(entered.lengthMs, now);
    } else if (account.edge === task) account.edge = previous;
  }
  if (previous === -1) account.first = next;
  else heldHolding(ledger, previous).next = next;
  if (next === -1) account.last = previous;
  else heldHolding(ledger, next).previous = previous;
  doubt(ledger, task);
  account.loadMs -= holding.lengthMs;
  account.count -= 1;
  const place = ledger.places[task]!;
  ledger.held[place] = null;
  ledger.places[task] = -1;
  ledger.spare.push(place);
  return holding;
}

/** The signs of life by which an agent says that it holds work, or goals. */
export function signsOf(account: Account, goals: boolean): Signs {
  return goals ? account.goals : account.work;
}

/** The holder of a task has said that it holds it. */
export function confirm(ledger: Ledger, task: number): void {
  const holding = heldHolding(ledger, task);
  if (holding.confirmed) return;
  holding.confirmed = true;
  signsOf(openAccount(ledger, holding.holder), holding.goal).sure += 1;
}

/** Whether the holder of a task has it is not known any more: its lease runs from the last sign of life. */
export function doubt(ledger: Ledger, task: number): void {
  const holding = heldHolding(ledger, task);
  if (!holding.confirmed) return;
  holding.expiresMs = expiresMs(ledger, task);
  holding.confirmed = false;
  signsOf(openAccount(ledger, holding.holder), holding.goal).sure -= 1;
}

/** The same of all that an agent holds as work, or as goals. */
export function doubtAll(ledger: Ledger, agent: number, goals: boolean): void {
  for (const task of tasksOf(ledger, agent)) if (heldHolding(ledger, task).goal === goals) doubt(ledger, task);
}

/** When the lease of a held task runs out, as far as is known. */
export function expiresMs(ledger: Ledger, task: number): number {
  const { expiresMs: until, confirmed, holder, goal, lastsMs } = heldHolding(ledger, task);
  if (!confirmed) return until;
  return Math.max(until, signsOf(openAccount(ledger, holder), goal).heardMs + lastsMs);
}
