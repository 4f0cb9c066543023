/**
 * What a model is: which operations it knows, and for one history of one key a machine whose states are numbers. Equal states
 * have equal numbers and different ones different numbers, by structure and never by a hash.
 */
import type { Json } from '../../base/index.ts';
import type { Action, Operation } from '../operation.ts';

/** The operations of one key as a machine; they are named by their index. */
export interface Machine {
  readonly initial: number;
  /** The state after it, or -1 where it cannot answer so in this state. */
  step(operation: number, state: number): number;
  /** Whether it leaves every state as it is, so that it may take effect as soon as its answer fits. */
  readonly reads: readonly boolean[];
  /** What it does, as a text: of two that are open and do the same, either may stand for the other. */
  readonly effects: readonly string[];
  /** Whether no answer in the history can tell that it took effect. */
  unseen(operation: number): boolean;
  /** A state as a read would answer it. */
  show(state: number): Json;
  /** States made so far, in words. */
  weight(): number;
}

/** Operations of a history with the index at which each stands in it. */
export interface Item {
  readonly at: number;
  readonly operation: Operation;
}

export interface Model {
  readonly name: string;
  /** What is kept, and what it is at first, in words. */
  readonly says: string;
  readonly actions: readonly Action[];
  /** What is wrong with an operation that it knows, or null. */
  refuses(operation: Operation): string | null;
  /** An operation with its values written in one way, where there are several. */
  plain?(operation: Operation): Operation;
  machine(operations: readonly Operation[]): Machine;
  /**
   * Of each operation the value that it is about, or null where it cannot be left out with one. All operations about a value may be left
   * out together: if the history was right, what stays is.
   */
  about(operations: readonly Operation[]): readonly (string | null)[];
  /** An operation that saw many values, as if some had never been. */
  erase?(operation: Operation, values: ReadonlySet<string>): Operation;
}
