/**
 * Why a history is violated: the shortest part that shows it, the operation that no order explains, and what that could have
 * answered instead.
 */
import type { Json } from '../../base/index.ts';
import type { Judged } from '../levels/judged.ts';
import { onlyReads } from '../levels/line-up.ts';
import type { Item, Model } from '../models/model.ts';
import type { Level, Limits } from '../operation.ts';
import { answers } from './answers.ts';
import { beginning } from './beginning.ts';
import { shorten } from './shorten.ts';
import { sentence } from './words.ts';

export interface Violation {
  /** The index of an operation whose answer no order explains. */
  readonly culprit: number;
  /** What it could have answered, as far as that was found out; values that a read of the whole would give. */
  readonly could: readonly Json[];
  /** The indices of a part that is violated by itself, by their calls. */
  readonly part: readonly number[];
  /** Whether nothing more could be left out of the part. */
  readonly shortest: boolean;
  readonly says: string;
}

/** An explanation may take this part of the steps that the verdict may. */
const explainingShare = 5;

type Judge = (model: Model, items: readonly Item[], limits: Limits) => Judged;

export function explain(
  model: Model,
  items: readonly Item[],
  as: Level,
  judge: Judge,
  culprit: number,
  limits: Limits,
): Violation {
  let left = Math.floor(limits.steps / explainingShare);
  const isViolated = (some: readonly Item[]): boolean | null => {
    if (left <= 0) return null;
    const judged = judge(model, some, { ...limits, steps: left });
    left -= judged.steps + some.length;
    return judged.is === 'undecided' ? null : judged.is === 'violated';
  };
  const start = as === 'linearizable' ? beginning(items, culprit, isViolated) : items;
  const { items: part, shortest } = shorten(model, start, culprit, isViolated);
  const blamed = blame(model, part, judge, limits) ?? items.find(({ at }) => at === culprit)!;
  const could = answers(model, start, blamed, isViolated);
  return {
    culprit: blamed.at,
    could,
    part: [...part].sort((a, b) => a.operation.call - b.operation.call || a.at - b.at).map(({ at }) => at),
    shortest,
    says: sentence(blamed.operation, as, could),
  };
}

/** The operation of a part that answers what nothing explains; whoever answers nothing is not to blame, but the last that did. */
function blame(model: Model, part: readonly Item[], judge: Judge, limits: Limits): Item | null {
  const judged = judge(model, part, limits);
  const found = judged.is === 'violated' ? part.find(({ at }) => at === judged.culprit) : undefined;
  const tells = ({ operation: { action, returned } }: Item): boolean =>
    returned !== null && (action === 'read' || action === 'cas');
  if (found !== undefined && tells(found)) return found;
  const told = part.filter(tells).sort((a, b) => a.operation.returned! - b.operation.returned!);
  return told.findLast(({ operation }) => onlyReads(operation)) ?? told.at(-1) ?? null;
}
