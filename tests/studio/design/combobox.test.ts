/** A combobox by keys and by pointer, as ARIA's authoring practices have it: the list is offered, and nothing is chosen by itself. */
import { render, screen } from '@testing-library/svelte';
import userEvent from '@testing-library/user-event';
import { describe, expect, it, vi } from 'vitest';
import { matchesOf } from '../../../src/studio/design/combobox/matching.ts';
import ComboHost from './ComboHost.svelte';

/** This DOM has no top layer: what stands in it counts as hidden here. */
const unlayered = { hidden: true };
const tasks = ['Collect facts', 'Check the facts', 'Write the report', 'Print'];

function line(options: { several?: boolean; known?: readonly string[] } = {}) {
  const taken: string[] = [];
  const around = vi.fn();
  render(ComboHost, {
    known: tasks,
    ...options,
    commit: (text: string) => {
      taken.push(text);
      return true;
    },
    onkeydown: (event: KeyboardEvent) => {
      around(event.key);
    },
  });
  const input = screen.getByRole('combobox', { name: 'Depends on' });
  const active = () => document.getElementById(input.getAttribute('aria-activedescendant') ?? '')?.textContent.trim();
  const offered = () => screen.queryAllByRole('option', unlayered).map((option) => option.textContent.trim());
  return { input, taken, around, active, offered };
}

describe('what is offered', () => {
  it('is what holds all words, and what begins so first', () => {
    expect(matchesOf(tasks, 'facts c')).toEqual(['Collect facts', 'Check the facts']);
    expect(matchesOf(tasks, 'the')).toEqual(['Check the facts', 'Write the report']);
    expect(matchesOf(['The end', ...tasks], 'the')).toEqual(['The end', 'Check the facts', 'Write the report']);
    expect(matchesOf(tasks, '  ')).toEqual(tasks);
    expect(matchesOf(tasks, 'dragon')).toEqual([]);
  });
});

describe('by keys', () => {
  it('the list is closed until it is asked for, and says so', async () => {
    const { input, offered } = line();
    input.focus();
    expect(input).toHaveAttribute('aria-expanded', 'false');
    expect(offered()).toEqual([]);
    await userEvent.keyboard('{ArrowDown}');
    expect(input).toHaveAttribute('aria-expanded', 'true');
    expect(offered()).toEqual(tasks);
    expect(screen.getByRole('status')).toHaveTextContent('4 to choose from');
  });

  it('arrows go through what matches and around, Enter takes', async () => {
    const { input, taken, active, offered } = line();
    await userEvent.type(input, 'facts');
    expect(active()).toBeUndefined();
    await userEvent.keyboard('{ArrowDown}');
    expect(active()).toBe('Collect facts');
    await userEvent.keyboard('{ArrowDown}');
    expect(active()).toBe('Check the facts');
    await userEvent.keyboard('{ArrowDown}');
    expect(active()).toBeUndefined();
    await userEvent.keyboard('{ArrowUp}');
    expect(active()).toBe('Check the facts');
    await userEvent.keyboard('{Enter}');
    expect(taken).toEqual(['Check the facts']);
    expect(offered()).toEqual([]);
    expect(input).toHaveValue('');
    expect(input).toHaveFocus();
  });

  it('without an entry Enter takes what is typed, known or not', async () => {
    const { input, taken } = line();
    await userEvent.type(input, 'pri{Enter}');
    expect(taken).toEqual(['pri']);
  });

  it('Escape closes the list, then takes back what is typed, then is for others', async () => {
    const { input, taken, around, offered } = line();
    await userEvent.type(input, 'pr');
    around.mockClear();
    await userEvent.keyboard('{Escape}');
    expect(offered()).toEqual([]);
    expect(input).toHaveValue('pr');
    await userEvent.keyboard('{Escape}');
    expect(input).toHaveValue('');
    expect(around).not.toHaveBeenCalled();
    await userEvent.keyboard('{Escape}');
    expect(around).toHaveBeenCalledWith('Escape');
    await userEvent.tab();
    expect(taken).toEqual([]);
  });

  it('of several the last is looked for and replaced', async () => {
    const { input, taken, offered } = line({ several: true });
    await userEvent.type(input, 'Print,wr');
    expect(offered()).toEqual(['Write the report']);
    await userEvent.keyboard('{ArrowDown}{Enter}');
    expect(taken).toEqual(['Print,Write the report']);
  });
});

describe('by pointer', () => {
  it('a press opens the list, and a press takes an entry without taking the focus', async () => {
    const { input, taken, offered } = line();
    await userEvent.click(input);
    expect(offered()).toEqual(tasks);
    await userEvent.click(screen.getByRole('option', { name: 'Print', ...unlayered }));
    expect(taken).toEqual(['Print']);
    expect(input).toHaveFocus();
  });

  it('goes with the focus, and shows no more than can be read', async () => {
    const many = Array.from({ length: 200 }, (_, at) => `Task ${String(at)}`);
    const { input, offered } = line({ known: many });
    await userEvent.click(input);
    expect(offered()).toHaveLength(60);
    expect(screen.getByRole('option', { name: 'Task 0', ...unlayered })).toHaveAttribute('aria-setsize', '200');
    await userEvent.tab();
    expect(offered()).toEqual([]);
  });
});
