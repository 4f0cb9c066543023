/**
 * The grid of an experiment: factors with their values, every combination of them, and the document of each. A factor is any
 * path of the document, or `agents` or `liars` with a number. It changes a copy as a file would be changed by hand, and reads it again, so
 * that a wrong value is refused like one in a file; it runs nothing.
 */
import { canonical, err, ok, parseJson, type Json, type Result } from '../base/index.ts';
import { exactTime, readDocument, resolved, type Document, type ReadDocument } from '../document/index.ts';
import { patternCardOf } from '../protocols/index.ts';
import { checkDocument } from '../workflow/index.ts';
import { setPath } from './set-path.ts';
import { memoryIn, withReplicas } from './sweep/replicas.ts';
import { isLiarsPath, withLiars } from './sweep/liars.ts';
import { failingWord } from './sweep/words.ts';
import { withWorkers } from './workers.ts';

export interface Factor {
  readonly path: string;
  readonly values: readonly Json[];
}

/** One combination: a value for each factor, in the order of the factors. */
export type Setting = readonly { readonly path: string; readonly value: Json }[];

/** What one experiment may ask for at most. */
export const experimentLimits = { cells: 200, seeds: 10_000, runs: 200_000 } as const;

/** The path whose whole number is a number of workers. */
export const agentsPath = 'agents';

/** Every combination, the last factor changing fastest; one without anything set where there are no factors. */
export function settingsOf(factors: readonly Factor[]): Setting[] {
  let settings: Setting[] = [[]];
  for (const { path, values } of factors)
    settings = settings.flatMap((setting) => values.map((value) => [...setting, { path, value }]));
  return settings;
}

/** Seeds from the first on. */
export function seedsFrom(first: number, count: number): number[] {
  return Array.from({ length: count }, (_, at) => first + at);
}

/** Why an experiment is too large or empty, as a sentence; null when it is neither. */
export function planProblem(factors: readonly Factor[], seeds: number): string | null {
  const { cells: cellsMax, seeds: seedsMax, runs: runsMax } = experimentLimits;
  const empty = factors.find(({ values }) => values.length === 0);
  if (empty !== undefined) return `${empty.path} has no values to try`;
  const paths = factors.map(({ path }) => path);
  const twice = paths.find((path, at) => paths.indexOf(path) !== at);
  if (twice !== undefined) return `${twice} is varied twice`;
  if (paths.includes('seed'))
    return 'seed is what every setting is run under; vary something else, and set how many seeds';
  for (const { path, values } of factors) {
    const words = values.map((value) => canonical(value));
    const again = words.find((word, at) => words.indexOf(word) !== at);
    if (again !== undefined) return `${path} is to be ${again} twice; give each value once`;
  }
  const cells = factors.reduce((product, { values }) => product * values.length, 1);
  if (cells > cellsMax) return `these are ${String(cells)} combinations, and at most ${String(cellsMax)} are tried`;
  if (!Number.isSafeInteger(seeds) || seeds < 1 || seeds > seedsMax)
    return `the number of seeds is a whole number from 1 to ${String(seedsMax)}`;
  if (cells * seeds > runsMax)
    return `these are ${String(cells * seeds)} runs, and at most ${String(runsMax)} are made; take fewer seeds`;
  return null;
}

/** The document with a setting applied, or a sentence on why it cannot be. */
export function documentFor(document: Document, setting: Setting): Result<Document, string> {
  if (setting.length === 0) return ok(document);
  let json = document as unknown as Json;
  for (const { path, value } of setting) {
    const next = counted(json as unknown as Document, path, value);
    const set = next === null ? setPath(json, path, value) : next.ok ? ok(next.value as unknown as Json) : next;
    if (!set.ok) return err(`${path}: ${set.error}`);
    json = set.value;
  }
  const again = readAgain(json);
  if (!again.ok) return again;
  const broken = again.value.problems.find((problem) => problem.severity === 'error');
  return broken === undefined ? ok(again.value.document) : err(broken.message);
}

/** A document that was changed as JSON, read again so that a wrong value is found like one in a file. */
export function readAgain(json: Json): Result<ReadDocument, string> {
  const parsed = parseJson(canonical(json));
  return parsed.ok ? ok(readDocument(parsed.value, checkDocument)) : err(parsed.error.message);
}

/** The document with another number of agents, liars or replicas; null where the path is no such number. */
function counted(document: Document, path: string, value: Json): Result<Document, string> | null {
  if (path === agentsPath && typeof value === 'number') return withWorkers(document, value);
  const memory = memoryIn(path, 'replicas');
  if (memory !== null && typeof value === 'number') return withReplicas(document, memory, value);
  return isLiarsPath(path) ? withLiars(document, path, typeof value === 'number' ? value : -1) : null;
}

/** The path of the pattern, whose values go by the titles of their rooms. */
export const patternPath = 'coordination.pattern';

/** What a factor is called: the last word of its path, and the one before where two end alike. */
export function factorWord(path: string, beside: readonly string[] = []): string {
  const parts = path.split('.');
  const last = parts.at(-1) ?? path;
  const alike = beside.some((other) => other !== path && other.split('.').at(-1) === last);
  return (alike ? parts.slice(-2).join(' ') : last).replace(/Ms$/u, '');
}

/** A setting in words: each factor with its value, a pattern by its title. */
export function settingWords(setting: Setting): string {
  if (setting.length === 0) return 'as drawn';
  const paths = setting.map(({ path }) => path);
  return setting.map((each) => valueWords(each, paths)).join(', ');
}

function valueWords({ path, value }: Setting[number], paths: readonly string[]): string {
  const word = typeof value === 'string' ? value : canonical(value);
  if (path === patternPath) return patternCardOf(word)?.title ?? word;
  if (isLiarsPath(path)) return `${word} ${failingWord(path)}`;
  if (path === agentsPath) return value === 1 ? '1 agent' : `${word} agents`;
  const memory = memoryIn(path, 'consistency');
  if (memory !== null)
    return paths.some((each) => each !== path && memoryIn(each) !== null) ? `${memory} ${word}` : word;
  if (memoryIn(path, 'replicas') !== null && typeof value === 'number')
    return value === 1 ? '1 replica' : `${word} replicas`;
  return `${factorWord(path, paths)} ${path.endsWith('Ms') && typeof value === 'number' ? exactTime(value) : word}`;
}

/** The place of the setting that is the document as it is drawn; null where none is. */
export function drawnAmong(document: Document, settings: readonly Setting[]): number | null {
  const meaning = (each: Document): string => canonical(resolved(each));
  const drawn = meaning(document);
  const at = settings.findIndex((setting) => {
    const changed = documentFor(document, setting);
    return changed.ok && meaning(changed.value) === drawn;
  });
  return at === -1 ? null : at;
}

/** The values of `A,B,C`: JSON where it is some, else words; commas inside brackets and quotes stay. */
export function readValues(text: string): Json[] {
  const values: Json[] = [];
  let depth = 0;
  let quoted = false;
  let from = 0;
  for (let at = 0; at <= text.length; at += 1) {
    const sign = text[at];
    if (quoted) {
      if (sign === '\\') at += 1;
      else if (sign === '"') quoted = false;
    } else if (sign === '"') quoted = true;
    else if (sign === '[' || sign === '{') depth += 1;
    else if (sign === ']' || sign === '}') depth -= 1;
    if (at < text.length && (sign !== ',' || depth > 0 || quoted)) continue;
    const word = text.slice(from, at).trim();
    from = at + 1;
    if (word === '') continue;
    const parsed = parseJson(word);
    values.push(parsed.ok ? parsed.value : word);
  }
  return values;
}
