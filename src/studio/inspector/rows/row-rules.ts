/**
 * What rows of keys, values, memories and beliefs may hold: which memories and keys there are, what can be done to what stands there,
 * and how a value is typed and shown. Pure: a document goes in, rows come out, and the form sets them.
 */
import { equalJson, freshId, ok, parseJson, type Json, type Result } from '../../../base/index.ts';
import {
  keyOfUse,
  memoryOf,
  resolvedRecall,
  shownName,
  WRITES_OF,
  type Document,
  type Edit,
  type Memory,
  type MemoryType,
} from '../../../document/index.ts';

/** A key of a memory as a task names it, with whatever a write says besides. */
export type UseRow = string | (Readonly<Record<string, Json>> & { readonly memory: string; readonly key: string });
export type UseField = 'reads' | 'writes';

/** The choice that adds a memory. No id has a line break. */
export const newMemory = '\n';

/** Memories as choices, with what is written and is not there, and with a new one. */
export function memoryChoices({ memories = [] }: Document, written: string) {
  const known = memories.map(({ id, name }) => ({ value: id, label: shownName({ id, name }) }));
  const missing = memories.some(({ id }) => id === written) ? [] : [{ value: written, label: `${written} (missing)` }];
  return [...known, ...missing, { value: newMemory, label: 'A new memory' }];
}

/** Keys of a memory that tasks name, as they come. */
export function keysOf({ tasks = [] }: Document, memory: string, fields: readonly UseField[]): readonly string[] {
  const keys = fields.flatMap((field) =>
    tasks.flatMap((task) => (task[field] ?? []).flatMap((use) => (memoryOf(use) === memory ? [keyOfUse(use)] : []))),
  );
  return [...new Set(keys)];
}

/** Another row: a key that others use and this task does not yet, else the one that goes by the name of its memory. */
export function nextUse(document: Document, rows: readonly UseRow[], field: UseField, memory: string): UseRow {
  const other = field === 'reads' ? 'writes' : 'reads';
  const own = rows.filter((row) => memoryOf(row) === memory).map(keyOfUse);
  const key = keysOf(document, memory, [other]).find((each) => !own.includes(each));
  if (key !== undefined) return useOf(memory, key);
  return useOf(memory, own.includes(memory) ? freshId('key-1', new Set(own)) : memory);
}

/** The shortest way to name a key. */
function useOf(memory: string, key: string): UseRow {
  return key === memory ? memory : { memory, key };
}

/** A memory that is new, and the edit that adds it. */
export function memoryAdded({ agents = [], tasks = [], resources = [], memories = [] }: Document): {
  readonly id: string;
  readonly edit: Edit;
} {
  const taken = new Set([...agents, ...tasks, ...resources, ...memories].map(({ id }) => id));
  const id = freshId('memory-1', taken);
  const name = id === 'memory-1' ? 'Memory' : `Memory ${id.slice('memory-'.length)}`;
  return { id, edit: { kind: 'add-node', collection: 'memories', node: { id, name } } };
}

/** A row under another key; without one it goes by the name of its memory. */
export function rekeyed(row: UseRow, key: string): UseRow {
  const memory = memoryOf(row);
  if (typeof row === 'string') return useOf(memory, key === '' ? memory : key);
  return { ...row, key: key === '' ? memory : key };
}

/** A row that does something else, or, without a name, what is usual; no place is left where none has a meaning. */
export function withKind(document: Document, row: UseRow, does: string): UseRow {
  const next = withPart(row, 'do', does === '' ? undefined : does);
  return hasPlace(document, next) ? next : withPart(next, 'at', undefined);
}

/** A row of another memory: what cannot be done there goes back to what is usual. */
export function moved(document: Document, row: UseRow, memory: string): UseRow {
  if (typeof row === 'string') return memory;
  const does = ways(document, memory).can.find((each) => each === row['do']);
  return withKind(document, { ...row, memory }, does ?? '');
}

/** A row with a part set, or taken away. */
export function withPart(row: UseRow, part: 'do' | 'value' | 'at' | 'expect', value: Json | undefined): UseRow {
  const whole = typeof row === 'string' ? { memory: row, key: row } : row;
  const { [part]: _gone, ...rest } = whole as Readonly<Record<string, Json>>;
  const { memory, key, ...more } = rest as { memory: string; key: string };
  if (value !== undefined) return { memory, key, ...more, [part]: value };
  return Object.keys(more).length === 0 && memory === key ? memory : { memory, key, ...more };
}

const standing: Readonly<Record<MemoryType, string>> = {
  register: 'holds the last value written',
  'multi-value': 'keeps all values written at once',
  counter: 'adds up the numbers written',
  set: 'takes elements in and out',
  map: 'takes an object and sets its fields; a field is removed by its name',
  list: 'has elements in order: the first that equals is moved or removed, and the one at the place is set',
  log: 'is appended to and nothing else',
};

/** What a write can do in a memory, whether it can compare first, and why. */
export function ways({ memories = [] }: Document, id: string) {
  const memory: Memory = memories.find((each) => each.id === id) ?? { id };
  const type = memory.type ?? 'register';
  const compares = memory.consistency === 'primary-backup';
  const alone =
    type !== 'register' || compares ? '' : '; only a primary-backup memory can compare before it is written';
  return { type, can: WRITES_OF[type], compares, why: `A ${type} ${standing[type]}${alone}.` };
}

/** Whether what a row does is done at a place: in a list, but for what is appended or removed. */
export function hasPlace(document: Document, row: UseRow): boolean {
  const { type, can } = ways(document, memoryOf(row));
  const does = typeof row === 'string' ? can[0] : (row['do'] ?? can[0]);
  return type === 'list' && (does === 'insert' || does === 'move' || does === 'set');
}

/** How a value is given: not at all, as it stands, or as an expression. */
export type Way = 'absent' | 'value' | 'cel';

/** How a value is given where a text is CEL, or where it stands for itself. */
export function wayOf(value: unknown, isCel: boolean): Way {
  if (value === undefined) return 'absent';
  return isCel && typeof value === 'string' && literalOf(value) === null ? 'cel' : 'value';
}

/** The text that a CEL literal stands for; null for any other expression. */
export function literalOf(cel: string): string | null {
  const text = cel.trim();
  if (/^'[^'\\\n]*'$/.test(text)) return text.slice(1, -1);
  if (!/^"(?:[^"\\]|\\["\\bfnrtu])*"$/.test(text)) return null;
  const read = parseJson(text);
  return read.ok && typeof read.value === 'string' ? read.value : null;
}

/** A value as it is typed: a text as it is, unless that would be read as something else. */
export function typedText(value: unknown, isCel: boolean): string {
  if (value === undefined) return '';
  const meant = typeof value === 'string' && isCel ? (literalOf(value) ?? value) : value;
  if (typeof meant !== 'string') return JSON.stringify(meant);
  const read = readValue(meant, false);
  return read.ok && equalJson(read.value, meant) ? meant : JSON.stringify(meant);
}

/** What was typed: JSON where it is that, else a text; where a text is CEL, one in quotation marks. */
export function readValue(typed: string, isCel: boolean): Result<Json, string> {
  const json = parseJson(typed);
  const begun = /^\s*["[{]/.test(typed);
  if (!json.ok && begun) return { ok: false, error: `This is not JSON: ${json.error.message}` };
  const value = json.ok ? json.value : typed.trim();
  return ok(isCel && typeof value === 'string' ? JSON.stringify(value) : value);
}

/** What an expression names a field of something by. */
export function fieldOf(holder: string, name: string): string {
  return /^[A-Za-z_]\w*$/.test(name) ? `${holder}.${name}` : `${holder}[${JSON.stringify(name)}]`;
}

/** Keys that tasks remember, as they come. */
export function rememberedKeys({ tasks = [] }: Document): readonly string[] {
  return [...new Set(tasks.flatMap(({ remembers = [] }) => remembers.map(({ key }) => key)))];
}

/** Beliefs that agents have or tasks give, as they come. */
export function believedNames({ agents = [], tasks = [] }: Document): readonly string[] {
  return [
    ...new Set([
      ...agents.flatMap(({ beliefs = {} }) => Object.keys(beliefs)),
      ...tasks.flatMap(({ believes = {} }) => Object.keys(believes)),
    ]),
  ];
}

/** A thing to recall, as it is written. */
export type RecallRow = string | { readonly key?: string; readonly query?: string; readonly top?: number };
export type RecallPart = 'key' | 'query' | 'top';

/** Another thing to recall: a key that is remembered and not recalled here yet, else one of its own. */
export function nextRecall(document: Document, rows: readonly RecallRow[]): RecallRow {
  const own = new Set(rows.map((row) => resolvedRecall(row).key));
  return rememberedKeys(document).find((key) => !own.has(key)) ?? freshId('key-1', own);
}

/** A recall with a part set, or taken away where it is empty; null where nothing would be left that could be found. */
export function recallWith(row: RecallRow, part: RecallPart, value: string | number | null): RecallRow | null {
  const whole = typeof row === 'string' ? { key: row } : row;
  const { [part]: _gone, ...rest } = whole;
  const empty = value === null || (typeof value === 'string' && value.trim() === '');
  const next: { key?: string; query?: string; top?: number } = empty ? rest : { ...rest, [part]: value };
  if (part === 'query' && empty) return null;
  if (next.query !== undefined) return next;
  return next.key ?? null;
}
