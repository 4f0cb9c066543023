/**
 * The network between actors as data: delay, loss, duplication, reordering and partitions, for all links or for one,
 * and rules that come and go during a run. It decides what becomes of a message when it is sent; it never delivers
 * anything itself. Links are first in, first out unless reordering is asked for. Every link draws from its own stream,
 * and rules draw from another one of it, so that they leave what the model draws as it is.
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
  /** From when on the model loses, doubles, reorders and parts nothing any more, and the longest delay then; null for never, and for what links say. */
  readonly stableMs?: number | null;
  readonly boundMs?: number | null;
}

/**
 * What befalls messages while it stands, on top of the model: each chance strikes by itself, so that of a loss of 0.1
 * and one of 0.2 there comes one of 0.28; delays are added to the one that the model draws.
 */
export interface LinkRule {
  readonly rule: string;
  /** Actors that send what it falls on, and those to whom; empty for all. */
  readonly from: readonly number[];
  readonly to: readonly number[];
  /** Whether it falls on the way back too. */
  readonly both: boolean;
  readonly loss: number;
  readonly delayMs: number;
  readonly duplicate: number;
  readonly reorder: number;
}
/** Keeps actors of different groups apart while it stands; -1 reaches everybody. */
export interface PartitionRule {
  readonly rule: string;
  readonly group: readonly number[];
}
export type NetworkRule = LinkRule | PartitionRule;

export const perfectLink: LinkModel = { delayMinMs: 0, delayMaxMs: 0, loss: 0, duplicate: 0, reorder: 0 };
export const perfectNetwork: NetworkModel = { link: perfectLink, overrides: [], partitions: [] };

/** Arrival times of the copies of one message; empty when it is lost. */
export type Fate = { readonly arrivals: readonly number[] } | { readonly lost: 'loss' | 'partition' };

/** A network between two steps. What no rule ever touched has neither rules nor a time of healing. */
export interface SavedNetwork {
  readonly links: readonly (readonly [number, number])[];
  readonly rules?: readonly NetworkRule[];
  readonly healedMs?: number;
}

export class Network {
  /** True when every message arrives at the instant that it was sent, so that nothing needs to be drawn. */
  perfect: boolean;
  readonly #model: NetworkModel;
  readonly #perfectModel: boolean;
  readonly #names: readonly string[];
  readonly #overrides = new Map<number, LinkModel>();
  /** Latest arrival promised on each link, for first in first out. */
  readonly #latest = new Map<number, number>();
  #rules: readonly NetworkRule[] = [];
  /** When everything was healed by hand; partitions of the model that began up to then are over. */
  #healedMs = -1;

  constructor(model: NetworkModel, names: readonly string[]) {
    this.#model = model;
    this.#names = names;
    for (const { from, to, link } of model.overrides) this.#overrides.set(this.#key(from, to), link);
    this.#perfectModel =
      model.partitions.length === 0 && [model.link, ...model.overrides.map((o) => o.link)].every(isPerfect);
    this.perfect = this.#perfectModel;
  }

  /** What becomes of a message sent now. */
  fate(from: number, to: number, now: number, random: (stream: string) => Random): Fate {
    if (this.cut(from, to, now)) return { lost: 'partition' };
    const key = this.#key(from, to);
    const link = this.#overrides.get(key) ?? this.#model.link;
    const model = this.#isStable(now) ? calmed(link, this.#model.boundMs ?? link.delayMaxMs) : link;
    const rules = this.#rulesOn(from, to);
    const behind = (this.#latest.get(key) ?? 0) > now;
    if (rules === null && isPerfect(model) && !behind) return { arrivals: [now] };
    const name = `${this.#names[from] ?? '-'}>${this.#names[to] ?? '-'}`;
    const stream = random(`network/${name}`);
    if (model.loss > 0 && stream.chance(model.loss)) return { lost: 'loss' };
    if (rules === null) {
      const way = { key, now, model, stream, delayMs: 0 };
      const arrivals = [this.#arrival(way)];
      if (model.duplicate > 0 && stream.chance(model.duplicate)) arrivals.push(this.#arrival(way));
      return { arrivals };
    }
    const other = random(`network/${name}/rules`);
    if (rules.loss > 0 && other.chance(rules.loss)) return { lost: 'loss' };
    const way = { key, now, model, stream, delayMs: rules.delayMs, reorder: rules.reorder, other };
    const arrivals = [this.#arrival(way)];
    if (model.duplicate > 0 && stream.chance(model.duplicate)) arrivals.push(this.#arrival(way));
    if (rules.duplicate > 0 && other.chance(rules.duplicate)) arrivals.push(this.#arrival({ ...way, stream: other }));
    return { arrivals };
  }

  /** Whether a partition stands between the two at this time. */
  cut(from: number, to: number, now: number): boolean {
    const partitions = this.#isStable(now) ? [] : this.#model.partitions;
    for (const { atMs, healMs, group } of partitions) {
      if (now < atMs || (healMs !== null && now >= healMs) || atMs <= this.#healedMs) continue;
      if (parted(group, from, to)) return true;
    }
    for (const rule of this.#rules) if ('group' in rule && parted(rule.group, from, to)) return true;
    return false;
  }

  #isStable(now: number): boolean {
    const { stableMs = null } = this.#model;
    return stableMs !== null && now >= stableMs;
  }

  /** A rule comes into force, in the place of one of its name. */
  begin(rule: NetworkRule): void {
    this.#rules = [...this.#rules.filter((each) => each.rule !== rule.rule), rule];
    this.#look();
  }

  /** A rule goes out of force, or all, with what the model keeps apart; returns those that did. */
  heal(rule: string | null, now: number): readonly NetworkRule[] {
    const gone = this.#rules.filter((each) => rule === null || each.rule === rule);
    this.#rules = this.#rules.filter((each) => !gone.includes(each));
    if (rule === null) this.#healedMs = now;
    this.#look();
    return gone;
  }

  save(): SavedNetwork {
    return {
      links: [...this.#latest].sort((a, b) => a[0] - b[0]),
      ...(this.#rules.length > 0 ? { rules: this.#rules } : {}),
      ...(this.#healedMs >= 0 ? { healedMs: this.#healedMs } : {}),
    };
  }

  load({ links, rules = [], healedMs = -1 }: SavedNetwork): void {
    this.#latest.clear();
    for (const [key, time] of links) this.#latest.set(key, time);
    this.#rules = rules;
    this.#healedMs = healedMs;
    this.#look();
  }

  /** What a rule has delayed keeps its place before what is sent after the rule is gone. */
  #look(): void {
    this.perfect = this.#perfectModel && this.#rules.length === 0 && this.#latest.size === 0;
  }

  /** What the rules do to messages between the two, taken together; null when there is none. */
  #rulesOn(from: number, to: number): Omit<LinkRule, 'rule' | 'from' | 'to' | 'both'> | null {
    let spared = 1;
    let [delayMs, once, ordered] = [0, 1, 1];
    let any = false;
    for (const rule of this.#rules) {
      if ('group' in rule || !(falls(rule, from, to) || (rule.both && falls(rule, to, from)))) continue;
      any = true;
      spared *= 1 - rule.loss;
      delayMs += rule.delayMs;
      once *= 1 - rule.duplicate;
      ordered *= 1 - rule.reorder;
    }
    return any ? { loss: 1 - spared, delayMs, duplicate: 1 - once, reorder: 1 - ordered } : null;
  }

  #arrival(way: Way): number {
    const { key, now, model, stream, delayMs } = way;
    const drawn =
      model.delayMinMs === model.delayMaxMs ? model.delayMinMs : stream.integer(model.delayMinMs, model.delayMaxMs);
    const delay = drawn + delayMs;
    if (model.reorder > 0 && stream.chance(model.reorder)) return now + delay + stream.integer(0, delay + 1);
    if (way.reorder !== undefined && way.reorder > 0 && way.other.chance(way.reorder))
      return now + delay + way.other.integer(0, delay + 1);
    const arrival = Math.max(now + delay, this.#latest.get(key) ?? 0);
    if (model.delayMaxMs > 0 || delayMs > 0) this.#latest.set(key, arrival);
    return arrival;
  }

  #key(from: number, to: number): number {
    return from * this.#names.length + to;
  }
}

/** The way of one copy of a message: what the model says of it, what rules add, and from where each draws. */
type Way = {
  readonly key: number;
  readonly now: number;
  readonly model: LinkModel;
  readonly stream: Random;
  readonly delayMs: number;
} & ({ readonly reorder: number; readonly other: Random } | { readonly reorder?: undefined });

function falls({ from, to }: LinkRule, sender: number, receiver: number): boolean {
  return (from.length === 0 || from.includes(sender)) && (to.length === 0 || to.includes(receiver));
}

function parted(group: readonly number[], from: number, to: number): boolean {
  const a = group[from] ?? -1;
  const b = group[to] ?? -1;
  return a !== b && a !== -1 && b !== -1;
}

/** A link of a network that is whole for good. */
function calmed({ delayMinMs, delayMaxMs }: LinkModel, boundMs: number): LinkModel {
  const most = Math.min(delayMaxMs, boundMs);
  return { delayMinMs: Math.min(delayMinMs, most), delayMaxMs: most, loss: 0, duplicate: 0, reorder: 0 };
}

function isPerfect(link: LinkModel): boolean {
  return link.delayMaxMs === 0 && link.loss === 0 && link.duplicate === 0 && link.reorder === 0;
}
