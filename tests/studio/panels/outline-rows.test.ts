/** The outline's rows: a hierarchy and an order that hold even for documents that are wrong. */
import { describe, expect, it } from 'vitest';
import type { Document } from '../../../src/document/index.ts';
import { agentRows, taskRows } from '../../../src/studio/panels/outline-rows.ts';

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
    expect(taskRows(wrong).map(({ id }) => id)).toEqual(['z', 'x', 'y']);
  });

  it('come after what they wait for', () => {
    expect(taskRows(document).map(({ id, after }) => [id, after])).toEqual([
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
    expect(taskRows({ tasks: tasks.reverse() })[9_999]?.id).toBe('t9999');
  });
});
