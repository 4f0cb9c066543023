/**
 * What agents have in mind, as a plan has it: what each believes at the start, what it is after, and what a task makes its
 * agent believe. A text that a task gives is CEL; any other value stands for itself.
 */
import type { Json, JsonObject } from '../../base/index.ts';
import type { KnownFact } from '../words.ts';

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

type BeliefFact = Extract<KnownFact, { readonly type: 'agent.believed' | 'agent.minded' }>;

/** Whether a fact says that an agent believes something else from then on. */
export function changesBeliefs(fact: KnownFact): fact is BeliefFact {
  return fact.type === 'agent.believed' || fact.type === 'agent.minded';
}

/** What an agent believes when it has come to believe something else. */
export function believedAfter(before: JsonObject, fact: BeliefFact): JsonObject {
  if (fact.type === 'agent.believed') return { ...before, [fact.name]: fact.value };
  const after = { ...before, ...fact.beliefs };
  for (const name of fact.forget) delete after[name];
  return after;
}
