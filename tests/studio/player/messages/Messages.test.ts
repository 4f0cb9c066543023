import { screen } from '@testing-library/svelte';
import userEvent from '@testing-library/user-event';
import { describe, expect, it, vi } from 'vitest';
import Messages from '../../../../src/studio/player/messages/Messages.svelte';
import { settle, stage } from '../stage.ts';

// jsdom lays nothing out: the list's view is given a size here, so that it has rows in sight.
vi.spyOn(HTMLElement.prototype, 'clientHeight', 'get').mockReturnValue(334);
vi.spyOn(HTMLElement.prototype, 'clientWidth', 'get').mockReturnValue(900);

const rows = () => screen.getAllByRole('option');
const press = async (keys: string) => {
  screen.getByRole('listbox', { name: 'Messages of the run' }).focus();
  await userEvent.keyboard(keys);
  await settle();
};

describe('the sequence diagram', () => {
  it('says so when no message passes the filter', async () => {
    await stage(Messages);
    await userEvent.type(screen.getByRole('searchbox'), 'no such words');
    await vi.waitFor(() => {
      expect(screen.getByText('No message passes this filter.')).toBeVisible();
    });
  });

  it('moves no playhead in a tab that only watches, but selects', async () => {
    const { run, workspace } = await stage(Messages, { change: { watching: true } });
    await settle();
    const select = vi.spyOn(workspace, 'select');
    await userEvent.click(rows()[3]!);
    await settle();
    expect(run.step).toBe(0);
    expect(select).toHaveBeenCalledWith(['ana', 'fetch']);
  });

  it('draws only the rows in sight, and tells how many there are', async () => {
    await stage(Messages, { change: { steps: 5000 } });
    await settle();
    expect(screen.getByText('5,000 rows')).toBeVisible();
    expect(rows().length).toBeLessThan(30);
    expect(rows()[0]).toHaveAttribute('aria-setsize', '5000');
  });

  it('keeps its rows while the run plays on: what it is told of the run asks for none of them again', async () => {
    const { engine } = await stage(Messages, { change: { steps: 5000 } });
    await settle();
    const asked = () => engine.asked.filter((each) => each.kind === 'window.messages' && each.from === 0).length;
    const before = asked();
    for (const playing of [true, false, true]) {
      engine.tell({ playing });
      await settle();
    }
    expect(asked()).toBe(before);
    expect(rows()[0]).toHaveAccessibleName(/call for proposals/);
  });

  it('tells each message as a sentence: who to whom, what, when, and what became of it', async () => {
    await stage(Messages);
    await settle();
    expect(rows()[0]).toHaveAccessibleName(
      'The coordinator → Ana: call for proposals (Fetch law), step 1, 0 ms, arrives at step 2, ahead of the playhead',
    );
    expect(rows()[1]).toHaveAccessibleName(/lost on the way/);
  });

  it('goes to the step of a message by click and by Enter, and selects whom it is about', async () => {
    const { run, workspace } = await stage(Messages);
    await settle();
    const select = vi.spyOn(workspace, 'select');
    await userEvent.click(rows()[3]!);
    await settle();
    expect(run.step).toBe(4);
    expect(select).toHaveBeenLastCalledWith(['ana', 'fetch']);
    await press('{ArrowDown}{ArrowDown}{Enter}');
    expect(run.step).toBe(6);
    expect(select).toHaveBeenLastCalledWith(['bo']);
  });

  it('draws what is ahead of the playhead paler, and a cross where a message is lost', async () => {
    const { engine, container } = await stage(Messages);
    await settle();
    expect(container.querySelectorAll('g.ahead')).toHaveLength(container.querySelectorAll('svg g').length);
    engine.moveTo(4);
    await settle();
    expect(container.querySelectorAll('g:not(.ahead)')).toHaveLength(4);
    expect(container.querySelectorAll('g.lost .cross')).toHaveLength(1);
  });

  it('draws a line where a phase begins, with its word, and says so', async () => {
    const { engine, container } = await stage(Messages);
    engine.messages = engine.messages.map((row) => (row.index === 2 ? { ...row, enters: 'deal: round 2' } : row));
    await settle();
    expect([...container.querySelectorAll('g.turn')].map(({ textContent }) => textContent.trim())).toEqual([
      'deal: round 2',
    ]);
    expect(rows()[2]).toHaveAccessibleName(/still on it, the first of deal: round 2, step 3/);
  });

  it('folds the conversation of a row and opens it by key', async () => {
    const { engine } = await stage(Messages);
    await settle();
    await press('{Home}{ArrowLeft}');
    expect(engine.last('window.messages')?.filter.folded).toEqual({ all: false, except: ['contract-net/fetch'] });
    expect(rows()[0]).toHaveAccessibleName(/Fetch law: 27 messages, folded/);
    await press('{ArrowRight}');
    expect(engine.last('window.messages')?.filter.folded).toBeUndefined();
    expect(rows()[0]).toHaveAccessibleName(/call for proposals/);
  });

  it('folds all conversations, one row each', async () => {
    await stage(Messages);
    await settle();
    await userEvent.click(screen.getByRole('button', { name: 'Fold all conversations' }));
    await settle();
    expect(rows()).toHaveLength(2);
  });

  it('narrows to the selected node and to a conversation', async () => {
    const { engine, workspace } = await stage(Messages);
    await settle();
    expect(screen.getByRole('button', { name: 'Only the selected node' })).toBeDisabled();
    workspace.select(['bo']);
    await settle();
    await userEvent.click(screen.getByRole('button', { name: 'Only Bo' }));
    await settle();
    expect(engine.last('window.messages')?.filter).toEqual({ node: 'bo' });
    await userEvent.click(screen.getByRole('button', { name: 'Only Bo' }));
    await press('{Home}');
    await userEvent.click(screen.getByRole('button', { name: 'Only this conversation' }));
    await settle();
    expect(engine.last('window.messages')?.filter).toEqual({ conversation: 'contract-net/fetch' });
    await userEvent.click(screen.getByRole('button', { name: 'Only Fetch law' }));
    await settle();
    expect(engine.last('window.messages')?.filter).toEqual({});
  });

  it('forgets the rows of what was cut off', async () => {
    const { engine } = await stage(Messages);
    await settle();
    engine.messages = engine.messages.slice(0, 5);
    engine.tell({ steps: 5, outcome: 'cancelled' });
    await settle();
    expect(screen.getByText('5 rows')).toBeVisible();
    expect(rows()).toHaveLength(5);
  });
});
