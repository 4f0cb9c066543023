/** A chart as a person uses it: by keyboard, as numbers, as a picture; and the table whose heads sort it. */
import { render, screen, within } from '@testing-library/svelte';
import userEvent from '@testing-library/user-event';
import { expect, it, vi } from 'vitest';
import { column, metrics, type Row } from '../../../../src/experiments/index.ts';
import type { Figures } from '../../../../src/studio/experiments/gathered.ts';
import ChartView from '../../../../src/studio/experiments/plots/ChartView.svelte';
import Effects from '../../../../src/studio/experiments/plots/Effects.svelte';
import Overview from '../../../../src/studio/experiments/figures/Overview.svelte';

function row(time: number): Row {
  const made: number[] = metrics.map(() => 0);
  made[column.makespanMs] = time;
  made[column.messages] = 20_000 - time;
  made[column.succeeded] = 1;
  made[column.chance] = 1;
  return made;
}

/** Twenty seeds; 4 agents are the quickest, 2 the slowest. */
const times: Record<number, number> = { 2: 3000, 4: 1000, 8: 2000 };
const figures: Figures = {
  document: {},
  factors: [{ path: 'agents', values: [2, 4, 8] }],
  seeds: Array.from({ length: 20 }, (_, at) => at + 1),
  drawn: null,
  engine: '2',
  keptAtMs: null,
  cells: [2, 4, 8].map((value) => ({
    setting: [{ path: 'agents', value }],
    problem: null,
    rows: Array.from({ length: 20 }, (_, seed) => row(times[value]! + seed)),
  })),
};

const shown = (kind: 'ecdf' | 'paired' | 'boxes') => {
  const calls = { onopen: vi.fn(), onpair: vi.fn(), onkeep: vi.fn() };
  vi.spyOn(HTMLElement.prototype, 'clientWidth', 'get').mockReturnValue(900);
  render(ChartView, { figures, metric: metrics[0], kind, base: 0, ...calls });
  return calls;
};

it('points are gone through by arrow keys, are said, and Enter opens the run', async () => {
  const { onopen } = shown('ecdf');
  const list = await screen.findByRole('listbox', { name: /^Total time: share of runs .* 60 points/u });
  list.focus();
  await userEvent.keyboard('{ArrowRight}{ArrowRight}');
  const option = within(list).getByRole('option');
  expect(option.textContent).toBe('2 agents, seed 3: 3.00 s; 15% of its runs are at or below');
  expect([option.getAttribute('aria-posinset'), option.getAttribute('aria-setsize')]).toEqual(['3', '60']);
  expect(list.getAttribute('aria-activedescendant')).toBe(option.id);
  await userEvent.keyboard('{End}{ArrowRight}{Enter}');
  expect(onopen).toHaveBeenCalledWith(figures.cells[2], 20);
});

it('a difference leads to both runs of its seed', async () => {
  const { onpair } = shown('paired');
  (await screen.findByRole('listbox', { name: /seed by seed/u })).focus();
  await userEvent.keyboard('{Enter}');
  expect(onpair).toHaveBeenCalledWith(0, 1, 0);
});

it('its numbers stand in a table', async () => {
  shown('ecdf');
  const table = await screen.findByRole('table', { name: /^Total time: share of runs/u, hidden: true });
  expect(within(table).getByRole('row', { name: /^2 agents 20 3\.00 s/u, hidden: true })).toBeTruthy();
});

it('any head sorts the table, and all of it is one tab stop', async () => {
  render(Overview, { figures, onopen: vi.fn() });
  const names = () => screen.getAllByRole('rowheader').map((each) => each.textContent);
  expect(names()).toEqual(['2 agents', '4 agents', '8 agents']);
  const head = screen.getByRole('columnheader', { name: /^Total time/u });
  expect(head.getAttribute('aria-sort')).toBe('none');
  await userEvent.click(within(head).getByRole('button'));
  expect([head.getAttribute('aria-sort'), names()]).toEqual(['ascending', ['4 agents', '8 agents', '2 agents']]);
  await userEvent.click(within(head).getByRole('button'));
  expect([head.getAttribute('aria-sort'), names()]).toEqual(['descending', ['2 agents', '8 agents', '4 agents']]);
  const stops = within(screen.getByRole('grid'))
    .getAllByRole('button')
    .filter((each) => each.tabIndex === 0);
  expect(stops).toEqual([within(head).getByRole('button')]);
  screen.getAllByRole('button', { name: /open the run nearest/u })[0]?.focus();
  await userEvent.keyboard('{ArrowDown}{ArrowRight}');
  expect(document.activeElement?.getAttribute('aria-label')).toMatch(/^8 agents, Messages/u);
});

it('high percentiles say of how many seeds they are, and none of fewer than carry them', async () => {
  render(Overview, { figures, onopen: vi.fn() });
  const choose = screen.getByRole('combobox', { name: 'Figures' });
  await userEvent.selectOptions(choose, 'p95');
  expect(screen.getAllByText('of 20 seeds').length).toBeGreaterThan(0);
  await userEvent.selectOptions(choose, 'p99');
  expect(screen.queryByRole('button', { name: /99th percentile/u })).toBeNull();
  expect(screen.getByText(/from 100 seeds on/u)).toBeTruthy();
});

it('two factors are split into main effects and what both do together', () => {
  const both: Figures = {
    ...figures,
    cells: [2, 4].flatMap((value) =>
      ['fifo', 'priority'].map((order) => ({
        setting: [
          { path: 'agents', value },
          { path: 'scheduling.order', value: order },
        ],
        problem: null,
        rows: Array.from({ length: 20 }, (_, seed) =>
          row(times[value]! + (order === 'fifo' ? 0 : value * 100) + (seed % 4)),
        ),
      })),
    ),
  };
  render(Effects, { figures: both, metric: metrics[0] });
  expect(screen.getByText(/^Of all variation in total time, 9\d% goes with agents/u)).toBeTruthy();
  expect(screen.getByText(/^4 agents, order priority: \+200 ms beyond what both do alone\./u)).toBeTruthy();
});
