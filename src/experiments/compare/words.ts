/**
 * A comparison of two runs in plain words: until when they are the same, what each does then, which task is the first to go another
 * way, and what it came to. The page and the command line say the same sentences; nothing is claimed that the comparison does not hold.
 */
import { column } from '../metrics.ts';
import type { Comparison } from './comparison.ts';
import type { Divergence, Told } from './divergence.ts';
import type { Begun, ComparedTask, FirstTask } from './task-courses.ts';

export interface Wording {
  /** What the runs are called in a sentence. */
  readonly labels: readonly [string, string];
  /** How a time is written. */
  readonly time: (ms: number) => string;
}

export interface ComparisonWords {
  /** Where they part, in one or two sentences. */
  readonly parting: string;
  /** Which task is the first that goes another way, and how many do; null where both are the same. */
  readonly tasks: string | null;
  /** What it came to; null where both are the same. */
  readonly outcome: string | null;
}

/** The sentences of a comparison. */
export function wordsOf(comparison: Comparison, wording: Wording): ComparisonWords {
  const { divergence, firstTask, tasks } = comparison;
  if (divergence === null)
    return { parting: 'Both runs are the same from the first step to the last.', tasks: null, outcome: null };
  return {
    parting: `${until(divergence, wording)} ${then(divergence, wording)}`,
    tasks: [firstWords(firstTask, wording), countWords(tasks)].filter((text) => text !== '').join(' '),
    outcome: outcomeWords(comparison, wording),
  };
}

function until({ before }: Divergence, { time }: Wording): string {
  const last = before.at(-1);
  return last === undefined
    ? 'The runs differ from the first event.'
    : `Until step ${String(last.step)}, at ${time(last.timeMs)}, both are the same.`;
}

function then({ first, other }: Divergence, { labels: [one, two], time }: Wording): string {
  if (first === null && other === null) return '';
  if (first === null) return `Then ${one} is over, and ${two} goes on: ${quoted(other)}.`;
  if (other === null) return `Then ${two} is over, and ${one} goes on: ${quoted(first)}.`;
  if (first.text !== other.text) return `Then with ${one}: ${quoted(first)}; with ${two}: ${quoted(other)}.`;
  return first.timeMs === other.timeMs
    ? `Then ${quoted(first)} happens in both, but with different details.`
    : `Then ${quoted(first)} comes at ${time(first.timeMs)} with ${one}, at ${time(other.timeMs)} with ${two}.`;
}

function quoted(told: Told | null): string {
  return `“${told?.text ?? ''}”`;
}

function firstWords(first: FirstTask | null, wording: Wording): string {
  if (first === null) return 'Every task is done by the same agent at the same time.';
  const { labels, time } = wording;
  const [one, two] = first.sides;
  const side = (begun: Begun | null, at: 0 | 1): string =>
    begun === null
      ? `nobody begins it with ${labels[at]}`
      : `${begun.agent} begins it at ${time(begun.timeMs)} with ${labels[at]}`;
  const both = `${side(one, 0)}, ${side(two, 1)}`;
  if (first.differs === 'who') return `The first task that goes another way is ${first.name}: ${both}.`;
  if (first.differs === 'end')
    return `Every task goes to the same agent; the first that ends in another way is ${first.name}.`;
  return one?.timeMs === two?.timeMs
    ? `Every task goes to the same agent; the first that ends at another time is ${first.name}.`
    : `Every task goes to the same agent; the first that begins at another time is ${first.name}: ${both}.`;
}

function countWords(tasks: readonly ComparedTask[]): string {
  const count = (differs: ComparedTask['differs']): number => tasks.filter((task) => task.differs === differs).length;
  const parts = [
    some(count('who'), 'runs on a different agent', 'run on different agents'),
    some(count('end'), 'ends in another way', 'end in another way'),
    some(count('when'), 'comes at another time', 'come at another time'),
    some(count('missing'), 'is in one of them only', 'are in one of them only'),
    some(count(null), 'is the same', 'are the same'),
  ].filter((part) => part !== '');
  const last = parts.at(-1);
  if (last === undefined) return '';
  const all = parts.length === 1 ? last : `${parts.slice(0, -1).join(', ')} and ${last}`;
  return `Of ${String(tasks.length)} ${tasks.length === 1 ? 'task' : 'tasks'}, ${all}.`;
}

function some(count: number, one: string, more: string): string {
  return count === 0 ? '' : `${String(count)} ${count === 1 ? one : more}`;
}

function outcomeWords({ runs: [first, other] }: Comparison, { labels: [one, two], time }: Wording): string {
  const ends =
    first.outcome === other.outcome ? [] : [`${one} ${ended(first.outcome)}, ${two} ${ended(other.outcome)}.`];
  const gap = (name: 'makespanMs' | 'messages'): number =>
    (first.row[column[name]] ?? 0) - (other.row[column[name]] ?? 0);
  const [ms, messages] = [gap('makespanMs'), gap('messages')];
  const least = (difference: number): string => (difference < 0 ? one : two);
  const [ours, theirs] = [first.row[column.makespanMs] ?? 0, other.row[column.makespanMs] ?? 0];
  // Only what came to the same is sooner or later at it: a run that failed is not sooner.
  const alike = first.outcome === 'succeeded' && other.outcome === 'succeeded';
  const length =
    ms === 0
      ? `Both take ${time(ours)}`
      : alike
        ? `${least(ms)} is over ${time(Math.abs(ms))} sooner`
        : `${one} takes ${time(ours)}, ${two} ${time(theirs)}`;
  const count = Math.abs(messages);
  const fewer = `sends ${String(count)} ${count === 1 ? 'message' : 'messages'} fewer`;
  const sent =
    messages === 0
      ? ', and both send the same number of messages'
      : alike && ms !== 0 && least(ms) === least(messages)
        ? ` and ${fewer}`
        : `, and ${least(messages)} ${fewer}`;
  const text = [...ends, `${length}${sent}.`].join(' ');
  return text.charAt(0).toUpperCase() + text.slice(1);
}

const endings: Readonly<Record<string, string>> = {
  succeeded: 'succeeds',
  failed: 'fails',
  cancelled: 'is cancelled',
  compensated: 'is undone',
  stalled: 'stalls',
};

function ended(outcome: string): string {
  return endings[outcome] ?? outcome;
}
