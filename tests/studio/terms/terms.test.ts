/** Terms that explain themselves: found in any text, told on hover, focus and press, each in one short sentence. */
import { render, screen } from '@testing-library/svelte';
import userEvent from '@testing-library/user-event';
import { describe, expect, it } from 'vitest';
import { ASSIGNMENTS, BALANCINGS } from '../../../src/document/schema/settings.ts';
import { words } from '../../../src/studio/inspector/form-rules.ts';
import { Explained } from '../../../src/studio/terms/index.ts';
import { explained, meaningOf, terms } from '../../../src/studio/terms/terms.ts';

describe('the table of terms', () => {
  it.each(terms.map((term) => [term.word, term] as const))(
    '%s: one plain sentence or two short ones',
    (_, { says }) => {
      expect(says).toMatch(/^[A-Z].*\.$/u);
      expect(says.length).toBeLessThan(100);
    },
  );

  it('stands in the order of the alphabet, each word once', () => {
    const listed = terms.map(({ word }) => word.toLowerCase());
    expect(listed).toEqual([...new Set(listed)].sort());
  });
});

describe('a text', () => {
  const text = 'HEFT plans by the critical path; the critical path counts slots, and a view of view 3 has a quorum.';

  it('comes back whole, with each term explained once and no everyday word taken for one', () => {
    const pieces = explained(text);
    expect(pieces.map((piece) => piece.text).join('')).toBe(text);
    expect(pieces.filter(({ says }) => says !== null).map((piece) => piece.text)).toEqual([
      ...['HEFT', 'critical path', 'slots', 'view', 'quorum'],
    ]);
    expect(pieces.find((piece) => piece.text === 'view')?.says).toContain('primary');
    expect(explained('Nothing here needs a word.')).toEqual([{ text: 'Nothing here needs a word.', says: null }]);
  });

  it('explains a label that is a term, and no other', () => {
    expect(meaningOf('Total time')).toContain('Makespan');
    expect(meaningOf('Total time of it')).toBeNull();
    expect(meaningOf('')).toBeNull();
    const jargon = ['heft', 'cpop', 'hungarian', 'regret', 'jsq', 'min-min', 'sufferage'];
    const unexplained = jargon.filter((option) => meaningOf(words(option)) === null);
    expect(jargon.filter((option) => !([...ASSIGNMENTS, ...BALANCINGS] as string[]).includes(option))).toEqual([]);
    expect(unexplained).toEqual([]);
  });

  it('tells a term to the keyboard, to a press and to who does not see it', async () => {
    render(Explained, { text });
    const heft = screen.getByRole('button', { name: 'HEFT' });
    expect(heft).toHaveAccessibleDescription(/^Plans ahead/u);
    await userEvent.tab();
    expect(heft).toHaveFocus();
    await userEvent.click(screen.getByRole('button', { name: 'quorum' }));
    expect(screen.getByRole('tooltip')).toHaveTextContent('How many participants must agree.');
    await userEvent.keyboard('{Escape}');
    expect(document.querySelector('.tooltip[data-open]')).toBeNull();
  });
});
