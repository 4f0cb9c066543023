/** What is typed in a field: when it is stored, what the field shows meanwhile, and what its store is told. */
import { fireEvent, render, screen } from '@testing-library/svelte';
import { tick } from 'svelte';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import StoreHost from './StoreHost.svelte';

beforeEach(() => {
  vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout'] });
});
afterEach(() => {
  vi.useRealTimers();
});

function field(value: string | number | null, refuses: (value: unknown) => boolean = () => false) {
  const unstored = new Set<object>();
  const store = $state({ value });
  const commits: unknown[] = [];
  const sealed = vi.fn();
  const host = {
    storesTyping: true,
    hold: (each: object, is: boolean) => {
      if (is) unstored.add(each);
      else unstored.delete(each);
    },
    seal: sealed,
  };
  const rendered = render(StoreHost, {
    store: host,
    stored: store as { value: string },
    oncommit: (given: unknown) => {
      commits.push(given);
      return !refuses(given);
    },
  });
  const input = screen.getByLabelText<HTMLInputElement>('Field');
  const type = async (text: string) => {
    input.value = text;
    await fireEvent.input(input);
  };
  const pause = async (ms = 400) => {
    vi.advanceTimersByTime(ms);
    await tick();
  };
  return { ...rendered, host, store, commits, sealed, input, type, pause, saved: () => unstored.size === 0 };
}

describe('what is typed', () => {
  it('is stored whenever the typing pauses, and not before', async () => {
    const { commits, input, type, pause, saved, sealed } = field('Ana');
    await fireEvent.focus(input);
    await type('Anab');
    await pause(399);
    await type('Anabel');
    await pause(399);
    expect([commits, saved()]).toEqual([[], false]);
    await pause(1);
    expect([commits, saved()]).toEqual([['Anabel'], true]);
    expect(sealed).not.toHaveBeenCalled();
    await fireEvent.blur(input);
    expect(commits).toEqual(['Anabel']);
    expect(sealed).toHaveBeenCalledTimes(1);
  });

  it('is not rewritten under the fingers by what was made of it', async () => {
    const number = field(3);
    await number.type('1.0');
    await number.pause();
    expect([number.commits, number.input.value]).toEqual([[1], '1.0']);
    await number.type('1.05');
    await number.pause();
    expect(number.commits).toEqual([1, 1.05]);
    number.unmount();
    const text = field('a');
    await text.type('a, ');
    await text.pause();
    expect([text.store.value, text.input.value]).toEqual(['a,', 'a, ']);
    await fireEvent.blur(text.input);
    await tick();
    expect(text.input.value).toBe('a,');
  });

  it('stays in the field when it is refused, unsaved, until the field is left', async () => {
    const { store, input, type, pause, saved } = field(3);
    await type('101');
    await pause();
    expect([store.value, input.value, saved()]).toEqual([3, '101', false]);
    expect(input).toHaveAccessibleDescription('At most 100.');
    await fireEvent.blur(input);
    await tick();
    expect([store.value, input.value, saved()]).toEqual([3, '3', true]);
    expect(input).toHaveAccessibleDescription('At most 100.');
  });

  it('waits while the field is empty, for that is mostly half of something else', async () => {
    const { commits, input, type, pause, saved } = field(3);
    await type('');
    await pause();
    expect([commits, saved()]).toEqual([[], false]);
    await fireEvent.blur(input);
    expect([commits, saved()]).toEqual([[null], true]);
  });

  it('gives way to what is stored from elsewhere meanwhile', async () => {
    const { commits, store, input, type, pause, saved } = field('Ana');
    await type('Anab');
    store.value = 'Berta';
    await tick();
    expect(input.value).toBe('Berta');
    await pause();
    expect([commits, saved()]).toEqual([[], true]);
  });

  it('is stored when the field is left, where a store takes nothing half typed', async () => {
    const { host, commits, input, type, pause, saved } = field('Ana');
    host.storesTyping = false;
    await type('Anabel');
    await pause(5000);
    expect([commits, saved()]).toEqual([[], false]);
    await fireEvent.blur(input);
    expect([commits, saved()]).toEqual([['Anabel'], true]);
  });

  it('is taken back by Escape to what the field held when it was entered', async () => {
    const { commits, input, type, pause, saved } = field('Ana');
    await fireEvent.focus(input);
    await type('Anabel');
    await pause();
    await type('Anabella');
    await fireEvent.keyDown(input, { key: 'Escape' });
    await tick();
    expect([commits, input.value, saved()]).toEqual([['Anabel', 'Ana'], 'Ana', true]);
  });

  it('is not taken back once it was settled: Escape is then for others', async () => {
    const { commits, input, type } = field('Ana');
    const heard = vi.fn();
    addEventListener('keydown', heard);
    await fireEvent.focus(input);
    await type('Anabel');
    await fireEvent.change(input);
    await tick();
    await fireEvent.keyDown(input, { key: 'Escape' });
    await tick();
    expect([commits, input.value]).toEqual([['Anabel'], 'Anabel']);
    expect(heard).toHaveBeenCalledTimes(1);
    await type('Anna');
    await fireEvent.keyDown(input, { key: 'Escape' });
    await tick();
    expect([commits, input.value]).toEqual([['Anabel'], 'Anabel']);
    expect(heard).toHaveBeenCalledTimes(1);
    removeEventListener('keydown', heard);
  });

  it('can be taken up again where it is long and was refused', async () => {
    const { commits, input, type, pause } = field('{}', (value) => value === '{');
    await type('{');
    await fireEvent.blur(input);
    await tick();
    expect(input.value).toBe('{}');
    await fireEvent.click(screen.getByRole('button', { name: 'Take up again what was typed' }));
    expect(input.value).toBe('{');
    await type('{ }');
    await pause();
    expect(commits).toEqual(['{', '{ }']);
  });

  it('is forgotten with its field', async () => {
    const { unmount, commits, type, pause, saved } = field('Ana');
    await type('Anabel');
    unmount();
    await pause();
    expect([commits, saved()]).toEqual([[], true]);
  });
});
