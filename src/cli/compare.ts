/**
 * `conclave compare`: two runs side by side, from two files or from one with another setting on each side. It says where they part, in
 * the words of the page, what each came to, and what each made of every task.
 */
import { exactTime } from '../document/index.ts';
import { parseJson } from '../base/index.ts';
import {
  besideOf,
  comparedOf,
  compareRuns,
  digestOfRow,
  documentFor,
  measuredOf,
  metrics,
  runOf,
  settingWords,
  wordsOf,
  type Comparison,
  type ComparisonWords,
  type Setting,
  type TaskCourse,
} from '../experiments/index.ts';
import type { Run } from '../replay/index.ts';
import type { CommandLine } from './arguments/command-line.ts';
import type { Ended } from './ended.ts';
import { aligned, figure } from './experiment/printed.ts';
import { Refusal, load, notRunnable } from '../api/index.ts';

type Line = Extract<CommandLine, { command: 'compare' }>;
type Pair<T> = readonly [T, T];

/** Tasks that are printed; all of them are in the JSON. */
const tasksMax = 40;

/** The status is 0 when both runs are the same. */
export function compare([first, other]: Pair<Uint8Array>, line: Line): Ended {
  const settings = [settingOf(line.sets[0]), settingOf(line.sets[1])] as const;
  const runs = [
    runOfFile(first, line.files[0], settings[0], line),
    runOfFile(other, line.files[1], settings[1], line),
  ] as const;
  const labels = labelsOf(line.files, settings);
  const comparison = compareRuns(...runs);
  const words = wordsOf(comparison, { labels, time: exactTime });
  return {
    output: line.json ? { json: asJson(comparison, words, labels) } : { lines: asLines(comparison, words, labels) },
    status: comparison.divergence === null ? 0 : 1,
  };
}

function settingOf(sets: Line['sets'][number]): Setting {
  return sets.map(({ path, value }) => {
    const parsed = parseJson(value);
    return { path, value: parsed.ok ? parsed.value : value };
  });
}

function runOfFile(bytes: Uint8Array, file: string, setting: Setting, { seed, ...additions }: Line): Run {
  const { document, problems, run } = load(bytes, file, additions);
  const broken = problems.filter((problem) => problem.severity === 'error');
  if (broken.length > 0) throw notRunnable(file, broken);
  const all = seed === null ? setting : [{ path: 'seed', value: seed }, ...setting];
  const changed = documentFor(document, all);
  if (!changed.ok) throw new Refusal(`${file}: ${changed.error}`);
  const computed = runOf({ document: changed.value, inputs: run?.inputs ?? [] });
  if (!computed.ok) throw new Refusal(`${file}: ${computed.error}`);
  return computed.value;
}

/** The files by their names, where there are two; what is set on each side; first and second where neither tells them apart. */
function labelsOf(files: Pair<string>, settings: Pair<Setting>): Pair<string> {
  const named = files[0] !== files[1];
  const label = (at: 0 | 1): string =>
    [
      ...(named ? [(files[at].split(/[\\/]/u).at(-1) ?? '').replace(/\.json$/u, '')] : []),
      ...(named && settings[at].length === 0 ? [] : [settingWords(settings[at])]),
    ].join(', ');
  const [first, other] = [label(0), label(1)];
  return first === other ? ['the first', 'the second'] : [first, other];
}

function asJson(
  { divergence, firstTask, runs, tasks }: Comparison,
  words: ComparisonWords,
  labels: Pair<string>,
): object {
  return {
    same: divergence === null,
    words: [words.parting, words.tasks, words.outcome].filter((each) => each !== null),
    divergence,
    firstTask,
    runs: runs.map(({ outcome, reason, seed, row }, at) => ({
      label: labels[at],
      ...Object.fromEntries(metrics.map((metric) => [metric.id, measuredOf(row, metric)])),
      outcome,
      reason,
      seed,
      digest: digestOfRow(row),
    })),
    tasks,
  };
}

function asLines({ runs: [first, other], tasks }: Comparison, words: ComparisonWords, labels: Pair<string>): string[] {
  const said = [words.parting, words.tasks, words.outcome].filter((text) => text !== null);
  const differing = tasks.filter(({ differs }) => differs !== null);
  if (differing.length === 0 && words.tasks === null) return said;
  const figures = aligned([
    ['', ...labels],
    ['Outcome', first.outcome, other.outcome],
    ...comparedOf([{ rows: [first.row, other.row] }]).map((metric) => [
      metric.title,
      ...[first.row, other.row]
        .map((row) => besideOf(row, metric))
        .map((value) => (value === null ? 'none' : figure(metric, value))),
    ]),
  ]);
  const table = aligned([
    ['Tasks that differ', ...labels],
    ...differing.slice(0, tasksMax).map(({ name, sides: [one, two] }) => [name, courseWords(one), courseWords(two)]),
  ]);
  const left = differing.length - tasksMax;
  const more = left > 0 ? [`and ${String(left)} more; --json has them all`] : [];
  return [...said, '', ...figures, ...(differing.length === 0 ? [] : ['', ...table, ...more])];
}

function courseWords(course: TaskCourse | null): string {
  if (course === null) return 'not there';
  const { state, agent, startMs, endMs, attempts } = course;
  const when = startMs === null ? '' : `${exactTime(startMs)} to ${endMs === null ? 'the end' : exactTime(endMs)}`;
  return [
    ...(agent === null ? [] : [agent]),
    ...(when === '' ? [] : [when]),
    ...(state === 'succeeded' ? [] : [state]),
    ...(attempts > 1 ? [`${String(attempts)} attempts`] : []),
  ].join(', ');
}
