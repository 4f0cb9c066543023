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

/** What is asked of all messages: phases have rows, and what several hear is one. */
const every = { phases: { all: false, except: [] }, joined: { all: true, except: [] } };

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
    expect(screen.getByText('5,000 messages')).toBeVisible();
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
    expect(engine.last('window.messages')?.filter).toEqual({ ...every, node: 'bo' });
    await userEvent.click(screen.getByRole('button', { name: 'Only Bo' }));
    await press('{Home}');
    await userEvent.click(screen.getByRole('button', { name: 'Only this conversation' }));
    await settle();
    expect(engine.last('window.messages')?.filter).toEqual({ ...every, conversation: 'contract-net/fetch' });
    await userEvent.click(screen.getByRole('button', { name: 'Only Fetch law' }));
    await settle();
    expect(engine.last('window.messages')?.filter).toEqual(every);
  });

  it('a phase has a row that says what it holds and what was reached; it folds by key, and so does any of its messages', async () => {
    const { engine } = await stage(Messages);
    const phase = { id: 'contract-net/bids/0', says: 'Fetch law: bids', folded: false, held: 3, all: 4 };
    const reached = { word: 'bid', who: ['Ana', 'Bo'], more: 0, step: 4, timeMs: 1250 };
    const section = { id: phase.id, odd: true };
    engine.messages = engine.messages.map((row) =>
      row.index === 0
        ? { ...row, section, phase: { ...phase, lies: 1, lost: 2, kinds: [{ words: 'bid', count: 3 }], reached } }
        : { ...row, section },
    );
    await settle();
    expect(rows()[0]).toHaveAccessibleName(
      'Step 1 Fetch law: bids: 3 of 4 messages, 1 lie, 2 lost, Ana and Bo bid, the last at 1.25 s, 0 ms to step 2, ahead of the playhead',
    );
    expect(rows()[0]).toHaveTextContent(
      /Fetch law: bids 3 of 4 messages 1 lie 2 lost Ana and Bo bid, the last at 1.25 s/,
    );
    await press('{Home}{ArrowDown}{ArrowDown}{ArrowLeft}');
    expect(engine.last('window.messages')?.filter.phases).toEqual({ all: false, except: [phase.id] });
    await press('{ArrowRight}{ArrowLeft}');
    expect(screen.getByRole('listbox', { name: 'Messages of the run' })).toHaveAttribute(
      'aria-activedescendant',
      'message-row-0',
    );
  });

  it('what several hear is one row that says so, and opens to a row a message by key', async () => {
    const { engine, container } = await stage(Messages);
    const target = { end: 'delivered' as const, endStep: 3, endMs: 220, lie: null, value: '' };
    const lie = { to: 3, value: '"stop"', lie: 'The coordinator told Bo "stop"' };
    engine.messages = engine.messages.map((row) =>
      row.index === 0
        ? {
            ...row,
            broadcast: '7',
            endStep: 3,
            targets: [
              { ...target, to: 2 },
              { ...target, ...lie, end: 'loss' as const },
            ],
          }
        : row,
    );
    engine.moveTo(9);
    await settle();
    expect(rows()[0]).toHaveAccessibleName(
      'The coordinator → Ana: call for proposals (Fetch law), and the same to 1 more, a lie: The coordinator told Bo "stop", step 1, 0 ms, all over by step 3, 1 of 2 lost',
    );
    expect([...container.querySelectorAll('.note')].map(({ textContent }) => textContent)).toEqual([
      '220 ms',
      '"stop" · a lie · lost',
    ]);
    expect(container.querySelectorAll('g.lost .cross').length).toBeGreaterThan(0);
    await press('{Home}{ArrowRight}');
    expect(engine.last('window.messages')?.filter.joined).toEqual({ all: true, except: ['7'] });
  });

  it('folds all phases, joins all that several hear or none, and says how much is folded away', async () => {
    const { engine } = await stage(Messages);
    await settle();
    await userEvent.click(screen.getByRole('button', { name: 'Fold all phases' }));
    await userEvent.click(screen.getByRole('button', { name: 'A row for what several hear at once' }));
    await settle();
    expect(engine.last('window.messages')?.filter).toMatchObject({ phases: { all: true }, joined: { all: false } });
    await userEvent.click(screen.getByRole('button', { name: 'Fold all conversations' }));
    await settle();
    expect(screen.getByText('40 folded away')).toBeVisible();
  });

  it.each([
    ['lies', 'a lie', 'lost', { end: 'delivered', lie: 'Ana told Bo "stop"' }],
    ['losses', 'lost', 'a lie', { end: 'loss', lie: null }],
  ] as const)('has a legend that tells of %s where there are some', async (_what, told, untold, change) => {
    const { engine } = await stage(Messages);
    engine.messages = engine.messages.map((row) => ({ ...row, ...change }));
    await settle();
    const legend = screen.getByRole('list', { name: 'What the lines among the messages mean' });
    expect(legend).toHaveTextContent(told);
    expect(legend).not.toHaveTextContent(untold);
  });

  it('forgets the rows of what was cut off', async () => {
    const { engine } = await stage(Messages);
    await settle();
    engine.messages = engine.messages.slice(0, 5);
    engine.tell({ steps: 5, outcome: 'cancelled' });
    await settle();
    expect(screen.getByText('5 messages')).toBeVisible();
    expect(rows()).toHaveLength(5);
  });
});
