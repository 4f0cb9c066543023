/**
 * What a room exports that serves agents with what they do not do themselves: a shared memory, an arbiter of a resource. It
 * stands beside the pattern of a document: any pattern may hold tasks that use it. It brings an actor for each thing that it
 * serves, behind all others, or none where agents hold it themselves, and a role by which agents use them.
 */
import type { BandOf, Corruption, Role } from '../agents/index.ts';
import type { Machine } from '../kernel/index.ts';
import type { JsonObject } from '../base/index.ts';
import type { FactMark, Invariant, KnownFact, Plan, ServicePlan } from '../plan/index.ts';
import type { ServiceCard } from './card.ts';

/** A fold over facts, and what it comes to for each of the services of its room, by index. */
export interface ServiceFigures {
  fact(fact: KnownFact, time: number): void;
  of(service: number): JsonObject;
  /** How long a task has waited for one of them, ms; absent where nobody waits. */
  waitedMs?(service: number, task: number): number;
}

/** Figures of a whole run that rooms bring, by their names in experiments. */
export type ServiceMetric =
  | 'memoryOperations'
  | 'memoryMessages'
  | 'unavailable'
  | 'staleReads'
  | 'lostUpdates'
  | 'convergeMs'
  | 'waitMs'
  | 'victims'
  | 'blockedMs'
  | 'waitFairness';

/** A fold over facts, and what it comes to for all services of its room together where the run stands, ms. */
export interface ServiceMeasures {
  fact(fact: KnownFact, time: number): void;
  of(now: number): Readonly<Partial<Record<ServiceMetric, number>>>;
}

/** What a fact is that only those before it show: a mark, and the sentence of it. */
export interface Sign {
  readonly mark: FactMark;
  readonly text: string;
  readonly service: number;
}

/** A fold over facts that sees such signs. */
export interface Signs {
  fact(fact: KnownFact): readonly Sign[];
  /** At the end of each step that recorded anything: what only all of it together shows. */
  settled?(): readonly Sign[];
}

export interface ServiceRoom extends ServiceCard {
  /** Answers for one of the things that it serves in this plan; absent where its card says that agents hold them. */
  service?(plan: Plan, service: ServicePlan): Machine;
  /** What agents play to use them: a role that obtains. */
  roles(plan: Plan): readonly Role[];
  invariants(plan: Plan): readonly Invariant[];
  /** Adds up what comes of what it serves, for the result of a run; absent where there is nothing to tell. */
  figures?(plan: Plan): ServiceFigures;
  /** Measures a run for experiments; absent where there is nothing to compare. */
  measures?(plan: Plan): ServiceMeasures;
  /** Sees what stands out in a run though no single fact says it; absent where there is nothing of that kind. */
  signs?(plan: Plan): Signs;
  /** The phases of what it does, between its messages; absent where there are none to tell. */
  readonly bandOf?: BandOf;
  /** How an agent that lies says its messages; absent where nobody would gain by it. */
  readonly corruption?: Corruption;
}
