/** The conversations beside the messages: there where there is room, one alone by a click, and told in words. */
import { screen, within } from '@testing-library/svelte';
import userEvent from '@testing-library/user-event';
import { beforeEach, describe, expect, it, vi } from 'vitest';
import Messages from '../../../../src/studio/player/messages/Messages.svelte';
import { messageRow, messagesOf } from './rows.ts';
import { settle, stage } from '../stage.ts';

// jsdom lays nothing out: the list's view is given a size here, so that it has rows in sight.
vi.spyOn(HTMLElement.prototype, 'clientHeight', 'get').mockReturnValue(334);
const width = vi.spyOn(HTMLElement.prototype, 'clientWidth', 'get');
beforeEach(() => {
  width.mockReturnValue(1400);
});

const list = () => screen.queryByRole('listbox', { name: 'Conversations of the run' });
const options = () => within(list()!).getAllByRole('option');
const names = () => options().map((row) => row.getAttribute('aria-label'));

async function shown(...given: Parameters<typeof stage> extends [unknown, ...infer Rest] ? Rest : never) {
  const set = await stage(Messages, ...given);
  await settle();
  return set;
}

describe('the list of conversations', () => {
  it('hides where there is no room for it, until it is asked for', async () => {
    width.mockReturnValue(900);
    await shown();
    expect(list()).toBeNull();
    await userEvent.click(screen.getByRole('button', { name: 'Show the conversations' }));
    expect(list()).toBeVisible();
    await userEvent.click(screen.getByRole('button', { name: 'Hide the conversations' }));
    expect(list()).toBeNull();
  });

  it('tells each in words, as it stands at the playhead', async () => {
    const { engine } = await shown();
    expect(names()).toEqual([
      'Fetch law, 13 lost, 27 messages, Contract net, begins at step 1',
      'No task, 13 messages, Contract net, begins at step 3',
    ]);
    engine.moveTo(12);
    await settle();
    expect(names()[0]).toMatch(/awarded$/);
    expect(names()[1]).toMatch(/open$/);
    engine.moveTo(40);
    await settle();
    expect(names().every((name) => name!.endsWith('ended'))).toBe(true);
  });

  it('marks the one that the playhead is in', async () => {
    const { engine } = await shown();
    expect(options().some((row) => row.hasAttribute('aria-current'))).toBe(false);
    engine.moveTo(1);
    await settle();
    expect(options().map((row) => row.getAttribute('aria-current'))).toEqual(['step', null]);
    engine.moveTo(3);
    await settle();
    expect(options().map((row) => row.getAttribute('aria-current'))).toEqual([null, 'step']);
  });

  it('shows one alone by a click, and all again by another; it keeps listing all', async () => {
    const { engine } = await shown();
    await userEvent.click(options()[1]!);
    await settle();
    expect(engine.last('window.messages')?.filter).toMatchObject({ conversation: 'contract-net' });
    expect(options().map((row) => row.getAttribute('aria-selected'))).toEqual(['false', 'true']);
    await userEvent.click(options()[1]!);
    await settle();
    expect(engine.last('window.messages')?.filter.conversation).toBeUndefined();
    expect(
      engine.asked.every((asked) => asked.kind !== 'window.conversations' || asked.filter.conversation === undefined),
    ).toBe(true);
  });

  it('is used by keys: the arrows move, fold and open, Enter shows one alone', async () => {
    const { engine } = await shown();
    list()!.focus();
    await userEvent.keyboard('{Home}{ArrowDown}{ArrowLeft}');
    await settle();
    expect(engine.last('window.messages')?.filter.folded).toEqual({ all: false, except: ['contract-net'] });
    expect(names()[1]).toMatch(/folded$/);
    await userEvent.keyboard('{ArrowRight}{Enter}');
    await settle();
    expect(engine.last('window.messages')?.filter).toMatchObject({ conversation: 'contract-net' });
  });

  it('counts only what passes the filter', async () => {
    const { workspace } = await shown();
    workspace.select(['bo']);
    await settle();
    await userEvent.click(screen.getByRole('button', { name: 'Only Bo' }));
    await settle();
    expect(names()).toEqual(['No task, 13 messages, Contract net, begins at step 3']);
  });

  it('draws only those in sight, and forgets those that were cut off', async () => {
    const { engine } = await shown();
    engine.messages = Array.from({ length: 3000 }, (_each, index) =>
      messageRow({ index, conversation: `c-${String(index)}` }),
    );
    engine.tell({ steps: 3000, complete: false });
    await settle();
    expect(options().length).toBeLessThan(30);
    expect(options()[0]).toHaveAttribute('aria-setsize', '3000');
    engine.messages = messagesOf(6);
    engine.tell({ steps: 6, outcome: 'cancelled', complete: true });
    await settle();
    expect(options()).toHaveLength(2);
  });
});
