/**
 * Counts a run while it happens, so that thousands of runs leave nothing behind but a row of numbers each. It reads the same facts
 * as the folds of replay and must come to the same figures; it keeps no fact.
 */
import { messageFact, type Envelope, type Fact, type MessageTold, type Recorder } from '../kernel/index.ts';
import { agentOfActor, atOnceOf, jain, known, type KnownFact, type Plan } from '../plan/index.ts';
import { serviceRooms, type ServiceMeasures } from '../protocols/index.ts';
import type { Compiled } from '../workflow/index.ts';
import { metrics } from './metric-list.ts';
import { column, digestNumber, none, outcomeNumber, type Row } from './metrics.ts';
import { Agreement } from './sweep/agreement.ts';

/** Where a run ended. */
export interface Ended {
  /** Virtual time, ms. */
  readonly now: number;
  readonly steps: number;
  /** The bound that ended it, or null. */
  readonly halted: string | null;
  /** Whether anything in it was left to chance. */
  readonly chance: boolean;
  /** The digest of all of it. */
  digest(): string;
}

export class Tally implements Recorder {
  readonly keepsNothing = true;
  readonly #plan: Plan;
  #messages = 0;
  #outcome = '';
  #late = 0;
  #hits = 0;
  #misses = 0;
  /** Tasks whose last end was a failure. */
  readonly #failed = new Set<number>();
  /** Of each agent, what it works at: tasks and, beside them, since when. */
  readonly #running: number[][];
  readonly #sinceMs: number[][];
  readonly #busyMs: number[];
  /** Judges what agents decide together; null where they do not. */
  readonly #agreement: Agreement | null;
  /** Of the rooms whose services the plan has. */
  readonly #services: readonly ServiceMeasures[];

  constructor(compiled: Compiled) {
    const { plan } = compiled;
    this.#plan = plan;
    this.#agreement = plan.groups.length === 0 ? null : new Agreement(compiled);
    const used = new Set(plan.services.map(({ room }) => room));
    this.#services = serviceRooms.flatMap((room) =>
      used.has(room.name) && room.measures !== undefined ? [room.measures(plan)] : [],
    );
    this.#running = plan.agents.map(() => []);
    this.#sinceMs = plan.agents.map(() => []);
    this.#busyMs = plan.agents.map(() => 0);
  }

  message(told: MessageTold, envelope: Envelope, step: number, time: number): void {
    if (told === 'message.sent') this.#messages += 1;
    if (this.#agreement === null && this.#services.length === 0) return;
    const fact = messageFact(told, envelope);
    this.#agreement?.fact(fact, { step, time });
    for (const measures of this.#services) measures.fact(fact, time);
  }

  fact(fact: Fact, step: number, time: number): void {
    const told: KnownFact = known(fact);
    this.#agreement?.fact(told, { step, time });
    for (const measures of this.#services) measures.fact(told, time);
    switch (told.type) {
      case 'message.sent':
        this.#messages += 1;
        return;
      case 'task.started':
        this.#running[told.agent]!.push(told.task);
        this.#sinceMs[told.agent]!.push(time);
        return;
      case 'slice.began':
        this.#began(told.task, told.agent, time);
        return;
      case 'slice.waits':
      case 'slice.ended':
      case 'task.ended':
        this.#stopped(told.task, told.agent, time);
        return;
      case 'task.succeeded':
      case 'task.kept':
        this.#over(told.task, told.type === 'task.kept' && told.end === 'failed');
        return;
      case 'task.failed':
      case 'task.unassignable':
        this.#over(told.task, true);
        return;
      case 'task.cancelled':
      case 'task.skipped':
      case 'task.compensated':
        this.#over(told.task, false);
        return;
      case 'actor.crashed':
      case 'actor.recovered':
        this.#crashed(agentOfActor(told.actor), time);
        return;
      case 'task.late':
        this.#late += 1;
        return;
      case 'memory.recalled':
        this.#hits += 1;
        return;
      case 'memory.missed':
        this.#misses += 1;
        return;
      case 'run.finished':
        this.#outcome = told.outcome;
        return;
      default:
    }
  }

  /** The run in numbers, where it stands; one that reached a bound has not succeeded. */
  row(ended: Ended): Row {
    const { now, steps, halted, chance } = ended;
    const { agents } = this.#plan;
    const outcome = halted === null ? this.#outcome : '';
    const busyMs = agents.map((_, agent) =>
      this.#sinceMs[agent]!.reduce((sum, since) => sum + (now - since), this.#busyMs[agent]!),
    );
    const workers = agents.map((_, agent) => agent).filter((agent) => agents[agent]!.role !== 'manager');
    const counted = workers.length === 0 ? agents.map((_, agent) => agent) : workers;
    const slots = counted.reduce((sum, agent) => sum + atOnceOf(agents[agent]!), 0);
    const busy = counted.reduce((sum, agent) => sum + busyMs[agent]!, 0);
    const cost = agents.reduce((sum, { cost: each }, agent) => sum + (busyMs[agent]! * each) / 1000, 0);
    const spanMs = now * slots;
    const row = [
      now,
      this.#messages,
      // The same work in another order adds up a last bit apart, and must not look cheaper for it.
      Math.floor(cost * 1e6 + 0.5) / 1e6,
      spanMs === 0 ? 0 : busy / spanMs,
      this.#fairness(busyMs),
      this.#failed.size,
      outcome === 'succeeded' ? 1 : 0,
      steps,
      this.#agreement === null ? none : this.#agreement.agreed ? 1 : 0,
      this.#agreement?.decisionMs ?? none,
      this.#agreement?.broken ?? 0,
      outcomeNumber(outcome),
      chance ? 1 : 0,
      this.#late,
      digestNumber(ended.digest()),
      this.#hits + this.#misses === 0 ? none : this.#hits / (this.#hits + this.#misses),
    ];
    return [...row, ...this.#served(now)];
  }

  /** What the rooms that serve agents have measured, in the order of the list. */
  #served(now: number): number[] {
    const figures = new Map(this.#services.flatMap((each) => Object.entries(each.of(now))));
    return metrics.slice(column.memoryOperations).map(({ id }) => figures.get(id) ?? none);
  }

  /** Working time a slot, of those that could do some of the work; 0 where nobody worked. */
  #fairness(busyMs: readonly number[]): number {
    const { agents, needs } = this.#plan;
    const capable = new Set(needs.flatMap((need) => need.capable));
    const shares = [...capable].map((agent) => busyMs[agent]! / atOnceOf(agents[agent]!));
    return shares.every((share) => share === 0) ? 0 : jain(shares);
  }

  #over(task: number, failed: boolean): void {
    if (failed && task < this.#plan.ordinary) this.#failed.add(task);
    else this.#failed.delete(task);
  }

  /** It has a turn; with its first one it has begun just now. */
  #began(task: number, agent: number, time: number): void {
    if (this.#running[agent]!.includes(task)) return;
    this.#running[agent]!.push(task);
    this.#sinceMs[agent]!.push(time);
  }

  #stopped(task: number, agent: number, time: number): void {
    const at = this.#running[agent]!.indexOf(task);
    if (at === -1) return;
    this.#running[agent]!.splice(at, 1);
    this.#busyMs[agent]! += time - this.#sinceMs[agent]!.splice(at, 1)[0]!;
  }

  #crashed(agent: number, time: number): void {
    if (agent < 0 || agent >= this.#running.length) return;
    for (const since of this.#sinceMs[agent]!) this.#busyMs[agent]! += time - since;
    this.#running[agent] = [];
    this.#sinceMs[agent] = [];
  }
}
