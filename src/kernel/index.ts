/** The door of the kernel: a deterministic machine of actors and envelopes that knows nothing of agents or tasks. */
export type { Effect, PendingEffect } from './effect.ts';
export { messageFact, messageType } from './event.ts';
export type {
  ActorCrashed,
  Alerted,
  Envelope,
  EnvelopeKind,
  Fact,
  KernelFact,
  Idle,
  KernelMessage,
  LimitReached,
  Message,
  MessageDelivered,
  MessageLost,
  MessageSent,
  MessageTold,
  NetworkChanged,
  Recorder,
} from './event.ts';
export { defaultLimits, type Limits } from './limits.ts';
export {
  actor,
  priority,
  stableActor,
  toMs,
  type ActorIndex,
  type ActorSpec,
  type Context,
  type Machine,
} from './machine.ts';
export {
  perfectLink,
  type LinkModel,
  type LinkRule,
  type NetworkModel,
  type NetworkRule,
  type Partition,
} from './network.ts';
export { keyOfText, type Random } from './random.ts';
export { bytesOf, bytesShared, digestOf, type Snapshot } from './snapshot.ts';
export { World, type WorldSpec } from './world.ts';
