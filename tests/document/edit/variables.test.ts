/** A variable goes by another name wherever it is meant, and nothing that is only alike is touched. */
import { expect, it } from 'vitest';
import { apply, changesToRenameVariable, type Document } from '../../../src/document/index.ts';

const document: Document = {
  variables: [
    { name: 'price', min: 1, max: 9 },
    { name: 'day', values: ['early', 'price'] },
  ],
  agents: [
    {
      id: 'ana',
      goals: [
        'price',
        {
          id: 'price',
          wants: 'price <= 5 && outcome.price > 1 && outcome["price"] != 2',
          when: 'results.deal.outcome.price > 1',
        },
        { id: 'list', wants: "[1, 2].exists(price, price > 1) && day == 'price' && other.price" },
      ],
    },
  ],
  tasks: [
    {
      id: 'deal',
      action: {
        kind: 'negotiate',
        participants: ['ana', 'ben'],
        issues: [{ name: 'price' }, { name: 'day' }],
        utilities: { ben: { must: 'price < 8' } },
      },
    },
    {
      id: 'own',
      action: {
        kind: 'negotiate',
        issues: [{ name: 'price', values: [1, 2] }],
        utilities: { ben: { must: 'price < 8' } },
      },
    },
    {
      id: 'after',
      dependsOn: [{ task: 'deal', when: 'results.deal.outcome.price > 3 && results.own.outcome.price > 1' }],
    },
  ],
  expect: [{ that: 'deals.deal.outcome.price > 2 && deals.own.outcome.price > 2' }],
};

function renamed(to: string): Document {
  const changes = changesToRenameVariable(document, { index: 0, to });
  if (typeof changes === 'string') throw new Error(changes);
  const applied = apply(document, { kind: 'batch', label: 'Rename', edits: changes });
  if (!applied.ok) throw new Error(JSON.stringify(applied.error));
  return applied.value.document;
}

it('is followed into wants, issues, what is insisted on, conditions and expectations', () => {
  const text = JSON.stringify(renamed('cost'), null, 1);
  const { agents = [], tasks = [], expect: expected = [] } = renamed('cost');
  expect(agents[0]!.goals).toEqual([
    'price',
    {
      id: 'price',
      wants: 'cost <= 5 && outcome.cost > 1 && outcome["cost"] != 2',
      when: 'results.deal.outcome.cost > 1',
    },
    { id: 'list', wants: "[1, 2].exists(price, price > 1) && day == 'price' && other.price" },
  ]);
  expect(tasks[0]!.action).toMatchObject({
    issues: [{ name: 'cost' }, { name: 'day' }],
    utilities: { ben: { must: 'cost < 8' } },
  });
  expect(tasks[1]!.action).toEqual(document.tasks![1]!.action);
  expect(text).toContain('results.deal.outcome.cost > 3 && results.own.outcome.price > 1');
  expect(expected[0]!.that).toBe('deals.deal.outcome.cost > 2 && deals.own.outcome.price > 2');
});

it('is looked up behind the outcome where it is no plain name', () => {
  const { agents = [] } = renamed('the price');
  expect(agents[0]!.goals![1]).toMatchObject({
    wants: 'outcome["the price"] <= 5 && outcome["the price"] > 1 && outcome["the price"] != 2',
    when: 'results.deal.outcome["the price"] > 1',
  });
});

it('is refused where the name is taken, or would mean something else', () => {
  expect(changesToRenameVariable(document, { index: 0, to: 'day' })).toContain('already');
  expect(changesToRenameVariable(document, { index: 0, to: 'outcome' })).toContain('choose another name');
  expect(changesToRenameVariable(document, { index: 0, to: 'price' })).toEqual([]);
});
