/**
 * What work does with the memory of its agent: it recalls before it begins, and remembers when it has succeeded. What was in
 * short-term memory is lost with a crash; long-term memory stays.
 */
import type { Json, JsonObject } from '../../base/index.ts';
import type { Context } from '../../kernel/index.ts';
import type { MemoryFact, MemoryTier, Plan } from '../../plan/index.ts';
import type { Work } from '../role.ts';
import { restore, type RestoreMessage } from './outliving.ts';
import {
  emptyMemory,
  loseShortTerm,
  recall,
  remember,
  search,
  valueAt,
  type MemoryState,
  type Operation,
} from './tiers.ts';

/** Whoever has a memory; absent until it is used. */
interface Minded {
  memory?: MemoryState;
}

/** What a task has recalled: how long that takes, ms, and the values by key, where anybody sees them. */
export interface Recall {
  readonly takesMs: number;
  readonly values?: JsonObject;
}

/** Looks for all that the task recalls, in its order. */
export function recallFor(state: Minded, plan: Plan, agent: number, { task }: Work, context: Context): Recall {
  const { recalls, recallMs, missMs, seen } = plan.recollections.get(task)!;
  const memory = (state.memory ??= emptyMemory());
  const operation = operationOf(plan, agent, task, context);
  const values: Record<string, Json> = {};
  let takesMs = 0;
  const took = (tier: MemoryTier | null): void => {
    if (tier !== 'short-term') takesMs += tier === null ? missMs : recallMs;
  };
  for (const { key, query } of recalls) {
    if (query === null) {
      const value = valueAt(memory, key);
      if (value !== undefined) values[key] = value;
      took(recall(memory, key, operation));
      continue;
    }
    const found = search(memory, key, query, operation);
    if (found.length === 0) took(null);
    else values[key] = found.map((each) => ({ key: each.key, value: each.value }));
    for (const { tier } of found) took(tier);
  }
  return seen || plan.live ? { takesMs, values } : { takesMs };
}

/** Keeps what the task has remembered, in its order. */
export function rememberOf(
  state: Minded,
  plan: Plan,
  agent: number,
  { work: { task }, result }: { readonly work: Work; readonly result: Json },
  context: Context,
): void {
  const recollection = plan.recollections.get(task);
  if (recollection === undefined) return;
  const memory = (state.memory ??= emptyMemory());
  for (const each of recollection.remembers)
    remember(
      memory,
      { ...each, value: each.value === undefined ? result : each.value },
      operationOf(plan, agent, task, context),
    );
}

/** The run begins with what outlived another. */
export function restoreMind(state: Minded, plan: Plan, agent: number, message: RestoreMessage, context: Context): void {
  const { now } = context;
  restore((state.memory ??= emptyMemory()), message, {
    plan: plan.workingMemories[agent]!,
    agent,
    now,
    tell: tellOf(context),
  });
}

/** A crash, with what of short-term memory a checkpoint holds. */
export function loseMind({ memory }: Minded, agent: number, context: Context, kept: MemoryState['short'] = {}): void {
  if (memory !== undefined) loseShortTerm(memory, agent, tellOf(context), kept);
}

function operationOf(plan: Plan, agent: number, task: number, context: Context): Operation {
  return { plan: plan.workingMemories[agent]!, agent, task, now: context.now, tell: tellOf(context) };
}

function tellOf(context: Context): Operation['tell'] {
  return (fact: MemoryFact) => {
    context.record(fact);
  };
}
