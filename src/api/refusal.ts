/**
 * What is thrown where an input cannot be taken: one sentence that says where, what, and what to do.
 */
import type { Severity } from '../document/index.ts';

/** What is wrong with a document, as `validate` lists it. */
export interface ListedProblem {
  readonly code: string;
  readonly severity: Severity;
  /** Where in the document, such as `tasks[2].dependsOn[0]`; empty for all of it. */
  readonly path: string;
  readonly message: string;
}

/** The name of an option of the call that is at fault. */
export type OptionName = 'set' | 'inject' | 'why' | 'memory';

export class Refusal extends Error {
  override readonly name = 'Refusal';
  /** The option at fault; null where the document or file is. */
  readonly option: OptionName | null;
  /** What is said of it. */
  readonly sentence: string;
  /** Every error of a document that cannot run; empty where something else was refused. */
  readonly problems: readonly ListedProblem[];

  constructor(
    sentence: string,
    { option, problems = [] }: { option?: OptionName; problems?: readonly ListedProblem[] } = {},
  ) {
    super(option === undefined ? sentence : `${option} ${sentence}`);
    this.option = option ?? null;
    this.sentence = sentence;
    this.problems = problems;
  }
}
