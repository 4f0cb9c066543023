/**
 * How a run ends: it is stopped, runs out of time, undoes what has to be undone, finishes. What becomes of an attempt is
 * the machine's business; nothing here hears of one.
 */
import { exactTime } from '../../document/index.ts';
import { priority, type Context } from '../../kernel/index.ts';
import { taskAt, type ServiceTold, type TaskFact } from '../../plan/index.ts';
import { believersOf } from '../minds/minds.ts';
import type { WorkflowState } from '../state.ts';
import { outcomeOf, status, undoingAsked } from '../states.ts';
import { Progress } from './progress.ts';

export abstract class Ending extends Progress {
  /**
   * The run took too long: what is under way (it runs, or one attempt is over and it waits for the next) has failed, where
   * that counts and once it has stopped; the rest is cancelled.
   */
  protected timeout(state: WorkflowState, context: Context): void {
    if (state.phase !== 'running') return;
    const { timeoutMs: limitMs, ordinary, tasks } = this.plan;
    state.overtime = true;
    context.record({ type: 'run.timeout', limitMs } satisfies TaskFact);
    for (let task = 0; task < ordinary; task += 1) {
      if (state.states[task] !== status.ready || tasks[task]!.onFailure === 'continue') continue;
      const attempt = state.attempt[task]!;
      if (attempt > 1 || state.begun[task] === attempt) state.doomed[task] = true;
    }
    this.stop(state, outOfTime(limitMs), context);
  }

  /** Cancels all that is not over: at once what waits, cooperatively and then by force what is under way. */
  protected stop(state: WorkflowState, reason: string, context: Context): void {
    if (state.phase !== 'running') return;
    state.phase = 'stopping';
    state.reason = reason;
    context.record({ type: 'run.cancelling', reason } satisfies TaskFact);
    for (let task = 0; task < this.plan.ordinary; task += 1)
      if (this.plan.parent[task] === -1) this.stopTask(state, task, reason, context);
    this.proceed(state, context);
  }

  /** When nothing is open any more: undo what has to be undone, or finish. */
  protected override proceed(state: WorkflowState, context: Context): void {
    if (state.open > 0 || state.phase === 'compensating' || state.phase === 'finished') return;
    if (state.undoable.length > 0 && undoingAsked(this.plan, state.states, state.overtime)) {
      state.phase = 'compensating';
      this.undoNext(state, context);
    } else this.finish(state, context, state.reason);
  }

  /** Sagas (Garcia-Molina and Salem 1987): in reverse order of success, one after the other. */
  protected undoNext(state: WorkflowState, context: Context): void {
    const task = state.undoable.pop();
    if (task === undefined) {
      this.finish(state, context, state.reason);
      return;
    }
    context.record({ type: 'run.compensating', task } satisfies TaskFact);
    this.release(state, taskAt(this.plan, task).compensation, context);
  }

  protected finish(state: WorkflowState, context: Context, reason: string | null): void {
    if (state.phase === 'finished') return;
    const outcome = outcomeOf(this.plan, state.states, state.overtime);
    state.phase = 'finished';
    state.reason = outcome === 'succeeded' ? null : reason;
    if (state.timer !== 0) context.cancel(state.timer);
    // What those who answer for composites say last is still heard, where it takes no time.
    if (this.plan.parts.size > 0) context.after(0, { type: 'workflow.end' }, priority.idle);
    else this.endSettled(state, context);
  }

  /** The run is over once all copies are alike of what agents share, or as alike as they come: they settle that among themselves. */
  endSettled(state: WorkflowState, context: Context): void {
    if (state.unsettled === undefined) this.end(state, context);
  }

  /** A copy may differ from others, or does not any more as far as its holder knows. */
  settled(state: WorkflowState, { type, agent, service }: ServiceTold, context: Context): void {
    const unsettled = (state.unsettled ??= {});
    const name = `${String(service)}/${String(agent)}`;
    if (type === 'service.unsettled') unsettled[name] = true;
    else delete unsettled[name];
    for (const _ in unsettled) return;
    delete state.unsettled;
    if (state.phase === 'finished') this.end(state, context);
  }

  /** What a task that has ended makes its agent believe. */
  protected believe(state: WorkflowState, task: number, context: Context): void {
    const changes = this.plan.minds.believes.get(task);
    if (changes === undefined) return;
    const minds = state.minds!;
    for (const believer of believersOf(this.plan, task, { states: state.states, by: state.ranOn }))
      for (const [name, written] of changes) {
        const told = this.thoughts.belief(written, state, minds.beliefs[believer]!);
        const of = { agent: believer, name, task };
        if (told.ok) {
          minds.beliefs[believer] = { ...minds.beliefs[believer], [name]: told.value };
          context.record({ type: 'agent.believed', ...of, value: told.value } satisfies TaskFact);
        } else context.record({ type: 'agent.unsure', ...of, reason: told.error } satisfies TaskFact);
      }
    minds.due = true;
  }

  /** Goals whose conditions hold now, where anything has changed since they were looked at. What is reached stays so. */
  lookAtGoals(state: WorkflowState, context: Context): void {
    const { minds } = state;
    if (minds?.due !== true) return;
    minds.due = false;
    this.plan.minds.agents.forEach(({ goals }, agent) => {
      goals.forEach(({ id, when }, place) => {
        const reached = minds.reached[agent]!;
        if (when === null || reached.includes(place) || minds.dropped?.[agent]?.includes(place) === true) return;
        if (!this.thoughts.holds(when, state, minds.beliefs[agent]!)) return;
        reached.push(place);
        context.record({ type: 'agent.reached', agent, goal: id } satisfies TaskFact);
      });
    });
  }

  /** The last word of a run. */
  end(state: WorkflowState, context: Context): void {
    this.lookAtGoals(state, context);
    const outcome = outcomeOf(this.plan, state.states, state.overtime);
    context.record({ type: 'run.finished', outcome, reason: state.reason } satisfies TaskFact);
    context.end();
  }
}

/** Why everything stops, and why what was under way has failed. */
export function outOfTime(limitMs: number): string {
  return `the run took longer than ${exactTime(limitMs)}`;
}
