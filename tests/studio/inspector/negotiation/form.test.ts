/** The form of a negotiation: one that was just chosen runs, and everything of it is changed without a word of JSON. */
import { fireEvent, screen } from '@testing-library/svelte';
import { tick } from 'svelte';
import { describe, expect, it } from 'vitest';
import type { Document, NegotiateAction } from '../../../../src/document/index.ts';
import { Inspector } from '../../../../src/studio/inspector/index.ts';
import {
  endsOf,
  firstTerms,
  typedIssue,
  valuesText,
  withIssue,
} from '../../../../src/studio/inspector/negotiation/terms.ts';
import { checkDocument } from '../../../../src/workflow/index.ts';
import { stage } from '../../panels/stage.ts';

const two: Document = { agents: [{ id: 'ana', name: 'Ana' }, { id: 'ben' }], tasks: [{ id: 'deal' }] };

describe('terms as a person types them', () => {
  it('are a range or a list, and read back as they were typed', () => {
    for (const text of ['1 to 10', '-3 to 4', 'early, late', 'yes'])
      expect(valuesText(typedIssue('x', text))).toBe(text);
    expect(typedIssue('x', '2..5')).toEqual({ name: 'x', min: 2, max: 5 });
    expect(endsOf(typedIssue('x', '1 to 100'))).toEqual(['1', '100']);
  });

  it('stay whole: what was just chosen has no problem, nor has it after issues come, change and go', () => {
    const problems = (action: NegotiateAction): unknown => {
      const document = { ...two, tasks: [{ id: 'deal', action }] };
      return checkDocument(document).filter(({ severity }) => severity !== 'info');
    };
    let action = firstTerms(two);
    expect(problems(action)).toEqual([]);
    for (const [at, issue] of [
      [1, typedIssue('day', 'early, late, never')],
      [0, typedIssue('price', 'low, middle, high, highest')],
      [2, typedIssue('place', '0 to 30')],
      [1, null],
      [0, typedIssue('price', 'a, b, c, d, e, f, g, h, i, j')],
    ] as const) {
      action = { ...action, ...withIssue(action, at, issue) };
      expect(problems(action), JSON.stringify(issue)).toEqual([]);
    }
    expect(action.issues?.map(({ name }) => name)).toEqual(['price', 'place']);
  });
});

it('a newcomer chooses it, changes a worth and adds an issue', async () => {
  const staged = await stage(Inspector, two);
  staged.workspace.select(['deal']);
  await tick();
  const action = (): NegotiateAction => staged.workspace.document!.tasks![0]!.action as NegotiateAction;
  await fireEvent.change(screen.getByLabelText('Kind'), { target: { value: 'negotiate' } });
  await tick();
  expect(action()).toEqual(firstTerms(two));
  const worths = screen.getAllByLabelText<HTMLInputElement>('price 10');
  expect(worths).toHaveLength(2);
  await fireEvent.input(worths[1]!, { target: { value: '0.4' } });
  await fireEvent.blur(worths[1]!);
  expect(action().utilities?.['ben']?.values).toEqual([[1, 0.4]]);
  await fireEvent.click(screen.getByRole('button', { name: 'Add issue' }));
  await tick();
  expect(action().issues).toHaveLength(2);
  expect(screen.getAllByLabelText('issue 2 yes')).toHaveLength(2);
  expect(checkDocument(staged.workspace.document!).filter(({ severity }) => severity === 'error')).toEqual([]);
});
