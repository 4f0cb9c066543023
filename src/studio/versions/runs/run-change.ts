/**
 * What a run was made of that the run before it was not, in a few words: `Gil: slots 2`, and behind them what it was. Pure.
 */
import { equalJson } from '../../../base/index.ts';
import type { RecordedInputs } from '../../../bridge/index.ts';
import { resolved, resolvedAgent, resolvedTask, type Document } from '../../../document/index.ts';
import { patternPath, settingWords } from '../../../experiments/index.ts';
import { diffDocuments, type Difference } from '../compare/diff.ts';
import { fieldChanges, type FieldChange } from '../compare/fields.ts';

export interface RunChange {
  /** The first thing that is new in it. */
  readonly what: string;
  /** What stood there before; empty where nothing did. */
  readonly was: string;
  /** How the work is coordinated. */
  readonly pattern: string;
}

type Source = Pick<RecordedInputs, 'document' | 'inputs'>;

/** Of a run beside the one that was made before it; null where none was. */
export function runChange(before: Source | null, run: Source): RunChange {
  const pattern = patternOf(run);
  if (before === null) return { what: 'First run', was: '', pattern };
  const differences = diffDocuments(before.document, run.document).filter(
    ({ mark, kind }) => mark !== 'moved' && kind !== 'note' && kind !== 'frame',
  );
  const [first] = differences;
  if (first === undefined) return { ...inputsChange(before, run), pattern };
  const told =
    first.kind === 'setting' ? settingChange(first, before, run) : nodeChange(first, [before.document, run.document]);
  const more = differences.length - 1;
  return { what: more === 0 ? told.what : `${told.what}, and ${String(more)} more`, was: told.was, pattern };
}

const patternOf = ({ document }: Source): string =>
  settingWords([{ path: patternPath, value: resolved(document).coordination.pattern }]);

/** The document is the same: what differs was put in while it ran, or nothing does. */
function inputsChange(before: Source, run: Source): Pick<RunChange, 'what' | 'was'> {
  if (equalJson(before.inputs, run.inputs)) return { what: 'Run again, unchanged', was: '' };
  const count = run.inputs.length;
  if (count === 0) return { what: 'Nothing put in by hand', was: inputsWords(before.inputs.length) };
  return {
    what: `${inputsWords(count)} by hand`,
    was: before.inputs.length === 0 ? '' : inputsWords(before.inputs.length),
  };
}

const inputsWords = (count: number): string => (count === 1 ? '1 input put in' : `${String(count)} inputs put in`);

function settingChange({ key, changes }: Difference, before: Source, run: Source): Pick<RunChange, 'what' | 'was'> {
  const [then, now] = [settingOf(before, key), settingOf(run, key)];
  const meant = fieldChanges(then, now);
  if (meant.some(({ field }) => field === patternPath))
    return { what: `Pattern: ${patternOf(run)}`, was: patternOf(before) };
  return fieldWords(meant.length === 0 ? changes : meant, key);
}

/** A setting of the document with the values that it leaves out. */
function settingOf({ document }: Source, key: string): Readonly<Record<string, unknown>> {
  const meant = resolved(document) as unknown as Readonly<Record<string, unknown>>;
  return Object.hasOwn(meant, key) ? { [key]: meant[key] } : {};
}

type Two = readonly [Document, Document];

function nodeChange({ mark, kind, key, label, changes }: Difference, two: Two): Pick<RunChange, 'what' | 'was'> {
  const connection = kind === 'depends' || kind === 'reports';
  if (mark !== 'changed') return { what: `${connection ? `Connection ${label}` : label} ${mark}`, was: '' };
  const { what, was } = fieldWords(changes, kind, [meantBy(two[0], key), meantBy(two[1], key)]);
  return { what: `${label}: ${what}`, was };
}

/** What a node means, with the values that it leaves out. */
function meantBy(document: Document, id: string): Readonly<Record<string, unknown>> {
  const agent = document.agents?.find((each) => each.id === id);
  const task = agent === undefined ? document.tasks?.find((each) => each.id === id) : undefined;
  if (agent !== undefined) return { ...resolvedAgent(agent) };
  return task === undefined ? {} : { ...resolvedTask(task) };
}

type Meant = readonly [Readonly<Record<string, unknown>>, Readonly<Record<string, unknown>>];

/** The first field that changed, and how many more did; what is not set is said as what it then is. */
function fieldWords(
  changes: readonly FieldChange[],
  fallback: string,
  [then, now]: Meant = [{}, {}],
): Pick<RunChange, 'what' | 'was'> {
  const [first] = changes;
  if (first === undefined) return { what: fallback, was: '' };
  const { field } = first;
  const more = changes.length > 1 ? `, and ${String(changes.length - 1)} more` : '';
  const said = (value: string | null, meant: Readonly<Record<string, unknown>>): string =>
    short(value ?? plain(meant[field]));
  return { what: `${wordOf(field)} ${said(first.after, now)}${more}`, was: said(first.before, then) };
}

function plain(value: unknown): string {
  return typeof value === 'string' || typeof value === 'number' || typeof value === 'boolean'
    ? String(value)
    : 'not set';
}

/** The last parts of a path as words: `retry.max` is `retry max`, `delayMs` is `delay ms`. */
function wordOf(field: string): string {
  return field
    .split('.')
    .slice(-2)
    .join(' ')
    .replace(/([a-z])([A-Z])/g, (_all, one: string, two: string) => `${one} ${two.toLowerCase()}`);
}

const shortMax = 32;

function short(value: string): string {
  return value.length > shortMax ? `${value.slice(0, shortMax - 1)}…` : value;
}
