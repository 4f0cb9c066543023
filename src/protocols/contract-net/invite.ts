/**
 * Whom a call goes to: all of those that may be called while they are few, else as many as a call may have, drawn by the
 * seed, so that nobody is left out for standing last in a list.
 */
import type { Context } from '../../kernel/index.ts';

/** At most so many of those that pass, in order of index. */
export function drawn(
  agents: readonly number[],
  passes: (agent: number) => boolean,
  most: number,
  context: Context,
): readonly number[] {
  const found = agents.filter(passes);
  if (found.length <= most) return found;
  const stream = context.random('contract-net/invite');
  for (let at = 0; at < most; at += 1) {
    const other = stream.integer(at, found.length - 1);
    [found[at], found[other]] = [found[other]!, found[at]!];
  }
  return found.slice(0, most).sort((a, b) => a - b);
}
