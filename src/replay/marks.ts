/**
 * The marks on a scrubber: where something failed, was tried again, crashed, was put in from outside, or ended. At
 * most a few hundred: of very many of one kind only the first are marked.
 */
import { describe } from './describe.ts';
import { verdictsOf } from './result.ts';
import type { Run } from './run.ts';
import type { Mark, MarkKind } from './views.ts';

const perKindMax = 100;

export function marksOf(run: Run): Mark[] {
  const marks: Mark[] = [];
  const counts = new Map<MarkKind, number>();
  const add = (kind: MarkKind, step: number, timeMs: number, label: string): void => {
    const count = (counts.get(kind) ?? 0) + 1;
    counts.set(kind, count);
    if (count <= perKindMax) marks.push({ step, timeMs, kind, label });
  };
  for (let at = 0; at < run.log.length; at += 1) {
    const fact = run.log.at(at);
    const kind = markKindOf(fact.type);
    // Votes are many, and none of them matters by itself: playing may pause at them, but they are no landmarks.
    if (kind !== null && kind !== 'vote')
      add(kind, run.log.stepOf(at), run.log.timeOf(at), describe(fact, run.compiled.plan).text);
  }
  /** Time of the last fact up to a step. */
  const timeAt = (step: number): number =>
    run.log.length === 0 ? 0 : run.log.timeOf(Math.max(0, run.log.countAt(step) - 1));
  for (const { step, message } of run.inputs.filter((input, at, all) => input.step !== all[at - 1]?.step))
    add(
      'input',
      step,
      timeAt(step),
      message.type === 'workflow.keep' ? 'ends taken over from the run before' : 'put in from outside',
    );
  for (const rule of verdictsOf(run))
    if (!rule.holds && rule.step !== null)
      add('invariant', rule.step, timeAt(rule.step), `${rule.rule} is broken: ${rule.message ?? rule.title}`);
  return marks.sort((a, b) => a.step - b.step);
}

/** What mark a fact of this type is; null for none. */
export function markKindOf(type: string): MarkKind | null {
  switch (type) {
    case 'task.failed':
    case 'task.unassignable':
    case 'run.timeout':
    case 'limit.reached':
      return 'failure';
    case 'task.retrying':
      return 'retry';
    case 'actor.crashed':
    case 'actor.recovered':
    case 'task.withdrawn':
    case 'agent.turned':
    case 'agent.slowed':
    case 'network.changed':
      return 'fault';
    case 'agent.lied':
      return 'lie';
    case 'decision.made':
      return 'decision';
    case 'task.fenced':
    case 'consensus-pbft.refused':
    case 'voting.refused':
    case 'raft.truncated':
      return 'conflict';
    case 'consensus-pbft.suspected':
    case 'consensus-pbft.entered':
    case 'raft.stood':
    case 'raft.elected':
      return 'view-change';
    case 'voting.cast':
    case 'voting.counted':
    case 'consensus-pbft.accepted':
    case 'consensus-pbft.prepared':
    case 'consensus-pbft.committed':
    case 'raft.stored':
      return 'vote';
    case 'run.finished':
      return 'end';
    default:
      return null;
  }
}
