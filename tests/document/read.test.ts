import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { canonical, parseJson, type Json } from '../../src/base/index.ts';
import {
  isRunnable,
  migrate,
  MIGRATIONS,
  readDocument,
  resolved,
  stringifyDocument,
  validate,
  type Problem,
} from '../../src/document/index.ts';
import { costMs } from '../support/cost.ts';
import { FULL } from './documents.ts';

const errors = (problems: readonly Problem[]): string[] =>
  problems.filter((problem) => problem.severity === 'error').map((problem) => `${problem.code} ${problem.path}`);

describe('what is not a document', () => {
  test('anything but an object is refused, kept, and leaves an empty read-only document', () => {
    for (const json of [null, 5, 'x', true, [], [{}]] as Json[]) {
      const read = readDocument(json);
      expect(read).toMatchObject({ document: {}, readOnly: true, source: json });
      expect(errors(read.problems)).toEqual(['not-a-document ']);
    }
  });

  test('another format, and a version that is none, are said with their place', () => {
    expect(errors(readDocument({ format: 'wfformat' }).problems)).toContain('format format');
    for (const version of ['1', -1, 1.5, {}] as Json[]) {
      expect(errors(readDocument({ version }).problems)[0]).toBe('version version');
    }
  });

  test('[row 9] a document beyond the limits is refused at once, before its shape is looked at', () => {
    const tasks = Array.from({ length: 100_001 }, () => 5);
    let read = readDocument({});
    expect(costMs(() => (read = readDocument({ tasks })))).toBeLessThan(250);
    expect(errors(read.problems)).toEqual(['too-many-tasks tasks']);
    expect(read.readOnly).toBe(true);
  });
});

describe('wrong shapes', () => {
  test('each is listed with its place and set aside; the source keeps it, and the rest opens', () => {
    const json: Json = {
      name: 5,
      agents: [
        { id: 'a', slots: 'two', speed: 2 },
        { name: 'no id' },
        { id: '' },
        7,
        { id: 'b', capabilities: { x: 'much' } },
      ],
      tasks: [
        { id: 't', retry: [], dependsOn: [5, 't2', { when: 'x' }], action: { kind: 'simulate', durationMs: 'long' } },
        { id: 't2' },
      ],
      network: [],
      view: { nodes: { a: { x: 'left', y: 1 }, b: { x: 1, y: 1 } } },
    };
    const before = canonical(json);
    const read = readDocument(json);
    expect(read.document).toEqual({
      agents: [{ id: 'a', speed: 2 }, { id: 'b' }],
      tasks: [{ id: 't', dependsOn: ['t2'], action: { kind: 'simulate' } }, { id: 't2' }],
      view: { nodes: { b: { x: 1, y: 1 } } },
    });
    expect(read.readOnly).toBe(true);
    expect(read.source).toBe(json);
    expect(canonical(json)).toBe(before);
    const shapes = read.problems.filter((problem) => problem.code === 'shape');
    expect(shapes.map((problem) => problem.path)).toEqual([
      'name',
      'network',
      'agents[0].slots',
      'agents[1].id',
      'agents[2].id',
      'agents[3]',
      'agents[4].capabilities',
      'tasks[0].action.durationMs',
      'tasks[0].dependsOn[0]',
      'tasks[0].dependsOn[2].task',
      'tasks[0].retry',
      'view.nodes.a.x',
    ]);
    expect(shapes[2]).toMatchObject({ severity: 'error', place: { kind: 'agent', id: 'a' } });
    for (const { message } of shapes) expect(message).toMatch(/^[^:]+: .*\. It is set aside until it is corrected\.$/);
    expect(isRunnable(read.problems)).toBe(false);
  });

  test('[row 2] a prototype name as an id or a reference is set aside, and no prototype changes', () => {
    const read = readDocument({
      agents: [{ id: '__proto__' }, { id: 'constructor' }],
      tasks: [{ id: 'a', agent: 'prototype', dependsOn: ['__proto__'] }],
    });
    expect(read.document).toEqual({ agents: [], tasks: [{ id: 'a', dependsOn: [] }] });
    expect(errors(read.problems)).toHaveLength(4);
    expect(Object.keys(Object.prototype)).toEqual([]);
  });

  test('[row 14] a colour is a name or #rrggbb', () => {
    const colours = (colour: string): boolean =>
      readDocument({ view: { notes: [{ id: 'n', x: 0, y: 0, colour }] } }).readOnly;
    expect([colours('red'), colours('#00ff7f')]).toEqual([false, false]);
    expect(['url(//x)', '#fff;x', 'expression(1)', 'Red', '#12345g'].every(colours)).toBe(true);
  });

  test('whatever JSON comes, a document of the promised shape comes out, nothing throws, and nothing is lost', () => {
    const key = fc.constantFrom(
      'id',
      'agents',
      'tasks',
      'view',
      'network',
      'dependsOn',
      'action',
      'kind',
      'nodes',
      'durationMs',
      'x',
      'version',
      'retry',
      'links',
    );
    const { json } = fc.letrec<{ json: Json }>((tie) => ({
      json: fc.oneof(
        { depthSize: 'small', withCrossShrink: true },
        fc.constantFrom<Json[]>(null, 0, 1, -1, true, '', 'a', 'simulate', 'crash'),
        fc.array(tie('json'), { maxLength: 3 }),
        fc.dictionary(key, tie('json'), { maxKeys: 4 }),
      ),
    }));
    fc.assert(
      fc.property(
        fc.record({
          agents: fc.array(json),
          tasks: fc.array(json),
          view: json,
          network: json,
          faults: fc.array(json),
          more: json,
        }),
        (input) => {
          const text = canonical(input);
          const read = readDocument(input);
          expect(canonical(read.source)).toBe(text);
          if (!read.readOnly) expect(canonical(read.document)).toBe(text);
          const again = readDocument(read.document as unknown as Json);
          expect(again.readOnly).toBe(false);
          resolved(read.document);
          validate(read.document);
        },
      ),
      { seed: 20_260_103, numRuns: 1500 },
    );
  });
});

describe('[row 10] a future that this version does not know', () => {
  test('[row 10] unknown kinds and fields open, survive a round trip at every level, and never run', () => {
    const json = {
      ...(FULL as object),
      tasks: [{ id: 'a', action: { kind: 'dream', depth: [1, { x: null }] }, more: { y: 1 } }],
    } as Json;
    const read = readDocument(json);
    expect(read.readOnly).toBe(false);
    expect(errors(read.problems)).toContain('unknown-action tasks[0].action');
    expect(isRunnable(read.problems)).toBe(false);
    const text = stringifyDocument(read.document);
    expect(JSON.parse(text)).toEqual(json);
    expect(text).toBe(`${JSON.stringify(json, null, 2)}\n`);
  });

  test('[row 10] a newer version opens inert and read-only, and its source is kept whole', () => {
    const json: Json = { version: 9, tasks: [{ id: 'a', slots: 'of a new shape', priority: 'urgent' }] };
    const read = readDocument(json);
    expect(read).toMatchObject({ readOnly: true, version: 9, source: json });
    expect(read.document.tasks?.[0]?.id).toBe('a');
    expect(errors(read.problems)[0]).toBe('newer-version version');
    expect(isRunnable(read.problems)).toBe(false);
  });
});

describe('round trips', () => {
  test('a document that uses everything is read without loss, and no default is written into it', () => {
    const read = readDocument(FULL);
    expect(errors(read.problems)).toEqual([]);
    expect(read).toMatchObject({ readOnly: false, version: 1 });
    expect(read.document).toBe(FULL);
    const text = stringifyDocument(read.document);
    const again = parseJson(text);
    expect(again.ok && stringifyDocument(readDocument(again.value).document)).toBe(text);
    expect(text.endsWith('}\n')).toBe(true);
  });

  test('[row 8] a document with cycles and twins opens, listed, and can be edited, but does not run', () => {
    const read = readDocument({ tasks: [{ id: 'a', dependsOn: ['a', 'gone'] }, { id: 'a' }] });
    expect(read.readOnly).toBe(false);
    expect(errors(read.problems)).toEqual([
      'duplicate-id tasks[1].id',
      'self-dependency tasks[0].dependsOn[0]',
      'dangling-reference tasks[0].dependsOn[1]',
    ]);
    expect(isRunnable(read.problems)).toBe(false);
  });
});

describe('migrations', () => {
  const old: Json = {
    version: 0,
    name: 'Old',
    agents: [{ id: 'lead' }, { id: 'ana', skills: ['research'], boss: 'lead', mood: 'calm' }],
    tasks: [
      { id: 'a', durationMs: 5, skills: ['research'] },
      { id: 'b', durationMs: { min: 1, max: 2 } },
    ],
    links: [{ from: 'a', to: 'b' }, { from: 'a', to: 'b', transferMs: 7 }, { from: 'a', to: 'gone' }, 'odd'],
  };

  test('[row 10] a newer version and no version at all are not migrated', () => {
    expect(migrate({ version: 2 })).toMatchObject({ ok: false, error: { code: 'migrate/newer-version' } });
    expect(migrate({ name: 'x' })).toEqual({ ok: true, value: { json: { name: 'x' }, from: 1 } });
  });

  test('a document of version 0 is lifted, loses nothing, and is left as it was', () => {
    const before = canonical(old);
    const lifted = migrate(old);
    expect(lifted.ok && lifted.value).toEqual({
      from: 0,
      json: {
        version: 1,
        name: 'Old',
        agents: [{ id: 'lead' }, { id: 'ana', capabilities: ['research'], reportsTo: 'lead', mood: 'calm' }],
        tasks: [
          { id: 'a', requires: ['research'], action: { kind: 'simulate', durationMs: 5 } },
          {
            id: 'b',
            dependsOn: ['a', { task: 'a', transferMs: 7 }],
            action: { kind: 'simulate', durationMs: { min: 1, max: 2 } },
          },
        ],
        links: ['odd', { from: 'a', to: 'gone' }],
      },
    });
    expect(canonical(old)).toBe(before);
    const read = readDocument(old);
    expect(read).toMatchObject({ version: 0, readOnly: false, source: old });
    expect(errors(read.problems)).toEqual([]);
  });

  test('migrations are numbered without a gap, and bear any shape', () => {
    expect(MIGRATIONS.map((migration) => migration.from)).toEqual(MIGRATIONS.map((_, index) => index));
    for (const tasks of [5, null, [5, null, { id: 7 }], { a: 1 }] as Json[]) {
      expect(migrate({ version: 0, tasks, agents: tasks, links: tasks }).ok).toBe(true);
    }
  });
});
