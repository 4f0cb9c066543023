/** What a setting does, in words: which two values are held beside each other, and what came of it, no surer than the runs are. */
import type { Json } from '../../../base/index.ts';
import { optionsOf, type FormField } from '../../../document/index.ts';
import type { Contrast, Metric } from '../../../experiments/index.ts';
import { knownNames } from '../../../protocols/index.ts';
import { formatCost, formatCount, formatTime } from '../../design/index.ts';
import { words } from '../form-rules.ts';
import type { Effect } from './setting-effect.svelte.ts';

/** The two values of a setting that are compared. */
export interface Values {
  readonly base: Json | undefined;
  readonly other: Json | undefined;
}

/** What is written beside what is usual, or a neighbour beside what is usual; null where there is no other value to try. */
export function valuesOf(field: FormField, written: Json | undefined): Values | null {
  const usual = field.default;
  if (written !== undefined && written !== usual) return { base: undefined, other: written };
  const next = neighbourOf(field, usual);
  return next === undefined ? null : { base: undefined, other: next };
}

function neighbourOf(field: FormField, usual: Json | undefined): Json | undefined {
  if (field.control === 'toggle') return usual !== true;
  if (field.control === 'choice') return optionsOf(field, knownNames)?.find((each) => each !== usual);
  if (field.control !== 'number') return undefined;
  const { min = 0, max = Infinity } = field;
  if (typeof usual !== 'number') return Math.min(max, Math.max(min, field.unit === 'ms' ? 1000 : 1));
  const more = usual === 0 ? (field.unit === 'ms' ? 1000 : 1) : usual * 2;
  if (more <= max) return field.integer ? Math.round(more) : more;
  const less = field.integer ? Math.floor(usual / 2) : usual / 2;
  return less >= min && less !== usual ? less : undefined;
}

export function valueWords(field: FormField, value: Json | undefined): string {
  const shown = value === undefined ? field.default : value;
  if (shown === undefined) return 'nothing';
  if (typeof shown === 'boolean') return shown ? 'on' : 'off';
  if (typeof shown === 'number')
    return field.unit === 'ms'
      ? formatTime(shown)
      : `${String(shown)}${field.unit === undefined ? '' : ` ${field.unit}`}`;
  return typeof shown === 'string' ? words(shown) : JSON.stringify(shown);
}

function figure({ unit }: Metric, value: number): string {
  if (unit === 'ms') return formatTime(Math.round(value));
  return unit === 'amount' ? formatCost(value) : formatCount(Math.round(value * 10) / 10);
}

/** How the other value stands to the first in one figure. */
export function contrastWords(metric: Metric, contrast: Contrast | null): string {
  if (contrast === null) return 'no run to compare';
  const { mean, low, high, verdict, count } = contrast;
  switch (verdict) {
    case 'same':
      return 'no difference';
    case 'unclear':
      return `no difference seen: from ${change(metric, low)} to ${change(metric, high)}`;
    case 'mixed':
      return 'no difference seen: it goes one way in most seeds and the other on average';
    case 'few':
      return `too few runs to tell: ${formatCount(count)}`;
    case 'better':
    case 'worse':
    case 'fails': {
      const exact = low === high;
      const fails = verdict === 'fails' ? ', but it succeeds less often' : '';
      return `${change(metric, mean)}${exact ? '' : ` (from ${change(metric, low)} to ${change(metric, high)})`}${fails}`;
    }
  }
}

function change(metric: Metric, difference: number): string {
  const size = figure(metric, Math.abs(difference));
  if (size === figure(metric, 0)) return 'nothing';
  return `${size} ${difference < 0 ? 'less' : 'more'}`;
}

/** What is to be said of runs that did not succeed; empty where all did. */
export function failureWords({ successes: [base, other] }: Effect): string {
  if (base.count === base.of && other.count === other.of) return '';
  const of = (each: typeof base): string => `${formatCount(each.count)} of ${formatCount(each.of)}`;
  return `Runs that succeed: ${of(base)} and ${of(other)}. Figures count of seeds under which both do.`;
}

/** What the first value comes to, in figures. */
export function baseWords(metric: Metric, base: number | null): string {
  return base === null ? '' : figure(metric, base);
}
