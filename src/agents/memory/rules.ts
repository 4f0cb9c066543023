/**
 * What always holds of working memories, as folds over facts: both tiers keep to their sizes, nothing is in two of them, nothing is
 * lost without a word, and what leaves is never worth more than what stays.
 */
import {
  agentTitle,
  invariantRule,
  type Invariant,
  type KnownFact,
  type MemoryFact,
  type MemoryTier,
  type Plan,
} from '../../plan/index.ts';
import { promotingHits, promotingLead } from './tiers.ts';

const memoryFacts = [
  'memory.created',
  'memory.updated',
  'memory.refused',
  'memory.recalled',
  'memory.missed',
  'memory.searched',
  'memory.promoted',
  'memory.evicted',
  'memory.forgotten',
  'memory.deleted',
  'memory.restored',
] as const satisfies readonly MemoryFact['type'][];

const heard: ReadonlySet<string> = new Set(memoryFacts);

function isOfMemory(fact: KnownFact): fact is MemoryFact {
  return heard.has(fact.type);
}

type Tiers = Readonly<Record<MemoryTier, Set<string>>>;

/** What each agent has in mind, as the facts say. */
interface Kept {
  readonly agents: readonly Tiers[];
  /** What was evicted in the operation that is under way may be forgotten before it is over. */
  overfull: number;
}

function keptNothing({ agents }: Plan): Kept {
  return {
    agents: agents.map(() => ({ 'short-term': new Set<string>(), 'long-term': new Set<string>() })),
    overfull: -1,
  };
}

/** Enters a fact; a sentence where it cannot be so. */
function enter({ agents }: Kept, fact: MemoryFact): string | null {
  const tiers = agents[fact.agent]!;
  const [short, long] = [tiers['short-term'], tiers['long-term']];
  switch (fact.type) {
    case 'memory.created':
      if (short.has(fact.key) || long.has(fact.key)) return `had "${fact.key}" in mind and remembered it as new`;
      short.add(fact.key);
      return null;
    case 'memory.updated':
    case 'memory.recalled':
      return tiers[fact.tier].has(fact.key) ? null : `found "${fact.key}" in ${fact.tier} memory, where it is not`;
    case 'memory.missed':
      return short.has(fact.key) || long.has(fact.key) ? `had "${fact.key}" in mind and did not find it` : null;
    case 'memory.refused':
      return null;
    case 'memory.searched': {
      const strange = fact.found.find(({ key }) => !short.has(key) && !long.has(key));
      return strange === undefined ? null : `found "${strange.key}", which it does not remember`;
    }
    case 'memory.promoted':
      if (!long.delete(fact.key)) return `promoted "${fact.key}", which is not in long-term memory`;
      short.add(fact.key);
      return null;
    case 'memory.evicted':
      for (const { key } of fact.left) {
        if (!short.delete(key)) return `evicted "${key}", which is not in short-term memory`;
        long.add(key);
      }
      return null;
    case 'memory.forgotten':
      for (const { key } of fact.left)
        if (!long.delete(key)) return `forgot "${key}", which is not in long-term memory`;
      return null;
    case 'memory.restored':
      for (const key of fact.keys) {
        if (short.has(key) || long.has(key)) return `had "${key}" in mind and got it from another run`;
        long.add(key);
      }
      for (const key of fact.pinned ?? []) {
        if (short.has(key) || long.has(key)) return `had "${key}" in mind and got it from another run`;
        short.add(key);
      }
      return null;
    case 'memory.deleted':
      for (const key of fact.keys) if (!short.delete(key)) return `lost "${key}", which is not in short-term memory`;
      return null;
  }
}

function said(fact: MemoryFact, plan: Plan, sentence: string | null): string | null {
  return sentence === null ? null : `${agentTitle(plan, fact.agent)} ${sentence}`;
}

/** Everything is in one tier, and leaves it only with a word. */
const oneTier = invariantRule<Kept>({
  rule: 'WM2',
  title: 'what an agent has in mind is in one tier, until it is moved, forgotten or deleted',
  room: 'agents',
  hears: memoryFacts,
  init: keptNothing,
  fact: (kept, fact, _moment, plan) => (isOfMemory(fact) ? said(fact, plan, enter(kept, fact)) : null),
});

const withinBounds = invariantRule<Kept>({
  rule: 'WM1',
  title: 'no tier of a memory ever holds more than its size',
  room: 'agents',
  hears: memoryFacts,
  init: keptNothing,
  fact(kept, fact, _moment, plan) {
    if (!isOfMemory(fact)) return null;
    // An eviction may overfill long-term memory until what is forgotten for it has been told, right behind it.
    const late = fact.type === 'memory.forgotten' ? -1 : kept.overfull;
    enter(kept, fact);
    const tiers = kept.agents[fact.agent]!;
    const { capacity, longTerm } = plan.workingMemories[fact.agent]!;
    if (tiers['short-term'].size > capacity)
      return said(fact, plan, `has ${tiers['short-term'].size} things in a short-term memory of ${capacity}`);
    kept.overfull = tiers['long-term'].size > longTerm ? fact.agent : -1;
    return late === -1 ? null : `${agentTitle(plan, late)} has more in long-term memory than its size`;
  },
  end(kept, _moment, plan) {
    return kept.overfull === -1
      ? null
      : `${agentTitle(plan, kept.overfull)} has more in long-term memory than its size`;
  },
});

const lowestLeave = invariantRule<null>({
  rule: 'WM3',
  title:
    'what leaves a tier never scores more than what could have left and stays, and what comes back has won its place',
  room: 'agents',
  hears: ['memory.evicted', 'memory.forgotten', 'memory.promoted'],
  init: () => null,
  fact(_state, fact, _moment, plan) {
    if (fact.type === 'memory.promoted')
      return hasWon(fact) ? null : said(fact, plan, `promoted "${fact.key}", which had not won a place`);
    if (fact.type !== 'memory.evicted' && fact.type !== 'memory.forgotten') return null;
    const { left, kept } = fact;
    if (left.length === 0) return said(fact, plan, 'let nothing go and said so');
    const better = kept === null ? undefined : left.find(({ score }) => score > kept);
    return better === undefined ? null : said(fact, plan, `let "${better.key}" go although something kept scores less`);
  },
});

/** Found more than five times, or scoring more than 1.1 times the lowest that it is held against. */
function hasWon({ by, hits, score, against }: Extract<MemoryFact, { readonly type: 'memory.promoted' }>): boolean {
  if (by === 'pinned') return true;
  return by === 'hits' ? hits > promotingHits : against === null || score > promotingLead * against.score;
}

const pinnedStay = invariantRule<readonly Set<string>[]>({
  rule: 'WM4',
  title: 'what is pinned is never evicted or forgotten',
  room: 'agents',
  hears: memoryFacts,
  init: ({ agents }) => agents.map(() => new Set<string>()),
  fact(pinned, fact, _moment, plan) {
    if (!isOfMemory(fact)) return null;
    const own = pinned[fact.agent]!;
    if (fact.type === 'memory.created' || fact.type === 'memory.updated') {
      if (fact.pinned) own.add(fact.key);
      else own.delete(fact.key);
    } else if (fact.type === 'memory.restored') for (const key of fact.pinned ?? []) own.add(key);
    else if (fact.type === 'memory.deleted') for (const key of fact.keys) own.delete(key);
    else if (fact.type === 'memory.evicted' || fact.type === 'memory.forgotten') {
      const gone = fact.left.find(({ key }) => own.has(key));
      return gone === undefined ? null : said(fact, plan, `let "${gone.key}" go, which is pinned`);
    }
    return null;
  },
});

/** The rules of working memories, where any is used. */
export const memoryRules: readonly Invariant[] = [withinBounds, oneTier, lowestLeave, pinnedStay];
