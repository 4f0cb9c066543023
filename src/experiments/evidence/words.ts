/**
 * What a table of runs says, in words for a person who has read nothing: how often work is done, who is quickest, who sends
 * fewest messages, and what cannot be told. It claims no more than the evidence shows. Page and command line say the same.
 */
import type { Setting } from '../factors.ts';
import { metrics, type Metric } from '../metric-list.ts';
import { seedsMin, type Evidence } from './evidence.ts';
import { idleFactors, type Reading } from './reading.ts';
import { serviceWords } from './service-words.ts';

/** How the two who say it write titles and figures. */
export interface Style {
  readonly title: (setting: Setting) => string;
  readonly figure: (metric: Metric, value: number) => string;
  /** What a factor is called. */
  readonly factor: (path: string) => string;
}

const [makespan, messages] = metrics;

/** A few sentences. */
export function headline(reading: Reading, style: Style): string {
  const { measured, common } = reading;
  if (measured.length === 0 || common.length === 0) return 'Nothing could be measured.';
  const idle = idleWords(reading, style);
  const succeed = successWords(reading, style);
  if (measured.every((at) => reading.success(at).count === 0)) return [...succeed, ...idle].join(' ');
  const [only, ...others] = measured.length === 1 ? measured : reading.reliable;
  const said =
    only !== undefined && others.length === 0
      ? [alone(reading, only, style)]
      : [speedWords(reading, style), messageWords(reading, style)];
  const served = serviceWords(reading, { names: (places) => namesOf(reading, places, style), figure: style.figure });
  return [...said, ...served, ...succeed, ...idle, ...chanceWords(reading)].join(' ');
}

function chanceWords(reading: Reading): string[] {
  if (reading.certain) return ['Nothing here is left to chance: one run tells all.'];
  return reading.steady ? [`Lots were drawn, and all ${String(reading.common.length)} seeds came to the same.`] : [];
}

/** What the one setting takes that there is, or that succeeds more often than all others. */
function alone(reading: Reading, at: number, { title, figure }: Style): string {
  const mean = (metric: Metric): string => figure(metric, meanOf(reading, at, metric) ?? 0);
  return `${title(reading.cells[at]!.setting)} takes ${mean(makespan)} and ${mean(messages)} messages on average.`;
}

function speedWords(reading: Reading, style: Style): string {
  const evidence = reading.evidence(makespan);
  const names = namesOf(reading, evidence.best, style);
  if (!evidence.clear) return openWords(reading, evidence, style, 'take the same time', 'No clear winner in time');
  const times = evidence.best.map((at) => style.figure(makespan, meanOf(reading, at, makespan) ?? 0));
  const several = evidence.best.length > 1;
  const aside = reading.reliable.filter((at) => !evidence.best.includes(at));
  const next = nearest(reading, aside, makespan, 'less');
  const than = next === null ? '' : `, ${savedWords(reading, evidence.best, next, style)}`;
  const open = several ? ` They cannot be told from each other${seedsWords(evidence)}.` : '';
  return `${names} ${several ? 'are' : 'is'} the fastest: ${listed(times)} on average${than}.${open}`;
}

function messageWords(reading: Reading, style: Style): string {
  const evidence = reading.evidence(messages);
  const names = namesOf(reading, evidence.best, style);
  if (!evidence.clear)
    return openWords(reading, evidence, style, 'send as many messages', 'No clear difference in messages');
  const count = (at: number): string => style.figure(messages, meanOf(reading, at, messages) ?? 0);
  const others = reading.reliable.filter((at) => !evidence.best.includes(at));
  const most = nearest(reading, others, messages, 'more');
  const than = most === null ? '' : `; ${style.title(reading.cells[most]!.setting)} needs ${count(most)}`;
  const several = evidence.best.length > 1;
  return `${names} ${several ? 'send' : 'sends'} the fewest messages: ${listed(evidence.best.map(count))}${than}.`;
}

/** Where nobody is left out: all practically the same, too few seeds, or not enough of them for what differs. */
function openWords(reading: Reading, evidence: Evidence, style: Style, same: string, open: string): string {
  const others = evidence.contrasts.filter((each) => each !== null);
  if (others.length > 0 && others.every(({ verdict }) => verdict === 'same'))
    return `${reading.reliable.length === 2 ? 'Both' : 'All'} ${same}, practically.`;
  if (others.some(({ verdict }) => verdict === 'few'))
    return `${open}: at least ${String(seedsMin)} seeds under which all succeed are needed to tell.`;
  return `${open} among ${namesOf(reading, evidence.best, style)}${seedsWords(evidence)}.`;
}

function seedsWords({ seedsNeeded }: Evidence): string {
  return seedsNeeded === null ? '' : `; about ${String(roundUp(seedsNeeded))} seeds would tell`;
}

/** By how much the slowest of the best is quicker than the next, with the number of seeds that say so. */
function savedWords(reading: Reading, best: readonly number[], next: number, style: Style): string {
  const first = best[0]!;
  const contrast = reading.contrasts(makespan, next)[first];
  if (contrast === null || contrast === undefined) return '';
  const saved = -contrast.mean;
  const percent = contrast.baseMean === 0 ? 0 : Math.floor((saved / contrast.baseMean) * 100 + 0.5);
  const title = style.title(reading.cells[next]!.setting);
  const seeds = reading.certain ? '' : `, quicker in ${String(contrast.less)} of ${String(contrast.count)} seeds`;
  return `${style.figure(makespan, saved)} (${String(percent)}%) less than ${title}${seeds}`;
}

/** Who succeeded less than always, and who clearly less often than others. */
function successWords(reading: Reading, style: Style): string[] {
  const { measured, reliable } = reading;
  const failing = measured.filter((at) => reading.success(at).count < reading.success(at).of);
  if (failing.length === 0) return [];
  if (measured.every((at) => reading.success(at).count === 0))
    return [
      measured.length === 1
        ? 'In no run was all the work done.'
        : 'With none of them was all the work done, in any run.',
    ];
  const less = measured.filter((at) => !reliable.includes(at));
  const told = (at: number): string => {
    const { count, of, low, high } = reading.success(at);
    const sure = reading.certain ? '' : ` (${percent(low)} to ${percent(high)} with 95% confidence)`;
    return `${style.title(reading.cells[at]!.setting)} in ${String(count)} of ${String(of)} runs${sure}`;
  };
  const clear = less.length === 0 ? [] : [`All was done less often by ${listed(less.map(told))}.`];
  const others = failing.filter((at) => !less.includes(at));
  const unclear = others.length === 0 ? [] : [`All was done by ${listed(others.map(told))}.`];
  return [...clear, ...unclear, 'Times, messages and costs are of runs that succeeded.'];
}

function idleWords(reading: Reading, style: Style): string[] {
  return idleFactors(reading).map(({ path, under }) => {
    const where = under.length === 0 ? 'here' : `under ${style.title(under)}`;
    return `Varying ${style.factor(path)} changes nothing ${where}.`;
  });
}

/** The one of these whose mean is the least or the most. */
function nearest(reading: Reading, places: readonly number[], metric: Metric, way: 'less' | 'more'): number | null {
  let found: number | null = null;
  let least = Infinity;
  for (const at of places) {
    const mean = meanOf(reading, at, metric);
    const value = mean === null ? Infinity : way === 'less' ? mean : -mean;
    if (value < least) [found, least] = [at, value];
  }
  return found;
}

function meanOf(reading: Reading, at: number, metric: Metric): number | null {
  return reading.summary(at, metric)?.mean ?? null;
}

function namesOf(reading: Reading, places: readonly number[], { title }: Style): string {
  return listed(places.map((at) => title(reading.cells[at]!.setting)));
}

/** Two digits are enough for a number of seeds that is a guess. */
function roundUp(count: number): number {
  let unit = 1;
  while (count / unit > 100) unit *= 10;
  return Math.ceil(count / unit) * unit;
}

function percent(share: number): string {
  return `${String(Math.floor(share * 100 + 0.5))}%`;
}

/** Alike is said once: two of them that take 3.00 s each take 3.00 s. */
function listed(all: readonly string[]): string {
  const names = [...new Set(all)];
  const told = names.length > 6 ? [...names.slice(0, 5), `${String(names.length - 5)} others`] : names;
  return told.length < 2 ? told.join('') : `${told.slice(0, -1).join(', ')} and ${told.at(-1) ?? ''}`;
}
