/**
 * How figures are written on the page, and the reading of those on screen: what they show is worked out once and asked for by
 * sentence, marks and tables alike. Pure.
 */
import {
  comparedOf,
  factorWord,
  headline,
  Reading,
  isLiarsPath,
  patternPath,
  settingWords,
  sweptMetrics,
  type Cell,
  type Factor,
  type Metric,
  type Setting,
  type Style,
  type Verdict,
} from '../../experiments/index.ts';
import { formatDecimals, formatTime } from '../design/index.ts';

/** The title of a combination: a pattern by its own name. */
export function titleOf(setting: Setting): string {
  return settingWords(setting);
}

/** What of figures is read. */
interface Figures {
  readonly factors: readonly Factor[];
  readonly cells: readonly Cell[];
  readonly drawn: number | null;
}

const readings = new WeakMap<readonly Cell[], Reading>();

/** What figures show; worked out once for each state of them: that they are kept by then changes nothing. */
export function readingOf(figures: Figures): Reading {
  const known = readings.get(figures.cells);
  if (known !== undefined) return known;
  const made = new Reading(figures.cells, figures.drawn);
  readings.set(figures.cells, made);
  return made;
}

/** A task of the page is no longer than this where work can be cut in pieces, ms. */
const sliceMs = 12;

/** Lets the page do whatever else there is, and goes on in a task of its own. */
export function breath(): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve));
}

/** Works out beforehand what figures show, in short tasks between which the page does whatever else there is; tells how long that took, ms. */
export async function readAhead(figures: Figures): Promise<number> {
  const shown = figures.factors.some(({ path }) => isLiarsPath(path)) ? sweptMetrics : comparedOf(figures.cells);
  let took = 0;
  let began = performance.now();
  const work = readingOf(figures).work(shown);
  while (work.next().done !== true) {
    const spent = performance.now() - began;
    if (spent < sliceMs) continue;
    took += spent;
    await breath();
    began = performance.now();
  }
  return took + performance.now() - began;
}

/** A figure as it is written. */
export function figure({ unit }: Metric, value: number): string {
  if (unit === 'ms') return value < 0 ? `−${formatTime(-value)}` : formatTime(value);
  if (unit === 'share') return `${formatDecimals(value * 100, 0)}%`;
  const digits = unit === 'index' ? 3 : unit === 'amount' ? 1 : Number.isInteger(value) ? 0 : 1;
  return formatDecimals(value, digits);
}

/** A difference as it is written: with its sign, shares in points. */
export function difference(metric: Metric, value: number): string {
  const sign = value > 0 ? '+' : '';
  if (metric.unit === 'share') return `${sign}${formatDecimals(value * 100, 1)} points`;
  return `${sign}${figure(metric, value)}`;
}

/** What is found of a difference, in a word and its tone. */
export function verdictWords(verdict: Verdict, { better }: Metric): { readonly word: string; readonly tone: string } {
  if (better === null && (verdict === 'better' || verdict === 'worse'))
    return { word: verdict === 'better' ? 'Higher' : 'Lower', tone: '' };
  switch (verdict) {
    case 'better':
      return { word: 'Better', tone: 'better' };
    case 'worse':
      return { word: 'Worse', tone: 'worse' };
    case 'same':
      return { word: 'Practically the same', tone: '' };
    case 'mixed':
      return { word: 'Better on average, not in most seeds', tone: '' };
    case 'few':
      return { word: 'Too few seeds to tell', tone: '' };
    case 'fails':
      return { word: 'Succeeds less often', tone: 'worse' };
    case 'unclear':
      return { word: 'No clear difference', tone: '' };
  }
}

/** What an axis measures; its ticks have their units. */
export function metricAxis({ title, unit }: Metric): string {
  return unit === 'index' ? `${title} (0 to 1)` : title;
}

const style: Style = { title: titleOf, figure, factor: (path) => factorWord(path) };

/** How sentences write titles and figures. */
export function styleOf(): Style {
  return style;
}

/** What a comparison is called: by what is varied in it. */
export function comparisonTitle(factors: readonly Factor[]): string {
  const [only, ...others] = factors.map(({ path }) => path);
  if (only === undefined) return 'Measure this drawing';
  if (others.length === 0 && only === patternPath) return 'Compare coordination patterns';
  if (others.length === 0 && isLiarsPath(only)) return 'Compare numbers of liars';
  const words = [only, ...others].map((path, _, paths) => (path === patternPath ? 'pattern' : factorWord(path, paths)));
  return `Compare by ${words.length < 2 ? words.join('') : `${words.slice(0, -1).join(', ')} and ${words.at(-1) ?? ''}`}`;
}

/** What the figures say, in a few sentences. */
export function headlineOf(figures: Figures): string {
  return headline(readingOf(figures), style);
}
