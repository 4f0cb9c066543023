/**
 * Operations and verdicts in words.
 */
import { canonical, type Json } from '../../base/index.ts';
import type { Level, Operation } from '../operation.ts';

/** Longest value that is written out. */
const lengthMax = 60;

export function valueText(value: Json): string {
  const text = canonical(value);
  return text.length > lengthMax ? `${text.slice(0, lengthMax - 1)}…` : text;
}

/** What somebody did, in the past tense. */
export function deed({ action, value, result, returned }: Operation): string {
  const open = returned === null;
  switch (action) {
    case 'read':
      return open ? 'asked to read and had no answer' : `read ${valueText(result)}`;
    case 'cas': {
      const [from, to] = value as readonly Json[];
      const change = `change ${valueText(from!)} to ${valueText(to!)}`;
      if (open) return `asked to ${change} and had no answer`;
      return result === true ? change.replace('change', 'changed') : `failed to ${change}`;
    }
    default: {
      const past = { write: 'wrote', add: 'added', remove: 'removed', append: 'appended' }[action];
      return open ? `asked to ${action} ${valueText(value)} and had no answer` : `${past} ${valueText(value)}`;
    }
  }
}

const explained: Record<Level, string> = {
  linearizable: 'which is right at no time between its call and its return',
  sequential: 'which is right in no order that keeps the order of each process',
  causal: 'which is right in no order in which causes come first',
};

export function sentence(operation: Operation, as: Level, could: readonly Json[]): string {
  const { process, place } = operation;
  const where = place === undefined ? '' : ` (${place})`;
  const values = could.map(valueText);
  const last = values.pop();
  const instead =
    last === undefined ? '' : `; it could have read ${values.length === 0 ? last : `${values.join(', ')} or ${last}`}`;
  return `process ${process} ${deed(operation)}${where}, ${explained[as]}${instead}`;
}
