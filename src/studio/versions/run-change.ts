/**
 * What a run was made of that the run before it was not, in a few words: `Gil: slots 2`, and behind them what it was. Pure.
 */
import { equalJson } from '../../base/index.ts';
import type { RecordedInputs } from '../../bridge/index.ts';
import { resolved } from '../../document/index.ts';
import { patternPath, settingWords } from '../../experiments/index.ts';
import { diffDocuments, type Difference } from './compare/diff.ts';
import type { FieldChange } from './compare/fields.ts';

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
  const told = first.kind === 'setting' ? settingChange(first, before, pattern) : nodeChange(first);
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

function settingChange({ key, changes }: Difference, before: Source, pattern: string): Pick<RunChange, 'what' | 'was'> {
  const chosen = changes.find(({ field }) => field === patternPath);
  if (chosen !== undefined) return { what: `Pattern: ${pattern}`, was: patternOf(before) };
  return fieldWords(changes, key);
}

function nodeChange({ mark, kind, label, changes }: Difference): Pick<RunChange, 'what' | 'was'> {
  const connection = kind === 'depends' || kind === 'reports';
  if (mark !== 'changed') return { what: `${connection ? `Connection ${label}` : label} ${mark}`, was: '' };
  const { what, was } = fieldWords(changes, kind);
  return { what: `${label}: ${what}`, was };
}

/** The first field that changed, and how many more did. */
function fieldWords(changes: readonly FieldChange[], fallback: string): Pick<RunChange, 'what' | 'was'> {
  const [first] = changes;
  if (first === undefined) return { what: fallback, was: '' };
  const more = changes.length > 1 ? `, and ${String(changes.length - 1)} more` : '';
  return { what: `${wordOf(first.field)} ${short(first.after)}${more}`, was: short(first.before) };
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

function short(value: string | null): string {
  if (value === null) return 'default';
  return value.length > shortMax ? `${value.slice(0, shortMax - 1)}…` : value;
}
