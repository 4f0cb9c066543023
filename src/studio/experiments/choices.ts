/**
 * What the form of an experiment holds, and the factors that it means. The patterns are the first factor; every other one is a path
 * of the document with its values as they are typed. Pure.
 */
import { canonical, err, ok, type Result } from '../../base/index.ts';
import { ASSIGNMENTS, BALANCINGS, ORDERS, type Document } from '../../document/index.ts';
import {
  agentsPath,
  councilOf,
  liarCounts,
  liarsPath,
  patternPath,
  readValues,
  type Factor,
  type LiarKind,
} from '../../experiments/index.ts';
import { knownNames } from '../../protocols/index.ts';

export const { patterns } = knownNames;

/** Seeds of a comparison that nobody has set up. */
export const usualSeeds = 30;

export interface Variation {
  readonly path: string;
  readonly values: string;
}
export interface Choices {
  readonly patterns: readonly string[];
  readonly others: readonly Variation[];
  readonly seeds: number;
  /** Whether to stop as soon as mean times are known well enough; `seeds` is then the most. */
  readonly enough?: boolean;
}

/** This drawing under every pattern. */
export const usual: Choices = { patterns, others: [], seeds: usualSeeds };

/** What is offered to vary besides the pattern; any other path can be typed. */
export const offered: readonly { readonly path: string; readonly label: string; readonly values: string }[] = [
  { path: agentsPath, label: 'Number of agents', values: '2, 4, 8' },
  { path: 'scheduling.balancing', label: 'Balancing', values: BALANCINGS.slice(0, 4).join(', ') },
  { path: 'scheduling.order', label: 'Order', values: ORDERS.join(', ') },
  { path: 'scheduling.assignment', label: 'Assignment', values: ASSIGNMENTS.join(', ') },
  { path: 'network.delayMs', label: 'Message delay, ms', values: '0, 20, 100' },
  { path: 'network.loss', label: 'Messages lost (0 to 1)', values: '0, 0.05, 0.2' },
];

/** How agents fail in a sweep, in words that follow "agents that". */
export const failings: readonly { readonly value: LiarKind; readonly label: string }[] = [
  { value: 'collude', label: 'Lie together' },
  { value: 'equivocate', label: 'Equivocate' },
  { value: 'lie', label: 'Lie to everybody' },
  { value: 'flip-votes', label: 'Flip their votes' },
  { value: 'silent', label: 'Fall silent' },
  { value: 'selective-send', label: 'Send selectively' },
  { value: 'replay', label: 'Replay old messages' },
  { value: 'false-view-change', label: 'Demand new leaders' },
  { value: 'bad-new-view', label: 'Corrupt leader changes' },
  { value: 'other-order', label: 'Tell two orders' },
  { value: 'gaps', label: 'Leave gaps' },
  { value: 'rogue-proposals', label: 'Propose out of turn' },
  { value: 'crash', label: 'Crash' },
];

/** The agents of a document turned into liars, one after the other; null where none of them decide anything together. */
export function sweeping(document: Document | null): Choices | null {
  const council = document === null ? null : councilOf(document);
  if (council === null) return null;
  return { patterns: [], others: [{ path: liarsPath, values: liarCounts(council).join(', ') }], seeds: usualSeeds };
}

/** What is compared where nobody has set anything up: where all there is is to decide, how many liars that survives. */
export function usualFor(document: Document | null): Choices {
  const decides = document?.tasks?.every(({ action }) => action?.kind === 'consensus') === true;
  return (decides ? sweeping(document) : null) ?? usual;
}

/** The form that gives these factors: what was measured is measured again. */
export function choicesOf(factors: readonly Factor[], seeds: number): Choices {
  const written = (values: Factor['values']): string =>
    values.map((value) => (typeof value === 'string' ? value : canonical(value))).join(', ');
  const of = factors.find(({ path }) => path === patternPath);
  return {
    patterns: (of?.values ?? []).filter((value) => typeof value === 'string'),
    others: factors.filter((each) => each !== of).map(({ path, values }) => ({ path, values: written(values) })),
    seeds,
  };
}

/** The factors of a form, or a sentence on what is missing. */
export function factorsOf({ patterns: chosen, others }: Choices): Result<Factor[], string> {
  const factors: Factor[] = chosen.length === 0 ? [] : [{ path: patternPath, values: chosen }];
  for (const { path, values } of others) {
    const read = readValues(values);
    if (path.trim() === '') return err('Name what to vary, such as network.loss.');
    if (read.length === 0) return err(`Give ${path.trim()} values to try, with commas between them.`);
    factors.push({ path: path.trim(), values: read });
  }
  return ok(factors);
}
