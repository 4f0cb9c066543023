/**
 * Histories of one register as short JSON: `{ "n", "linearizable", "ops" }`, or a list of such. An operation is
 * `[process, "r", call, return, value]`, `[process, "w", value, call, return, true]` or
 * `[process, "c", from, to, call, return, ok]`; `null` and "open" stand for a return and an answer that never came.
 */
import { equalJson, parseJson, pathText, type Json, type JsonObject } from '../../base/index.ts';
import type { Operation } from '../operation.ts';
import { UnreadableHistory } from './edn.ts';

export interface CompactHistory {
  readonly name: string;
  /** What the file says of it, or null. */
  readonly linearizable: boolean | null;
  readonly operations: readonly Operation[];
}

type Path = readonly (string | number)[];

function fail(path: Path, says: string): never {
  throw new UnreadableHistory(pathText(path) === '' ? 'the whole file' : pathText(path), says);
}

export function readCompact(text: string): CompactHistory[] {
  const parsed = parseJson(text);
  if (!parsed.ok) throw new UnreadableHistory(`line ${String(parsed.error.line)}`, parsed.error.sentence);
  const { value } = parsed;
  if (!Array.isArray(value)) return [historyOf(value, [], 0)];
  if (value.length === 0) fail([], 'there is no history in it');
  return value.map((each: Json, at) => historyOf(each, [at], at));
}

function historyOf(value: Json, path: Path, index: number): CompactHistory {
  const ops = isObject(value) ? value['ops'] : undefined;
  if (!isObject(value) || !Array.isArray(ops))
    fail(path, 'a history is an object with "ops", a list of operations; write it so');
  const { n, linearizable } = value;
  const name = typeof n === 'number' || typeof n === 'string' ? String(n) : String(index);
  const operations = ops.flatMap((each: Json, at) => operationOf(each, [...path, 'ops', at], at) ?? []);
  if (operations.length === 0) fail(path, 'the history holds no operation');
  return { name, linearizable: typeof linearizable === 'boolean' ? linearizable : null, operations };
}

function isObject(value: Json): value is JsonObject {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

const forms =
  '[process, "r", call, return, value], [process, "w", value, call, return, true] or [process, "c", from, to, call, return, ok]';

/** Null for a read that never answered: it tells nothing. */
function operationOf(value: Json, path: Path, index: number): Operation | null {
  const written: readonly Json[] = Array.isArray(value) ? value : [];
  const [process, kind, ...rest] = written;
  const length = kind === 'r' ? 3 : kind === 'w' ? 4 : kind === 'c' ? 5 : undefined;
  if ((typeof process !== 'number' && typeof process !== 'string') || length === undefined || rest.length !== length)
    fail(path, `an operation is ${forms}`);
  const values = rest.slice(0, kind === 'w' ? 1 : kind === 'c' ? 2 : 0);
  const [call, returned, answer] = rest.slice(values.length);
  const open = kind === 'r' ? returned === null || answer === 'unknown' : returned === null || answer === 'open';
  if (typeof call !== 'number') fail(path, 'its call is no number');
  if (returned !== null && typeof returned !== 'number') fail(path, 'its return is neither a number nor null');
  if (typeof returned === 'number' && returned < call) fail(path, 'it returns before it is called; turn the two round');
  if (kind === 'w' && !open && !equalJson(answer, true))
    fail(path, 'a write that has returned answers true, one that has not "open"');
  if (kind === 'c' && !open && typeof answer !== 'boolean')
    fail(path, 'a compare-and-set that has returned answers true or false, one that has not "open"');
  if (kind === 'r' && open) return null;
  return {
    process: String(process),
    key: '',
    action: kind === 'r' ? 'read' : kind === 'w' ? 'write' : 'cas',
    value: kind === 'r' ? null : kind === 'w' ? values[0]! : values,
    result: open || kind === 'w' ? null : answer!,
    call,
    returned: open ? null : returned,
    place: `operation ${String(index)}`,
  };
}
