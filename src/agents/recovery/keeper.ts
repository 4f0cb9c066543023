/**
 * Who writes the checkpoints of an agent, and brings back what the last one holds. It writes while there is work and falls silent
 * with empty hands; one counts from the moment at which it is written to its end.
 */
import type { Context, Message } from '../../kernel/index.ts';
import { agentAt, type Plan, type RecoveryFact, type TaskFact } from '../../plan/index.ts';
import type { Work } from '../role.ts';
import { keptOf } from '../work/clock.ts';
import type { Hands } from '../work/hands.ts';
import type { Running } from '../work/running.ts';
import { addWork, allWork, type WorkQueue } from '../work/work-queue.ts';
import { checkpointsOf, comeBackTo, write, type Checkpoint, type Holder } from './checkpoint.ts';

/** A checkpoint is due, or has been written to its end. */
export interface CheckpointTimer extends Message {
  readonly type: 'agent.checkpoint' | 'agent.written';
}

/** What of an agent's state it writes down. */
interface Kept extends Holder {
  queue: WorkQueue;
  readonly running: readonly Running[];
}

export class Keeper {
  readonly #plan: Plan;
  readonly #agent: number;
  readonly #hands: Hands;
  #state!: Kept;
  #context!: Context;

  constructor(plan: Plan, agent: number, hands: Hands) {
    this.#plan = plan;
    this.#agent = agent;
    this.#hands = hands;
  }

  enter(state: Kept, context: Context): void {
    this.#state = state;
    this.#context = context;
  }

  /** There is work: one is written in time. */
  expect(): void {
    const checkpoints = checkpointsOf(this.#state);
    if (checkpoints.due) return;
    checkpoints.due = true;
    const { everyMs } = agentAt(this.#plan, this.#agent).checkpoint!;
    this.#context.after(everyMs, { type: 'agent.checkpoint' } satisfies CheckpointTimer);
  }

  receive({ type }: CheckpointTimer): void {
    if (type === 'agent.checkpoint') this.#begin();
    else this.#write();
  }

  /** An attempt has ended: whoever comes back to the checkpoint before it has forgotten that. */
  ended(): void {
    checkpointsOf(this.#state).results += 1;
    if (this.#busy) this.expect();
  }

  /** After a crash: what the last one holds, and what is forgotten is told. `before` is what was in hand when it crashed. */
  comeBack({
    before,
    disowned,
    offers,
  }: {
    readonly before: readonly Work[];
    readonly disowned: (work: Work) => boolean;
    readonly offers: number;
  }): Checkpoint | undefined {
    const checkpoints = checkpointsOf(this.#state);
    const back = comeBackTo(checkpoints, disowned);
    const again = back === undefined ? [] : [...back.running.map(({ work }) => work), ...back.queued];
    const known = (work: Work): boolean => again.some(({ task, lease }) => task === work.task && lease === work.lease);
    this.#context.record({
      type: 'agent.restored',
      agent: this.#agent,
      checkpointMs: back?.atMs ?? -1,
      kept: again.length,
      results: checkpoints.results,
      tasks: before.filter((work) => !known(work)).length,
      offers,
    } satisfies RecoveryFact);
    checkpoints.results = 0;
    return back;
  }

  /** Has it in hand again. */
  takeUp({ running, queued }: Checkpoint): void {
    for (const kept of running) this.#hands.takeUp(kept);
    for (const work of queued) {
      const of = { task: work.task, attempt: work.attempt, agent: this.#agent, lease: work.lease };
      this.#context.record({ type: 'task.restored', ...of, doneMs: 0 } satisfies TaskFact);
      addWork(this.#state.queue, work);
      this.#context.record({ type: 'task.queued', ...of } satisfies TaskFact);
    }
    if (this.#busy) this.expect();
  }

  get #busy(): boolean {
    return this.#state.running.length > 0 || this.#state.queue.size > 0;
  }

  /** Its work stands still while it writes; work that is really done does not. */
  #begin(): void {
    const { takesMs } = agentAt(this.#plan, this.#agent).checkpoint!;
    if (takesMs === 0 || this.#plan.live) {
      this.#write();
      return;
    }
    const works = this.#state.running.map(({ work: { task, lease } }) => ({ task, lease }));
    checkpointsOf(this.#state).stopped = works.filter(({ task, lease }) => this.#hands.suspend(task, lease));
    this.#context.after(takesMs, { type: 'agent.written' } satisfies CheckpointTimer);
  }

  #write(): void {
    const state = this.#state;
    const checkpoints = checkpointsOf(state);
    const running = keptOf(state.running, this.#plan, this.#context.now);
    const queued = allWork(state.queue).filter(({ task }) => !this.#plan.uses.has(task));
    write(state, { running, queued, now: this.#context.now });
    const held = { running: running.length, queued: queued.length };
    this.#context.record({ type: 'agent.checkpointed', agent: this.#agent, ...held } satisfies RecoveryFact);
    const { stopped } = checkpoints;
    checkpoints.stopped = [];
    checkpoints.due = false;
    for (const { task, lease } of stopped) this.#hands.resume(task, lease);
    // What stands still for good is no reason to write for ever: the run may come to rest.
    if (running.length > 0) this.expect();
  }
}
