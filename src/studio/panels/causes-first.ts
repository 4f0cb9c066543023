/**
 * The order in which problems are listed: what causes others before what follows from it, so that the first one mended may take
 * others with it. It changes no problem and leaves none out. Pure.
 */
import type { Problem } from '../../document/index.ts';

/** What others follow from, the deepest cause first. A kind that is not named here stands between these and the consequences. */
const causes: readonly string[] = [
  // What the schema refuses comes before all that is said of what it means.
  'format',
  'shape',
  'unknown-pattern',
  'unknown-action',
  'unknown-behaviour',
  'dangling-reference',
  'self-dependency',
  'repeated-dependency',
  'dependency-cycle',
  'bounds',
];
const consequences: readonly string[] = ['pinned-incapable', 'unassignable', 'unreachable', 'fault-idle'];

/** The same problems, causes first; those of one rank keep their order. */
export function causesFirst(problems: readonly Problem[]): readonly Problem[] {
  return [...problems].sort((one, other) => rankOf(one) - rankOf(other));
}

function rankOf({ code }: Problem): number {
  const cause = causes.indexOf(code);
  if (cause !== -1) return cause;
  return causes.length + 1 + consequences.indexOf(code);
}
