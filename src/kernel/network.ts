/**
 * The network between actors as data: delay, loss, duplication, reordering and partitions, for all links or for one.
 * It decides what becomes of a message when it is sent; it never delivers anything itself. Links are first in, first
 * out unless reordering is asked for. Every link draws from its own stream.
 */
import type { Random } from './random.ts';

export interface LinkModel {
  readonly delayMinMs: number;
  readonly delayMaxMs: number;
  /** Probability that a message never arrives. */
  readonly loss: number;
  /** Probability that a message arrives twice. */
  readonly duplicate: number;
  /** Probability that a message leaves its place in the link's order, and takes up to twice as long. */
  readonly reorder: number;
}

export interface Partition {
  readonly atMs: number;
  /** When it heals; null for never. */
  readonly healMs: number | null;
  /** Group of each actor by index; actors of different groups cannot reach each other. -1 reaches everybody. */
  readonly group: readonly number[];
}

export interface NetworkModel {
  readonly link: LinkModel;
  readonly overrides: readonly { readonly from: number; readonly to: number; readonly link: LinkModel }[];
  readonly partitions: readonly Partition[];
}

export const perfectLink: LinkModel = { delayMinMs: 0, delayMaxMs: 0, loss: 0, duplicate: 0, reorder: 0 };
export const perfectNetwork: NetworkModel = { link: perfectLink, overrides: [], partitions: [] };

/** Arrival times of the copies of one message; empty when it is lost. */
export type Fate = { readonly arrivals: readonly number[] } | { readonly lost: 'loss' | 'partition' };

export class Network {
  /** True when every message arrives at the instant that it was sent, so that nothing needs to be drawn. */
  readonly perfect: boolean;
  readonly #model: NetworkModel;
  readonly #names: readonly string[];
  readonly #overrides = new Map<number, LinkModel>();
  /** Latest arrival promised on each link, for first in first out. */
  readonly #latest = new Map<number, number>();

  constructor(model: NetworkModel, names: readonly string[]) {
    this.#model = model;
    this.#names = names;
    for (const { from, to, link } of model.overrides) this.#overrides.set(this.#key(from, to), link);
    this.perfect =
      model.partitions.length === 0 && [model.link, ...model.overrides.map((o) => o.link)].every(isPerfect);
  }

  /** What becomes of a message sent now. */
  fate(from: number, to: number, now: number, random: (stream: string) => Random): Fate {
    if (this.cut(from, to, now)) return { lost: 'partition' };
    const key = this.#key(from, to);
    const link = this.#overrides.get(key) ?? this.#model.link;
    if (isPerfect(link)) return { arrivals: [now] };
    const stream = random(`network/${this.#names[from] ?? '-'}>${this.#names[to] ?? '-'}`);
    if (link.loss > 0 && stream.chance(link.loss)) return { lost: 'loss' };
    const arrivals = [this.#arrival(key, link, now, stream)];
    if (link.duplicate > 0 && stream.chance(link.duplicate)) arrivals.push(this.#arrival(key, link, now, stream));
    return { arrivals };
  }

  /** Whether a partition stands between the two at this time. */
  cut(from: number, to: number, now: number): boolean {
    for (const { atMs, healMs, group } of this.#model.partitions) {
      if (now < atMs || (healMs !== null && now >= healMs)) continue;
      const a = group[from] ?? -1;
      const b = group[to] ?? -1;
      if (a !== b && a !== -1 && b !== -1) return true;
    }
    return false;
  }

  save(): [number, number][] {
    return [...this.#latest].sort((a, b) => a[0] - b[0]);
  }

  load(saved: readonly (readonly [number, number])[]): void {
    this.#latest.clear();
    for (const [key, time] of saved) this.#latest.set(key, time);
  }

  #arrival(key: number, link: LinkModel, now: number, stream: Random): number {
    const delay =
      link.delayMinMs === link.delayMaxMs ? link.delayMinMs : stream.integer(link.delayMinMs, link.delayMaxMs);
    if (link.reorder > 0 && stream.chance(link.reorder)) return now + delay + stream.integer(0, delay + 1);
    const arrival = Math.max(now + delay, this.#latest.get(key) ?? 0);
    if (link.delayMaxMs > 0) this.#latest.set(key, arrival);
    return arrival;
  }

  #key(from: number, to: number): number {
    return from * this.#names.length + to;
  }
}

function isPerfect(link: LinkModel): boolean {
  return link.delayMaxMs === 0 && link.loss === 0 && link.duplicate === 0 && link.reorder === 0;
}
