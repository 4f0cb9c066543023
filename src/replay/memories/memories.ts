/** A shared memory at the playhead: its replicas side by side, so that whoever looks sees where they differ, and since when. */
import { exactTime } from '../../document/index.ts';
import { agentAt, agentTitle, serviceAt, type Plan, type ServicePlan } from '../../plan/index.ts';
import { tagsInMs } from '../../protocols/index.ts';
import type { FactLog } from '../log/fact-log.ts';
import { Cuts } from './cuts.ts';
import type { NetworkModel } from '../../kernel/index.ts';
import { Copies, isLater, latestOf, type Held } from './copies.ts';
import type { MemoryCell, MemoryRow, MemoryView } from './memory-views.ts';

/** Longest value that is told. */
const valueMax = 400;
/** So many replicas stand side by side in the order of the document; of more, those that differ come first. */
const inOrderMax = 6;
/** So many are shown at most. */
const shownMax = 24;

export interface AskedMemory {
  /** Its id; the first one for ''. */
  readonly memory: string;
  readonly from: number;
  readonly count: number;
  /** Whether only keys are wanted that differ. */
  readonly differing: boolean;
  /** Part of the name of a key; '' or absent for all. */
  readonly text?: string;
}

/** Under so many keys replicas are compared for how many differ. */
const comparedMax = 300;

/** A key with what each replica keeps, in the order of the plan. */
interface Line {
  readonly key: string;
  readonly held: readonly (Held | undefined)[];
  /** By replica, which of the values it is: 0 for that of most. */
  readonly sides: readonly number[];
}

export class MemoryBook {
  readonly #plan: Plan;
  readonly #log: FactLog;
  readonly #copies: Copies;
  readonly #cuts: Cuts;
  #count = 0;

  /** `partitions` are those of the drawing. */
  constructor(plan: Plan, log: FactLog, partitions: NetworkModel['partitions'] = []) {
    this.#plan = plan;
    this.#log = log;
    this.#cuts = new Cuts(plan, partitions);
    this.#copies = new Copies(log, (service) => serviceAt(plan, service).replicas.length);
  }

  advance(factsMax: number): boolean {
    const until = Math.min(this.#log.length, this.#count + factsMax);
    for (; this.#count < until; this.#count += 1) {
      const fact = this.#log.unpackedAt(this.#count);
      if (fact !== null) this.#cuts.fact(fact, this.#log.timeOf(this.#count), this.#count);
    }
    return this.#copies.advance(factsMax);
  }

  /** A memory when so many facts had happened; null where there is none of that name, or nobody holds it. */
  at({ memory, from, count, differing, text = '' }: AskedMemory, passed: number): MemoryView | null {
    const held = this.#plan.services.flatMap((service, at) =>
      service.of === 'memory' && service.replicas.length > 0 ? [{ service, at }] : [],
    );
    const found = memory === '' ? held[0] : held.find(({ service }) => service.id === memory);
    if (found === undefined) return null;
    const { service, at } = found;
    const all = this.#copies.keys(at, passed);
    const sought = text.toLowerCase();
    const keys = all.filter(
      (key) => key.toLowerCase().includes(sought) && (!differing || this.#copies.differs(at, key, passed)),
    );
    const lines = keys.slice(from, from + count).map((key) => this.#line(service, at, key, passed));
    const places = shownPlaces(service, lines);
    const standing = this.#copies.standing(at, passed);
    return {
      memories: held.map(({ service: { id, name } }) => ({ id, name })),
      id: service.id,
      name: service.name,
      way: service.way,
      replicas: places.map((place) => this.#who(service.replicas[place]!)),
      copies: service.replicas.length,
      keys: all.length,
      total: keys.length,
      from,
      rows: lines.map((line) => this.#row(line, places, service)),
      heals: heals(service),
      healing: this.#healing(service, at, passed),
      unavailable: this.#copies.unavailable(at, passed),
      standing: standing === undefined ? null : { differing: standing.differing, ...this.#when(standing.since) },
    };
  }

  #healing(service: ServicePlan, at: number, passed: number): MemoryView['healing'] {
    const nowMs = passed === 0 ? 0 : this.#log.timeOf(passed - 1);
    const cuts = this.#cuts.of(at, nowMs);
    if (cuts.length === 0) return null;
    const copies = this.#differingCopies(service, at, passed);
    const open = cuts.filter(({ endMs }) => endMs === -1).map(({ startMs }) => startMs);
    if (open.length > 0) return { cutMs: Math.min(...open), healedMs: null, tookMs: null, copies };
    const last = cuts.reduce((latest, cut) => (cut.endMs > latest.endMs ? cut : latest));
    const from = this.#log.countAtTime(last.endMs);
    const alike = this.#copies.alikeFrom(at, from, passed);
    const tookMs = alike === null ? null : alike === from ? 0 : this.#log.timeOf(alike) - last.endMs;
    return { cutMs: last.startMs, healedMs: last.endMs, tookMs, copies };
  }

  /** How many replicas keep something else than most do, under the first of the keys that differ. */
  #differingCopies(service: ServicePlan, at: number, passed: number): number {
    const differing = this.#copies.keys(at, passed).filter((key) => this.#copies.differs(at, key, passed));
    const lines = differing.slice(0, comparedMax).map((key) => this.#line(service, at, key, passed));
    return service.replicas.filter((_, place) => lines.some(({ sides }) => sides[place]! > 0)).length;
  }

  #line({ replicas }: ServicePlan, service: number, key: string, passed: number): Line {
    const held = replicas.map((agent) => this.#copies.at(service, key, agent, passed));
    const counts = new Map<string, number>();
    for (const each of held) counts.set(textOf(each), (counts.get(textOf(each)) ?? 0) + 1);
    // Sorting keeps those of one size in the order in which they came.
    const values = [...counts].sort((a, b) => b[1] - a[1]).map(([text]) => text);
    return { key, held, sides: held.map((each) => values.indexOf(textOf(each))) };
  }

  #row({ key, held, sides }: Line, places: readonly number[], service: ServicePlan): MemoryRow {
    const healed = heals(service) ? healedOf(held) : null;
    return {
      key,
      differs: sides.some((side) => side > 0),
      cells: places.map((place) => {
        const each = held[place];
        return each === undefined || each.text === '' ? null : this.#cell(each, sides[place]!, service);
      }),
      healed: healed === null ? null : shortOf(healed.text),
    };
  }

  #cell({ place, text, news: { ts, writer } }: Held, side: number, service: ServicePlan): MemoryCell {
    const short = shortOf(text);
    const tag = service.way === 'eventual' ? clockOf(ts) : String(ts);
    const who = writer < 0 ? null : agentTitle(this.#plan, writer);
    return { text: short, whole: short === text, writer: who, tag, ...this.#when(place), side };
  }

  #who(agent: number): MemoryView['replicas'][number] {
    return { id: agentAt(this.#plan, agent).id, name: agentTitle(this.#plan, agent) };
  }

  #when(place: number): { readonly step: number; readonly timeMs: number } {
    return { step: this.#log.stepOf(place), timeMs: this.#log.timeOf(place) };
  }
}

/**
 * Whether it can be told what all copies come to when they have been compared and nobody writes: that of the latest tag, where there is
 * anti-entropy and a key holds one value.
 */
function heals({ way, memory }: ServicePlan): boolean {
  return way === 'eventual' && memory?.type === 'register';
}

function healedOf(held: readonly (Held | undefined)[]): Held | null {
  let best: Held | null = null;
  for (const each of held) {
    if (each === undefined) continue;
    const latest = latestOf(each);
    if (best === null || isLater(latest.news, best.news)) best = latest;
  }
  return best;
}

/** A hybrid logical clock: the time, and a count where several changes fall in one millisecond. */
function clockOf(ts: number): string {
  const count = ts % tagsInMs;
  return `${exactTime(Math.floor(ts / tagsInMs))}${count === 0 ? '' : ` + ${String(count)}`}`;
}

function shortOf(text: string): string {
  return text.length > valueMax ? text.slice(0, valueMax) : text;
}

/** What copies are compared by; nothing is like nothing, and like no value. */
function textOf(held: Held | undefined): string {
  return held?.text ?? '';
}

/** Which replicas are shown, by their places: of many, those that differ in most keys come first. */
function shownPlaces({ replicas }: ServicePlan, lines: readonly Line[]): number[] {
  const places = [...replicas.keys()];
  if (places.length <= inOrderMax) return places;
  const apart = places.map((place) => lines.filter(({ sides }) => sides[place]! > 0).length);
  return places.sort((a, b) => apart[b]! - apart[a]! || a - b).slice(0, shownMax);
}
