/**
 * How an agent misbehaves in what it says (Byzantine conduct), and how a room lets its messages be said falsely. The
 * agent's own machine stays honest: only what it sends is dropped, changed or said again, so that a liar can reuse what
 * it was told and forge nothing.
 */
import type { Json } from '../base/index.ts';
import type { Message } from '../kernel/index.ts';
import type { Plan } from '../plan/index.ts';

/** One way of misbehaving that is under way. */
export type Conduct =
  /** Says nothing. */
  | { readonly kind: 'silent' }
  /** Says one thing to some and another to the rest. `value` is the other thing, null for one of the room's own making. */
  | { readonly kind: 'equivocate'; readonly value: Json; readonly deceived?: readonly number[] }
  /** Says another thing to everybody. */
  | { readonly kind: 'lie'; readonly value: Json }
  /** Votes for what it is against. */
  | { readonly kind: 'flip-votes' }
  /** Speaks only to these actors. */
  | { readonly kind: 'selective-send'; readonly to: readonly number[] }
  /** Says old things again, with this probability for each thing that it says. */
  | { readonly kind: 'replay'; readonly rate: number }
  /** Calls for a new leader every so many ms without cause. */
  | { readonly kind: 'false-view-change'; readonly everyMs: number }
  /** As a new leader, carries over the wrong decisions. */
  | { readonly kind: 'bad-new-view' }
  /** As a leader, tells half of the others another order of what it proposes. */
  | { readonly kind: 'other-order' }
  /** As a leader, leaves every other place of the order empty. */
  | { readonly kind: 'gaps' }
  /** Proposes although it does not lead. */
  | { readonly kind: 'rogue-proposals' }
  /** Says nothing about these tasks, by index. */
  | { readonly kind: 'censor'; readonly tasks: readonly number[] }
  /** One plan of several agents, by index: together they tell some of the others one thing, and the rest another. */
  | {
      readonly kind: 'collude';
      readonly agents: readonly number[];
      readonly value: Json;
      readonly deceived?: readonly number[];
    };

/** A lie about to be told. */
export interface Lie {
  readonly plan: Plan;
  readonly conduct: Conduct;
  /** The liar, an agent by index. */
  readonly agent: number;
  /** The actor that it is told to. */
  readonly to: number;
}

/** What is said instead: the message itself where the room knows no lie of this kind, null for nothing at all. */
export type Corruption = (message: Message, lie: Lie) => Message | null;
