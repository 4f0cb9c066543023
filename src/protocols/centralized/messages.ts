/**
 * What travels in centralized coordination: the conversation of an assignment and nothing else. Its unions are those
 * of `agents/assignment`; here are their names as a person reads them.
 */
import { assignmentWords, type FactCards } from '../../agents/index.ts';
import type { Fact } from '../../kernel/index.ts';

const words = assignmentWords('centralized');

export const messages: Readonly<Record<string, string>> = {
  [words.assign]: 'assign',
  [words.acknowledge]: 'acknowledge',
  [words.heartbeat]: 'heartbeat',
  [words.ask]: 'status query',
  [words.result]: 'result',
  [words.cancel]: 'stop',
  [words.hello]: 'recovered',
};

/** An optimal decision and what proves it: rows are tasks, columns are free slots, and the duals are those of the costs. */
export interface MatchedFact extends Fact {
  readonly type: 'centralized.matched';
  readonly tasks: readonly number[];
  /** The agent behind each column. */
  readonly agents: readonly number[];
  /** Null where the pair is not allowed. */
  readonly cost: readonly (readonly (number | null)[])[];
  readonly columnOf: readonly number[];
  readonly rowDual: readonly number[];
  readonly columnDual: readonly number[];
  readonly penalty: number;
}

const count = (number: number, noun: string): string => `${number} ${noun}${number === 1 ? '' : 's'}`;

export const facts: FactCards<MatchedFact> = {
  'centralized.matched': {
    told: ({ tasks, agents }) =>
      `${count(tasks.length, 'task')} and ${count(agents.length, 'free slot')} were matched at the lowest total`,
  },
};
