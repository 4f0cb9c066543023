/**
 * What each replica of each shared memory keeps, folded from facts as they come: the copies at any playhead are look-ups, and so is
 * since when they differ or are alike. It reads facts only and changes nothing.
 */
import { compareIds } from '../../base/index.ts';
import type { MemoryNews } from '../../agents/index.ts';
import { factCardOf, Likeness, standing } from '../../protocols/index.ts';
import type { FactLog } from '../log/fact-log.ts';
import { partitionPoint } from '../log/partition-point.ts';

type HeldNews = Extract<MemoryNews, { readonly kind: 'held' }>;

/** What a replica keeps from a place of the log on. */
export interface Held {
  readonly place: number;
  readonly news: HeldNews;
  /** The value as canonical JSON, by which copies are compared; '' where nothing stands any more. */
  readonly text: string;
  /** What bears the latest tag of all that this replica came to keep so far. */
  readonly latest: Held | null;
}

/** How many keys differ from a place of the log on, and the place since which there are some, or none. */
interface Apart {
  readonly place: number;
  readonly differing: number;
  readonly since: number;
}

class KeyCopies {
  /** Where anything came to stand here. */
  readonly first: number;
  /** By agent, in the order of the log. */
  readonly held = new Map<number, Held[]>();
  /** Places at which its copies came to differ, and to be alike again, by turns. */
  readonly turns: number[] = [];

  constructor(first: number) {
    this.first = first;
  }
}

class MemoryCopies {
  readonly keys = new Map<string, KeyCopies>();
  readonly apart: Apart[] = [];
  readonly likeness: Likeness;
  /** Places at which it came to be unavailable, and to answer again, by turns. */
  readonly turns: number[] = [];

  constructor(replicas: number) {
    this.likeness = new Likeness(replicas);
  }
}

export class Copies {
  readonly #log: FactLog;
  readonly #replicas: (service: number) => number;
  readonly #memories = new Map<number, MemoryCopies>();
  #count = 0;

  /** `replicas` says how many copies there are of a memory. */
  constructor(log: FactLog, replicas: (service: number) => number) {
    this.#log = log;
    this.#replicas = replicas;
  }

  /** Folds what has been recorded since, so many facts at most; true when nothing is left. */
  advance(factsMax: number): boolean {
    const until = Math.min(this.#log.length, this.#count + factsMax);
    for (; this.#count < until; this.#count += 1) {
      const fact = this.#log.unpackedAt(this.#count);
      const news = fact === null ? undefined : factCardOf(fact.type)?.memory?.(fact);
      if (news?.kind === 'held') this.#hold(news, this.#count);
      else if (news?.kind === 'done' || news?.kind === 'refused') this.#ended(news, this.#count);
    }
    return this.#count === this.#log.length;
  }

  /** Keys under which anything stood when so many facts had happened, by name. */
  keys(service: number, count: number): string[] {
    const keys = this.#memories.get(service)?.keys ?? new Map<string, KeyCopies>();
    return [...keys].flatMap(([name, { first }]) => (first < count ? [name] : [])).sort(compareIds);
  }

  /** Whether the copies of a key differed by then. */
  differs(service: number, key: string, count: number): boolean {
    const turns = this.#memories.get(service)?.keys.get(key)?.turns ?? [];
    return partitionPoint(turns.length, (at) => turns[at]! < count) % 2 === 1;
  }

  /** What a replica kept under a key by then; undefined for nothing. */
  at(service: number, key: string, agent: number, count: number): Held | undefined {
    const held = this.#memories.get(service)?.keys.get(key)?.held.get(agent) ?? [];
    return held[partitionPoint(held.length, (at) => held[at]!.place < count) - 1];
  }

  /** Whether the last operation that had ended by then found too few replicas. */
  unavailable(service: number, count: number): boolean {
    const turns = this.#memories.get(service)?.turns ?? [];
    return partitionPoint(turns.length, (at) => turns[at]! < count) % 2 === 1;
  }

  /** How many keys differed by then, and since which place; undefined before anything stood. */
  standing(service: number, count: number): Apart | undefined {
    const apart = this.#memories.get(service)?.apart ?? [];
    return apart[partitionPoint(apart.length, (at) => apart[at]!.place < count) - 1];
  }

  /** The place from `from` on at which nothing differed any more, below `until`; `from` where nothing did there, null for none. */
  alikeFrom(service: number, from: number, until: number): number | null {
    if ((this.standing(service, from)?.differing ?? 0) === 0) return from;
    const apart = this.#memories.get(service)?.apart ?? [];
    const next = apart.slice(partitionPoint(apart.length, (at) => apart[at]!.place < from));
    const alike = next.find(({ differing }) => differing === 0);
    return alike === undefined || alike.place >= until ? null : alike.place;
  }

  #of(service: number): MemoryCopies {
    const memory = this.#memories.get(service) ?? new MemoryCopies(this.#replicas(service));
    this.#memories.set(service, memory);
    return memory;
  }

  /** What was refused for certain was answered. */
  #ended(news: Extract<MemoryNews, { readonly kind: 'done' | 'refused' }>, place: number): void {
    const { turns } = this.#of(news.service);
    const failed = news.kind === 'refused' && !news.definite;
    if (failed !== (turns.length % 2 === 1)) turns.push(place);
  }

  #hold(news: HeldNews, place: number): void {
    const memory = this.#of(news.service);
    const key = memory.keys.get(news.key) ?? new KeyCopies(place);
    memory.keys.set(news.key, key);
    const held = key.held.get(news.agent) ?? [];
    key.held.set(news.agent, held);
    const text = standing(news);
    const before = held.at(-1);
    const latest = before === undefined ? null : latestOf(before);
    held.push({ place, news, text, latest: latest === null || isLater(news, latest.news) ? null : latest });
    if (memory.likeness.hold(news.key, news.agent, text) !== null) key.turns.push(place);
    const { apart } = memory;
    const { differing } = memory.likeness;
    const last = apart.at(-1);
    if (last?.differing === differing) return;
    const goesOn = last !== undefined && last.differing > 0 === differing > 0;
    apart.push({ place, differing, since: goesOn ? last.since : place });
  }
}

/** What bears the latest tag of all that a replica had come to keep by then. */
export function latestOf(held: Held): Held {
  return held.latest ?? held;
}

/** Whether one tag is later than another: by their counts, and by who wrote where these are equal. */
export function isLater(one: HeldNews, other: HeldNews): boolean {
  return one.ts === other.ts ? one.writer > other.writer : one.ts > other.ts;
}
