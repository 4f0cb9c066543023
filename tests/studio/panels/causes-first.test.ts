import { describe, expect, it } from 'vitest';
import { readDocument } from '../../../src/document/index.ts';
import { causesFirst } from '../../../src/studio/panels/causes-first.ts';

describe('the order of problems', () => {
  it('lists a reference to nobody before what nobody can do because of it, and leaves nothing out', () => {
    const { problems } = readDocument({
      format: 'conclave',
      version: 1,
      agents: [{ id: 'a', capabilities: ['cook'] }],
      tasks: [
        { id: 'x', requires: ['grill'] },
        { id: 'y', agent: 'a', requires: ['grill'], dependsOn: ['nobody'] },
      ],
    });
    const codes = causesFirst(problems).map(({ code }) => code);
    expect(new Set(codes)).toEqual(new Set(problems.map(({ code }) => code)));
    expect(codes).toHaveLength(problems.length);
    expect(codes.indexOf('dangling-reference')).toBeGreaterThanOrEqual(0);
    expect(codes.indexOf('dangling-reference')).toBeLessThan(codes.indexOf('unassignable'));
  });

  it('keeps the order of those that are alike', () => {
    const alike = (path: string) => ({
      code: 'unassignable',
      severity: 'error' as const,
      path,
      place: { kind: 'document' as const },
      message: path,
    });
    expect(causesFirst([alike('b'), alike('a')]).map(({ path }) => path)).toEqual(['b', 'a']);
  });
});
