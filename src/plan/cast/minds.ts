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

export interface Minds {
  /** By agent. */
  readonly agents: readonly Mind[];
  /** Whether a run keeps them from the start: somebody has a goal, or a task changes a belief. Else they are as the document says until a person changes one. */
  readonly kept: boolean;
  /** What each task makes its agent believe when it has ended, by task. */
  readonly believes: ReadonlyMap<number, readonly (readonly [name: string, value: Json])[]>;
}
