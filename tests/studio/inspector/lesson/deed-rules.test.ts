/** The rows of a lesson begin sound, keep one node, and never share a title. */
import { describe, expect, it } from 'vitest';
import { DEED_KINDS, validate, type Document } from '../../../../src/document/index.ts';
import {
  begun,
  deedKinds,
  nextStep,
  nodeChoices,
  nodeText,
  swapped,
  withNode,
} from '../../../../src/studio/inspector/lesson/deed-rules.ts';

const drawn: Document = { agents: [{ id: 'ana', name: 'Ana' }], tasks: [{ id: 'cook' }], memories: [{ id: 'board' }] };

describe('rows of a lesson', () => {
  it('begin without a problem, of whatever kind', () => {
    for (const kind of DEED_KINDS) {
      const lesson = { steps: [{ title: 'One', done: begun(drawn, kind) }] } as unknown as NonNullable<
        Document['lesson']
      >;
      expect(validate({ ...drawn, lesson }).filter(({ path }) => path.startsWith('lesson'))).toEqual([]);
    }
    expect(deedKinds).toHaveLength(DEED_KINDS.length);
    expect(begun({}, 'select')).toEqual({ kind: 'select' });
  });

  it('have titles of their own', () => {
    const titles: string[] = [];
    let steps: ReturnType<typeof nextStep>[] = [{ title: 'Step 3', done: { kind: 'run' } }];
    for (let turn = 0; turn < 5; turn += 1) steps = [...steps, nextStep(steps)];
    for (const { title } of steps) titles.push(title);
    expect(new Set(titles).size).toBe(6);
    expect(nextStep([]).title).toBe('Run it');
  });

  it('name one node, of a kind that fits, and say when it is missing', () => {
    const deed = { kind: 'tab', task: 'gone', tab: 'why' };
    expect(withNode(deed, 'agent ana')).toEqual({ kind: 'tab', agent: 'ana', tab: 'why' });
    expect(withNode(deed, '')).toEqual({ kind: 'tab', tab: 'why' });
    expect(nodeText(withNode(deed, 'agent ana'))).toBe('agent ana');
    expect(nodeChoices(drawn, deed, new Set(['agent', 'task']))).toEqual([
      { value: '', label: 'Any' },
      { value: 'agent ana', label: 'Ana' },
      { value: 'task cook', label: 'cook' },
      { value: 'task gone', label: 'gone (missing)' },
    ]);
  });

  it('change places, and stay where there is none to change with', () => {
    expect(swapped(['a', 'b', 'c'], 0, 1)).toEqual(['b', 'a', 'c']);
    expect(swapped(['a', 'b'], 1, 2)).toEqual(['a', 'b']);
  });
});
