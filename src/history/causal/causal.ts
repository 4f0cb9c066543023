/**
 * Whether operations are causally consistent (Ahamad and others 1995): whether each process sees all changes in an order of its
 * own in which a cause comes before what it brought about. It knows what caused an answer by where that came from, so of a
 * counter, a removal or a text that was appended to it says nothing.
 */
import { invariant } from '../../base/index.ts';
import type { Limits, Operation } from '../operation.ts';
import type { Item, Model } from '../models/model.ts';
import { onlyReads } from '../levels/line-up.ts';
import type { Judged } from '../levels/judged.ts';
import { byProcess } from '../levels/processes.ts';
import { withSteps } from '../levels/purse.ts';
import { Choice } from './choice.ts';
import { pairWords } from './relation.ts';
import { kindOf, sourcesOf, type Kind } from './sources.ts';
import { unexplained } from './views.ts';

/** Why causal consistency is not asked of these operations, or null. */
export function refusesCausal(model: Model, operations: readonly Operation[]): string | null {
  const uses = (action: string): boolean => operations.some((each) => each.action === action);
  const instead = 'ask for linearizable or sequential';
  if (model.name === 'counter') return `a counter does not say whose amounts a read saw; ${instead}`;
  if (model.name === 'set' && uses('remove')) return `a set does not say whose removal a read saw; ${instead}`;
  if (model.name === 'kv' && uses('append')) return `a text does not say whose pieces a read saw; ${instead}`;
  return null;
}

export function causal(model: Model, given: readonly Item[], limits: Limits): Judged {
  const items = given.filter(({ operation }) => operation.returned !== null || !onlyReads(operation));
  const kind = kindOf(model, items);
  invariant(kind !== null, 'causal consistency was asked of what does not tell its causes');
  if (pairWords(items.length) * 2 > limits.words) return { is: 'undecided', limit: 'words', steps: 0 };
  return withSteps(limits.steps, (spend) => {
    const culprit = explore(items, kind, model.name === 'kv' ? '' : null, spend);
    return culprit === null
      ? { is: 'consistent', steps: 0 }
      : { is: 'violated', steps: 0, culprit: items[culprit]!.at };
  });
}

/** An operation that no choice of sources explains, or null. The likeliest choice of all is tried at once, and then every one. */
function explore(
  items: readonly Item[],
  kind: Kind,
  initial: '' | null,
  spend: (work: number) => number,
): number | null {
  const sources = sourcesOf(items, kind, initial);
  const order = byProcess(items);
  const choice = new Choice(items, sources);
  const wrong = (): number | null => unexplained(items, order, choice.chosen, sources, kind, spend);
  const { queue } = choice;
  while (choice.made < queue.length) if (!choice.next()) break;
  let culprit = choice.made === queue.length ? wrong() : null;
  if (choice.made === queue.length && culprit === null) return null;
  choice.undoAll();
  for (;;) {
    if (choice.next()) {
      const last = queue[choice.made - 1]!;
      const following = queue[choice.made];
      if (last.from.length === 1 && following !== undefined && following.from.length === 1) continue;
      const found = wrong();
      if (found === null && following === undefined) return null;
      if (found === null) continue;
      culprit ??= found;
    } else culprit ??= queue[choice.made]?.reader ?? null;
    if (!choice.undo()) return culprit;
  }
}
