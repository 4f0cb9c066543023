/** Home: own work folded to a few rows, runs and comparisons found from it, and what is backed up in one line. */
import { render, screen, waitFor, within } from '@testing-library/svelte';
import { userEvent } from '@testing-library/user-event';
import { beforeEach, describe, expect, it } from 'vitest';
import type { Shelf, ShelfRow, ToldRun } from '../../../../src/studio/library/index.ts';
import type { ExperimentListing, ExperimentRecord } from '../../../../src/storage/index.ts';
import { Notices, remember } from '../../../../src/studio/state/index.ts';
import HomeHost from './HomeHost.svelte';

const nowMs = new Date(2026, 4, 20, 15, 0).getTime();
const hourMs = 3_600_000;

const run = (id: string, changes: Partial<ToldRun> = {}): ToldRun => ({
  runId: id,
  atMs: nowMs - hourMs,
  outcome: 'succeeded',
  reason: null,
  step: 7,
  steps: 40,
  makespanMs: 5100,
  seed: 1,
  ...changes,
});
const row = (at: number, changes: Partial<ShelfRow> = {}): ShelfRow => ({
  id: `d-${String(at)}`,
  name: `Work ${String(at)}`,
  agents: 2,
  tasks: 3,
  pattern: 'contract-net',
  names: [],
  picture: null,
  editedMs: nowMs - hourMs,
  trashedMs: null,
  runs: [],
  runCount: 0,
  damage: null,
  ...changes,
});
const listing = (at: number, documentId: string): ExperimentListing => ({
  id: `e-${String(at)}`,
  documentId,
  createdAtMs: nowMs - at * hourMs,
  document: { tasks: [{ id: 't' }], agents: [{ id: 'a' }] },
  factors: [{ path: 'coordination.pattern', values: ['centralized', 'contract-net'] }],
  seeds: [1, 2],
});

function home(rows: readonly ShelfRow[], kept: readonly ExperimentListing[] = [], figures?: Shelf['comparison']) {
  const shelf = {
    durable: true,
    watchComparisons: (listener: (listings: readonly ExperimentListing[]) => void) => {
      listener(kept);
      return () => undefined;
    },
    comparison:
      figures ??
      ((each: ExperimentListing): Promise<ExperimentRecord> =>
        Promise.resolve({ ...each, cells: each.factors[0]!.values.map(() => ({ problem: 'No manager.', rows: [] })) })),
  } as unknown as Shelf;
  const view = render(HomeHost, { shelf, rows, notices: new Notices(), nowMs });
  return { view, rows: () => document.querySelectorAll('tbody tr').length };
}

beforeEach(() => {
  localStorage.clear();
});

describe('own work', () => {
  it('is five rows and a button for the rest; six are six; a search looks in all of them', async () => {
    const all = Array.from({ length: 40 }, (_, at) => row(at, { names: at === 39 ? ['Gil'] : [] }));
    const six = home(all.slice(0, 6));
    expect(six.rows()).toBe(6);
    expect(screen.queryByRole('button', { name: /^All/u })).toBeNull();
    six.view.unmount();
    const { view, rows } = home(all);
    expect(rows()).toBe(5);
    await view.rerender({ wanted: 'gil' });
    expect(rows()).toBe(1);
    expect(screen.getByText('found: Gil')).toBeInTheDocument();
    await view.rerender({ wanted: '' });
    await userEvent.click(screen.getByRole('button', { name: 'All 40 workflows' }));
    expect(rows()).toBe(40);
    await userEvent.click(screen.getByRole('button', { name: 'Show fewer' }));
    expect(rows()).toBe(5);
  });

  it('unfolds the runs of a row, each a link to its step, and says how many are not told', async () => {
    const runs = [run('r-2', { outcome: 'failed', reason: 'nobody can grill', step: 12 }), run('r-1')];
    home([row(1, { runs, runCount: 9 })]);
    expect(screen.getByRole('link', { name: /last run of Work 1: failed: nobody can grill/u })).toHaveAttribute(
      'href',
      '#/d/d-1/r/r-2?at=40',
    );
    const fold = screen.getByRole('button', { name: '9 runs of Work 1' });
    expect(fold).toHaveAttribute('aria-expanded', 'false');
    await userEvent.click(fold);
    const list = screen.getByRole('list', { name: 'Runs of Work 1' });
    expect(
      within(list)
        .getAllByRole('link')
        .map((link) => link.getAttribute('href')),
    ).toEqual(['#/d/d-1/r/r-2?at=40', '#/d/d-1/r/r-1?at=40']);
    expect(screen.getByText(/And 7 before these/u)).toBeInTheDocument();
    expect(fold).toHaveAttribute('aria-expanded', 'true');
  });

  it('draws the lengths of runs that have one, and none of a single run', () => {
    const runs = [run('r-3'), run('r-2', { makespanMs: null, outcome: null }), run('r-1', { makespanMs: 8200 })];
    const first = home([row(1, { runs, runCount: 3 })]);
    expect(screen.getByRole('img', { name: 'Lengths of the last 2 runs, oldest first: 8.20 s, 5.10 s' })).toBeVisible();
    first.view.unmount();
    home([row(1, { runs: [run('r-1')], runCount: 1 })]);
    expect(screen.queryByRole('img')).toBeNull();
  });

  it('says in one line what is in no backup, counting what was run since as changed', () => {
    remember('last-backup', nowMs - 2 * hourMs);
    home([row(1, { editedMs: nowMs - 5 * hourMs }), row(2, { editedMs: nowMs - 5 * hourMs, runs: [run('r')] })]);
    const line = screen.getByRole('group', { name: 'Storage and backup' });
    expect(line).toHaveTextContent('Backed up today at 13:00, 1 workflow changed since');
    expect(within(line).getByRole('button', { name: 'Back up everything' })).toBeEnabled();
  });
});

describe('comparisons', () => {
  const kept = [1, 2, 3, 4].map((at) => listing(at, at === 4 ? 'd-2' : 'd-1'));
  const links = () => screen.getAllByRole('link', { name: /2 patterns, 2 seeds/u });

  it('are the newest three with what they found, and each opens as it was kept', async () => {
    home([row(1), row(2)], kept);
    expect(links().map((link) => link.getAttribute('href'))).toEqual([
      '#/d/d-1/compare/e-1',
      '#/d/d-1/compare/e-2',
      '#/d/d-1/compare/e-3',
    ]);
    await waitFor(() => {
      expect(screen.getAllByText('Nothing could be measured.')).toHaveLength(3);
    });
    await userEvent.click(screen.getByRole('button', { name: 'All 4 comparisons' }));
    expect(links()).toHaveLength(4);
  });

  it('are found by the name of their workflow; damaged figures cost one line its sentence', async () => {
    const { view } = home([row(1), row(2, { name: 'Night shift' })], kept, (each) =>
      each.id === 'e-4'
        ? Promise.reject(new Error('These figures are damaged.'))
        : Promise.resolve({ ...each, cells: [] }),
    );
    await view.rerender({ wanted: 'night' });
    expect(links().map((link) => link.getAttribute('href'))).toEqual(['#/d/d-2/compare/e-4']);
    expect(await screen.findByText('These figures are damaged.')).toBeVisible();
  });
});
