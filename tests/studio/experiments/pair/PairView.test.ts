/** Two runs side by side as a person meets them: words, marks on both, figures, tasks; every one of them leads into a run. */
import { render, screen, within } from '@testing-library/svelte';
import userEvent from '@testing-library/user-event';
import { beforeEach, describe, expect, it, vi } from 'vitest';
import type { Document } from '../../../../src/document/index.ts';
import { answerPair, Measurements } from '../../../../src/experiments/index.ts';
import { RunPair } from '../../../../src/studio/experiments/index.ts';
import type { Measurer } from '../../../../src/studio/state/index.ts';
import PairHost from './PairHost.svelte';

vi.spyOn(HTMLElement.prototype, 'clientHeight', 'get').mockReturnValue(250);
vi.spyOn(HTMLElement.prototype, 'clientWidth', 'get').mockReturnValue(1200);
vi.spyOn(HTMLCanvasElement.prototype, 'getContext').mockReturnValue(null);

let ended = 0;
beforeEach(() => {
  ended = 0;
});

const drawing = (pattern: string): Document => ({
  format: 'conclave',
  version: 1,
  coordination: { pattern },
  agents: [
    { id: 'ana', name: 'Ana' },
    { id: 'ben', name: 'Ben', speed: 2 },
  ],
  tasks: ['Pull', 'Pack', 'Ship'].map((name) => ({
    id: name.toLowerCase(),
    name,
    action: { kind: 'simulate' as const, durationMs: 100 },
  })),
});

function measurer(breaks: boolean): Measurer {
  const measurements = new Measurements();
  return {
    measure: (request) => Promise.resolve(measurements.answer(request)),
    pair: (request) =>
      breaks ? Promise.reject(new Error('The worker stopped.')) : Promise.resolve(answerPair(request)),
    end: () => (ended += 1),
  };
}

async function shown(first: string, other: string, breaks = false) {
  const pair = new RunPair(() => Promise.resolve(measurer(breaks)));
  const onopen = vi.fn();
  render(PairHost, { pair, onopen });
  await pair.compare([
    { document: drawing(first), inputs: [], label: 'The one' },
    { document: drawing(other), inputs: [], label: 'The other' },
  ]);
  return { onopen };
}

describe('what cannot be compared', () => {
  it('says which of the two cannot run and why, and its worker is ended', async () => {
    await shown('centralized', 'anarchy');
    expect(await screen.findByRole('alert')).toHaveTextContent(/^The other cannot run: .*anarchy/u);
    expect(ended).toBe(1);
  });
  it('says that a worker broke', async () => {
    await shown('centralized', 'delegation', true);
    expect(await screen.findByRole('alert')).toHaveTextContent('The worker stopped.');
  });
});

describe('two runs', () => {
  it('that are the same: says so, and marks nothing', async () => {
    await shown('centralized', 'centralized');
    expect(await screen.findByText('Both runs are the same from the first step to the last.')).toBeInTheDocument();
    expect(screen.queryByRole('button', { name: /Runs diverge here/u })).toBeNull();
    await userEvent.click(screen.getByRole('checkbox', { name: 'Only what differs' }));
    expect(screen.getByText('No task differs.')).toBeInTheDocument();
  });
  it('that differ: the place is marked on both, and leads into the run at its step', async () => {
    const { onopen } = await shown('centralized', 'contract-net');
    const [one, two] = [
      await screen.findByRole('region', { name: 'Timeline of The one' }),
      screen.getByRole('region', { name: 'Timeline of The other' }),
    ];
    for (const [side, region] of [one, two].entries()) {
      await userEvent.click(within(region).getByRole('button', { name: /^Runs diverge here/u }));
      expect(onopen).toHaveBeenLastCalledWith(side, expect.any(Number));
    }
    expect(within(one).getByText(/^Ana: \d+% busy/u)).toBeInTheDocument();
  });
  it('has both figures, and every task with who did it, which opens that run there', async () => {
    const { onopen } = await shown('centralized', 'contract-net');
    const figures = await screen.findByRole('table', { name: 'Figures of both runs' });
    expect(within(figures).getByRole('columnheader', { name: 'The other' })).toBeInTheDocument();
    expect(within(figures).getAllByRole('row')).toHaveLength(7);
    const tasks = screen.getByRole('grid', { name: 'Who did each task and when, in both runs' });
    const row = within(tasks).getByRole('row', { name: /^Ship/u });
    const [, other] = within(row).getAllByRole('button');
    if (other === undefined) throw new Error('a cell for each run');
    await userEvent.click(other);
    expect(onopen).toHaveBeenLastCalledWith(1, expect.any(Number));
  });
  it('one playhead goes through both, by keys too', async () => {
    await shown('centralized', 'contract-net');
    const head = await screen.findByRole('slider', { name: 'Time in both runs' });
    head.focus();
    await userEvent.keyboard('{Home}');
    expect(head).toHaveAttribute('aria-valuetext', '0 ms');
    await userEvent.keyboard('{End}');
    expect(head.getAttribute('aria-valuenow')).toBe(head.getAttribute('aria-valuemax'));
  });
});
