/** The focus stays on the page when what had it goes, and is never taken from what has it. */
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { keepFocus, spareComposing } from '../../../src/studio/design/index.ts';

const settled = () => new Promise((done) => setTimeout(done, 60));
let letGo: () => void;
beforeEach(() => {
  document.body.innerHTML =
    '<main><h1>Title</h1><section id="list"><ul><li><button id="a">a</button></li><li><button id="b">b</button></li></ul></section></main>';
  letGo = keepFocus(document);
});
afterEach(() => {
  letGo();
  document.body.innerHTML = '';
});
const at = (id: string) => document.getElementById(id) as HTMLElement;

describe('the focus', () => {
  it('goes to the nearest place around what was taken away, not to another control', async () => {
    at('a').focus();
    at('a').remove();
    await settled();
    expect(document.activeElement).toBe(at('list'));
    expect(at('list').tabIndex).toBe(-1);
  });

  it('goes to the heading when the whole page went', async () => {
    at('a').focus();
    document.body.innerHTML = '<header><h1>Another</h1></header><main>…</main>';
    await settled();
    expect(document.activeElement?.textContent).toBe('Another');
  });

  it('stays with whoever took it in the same turn', async () => {
    at('a').focus();
    at('a').remove();
    at('b').focus();
    await settled();
    expect(document.activeElement).toBe(at('b'));
  });

  it('is not given to anything when nothing had it, or when it was let go of', async () => {
    at('list').append(document.createElement('p'));
    await settled();
    expect(document.activeElement).toBe(document.body);
    at('a').focus();
    at('a').blur();
    at('b').remove();
    await settled();
    expect(document.activeElement).toBe(document.body);
  });
});

describe('an input method', () => {
  it('has Enter for itself while it composes', () => {
    const stop = spareComposing(document);
    const heard: boolean[] = [];
    at('a').addEventListener('keydown', (event) => heard.push(event.isComposing));
    at('a').dispatchEvent(new KeyboardEvent('keydown', { key: 'Enter', bubbles: true, isComposing: true }));
    at('a').dispatchEvent(new KeyboardEvent('keydown', { key: 'Enter', bubbles: true }));
    stop();
    at('a').dispatchEvent(new KeyboardEvent('keydown', { key: 'Enter', bubbles: true, isComposing: true }));
    expect(heard).toEqual([false, true]);
  });
});
