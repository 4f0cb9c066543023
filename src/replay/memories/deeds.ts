/**
 * What clients did to each key of each shared memory, folded from facts as they come, and held against the promise of a strong one:
 * an order in which all of it may have taken effect, or the shortest part that no order explains.
 */
import { compareIds, type Json } from '../../base/index.ts';
import {
  checkHistory,
  refusesHistory,
  type CheckedPart,
  type Limits,
  type ModelName,
  type Operation,
} from '../../history/index.ts';
import type { MemoryNews } from '../../agents/index.ts';
import { factCardOf } from '../../protocols/index.ts';
import type { FactLog } from '../log/fact-log.ts';

/** How far the check of one key goes. */
const limits: Limits = { steps: 400_000, words: 1 << 20 };

type Action = Extract<MemoryNews, { readonly kind: 'asked' }>['action'];

/** One read or write of a task, from its call to its return; places are those of its facts. */
export interface Deed {
  readonly agent: number;
  readonly task: number;
  readonly action: Action;
  /** Compare and set: what had to stand there; absent for any other. */
  readonly expect?: Json;
  /** What is written, or was read; null while that is not known. */
  value: Json;
  readonly call: number;
  /** Where it ended; null while it is open. */
  end: number | null;
  /** Whether it ended without an answer: it took effect at any time after its call, or never. */
  failed: boolean;
  /** Whether it was refused: it never took effect. A compare-and-set found something else there. */
  refused: boolean;
}

type KnownDeed = Deed & { readonly action: Exclude<Deed['action'], 'insert' | 'move'> };

export interface Judgement {
  /** Unchecked is what no model knows. */
  readonly verdict: CheckedPart['verdict'] | 'unchecked';
  /** Operations that were tried. */
  readonly steps: number;
  /** Deeds, by their indices, in an order that explains all of them, or all but the one to blame. */
  readonly order: readonly number[];
  readonly violation: CheckedPart['violation'];
}

class KeyDeeds {
  readonly all: Deed[] = [];
  /** What was found out, and of how many facts. */
  judged: { readonly facts: number; readonly judgement: Judgement } | null = null;
  facts = 0;
}

export class Deeds {
  readonly #log: FactLog;
  readonly #modelOf: (service: number) => ModelName | null;
  readonly #memories = new Map<number, Map<string, KeyDeeds>>();
  readonly #open = new Map<string, { readonly key: KeyDeeds; readonly deed: Deed }>();
  #count = 0;

  /** `modelOf` says as what the keys of a memory are checked; null for not at all. */
  constructor(log: FactLog, modelOf: (service: number) => ModelName | null) {
    this.#log = log;
    this.#modelOf = modelOf;
  }

  /** Folds what has been recorded since, so many facts at most; true when nothing is left. */
  advance(factsMax: number): boolean {
    const until = Math.min(this.#log.length, this.#count + factsMax);
    for (; this.#count < until; this.#count += 1) this.#hear(this.#count);
    return this.#count === this.#log.length;
  }

  /** Keys to which anything was done, by name. */
  keys(service: number): string[] {
    return [...(this.#memories.get(service)?.keys() ?? [])].sort(compareIds);
  }

  /** What was done to a key, in the order of the calls. */
  of(service: number, key: string): readonly Deed[] {
    return this.#memories.get(service)?.get(key)?.all ?? [];
  }

  /** Whether that is linearizable; found out once, until more is known. */
  judged(service: number, name: string): Judgement | null {
    const key = this.#memories.get(service)?.get(name);
    if (key === undefined) return null;
    if (key.judged?.facts !== key.facts)
      key.judged = { facts: key.facts, judgement: judge(key.all, this.#modelOf(service)) };
    return key.judged.judgement;
  }

  #hear(place: number): void {
    const fact = this.#log.unpackedAt(place);
    const news = fact === null ? undefined : factCardOf(fact.type)?.memory?.(fact);
    if (news === undefined || news.kind === 'held') return;
    if (news.kind === 'asked') {
      const memory = this.#memories.get(news.service) ?? new Map<string, KeyDeeds>();
      this.#memories.set(news.service, memory);
      const key = memory.get(news.key) ?? new KeyDeeds();
      memory.set(news.key, key);
      const { agent, task, action, value, expect } = news;
      const compares = expect === undefined ? {} : { expect };
      const deed: Deed = { agent, task, action, ...compares, value, call: place, ...open };
      key.all.push(deed);
      key.facts += 1;
      this.#open.set(news.call, { key, deed });
      return;
    }
    const ends = this.#open.get(news.call);
    if (ends === undefined) return;
    this.#open.delete(news.call);
    ends.key.facts += 1;
    ends.deed.end = place;
    if (news.kind === 'refused') ends.deed[news.definite ? 'refused' : 'failed'] = true;
    else if (ends.deed.action === 'read') ends.deed.value = news.value;
  }
}

/** How a deed begins. */
const open = { end: null, failed: false, refused: false } as const;

/** What was refused and compared nothing never took effect, and says nothing of what stood there. */
function isChecked({ refused, expect }: Deed): boolean {
  return !refused || expect !== undefined;
}

/**
 * What failed, or is still open, may take effect at any time after its call, or never. Of a register what is removed reads as null, and
 * a write that compares found what it expects or, refused, something else.
 */
function operationOf(deed: KnownDeed, at: number, model: ModelName): Operation {
  const { action, value, expect, call, end, failed, refused } = deed;
  const empties = model === 'register' && action === 'remove';
  const sets = empties ? null : value;
  const answered = end !== null && !failed;
  const of = { process: String(at), key: '', call, returned: failed ? null : end };
  if (action === 'read') return { ...of, action, value: null, result: answered ? value : null };
  if (expect !== undefined) return { ...of, action: 'cas', value: [expect, sets], result: answered ? !refused : null };
  return { ...of, action: empties ? 'write' : action, value: sets, result: null };
}

/** Whether models know what it does: none knows the places of a list. */
function isKnown(deed: Deed): deed is KnownDeed {
  return deed.action !== 'insert' && deed.action !== 'move';
}

const unchecked: Judgement = { verdict: 'unchecked', steps: 0, order: [], violation: null };

function judge(deeds: readonly Deed[], model: ModelName | null): Judgement {
  if (model === null || !deeds.every(isKnown)) return unchecked;
  const asked = { model, as: 'linearizable', limits } as const;
  const checked = [...deeds.keys()].filter((at) => isChecked(deeds[at]!));
  const operations = checked.map((at) => operationOf(deeds[at]!, at, model));
  if (refusesHistory(operations, asked) !== null) return unchecked;
  const [part] = checkHistory(operations, asked).parts;
  if (part === undefined) return { ...unchecked, verdict: 'consistent' };
  const { verdict, steps, violation } = part;
  const places = (ats: readonly number[]): number[] => ats.map((at) => checked[at]!);
  if (violation === null) return { verdict, steps, order: places(part.order ?? []), violation };
  // Without whoever is to blame the others mostly have an order; an index behind the culprit's is one more than in what is checked.
  const others = operations.filter((_, at) => at !== violation.culprit);
  const order = checkHistory(others, asked).parts[0]?.order ?? [];
  return {
    verdict,
    steps,
    violation: { ...violation, culprit: checked[violation.culprit]!, part: places(violation.part) },
    order: places(order.map((at) => (at < violation.culprit ? at : at + 1))),
  };
}
