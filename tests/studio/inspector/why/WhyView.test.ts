/** The Why tab: without a run there is none, what the run does not know is said, and the winner is marked by more than a colour. */
import { screen, within } from '@testing-library/svelte';
import { userEvent } from '@testing-library/user-event';
import { describe, expect, it, vi } from 'vitest';
import type { Why, WhyOfAgent } from '../../../../src/bridge/index.ts';
import { Inspector } from '../../../../src/studio/inspector/index.ts';
import { stage } from '../../panels/stage.ts';
import { frame, status } from '../../support/fake-engine.ts';
import { twoTasks } from '../../support/fake-keeper.ts';

const ana = { id: 'ana', name: 'Ana' };
const account: Why = {
  task: 'collect',
  title: 'Collect',
  composite: false,
  requires: ['write'],
  capable: [ana],
  incapable: [{ id: 'bo', name: 'Bo', note: 'lacks write' }],
  answer: 'Ana got it at 3 (score), against Cy at 5.',
  incapableMore: 0,
  earlier: 0,
  attempts: [
    {
      attempt: 1,
      agent: ana,
      outcome: 'Collect succeeded',
      lines: [{ step: 4, timeMs: 20, text: 'Ana started Collect', kind: 'fact' }],
      more: 0,
      decisions: [
        {
          step: 2,
          timeMs: 10,
          by: null,
          agent: ana,
          text: 'Assigned to Ana',
          lot: '',
          rule: 'greedy',
          says: 'The lowest score gets it.',
          measure: 'score',
          candidates: [
            { ...ana, standing: 'chosen', value: 3, note: '', step: null },
            { id: 'cy', name: 'Cy', standing: 'weighed', value: 5, note: '', step: null },
          ],
          more: 0,
        },
      ],
    },
  ],
};

async function shown(why: Why | null) {
  const set = await stage(Inspector, twoTasks);
  const { engine, run, workspace } = set;
  workspace.select(['collect']);
  expect(screen.queryByRole('tab', { name: 'Why' })).toBeNull();
  await run.start('d-1', twoTasks);
  const { runId } = engine.requests.find((command) => command.kind === 'run.start') ?? { runId: '' };
  engine.answer = (command) => (command.kind === 'run.why' ? why : null);
  engine.send({ kind: 'status', status: status({ runId }) });
  engine.send({ kind: 'frame', frame: frame({ runId, step: 9, full: true }) });
  await userEvent.click(await screen.findByRole('tab', { name: 'Why' }));
  return set;
}

describe('the Why tab', () => {
  it('says so when the run knows nothing of the task', async () => {
    await shown(null);
    expect(await screen.findByText(/Not part of this run/)).toBeVisible();
  });

  it('shows the answer and the table, the winner told in words too; a line goes to its step', async () => {
    const { engine } = await shown(account);
    expect(await screen.findByText(account.answer)).toBeVisible();
    const rows = within(screen.getByRole('table')).getAllByRole('row');
    expect(rows.map((row) => row.textContent.replace(/\s+/gu, ' ').trim())).toEqual([
      expect.stringContaining('score'),
      expect.stringMatching(/Chosen:\s?Ana.*3/u),
      expect.stringMatching(/Cy.*another was better.*5/u),
    ]);
    await userEvent.click(screen.getByRole('button', { name: /Ana started Collect/ }));
    expect(engine.requests.at(-1)).toEqual({ kind: 'player.seek', step: 4 });
    expect(engine.requests).toContainEqual({ kind: 'run.why', task: 'collect', step: 9 });
  });

  it('says what came the way of an agent, or in the same words that the run knows nothing of it', async () => {
    const { engine, workspace } = await shown(null);
    const share = { task: 'collect', title: 'Collect', step: 2, timeMs: 10, got: true, text: 'Got it' };
    const told: WhyOfAgent = { agent: 'ana', got: 1, shares: [share], more: 2 };
    workspace.select(['ana']);
    const unknown = 'Not part of this run: it was added later, or disabled.';
    await vi.waitFor(() => {
      expect(engine.requests).toContainEqual({ kind: 'run.whyAgent', agent: 'ana', step: 9 });
      expect(screen.getByText(unknown)).toBeVisible();
    });
    engine.answer = (command) => (command.kind === 'run.whyAgent' ? told : null);
    workspace.select(['collect']);
    workspace.select(['ana']);
    expect(await screen.findByText('It was chosen 1 time; 2 times another was better.')).toBeVisible();
  });
});
