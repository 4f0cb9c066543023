/** Help: it promises nothing that is not there, opens at what was asked, and leads to what it speaks of. */
import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { render, screen, waitFor, within } from '@testing-library/svelte';
import userEvent from '@testing-library/user-event';
import { afterEach, beforeAll, describe, expect, it, vi } from 'vitest';
import { patternCards } from '../../../src/protocols/index.ts';
import { answers, type Way } from '../../../src/studio/commands/help/answers.ts';
import { canGo, goTo, placeOf } from '../../../src/studio/commands/help/ways.ts';
import { Notices, Shortcuts, type Shortcut } from '../../../src/studio/state/index.ts';
import Host from './Host.svelte';

beforeAll(() => {
  HTMLDialogElement.prototype.showModal = function showModal() {
    this.open = true;
  };
  HTMLDialogElement.prototype.close = function close() {
    this.open = false;
    this.dispatchEvent(new Event('close'));
  };
  Element.prototype.scrollIntoView = () => undefined;
});
afterEach(() => {
  document.body.replaceChildren();
  location.hash = '';
});

const source = readdirSync('src/studio', { recursive: true, encoding: 'utf8' })
  .filter((name) => /\.(ts|svelte)$/u.test(name) && !name.includes(`commands${path.sep}help`))
  .map((name) => readFileSync(path.join('src/studio', name), 'utf8'))
  .join('\n');
const ways = answers.flatMap((answer) => answer.ways);

const command = (id: string, run: () => void = vi.fn(), when = true): Shortcut => ({
  id,
  label: id,
  group: 'General',
  when: () => when,
  run,
});
function stage(commands: readonly Shortcut[]): Shortcuts {
  const shortcuts = new Shortcuts();
  shortcuts.register(commands);
  render(Host, { shortcuts, notices: new Notices() });
  return shortcuts;
}
const add = (html: string): void => {
  document.body.insertAdjacentHTML('beforeend', html);
};

describe('what help says', () => {
  it('answers each question once, in whole sentences', () => {
    expect(new Set(answers.map(({ id }) => id)).size).toBe(answers.length);
    expect(answers.length).toBeGreaterThanOrEqual(10);
    for (const { question, says, ways: some } of answers) {
      expect(question).toMatch(/^[A-Z].*\?$/u);
      for (const text of says) expect(text, question).toMatch(/^[A-Z“].*[.:]$/u);
      expect(some.length, question).toBeGreaterThan(0);
    }
  });

  it('names no command that nothing registers, and no sign that nothing on the page has', () => {
    const registered = (id: string): boolean => source.includes(`'${id}'`);
    expect(registered('canvas.nothing')).toBe(false);
    expect(ways.flatMap((way) => way.command ?? []).filter((id) => !registered(id))).toEqual([]);
    const hints = ways.flatMap(({ place = '' }) => /\[data-hint="(\w+)"\]/u.exec(place)?.[1] ?? []);
    expect(hints.length).toBeGreaterThan(3);
    expect(hints.filter((hint) => !source.includes(`data-hint="${hint}"`))).toEqual([]);
    const labels = ways.flatMap(({ place = '' }) => /aria-label\^?="([^"]+)"/u.exec(place)?.[1] ?? []);
    expect(labels.filter((label) => !new RegExp(`(aria-label|name)="${label}`, 'u').test(source))).toEqual([]);
  });
});

describe('a way', () => {
  const shortcuts = new Shortcuts();
  shortcuts.register([command('can'), command('cannot', vi.fn(), false)]);
  const can = (way: Way) => canGo(way, shortcuts);

  it('is none where its command cannot be done now, and where nothing stands', () => {
    expect([can({ command: 'cannot' }), can({ command: 'gone' }), can({ place: '#gone' }), can({})]).toEqual(
      Array.from({ length: 4 }, () => false),
    );
    add('<p id="here" tabindex="-1"></p>');
    expect([can({ command: 'can' }), can({ place: '#here' }), can({ command: 'cannot', place: '#here' })]).toEqual([
      true,
      true,
      false,
    ]);
  });

  it('to the first page is none from there', () => {
    expect(can({ href: '#/', place: '#late' })).toBe(false);
    location.hash = '#/d/d-1';
    expect(can({ href: '#/', place: '#late' })).toBe(true);
  });

  it('gives the focus to what stands there, or to what in it takes it', () => {
    add('<div id="card"><span>Card</span><button>Open</button></div>');
    goTo(placeOf('#card')!);
    expect(document.activeElement).toHaveTextContent('Open');
  });
});

describe('the dialog', () => {
  it('opens on ?, tells the patterns from their cards, and leads on by a command once it is closed', async () => {
    const run = vi.fn(() => {
      expect(screen.queryByRole('dialog', { name: 'Help' })).toBeNull();
    });
    stage([command('canvas.add', run)]);
    await userEvent.keyboard('{Shift>}?{/Shift}');
    const dialog = await screen.findByRole('dialog', { name: 'Help' });
    for (const { title, summary } of patternCards) {
      expect(within(dialog).getByText(title)).toBeInTheDocument();
      expect(within(dialog).getByText(summary)).toBeInTheDocument();
    }
    expect(dialog.querySelectorAll('details[open]')).toHaveLength(1);
    await userEvent.click(within(dialog).getByText('Show me', { selector: '[aria-label*="draw"]' }));
    await waitFor(() => {
      expect(run).toHaveBeenCalledOnce();
    });
  });

  it('leads to the step before where the thing itself is not there, and gives it the focus', async () => {
    add('<main><article><button>Field report</button></article></main>');
    stage([]);
    await userEvent.keyboard('{F1}');
    const dialog = await screen.findByRole('dialog', { name: 'Help' });
    await userEvent.click(within(dialog).getByText('Open a story first', { selector: '[aria-label*="run it"]' }));
    const story = screen.getByRole('button', { name: 'Field report' });
    vi.spyOn(story.closest('article')!, 'getBoundingClientRect').mockReturnValue(new DOMRect(10, 10, 200, 100));
    await waitFor(() => {
      expect(story).toHaveFocus();
    });
  });

  it('is found in the palette by each question, and opens at it', async () => {
    stage([]);
    await userEvent.keyboard('{Control>}k{/Control}');
    await userEvent.type(await screen.findByRole('combobox'), 'stored');
    await userEvent.click(await screen.findByRole('option', { name: /Where is my work stored/u }));
    const dialog = await screen.findByRole('dialog', { name: 'Help' });
    expect(dialog.querySelector('details[open]')).toHaveTextContent('Where is my work stored?');
  });
});
