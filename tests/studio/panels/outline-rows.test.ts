/** The outline's rows: a hierarchy and an order that hold even for documents that are wrong. */
import { describe, expect, it } from 'vitest';
import type { Document } from '../../../src/document/index.ts';
import { agentRows, otherRows, taskRows } from '../../../src/studio/panels/outline-rows.ts';

const none: ReadonlySet<string> = new Set();
const document: Document = {
  agents: [
    { id: 'bo', reportsTo: 'ana' },
    { id: 'lead', name: 'Lead' },
    { id: 'ana', reportsTo: 'lead' },
    { id: 'dee', reportsTo: 'lead' },
  ],
  tasks: [{ id: 'c', dependsOn: ['b', 'a'] }, { id: 'a' }, { id: 'b', dependsOn: ['a'] }],
};

describe('agents', () => {
  it('that report to one another in a circle, or to nobody, are each listed once', () => {
    const wrong: Document = {
      agents: [
        { id: 'x', reportsTo: 'y' },
        { id: 'y', reportsTo: 'x' },
        { id: 'z', reportsTo: 'gone' },
        { id: 'self', reportsTo: 'self' },
      ],
    };
    expect(
      agentRows(wrong, none)
        .map(({ id }) => id)
        .sort(),
    ).toEqual(['self', 'x', 'y', 'z']);
  });

  it('stand under their managers, with level and place', () => {
    expect(
      agentRows(document, none).map(({ id, level, position, siblings }) => [id, level, position, siblings]),
    ).toEqual([
      ['lead', 1, 1, 1],
      ['ana', 2, 1, 2],
      ['bo', 3, 1, 1],
      ['dee', 2, 2, 2],
    ]);
  });

  it('inside a folded manager are not listed, but found all the same', () => {
    expect(agentRows(document, new Set(['lead'])).map(({ id, expanded }) => [id, expanded])).toEqual([['lead', false]]);
    expect(agentRows(document, new Set(['lead']), 'BO').map(({ id, level }) => [id, level])).toEqual([['bo', 1]]);
  });
});

describe('tasks', () => {
  it('in a circle come last, each once', () => {
    const wrong: Document = {
      tasks: [
        { id: 'x', dependsOn: ['y'] },
        { id: 'y', dependsOn: ['x'] },
        { id: 'z', dependsOn: ['gone', 'z'] },
      ],
    };
    expect(taskRows(wrong, new Set()).map(({ id }) => id)).toEqual(['z', 'x', 'y']);
  });

  it('come after what they wait for', () => {
    expect(taskRows(document, new Set()).map(({ id, after }) => [id, after])).toEqual([
      ['a', []],
      ['b', ['a']],
      ['c', ['b', 'a']],
    ]);
  });

  it('of a chain of ten thousand take no recursion', () => {
    const tasks = Array.from({ length: 10_000 }, (_, index) => ({
      id: `t${String(index)}`,
      ...(index === 0 ? {} : { dependsOn: [`t${String(index - 1)}`] }),
    }));
    expect(taskRows({ tasks: tasks.reverse() }, new Set())[9_999]?.id).toBe('t9999');
  });
});

describe('composites', () => {
  const nested: Document = {
    tasks: [
      { id: 'z', dependsOn: ['w'] },
      { id: 'w' },
      { id: 'two', parent: 'w', dependsOn: ['one'] },
      { id: 'one', parent: 'w' },
    ],
    resources: [{ id: 'press', name: 'Press' }],
    view: { notes: [{ id: 'n', text: '\n Mind this\nand that', x: 0, y: 0 }], frames: [{ id: 'f', x: 0, y: 0 }] },
  };

  it('hold their parts beneath them, each after what it waits for', () => {
    const rows = taskRows(nested, new Set());
    expect(rows.map(({ id, level, position, siblings }) => [id, level, position, siblings])).toEqual([
      ['w', 1, 1, 2],
      ['one', 2, 1, 2],
      ['two', 2, 2, 2],
      ['z', 1, 2, 2],
    ]);
    expect(rows[0]).toMatchObject({ kind: 'composite', expandable: true, expanded: true });
  });

  it('that are folded hide their parts, but not from a search', () => {
    const folded = new Set(['w']);
    expect(taskRows(nested, folded).map(({ id }) => id)).toEqual(['w', 'z']);
    expect(taskRows(nested, folded, 'two').map(({ id }) => id)).toEqual(['two']);
  });

  it('what is shared or said stands in a list of its own', () => {
    expect(otherRows({})).toEqual([]);
    expect(otherRows(nested).map(({ id, kind, name }) => [id, kind, name])).toEqual([
      ['press', 'resource', 'Press'],
      ['f', 'frame', 'f'],
      ['n', 'note', 'Mind this'],
    ]);
  });
});

describe('rows of what is shared, and of notes and groups', () => {
  it('name each id once, the first of two', () => {
    const twice: Document = {
      resources: [
        { id: 'r', name: 'Desk' },
        { id: 'r', name: 'Other' },
      ],
      memories: [{ id: 'r' }, { id: 'm' }],
    };
    expect(otherRows(twice).map(({ id, name, siblings }) => [id, name, siblings])).toEqual([
      ['r', 'Desk', 2],
      ['m', 'm', 2],
    ]);
  });
});
