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
  /** What is written, or was read; null while that is not known. */
  value: Json;
  readonly call: number;
  /** Where it ended; null while it is open. */
  end: number | null;
  /** Whether it ended without an answer. */
  failed: boolean;
}

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
      const { agent, task, action, value } = news;
      const deed: Deed = { agent, task, action, value, call: place, end: null, failed: false };
      key.all.push(deed);
      key.facts += 1;
      this.#open.set(news.call, { key, deed });
      return;
    }
    const open = this.#open.get(news.call);
    if (open === undefined) return;
    this.#open.delete(news.call);
    open.key.facts += 1;
    open.deed.end = place;
    if (news.kind === 'refused') open.deed.failed = true;
    else if (open.deed.action === 'read') open.deed.value = news.value;
  }
}

/**
 * What failed, or is still open, may take effect at any time after its call, or never. Of a register what is removed reads as null.
 */
function operationOf(deed: Deed, at: number, model: ModelName): Operation {
  const { action, value, call, end, failed } = deed;
  const isRead = action === 'read';
  const empties = model === 'register' && action === 'remove';
  return {
    process: String(at),
    key: '',
    action: empties ? 'write' : action,
    value: isRead || empties ? null : value,
    result: isRead && end !== null && !failed ? value : null,
    call,
    returned: failed ? null : end,
  };
}

const unchecked: Judgement = { verdict: 'unchecked', steps: 0, order: [], violation: null };

function judge(deeds: readonly Deed[], model: ModelName | null): Judgement {
  if (model === null) return unchecked;
  const asked = { model, as: 'linearizable', limits } as const;
  const operations = deeds.map((deed, at) => operationOf(deed, at, model));
  if (refusesHistory(operations, asked) !== null) return unchecked;
  const [part] = checkHistory(operations, asked).parts;
  if (part === undefined) return { ...unchecked, verdict: 'consistent' };
  const { verdict, steps, violation } = part;
  if (violation === null) return { verdict, steps, order: part.order ?? [], violation };
  // Without whoever is to blame the others mostly have an order; an index behind the culprit's is one more than in what is checked.
  const others = operations.filter((_, at) => at !== violation.culprit);
  const order = checkHistory(others, asked).parts[0]?.order ?? [];
  return { verdict, steps, violation, order: order.map((at) => (at < violation.culprit ? at : at + 1)) };
}
