/** The form of a consensus task as a newcomer meets it. */
import { screen } from '@testing-library/svelte';
import { userEvent } from '@testing-library/user-event';
import { describe, expect, it } from 'vitest';
import { Inspector } from '../../../../src/studio/inspector/index.ts';
import { stage } from '../../panels/stage.ts';

const agents = ['ana', 'ben', 'cleo', 'dan'].map((id) => ({ id, name: id.slice(0, 1).toUpperCase() + id.slice(1) }));
const action = { kind: 'consensus' as const, value: 'go' };

describe('a decision', () => {
  it('says in numbers what it survives, and follows who takes part', async () => {
    const { workspace } = await stage(Inspector, { agents, tasks: [{ id: 'vote', action }] });
    workspace.select(['vote']);
    expect(await screen.findByText('4 agents survive 1 liar; 3 must agree.')).toBeInTheDocument();
    await userEvent.click(screen.getByRole('checkbox', { name: 'Dan' }));
    expect(screen.getByText('3 agents survive no liar; 2 must agree.')).toBeInTheDocument();
    expect(workspace.document?.tasks?.[0]?.action).toEqual({ ...action, participants: ['ana', 'ben', 'cleo'] });
    await userEvent.click(screen.getByRole('checkbox', { name: 'Dan' }));
    expect(workspace.document?.tasks?.[0]?.action).toEqual(action);
  });

  it('takes words as values and ballots, without quotation marks', async () => {
    const { workspace } = await stage(Inspector, { agents, tasks: [{ id: 'vote', action }] });
    workspace.select(['vote']);
    await userEvent.selectOptions(await screen.findByLabelText('Protocol'), 'majority');
    expect(screen.getByText(/No defence against liars/)).toBeInTheDocument();
    await userEvent.click(screen.getByText('Ballots by agent'));
    await userEvent.type(screen.getByRole('textbox', { name: 'Ben' }), 'stop');
    await userEvent.tab();
    expect(workspace.document?.tasks?.[0]?.action).toEqual({
      ...action,
      protocol: 'majority',
      ballots: { ben: 'stop' },
    });
    await userEvent.clear(screen.getByRole('textbox', { name: 'Ben' }));
    await userEvent.tab();
    expect(workspace.document?.tasks?.[0]?.action).toEqual({ ...action, protocol: 'majority' });
  });

  it('offers the behaviour of agents, which nothing else calls for', async () => {
    const { workspace } = await stage(Inspector, { agents, tasks: [{ id: 'vote', action }, { id: 'other' }] });
    workspace.select(['ana']);
    await userEvent.selectOptions(await screen.findByLabelText('Behaviour'), 'lying');
    expect(workspace.document?.agents?.[0]?.behaviour).toBe('lying');
  });

  it('is one choice away for a plain task', async () => {
    const { workspace } = await stage(Inspector, { agents, tasks: [{ id: 'vote' }] });
    workspace.select(['ana']);
    expect(screen.queryByLabelText('Behaviour')).toBeNull();
    workspace.select(['vote']);
    await userEvent.selectOptions(await screen.findByLabelText('Kind'), 'consensus');
    expect(screen.getByText('4 agents survive 1 liar; 3 must agree.')).toBeInTheDocument();
  });
});
