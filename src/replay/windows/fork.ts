/**
 * A new run out of an old one: what is to be done again is a task and all that follows from it, and every other task
 * keeps the end that it has. It reads the run that was and makes the input of the one to come; it starts nothing.
 */
import { err, ok, type Json, type Result } from '../../base/index.ts';
import { taskAt, Holdings, type Plan, partsAt, rowAt } from '../../plan/index.ts';
import { keepInput, type KeptEnd } from '../../workflow/index.ts';
import type { Run, RunInput } from '../run.ts';
import { StateAt } from '../state-at.ts';
import type { TaskView } from '../views.ts';
import type { Outputs } from './outputs.ts';

export interface Fork {
  /** Id of the task. */
  readonly task: string;
  /** What the task gives from now on: then it is not done again, only what follows from it. */
  readonly pin?: { readonly value: Json };
}

/** The input that begins the new run, and when the last end in it comes; or why there is none. */
export function forkInput(
  run: Run,
  outputs: Outputs,
  { task: id, pin }: Fork,
): Result<{ readonly input: RunInput; readonly lastMs: number }, string> {
  const { plan } = run.compiled;
  const task = plan.tasks.findIndex((each, at) => at < plan.ordinary && each.id === id);
  if (task === -1) return err(`The task ${id} is not part of this run; choose one that is.`);
  const again = followers(plan, task, pin === undefined);
  if (pin !== undefined && again.size === 0)
    return err(`Nothing depends on ${id}, so there is nothing to run after it.`);
  const state = new StateAt(plan, run.log);
  state.seek(run.log.length);
  const ranMs = lastStarts(run);
  const agents = new Map(plan.agents.map((agent, at) => [agent.id, at]));
  const ends: KeptEnd[] = [];
  for (let at = 0; at < plan.ordinary; at += 1) {
    if (again.has(at) || (at === task && pin !== undefined)) continue;
    const view = state.task(at);
    const kept = view.state === 'failed' ? taskAt(plan, at).onFailure === 'continue' : view.state === 'succeeded';
    if (kept)
      ends.push({
        ...endOf(at, view, agents, ranMs[at] ?? -1),
        value: outputs.at(at, run.log.length),
        pinned: outputs.pinned(at),
      });
  }
  let lastMs = ends.reduce((latest, { endMs }) => Math.max(latest, endMs), 0);
  if (pin !== undefined) {
    const view = state.task(task);
    ends.push({
      ...endOf(task, { ...view, endMs: view.endMs ?? lastMs }, agents, ranMs[task] ?? -1),
      end: 'succeeded',
      value: pin.value,
      pinned: true,
    });
    lastMs = Math.max(lastMs, view.endMs ?? 0);
  }
  return ok({ input: keepInput(ends), lastMs });
}

function endOf(
  task: number,
  { agent, attempts, startMs, endMs, state }: TaskView,
  agents: ReadonlyMap<string, number>,
  ranMs: number,
): Omit<KeptEnd, 'value' | 'pinned'> {
  const over = endMs ?? 0;
  return {
    task,
    attempt: attempts,
    agent: agent === null ? -1 : (agents.get(agent) ?? -1),
    startMs: startMs !== null && startMs <= over ? startMs : -1,
    ranMs: ranMs <= over ? ranMs : -1,
    endMs: over,
    end: state === 'failed' ? 'failed' : 'succeeded',
  };
}

/** When the attempt of each task began that came last under its present lease, ms; nothing where none began. */
function lastStarts({ log, compiled: { plan } }: Run): readonly (number | undefined)[] {
  const held = new Holdings(plan);
  const started: number[] = [];
  for (let at = 0; at < log.length; at += 1) {
    const fact = log.at(at);
    held.enter(fact, log.timeOf(at));
    if (fact.type === 'task.kept') started[fact.task] = fact.ranMs;
    else if (fact.type === 'task.started') started[fact.task] = held.startedMs(fact.task);
  }
  return started;
}

/**
 * What follows from a task: its dependents and theirs, with all of their parts, and the composites around any of these.
 * `itself` says whether the task is among them.
 */
function followers(plan: Plan, task: number, itself: boolean): ReadonlySet<number> {
  const { successors, parts, parent } = plan;
  const found = new Set<number>();
  const wholly = new Set<number>();
  const stack: { readonly task: number; readonly whole: boolean }[] = [];
  const behind = (at: number): void => {
    for (const next of rowAt(successors, at)) stack.push({ task: next, whole: true });
    if (parent[at] !== -1) stack.push({ task: parent[at]!, whole: false });
  };
  if (itself) stack.push({ task, whole: true });
  else behind(task);
  for (let next = stack.pop(); next !== undefined; next = stack.pop()) {
    if (next.task >= plan.ordinary) continue;
    if (next.whole && !wholly.has(next.task)) {
      wholly.add(next.task);
      for (const part of partsAt(parts, next.task)) stack.push({ task: part, whole: true });
    }
    if (found.has(next.task)) continue;
    found.add(next.task);
    behind(next.task);
  }
  return found;
}
