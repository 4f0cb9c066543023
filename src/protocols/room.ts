/**
 * What every protocol room exports: its name, its parameters as a schema, the machine that coordinates, the roles
 * that agents play in it, and what always holds. Compile, palette, forms, invariants panel and command line read
 * nothing else of a room.
 */
import type { BaseIssue, BaseSchema } from 'valibot';
import type { Corruption, Role, Telling } from '../agents/index.ts';
import type { Machine } from '../kernel/index.ts';
import type { Invariant, Plan } from '../plan/index.ts';

export type SettingsSchema<Settings> = BaseSchema<unknown, Settings, BaseIssue<unknown>>;

export interface ProtocolRoom<Settings = unknown> {
  /** As it stands in `coordination.pattern`, and before the dot in its messages. */
  readonly name: string;
  readonly title: string;
  /** What it does, in one sentence for a person. */
  readonly summary: string;
  readonly settings: SettingsSchema<Settings>;
  coordinator(plan: Plan, settings: Settings): Machine;
  roles(plan: Plan, settings: Settings): readonly Role[];
  invariants(plan: Plan, settings: Settings): readonly Invariant[];
  /** Whether, where no message takes time, no agent is idle beside a task that it can do: then Graham's bound holds. */
  workConserving?(plan: Plan): boolean;
  /** How an agent that lies says its messages; absent where nobody would gain by it. */
  readonly corruption?: Corruption;
  /** Its messages: type and what it says, in a few words. */
  readonly messages: Readonly<Record<string, string>>;
  /** Facts of its own: type and how each is told in a sentence. */
  readonly facts?: Readonly<Record<string, Telling>>;
  /** The rules by which it decides, by the names that its facts give them. */
  rules(settings: Settings): Readonly<Record<string, RuleWords>>;
}

/** A rule by which tasks are given away, in words: it stands by its name in `task.assigned`. */
export interface RuleWords {
  /** How it decides, as a sentence. */
  readonly says: string;
  /** What the numbers are that it compares, the lowest winning; null where it compares none. */
  readonly measure: string | null;
  /** Why somebody who could have done it and was free was not weighed. */
  readonly passed: string;
  /** Whether it may find several equally good: then the document says whether a lot falls on one. */
  readonly ties?: true;
}

/** One of many, its settings hidden. */
export function protocolRoom<Settings>(room: ProtocolRoom<Settings>): ProtocolRoom {
  return room;
}
