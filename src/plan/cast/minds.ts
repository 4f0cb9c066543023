/**
 * What agents have in mind, as a plan has it: what each believes at the start, what it is after, and what a task makes its
 * agent believe. A text that a task gives is CEL; any other value stands for itself.
 */
import type { Json, JsonObject } from '../../base/index.ts';

interface Goal {
  readonly id: string;
  /** CEL over results and the agent's own beliefs; null for a goal that nothing tells to be reached. */
  readonly when: string | null;
}

interface Mind {
  readonly beliefs: JsonObject;
  readonly goals: readonly Goal[];
}

/** Null in a plan in which nobody has a goal and no task changes a belief. */
export interface Minds {
  /** By agent. */
  readonly agents: readonly Mind[];
  /** What each task makes its agent believe when it has ended, by task. */
  readonly believes: ReadonlyMap<number, readonly (readonly [name: string, value: Json])[]>;
}
