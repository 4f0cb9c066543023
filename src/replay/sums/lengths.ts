/**
 * How long what counts took, folded from facts: what the critical path and the work of a run are made of.
 */
import { boundsOf, taskAt, type Bounds, type Holdings, type KnownFact, type Plan } from '../../plan/index.ts';

/** No time is known. */
const unknown = -1;

export class Lengths {
  readonly #plan: Plan;
  readonly #startMs: Float64Array;
  readonly #endMs: Float64Array;
  /** How long the attempt took that ended each task well or for good; -1 for what was cancelled, skipped or never over. */
  readonly #tookMs: Float64Array;
  readonly #failed = new Set<number>();
  /** Dependencies that do not count although they succeeded: task times number of tasks, plus what came before it. */
  readonly #untaken = new Set<number>();

  constructor(plan: Plan) {
    this.#plan = plan;
    this.#startMs = new Float64Array(plan.tasks.length).fill(unknown);
    this.#endMs = new Float64Array(plan.tasks.length).fill(unknown);
    this.#tookMs = new Float64Array(plan.tasks.length).fill(unknown);
  }

  /** Folds a fact; `held` is who held what before it. */
  fact(fact: KnownFact, time: number, held: Holdings): void {
    switch (fact.type) {
      case 'task.ready':
        this.#startMs[fact.task] = this.#endMs[fact.task] = unknown;
        return;
      case 'task.deciding':
        this.#startMs[fact.task] = time;
        return;
      case 'task.started':
        if (held.highest(fact.task) === fact.lease) this.#startMs[fact.task] = time;
        return;
      case 'task.ended':
        if (held.highest(fact.task) === fact.lease) this.#endMs[fact.task] = time;
        return;
      case 'task.succeeded':
      case 'task.failed':
        this.#over(fact.task, fact.type === 'task.failed', time, held);
        return;
      case 'task.kept':
        this.#tookMs[fact.task] = fact.ranMs === -1 ? 0 : time - fact.ranMs;
        if (fact.end === 'failed') this.#failed.add(fact.task);
        return;
      case 'task.untaken':
        this.#untaken.add(fact.task * this.#plan.tasks.length + fact.before);
        return;
      default:
    }
  }

  /** The longest chain of what was done and waited for, and all of it together. */
  bounds(): Bounds {
    const plan = this.#plan;
    const failed = this.#failed;
    const counts = (before: number, after: number): boolean => {
      if (this.#untaken.has(after * plan.tasks.length + before)) return false;
      if (!failed.has(before) || taskAt(plan, before).onFailure === 'continue') return true;
      const { trigger, partsWanted } = taskAt(plan, after);
      return plan.parent[before] === after ? partsWanted === -1 : trigger !== 'at-least';
    };
    const all = failed.size === 0 && this.#untaken.size === 0;
    const tookMs = (task: number): number | null => (this.#tookMs[task] === unknown ? null : this.#tookMs[task]!);
    return boundsOf(plan, tookMs, all ? null : counts);
  }

  /** What succeeds took until it counted; what fails may have stopped long before, or be given up unheard. */
  #over(task: number, failed: boolean, time: number, held: Holdings): void {
    const [startMs, endMs] = [this.#startMs[task]!, this.#endMs[task]!];
    this.#tookMs[task] =
      (failed && endMs !== unknown ? endMs : time) - (startMs === unknown ? time : startMs) - held.stoodMs(task);
    if (failed) this.#failed.add(task);
  }
}
