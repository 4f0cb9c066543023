/**
 * Runs a document to its end for a test, and offers what tests ask of a run: facts, messages, broken rules.
 */
import type { Document } from '../../src/document/index.ts';
import {
  Holdings,
  type Invariant,
  type KnownFact,
  type Moment,
  type Plan,
  type SeededPlan,
} from '../../src/plan/index.ts';
import { Run } from '../../src/replay/index.ts';
import { compile, type Compiled } from '../../src/workflow/index.ts';

/** A fact with the moment at which it was recorded. */
export interface Recorded extends Moment {
  readonly fact: KnownFact;
}

export interface Ran {
  readonly plan: Plan;
  readonly run: Run;
  readonly recorded: readonly Recorded[];
  readonly outcome: string;
  readonly reason: string | null;
  /** When the last attempt that counted ended, ms. */
  readonly makespanMs: number;
  /** One line for each rule that was broken. */
  readonly broken: readonly string[];
}

/** Compiles and runs; throws with the problems of a document that has errors. */
export function ran(document: Document): Ran {
  const compiled = compile(document);
  if (!compiled.ok) throw new Error(compiled.error.map((problem) => problem.message).join(' '));
  return ranCompiled(compiled.value);
}

/** Runs what was compiled, and perhaps changed since. */
export function ranCompiled(compiled: Compiled): Ran {
  const run = new Run(compiled).finish();
  const recorded = Array.from({ length: run.log.length }, (_, at) => ({
    fact: run.log.at(at),
    step: run.log.stepOf(at),
    time: run.log.timeOf(at),
  }));
  const finished = recorded.findLast(({ fact }) => fact.type === 'run.finished')?.fact;
  return {
    plan: compiled.plan,
    run,
    recorded,
    outcome: finished?.type === 'run.finished' ? finished.outcome : `halted by ${String(run.halted)}`,
    reason: finished?.type === 'run.finished' ? finished.reason : null,
    makespanMs: recorded.reduce((last, { fact, time }) => (fact.type === 'task.succeeded' ? time : last), 0),
    broken: run.watch
      .views()
      .filter((view) => !view.holds)
      .map((view) => `${view.room} ${view.rule} at step ${String(view.step)}: ${String(view.message)}`),
  };
}

/** Facts of one type, in order. */
export function factsOf<T extends KnownFact['type']>({ recorded }: Ran, type: T): Extract<KnownFact, { type: T }>[] {
  return recorded.map(({ fact }) => fact).filter((fact) => fact.type === type) as Extract<KnownFact, { type: T }>[];
}

/** How many messages of each type were sent. */
export function sentByType(result: Ran): Record<string, number> {
  const counts: Record<string, number> = {};
  for (const { message } of factsOf(result, 'message.sent')) counts[message.type] = (counts[message.type] ?? 0) + 1;
  return counts;
}

/** What an invariant says to a list of facts, each in an instant of its own unless it comes with its moment: the first sentence, or null. */
export function verdict(rule: Invariant, of: Plan, facts: readonly (KnownFact | Recorded)[]): string | null {
  const plan: SeededPlan = { seed: 1, ...of };
  const held = new Holdings(plan);
  const state = rule.init(plan, held);
  let moment: Moment = { step: 0, time: 0 };
  for (const each of facts) {
    moment = 'fact' in each ? each : { step: moment.step + 1, time: moment.time };
    const fact = 'fact' in each ? each.fact : each;
    const said = rule.fact(state, fact, moment, plan);
    if (said !== null) return said;
    held.enter(fact, moment.time);
  }
  return rule.end?.(state, moment, plan) ?? null;
}
