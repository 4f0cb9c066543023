/**
 * The books of a giver: who holds what under which lease, and how much each agent has on its hands. An agent's load is the
 * sum over what it holds and changes nowhere but where something comes into its hands or leaves them. Nothing here speaks.
 */
import type { Plan } from '../../plan/index.ts';
import type { LeaseTerms } from './lease.ts';

/** Plain data; one number a task or agent, by index. */
export interface Ledger {
  /** Whether leases are held; and whether something may be lost, foreseen or not. */
  leased: boolean;
  lossy: boolean;
  /** How many signs of life a lease holds. */
  intervals: number;
  /** Who holds the task; -1 for nobody. */
  holder: number[];
  /** Last lease given out for the task; 0 for none. */
  lease: number[];
  attempt: number[];
  /** When the lease runs out unless a sign of life comes. */
  expiresMs: number[];
  /** How long its lease lasts from a sign of life on, ms. */
  lastsMs: number[];
  /** How often its holder says that it lives, ms; 0 for never. */
  everyMs: number[];
  /** Whether it was handed over to be seen to, not to be done. */
  goal: boolean[];
  /** Whether its holder has said that it holds it; then every sign of life renews the lease. */
  confirmed: boolean[];
  /** Timer of the lease; 0 for none. */
  timer: number[];
  /** Expected duration of the task on its holder, ms. */
  lengthMs: number[];
  /** Since when a held task is among the first that its holder has slots for; -1 while it is not. */
  frontMs: number[];
  /** What each agent holds, in order of giving: a chain through the tasks, -1 at its ends. */
  next: number[];
  previous: number[];
  first: number[];
  last: number[];
  /** The last of the first that the agent has slots for. */
  edge: number[];
  /** How many tasks each agent holds. */
  count: number[];
  /** Sum of the expected durations of what each agent holds, ms of one slot. */
  loadMs: number[];
  /** Until when an agent is passed over because it fell silent; 0 for not at all. */
  suspectUntilMs: number[];
  /** Of each agent's signs of life, first those of its work, then those of its goals: when the last one came, from which of its lives, up to which change, and how much is confirmed. */
  heardMs: number[];
  life: number[];
  upTo: number[];
  sure: number[];
  /** How often in a row it fell silent, and when it did so first. */
  silences: number[];
  silentMs: number[];
}

export function emptyLedger(plan: Plan, { always, intervals }: LeaseTerms): Ledger {
  const tasks = plan.tasks.length;
  const agents = plan.agents.length;
  const zeros = (count: number): number[] => new Array<number>(count).fill(0);
  const none = (count: number): number[] => new Array<number>(count).fill(-1);
  return {
    leased: always,
    intervals,
    lossy: plan.lossy,
    holder: none(tasks),
    lease: zeros(tasks),
    attempt: zeros(tasks),
    expiresMs: zeros(tasks),
    lastsMs: zeros(tasks),
    everyMs: zeros(tasks),
    goal: new Array<boolean>(tasks).fill(false),
    confirmed: new Array<boolean>(tasks).fill(false),
    timer: zeros(tasks),
    lengthMs: zeros(tasks),
    frontMs: none(tasks),
    next: none(tasks),
    previous: none(tasks),
    first: none(agents),
    last: none(agents),
    edge: none(agents),
    count: zeros(agents),
    loadMs: zeros(agents),
    suspectUntilMs: zeros(agents),
    heardMs: zeros(agents * 2),
    life: zeros(agents * 2),
    upTo: zeros(agents * 2),
    sure: zeros(agents * 2),
    silences: zeros(agents),
    silentMs: zeros(agents),
  };
}

/** Expected durations of all that an agent holds, less the time that the first of them had a slot, ms of one slot. */
export function leftMs(ledger: Ledger, agent: number, now: number): number {
  let total = ledger.loadMs[agent]!;
  for (let task = ledger.edge[agent]!; task !== -1; task = ledger.previous[task]!)
    total -= Math.min(ledger.lengthMs[task]!, now - ledger.frontMs[task]!);
  return total;
}

/** A task comes into the hands of an agent with so many slots, which it will take so long. */
export function hold(
  ledger: Ledger,
  { agent, task, lengthMs, slots }: { agent: number; task: number; lengthMs: number; slots: number },
  now: number,
): void {
  const last = ledger.last[agent]!;
  const inFront = ledger.count[agent]! < slots;
  ledger.holder[task] = agent;
  ledger.lengthMs[task] = lengthMs;
  ledger.loadMs[agent]! += lengthMs;
  ledger.count[agent]! += 1;
  ledger.next[task] = -1;
  ledger.previous[task] = last;
  if (last === -1) ledger.first[agent] = task;
  else ledger.next[last] = task;
  ledger.last[agent] = task;
  ledger.frontMs[task] = inFront ? now : -1;
  if (inFront) ledger.edge[agent] = task;
}

/** A task leaves the hands of its holder. */
export function drop(ledger: Ledger, task: number, now: number): void {
  const agent = ledger.holder[task]!;
  const next = ledger.next[task]!;
  const previous = ledger.previous[task]!;
  if (ledger.frontMs[task] !== -1) {
    const edge = ledger.edge[agent]!;
    const entering = ledger.next[edge]!;
    if (entering !== -1) ledger.frontMs[entering] = now;
    if (entering !== -1) ledger.edge[agent] = entering;
    else if (edge === task) ledger.edge[agent] = previous;
  }
  if (previous === -1) ledger.first[agent] = next;
  else ledger.next[previous] = next;
  if (next === -1) ledger.last[agent] = previous;
  else ledger.previous[next] = previous;
  doubt(ledger, task);
  ledger.frontMs[task] = -1;
  ledger.loadMs[agent]! -= ledger.lengthMs[task]!;
  ledger.count[agent]! -= 1;
  ledger.holder[task] = -1;
}

/** Place of the signs of life by which the holder of a task says that it holds it. */
export function signsPlace(agent: number, goals: boolean): number {
  return agent * 2 + (goals ? 1 : 0);
}

/** The holder of a task has said that it holds it. */
export function confirm(ledger: Ledger, task: number): void {
  if (ledger.confirmed[task]!) return;
  ledger.confirmed[task] = true;
  ledger.sure[signsPlace(ledger.holder[task]!, ledger.goal[task]!)]! += 1;
}

/** Whether the holder of a task has it is not known any more: its lease runs from the last sign of life. */
export function doubt(ledger: Ledger, task: number): void {
  if (!ledger.confirmed[task]!) return;
  const place = signsPlace(ledger.holder[task]!, ledger.goal[task]!);
  ledger.expiresMs[task] = expiresMs(ledger, task);
  ledger.confirmed[task] = false;
  ledger.sure[place]! -= 1;
}

/** The same of all that an agent holds as work, or as goals. */
export function doubtAll(ledger: Ledger, agent: number, goals: boolean): void {
  for (let task = ledger.first[agent]!; task !== -1; task = ledger.next[task]!)
    if (ledger.goal[task] === goals) doubt(ledger, task);
}

/** When the lease of a held task runs out, as far as is known. */
export function expiresMs(ledger: Ledger, task: number): number {
  const until = ledger.expiresMs[task]!;
  if (!ledger.confirmed[task]!) return until;
  const heard = ledger.heardMs[signsPlace(ledger.holder[task]!, ledger.goal[task]!)]!;
  return Math.max(until, heard + ledger.lastsMs[task]!);
}
