/**
 * The card of a room: what it is called, what can be set, what it says, and what that means, as data and words. Everything that
 * lists or tells of rooms reads cards and knows none by name; the machines stand in the registry. No card imports one.
 */
import type { BaseIssue, BaseSchema } from 'valibot';
import type { FactCard, MessageTraits } from '../agents/index.ts';

export type SettingsSchema<Settings> = BaseSchema<unknown, Settings, BaseIssue<unknown>>;

interface AnyCard extends MessageTraits {
  /** Before the dot in its messages and facts; of a pattern as it stands in `coordination.pattern`. */
  readonly name: string;
  readonly title: string;
  /** What it does, in one sentence for a person. */
  readonly summary: string;
  /** Its messages: type and what it says, in a few words. */
  readonly messages: Readonly<Record<string, string>>;
  /** Facts of its own, by whole type. */
  readonly facts: Readonly<Record<string, FactCard>>;
}

/** A way for agents to come to their tasks: a document has one. */
export interface PatternCard<Settings = unknown> extends AnyCard {
  readonly kind: 'pattern';
  /** The same as the summary where there is little room. */
  readonly hint: string;
  /** The drawing that stands for it in menus; a plain one if absent. */
  readonly icon?: 'waypoints' | 'scale' | 'gavel' | 'workflow';
  readonly settings: SettingsSchema<Settings>;
  /** The rules by which it decides, by the names that its facts give them. */
  rules(settings: Settings): Readonly<Record<string, RuleWords>>;
  /** Fields of agents that mean something under it for whoever others report to. */
  readonly managerFields?: readonly string[];
  /** Changes of scheduling and settings under it that may make a run shorter, in words that stand before a figure. */
  readonly remedies?: readonly CardRemedy[];
  /** How it reads in a list of other ways to try; absent where it is not one to try. */
  readonly alternative?: string;
}

/** A field of the document under another value. */
export interface CardRemedy {
  readonly path: readonly ['coordination' | 'scheduling' | 'conflicts', string];
  readonly value: string | number;
  readonly words: string;
  /** Whether it is one only where the field holds a number above that. */
  readonly above?: number;
}

/** A rule by which tasks are given away, in words: it stands by its name in `task.assigned`. */
export interface RuleWords {
  /** How it decides, as a sentence. */
  readonly says: string;
  /** What the numbers are that it compares, the lowest winning; null where it compares none. */
  readonly measure: string | null;
  /** Whether it may find several equally good: then the document says whether a lot falls on one. */
  readonly ties?: true;
  /** Why somebody who could have done it and was free was not weighed. */
  readonly passed: string;
}

/** A way for several agents to decide: tasks of any pattern may ask for it. */
export interface DecisionCard extends AnyCard {
  readonly kind: 'decision';
  /** The kind of action that it serves; consensus if absent. */
  readonly of?: 'negotiate';
  /** Each value of the action's `protocol` that it serves. */
  readonly ways: Readonly<Record<string, DecisionWay>>;
  /** How it numbers its leaders: by turns, where the place of the view says who leads, or by elections. Absent without leaders. */
  readonly leaders?: 'views' | 'terms';
}

export interface DecisionWay {
  /** As a form offers it. */
  readonly name: string;
  /** What it does and does not defend against, in a line for a form. */
  readonly line: string;
  /** How it decides, and what it does not defend against. */
  readonly says: string;
  /** What of its members it survives: some that lie, some that crash; null where it counts what all say. */
  readonly survives: 'liars' | 'crashes' | null;
  /** How many members must want the same; absent where the best count wins. */
  votes?(members: number): number;
  /** Whether it is for two and no more. */
  readonly pair?: true;
  /** Whether ballots are lists, best first. */
  readonly ranked?: true;
  /** How many messages one decision takes when nobody fails, and the same as arithmetic where it is more than an estimate. */
  messages(members: number): { readonly count: number; readonly exactly?: string };
}

/** Something that serves agents with what they do not do themselves, beside any pattern. */
export interface ServiceCard extends AnyCard {
  readonly kind: 'service';
  /** What of a document it serves: shared memories of these consistencies, and resources of these modes. */
  readonly serves: { readonly memories?: readonly string[]; readonly resources?: readonly string[] };
  /** Whether agents hold copies of it: then nobody beside them answers for it, and nobody but them can be cut off or crash. */
  readonly heldByAgents?: true;
  /** What the one actor is called that answers for all that it serves; absent where each thing has an actor of its own. */
  readonly oneForAll?: string;
}

export type Card = PatternCard | DecisionCard | ServiceCard;
