/**
 * Every field of every form, found by walking the schema: on a node that was just added, and on one that holds every part that
 * it may hold. What is typed is in the document when the typing pauses; what is refused stays with its reason until the field is left,
 * and then gives way to what is stored. Nothing is called saved meanwhile.
 */
import { fireEvent } from '@testing-library/svelte';
import { tick } from 'svelte';
import { is } from 'valibot';
import { beforeAll, describe, expect, it, vi } from 'vitest';
import type { Json } from '../../../src/base/index.ts';
import {
  actionSchemas,
  agentSchema,
  documentSchema,
  faultSchemas,
  fieldsOf,
  memorySchema,
  resourceSchema,
  taskSchema,
  type Document,
  type FieldPath,
  type FormField,
} from '../../../src/document/index.ts';
import { addEdit } from '../../../src/studio/canvas/graph/edits.ts';
import { apply } from '../../../src/document/index.ts';
import { Inspector } from '../../../src/studio/inspector/index.ts';
import { stage } from '../panels/stage.ts';

type Collection = 'agents' | 'tasks' | 'resources' | 'memories';
const schemas = { agents: agentSchema, tasks: taskSchema, resources: resourceSchema, memories: memorySchema };

/** Around the node under test: something of each kind that a field may name. */
const around: Document = {
  agents: [{ id: 'ana', name: 'Ana' }, { id: 'ben', name: 'Ben' }, { id: 'cleo' }],
  tasks: [{ id: 'first', name: 'First' }, { id: 'second' }, { id: 'whole' }, { id: 'part', parent: 'whole' }],
  resources: [{ id: 'press', name: 'Press' }, { id: 'oven' }],
  memories: [{ id: 'board', name: 'Board' }, { id: 'notes' }],
};

/** JSON that some schema or other takes; a field gets the first that its own takes. */
const samples: readonly Json[] = [
  5,
  ['x'],
  { x: 1 },
  { x: 'y' },
  [['ana'], ['ben']],
  [{ key: 'x' }],
  [{ key: 'y' }],
  [],
];

/** A value that a field may hold; `turn` gives another one. */
function sampleOf(field: FormField, turn = 0): Json | undefined {
  const fit = (...values: Json[]) => values.filter((value) => is(field.schema, value));
  const several = (...values: Json[]) => fit(...values)[turn] ?? fit(...values)[0];
  if (field.key === 'parent') return 'whole';
  if (field.key === 'inside') return several('least-loaded', 'contract-net');
  switch (field.control) {
    case 'number':
      return several(...(field.integer ? [7, 8] : [0.5, 0.25]), 1.5, 2.5);
    case 'toggle':
      return turn === 0;
    case 'choice':
      // Which patterns there are is known to the catalogue, not to the schema.
      return several(...(field.options ?? ['contract-net', 'delegation']).filter((option) => option !== field.default));
    case 'names': {
      const [one = 'x', other = 'y'] = field.options ?? [];
      return [[one], [one, other]][turn];
    }
    case 'capabilities':
      return [{ x: 0.5 }, { x: 0.5, y: 1 }][turn];
    case 'duration':
      return several(700, 800);
    case 'trigger':
      return several('all-done', 'any');
    case 'agent':
      return ['ana', 'ben'][turn];
    case 'agents':
      return [['ana'], ['ana', 'ben']][turn];
    case 'uses':
      return ['board', { memory: 'notes', key: 'x' }];
    case 'resource':
      return ['press', 'oven'][turn];
    case 'holds':
      return [{ resource: 'press', fromMs: 1, toMs: 5 }, { resource: 'oven' }];
    case 'snapshots':
      return [{ atMs: 5, by: 'ana' }, { atMs: 6 }];
    case 'recalls':
      return ['x', { key: 'y', query: 'z', top: 2 }];
    case 'remembers':
      return [{ key: 'x', importance: 2, pinned: true }, { key: 'y' }];
    case 'beliefs':
      return { x: 1, y: true };
    case 'goals':
      return ['one', { id: 'two', when: 'results.first.ok' }];
    case 'variables':
      return [
        { name: 'price', min: 1, max: 9 },
        { name: 'day', values: ['early', 'late'] },
      ];
    case 'steps':
      return [
        { title: 'one', done: { kind: 'run' } },
        { title: 'two', done: { kind: 'select', agent: 'ana' } },
      ];
    case 'tasks':
      return [['first'], ['first', 'second']][turn];
    case 'resources':
      return [[{ id: 'press', units: 2 }], [{ id: 'press', units: 2 }, { id: 'oven' }]][turn];
    case 'expectations':
      return [[{ that: 'makespanMs > 1' }], [{ that: 'makespanMs > 1' }, { that: 'steps > 1' }]][turn];
    case 'text':
    case 'paragraph':
    case 'code':
      return several('words', 'others');
    case 'json':
      return several(...samples);
    case 'group':
    case 'action':
    case 'deed':
    case 'task':
    case 'memory':
    case 'list':
    case 'hidden':
      return undefined;
  }
}

/** An object with every field that its schema has, but for those that are lists of other objects. */
function full(schema: Parameters<typeof fieldsOf>[0]): Record<string, Json> {
  const values: Record<string, Json> = {};
  for (const field of fieldsOf(schema)) {
    if (field.key === 'id') continue;
    const value = field.control === 'group' ? full(field.schema) : sampleOf(field);
    if (value !== undefined) values[field.key] = value;
  }
  return values;
}

const at = (document: unknown, path: FieldPath): unknown =>
  path.reduce<unknown>((value, part) => (value as Record<string | number, unknown> | undefined)?.[part], document);

/** What stands at a path in the page, and what a person does there. */
class Place {
  readonly name: string;
  #found: HTMLElement | null = null;
  constructor(path: FieldPath) {
    this.name = path.reduce<string>(
      (text, part) => (typeof part === 'number' ? `${text}[${String(part)}]` : text === '' ? part : `${text}.${part}`),
      '',
    );
  }
  /** Looked for anew only when it has gone: the whole page is searched for it. */
  get element(): HTMLElement | null {
    if (this.#found?.isConnected !== true)
      this.#found = document.querySelector<HTMLElement>(`[data-field="${this.name}"]`);
    return this.#found;
  }
  all<E extends HTMLElement>(selector: string): E[] {
    const { element } = this;
    return [...(element?.querySelectorAll<E>(selector) ?? [])].filter(
      (found) => found.closest('[data-field]') === element,
    );
  }
  input(label?: string): HTMLInputElement {
    const inputs = this.all<HTMLInputElement>('input:not([type=checkbox]), textarea');
    const found =
      label === undefined ? inputs.at(-1) : inputs.find((input) => input.labels?.[0]?.textContent.trim() === label);
    if (found === undefined) throw new Error(`no input ${label ?? ''} at ${this.name}`);
    return found;
  }
  /** Types, and leaves nothing. */
  async begin(text: string, label?: string): Promise<void> {
    const input = this.input(label);
    input.value = text;
    await fireEvent.input(input);
  }
  async type(text: string, label?: string): Promise<void> {
    await this.begin(text, label);
    await fireEvent.change(this.input(label));
    await tick();
  }
  async choose(value: string): Promise<void> {
    const [select] = this.all<HTMLSelectElement>('select');
    if (select === undefined) throw new Error(`no choice at ${this.name}`);
    expect([...select.options].map((option) => option.value)).toContain(value);
    select.value = value;
    await fireEvent.change(select);
    await tick();
  }
  /** The reason that stands at the field, and that its control points to. */
  get reason(): string {
    const wrong = this.all('[aria-invalid="true"]');
    return wrong
      .flatMap((control) => (control.getAttribute('aria-describedby') ?? '').split(' '))
      .map((id) => document.getElementById(id)?.textContent ?? '')
      .join(' ');
  }
}

interface Entry {
  readonly text: string;
  readonly label?: string;
  /** What the field then holds. */
  readonly expected: Json | undefined;
}

/** What is typed so that a field holds another value than before; null where a person chooses. */
function entryFor(field: FormField, before: unknown): Entry | null {
  const next = sampleOf(field, before === undefined ? 0 : 1);
  const last = Array.isArray(next) ? next.at(-1) : undefined;
  switch (field.control) {
    case 'toggle':
    case 'choice':
    case 'agent':
    case 'trigger':
      return null;
    case 'tasks':
      if (field.key === 'parent') return null;
      break;
    case 'duration':
      return { text: '1500', label: 'Time', expected: 1500 };
    case 'capabilities':
      return before === undefined ? { text: 'x', expected: { x: 1 } } : { text: 'y', expected: next };
    case 'json':
      return { text: JSON.stringify(next), expected: next };
    case 'resources':
      return before === undefined ? { text: 'Press', expected: [{ id: 'press' }] } : { text: 'oven', expected: next };
    case 'expectations':
      return { text: (last as { that: string }).that, expected: next };
    case 'number':
    case 'text':
    case 'paragraph':
    case 'code':
      return { text: typeof next === 'number' ? String(next) : (next as string), expected: next };
    default:
      break;
  }
  // A list of names, of which the last is new; a node is asked for by its name.
  const nodes = [...(around.agents ?? []), ...(around.memories ?? []), ...(around.tasks ?? [])];
  return { text: nodes.find(({ id }) => id === last)?.name ?? String(last), expected: next };
}

/** Fills a field in as a person does, so that it holds another value than before; tells which. */
async function fill(place: Place, field: FormField, before: unknown): Promise<Json | undefined> {
  const entry = entryFor(field, before);
  if (entry !== null) {
    await place.type(entry.text, entry.label);
    return entry.expected;
  }
  if (field.control === 'toggle') {
    await fireEvent.click(place.all('input')[0] as HTMLElement);
    // The default is not written.
    return before === undefined ? !(field.default as boolean) : undefined;
  }
  if (before === undefined || field.required) {
    const next = sampleOf(field, before === undefined ? 0 : 1);
    await place.choose(next as string);
    return next;
  }
  await place.choose(field.control === 'trigger' ? (field.default as string) : '');
  return undefined;
}

/** Half of what these hold is of the same kind: it is stored when the typing pauses. In a list, half of a name is another name. */
const live: ReadonlySet<string> = new Set(['number', 'text', 'paragraph', 'code', 'json', 'duration']);

async function pause(): Promise<void> {
  vi.advanceTimersByTime(400);
  await tick();
}

/** One visit to a field that is typed into, with pauses: what is stored when, what the bar says, and one step of undo. */
const stores: Attempt = async ({ workspace }, place, { field, path }, nonsense) => {
  const whole = workspace.document;
  const stored = at(whole, path);
  const entry = entryFor(field, stored);
  if (entry === null) return;
  const { text, label, expected } = entry;
  const { name } = place;
  const now = () => at(workspace.document, path);
  vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout'] });
  try {
    await fireEvent.focus(place.input(label));
    await place.begin(text, label);
    expect([now(), workspace.typing], `${name} is being typed`).toEqual([stored, true]);
    await pause();
    const isLive = live.has(field.control);
    expect([now(), workspace.typing], `${name} after a pause`).toEqual(isLive ? [expected, false] : [stored, true]);
    expect(place.input(label).value, `${name} shows what was typed`).toBe(text);
    if (isLive) {
      await place.begin('', label);
      await pause();
      expect([now(), workspace.typing], `${name} emptied`).toEqual([expected, true]);
      await place.begin(text, label);
      await pause();
      expect([now(), workspace.typing], `${name} typed again`).toEqual([expected, false]);
    }
    if (isLive && nonsense !== null) {
      await place.begin(nonsense, label);
      await pause();
      expect([now(), workspace.typing], `${name} refused`).toEqual([expected, true]);
      expect(place.input(label).value, `${name} keeps what is refused`).toBe(nonsense);
      expect(place.reason, `${name} says why not`).toMatch(/[a-z].*\./);
    }
    await fireEvent.blur(place.input(label));
    await tick();
    expect([now(), workspace.typing], `${name} is left`).toEqual([expected, false]);
    expect(place.input(label).value, `${name} shows what is stored`).not.toBe(nonsense);
    await pause();
    workspace.undo();
    await tick();
    expect(workspace.document, `${name} undone at once`).toEqual(whole);
  } finally {
    vi.useRealTimers();
  }
};

type Stage = Awaited<ReturnType<typeof stage>>;
interface Case {
  readonly field: FormField;
  readonly path: FieldPath;
}

/** The fields of a schema with their paths, those inside groups included. */
function casesOf(schema: Parameters<typeof fieldsOf>[0], base: FieldPath): Case[] {
  return fieldsOf(schema).flatMap((field): Case[] => {
    const path = [...base, field.key];
    if (field.control === 'hidden' || field.control === 'list' || field.control === 'action') return [];
    return field.control === 'group' ? casesOf(field.schema, path) : [{ field, path }];
  });
}

/** Fields of rows: their parts are fields of their own, tried beside this. */
const inRows: ReadonlySet<string> = new Set([
  'uses',
  'holds',
  'snapshots',
  'recalls',
  'remembers',
  'beliefs',
  'goals',
  'variables',
  'steps',
]);

/** A row more and a row less, each one step of undo. */
async function takesRows(workspace: Stage['workspace'], place: Place, path: FieldPath): Promise<void> {
  const whole = workspace.document;
  const count = () => Object.keys(at(workspace.document, path) ?? {}).length;
  const before = count();
  const press = async (name: string) => {
    const button = place.all<HTMLButtonElement>('button').filter(({ ariaLabel }) => (ariaLabel ?? '').startsWith(name));
    await fireEvent.click(button.at(-1) as HTMLElement);
    await tick();
  };
  await press('');
  expect(count(), `${place.name} with a row more`).toBe(before + 1);
  expect(document.activeElement?.closest('[data-field]')?.getAttribute('data-field'), place.name).toContain(place.name);
  await press('Remove ');
  expect(count(), `${place.name} without it`).toBe(before);
  workspace.undo();
  workspace.undo();
  await tick();
  expect(workspace.document, `${place.name} as before`).toEqual(whole);
}

/** What is tried at one field. */
type Attempt = (stage: Stage, place: Place, one: Case, nonsense: string | null) => Promise<void>;

/** Tries every field that the form shows; tells which of them it does not show. */
async function tryAll(staged: Stage, attempt: Attempt, cases: readonly Case[], plainWords = false): Promise<string[]> {
  const { workspace, notices } = staged;
  const missing: string[] = [];
  for (const { field, path } of cases) {
    const place = new Place(path);
    if (place.element === null) missing.push(place.name);
    if (place.element === null || field.key === 'id') continue;
    const whole = workspace.document;
    if (inRows.has(field.control)) {
      await takesRows(workspace, place, path);
      continue;
    }
    // Where plain words are typed for values, none is nonsense.
    const nonsense = plainWords && field.control === 'json' ? null : nonsenseFor(field);
    await attempt(staged, place, { field, path }, nonsense);
    expect(workspace.document, `${place.name} as before`).toEqual(whole);
    expect(
      notices.toasts.map(({ text }) => text),
      place.name,
    ).toEqual([]);
  }
  return missing;
}

/** A field is filled in and left; then what it cannot hold is typed. */
const takes: Attempt = async ({ workspace }, place, { field, path }, nonsense) => {
  const whole = workspace.document;
  const expected = await fill(place, field, at(whole, path));
  expect(at(workspace.document, path), `${place.name} after typing`).toEqual(expected);
  workspace.undo();
  await tick();
  expect(workspace.document, `${place.name} undone`).toEqual(whole);
  if (nonsense !== null) await refuses(workspace, place, { field, path }, nonsense);
};

/** What a field cannot hold; null where it takes whatever can be typed. */
function nonsenseFor(field: FormField): string | null {
  if (field.key === 'parent') return null;
  if (field.control === 'json') return '{';
  if (field.control === 'agents' || field.control === 'tasks') return 'nobody at all';
  if (field.control === 'resources') return 'nobody at all';
  if (field.control === 'capabilities') return 'constructor';
  if (field.control === 'duration') return '-1';
  if (field.control !== 'number') return null;
  return ['-1', '0', '0.5'].find((text) => !is(field.schema, Number(text))) ?? null;
}

async function refuses(workspace: Stage['workspace'], place: Place, { field, path }: Case, nonsense: string) {
  const stored = at(workspace.document, path);
  const label = field.control === 'duration' ? 'Time' : undefined;
  const shown = place.input(label).value;
  await place.type(nonsense, label);
  expect(place.input(label).value, `${place.name} shows what is stored`).toBe(shown);
  expect(place.reason, `${place.name} says why not`).toMatch(/[a-z].*\./);
  expect(place.reason).not.toContain('[0]');
  expect(at(workspace.document, path)).toEqual(stored);
}

/** A stage on which a node was just added, as the canvas adds it, and chosen. */
async function justAdded(kind: Parameters<typeof addEdit>[1], collection: Collection) {
  const { id, edit } = addEdit(around, kind, { place: { x: 0, y: 0 }, places: new Map() });
  const result = apply(around, edit);
  if (!result.ok) throw new Error(result.error.message);
  return chosen(result.value.document, collection, id);
}
async function chosen(document: Document, collection: Collection, id: string) {
  const staged = await stage(Inspector, document);
  staged.workspace.select([id]);
  await tick();
  const index = document[collection]?.findIndex((node) => node.id === id) ?? -1;
  return { staged, base: [collection, index] as FieldPath };
}

beforeAll(() => {
  localStorage.setItem('conclave:inspector-advanced', 'true');
});

const ways: readonly (readonly [string, Attempt])[] = [
  ['takes every field of its form', takes],
  ['stores every field as it is typed', stores],
];

describe('a node that was just added takes every field of its form', () => {
  it.each([
    ['task', 'tasks'],
    ['composite', 'tasks'],
    ['worker', 'agents'],
    ['manager', 'agents'],
    ['resource', 'resources'],
    ['memory', 'memories'],
  ] as const)('%s', async (kind, collection) => {
    const { staged, base } = await justAdded(kind, collection);
    const cases = casesOf(schemas[collection], base);
    const missing = await tryAll(staged, takes, cases);
    expect(missing.length).toBeLessThan(cases.length);
    if (kind !== 'task') return;
    expect(await tryAll(staged, takes, casesOf(actionSchemas.simulate, [...base, 'action']))).toEqual([]);
  });
});

describe('a node that was just added', () => {
  it('takes a duration in each of its shapes, and is as before when it is emptied', async () => {
    const { staged, base } = await justAdded('task', 'tasks');
    const { workspace } = staged;
    const place = new Place([...base, 'action', 'durationMs']);
    const action = () => at(workspace.document, [...base, 'action']);
    await place.type('1500', 'Time');
    expect(action()).toEqual({ kind: 'simulate', durationMs: 1500 });
    await place.type('', 'Time');
    expect(action()).toBeUndefined();
    await place.choose('uniform');
    expect(action()).toEqual({ kind: 'simulate', durationMs: { min: 800, max: 1200 } });
    await place.type('2000', 'Least');
    expect(action()).toEqual({ kind: 'simulate', durationMs: { min: 2000, max: 2000 } });
    await place.choose('normal');
    await place.type('30', 'Deviation');
    expect(action()).toEqual({ kind: 'simulate', durationMs: { mean: 2000, deviation: 30 } });
    await place.choose('by-agent');
    await place.type('5', 'Ben');
    expect(action()).toEqual({ kind: 'simulate', durationMs: { ana: 2000, ben: 5, cleo: 2000 } });
    await place.choose('fixed');
    expect(workspace.document?.tasks).toHaveLength(5);
  });

  it('keeps its id, and says why, when another has it', async () => {
    const { staged, base } = await justAdded('task', 'tasks');
    const place = new Place([...base, 'id']);
    for (const [typed, reason] of [
      ['first', /already/],
      ['constructor', /cannot be an id/],
    ] as const) {
      await place.type(typed);
      expect(place.input().value).toBe('task-1');
      expect(place.reason).toMatch(reason);
    }
    expect(staged.notices.toasts).toEqual([]);
  });
});

describe.each(ways)('a node that holds every part that it may hold %s', (_way, attempt) => {
  it.each(['agents', 'resources', 'memories'] as const)('%s', async (collection) => {
    const node = { ...full(schemas[collection]), id: 'all' };
    const document = { ...around, [collection]: [...(around[collection] ?? []), node] } as Document;
    const { staged, base } = await chosen(document, collection, 'all');
    expect(await tryAll(staged, attempt, casesOf(schemas[collection], base))).toEqual([]);
  });

  it('a task', async () => {
    const node = { ...full(taskSchema), id: 'all', action: { ...full(actionSchemas.simulate), kind: 'simulate' } };
    const document = { ...around, tasks: [...(around.tasks ?? []), node] } as Document;
    const { staged, base } = await chosen(document, 'tasks', 'all');
    expect(await tryAll(staged, attempt, casesOf(taskSchema, base))).toEqual([]);
  });

  it.each(Object.entries(actionSchemas).filter(([kind]) => kind !== 'consensus' && kind !== 'negotiate'))(
    'an action of kind %s',
    async (kind, schema) => {
      const node = { id: 'all', action: { ...full(schema), kind } };
      const document = { ...around, tasks: [...(around.tasks ?? []), node] } as Document;
      const { staged, base } = await chosen(document, 'tasks', 'all');
      expect(await tryAll(staged, attempt, casesOf(schema, [...base, 'action']))).toEqual([]);
    },
  );

  it.each(['pbft', 'majority', 'borda'])('a decision by %s', async (protocol) => {
    const action = { ...full(actionSchemas.consensus), kind: 'consensus', protocol, source: 'fixed' };
    const document = { ...around, tasks: [...(around.tasks ?? []), { id: 'all', action }] } as Document;
    const { staged, base } = await chosen(document, 'tasks', 'all');
    const own = ['protocol', 'participants', 'ballots'];
    const cases = casesOf(actionSchemas.consensus, [...base, 'action']).filter(({ field }) => !own.includes(field.key));
    const missing = (await tryAll(staged, attempt, cases, true)).map((name) => name.replace(/.*[.]/, ''));
    // What the protocol does not heed, and the model that no decision has.
    const agreement = ['faulty', 'quorum', 'laboratory', 'checkpointEvery', 'viewTimeoutMs'];
    expect(missing).toEqual(expect.arrayContaining(protocol === 'pbft' ? ['ordered', 'replyByMs'] : agreement));
    expect(missing).not.toEqual(expect.arrayContaining(['value']));
  });

  it('a negotiation', async () => {
    const action = {
      kind: 'negotiate',
      ...full(actionSchemas.negotiate),
      issues: [{ name: 'price', min: 1, max: 10 }],
    };
    const document = { ...around, tasks: [...(around.tasks ?? []), { id: 'all', action }] } as Document;
    const { staged, base } = await chosen(document, 'tasks', 'all');
    // Issues and what parties make of them have rows of their own; the model of a simulation means nothing here.
    const own = ['participants', 'rounds', 'deadlineMs', 'atConflict'];
    const cases = casesOf(actionSchemas.negotiate, [...base, 'action']).filter(({ field }) => own.includes(field.key));
    expect(await tryAll(staged, attempt, cases)).toEqual([]);
  });

  it('the document', async () => {
    const whole = { ...around, ...full(documentSchema), seed: 4 } as Document;
    const staged = await stage(Inspector, whole);
    expect(await tryAll(staged, attempt, casesOf(documentSchema, []))).toEqual([]);
  });

  it.each(Object.entries(faultSchemas))('the planned fault %s', async (kind, schema) => {
    const fault = { ...full(schema), kind };
    const staged = await stage(Inspector, { ...around, faults: [{ ...fault }, { ...fault }] } as Document);
    const [, second] = document.querySelectorAll<HTMLElement>('[aria-label="Planned faults"] .sentence');
    await fireEvent.click(second as HTMLElement);
    expect(await tryAll(staged, attempt, casesOf(schema, ['faults', 1]))).toEqual([]);
  });

  it('is given back by a document that was empty before: every field of it', async () => {
    const staged = await stage(Inspector, around);
    const missing = await tryAll(staged, attempt, casesOf(documentSchema, []));
    expect(missing).toEqual([]);
  });
});

describe('a planned fault', () => {
  it('is taken away alone, and so is the last', async () => {
    const faults = [
      { kind: 'crash', agent: 'ana', atMs: 1 },
      { kind: 'crash', agent: 'ben', atMs: 2 },
    ] as const;
    const { workspace } = await stage(Inspector, { ...around, faults: [...faults] });
    const away = () => document.querySelector<HTMLElement>('[aria-label^="Remove: "]') as HTMLElement;
    await fireEvent.click(away());
    expect(workspace.document?.faults).toEqual([faults[1]]);
    await fireEvent.click(away());
    expect(workspace.document).not.toHaveProperty('faults');
  });
});
