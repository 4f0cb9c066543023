/**
 * In which order those who wait for a resource get it: by priority, which grows with waiting, and then by coming. Whoever keeps
 * others waiting has their priority as long as it does, where the document says so.
 */
import type { Context } from '../../kernel/index.ts';
import { serviceAt, taskAt, usesAt, type Plan } from '../../plan/index.ts';
import type { RankedFact } from './messages.ts';
import { isSame, workFor, type ArbiterState, type Hold, type Wait, type WorkState } from './state.ts';

/** Whether what is held can be taken away, and what becomes of the work then; undefined where it cannot. */
export function takeableOf(
  plan: Plan,
  { task, place }: Pick<Hold, 'task' | 'place'>,
): 'resume' | 'restart' | undefined {
  return usesAt(plan, task).all[place]!.takeable;
}

/** Whether others may have to wait for it: work that would begin anew does not give way only because it stands still. */
export function isKept(plan: Plan, held: Pick<Hold, 'task' | 'place'>): boolean {
  return takeableOf(plan, held) !== 'resume';
}

/** Priorities without ageing, each found once. */
export class Ranks {
  readonly #plan: Plan;
  readonly #state: ArbiterState;
  /** Made when somebody's priority has to be worked out: mostly nobody's has. */
  #known: Map<WorkState, number> | null = null;

  constructor(plan: Plan, state: ArbiterState) {
    this.#plan = plan;
    this.#state = state;
  }

  ofWork(work: WorkState): number {
    const own = taskAt(this.#plan, work.task).priority;
    const { inversion } = this.#plan.conflicts;
    if (inversion === 'none' || work.holds.length === 0) return own;
    const known = this.#known?.get(work);
    if (known !== undefined) return known;
    const rank = Math.max(own, inversion === 'ceiling' ? this.#ceiling(work) : this.#inherited(work));
    this.#known ??= new Map();
    this.#known.set(work, rank);
    return rank;
  }

  of(each: Wait | Hold): number {
    return this.ofWork(workFor(this.#state, each));
  }

  #ceiling(work: WorkState): number {
    let most = -Infinity;
    for (const service of work.holds)
      for (const held of this.#state.held[service]!)
        if (isSame(held, work) && takeableOf(this.#plan, held) === undefined)
          most = Math.max(most, serviceAt(this.#plan, service).resource!.ceiling);
    return most;
  }

  /** The highest of all that wait for it, and for whoever waits for it, and so on. */
  #inherited(work: WorkState): number {
    let most = -Infinity;
    const keptWaiting = new Set([work]);
    for (const each of keptWaiting)
      for (const service of each.holds) {
        // What can be taken from it keeps nobody waiting who has more priority.
        const keeps = (held: Hold): boolean => isSame(held, each) && takeableOf(this.#plan, held) === undefined;
        if (this.#state.queues[service]!.length === 0 || !this.#state.held[service]!.some(keeps)) continue;
        for (const id of this.#state.queues[service]!) {
          const wait = this.#state.waits[id]!;
          most = Math.max(most, taskAt(this.#plan, wait.task).priority);
          keptWaiting.add(workFor(this.#state, wait));
        }
      }
    return most;
  }
}

/** By which priority somebody waits: its own or what it was lent, grown by waiting. */
export function rankAt({ ageingMs }: Plan, ranks: Ranks, wait: Wait, now: number): number {
  const aged = ageingMs > 0 ? Math.floor((now - wait.sinceMs) / ageingMs) : 0;
  return ranks.of(wait) + aged;
}

/** Those who wait for a resource, the first first. */
export function inTurn(plan: Plan, state: ArbiterState, { service, ranks, now }: Queue): Wait[] {
  const waiting = state.queues[service]!.map((id) => state.waits[id]!);
  if (waiting.length < 2) return waiting;
  return waiting
    .map((wait) => ({ wait, rank: rankAt(plan, ranks, wait, now) }))
    .sort((a, b) => b.rank - a.rank || a.wait.turn - b.wait.turn)
    .map(({ wait }) => wait);
}

interface Queue {
  readonly service: number;
  readonly ranks: Ranks;
  readonly now: number;
}

/**
 * Tells whose priority is another now that they keep somebody waiting, or do not any more, and at which services they are now before or
 * behind others, or have to give way.
 */
export function tellRanks(plan: Plan, state: ArbiterState, context: Context, works: Iterable<WorkState>): Set<number> {
  const moved = new Set<number>();
  const ranks = new Ranks(plan, state);
  for (const work of works) {
    const own = taskAt(plan, work.task).priority;
    const priority = ranks.ofWork(work);
    if (priority === (work.raised ?? own)) continue;
    const { task, lease, agent } = work;
    const type = priority > (work.raised ?? own) ? 'arbiters.raised' : 'arbiters.lowered';
    if (priority === own) delete work.raised;
    else work.raised = priority;
    context.record({ type, task, lease, agent, priority } satisfies RankedFact);
    for (const service of work.holds) moved.add(service);
    for (const id of work.waits) for (const { service } of state.waits[id]!.wants) moved.add(service);
  }
  return moved;
}
