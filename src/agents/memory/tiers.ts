/**
 * The working memory of one agent: two exclusive, bounded tiers as plain data, and the operations on them. Each reads the clock once
 * and tells what it did as facts. What leaves a tier is selected anew each time; rankings cross over time, so none is kept.
 */
import { clonePlain, type Json } from '../../base/index.ts';
import type { Left, MemoryFact, MemoryPlan, MemoryTier, Recalled, Remembered } from '../../plan/index.ts';
import { lowestToFront } from './lowest.ts';
import { ranked as rankedBy } from './query.ts';
import { lastUse, scoresOf, timesKept, type Usage } from './scores.ts';

/** One thing that is remembered. */
export interface Item extends Usage {
  importance: number;
  count: number;
  timesMs: number[];
  pinned: boolean;
  value: Json;
  /** How often it was found since it came into long-term memory. */
  hits: number;
}

type Tier = Record<string, Item>;

export interface MemoryState {
  short: Tier;
  long: Tier;
  /** Operations since the counts were halved. */
  operations: number;
}

/** The setting of one operation: whose memory it is, at what time, and who is told. */
export interface Operation {
  readonly plan: MemoryPlan;
  readonly agent: number;
  readonly task: number;
  readonly now: number;
  readonly tell: (fact: MemoryFact) => void;
}

/** More hits in long-term memory than this promote a thing. */
export const promotingHits = 5;
/** So many times the lowest score of short-term memory promotes at once. */
export const promotingLead = 1.1;

export function emptyMemory(): MemoryState {
  return { short: {}, long: {}, operations: 0 };
}

/** Looks for a key: where it was, or null. Each find counts as a use. */
export function recall(state: MemoryState, key: string, operation: Operation): MemoryTier | null {
  const { agent, task, plan, now, tell } = operation;
  age(state, plan);
  const tier = tierOf(state, key);
  if (tier === null) {
    tell({ type: 'memory.missed', agent, task, key });
    return null;
  }
  use(at(state, tier, key), now);
  tell({ type: 'memory.recalled', agent, task, key, tier });
  if (tier === 'long-term') promoteWhereDue(state, key, operation);
  return tier;
}

/**
 * Looks for words in all that is remembered: what was found, at most `top`, the best first, with the tier in which it was. Each find
 * counts as a use; finding nothing is a miss under the query's key.
 */
export function search(
  state: MemoryState,
  key: string,
  { words, top }: NonNullable<Recalled['query']>,
  operation: Operation,
): readonly { readonly key: string; readonly value: Json; readonly tier: MemoryTier }[] {
  const { agent, task, now, tell } = operation;
  const all = rankedBy(everything(state), words, now);
  const found = all.slice(0, top);
  if (found.length === 0) tell({ type: 'memory.missed', agent, task, key });
  else {
    const scored = found.map(({ key: own, score }) => ({ key: own, score }));
    tell({ type: 'memory.searched', agent, task, key, found: scored, of: all.length });
  }
  return found.map(({ key: own, item }) => {
    const tier = tierOf(state, own);
    // What was found a moment ago may be forgotten for what came into mind before it: it was found all the same.
    if (tier !== null) recall(state, own, operation);
    return { key: own, value: item.value, tier: tier ?? 'long-term' };
  });
}

function* everything({ short, long }: MemoryState): Generator<{ readonly key: string; readonly item: Item }> {
  for (const tier of [short, long]) for (const [key, item] of Object.entries(tier)) yield { key, item };
}

/** The value under a key; undefined where it is not remembered. */
export function valueAt(state: MemoryState, key: string): Json | undefined {
  const tier = tierOf(state, key);
  return tier === null ? undefined : at(state, tier, key).value;
}

/** Stores a value under a key; what is known of the key's use stays. */
export function remember(state: MemoryState, given: Remembered & { readonly value: Json }, operation: Operation): void {
  const { agent, task, plan, now, tell } = operation;
  const { key, importance, pinned, value } = given;
  age(state, plan);
  const tier = tierOf(state, key);
  // What is pinned belongs into short-term memory, and there has to be a place.
  if (tier !== 'short-term' && (tier === null || pinned) && !makeRoom(state, key, operation)) {
    tell({ type: 'memory.refused', agent, task, key });
    return;
  }
  if (tier === null) {
    const item: Item = { importance, createdMs: now, count: 1, timesMs: [now], pinned, value, hits: 0 };
    state.short[key] = item;
    tell({ type: 'memory.created', agent, task, key, pinned });
    return;
  }
  // Making room may have pushed the thing itself out of long-term memory.
  const item = at(state, tier, key);
  use(item, now);
  Object.assign(item, { importance, pinned, value });
  tell({ type: 'memory.updated', agent, task, key, tier, pinned });
  if (tier === 'short-term') return;
  if (pinned) promote(state, key, 'pinned', { ...weighed(state, key, operation), operation });
  else promoteWhereDue(state, key, operation);
}

/** A crash: what was in short-term memory is lost, but for what a checkpoint holds and is there yet, as it stood then. */
export function loseShortTerm(
  state: MemoryState,
  agent: number,
  tell: Operation['tell'],
  kept: Readonly<Tier> = {},
): void {
  const before = state.short;
  const keys = Object.keys(before)
    .filter((key) => !Object.hasOwn(kept, key))
    .sort();
  state.short = {};
  for (const key in before)
    if (Object.hasOwn(kept, key)) state.short[key] = { ...clonePlain(kept[key]!), pinned: before[key]!.pinned };
  if (keys.length > 0) tell({ type: 'memory.deleted', agent, keys });
}

function at(state: MemoryState, tier: MemoryTier, key: string): Item {
  return (tier === 'short-term' ? state.short : state.long)[key]!;
}

function tierOf({ short, long }: MemoryState, key: string): MemoryTier | null {
  if (Object.hasOwn(short, key)) return 'short-term';
  return Object.hasOwn(long, key) ? 'long-term' : null;
}

function use(item: Item, now: number): void {
  item.count += 1;
  item.timesMs.push(now);
  if (item.timesMs.length > timesKept) item.timesMs.shift();
  item.hits += 1;
}

/** Counts are halved every so often, so that what was used much long ago does not stay for ever. */
function age(state: MemoryState, { capacity }: MemoryPlan): void {
  state.operations += 1;
  if (state.operations < 10 * capacity) return;
  state.operations = 0;
  for (const tier of [state.short, state.long])
    for (const item of Object.values(tier)) item.count = Math.max(item.timesMs.length, Math.floor(item.count / 2));
}

function promoteWhereDue(state: MemoryState, key: string, operation: Operation): void {
  const beside = weighed(state, key, operation);
  const { score, against } = beside;
  const often = state.long[key]!.hits > promotingHits;
  if (!often && against !== null && score <= promotingLead * against.score) return;
  if (makeRoom(state, key, operation)) promote(state, key, often ? 'hits' : 'score', { ...beside, operation });
}

/** What a thing of long-term memory scores beside the lowest of short-term memory, of equals the first by key. */
function weighed(state: MemoryState, key: string, { plan, now }: Operation): Weighed {
  const others = Object.entries(state.short).filter(([, { pinned }]) => !pinned);
  const [score, ...theirs] = scoresOf(plan.score, [state.long[key]!, ...others.map(([, item]) => item)], now);
  let against: Left | null = null;
  others.forEach(([other], at) => {
    const each = { key: other, score: theirs[at]! };
    if (against === null || each.score < against.score || (each.score === against.score && other < against.key))
      against = each;
  });
  return { score: score!, against };
}

interface Weighed {
  readonly score: number;
  readonly against: Left | null;
}

function promote(
  state: MemoryState,
  key: string,
  by: 'hits' | 'score' | 'pinned',
  { score, against, operation }: Weighed & { readonly operation: Operation },
): void {
  const { agent, tell } = operation;
  const item = state.long[key]!;
  const { hits } = item;
  delete state.long[key];
  item.hits = 0;
  state.short[key] = item;
  tell({ type: 'memory.promoted', agent, key, by, hits, score, against });
}

/** A place in short-term memory for a key that is not there; false where all that is there is pinned. */
function makeRoom(state: MemoryState, key: string, operation: Operation): boolean {
  const { plan, agent, now, tell } = operation;
  if (Object.keys(state.short).length < plan.capacity) return true;
  const going = lowest(state.short, { score: plan.score, many: fifthOf(plan.capacity) }, now, null);
  if (going === null) return false;
  for (const { key: gone } of going.left) {
    const item = state.short[gone]!;
    delete state.short[gone];
    item.hits = 0;
    state.long[gone] = item;
  }
  tell({ type: 'memory.evicted', agent, ...going });
  makePlace(state, operation, key);
  return true;
}

/** Forgets what is too much in long-term memory, a fifth of it at least; one key may be spared. */
export function makePlace(
  state: MemoryState,
  { plan, agent, now, tell }: Omit<Operation, 'task'>,
  spared: string | null = null,
): void {
  const many = tooMany(Object.keys(state.long).length, plan.longTerm);
  if (many === 0) return;
  const lost = lowest(state.long, { score: plan.score, many }, now, spared);
  if (lost === null) return;
  for (const { key: gone } of lost.left) delete state.long[gone];
  tell({ type: 'memory.forgotten', agent, ...lost });
}

/** How many of so many in long-term memory are forgotten. */
export function tooMany(count: number, longTerm: number): number {
  return count <= longTerm ? 0 : Math.min(count, Math.max(count - longTerm, fifthOf(longTerm)));
}

function fifthOf(places: number): number {
  return Math.max(1, Math.ceil(places / 5));
}

/** One thing of a tier as it is ranked. */
interface Ranked {
  readonly key: string;
  readonly item: Item;
  readonly score: number;
}

/** So many of a tier: those that weigh least, of equals those unused for longest, then by key. */
export function lowest(
  tier: Readonly<Tier>,
  { score, many }: { readonly score: MemoryPlan['score']; readonly many: number },
  now: number,
  spared: string | null,
): { readonly left: readonly Left[]; readonly kept: number | null; readonly next: string | null } | null {
  const scores = scoresOf(score, Object.values(tier), now);
  const ranked: Ranked[] = [];
  Object.entries(tier).forEach(([key, item], place) => {
    if (!item.pinned && key !== spared) ranked.push({ key, item, score: scores[place]! });
  });
  if (ranked.length === 0) return null;
  lowestToFront(ranked, many, isLower);
  const left = ranked.slice(0, many).map(({ key, score: weighs }) => ({ key, score: weighs }));
  return { left, kept: ranked[many]?.score ?? null, next: ranked[many]?.key ?? null };
}

function isLower(one: Ranked, other: Ranked): boolean {
  if (one.score !== other.score) return one.score < other.score;
  const [before, after] = [lastUse(one.item), lastUse(other.item)];
  return before === after ? one.key < other.key : before < after;
}
