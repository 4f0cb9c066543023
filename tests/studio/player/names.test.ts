import { formatCount } from '../../../src/studio/design/index.ts';
import { describe, expect, it } from 'vitest';
import type { Document } from '../../../src/document/index.ts';
import { liarsOf, namesOf, nodeOf } from '../../../src/studio/player/names.ts';

const document = {
  format: 'conclave',
  version: 1,
  agents: [
    { id: 'ana', name: 'Ana' },
    { id: 'eve', name: 'Eve', behaviour: 'lying' },
    { id: 'cy', behaviour: 'crashing' },
  ],
  tasks: [{ id: 'fetch', name: 'Fetch law' }],
} as unknown as Document;

describe('names', () => {
  it('lets an id without a node stand for itself', () => {
    expect(namesOf(null)('x')).toBe('x');
    expect(namesOf(document)('toString')).toBe('toString');
    expect(namesOf(document)('cy')).toBe('cy');
  });

  it('names tasks, agents, and the undoing of a task', () => {
    expect(namesOf(document)('fetch')).toBe('Fetch law');
    expect(namesOf(document)('fetch/undo')).toBe('Undo Fetch law');
    expect(nodeOf('fetch/undo')).toBe('fetch');
  });

  it('calls only those liars who say what is not so', () => {
    expect([...liarsOf(document)]).toEqual(['eve']);
  });

  it('writes counts as people read them', () => {
    expect([0, 999, 1000, 1234567].map(formatCount)).toEqual(['0', '999', '1,000', '1,234,567']);
  });
});
