/**
 * What else a table of runs says in words, below the sentence that sums it up: who is on the Pareto frontier, which factor accounts for how
 * much, what two of them do together, and how well the means are known. Page and command line say the same.
 */
import type { Setting } from '../factors.ts';
import type { Metric } from '../metric-list.ts';
import { enoughShare } from './enough.ts';
import type { Factorial, Interaction } from './factorial.ts';
import { frontMetrics, type Reading } from './reading.ts';
import type { Style } from './words.ts';

/** Who is on the front, and how many are dominated; null where there is nobody to be compared with. */
export function frontWords(reading: Reading, { title }: Style): string | null {
  const { places, dominators } = reading.front;
  const beaten = dominators.filter((each) => each.length > 0).length;
  if (places.length + beaten < 2) return null;
  const of = listed(frontMetrics.map((metric) => metric.title.toLowerCase()));
  const names = places.map((at) => title(reading.cells[at]!.setting));
  if (beaten === 0 && names.length === 2) return `Neither is dominated: both are on the Pareto frontier of ${of}.`;
  if (beaten === 0) return `None of the ${String(names.length)} is dominated: each is on the Pareto frontier of ${of}.`;
  const front = `${listed(names)} ${names.length === 1 ? 'alone is' : 'are'} on the Pareto frontier of ${of}`;
  return `${front}; ${String(beaten)} ${beaten === 1 ? 'is' : 'are'} dominated.`;
}

/** How well mean times are known, and how many seeds would do; null where nothing is left to chance, or nothing can be said. */
export function precisionWords(reading: Reading): string | null {
  const { precision, certain } = reading;
  if (precision === null || certain || reading.steady) return null;
  const known = `Mean total times are known to ±${percent(precision.share)} (95% confidence)`;
  return precision.share <= enoughShare
    ? `${known}: enough for ±${percent(enoughShare)}.`
    : `${known}; about ${String(rounded(precision.seeds))} seeds would make that ±${percent(enoughShare)}.`;
}

/** How much of all variation goes with each factor, with two of them together, and with the seed. */
export function shareWords({ effects, interactions, rest }: Factorial, metric: Metric, { factor }: Style): string {
  const together = interactions.reduce((sum, { share }) => sum + share, 0) + rest.higher;
  const parts = [
    ...effects.map(({ path, share }, at) => `${percent(share)} ${at === 0 ? 'goes with' : 'with'} ${factor(path)}`),
    `${percent(together)} with ${effects.length === 2 ? 'both' : 'several'} together`,
    `${percent(rest.seed)} with the seed alone`,
    `${percent(rest.left)} with neither`,
  ];
  return `Of all variation in ${metric.title.toLowerCase()}, ${listed(parts)}.`;
}

/** What two factors do together beyond what each does alone, at the values at which that is most. */
export function interactionWords(
  { paths, largest: { values, contrast }, clear }: Interaction,
  style: Style,
  difference: (value: number) => string,
): string {
  const [one, other] = paths.map((path) => style.factor(path));
  if (!clear) return `No clear interaction of ${one ?? ''} and ${other ?? ''}: their effects add up.`;
  const setting: Setting = paths.map((path, at) => ({ path, value: values[at]! }));
  const sure = contrast.low === contrast.high ? '' : ` (${difference(contrast.low)} to ${difference(contrast.high)})`;
  return `${style.title(setting)}: ${difference(contrast.mean)}${sure} beyond what both do alone.`;
}

/** A tenth of a percent says something below ten only. */
function percent(share: number): string {
  const hundredths = share * 100;
  const told = hundredths < 10 ? Math.floor(hundredths * 10 + 0.5) / 10 : Math.floor(hundredths + 0.5);
  return `${String(told)}%`;
}

/** Two digits are enough for a number of seeds that is a guess. */
function rounded(count: number): number {
  let unit = 1;
  while (count / unit > 100) unit *= 10;
  return Math.ceil(count / unit) * unit;
}

function listed(names: readonly string[]): string {
  const told = names.length > 6 ? [...names.slice(0, 5), `${String(names.length - 5)} others`] : names;
  return told.length < 2 ? told.join('') : `${told.slice(0, -1).join(', ')} and ${told.at(-1) ?? ''}`;
}
