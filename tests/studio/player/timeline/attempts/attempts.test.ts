/** The timeline as a table: what a row says in words, and that a press on a task goes to its begin. */
import { screen, within } from '@testing-library/svelte';
import { userEvent } from '@testing-library/user-event';
import { describe, expect, it } from 'vitest';
import type { AttemptRow } from '../../../../../src/bridge/index.ts';
import AttemptTable from '../../../../../src/studio/player/timeline/attempts/AttemptTable.svelte';
import { endWords, waitedWords } from '../../../../../src/studio/player/timeline/attempts/attempt-words.ts';
import { settle, stage } from '../../stage.ts';

const row = (change: Partial<AttemptRow> = {}): AttemptRow => ({
  ...{ task: 'fetch', attempt: 1, agent: 'ana', readyMs: 0, readyStep: 1, startMs: 1200, startStep: 15 },
  ...{ endMs: 4000, end: 'succeeded', waitedMs: 1200, waited: [], ...change },
});
const name = (id: string) => id.toUpperCase();

describe('what a row says', () => {
  it('of no waiting is a dash, of waiting for nobody the time alone', () => {
    expect(waitedWords(row({ waitedMs: 0 }), name)).toBe('–');
    expect(waitedWords(row(), name)).toBe('1.20 s');
  });

  it('of waiting is for whom, and what they were at', () => {
    const waited = [
      { of: 'agent', id: 'gil', held: ['a', 'b'], more: 2 },
      { of: 'service', id: 'oven', held: ['c'], more: 0 },
      { of: 'data', id: '', held: [], more: 0 },
    ] as const;
    expect(waitedWords(row({ waited }), name)).toBe(
      '1.20 s for GIL, busy with A, B and 2 more; for OVEN, held by C; for data on its way',
    );
    expect(waitedWords(row({ startMs: null, endMs: null, end: 'open' }), name)).toBe('1.20 s so far');
  });

  it('of its end is the time, and how where it did not succeed', () => {
    expect(
      [row(), row({ end: 'failed' }), row({ end: 'lost' }), row({ endMs: null, end: 'open' })].map(endWords),
    ).toEqual(['4.00 s', '4.00 s, failed', '4.00 s, taken back', '–']);
  });
});

describe('the table', () => {
  it('says so while nothing was ready, and has heads for rows and columns', async () => {
    const { engine } = await stage(AttemptTable);
    await settle();
    expect(screen.getByRole('table', { name: /^Every attempt/ })).toBeInTheDocument();
    expect(screen.getByText('No task has been ready yet.')).toBeInTheDocument();
    engine.attempts = [row({ attempt: 2, waited: [{ of: 'agent', id: 'ana', held: ['fetch'], more: 0 }] })];
    engine.tell({ steps: 41 });
    await settle();
    const cells = within(screen.getByRole('rowheader', { name: 'Fetch law, attempt 2' }).closest('tr')!).getAllByRole(
      'cell',
    );
    expect(cells.map(({ textContent }) => textContent)).toEqual([
      ...['Ana', '0 ms', '1.20 s', '4.00 s', '1.20 s for Ana, busy with Fetch law'],
    ]);
  });

  it('goes to the begin of an attempt and chooses its task; not in a tab that only watches', async () => {
    const { engine, run, workspace } = await stage(AttemptTable);
    engine.attempts = [row()];
    engine.tell({ steps: 40 });
    await settle();
    await userEvent.click(screen.getByRole('button', { name: 'Fetch law' }));
    await settle();
    expect([run.step, workspace.selection.single]).toEqual([15, 'fetch']);
    engine.tell({ watching: true });
    await settle();
    expect(screen.getByRole('button', { name: 'Fetch law' })).toBeDisabled();
  });
});
