/**
 * A file of histories, whichever way it is written, and the model that fits it where none is named.
 */
import { decodeUtf8 } from '../../base/index.ts';
import type { ModelName } from '../models/table.ts';
import type { Operation } from '../operation.ts';
import { readCompact, type CompactHistory } from './compact.ts';
import { UnreadableHistory } from './edn.ts';
import { readJepsen } from './jepsen.ts';

export interface HistoryFile {
  readonly histories: readonly CompactHistory[];
  readonly model: ModelName;
}

/** Throws `UnreadableHistory`. */
export function readHistories(bytes: Uint8Array): HistoryFile {
  const { text, whole } = decodeUtf8(bytes);
  if (!whole) throw new UnreadableHistory('the whole file', 'it is no UTF-8 text; save it as UTF-8');
  if (text.trim() === '') throw new UnreadableHistory('the whole file', 'it is empty');
  if (isJson(text)) return { histories: readCompact(text), model: 'register' };
  const { operations, names } = readJepsen(text);
  if (operations.length === 0) throw new UnreadableHistory('the whole file', 'it holds no operation that took effect');
  return { histories: [{ name: '', linearizable: null, operations }], model: modelOf(operations, names) };
}

/** EDN writes no colon after a key in quotes, and no list begins with an object of such keys, or ends at once. */
function isJson(text: string): boolean {
  return /^\s*(?:\[\s*)?\{\s*(?:"|\})|^\s*\[\s*(?:\[|\]|-?\d|"|null|true|false)/u.test(text);
}

function modelOf(operations: readonly Operation[], names: ReadonlySet<string>): ModelName {
  const does = (action: string): boolean => operations.some((each) => each.action === action);
  const lists = operations.some(({ action, result }) => action === 'read' && Array.isArray(result));
  if (does('append')) return lists ? 'log' : 'kv';
  if (does('remove')) return 'set';
  if (does('add'))
    return lists || operations.some(({ value, action }) => action === 'add' && typeof value !== 'number')
      ? 'set'
      : 'counter';
  return names.has('put') ? 'kv' : 'register';
}
