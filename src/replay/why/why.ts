/**
 * Why a task went where it went: everything in a run that bears on it, in order, in the words of the log, and for each
 * decision what was compared. It reads facts and the plan only, so it says the same of a run from a file.
 */
import { isComposite, type Compared, type KnownFact, type Plan } from '../../plan/index.ts';
import { describe } from '../describe.ts';
import type { Run } from '../run.ts';
import { agentTitle } from '../titles.ts';

/** One line of the account. */
export interface WhyLine {
  readonly step: number;
  readonly timeMs: number;
  readonly text: string;
  /** What was weighed, the best first; empty where nothing was. */
  readonly compared: readonly { readonly agent: string; readonly value: number; readonly chosen: boolean }[];
}

export interface Why {
  readonly task: string;
  /** What it asks of an agent, and who can do it. */
  readonly requires: readonly string[];
  readonly capable: readonly string[];
  /** Whether it is a composite, which nobody works at. */
  readonly composite: boolean;
  readonly lines: readonly WhyLine[];
}

/** Types of facts that say nothing of why: the conversation itself, and what is told of the same thing elsewhere. */
const passedOver: ReadonlySet<string> = new Set(['message.sent', 'message.delivered', 'task.queued', 'task.unqueued']);

/** The account of a task by its id; null when there is no such task. */
export function whyOf(run: Run, id: string): Why | null {
  const { plan } = run.compiled;
  const task = plan.tasks.findIndex((each, at) => at < plan.ordinary && each.id === id);
  if (task === -1) return null;
  const lines: WhyLine[] = [];
  for (let at = 0; at < run.log.length; at += 1) {
    const fact = run.log.at(at);
    if (!concerns(fact, task)) continue;
    const { text } = describe(fact, plan);
    const compared = comparedIn(plan, fact);
    lines.push({ step: run.log.stepOf(at), timeMs: run.log.timeOf(at), text, compared });
  }
  const need = plan.needs[plan.needOf[task]!]!;
  const composite = isComposite(plan, task);
  return {
    task: id,
    requires: composite ? [] : need.requires,
    capable: composite ? [] : need.capable.map((agent) => plan.agents[agent]!.id),
    composite,
    lines,
  };
}

function concerns(fact: KnownFact, task: number): boolean {
  if (fact.type === 'message.lost') return (fact.message as { readonly task?: number }).task === task;
  return !passedOver.has(fact.type) && 'task' in fact && fact.task === task;
}

function comparedIn(plan: Plan, fact: KnownFact): WhyLine['compared'] {
  if (fact.type !== 'task.assigned') return [];
  const best = (a: Compared, b: Compared): number => a.value - b.value || a.agent - b.agent;
  return fact.compared.toSorted(best).map(({ agent, value }) => ({
    agent: agentTitle(plan, agent),
    value,
    chosen: agent === fact.agent,
  }));
}
