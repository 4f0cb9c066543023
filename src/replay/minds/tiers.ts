/**
 * The working memory of an agent at a step, as the agent itself has it there: both tiers with the use and the score of each thing, what
 * moved in that step, and what would leave next.
 */
import { actorOfAgent, type KnownFact, type MemoryPlan } from '../../plan/index.ts';
import { lastUse, scoresOf, type AgentState } from '../../agents/index.ts';
import type { Run } from '../run.ts';
import { Recall } from '../sums/recall.ts';
import { shortened, type TiersView } from './mind-views.ts';

/** So many of each tier are told, the highest first. */
const toldMax = 40;

type Memory = NonNullable<AgentState['memory']>;
type Thing = TiersView['short'][number];

/** What happened to keys in one step. */
interface Moved {
  readonly how: Map<string, NonNullable<Thing['moved']>>;
  readonly missed: string[];
  readonly forgotten: string[];
}

export class Tiers {
  readonly #run: Run;
  #recall = new Recall();
  /** How many facts it has heard. */
  #heard = 0;
  #at: { readonly step: number; readonly states: readonly unknown[] } | null = null;

  constructor(run: Run) {
    this.#run = run;
  }

  /** Null where nobody in the run remembers or recalls anything. */
  of(agent: number, step: number): TiersView | null {
    const { plan } = this.#run.compiled;
    const memory = plan.workingMemories[agent];
    if (memory === undefined || plan.recollections.size === 0) return null;
    const within = Math.min(step, this.#run.steps);
    const moved = this.#moved(agent, within);
    const state = (this.#states(within)[actorOfAgent(agent)] as AgentState).memory ?? { short: {}, long: {} };
    const count = this.#run.log.countAt(within);
    const now = count === 0 ? 0 : this.#run.log.timeOf(count - 1);
    const short = things(state.short, memory, now, moved);
    const long = things(state.long, memory, now, moved);
    const { hits, misses } = this.#sums(count).of(agent);
    const full = short.length >= memory.capacity;
    return {
      score: memory.score,
      capacity: memory.capacity,
      places: memory.longTerm,
      hits,
      misses,
      short: short.slice(0, toldMax),
      shortKept: short.length,
      long: long.slice(0, toldMax),
      longKept: long.length,
      next: full ? (short.findLast(({ pinned }) => !pinned)?.key ?? null) : null,
      missed: moved.missed,
      forgotten: moved.forgotten,
    };
  }

  /** Of a run that went another way there is another book; a step is looked at for several agents. */
  #states(step: number): readonly unknown[] {
    if (this.#at?.step !== step) this.#at = { step, states: this.#run.worldAt(step).snapshot().states };
    return this.#at.states;
  }

  #sums(count: number): Recall {
    if (count < this.#heard) {
      this.#recall = new Recall();
      this.#heard = 0;
    }
    for (; this.#heard < count; this.#heard += 1) {
      const fact = this.#run.log.unpackedAt(this.#heard);
      if (fact !== null) this.#recall.fact(fact);
    }
    return this.#recall;
  }

  #moved(agent: number, step: number): Moved {
    const { log } = this.#run;
    const moved: Moved = { how: new Map(), missed: [], forgotten: [] };
    for (let at = log.countAt(step - 1); at < log.countAt(step); at += 1) {
      const fact = log.unpackedAt(at);
      if (fact !== null && 'agent' in fact && fact.agent === agent) note(moved, fact);
    }
    return moved;
  }
}

function note({ how, missed, forgotten }: Moved, fact: KnownFact): void {
  switch (fact.type) {
    case 'memory.created':
    case 'memory.updated':
    case 'memory.promoted':
    case 'memory.recalled':
      how.set(fact.key, moves[fact.type]);
      return;
    case 'memory.evicted':
      for (const { key } of fact.left) how.set(key, 'evicted');
      return;
    case 'memory.missed':
      missed.push(fact.key);
      return;
    case 'memory.forgotten':
      for (const { key } of fact.left) forgotten.push(key);
      return;
    default:
  }
}

const moves = {
  'memory.created': 'remembered',
  'memory.updated': 'remembered',
  'memory.promoted': 'promoted',
  'memory.recalled': 'recalled',
} as const;

/** A tier, the highest score first. */
function things(tier: Memory['short'], { score }: MemoryPlan, now: number, { how }: Moved): Thing[] {
  const all = Object.entries(tier);
  const scores = scoresOf(
    score,
    all.map(([, item]) => item),
    now,
  );
  return all
    .map(([key, item], at): Thing => ({
      key,
      ...shortened(item.value),
      pinned: item.pinned,
      importance: item.importance,
      uses: item.count,
      unusedMs: Math.max(0, now - lastUse(item)),
      score: scores[at]!,
      moved: how.get(key) ?? null,
    }))
    .sort((a, b) => b.score - a.score);
}
