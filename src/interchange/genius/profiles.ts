/*
 * What files of GENIUS say (Lin et al. 2014): a domain has issues, discrete, integer or real; a profile has besides what each value is
 * worth to a party, what issues weigh, and what no deal and delay are worth. Utilities are reckoned as GENIUS does: discrete values by
 * the best of them, whole numbers and reals by a line or a triangle, never below 0 or above 1.
 */
import type { Element } from './xml.ts';

export interface GeniusIssue {
  readonly name: string;
  readonly values: readonly (string | number)[];
  readonly whole: boolean;
  /** What each value is worth, 0..1; null where the file does not say. */
  readonly worths: readonly number[] | null;
  /** Of a profile. */
  readonly weight: number | null;
  readonly real: boolean;
  readonly line: number;
}

export interface GeniusSpace {
  readonly title: string;
  readonly issues: readonly GeniusIssue[];
  readonly reservation: number | null;
  readonly discount: number | null;
  readonly line: number;
}

/** Why a file cannot be taken, as a sentence. */
export class Unreadable extends Error {
  readonly line: number;
  /** Whether nothing is wrong with it but that it is not all. */
  readonly isPart: boolean;
  constructor(sentence: string, line: number, { isPart = false }: { isPart?: boolean } = {}) {
    super(sentence);
    this.line = line;
    this.isPart = isPart;
  }
}

/** A real issue is taken at so many values, evenly from its least to its most. */
export const realValues = 101;
/** Values of an issue of whole numbers at most. */
const wholeMax = 10_000;

/** The utility space in an outermost element; null where there is none. */
export function spaceIn(root: Element): GeniusSpace | null {
  const space = root.name === 'negotiation_template' ? childOf(root, 'utility_space') : root;
  if (space?.name !== 'utility_space') return null;
  const weights: { readonly weight: number | null; readonly issue: Element }[] = [];
  const objective = childOf(space, 'objective');
  if (objective === undefined)
    throw new Unreadable('A utility space has no objective; add one with its issues.', space.line);
  gather(objective, 1, weights);
  if (weights.length === 0) throw new Unreadable('A utility space has no issues; add one.', objective.line);
  const title = objective.attributes.get('name') ?? '';
  return {
    title: title === 'any' ? '' : title,
    issues: weights.map(({ weight, issue }) => issueOf(issue, weight)),
    reservation: valueIn(space, 'reservation'),
    discount: valueIn(space, 'discount_factor'),
    line: space.line,
  };
}

/** Issues of an objective and of those in it; a weight is that of its issue times those of what it stands in. */
function gather(
  objective: Element,
  share: number,
  found: { readonly weight: number | null; readonly issue: Element }[],
): void {
  const weights = new Map<string, number>();
  for (const child of objective.children)
    if (child.name === 'weight') weights.set(child.attributes.get('index') ?? '', numberOf(child, 'value'));
  for (const child of objective.children) {
    const weight = weights.get(child.attributes.get('index') ?? '');
    if (child.name === 'objective') gather(child, share * (weight ?? 1), found);
    else if (child.name === 'issue') found.push({ weight: weight === undefined ? null : share * weight, issue: child });
  }
}

function issueOf(element: Element, weight: number | null): GeniusIssue {
  const { attributes, line } = element;
  const name = attributes.get('name') ?? `issue ${attributes.get('index') ?? ''}`;
  const type = attributes.get('vtype') ?? attributes.get('type') ?? attributes.get('etype') ?? 'discrete';
  const of = { name, weight, line };
  if (type === 'discrete') return { ...of, ...discrete(element), whole: false, real: false };
  if (type !== 'integer' && type !== 'real')
    throw new Unreadable(`The issue "${name}" has the type "${type}"; known are discrete, integer and real.`, line);
  const [low, high] = rangeOf(element, name);
  if (type === 'integer') {
    if (!Number.isInteger(low) || !Number.isInteger(high) || high - low >= wholeMax)
      throw new Unreadable(`The issue "${name}" needs whole bounds, less than ${String(wholeMax)} apart.`, line);
    const values = Array.from({ length: high - low + 1 }, (_, at) => low + at);
    return { ...of, values, worths: worthsOf(element, values, low), whole: true, real: false };
  }
  const count = high === low ? 1 : realValues;
  const values = Array.from({ length: count }, (_, at) =>
    count === 1 ? low : Number((low + ((high - low) * at) / (count - 1)).toPrecision(12)),
  );
  return { ...of, values, worths: worthsOf(element, values, 0), whole: false, real: true };
}

function discrete(element: Element): Pick<GeniusIssue, 'values' | 'worths'> {
  const items = element.children.filter(({ name }) => name === 'item');
  const values = items.map((item) => item.attributes.get('value') ?? '');
  const told = items.map((item) => {
    const text = item.attributes.get('evaluation');
    return text === undefined || text === 'null' ? null : numberOf(item, 'evaluation');
  });
  if (told.every((each) => each === null)) return { values, worths: null };
  const most = told.reduce<number>((best, each) => Math.max(best, each ?? 0), 0);
  return { values, worths: told.map((each) => (most < 0.00001 ? 0 : (each ?? 0) / most)) };
}

/** What numbers are worth by the function of a profile; whole ones are counted from the least. */
function worthsOf(element: Element, values: readonly number[], from: number): readonly number[] | null {
  const told = childOf(element, 'evaluator');
  if (told === undefined) return null;
  const kind = told.attributes.get('ftype') ?? 'linear';
  const own = told.attributes.has('slope') || told.attributes.has('offset');
  const parameter = (at: number, other: string): number =>
    numberOf(told, own && told.attributes.has(other) ? other : `parameter${String(at)}`);
  if (kind === 'linear') {
    const [offset, slope] = [parameter(0, 'offset'), parameter(1, 'slope')];
    return values.map((value) => within(offset + slope * (own ? value - from : value)));
  }
  if (kind === 'constant') return values.map(() => within(parameter(0, 'offset')));
  if (kind !== 'triangular')
    throw new Unreadable(
      `An evaluator has the function "${kind}"; known are linear, constant and triangular.`,
      told.line,
    );
  const [low, high, top] = [0, 1, 2].map((at) => numberOf(told, `parameter${String(at)}`)) as [number, number, number];
  return values.map((value) => {
    if (value < low || value > high) return 0;
    if (value <= top) return top === low ? 1 : within((value - low) / (top - low));
    return high === top ? 1 : within((high - value) / (high - top));
  });
}

function within(worth: number): number {
  return Math.min(1, Math.max(0, worth));
}

function rangeOf(element: Element, name: string): readonly [number, number] {
  const holder = childOf(element, 'range') ?? element;
  const [low, high] = [numberOf(holder, 'lowerbound'), numberOf(holder, 'upperbound')];
  if (high < low)
    throw new Unreadable(`The issue "${name}" has an upper bound below its lower one; exchange them.`, element.line);
  return [low, high];
}

function valueIn(space: Element, name: string): number | null {
  const child = childOf(space, name);
  return child === undefined ? null : numberOf(child, 'value');
}

function childOf({ children }: Element, name: string): Element | undefined {
  return children.find((child) => child.name === name);
}

function numberOf({ name, attributes, line }: Element, key: string): number {
  const text = attributes.get(key)?.trim() ?? '';
  const value = Number(text);
  if (text !== '' && Number.isFinite(value)) return value;
  throw new Unreadable(`The element ${name} needs a number for ${key}, not "${text.slice(0, 40)}".`, line);
}
