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
};

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

/** True when the event is exactly this combination. */
export function matchesKeys(event: KeyboardEvent, keys: string): boolean {
  const parts = partsOf(keys);
  const key = parts[parts.length - 1] ?? '';
  const wants = (name: string) => parts.slice(0, -1).includes(name);
  const mod = apple ? event.metaKey : event.ctrlKey;
  const other = apple ? event.ctrlKey : event.metaKey;
  if (mod !== wants('Mod') || other || event.altKey !== wants('Alt')) return false;
  // A printed sign such as `?` already needs Shift on most keyboards, so Shift is free for it.
  const printed = key.length === 1 && !/[a-z0-9]/i.test(key);
  if (!printed && event.shiftKey !== wants('Shift')) return false;
  return eventKey(event) === key.toLowerCase();
}

function eventKey(event: KeyboardEvent): string {
  if (event.key === ' ') return 'space';
  // With Shift or Alt these two print another sign, which one depends on the keyboard.
  if (event.key === ',' || ((event.shiftKey || event.altKey) && event.code === 'Comma')) return 'comma';
  if (event.key === '.' || ((event.shiftKey || event.altKey) && event.code === 'Period')) return 'period';
  // Alt makes another letter of it on Apple keyboards; the code still says which key it was.
  const letter = event.altKey ? /^(?:Key|Digit)(.)$/.exec(event.code)?.[1] : undefined;
  return (letter ?? event.key).toLowerCase();
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
