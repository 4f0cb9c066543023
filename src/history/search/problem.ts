/**
 * What a search is asked: operations by number, of which the first `due` must take effect and the others may; an order that
 * says which of them may come next; and what each does to a state.
 */

export interface Problem {
  readonly count: number;
  readonly due: number;
  readonly initial: number;
  /** The state after it, or -1 where its answer does not fit this state. */
  step(operation: number, state: number): number;
  /** Whether it leaves every state as it is. */
  readonly reads: readonly boolean[];
  /** The optional one before it that does the same, or -1: of those that are open the first stands for all. */
  readonly twins: Int32Array;
  readonly order: Order;
  /** Words that the states take. */
  weight(): number;
}

/** Which operations may come next; it is told of each that was taken, and of each that is taken back, the last one first. */
export interface Order {
  /** Those that nothing comes before. */
  first(): readonly number[];
  /** Those that may come now and could not before `operation` was taken; `base` is the first due one that is not yet taken. */
  taken(operation: number, base: number): readonly number[];
  takenBack(operation: number, released: readonly number[]): void;
}
