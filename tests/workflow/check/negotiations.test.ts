/** What keeps a negotiation from a deal is said before the run, and the offered edit mends it. */
import { expect, it } from 'vitest';
import { apply, type Document, type NegotiateAction } from '../../../src/document/index.ts';
import { checkDocument } from '../../../src/workflow/index.ts';
import { deal } from '../../protocols/negotiation/table.ts';

const wants = {
  ana: {
    values: [
      [0, 1],
      [0, 1],
    ],
  },
  ben: {
    values: [
      [1, 0],
      [1, 0],
    ],
  },
};
const found = (document: Document) => checkDocument(document).filter(({ severity }) => severity !== 'info');

it('[NG1] nothing is said of one that can be negotiated', () => {
  expect(found(deal())).toEqual([]);
});

it.each<[string, string, Partial<NegotiateAction>]>([
  ['no issues', 'negotiation-issues', { issues: [], utilities: { ana: {}, ben: {} } }],
  [
    'an issue without values',
    'negotiation-values',
    { issues: [{ name: 'price' }, { name: 'day', values: ['early', 'late'] }] },
  ],
  [
    'a range from more to less',
    'negotiation-range',
    {
      issues: [
        { name: 'price', min: 9, max: 1 },
        { name: 'day', values: ['early', 'late'] },
      ],
    },
  ],
  ['one participant', 'negotiation-nobody', { participants: ['ana'] }],
  ['a protocol that is not known', 'negotiation-protocol', { protocol: 'zeuten' }],
  ['a party that says nothing', 'negotiation-utilities', { utilities: { ana: wants.ana } }],
  ['a stranger', 'negotiation-stranger', { utilities: { ...wants, cleo: {} } }],
  ['too many weights', 'negotiation-weights', { utilities: { ...wants, ana: { ...wants.ana, weights: [1, 2, 3] } } }],
  [
    'weights that sum to 5',
    'negotiation-weights-sum',
    { utilities: { ...wants, ana: { ...wants.ana, weights: [2, 3] } } },
  ],
  [
    'worths of an issue that is not there',
    'negotiation-unknown-issue',
    {
      utilities: {
        ...wants,
        ben: {
          values: [
            [1, 0],
            [1, 0],
            [1, 0],
          ],
        },
      },
    },
  ],
  ['too few worths', 'negotiation-worths', { utilities: { ...wants, ben: { values: [[1, 0], [1]] } } }],
  [
    'a goal that nothing meets',
    'negotiation-unsatisfiable',
    { utilities: { ...wants, ana: { ...wants.ana, reservation: 1.2 } } },
  ],
  [
    'goals that nothing meets together',
    'negotiation-infeasible',
    { utilities: { ana: { ...wants.ana, reservation: 0.8 }, ben: { ...wants.ben, reservation: 0.8 } } },
  ],
])('[NG1] %s is said, with the edit that mends it', (_what, code, more) => {
  const document = deal(more);
  const problem = found(document).find((each) => each.code === code);
  expect(problem?.message).toMatch(/^The negotiation deal .*\.$/);
  let mended = document;
  for (const edit of problem!.fix!.edits) {
    const applied = apply(mended, edit);
    if (!applied.ok) throw new Error(JSON.stringify(applied.error));
    mended = applied.value.document;
  }
  expect(found(mended).map((each) => each.code)).not.toContain(code);
});

it('[NG1] what a party insists on is read, and what cannot be weighed is refused', () => {
  const must = (text: string) =>
    found(deal({ utilities: { ...wants, ana: { ...wants.ana, must: text } } })).map(({ code }) => code);
  expect(must('price > 3')).toEqual([]);
  expect(must('prize > 3')).toEqual(['negotiation-unknown-issue']);
  expect(must('price >')).toEqual(['condition-unreadable']);
  const issues = Array.from({ length: 60 }, (_, at) => ({ name: `i${String(at)}`, min: 0, max: 1_000_000_000 }));
  const line = issues.map(() => [0, 1]);
  const [large] = found(deal({ issues, utilities: { ana: { values: line }, ben: { values: line } } }));
  expect(large?.message).toContain('more outcomes than anybody could count');
});
