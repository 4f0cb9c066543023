/**
 * What tasks recall and remember, and the working memories of agents, in the form of the plan. Only what an agent works at by itself
 * recalls: no composite, and nothing that a group decides.
 */
import type { ResolvedDocument } from '../document/index.ts';
import { toMs } from '../kernel/index.ts';
import { isComposite, type MemoryScore, type Plan, type Recollection } from '../plan/index.ts';

/** Nothing where no task recalls or remembers. Work that does is more than its duration. */
export function recollectionsOf(
  { agents, tasks }: ResolvedDocument,
  plan: Plan,
): Pick<Plan, 'recollections' | 'workingMemories' | 'simple'> {
  const recollections = new Map<number, Recollection>();
  tasks.forEach(({ recalls, remembers, recallMs, missMs }, task) => {
    if (recalls.length === 0 && remembers.length === 0) return;
    if (plan.decisions.has(task) || isComposite(plan, task)) return;
    const once = [...new Set(recalls)];
    recollections.set(task, { recalls: once, remembers, recallMs: toMs(recallMs), missMs: toMs(missMs) });
  });
  if (recollections.size === 0) return { recollections, workingMemories: [], simple: plan.simple };
  return {
    recollections,
    workingMemories: agents.map(({ memory: { capacity, longTerm, score } }) => ({
      capacity,
      longTerm,
      score: score as MemoryScore,
    })),
    simple: plan.simple.map((simple, task) => simple && !recollections.has(task)),
  };
}
