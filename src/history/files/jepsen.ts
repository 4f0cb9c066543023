/**
 * Histories as Jepsen writes them: a map for each call and each completion, with :process, :type, :f and :value, one after the other
 * or in one vector; or the lines of its log. Keys are a :key, or `[key value]` as jepsen.independent has them.
 */
import { canonical, type Json } from '../../base/index.ts';
import type { Action, Operation } from '../operation.ts';
import { fail, plainForm, readEdn, type Form } from './edn.ts';

/** What the operations of files are called. */
const actions: Readonly<Record<string, readonly [action: Action, sign: 1 | -1]>> = {
  read: ['read', 1],
  get: ['read', 1],
  r: ['read', 1],
  write: ['write', 1],
  put: ['write', 1],
  set: ['write', 1],
  w: ['write', 1],
  cas: ['cas', 1],
  add: ['add', 1],
  inc: ['add', 1],
  increment: ['add', 1],
  dec: ['add', -1],
  decrement: ['add', -1],
  remove: ['remove', 1],
  delete: ['remove', 1],
  append: ['append', 1],
};

interface Event {
  readonly line: number;
  readonly process: string;
  readonly type: 'invoke' | 'ok' | 'fail' | 'info';
  readonly name: string;
  readonly key: Json | undefined;
  readonly value: Json;
}

export interface Read {
  readonly operations: readonly Operation[];
  /** What its operations are called. */
  readonly names: ReadonlySet<string>;
}

export function readJepsen(text: string): Read {
  const events = isLog(text) ? fromLog(text) : fromForms(readEdn(text));
  const called = events.filter(({ type }) => type === 'invoke');
  const readings = called.filter(({ name }) => actions[name]?.[0] === 'read');
  const isPair = ({ value }: Event): boolean => Array.isArray(value) && value.length === 2;
  const keyed = readings.length > 0 && readings.every((each) => isPair(each) && (each.value as Json[])[1] === null);
  if (keyed) {
    const odd = events.find((event) => !isPair(event) && event.type !== 'info' && event.type !== 'fail');
    if (odd !== undefined) fail(odd.line, 'other values are [key value], and this is not; give it a key');
  }
  return { operations: paired(events, keyed), names: new Set(called.map(({ name }) => name)) };
}

const logLine = /^.*?\s-\s+(\S+)\s+:(invoke|ok|fail|info)\s+:(\S+)\s*(.*)$/u;

function isLog(text: string): boolean {
  return /^\s*(?:INFO|WARN|DEBUG)\s/u.test(text);
}

/** Lines that tell of no operation, such as those of the nemesis, are passed over. */
function fromLog(text: string): Event[] {
  return text.split('\n').flatMap((written, at) => {
    const [, process, type, name, rest] = logLine.exec(written.trimEnd()) ?? [];
    if (process === undefined || !/^\d+$/u.test(process)) return [];
    const [value] = readEdn(rest!, at + 1);
    return [
      {
        line: at + 1,
        process,
        type: type as Event['type'],
        name: name!,
        key: undefined,
        value: value === undefined ? null : plainForm(value),
      },
    ];
  });
}

function fromForms(forms: readonly Form[]): Event[] {
  const [only] = forms;
  const all = forms.length === 1 && only?.kind === 'many' ? only.items : forms;
  return all.flatMap((form) => eventOf(form) ?? []);
}

/** Null for what is no operation of a client. */
function eventOf(form: Form): Event | null {
  const { line } = form;
  if (form.kind !== 'map')
    fail(line, 'an operation is a map such as {:process 0 :type :invoke :f :read :value nil}; write it so');
  const fields = new Map<string, Form>();
  for (let at = 0; at < form.items.length; at += 2) {
    const key = form.items[at]!;
    const name = key.kind === 'name' ? key.name : canonical(plainForm(key));
    if (fields.has(name)) fail(line, `${name} stands twice; remove one`);
    fields.set(name, form.items[at + 1]!);
  }
  const process = fields.get(':process') ?? fail(line, 'an operation has no :process; say who called it');
  if (process.kind === 'name') return null;
  if (process.kind !== 'atom' || (typeof process.value !== 'number' && typeof process.value !== 'string'))
    fail(line, ':process wants a number or a text');
  const type = nameOf(fields, ':type', line);
  if (type !== 'invoke' && type !== 'ok' && type !== 'fail' && type !== 'info')
    fail(line, `:type wants :invoke, :ok, :fail or :info, not ${type}`);
  const value = fields.get(':value');
  const key = fields.get(':key');
  return {
    line,
    process: String(process.value),
    type,
    name: nameOf(fields, ':f', line),
    key: key === undefined ? undefined : plainForm(key),
    value: value === undefined ? null : plainForm(value),
  };
}

function nameOf(fields: ReadonlyMap<string, Form>, field: string, line: number): string {
  const form = fields.get(field);
  if (form?.kind !== 'name' || !form.name.startsWith(':'))
    fail(line, `an operation has no ${field} with a keyword; add it`);
  return form.name.slice(1);
}

/** Calls with their completions. What failed never took effect; what has no completion, or one that knows nothing, stays open. */
function paired(events: readonly Event[], keyed: boolean): Operation[] {
  const open = new Map<string, { readonly at: number; readonly call: Event }>();
  const found: (Operation | null)[] = [];
  for (const [time, event] of events.entries()) {
    const mine = open.get(event.process);
    if (event.type === 'invoke') {
      if (mine !== undefined)
        fail(
          event.line,
          `process ${event.process} calls while its call of line ${String(mine.call.line)} is open; end that with :info where nobody knows how it went`,
        );
      open.set(event.process, { at: found.length, call: event });
      found.push(operationOf(event, keyed, time));
      continue;
    }
    if (mine === undefined)
      fail(event.line, `process ${event.process} completes what it never called; add its :invoke or remove the line`);
    if (mine.call.name !== event.name)
      fail(
        event.line,
        `process ${event.process} completes :${event.name}, but it called :${mine.call.name} on line ${String(mine.call.line)}`,
      );
    open.delete(event.process);
    if (event.type === 'ok') found[mine.at] = completed(found[mine.at]!, event, keyed, time, mine.call.line);
    else if (event.type === 'fail') found[mine.at] = null;
  }
  return found.filter((each) => each !== null);
}

function partsOf({ key, value }: Event, keyed: boolean): { key: string; value: Json } {
  if (keyed && Array.isArray(value) && value.length === 2)
    return { key: textOf(value[0] as Json), value: value[1] as Json };
  return { key: key === undefined ? '' : textOf(key), value };
}

function textOf(key: Json): string {
  return typeof key === 'string' ? key : canonical(key);
}

function operationOf(event: Event, keyed: boolean, time: number): Operation {
  const known = Object.hasOwn(actions, event.name) ? actions[event.name] : undefined;
  if (known === undefined)
    fail(event.line, `no operation is called :${event.name}; use one of ${Object.keys(actions).join(', ')}`);
  const [action, sign] = known;
  const { key, value } = partsOf(event, keyed);
  const amount = /^(?:inc|dec)/u.test(event.name) && value === null ? 1 : value;
  return {
    process: event.process,
    key,
    action,
    value: action === 'read' ? null : typeof amount === 'number' && sign < 0 ? -amount : amount,
    result: null,
    call: time,
    returned: null,
    place: `line ${String(event.line)}`,
  };
}

function completed(called: Operation, event: Event, keyed: boolean, time: number, line: number): Operation {
  const { key, value } = partsOf(event, keyed);
  if (key !== called.key && (keyed || event.key !== undefined))
    fail(event.line, `process ${event.process} completes on key ${key}, but it called on key ${called.key}`);
  const result = called.action === 'read' ? value : called.action === 'cas' ? true : null;
  return { ...called, result, returned: time, place: `lines ${String(line)} and ${String(event.line)}` };
}
