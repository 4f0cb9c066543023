/**
 * The network between actors as data: delay, loss, duplication, reordering and partitions, for all links or for one,
 * and rules that come and go during a run. It decides what becomes of a message when it is sent; it never delivers
 * anything itself. Links are first in, first out unless reordering is asked for. Each message draws by itself: by
 * what it says, about what and for how many times, model and rules at places of their own, so that none moves another's draw.
 */
import { keyOfText, type Lot } from './random.ts';

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
  /** Whether messages carry their places on their links, and who comes early is held back: then none overtakes another. */
  readonly ordered?: true;
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

/** What the rules that fall on a link come to. */
type Ruled = Omit<LinkRule, 'rule' | 'from' | 'to' | 'both'>;

/** A message as the network sees it. */
export interface Sent {
  readonly from: number;
  readonly to: number;
  readonly now: number;
  /** What kind of message it is. */
  readonly type: string;
  /** What it says and about what, as one word; 0 where it is about nothing. */
  readonly topic: number;
  /** Its place among all that was ever sent: draws go by it when more was said than is kept count of. */
  readonly order: number;
}

/** So many conversations of a link are kept count of: what a snapshot carries stays small. */
const saidMax = 65_536;

/** Arrival times of the copies of one message; empty when it is lost. */
export type Fate = { readonly arrivals: readonly number[] } | { readonly lost: 'loss' | 'partition' };

/** A network between two steps. What no rule ever touched has neither rules nor a time of healing. */
export interface SavedNetwork {
  readonly links: readonly (readonly [number, number])[];
  readonly rules?: readonly NetworkRule[];
  readonly healedMs?: number;
  /** How often each thing was said, by turns with what it is. */
  readonly said?: readonly number[];
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
  /** How often each thing was said so far. */
  readonly #said = new Map<number, number>();
  /** Names of the actors as keys, once one is asked for. */
  #keys: readonly number[] | null = null;
  readonly #lot: Lot;
  #rules: readonly NetworkRule[] = [];
  /** When everything was healed by hand; partitions of the model that began up to then are over. */
  #healedMs = -1;

  constructor(model: NetworkModel, names: readonly string[], lot: Lot) {
    this.#model = model;
    this.#names = names;
    this.#lot = lot;
    for (const { from, to, link } of model.overrides) this.#overrides.set(this.#key(from, to), link);
    this.#perfectModel =
      model.partitions.length === 0 && [model.link, ...model.overrides.map((o) => o.link)].every(isPerfect);
    this.perfect = this.#perfectModel;
  }

  /** What becomes of a message sent now. */
  fate(sent: Sent): Fate {
    const { from, to, now } = sent;
    if (this.cut(from, to, now)) return { lost: 'partition' };
    const key = this.#key(from, to);
    const link = this.#overrides.get(key) ?? this.#model.link;
    const model = this.#isStable(now) ? calmed(link, this.#model.boundMs ?? link.delayMaxMs) : link;
    const rules = this.#rulesOn(from, to);
    const behind = (this.#latest.get(key) ?? 0) > now;
    if (rules === null && isPerfect(model) && !behind) return { arrivals: [now] };
    const lot = isChanceless(model, rules) ? this.#lot : this.#lotOf(sent);
    if (model.loss > 0 && lot.at(draw.loss).chance(model.loss)) return { lost: 'loss' };
    if (rules !== null && rules.loss > 0 && lot.at(draw.lossByRule).chance(rules.loss)) return { lost: 'loss' };
    const arrivals = [this.#arrival(key, now, model, rules, 0)];
    if (model.duplicate > 0 && lot.at(draw.duplicate).chance(model.duplicate))
      arrivals.push(this.#arrival(key, now, model, rules, 1));
    if (rules !== null && rules.duplicate > 0 && lot.at(draw.duplicateByRule).chance(rules.duplicate))
      arrivals.push(this.#arrival(key, now, model, rules, 2));
    return { arrivals };
  }

  /**
   * The lot of a message: by what it says about what and how often that was said before, whoever says it to whom, so that
   * it is drawn alike where another agent is given the task; what is about nothing, by its link. One message more or less
   * moves no other's draws.
   */
  #lotOf({ from, to, type, topic, order }: Sent): Lot {
    const lot = this.#lot.begin('network').with(topic);
    if (topic === 0) {
      const keys = (this.#keys ??= this.#names.map((name) => keyOfText(name)));
      lot.with(keys[from] ?? -1).with(keys[to] ?? -1);
      lot.with(keyOfText(type));
    }
    const about = lot.word >>> 2;
    const before = this.#said.get(about);
    if (before === undefined && this.#said.size >= saidMax) return lot.with(-order);
    this.#said.set(about, (before ?? 0) + 1);
    return lot.with(before ?? 0);
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
      ...(this.#said.size > 0 ? { said: [...this.#said].flat() } : {}),
    };
  }

  load({ links, rules = [], healedMs = -1, said = [] }: SavedNetwork): void {
    this.#latest.clear();
    this.#said.clear();
    for (let at = 0; at < said.length; at += 2) this.#said.set(said[at]!, said[at + 1]!);
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
  #rulesOn(from: number, to: number): Ruled | null {
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

  #arrival(key: number, now: number, model: LinkModel, rules: Ruled | null, copy: number): number {
    const lot = this.#lot;
    const { delayMinMs, delayMaxMs, reorder } = model;
    const place = copy * draw.copy;
    const drawn = delayMinMs === delayMaxMs ? delayMinMs : lot.at(place + draw.delay).integer(delayMinMs, delayMaxMs);
    const delay = drawn + (rules?.delayMs ?? 0);
    if (reorder > 0 && lot.at(place + draw.reorder).chance(reorder))
      return this.#early(key, now + delay + lot.integer(0, delay + 1));
    const byRule = rules?.reorder ?? 0;
    if (byRule > 0 && lot.at(place + draw.reorderByRule).chance(byRule))
      return this.#early(key, now + delay + lot.integer(0, delay + 1));
    const arrival = Math.max(now + delay, this.#latest.get(key) ?? 0);
    if (delayMaxMs > 0 || delay > drawn) this.#latest.set(key, arrival);
    return arrival;
  }

  /** Out of its place; where places are numbered, not before those that were sent before it. */
  #early(key: number, arrivesMs: number): number {
    if (this.#model.ordered !== true) return arrivesMs;
    const arrival = Math.max(arrivesMs, this.#latest.get(key) ?? 0);
    this.#latest.set(key, arrival);
    return arrival;
  }

  #key(from: number, to: number): number {
    return from * this.#names.length + to;
  }
}

/** What is drawn of a message stands each at a place of its own in its lot: what one setting asks for moves no other draw. */
const draw = {
  loss: 0,
  lossByRule: 1,
  duplicate: 2,
  duplicateByRule: 3,
  /** Of each copy, which are so many places apart. */
  copy: 4,
  delay: 4,
  reorder: 5,
  reorderByRule: 6,
} as const;

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

/** Whether nothing is drawn of what is sent. */
function isChanceless({ delayMinMs, delayMaxMs, loss, duplicate, reorder }: LinkModel, rules: Ruled | null): boolean {
  if (delayMinMs !== delayMaxMs || loss > 0 || duplicate > 0 || reorder > 0) return false;
  return rules === null || (rules.loss === 0 && rules.duplicate === 0 && rules.reorder === 0);
}

function isPerfect(link: LinkModel): boolean {
  return link.delayMaxMs === 0 && link.loss === 0 && link.duplicate === 0 && link.reorder === 0;
}
