/**
 * The books of a giver: who holds what under which lease, and how much each agent has on its hands. An agent's load is the
 * sum over what it holds and changes nowhere but where something comes into its hands or leaves them. Nothing here speaks.
 */
import type { Plan } from '../../plan/index.ts';

/** Plain data; one number a task or agent, by index. */
export interface Ledger {
  /** Whether leases are held; and whether something may be lost, foreseen or not. */
  leased: boolean;
  lossy: boolean;
  /** Who holds the task; -1 for nobody. */
  holder: number[];
  /** Last lease given out for the task; 0 for none. */
  lease: number[];
  attempt: number[];
  /** When the lease runs out unless a sign of life comes. */
  expiresMs: number[];
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
  /** How often in a row it fell silent, and when it did so first. */
  silences: number[];
  silentMs: number[];
}

export function emptyLedger(plan: Plan, leased: boolean): Ledger {
  const tasks = plan.tasks.length;
  const agents = plan.agents.length;
  const zeros = (count: number): number[] => new Array<number>(count).fill(0);
  const none = (count: number): number[] => new Array<number>(count).fill(-1);
  return {
    leased,
    lossy: plan.lossy,
    holder: none(tasks),
    lease: zeros(tasks),
    attempt: zeros(tasks),
    expiresMs: zeros(tasks),
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
  ledger.frontMs[task] = -1;
  ledger.loadMs[agent]! -= ledger.lengthMs[task]!;
  ledger.count[agent]! -= 1;
  ledger.holder[task] = -1;
}
