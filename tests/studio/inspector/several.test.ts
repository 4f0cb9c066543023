/** What several nodes are told at once: what they do not share first, then what differs, and edits that change only what must. */
import { describe, expect, it } from 'vitest';
import { apply, type Document, type Edit } from '../../../src/document/index.ts';
import {
  namesEdit,
  severalOf,
  sharedEdit,
  sharedFields,
  sharedNames,
  sharedTime,
} from '../../../src/studio/inspector/several/shared-fields.ts';

const document: Document = {
  agents: [
    { id: 'ann', capabilities: { grill: 0.5 } },
    { id: 'bo', capabilities: ['grill', 'prep'], slots: 2 },
  ],
  tasks: [
    { id: 'a', priority: 2, requires: ['grill'], action: { kind: 'simulate', durationMs: 300 } },
    { id: 'b', priority: 2 },
    { id: 'c', action: { kind: 'consensus', value: 'go' } },
    { id: 'd', action: { kind: 'simulate', durationMs: { min: 1, max: 2 } } },
  ],
};
const several = (...ids: string[]) => {
  const found = severalOf(document, new Set(ids));
  if (found === null) throw new Error('not of one kind');
  return found;
};
function applied(edit: Edit | null): Document {
  const result = apply(document, edit ?? { kind: 'batch', edits: [] });
  if (!result.ok) throw new Error(result.error.message);
  return result.value.document;
}
const field = (key: string, ...ids: string[]) =>
  sharedFields(document, several(...ids)).find((each) => each.field.key === key);

describe('several nodes', () => {
  it('of two kinds, or what is gone, have no form', () => {
    expect(severalOf(document, new Set(['ann', 'a']))).toBeNull();
    expect(severalOf(document, new Set(['a', 'gone']))).toBeNull();
  });

  it('share no field that is each one’s own, and none that one of them has not', () => {
    const keys = sharedFields(document, several('a', 'b')).map((each) => each.field.key);
    for (const key of ['id', 'name', 'dependsOn', 'action']) expect(keys).not.toContain(key);
    expect(keys).toContain('priority');
  });

  it('say what is alike and what is mixed', () => {
    expect(field('priority', 'a', 'b')).toMatchObject({ value: 2, mixed: false });
    expect(field('priority', 'a', 'b', 'd')).toMatchObject({ value: undefined, mixed: true });
    expect(field('slots', 'ann', 'bo')).toMatchObject({ mixed: true });
  });

  it('have a time only where all are simulated for a fixed one', () => {
    expect(sharedTime(document, several('a', 'c'))).toBeNull();
    expect(sharedTime(document, several('a', 'd'))).toBeNull();
    expect(sharedTime(document, several('ann', 'bo'))).toBeNull();
    expect(sharedTime(document, several('a', 'b'))).toMatchObject({ mixed: true });
  });
});

describe('an edit', () => {
  it('that changes nothing is none', () => {
    expect(sharedEdit(document, several('a', 'b'), ['priority'], 2)).toBeNull();
    expect(namesEdit(document, several('ann', 'bo'), 'grill', true)).toBeNull();
  });

  it('sets a field of all, and an action where none was written', () => {
    const { tasks = [] } = applied(sharedEdit(document, several('a', 'b'), ['action', 'durationMs'], 250));
    expect(tasks.slice(0, 2).map(({ action }) => action)).toEqual([
      { kind: 'simulate', durationMs: 250 },
      { kind: 'simulate', durationMs: 250 },
    ]);
    expect(tasks.slice(2)).toEqual(document.tasks?.slice(2));
  });

  it('gives and takes capabilities, and keeps how well each can do the others', () => {
    expect(sharedNames(document, several('ann', 'bo'))).toEqual([
      { name: 'grill', count: 2 },
      { name: 'prep', count: 1 },
    ]);
    const given = applied(namesEdit(document, several('ann', 'bo'), 'prep', true));
    expect(given.agents?.map(({ capabilities }) => capabilities)).toEqual([{ grill: 0.5, prep: 1 }, ['grill', 'prep']]);
    const taken = applied(namesEdit(document, several('a', 'b'), 'grill', false));
    expect(taken.tasks?.[0]).not.toHaveProperty('requires');
  });
});
