/**
 * What a protocol module says of each of its facts, for all who tell of a run: the sentence, the mark, the phase of a decision that
 * it brings a member to, who leads since then, and what it adds to the account of a task. Data and words only.
 */
import { canonical, type Json } from '../base/index.ts';
import type { Fact, Message } from '../kernel/index.ts';
import type { Comparison, FactMark, HoldingWord } from '../plan/index.ts';
import type { ConflictNews } from './news/conflict-news.ts';

/** Names of tasks, agents and services by index. */
export interface Names {
  readonly task: (task: number) => string;
  readonly agent: (agent: number) => string;
  readonly service: (service: number) => string;
}

/** How a member of a group stands after it has come to a phase of a decision; what its protocol does not know is absent. */
export interface Reached {
  readonly task: number;
  readonly agent: number;
  readonly value?: Json;
  readonly digest?: string;
  readonly view?: number;
  readonly term?: number;
  readonly slot?: number;
  /** Whose word it rests on. */
  readonly certificate?: readonly number[];
}

/** A phase that members go through; a card lists its facts in the order of their phases. */
export interface PhaseCard<F extends Fact = Fact> {
  readonly word: string;
  /** The fact of the phase that those who vouch for it must have reached; absent where they are not asked. */
  readonly after?: string;
  /** The messages by which they vouched. */
  readonly says: readonly string[];
  /** What it means besides: a ballot that counts, or that the member holds the value for decided. */
  readonly means?: 'ballot' | 'outcome';
  /** Whether it rests on the word of all that have stored it, as the group knows. */
  readonly byStored?: true;
  reached(fact: F): Reached;
}

/** What a fact tells of a group, whatever the task. */
export type GroupNews =
  | { readonly kind: 'view'; readonly group: number; readonly agent: number; readonly view: number }
  | { readonly kind: 'leader'; readonly group: number; readonly agent: number; readonly term: number }
  | { readonly kind: 'stored'; readonly group: number; readonly members: readonly number[] };

/** A place in a shared memory. */
interface OfKey {
  readonly service: number;
  readonly agent: number;
  readonly key: string;
}

/** What a fact tells of a shared memory. */
export type MemoryNews =
  /**
   * A replica keeps this from here on, by a change of this tag: `ts` puts changes in order, `writer` is -1 for nobody. Where a change
   * removed the last of it, nothing stands there.
   */
  | ({
      readonly kind: 'held';
      readonly value: Json;
      readonly ts: number;
      readonly writer: number;
      readonly removed: boolean;
    } & OfKey)
  /** A task begins to read or to write; `call` names that until it ends. */
  | ({
      readonly kind: 'asked';
      readonly call: string;
      readonly task: number;
      readonly action: 'read' | 'write' | 'add' | 'append' | 'insert' | 'move' | 'remove';
      readonly value: Json;
      /** Compare and set: what has to stand there; absent where nothing has. */
      readonly expect?: Json;
    } & OfKey)
  /** It has read this, or has written it. */
  | ({ readonly kind: 'done'; readonly call: string; readonly value: Json } & OfKey)
  /** It has failed. `definite` where it never took effect; else nobody knows whether a write did. */
  | ({ readonly kind: 'refused'; readonly call: string; readonly definite: boolean } & OfKey);

/** A task was handed down within a hierarchy. */
export interface Given extends Comparison {
  readonly by: number;
  readonly agent: number;
  readonly as: 'manager' | 'worker';
  readonly rule: string;
}

/** Work that waited at an agent was taken over by another, under the same lease. */
export interface Moved {
  readonly task: number;
  readonly from: number;
  readonly to: number;
  readonly lease: number;
}

/** Offers for a task are called for. Messages that answer it name it by `call`, too. */
export interface Called {
  readonly call: number;
  /** The actor that calls. */
  readonly by: number;
  readonly invited: readonly number[];
  readonly replyByMs: number;
}

/** Somebody has made an offer. */
export interface Offered {
  readonly call: number;
  readonly agent: number;
  readonly price: number;
  /** What is to be said of it besides its price. */
  readonly note: string;
  readonly as: 'timely' | 'late' | 'unusable';
}

/** What a call came to; -1 for nobody. */
export interface Awarded {
  readonly call: number;
  readonly agent: number;
  readonly price: number;
  readonly paid: number;
  readonly reason: string;
}

/** What a fact adds to the account of its task. */
export type AccountEntry =
  | { readonly word: 'called'; readonly rule: string; readonly fact: Called }
  | { readonly word: 'bid'; readonly fact: Offered }
  | { readonly word: 'decided'; readonly fact: Awarded }
  | { readonly word: 'answered'; readonly fact: { readonly agent: number; readonly call: number; readonly as: string } }
  | { readonly word: 'dropped'; readonly fact: { readonly agent: number; readonly penalty: number } }
  | { readonly word: 'given'; readonly fact: Given }
  | { readonly word: 'escalated'; readonly fact: { readonly by: number; readonly reason: string } }
  | { readonly word: 'moved'; readonly rule: string; readonly fact: Moved }
  /** A member of the group that decides the task did its part, or what it did is not enough. */
  | { readonly word: 'member'; readonly agent: number; readonly did: boolean; readonly note: string }
  | { readonly word: 'undecided'; readonly reason: string };

export interface FactCard<F extends Fact = Fact> {
  /** As a sentence. */
  told(fact: F, names: Names): string;
  readonly mark?: FactMark;
  /** Where one fact of the type is another mark than the next. */
  markOf?(fact: F): FactMark;
  readonly phase?: PhaseCard<F>;
  /** The agent whose word did not count, and why. */
  refused?(fact: F): { readonly agent: number; readonly why: string };
  group?(fact: F): GroupNews;
  memory?(fact: F): MemoryNews;
  conflict?(fact: F): ConflictNews;
  account?(fact: F): AccountEntry | null;
  /** What it says of who holds its task; absent for nothing. */
  readonly holds?: HoldingWord;
  /** Whether another one says the same as well, so that an account leaves it out. */
  readonly toldElsewhere?: true;
}

/** The facts of a union that have this type. */
export type FactOf<F extends Fact, Type extends string> = F extends { readonly type: infer Own }
  ? Type extends Own
    ? F
    : never
  : never;

/** The cards of all facts of a module: one for each type of its union. */
export type FactCards<F extends Fact> = { readonly [Type in F['type']]: FactCard<FactOf<F, Type>> };

/** What of its messages an account reads: with which a search begins, and by which somebody who was asked declines, in words. */
export interface MessageTraits {
  readonly asking?: readonly string[];
  readonly declining?: Readonly<Record<string, (message: Message) => string>>;
}

/** Longest value that is written out. */
const valueMax = 60;

/** A value as it stands in a sentence, of a long one its beginning. */
export function clipped(value: Json, max = valueMax): string {
  const text = typeof value === 'string' ? canonical(value) : said(value);
  return text.length > max ? `${text.slice(0, max - 1)}…` : text;
}

/** A list as `[a, b]`, an object as `name a, other b`; texts inside go without quotation marks where they are no doubt as they are. */
function said(value: Json): string {
  if (typeof value === 'string')
    return /^[^\s,()[\]"](?:[^,()[\]"]*[^\s,()[\]"])?$/u.test(value) ? value : canonical(value);
  if (value === null || typeof value !== 'object') return canonical(value);
  if (Array.isArray(value)) return `[${(value as readonly Json[]).map(said).join(', ')}]`;
  const parts = Object.entries(value).map(
    ([name, inner]) => `${name} ${isObject(inner) ? `(${said(inner)})` : said(inner)}`,
  );
  return parts.length === 0 ? '{}' : parts.join(', ');
}

function isObject(value: Json): boolean {
  return typeof value === 'object' && value !== null && !Array.isArray(value) && Object.keys(value).length > 0;
}
