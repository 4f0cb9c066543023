/*
 * Bounds of the format: every number, text and list has one; what is beyond it is kept as it was written, is an error
 * at its place, forbids running, and can be mended or put back by edits.
 */
import { describe, expect, test } from 'vitest';
import type * as v from 'valibot';
import { canonical, type Json } from '../../src/base/index.ts';
import {
  actionSchemas,
  apply,
  BOUNDS,
  documentSchema,
  faultSchemas,
  isRunnable,
  readDocument,
  validate,
  type Document,
  type Edit,
} from '../../src/document/index.ts';
import { entriesOf, unwrap } from '../../src/document/schema/field.ts';

type Path = (string | number)[];
interface Leaf {
  readonly path: Path;
  readonly type: 'number' | 'string' | 'array';
  readonly least: number;
  readonly most: number;
  readonly whole: boolean;
}
interface Shape {
  readonly type: string;
  readonly base?: v.GenericSchema;
  readonly item?: v.GenericSchema;
  readonly key?: v.GenericSchema;
  readonly value?: v.GenericSchema;
  readonly options?: readonly v.GenericSchema[];
  readonly pipe?: readonly Shape[];
  readonly requirement?: unknown;
}

/** Every number, text and list that a schema knows, at a place where a document holds it. */
function leavesOf(written: v.GenericSchema, path: Path): Leaf[] {
  const schema = unwrap(written) as unknown as Shape;
  const { type, base, item, value, options } = schema;
  if (base !== undefined && type === 'lazy') return leavesOf(base, path);
  if (type === 'variant' || type === 'custom' || type === 'literal' || type === 'picklist') return [];
  if (type === 'union') return (options ?? []).flatMap((one) => leavesOf(one, path));
  const own = boundsIn(schema);
  // What matches a pattern is as short as that; the version is lifted before anything is looked at.
  if (schema.pipe?.some((item) => item.type === 'regex') === true || path.join() === 'version') return [];
  if (type === 'number' || type === 'string') return [{ path, type, ...own }];
  if (type === 'array') return [{ path, type: 'array', ...own }, ...leavesOf(item!, [...path, 0])];
  if (type === 'record') return leavesOf(value!, [...path, 'x']);
  return Object.entries(entriesOf(written)).flatMap(([key, entry]) => leavesOf(entry, [...path, key]));
}

function boundsIn({ pipe = [] }: Shape): { least: number; most: number; whole: boolean } {
  let [least, most, whole] = [-Infinity, Infinity, false];
  const visit = (item: Shape, at: number): void => {
    if (item.type === 'min_value' || item.type === 'gt_value') least = Math.max(least, item.requirement as number);
    if (item.type === 'max_value' || item.type === 'max_length') most = Math.min(most, item.requirement as number);
    whole ||= item.type === 'integer';
    if (at === 0) item.pipe?.forEach(visit);
  };
  pipe.forEach(visit);
  return { least, most, whole };
}

const leaves: readonly (readonly [base: Json, leaf: Leaf])[] = [
  ...leavesOf(documentSchema, []).map((leaf) => [{}, leaf] as const),
  ...Object.entries(actionSchemas).flatMap(([kind, schema]) =>
    leavesOf(schema, ['tasks', 0, 'action']).map((leaf) => [{ tasks: [{ id: 't', action: { kind } }] }, leaf] as const),
  ),
  ...Object.entries(faultSchemas).flatMap(([kind, schema]) =>
    leavesOf(schema, ['faults', 0]).map((leaf) => [{ faults: [{ kind }] }, leaf] as const),
  ),
];

/** A document that holds a value at a path, with whatever else must stand beside it. */
function holding(base: Json, path: Path, value: Json): Json {
  const root = JSON.parse(JSON.stringify(base)) as Record<string, Json>;
  let at: Record<string | number, Json> = root;
  path.forEach((key, level) => {
    const next = path[level + 1];
    if (next === undefined) at[key] = value;
    else at = (at[key] ??= typeof next === 'number' ? [] : {}) as Record<string | number, Json>;
  });
  for (const list of ['agents', 'tasks', 'resources', 'memories'])
    for (const node of (Array.isArray(root[list]) ? root[list] : []) as Record<string, Json>[])
      if (typeof node === 'object') node['id'] ??= list;
  return root;
}

describe('bounds', () => {
  test('every number has both, every text and every list a length', () => {
    expect(leaves.length).toBeGreaterThan(200);
    for (const [, { path, type, least, most }] of leaves) {
      const place = path.join('.');
      expect(Number.isFinite(most), `${place} has no upper bound`).toBe(true);
      if (type === 'number') expect(Number.isFinite(least), `${place} has no lower bound`).toBe(true);
    }
  });

  test('what is beyond one is kept and told at its place, and does not run', () => {
    let tried = 0;
    for (const [base, { path, type, least, most, whole }] of leaves) {
      const beyond: Json[] =
        type === 'number'
          ? [most * 2 + 1, least - 1, 1e300, ...(whole ? [1.5] : [])]
          : type === 'string' && most < 200_000
            ? ['x'.repeat(most + 1)]
            : [];
      for (const value of beyond) {
        const json = holding(base, path, value);
        const read = readDocument(json);
        const found = [...read.problems.filter(({ code }) => code === 'bounds'), ...validate(read.document)].find(
          ({ path: place, code }) => code === 'bounds' && place.endsWith(String(path.at(-1)).replace(/^\d+$/, '[$&]')),
        );
        // What needs more beside it to have a shape is set aside with its holder; a newer version is looked at only.
        if (read.problems.some(({ code }) => code === 'shape' || code === 'newer-version' || code === 'version'))
          continue;
        tried += 1;
        expect(found, `${path.join('.')} of ${canonical(value).slice(0, 40)}`).toBeDefined();
        expect(canonical(read.document)).toBe(canonical(json));
        expect(read.readOnly).toBe(false);
        expect(isRunnable(read.problems)).toBe(false);
        expect(found?.message).toMatch(/^\S+: .*\.$/);
      }
    }
    expect(tried).toBeGreaterThan(300);
  });

  test('a fix brings a number to the nearest that is allowed', () => {
    const document: Document = { seed: 0.4, agents: [{ id: 'a', slots: 1e9, speed: 0 }] };
    const mended = validate(document).reduce((now, { fix }) => {
      const [edit] = fix?.edits ?? [];
      const applied = edit === undefined ? null : apply(now, edit);
      return applied?.ok === true ? applied.value.document : now;
    }, document);
    expect(mended).toEqual({ seed: 0, agents: [{ id: 'a', slots: BOUNDS.slots, speed: BOUNDS.factorLeast }] });
    expect(validate(mended).filter(({ severity }) => severity === 'error')).toEqual([]);
  });

  test('a large value of any kind is told too, and names as keys', () => {
    const result = { pages: Array.from({ length: 300_000 }, () => 'abc') };
    const paths = (document: unknown) => validate(document as Document).map(({ path }) => path);
    expect(paths({ tasks: [{ id: 't', action: { kind: 'simulate', result } }], agents: [{ id: 'a' }] })).toEqual([
      'tasks[0].action.result',
    ]);
    const key = 'k'.repeat(2000);
    expect(paths({ agents: [{ id: 'a', capabilities: { [key]: 1 } }] })).toEqual([`agents[0].capabilities.${key}`]);
  });
});

describe('edits and bounds', () => {
  const document: Document = { agents: [{ id: 'a', slots: 1e9, speed: 2 }], tasks: [{ id: 't', load: -1 }] };
  const set = (path: Path, value: Json): Edit => ({ kind: 'set-field', path, value });

  test('what is beyond a bound already keeps no other edit from being made', () => {
    for (const edit of [
      set(['agents', 0, 'name'], 'Ana'),
      set(['agents', 0, 'slots'], 3),
      { kind: 'add-node', collection: 'tasks', node: { id: 'u' } } satisfies Edit,
    ])
      expect(apply(document, edit).ok).toBe(true);
  });

  test('no edit goes beyond one, and taking back brings back what was', () => {
    for (const edit of [
      set(['agents', 0, 'speed'], 1e9),
      set(['agents', 0, 'slots'], 2e9),
      { kind: 'add-node', collection: 'tasks', node: { id: 'u', load: -2 } } satisfies Edit,
    ])
      expect(apply(document, edit)).toMatchObject({ ok: false, error: { code: 'edit/shape' } });
    for (const edit of [
      set(['agents', 0, 'slots'], 3),
      { kind: 'remove-node', collection: 'tasks', id: 't' } satisfies Edit,
    ]) {
      const done = apply(document, edit);
      if (!done.ok) throw new Error(done.error.message);
      expect(apply(done.value.document, done.value.inverse).ok).toBe(false);
      const back = apply(done.value.document, done.value.inverse, { again: true });
      expect(back.ok && back.value.document).toEqual(document);
    }
  });
});
