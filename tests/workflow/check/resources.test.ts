/** What is said of resources before a run, and the edit that mends it. */
import { expect, it } from 'vitest';
import { apply, type Document, type Problem } from '../../../src/document/index.ts';
import { checkDocument } from '../../../src/workflow/index.ts';
import { kitchen, needs } from '../../protocols/arbiters/scene.ts';

const of = (document: Document, code: string): Problem[] =>
  checkDocument(document).filter((each) => each.code === code);
const mended = (document: Document, { fix }: Problem): Document =>
  fix!.edits.reduce((now, edit) => {
    const after = apply(now, edit);
    if (!after.ok) throw new Error(after.error.message);
    return after.value.document;
  }, document);

it.each<readonly [string, Document, string, string]>([
  [
    'units-too-many',
    kitchen([needs('bread', {}, 'carts', 4)]),
    'tasks[0].resources[0].units',
    'The task "bread" wants 4 units of "carts", and there are 3: it would wait for ever; ask for 3 at most, or add units.',
  ],
  [
    'resource-twice',
    kitchen([needs('bread', { resources: [{ id: 'oven' }, { id: 'oven' }] })]),
    'tasks[0].resources[1]',
    'The task "bread" holds the resource "oven" twice at once; name it once, with all units that it needs.',
  ],
  [
    'lease-short',
    kitchen([needs('bread')], { network: { delayMs: 40 }, resources: [{ id: 'oven', leaseMs: 50 }] }),
    'resources[0].leaseMs',
    'The lease of 50 ms on "oven" runs out before it can be renewed: a message there and back takes up to 80 ms, so that longer work loses it; write 83 or more, or leave it out.',
  ],
])('%s', (code, document, path, message) => {
  const [problem, ...others] = of(document, code);
  expect([problem?.path, problem?.severity, problem?.message, others]).toEqual([path, 'error', message, []]);
  expect(of(mended(document, problem!), code)).toEqual([]);
});

it('a resource that nobody declared is said, and nothing is left out of a run any more', () => {
  const problems = checkDocument(kitchen([needs('bread', {}, 'stove')]));
  expect(problems.map(({ severity, path }) => [severity, path])).toEqual([['error', 'tasks[0].resources[0].id']]);
  expect(checkDocument(kitchen([needs('bread')]))).toEqual([]);
});
