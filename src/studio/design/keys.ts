/**
 * How a key combination is written and matched. `Mod` is Cmd on Apple systems and Ctrl elsewhere; parts are joined by `+`.
 * Pure functions only: the registry of shortcuts lives in state/shortcuts.
 */

const apple = typeof navigator !== 'undefined' && /Mac|iPhone|iPad/.test(navigator.userAgent);

const signs: Readonly<Record<string, string>> = {
  Mod: apple ? '⌘' : 'Ctrl',
  Shift: apple ? '⇧' : 'Shift',
  Alt: apple ? '⌥' : 'Alt',
  Enter: '↵',
  Escape: 'Esc',
  ArrowLeft: '←',
  ArrowRight: '→',
  ArrowUp: '↑',
  ArrowDown: '↓',
  Space: 'Space',
  Delete: 'Del',
  Backspace: '⌫',
  Home: 'Home',
  End: 'End',
  Comma: ',',
  Period: '.',
  ContextMenu: 'Menu',
};

/** Signs that are keys of their own, wherever they are printed. */
const ours: ReadonlySet<string> = new Set(['-', '+', '=', '?', '/']);

/** The parts of a combination as they are shown: `Mod+Enter` gives `['Ctrl', '↵']`. */
export function keySigns(keys: string): readonly string[] {
  return partsOf(keys).map((part) => signs[part] ?? part.toUpperCase());
}

/** The sign `+` joins the parts and may be the last of them. */
function partsOf(keys: string): readonly string[] {
  return keys.endsWith('+')
    ? [
        ...keys
          .slice(0, -1)
          .split('+')
          .filter((part) => part !== ''),
        '+',
      ]
    : keys.split('+');
}

/** One string for tooltips and aria: `Ctrl+↵`. */
export function keyText(keys: string): string {
  return keySigns(keys).join(apple ? '' : '+');
}

/** True when the event is exactly this combination: by the sign that the key prints, or, where that is none of ours, by its place. */
export function matchesKeys(event: KeyboardEvent, keys: string): boolean {
  const parts = partsOf(keys);
  const key = parts[parts.length - 1] ?? '';
  const wants = (name: string) => parts.slice(0, -1).includes(name);
  const mod = apple ? event.metaKey : event.ctrlKey;
  const other = apple ? event.ctrlKey : event.metaKey;
  if (mod !== wants('Mod') || other || event.altKey !== wants('Alt')) return false;
  // A printed sign such as `?` already needs Shift on most keyboards, and a digit does on some: Shift is free for it.
  const printed = key.length === 1 && (!/[a-z0-9]/i.test(key) || (/[0-9]/.test(key) && event.key === key));
  if (!printed && event.shiftKey !== wants('Shift')) return false;
  return eventKey(event) === key.toLowerCase();
}

/** True for a combination that is a character and nothing else: who speaks to the computer, or leans on a key, presses such by chance. */
export function isCharacterKey(keys: string): boolean {
  const parts = partsOf(keys);
  const key = parts.at(-1) ?? '';
  const bare = parts.slice(0, -1).every((part) => part === 'Shift');
  return bare && (key.length === 1 || ['Comma', 'Period'].includes(key));
}

/** True while an input method is composing: its Enter takes a word and is no Enter for us. */
export function isComposing(event: KeyboardEvent): boolean {
  // Safari ends the composition first and says by this code that the key was still the method's.
  return event.isComposing || event.keyCode === 229;
}

function eventKey(event: KeyboardEvent): string {
  if (event.key === ' ') return 'space';
  if (event.key === ',') return 'comma';
  if (event.key === '.') return 'period';
  // With Shift or Alt these two print another sign, which one depends on the keyboard; in another script they print letters.
  const strange = (event.key.codePointAt(0) ?? 0) > 127 && (event.altKey || /^\p{L}$/u.test(event.key));
  const foreign = event.key === 'Dead' || strange;
  if (event.shiftKey || event.altKey || foreign) {
    if (event.code === 'Comma') return 'comma';
    if (event.code === 'Period') return 'period';
  }
  if (/^[a-z0-9]$/i.test(event.key)) return event.key.toLowerCase();
  // No Latin letter is printed: Cyrillic, Greek, a dead key, Alt on Apple keyboards; the code says which key it was.
  const letter = foreign ? /^Key(.)$/.exec(event.code)?.[1] : undefined;
  // The row of digits prints signs on a French keyboard, unless Shift is held.
  const digit = event.shiftKey ? undefined : /^Digit(.)$/.exec(event.code)?.[1];
  return (letter ?? (ours.has(event.key) ? undefined : digit) ?? event.key).toLowerCase();
}

/** True when the person is typing, so that single keys must not act. */
export function isTyping(target: EventTarget | null): boolean {
  if (!(target instanceof HTMLElement)) return false;
  if (target.isContentEditable) return true;
  if (target instanceof HTMLTextAreaElement || target instanceof HTMLSelectElement) return true;
  return (
    target instanceof HTMLInputElement && !['checkbox', 'radio', 'button', 'range', 'submit'].includes(target.type)
  );
}
