/** Equal claims at the top are named with what they want, and nothing is said where none compete. */
import { expect, it } from 'vitest';
import { apply, type Document } from '../../../../src/document/index.ts';
import { checkDocument } from '../../../../src/workflow/index.ts';
import { task } from '../../../scenarios/stage.ts';

const said = (document: Document) => checkDocument(document).filter(({ code }) => code === 'equal-claims');
const oven = (priorities: readonly number[], more: Partial<Document> = {}, chained = false): Document => ({
  agents: [{ id: 'x' }, { id: 'y' }],
  resources: [{ id: 'oven' }],
  tasks: priorities.map((priority, at) =>
    task(`t${String(at)}`, chained && at > 0 ? [`t${String(at - 1)}`] : [], { priority, resources: [{ id: 'oven' }] }),
  ),
  ...more,
});

it('two that want one resource with the same highest priority', () => {
  const document = oven([5, 1, 5]);
  expect(said(document)).toMatchObject([
    {
      severity: 'info',
      place: { kind: 'task', id: 't0' },
      message:
        'The tasks "t0" and "t2" both have the highest priority, 5, of those that want the resource "oven", so that whichever comes first goes first; give one of them more.',
    },
  ]);
  const mended = apply(document, said(document)[0]!.fix!.edits[0]!);
  expect(mended.ok && said(mended.value.document)).toEqual([]);
});

it('two at an agent that gives turns by priority', () => {
  const tasks = [3, 3, 1].map((priority, at) => task(`t${String(at)}`, [], { priority, agent: 'x' }));
  expect(said({ agents: [{ id: 'x', slice: { policy: 'priority' } }], tasks })[0]!.message).toContain('the agent "x"');
  expect(said({ agents: [{ id: 'x', slice: { policy: 'stride' } }], tasks })).toEqual([]);
});

it('nothing where there is room, no priority, one that waits for the other, or only equals', () => {
  expect(said(oven([5, 1, 5], { resources: [{ id: 'oven', units: 3 }] }))).toEqual([]);
  expect(said(oven([0, 0, 0]))).toEqual([]);
  expect(said(oven([5, 1, 5], {}, true))).toEqual([]);
  expect(said(oven([2, 2, 2]))).toEqual([]);
  expect(said(oven([5, 1, 3]))).toEqual([]);
});
