/** Keys as different keyboards send them: by the printed sign first, by the place of the key where that is none of ours. */
import { describe, expect, it } from 'vitest';
import { isCharacterKey, isComposing, matchesKeys } from '../../../src/studio/design/index.ts';

const press = (key: string, code: string, held: Partial<KeyboardEventInit> = {}) =>
  new KeyboardEvent('keydown', { key, code, ...held });
const shift = { shiftKey: true };
const alt = { altKey: true };
const ctrl = { ctrlKey: true };

describe('a key', () => {
  it.each([
    // French: what is printed counts, wherever it is.
    ['A', press('a', 'KeyQ'), true],
    ['Q', press('a', 'KeyQ'), false],
    ['Mod+Z', press('z', 'KeyW', ctrl), true],
    ['Mod+W', press('z', 'KeyW', ctrl), false],
    ['Alt+A', press('a', 'KeyQ', alt), true],
    // Its row of digits prints signs, and digits with Shift.
    ['1', press('&', 'Digit1'), true],
    ['1', press('1', 'Digit1', shift), true],
    ['0', press('à', 'Digit0'), true],
    ['-', press('-', 'Digit6'), true],
    ['6', press('-', 'Digit6'), false],
    ['Comma', press(',', 'KeyM'), true],
    // Russian, Greek: no Latin letter is printed, so the place counts.
    ['N', press('т', 'KeyN'), true],
    ['D', press('δ', 'KeyD'), true],
    ['Shift+L', press('Д', 'KeyL', shift), true],
    ['Mod+K', press('л', 'KeyK', ctrl), true],
    ['Comma', press('б', 'Comma'), true],
    ['Shift+Period', press('Ю', 'Period', shift), true],
    // Alt on Apple keyboards, and dead keys.
    ['Alt+A', press('å', 'KeyA', alt), true],
    ['Alt+H', press('Dead', 'KeyH', alt), true],
    // As ever.
    ['Shift+Comma', press('<', 'Comma', shift), true],
    ['Shift+?', press('?', 'Slash', shift), true],
    ['1', press('!', 'Digit1', shift), false],
    ['Shift+S', press('s', 'KeyS'), false],
    ['+', press('+', 'Equal', shift), true],
  ])('%s is pressed or not', (keys, event, expected) => {
    expect(matchesKeys(event, keys)).toBe(expected);
  });

  it('is a character when nothing but Shift is held with it', () => {
    for (const keys of ['N', 'Shift+L', '1', '+', 'Shift+?', 'Comma', 'Shift+Period'])
      expect(isCharacterKey(keys)).toBe(true);
    for (const keys of ['Delete', 'ArrowLeft', 'F2', 'Space', 'Escape', 'Mod+D', 'Alt+A', 'Alt+Comma', 'Home'])
      expect(isCharacterKey(keys)).toBe(false);
  });

  it('belongs to the input method while it composes', () => {
    expect(isComposing(new KeyboardEvent('keydown', { key: 'Enter', isComposing: true }))).toBe(true);
    expect(isComposing(new KeyboardEvent('keydown', { key: 'Enter', keyCode: 229 }))).toBe(true);
    expect(isComposing(new KeyboardEvent('keydown', { key: 'Enter', keyCode: 13 }))).toBe(false);
  });
});
