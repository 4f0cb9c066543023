/**
 * Long-term memory that outlives a run: what of it is taken away at the end, and how another run begins with it. Its times are ms before
 * the run that begins with it, so that what was used long ago is still older than what is used now.
 */
import type { Json } from '../../base/index.ts';
import type { Message } from '../../kernel/index.ts';
import { actorOfAgent, type MemoryFact, type MemoryPlan, type MemoryScore } from '../../plan/index.ts';
import { lowest, makePlace, tooMany, type Item, type MemoryState } from './tiers.ts';

/** So many things of an agent outlive a run at most, and so many does it begin with. */
export const outlivedMax = 10_000;

/** One thing as it outlives a run; all of its times are 0 or below. */
export interface Outlived {
  readonly key: string;
  readonly value: Json;
  readonly importance: number;
  readonly count: number;
  readonly createdMs: number;
  readonly timesMs: readonly number[];
  /** It is pinned, and so in short-term memory; absent otherwise. */
  readonly pinned?: true;
}

/** An agent begins a run with these in long-term memory, and with what is pinned in short-term memory. */
export interface RestoreMessage extends Message {
  readonly type: 'agent.restore';
  readonly items: readonly Outlived[];
}

/** The input by which a run begins with what an agent kept of another. */
export function restoreInput(
  agent: number,
  items: readonly Outlived[],
): { readonly step: 0; readonly to: number; readonly message: RestoreMessage } {
  return { step: 0, to: actorOfAgent(agent), message: { type: 'agent.restore', items } };
}

/** What of a memory outlives a run that ends now, by key. */
export function outliving({ short, long }: MemoryState, now: number): readonly Outlived[] {
  const kept = { ...long, ...Object.fromEntries(Object.entries(short).filter(([, { pinned }]) => pinned)) };
  return Object.keys(kept)
    .sort()
    .map((key) => {
      const { value, importance, count, createdMs, timesMs, pinned } = kept[key]!;
      const times = { createdMs: createdMs - now, timesMs: timesMs.map((time) => time - now) };
      return { key, value, importance, count, ...times, ...(pinned && { pinned }) };
    });
}

/** Those that outlive a run where they are too many: what is pinned, and of the rest what scores most as a run begins with it. */
export function outlivedBest(items: readonly Outlived[], score: MemoryScore): readonly Outlived[] {
  const many = items.length - outlivedMax;
  if (many <= 0) return items;
  const going = lowest(Object.fromEntries(items.map((each) => [each.key, itemOf(each)])), { score, many }, 0, null);
  const gone = new Set(going?.left.map(({ key }) => key));
  return items.filter(({ key }) => !gone.has(key));
}

/** How many of these an agent forgets as its run begins. */
export function forgottenAtStart(items: readonly Outlived[], longTerm: number): number {
  return tooMany(items.filter(({ pinned }) => pinned !== true).length, longTerm);
}

function itemOf({ value, importance, count, createdMs, timesMs, pinned }: Outlived): Item {
  return { value, importance, count, createdMs, timesMs: [...timesMs], pinned: pinned === true, hits: 0 };
}

/** Takes over what outlived another run; what is too much is forgotten. */
export function restore(
  state: MemoryState,
  { items }: RestoreMessage,
  operation: {
    readonly plan: MemoryPlan;
    readonly agent: number;
    readonly now: number;
    readonly tell: (fact: MemoryFact) => void;
  },
): void {
  for (const each of items) (each.pinned ? state.short : state.long)[each.key] = itemOf(each);
  const keysOf = (which: boolean): string[] =>
    items.filter(({ pinned = false }) => pinned === which).map(({ key }) => key);
  const pinned = keysOf(true);
  operation.tell({
    type: 'memory.restored',
    agent: operation.agent,
    keys: keysOf(false),
    ...(pinned.length > 0 && { pinned }),
  });
  makePlace(state, operation);
}
