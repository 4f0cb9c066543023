import { render, screen } from '@testing-library/svelte';
import { userEvent } from '@testing-library/user-event';
import { createRawSnippet } from 'svelte';
import { describe, expect, it, vi } from 'vitest';
import {
  formatAgo,
  formatBytes,
  formatTime,
  IconButton,
  initials,
  isTyping,
  keyText,
  lookOf,
  matchesKeys,
  Menu,
  NumberField,
  Panel,
  plural,
  Select,
  Splitter,
  StateIcon,
  Tabs,
  TextField,
} from '../../../src/studio/design/index.ts';
import Play from '@lucide/svelte/icons/play';

const press = (key: string, options: KeyboardEventInit = {}) => new KeyboardEvent('keydown', { key, ...options });

describe('keys', () => {
  it('matches the whole combination and nothing else', () => {
    expect(matchesKeys(press('Enter', { ctrlKey: true }), 'Mod+Enter')).toBe(true);
    expect(matchesKeys(press('Enter', { ctrlKey: true, altKey: true }), 'Mod+Enter')).toBe(false);
    expect(matchesKeys(press('Enter'), 'Mod+Enter')).toBe(false);
    expect(matchesKeys(press('?', { shiftKey: true }), '?')).toBe(true);
    expect(matchesKeys(press('L', { shiftKey: true }), 'Shift+L')).toBe(true);
    expect(matchesKeys(press(','), 'Comma')).toBe(true);
    expect(matchesKeys(press(' '), 'Space')).toBe(true);
    expect(matchesKeys(press('˙', { altKey: true, code: 'KeyH' }), 'Alt+H')).toBe(true);
    expect(matchesKeys(press('˙', { code: 'KeyH' }), 'H')).toBe(false);
    expect(keyText('Mod+Shift+Z')).toBe('Ctrl+Shift+Z');
  });

  it('knows where a person types', () => {
    const range = Object.assign(document.createElement('input'), { type: 'range' });
    expect(
      [document.createElement('textarea'), document.createElement('input'), range, document.body, null].map(isTyping),
    ).toEqual([true, true, false, false, false]);
  });
});

describe('figures', () => {
  it('writes times, sizes, dates and names', () => {
    expect([0, 840, 4320, 599_999, 845_000, 7_380_000].map(formatTime)).toEqual([
      '0 ms',
      '840 ms',
      '4.32 s',
      '600.00 s',
      '14 min 05 s',
      '2 h 03 min',
    ]);
    expect([999, 74_000, 2_100_000_000, 14_200_000].map(formatBytes)).toEqual(['999 B', '74 kB', '2.1 GB', '14 MB']);
    const now = Date.UTC(2026, 5, 17, 12);
    expect([10, 130, 3700, 90_000].map((seconds) => formatAgo(now - seconds * 1000, now))).toEqual([
      'just now',
      '2 minutes ago',
      '1 hour ago',
      'yesterday',
    ]);
    expect(['Ana', 'Chef Odile', '', 'a-b'].map(initials)).toEqual(['An', 'CO', '?', 'AB']);
    expect([plural(1, 'task'), plural(2, 'task')]).toEqual(['1 task', '2 tasks']);
  });
});

describe('components', () => {
  it('shows a state by icon and word, also where only the icon is drawn', () => {
    render(StateIcon, { state: 'failed', iconOnly: true });
    expect(screen.getByText('failed')).toHaveClass('sr-only');
    expect(document.querySelector('svg')).toHaveAttribute('aria-hidden', 'true');
    expect(lookOf('crashed').tone).toBe('failed');
  });

  it('names an icon button', async () => {
    const onclick = vi.fn();
    render(IconButton, { label: 'Undo', icon: Play, onclick });
    await userEvent.click(screen.getByRole('button', { name: 'Undo' }));
    expect(onclick).toHaveBeenCalledOnce();
  });

  it('moves between tabs with arrows, round the ends', async () => {
    const onchange = vi.fn();
    render(Tabs, {
      name: 't',
      label: 'Left',
      items: [
        { id: 'a', label: 'Add' },
        { id: 'b', label: 'Outline' },
        { id: 'c', label: 'Problems', badge: 2 },
      ],
      value: 'a',
      onchange,
    });
    screen.getByRole('tab', { name: 'Add' }).focus();
    await userEvent.keyboard('{ArrowLeft}');
    expect(onchange).toHaveBeenLastCalledWith('c');
    expect(screen.getByRole('tab', { name: /Problems/ })).toHaveAttribute('aria-selected', 'true');
    expect(screen.getByRole('tab', { name: /Problems/ })).toHaveFocus();
  });

  it('refuses a number out of bounds, saying why, and commits one within', async () => {
    const oncommit = vi.fn();
    render(NumberField, { label: 'Slots', value: 2, min: 1, max: 8, step: 1, oncommit });
    const field = screen.getByLabelText('Slots');
    await userEvent.clear(field);
    await userEvent.type(field, '99');
    await userEvent.tab();
    expect(oncommit).not.toHaveBeenCalled();
    expect(field).toHaveAccessibleDescription('At most 8.');
    await userEvent.clear(field);
    await userEvent.type(field, '3');
    await userEvent.tab();
    expect(oncommit).toHaveBeenCalledExactlyOnceWith(3);
  });

  it('says unit and default of a number to who does not see them, after what is wrong', async () => {
    const { rerender } = render(NumberField, {
      ...{ label: 'Delay', value: null, min: 0, unit: 'ms', placeholder: '250', oncommit: vi.fn() },
    });
    const field = screen.getByLabelText('Delay');
    expect(field).toHaveAccessibleDescription('in milliseconds, 250 by default');
    await rerender({ unit: 'tasks', placeholder: 'none', hint: 'How many.' });
    expect(field).toHaveAccessibleDescription('How many. in tasks, none by default');
  });

  it('takes typing back with Escape and commits once with Enter', async () => {
    const oncommit = vi.fn();
    render(TextField, { label: 'Name', value: 'Ana', oncommit });
    const field = screen.getByLabelText('Name');
    await userEvent.type(field, 'x{Escape}');
    expect(field).toHaveValue('Ana');
    await userEvent.type(field, 'bel{Enter}');
    expect(oncommit).toHaveBeenCalledWith('Anabel');
  });

  it('chooses by the platform select', async () => {
    const onchange = vi.fn();
    render(Select, {
      label: 'Order',
      value: 'fifo',
      choices: [
        { value: 'fifo', label: 'FIFO' },
        { value: 'priority', label: 'Priority' },
      ],
      onchange,
    });
    await userEvent.selectOptions(screen.getByLabelText('Order'), 'Priority');
    expect(onchange).toHaveBeenCalledWith('priority');
  });

  it('resizes by keys within bounds and folds with Enter', async () => {
    const onresize = vi.fn();
    const onfold = vi.fn();
    render(Splitter, {
      label: 'Height',
      orientation: 'horizontal',
      size: 300,
      min: 100,
      max: 310,
      after: true,
      onresize,
      onfold,
    });
    screen.getByRole('separator', { name: 'Height' }).focus();
    await userEvent.keyboard('{ArrowUp}{ArrowDown}{Home}{Enter}');
    expect(onresize.mock.calls).toEqual([[310], [284], [100]]);
    expect(onfold).toHaveBeenCalledOnce();
  });

  it('opens a menu by keyboard and runs the chosen entry', async () => {
    const run = vi.fn();
    render(Menu, {
      label: 'Export',
      items: [{ label: 'JSON', run }, { kind: 'separator' }, { label: 'DOT', disabled: true, run }],
    });
    screen.getByRole('button', { name: 'Export' }).focus();
    await userEvent.keyboard('{Enter}');
    // jsdom lays nothing out, so the floating menu counts as not yet placed and hidden.
    const entry = await screen.findByText('JSON');
    await userEvent.setup({ pointerEventsCheck: 0 }).click(entry);
    expect(run).toHaveBeenCalledOnce();
  });

  it('says that a panel failed, lets the rest live, and reloads it', async () => {
    const quiet = vi.spyOn(console, 'error').mockImplementation(() => undefined);
    let fails = true;
    const children = createRawSnippet(() => ({
      render: () => {
        if (fails) throw new Error('The drawing is torn.');
        return '<p>Alive</p>';
      },
    }));
    render(Panel, { name: 'The canvas', children });
    expect(screen.getByRole('alert')).toHaveTextContent('The drawing is torn.');
    fails = false;
    await userEvent.click(screen.getByRole('button', { name: 'Try again' }));
    expect(await screen.findByText('Alive')).toBeInTheDocument();
    quiet.mockRestore();
  });
});
