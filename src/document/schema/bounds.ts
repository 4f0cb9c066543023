/*
 * How large and how long things may be: every bound of the format, in one place. A bound says nothing of the shape: what
 * is beyond it is kept as it was written, is an error, and forbids running. What a coordination pattern asks of its own
 * settings is said by its room.
 */
import * as v from 'valibot';

/** Longest time in a document, in ms (about 115 days), so that sums of times stay exact integers. */
export const MS_MAX = 10_000_000_000;

export const BOUNDS = {
  /** Characters of an id, of a name and of a text; characters that a value of any kind is written in. */
  id: 200,
  name: 1000,
  text: 100_000,
  json: 1_000_000,
  /** Costs, loads, priorities, units, places. */
  amount: 1e12,
  /** Speeds and factors. */
  factorLeast: 1e-6,
  factor: 1e6,
  /** Seeds, either way: counting on from one stays exact. */
  seed: 4_503_599_627_370_496,
  slots: 10_000,
  attempts: 1_000_000,
  steps: 1_000_000_000,
  /** How many of a document's agents or tasks something is about. */
  agents: 10_000,
  tasks: 100_000,
  levels: 1000,
  /** Entries of a list that has no bound of its own; of a task's dependencies; of what goes wrong. */
  list: 10_000,
  dependencies: 1_000_000,
  links: 100_000,
  partitions: 1000,
} as const;

export const atLeast = (least: number) =>
  v.minValue<number, number, string>(least, `This must be ${String(least)} or more.`);
export const atMost = (most: number) =>
  v.maxValue<number, number, string>(most, `This may be ${String(most)} at most; lower it.`);
export const whole = (message = 'This must be a whole number.') => v.integer<number, string>(message);
export const longest = <TInput extends string | readonly unknown[]>(most: number, what = 'characters') =>
  v.maxLength<TInput, number, string>(most, `This may have ${String(most)} ${what} at most; shorten it.`);

/** A bound that is no plain number. */
export function fits<TInput>(holds: (input: TInput) => boolean, message: string) {
  return v.rawCheck<TInput>(({ dataset, addIssue }) => {
    if (dataset.typed && !holds(dataset.value)) addIssue({ message });
  });
}

const KINDS: ReadonlySet<string> = new Set([
  'min_value',
  'gt_value',
  'max_value',
  'max_length',
  'integer',
  'raw_check',
]);

/** Whether an issue is about a bound; every other is about the shape. */
export function isAboutBound(issue: { readonly kind: string; readonly type: string }): boolean {
  return issue.kind === 'validation' && KINDS.has(issue.type);
}
