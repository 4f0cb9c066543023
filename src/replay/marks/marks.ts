/**
 * The marks on a scrubber: where something failed, was tried again, crashed, was put in from outside, or ended. At
 * most a few hundred: of very many of one kind only the first are marked.
 */
import type { Fact } from '../../kernel/index.ts';
import type { FactMark, KnownFact, MarkKind } from '../../plan/index.ts';
import { factCardOf } from '../../protocols/index.ts';
import { describe } from '../describe.ts';
import { verdictsOf } from '../result.ts';
import type { Run } from '../run.ts';
import { SignBook } from './signs.ts';
import type { Mark } from '../views.ts';

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
    const kind = markKindOf(fact);
    // Votes are many, and none of them matters by itself: playing may pause at them, but they are no landmarks.
    if (kind !== null && kind !== 'vote')
      add(kind, run.log.stepOf(at), run.log.timeOf(at), describe(fact, run.compiled.plan).text);
  }
  for (const { mark, place, text } of new SignBook(run).within(0, run.log.length))
    add(mark, run.log.stepOf(place), run.log.timeOf(place), text);
  /** Time of the last fact up to a step. */
  const timeAt = (step: number): number =>
    run.log.length === 0 ? 0 : run.log.timeOf(Math.max(0, run.log.countAt(step) - 1));
  for (const { step, message } of run.inputs.filter((input, at, all) => input.step !== all[at - 1]?.step))
    add('input', step, timeAt(step), labels[message.type] ?? 'put in from outside');
  for (const rule of verdictsOf(run))
    if (!rule.holds && rule.step !== null)
      add('invariant', rule.step, timeAt(rule.step), `${rule.rule} is broken: ${rule.message ?? rule.title}`);
  return marks.sort((a, b) => a.step - b.step);
}

/** What is put in, where it is told apart. */
const labels: Readonly<Record<string, string>> = {
  'workflow.keep': 'ends taken over from the run before',
  'agent.restore': 'long-term memory of another run',
  'workflow.mind': 'beliefs or goals changed by hand',
};

/** What mark the facts that all rooms share are; those of a room have theirs on its card. */
const shared: Readonly<Record<string, FactMark>> = {
  'task.failed': 'failure',
  'task.unassignable': 'failure',
  'run.timeout': 'failure',
  'limit.reached': 'failure',
  'task.retrying': 'retry',
  'actor.crashed': 'fault',
  'actor.recovered': 'fault',
  'agent.restored': 'fault',
  'coordinator.restored': 'fault',
  'task.withdrawn': 'fault',
  'agent.turned': 'fault',
  'agent.slowed': 'fault',
  'network.changed': 'fault',
  'agent.lied': 'lie',
  'decision.made': 'decision',
  'task.fenced': 'conflict',
  'agent.believed': 'belief',
  'agent.reached': 'goal',
  'memory.evicted': 'eviction',
  'memory.forgotten': 'eviction',
  'run.finished': 'end',
} satisfies Partial<Record<KnownFact['type'], FactMark>>;

/** What mark a fact is; null for none. */
export function markKindOf(fact: Fact): FactMark | null {
  if (Object.hasOwn(shared, fact.type)) return shared[fact.type] ?? null;
  const card = factCardOf(fact.type);
  return card?.markOf?.(fact) ?? card?.mark ?? null;
}
