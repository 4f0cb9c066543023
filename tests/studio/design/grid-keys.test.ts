/** A table of buttons is one stop of the Tab key, with arrows in it that pass over cells without a button. */
import { userEvent } from '@testing-library/user-event';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { gridKeys } from '../../../src/studio/design/index.ts';

const cell = (name: string) => `<td>${name === '' ? '–' : `<button id="${name}">${name}</button>`}</td>`;
const row = (...names: string[]) => `<tr><th>head</th>${names.map(cell).join('')}</tr>`;
let table: HTMLTableElement;
let letGo: () => void;
beforeEach(() => {
  document.body.innerHTML =
    `<button id="before"></button><table><thead><tr><th></th><th><button id="term">term</button></th><th></th><th></th></tr></thead>` +
    `<tbody>${row('a', '', 'b')}${row('c', 'd', '')}</tbody></table><button id="after"></button>`;
  table = document.querySelector('table')!;
  letGo = gridKeys(table) as () => void;
});
afterEach(() => {
  letGo();
  document.body.innerHTML = '';
});
const at = () => document.activeElement?.id;
const press = (keys: string) => userEvent.keyboard(keys);

describe('a grid of buttons', () => {
  it('stays where it is at its borders, and leaves other keys alone', async () => {
    document.getElementById('c')?.focus();
    await press('{ArrowDown}{ArrowLeft}x{Alt>}{ArrowRight}{/Alt}');
    expect(at()).toBe('c');
  });

  it('is one stop of the Tab key: its first figure, then where one was last', async () => {
    document.getElementById('before')?.focus();
    await userEvent.tab();
    expect(at()).toBe('a');
    await press('{ArrowDown}{ArrowRight}');
    expect(at()).toBe('d');
    await userEvent.tab();
    expect(at()).toBe('after');
    await userEvent.tab({ shift: true });
    expect(at()).toBe('d');
  });

  it('passes over cells without a button, goes to heads, and to both ends', async () => {
    document.getElementById('a')?.focus();
    await press('{ArrowRight}');
    expect(at()).toBe('b');
    await press('{Home}{ArrowUp}');
    expect(at()).toBe('term');
    await press('{Control>}{End}{/Control}');
    expect(at()).toBe('d');
    await press('{Control>}{Home}{/Control}');
    expect(at()).toBe('term');
    document.getElementById('a')?.focus();
    await press('{End}');
    expect(at()).toBe('b');
  });

  it('takes in what is drawn later, and does not lose its stop with what goes', async () => {
    document.getElementById('a')?.focus();
    table.tBodies[0]!.innerHTML = row('e', 'f', 'g');
    await Promise.resolve();
    expect([...table.querySelectorAll('button')].filter(({ tabIndex }) => tabIndex === 0).map(({ id }) => id)).toEqual([
      'e',
    ]);
  });
});
