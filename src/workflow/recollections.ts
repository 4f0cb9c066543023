/**
 * What tasks recall and remember, and the working memories of agents, in the form of the plan. Only what an agent works at by itself
 * recalls: no composite, and nothing that a group decides.
 */
import { wordsOf } from '../agents/index.ts';
import type { ResolvedDocument, ResolvedRecall } from '../document/index.ts';
import { toMs } from '../kernel/index.ts';
import {
  isComposite,
  parseCondition,
  type MemoryScore,
  type Plan,
  type Recalled,
  type Recollection,
} from '../plan/index.ts';

/** Nothing where no task recalls or remembers. Work that does is more than its duration. */
export function recollectionsOf(
  { agents, tasks }: ResolvedDocument,
  plan: Plan,
): Pick<Plan, 'recollections' | 'workingMemories' | 'simple'> {
  const recollections = new Map<number, Recollection>();
  const seen = tasks.some(({ dependsOn }) => dependsOn.some(({ when }) => namesRecalled(when)));
  tasks.forEach(({ recalls, remembers, recallMs, missMs }, task) => {
    if (recalls.length === 0 && remembers.length === 0) return;
    if (plan.decisions.has(task) || isComposite(plan, task)) return;
    const once = [...new Map(recalls.map((each) => [each.key, recalledOf(each)])).values()];
    recollections.set(task, { recalls: once, seen, remembers, recallMs: toMs(recallMs), missMs: toMs(missMs) });
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

function recalledOf({ key, query, top }: ResolvedRecall): Recalled {
  return { key, query: query === null ? null : { text: query, words: wordsOf(query), top } };
}

function namesRecalled(when: string | null): boolean {
  if (when?.includes('recalled') !== true) return false;
  const parsed = parseCondition(when);
  return parsed.ok && parsed.value.recalled.length > 0;
}
