/**
 * Why an agent has in mind what it has: of each thing that was found, missed, promoted, evicted, forgotten or refused what was compared
 * and what had become of it before. Folded from facts; it says nothing of what lies behind the step that is asked for.
 */
import { exactTime } from '../../document/index.ts';
import { agentTitle, taskAt, type KnownFact, type MemoryFact, type Plan } from '../../plan/index.ts';
import type { FactLog } from '../log/fact-log.ts';
import { partitionPoint } from '../log/partition-point.ts';
import type { MemoryCard, WhyMemory } from './memory-account-views.ts';

/** So many are told, the latest. */
const toldMax = 40;

/** Where a thing is, or how it went, and the step since which that is so. */
interface Standing {
  readonly at: 'short-term' | 'long-term' | 'forgotten' | 'lost' | 'refused';
  readonly step: number;
  readonly how: string;
}

type Of<Type extends MemoryFact['type']> = Extract<MemoryFact, { readonly type: Type }>;
type Told = Of<
  'memory.recalled' | 'memory.missed' | 'memory.promoted' | 'memory.evicted' | 'memory.forgotten' | 'memory.refused'
>;

/** What is told, with how its key stood before. */
interface Entry {
  readonly place: number;
  readonly before: Standing | undefined;
  /** Others who had it in mind, of a miss. */
  readonly others: readonly number[];
}

const told: ReadonlySet<string> = new Set<Told['type']>([
  'memory.recalled',
  'memory.missed',
  'memory.promoted',
  'memory.evicted',
  'memory.forgotten',
  'memory.refused',
]);
const isTold = (fact: KnownFact): fact is Told => told.has(fact.type);

export class MemoryAccount {
  readonly #plan: Plan;
  readonly #log: FactLog;
  readonly #entries: Entry[][];
  readonly #standing: Map<string, Standing>[];
  #count = 0;

  constructor(plan: Plan, log: FactLog) {
    this.#plan = plan;
    this.#log = log;
    this.#entries = plan.agents.map(() => []);
    this.#standing = plan.agents.map(() => new Map<string, Standing>());
  }

  /** Folds so many facts more at most; true when nothing is left. */
  advance(factsMax: number): boolean {
    const until = Math.min(this.#log.length, this.#count + factsMax);
    for (; this.#count < until; this.#count += 1) {
      const fact = this.#log.unpackedAt(this.#count);
      if (fact?.type.startsWith('memory.') === true) this.#fold(fact as MemoryFact, this.#count);
    }
    return this.#count === this.#log.length;
  }

  /** What happened in the memory of an agent until a step, the latest first; to one key where one is named. */
  of({ agent: id, step, key }: AskedMemory): WhyMemory | null {
    const agent = this.#plan.agents.findIndex((each) => each.id === id);
    const memory = this.#plan.workingMemories[agent];
    if (agent === -1 || memory === undefined) return null;
    const passed = this.#log.countAt(step);
    const all = this.#entries[agent]!;
    const entries = all.slice(
      0,
      partitionPoint(all.length, (at) => all[at]!.place < passed),
    );
    const wanted = key === '' ? entries : entries.filter(({ place }) => isAbout(this.#log.at(place) as Told, key));
    return {
      score: memory.score,
      cards: wanted
        .slice(-toldMax)
        .reverse()
        .map((entry) => this.#card(entry)),
      more: Math.max(0, wanted.length - toldMax),
    };
  }

  #fold(fact: MemoryFact, place: number): void {
    const standing = this.#standing[fact.agent]!;
    if (isTold(fact)) {
      const key = 'key' in fact ? fact.key : '';
      const others =
        fact.type === 'memory.missed'
          ? this.#standing.flatMap((each, agent) => (agent !== fact.agent && isKept(each.get(key)) ? [agent] : []))
          : [];
      this.#entries[fact.agent]!.push({ place, before: standing.get(key), others });
    }
    const step = this.#log.stepOf(place);
    for (const [key, next] of moved(fact)) {
      if (next.at !== 'refused' || !isKept(standing.get(key))) standing.set(key, { ...next, step });
    }
  }

  #card({ place, before, others }: Entry): MemoryCard {
    const fact = this.#log.at(place) as Told;
    const who = agentTitle(this.#plan, fact.agent);
    const task = 'task' in fact ? taskAt(this.#plan, fact.task).id : null;
    return {
      step: this.#log.stepOf(place),
      timeMs: this.#log.timeOf(place),
      kind: kinds[fact.type],
      task,
      text: this.#text(fact, before, { who, others }),
      weighed: weighedIn(fact),
    };
  }

  #text(fact: Told, before: Standing | undefined, { who, others }: { who: string; others: readonly number[] }): string {
    const { capacity, longTerm } = this.#plan.workingMemories[fact.agent]!;
    switch (fact.type) {
      case 'memory.recalled': {
        const costs = this.#plan.recollections.get(fact.task)?.recallMs ?? 0;
        const since = before === undefined ? '' : `, ${before.how} at step ${String(before.step)}`;
        return fact.tier === 'short-term'
          ? `${quoted(fact.key)} was found at once in short-term memory${since}.`
          : `${quoted(fact.key)} was found in long-term memory${since}: to recall it took ${exactTime(costs)}.`;
      }
      case 'memory.missed':
        return `${this.#missed(fact, before, who)}${this.#elsewhere(others)}`;
      case 'memory.promoted': {
        const by = {
          hits: `it had been found ${String(fact.hits)} times in long-term memory, and more than 5 promote`,
          score:
            fact.against === null
              ? 'nothing there could be compared with it'
              : 'it scored more than 1.1 times the lowest there',
          pinned: 'it was pinned, and what is pinned stands in short-term memory',
        } as const;
        return `${quoted(fact.key)} came back into short-term memory: ${by[fact.by]}.`;
      }
      case 'memory.evicted':
        return `Short-term memory was full (${String(capacity)} of ${String(capacity)}): ${names(fact)} scored lowest and went to long-term memory${next(fact)}.`;
      case 'memory.forgotten':
        return `Long-term memory had no place for more than ${String(longTerm)}: ${names(fact)} scored lowest and was forgotten${next(fact)}.`;
      case 'memory.refused':
        return `There was no place for ${quoted(fact.key)}: all ${String(capacity)} things in short-term memory are pinned.`;
    }
  }

  #missed({ key, task }: Of<'memory.missed'>, before: Standing | undefined, who: string): string {
    const query = this.#plan.recollections.get(task)?.recalls.find((each) => each.key === key)?.query ?? null;
    if (query !== null) return `Nothing that ${who} remembers holds any word of ${quoted(query.text)}.`;
    if (before === undefined) return `${who} had never remembered ${quoted(key)}.`;
    return `${who} had nothing of ${quoted(key)}: it was ${before.how} at step ${String(before.step)}.`;
  }

  #elsewhere(others: readonly number[]): string {
    const [first] = others;
    if (first === undefined) return '';
    const who = others.length === 1 ? agentTitle(this.#plan, first) : `${String(others.length)} others`;
    return ` ${who} remembered it, and working memories are not shared.`;
  }
}

export interface AskedMemory {
  readonly agent: string;
  readonly step: number;
  /** '' for all. */
  readonly key: string;
}

const kinds: Readonly<Record<Told['type'], MemoryCard['kind']>> = {
  'memory.recalled': 'found',
  'memory.missed': 'missed',
  'memory.promoted': 'promoted',
  'memory.evicted': 'evicted',
  'memory.forgotten': 'forgotten',
  'memory.refused': 'refused',
};

const isKept = (standing: Standing | undefined): boolean =>
  standing?.at === 'short-term' || standing?.at === 'long-term';

/** Where a fact puts which keys. */
function* moved(fact: MemoryFact): Generator<readonly [string, Omit<Standing, 'step'>]> {
  switch (fact.type) {
    case 'memory.created':
      yield [fact.key, { at: 'short-term', how: 'where it was remembered' }];
      return;
    case 'memory.promoted':
      yield [fact.key, { at: 'short-term', how: 'where it was promoted' }];
      return;
    case 'memory.refused':
      yield [fact.key, { at: 'refused', how: 'refused, as all places were pinned,' }];
      return;
    case 'memory.evicted':
      for (const { key, score } of fact.left)
        yield [key, { at: 'long-term', how: `where it went with a score of ${rounded(score)}` }];
      return;
    case 'memory.forgotten':
      for (const { key, score } of fact.left)
        yield [key, { at: 'forgotten', how: `forgotten, with a score of ${rounded(score)},` }];
      return;
    case 'memory.deleted':
      for (const key of fact.keys) yield [key, { at: 'lost', how: 'lost in a crash' }];
      return;
    case 'memory.restored':
      for (const key of fact.keys) yield [key, { at: 'long-term', how: 'where it was from an earlier run,' }];
      for (const key of fact.pinned ?? []) yield [key, { at: 'short-term', how: 'where it was from an earlier run,' }];
      return;
    default:
  }
}

function isAbout(fact: Told, key: string): boolean {
  return 'key' in fact ? fact.key === key : fact.left.some((each) => each.key === key) || fact.next === key;
}

/** What was compared: what went or came, and what it was held against. */
function weighedIn(fact: Told): MemoryCard['weighed'] {
  if (fact.type === 'memory.promoted')
    return [
      { key: fact.key, score: fact.score, stays: true },
      ...(fact.against === null ? [] : [{ ...fact.against, stays: true }]),
    ];
  if (fact.type !== 'memory.evicted' && fact.type !== 'memory.forgotten') return [];
  const left = fact.left.map((each) => ({ ...each, stays: false }));
  return fact.kept === null || fact.next === null ? left : [...left, { key: fact.next, score: fact.kept, stays: true }];
}

function names({ left }: Pick<Of<'memory.evicted'>, 'left'>): string {
  const [first, ...others] = left.map(({ key }) => quoted(key));
  return others.length === 0 ? (first ?? '') : `${first ?? ''} and ${String(others.length)} more`;
}

function next({ next: key, kept }: Pick<Of<'memory.evicted'>, 'next' | 'kept'>): string {
  return key === null || kept === null
    ? '; nothing else could go'
    : `; ${quoted(key)}, next at ${rounded(kept)}, stayed`;
}

const quoted = (text: string): string => `“${text}”`;

function rounded(score: number): string {
  return String(Number(score.toPrecision(3)));
}
