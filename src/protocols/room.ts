/**
 * What a pattern of coordination exports: its card, and with it the machine that coordinates, the roles that agents play in it, and
 * what always holds. Compile reads nothing else of it.
 */
import type { Json } from '../base/index.ts';
import type { BandOf, Corruption, Role } from '../agents/index.ts';
import type { FieldPath, Problem, ResolvedDocument, ResolvedTask } from '../document/index.ts';
import type { Machine } from '../kernel/index.ts';
import type { Invariant, Plan } from '../plan/index.ts';
import type { PatternCard } from './card.ts';

export interface ProtocolRoom<Settings = unknown> extends PatternCard<Settings> {
  coordinator(plan: Plan, settings: Settings): Machine;
  roles(plan: Plan, settings: Settings): readonly Role[];
  invariants(plan: Plan, settings: Settings): readonly Invariant[];
  /** Whether, where no message takes time, no agent is idle beside a task that it can do: then Graham's bound holds. */
  workConserving?(plan: Plan): boolean;
  /** How many hops a word takes to whoever does a task, at most; one if absent. */
  hops?(document: ResolvedDocument): number;
  /** How many slots a task takes; one if absent. */
  slotsFor?(task: ResolvedTask, document: ResolvedDocument): number;
  /** What is to be said of a document without errors before it runs under this pattern. */
  problems?(document: ResolvedDocument, settings: Settings): readonly RoomProblem[];
  /** How an agent that lies says its messages; absent where nobody would gain by it. */
  readonly corruption?: Corruption;
  /** The phases of what it does, between its messages; absent where there are none to tell. */
  readonly bandOf?: BandOf;
}

/** A problem of a field of the document, and the value that mends it; absent where a person has to choose. */
export interface RoomProblem extends Pick<Problem, 'code' | 'severity' | 'message'> {
  readonly field: FieldPath;
  readonly mend?: { readonly label: string; readonly value: Json };
}

/** One of many, its settings hidden. */
export function protocolRoom<Settings>(room: ProtocolRoom<Settings>): ProtocolRoom {
  return room;
}
