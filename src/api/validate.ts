/**
 * Every problem of a document, with its place and what to do, without running it.
 */
import { listed, load, type Additions } from './load.ts';
import type { ListedProblem } from './refusal.ts';
import type { Source } from './source.ts';

export interface Validated {
  /** Whether nothing keeps it from running. */
  readonly valid: boolean;
  readonly problems: readonly ListedProblem[];
}

/** Throws a `Refusal` where the source cannot be read at all. */
export function validate(
  source: Source,
  { name = 'document', ...additions }: { readonly name?: string } & Pick<Additions, 'agents' | 'bandwidth'> = {},
): Validated {
  const { problems } = load(source, name, additions);
  return {
    valid: problems.every(({ severity }) => severity !== 'error'),
    problems: listed(problems),
  };
}
