/** Palette and sheet: what must not be offered first, then that everything is found, done and gone to by keys alone. */
import { render, screen, within } from '@testing-library/svelte';
import userEvent from '@testing-library/user-event';
import { beforeAll, describe, expect, it, vi } from 'vitest';
import { documentOffers, nodeOffers } from '../../../src/studio/commands/index.ts';
import { toPart } from '../../../src/studio/commands/landmarks.ts';
import { matching } from '../../../src/studio/commands/match.ts';
import { paletteGroups } from '../../../src/studio/commands/palette-groups.ts';
import { sheetGroups } from '../../../src/studio/commands/sheet-rows.ts';
import { Notices, Shortcuts, type Shortcut } from '../../../src/studio/state/index.ts';
import Host from './Host.svelte';

HTMLDialogElement.prototype.showModal = function showModal() {
  this.open = true;
};
HTMLDialogElement.prototype.close = function close() {
  this.open = false;
  this.dispatchEvent(new Event('close'));
};
Element.prototype.scrollIntoView = () => undefined;

// Both are fetched late; here the time that takes is not what is tried.
beforeAll(async () => {
  await import('../../../src/studio/commands/Palette.svelte');
  await import('../../../src/studio/commands/ShortcutSheet.svelte');
}, 60_000);

const command = (id: string, label: string, more: Partial<Shortcut> = {}): Shortcut => ({
  id,
  label,
  group: 'General',
  run: vi.fn(),
  ...more,
});

function stage(commands: readonly Shortcut[]) {
  const shortcuts = new Shortcuts();
  shortcuts.register(commands);
  render(Host, { shortcuts, notices: new Notices() });
  return shortcuts;
}

describe('what is found', () => {
  it('needs every word, and puts beginnings before middles', () => {
    const entries = [
      { label: 'Fold the outline' },
      { label: 'Outline' },
      { label: 'The inline notes' },
      { label: 'Other', hint: 'task line' },
    ];
    expect(matching(entries, 'line', 9).map(({ label }) => label)).toEqual([
      'Fold the outline',
      'Outline',
      'The inline notes',
      'Other',
    ]);
    expect(matching(entries, 'out', 9).map(({ label }) => label)).toEqual(['Outline', 'Fold the outline']);
    expect(matching(entries, 'out fold', 9)).toHaveLength(1);
    expect(matching(entries, 'out zebra', 9)).toEqual([]);
    expect(matching(entries, '', 2)).toHaveLength(2);
  });

  it('takes signs of regular expressions and markup for what they are', () => {
    for (const query of ['.*', '[', '\\', '<img src=x>']) expect(matching([{ label: 'Plain' }], query, 9)).toEqual([]);
  });

  it('lists few places before something is typed, and commands before them', () => {
    const places = Array.from({ length: 5000 }, (_, at) => ({
      id: `node:${String(at)}`,
      label: `t${String(at)}`,
      group: 'Go to a node',
      run: () => undefined,
    }));
    const groups = paletteGroups([...places, command('a', 'A')], true);
    expect(groups.map(({ name, entries }) => [name, entries.length])).toEqual([
      ['General', 1],
      ['Go to a node', 5],
    ]);
    expect(paletteGroups([...places, command('a', 'A')], false)[0]?.entries).toHaveLength(5000);
  });
});

describe('places', () => {
  it('are the agents and tasks by name, with their ids where they differ', () => {
    const go = vi.fn();
    const offers = nodeOffers({ agents: [{ id: 'ana', name: 'Ana' }], tasks: [{ id: 'x' }] }, go);
    expect(offers.map(({ label, hint }) => [label, hint])).toEqual([
      ['Ana', 'agent ana'],
      ['x', 'task'],
    ]);
    offers[1]?.run();
    expect(go).toHaveBeenCalledExactlyOnceWith('x');
    expect(nodeOffers(null, go)).toEqual([]);
  });

  it('are never documents in the trash', async () => {
    const listDocuments = () =>
      Promise.resolve([
        { id: 'a', name: 'Kept', trashedAtMs: null },
        { id: 'b', name: 'Thrown', trashedAtMs: 3 },
      ]);
    expect((await documentOffers({ listDocuments }, vi.fn())).map(({ label }) => label)).toEqual(['Kept']);
  });
});

describe('the sheet', () => {
  it('shows what has a key, and the four directions of a command as one row', () => {
    const arrows = ['left', 'right', 'up', 'down'].map((name) =>
      command(name, `Move ${name}`, { keys: [name], group: 'Canvas' }),
    );
    const groups = sheetGroups([
      ...arrows,
      command('a', 'Fold the left panel', { keys: ['Mod+B'] }),
      command('b', 'No key'),
    ]);
    expect(groups).toEqual([
      { name: 'General', rows: [{ label: 'Fold the left panel', keys: ['Mod+B'] }] },
      { name: 'Canvas', rows: [{ label: 'Move', keys: ['left', 'right', 'up', 'down'] }] },
    ]);
    expect(sheetGroups(arrows, 'canvas move')).toHaveLength(1);
    expect(sheetGroups(arrows, 'nothing')).toEqual([]);
  });

  it('opens by its key and is searched', async () => {
    stage([command('a', 'Tidy', { keys: ['Shift+L'] }), command('b', 'Zoom in', { keys: ['+'] })]);
    await userEvent.keyboard('{Control>}/{/Control}');
    const sheet = await screen.findByRole('dialog', { name: 'Keyboard shortcuts' });
    expect(within(sheet).getByText('+')).toBeVisible();
    await userEvent.type(within(sheet).getByRole('textbox', { name: 'Search shortcuts' }), 'tid');
    expect(within(sheet).queryByText('Zoom in')).toBeNull();
    expect(within(sheet).getByText('Tidy')).toBeVisible();
  });
});

describe('a key that is the joining sign itself', () => {
  it('acts', async () => {
    const zoom = command('zoom', 'Zoom in', { keys: ['+'] });
    stage([zoom]);
    await userEvent.keyboard('+');
    expect(zoom.run).toHaveBeenCalledOnce();
  });
});

describe('the palette', () => {
  it('offers nothing that is impossible now, and each command once', async () => {
    stage([command('a', 'Impossible', { when: () => false }), command('b', 'Twice'), command('b', 'Twice, older')]);
    await userEvent.keyboard('{Control>}k{/Control}');
    await screen.findByRole('option', { name: 'Twice' });
    expect(screen.queryByText('Impossible')).toBeNull();
    expect(screen.queryByText('Twice, older')).toBeNull();
  });

  it('does the first match on Enter and is gone; a source that fails takes nothing away', async () => {
    const fold = command('fold', 'Fold the panel', { keys: ['Mod+B'] });
    const shortcuts = stage([command('other', 'Other'), fold]);
    const go = vi.fn();
    shortcuts.offer(() => Promise.reject(new Error('no library')));
    shortcuts.offer(() => [{ id: 'node:x', label: 'Fetch law', group: 'Go to a node', run: go }]);
    await userEvent.keyboard('{Control>}k{/Control}');
    await userEvent.type(await screen.findByRole('combobox'), 'fol pan{Enter}');
    expect(fold.run).toHaveBeenCalledOnce();
    expect(screen.queryByRole('dialog')).toBeNull();
    await userEvent.keyboard('{Control>}k{/Control}');
    await userEvent.type(await screen.findByRole('combobox'), 'law');
    await userEvent.click(await screen.findByRole('option', { name: 'Fetch law' }));
    expect(go).toHaveBeenCalledOnce();
  });

  it('says so when nothing is found, and Mod+K closes it again', async () => {
    stage([command('a', 'A')]);
    await userEvent.keyboard('{Control>}k{/Control}');
    await userEvent.type(await screen.findByRole('combobox'), 'zzz{Enter}');
    expect(screen.getByText(/No matches/)).toBeVisible();
    await userEvent.keyboard('{Control>}k{/Control}');
    expect(screen.queryByRole('dialog')).toBeNull();
  });
});

describe('the parts of the page', () => {
  const part = (body: string) => {
    document.body.innerHTML = body;
    return (id: string) => document.getElementById(id) as HTMLElement;
  };

  it('that are hidden, or hold nothing that can have the focus, are passed over', () => {
    const at = part(
      '<header><button id="a">a</button></header><aside aria-label="Empty"><p>…</p></aside>' +
        '<aside aria-label="Folded" hidden><button>x</button></aside>' +
        '<section aria-label="Player"><div role="separator" tabindex="0"></div><button disabled>y</button><button id="b">b</button></section>',
    );
    at('a').focus();
    expect(toPart(document, 1)).toBe(true);
    expect(document.activeElement).toBe(at('b'));
    document.body.innerHTML = '<main><button id="only">o</button></main>';
    document.getElementById('only')?.focus();
    expect(toPart(document, 1)).toBe(false);
  });

  it('follow one another in both directions, and are entered where they were left', () => {
    const at = part(
      '<header><button id="a">a</button></header>' +
        '<main><div class="svelte-flow" id="sheet" tabindex="0"></div><nav aria-label="In it"><button>x</button></nav></main>' +
        '<aside aria-label="Inspector"><input id="one"><input id="two"></aside>',
    );
    const went = (direction: 1 | -1) => (toPart(document, direction) ? document.activeElement?.id : null);
    expect([went(1), went(1), went(1)]).toEqual(['a', 'sheet', 'one']);
    at('two').focus();
    expect([went(-1), went(-1), went(-1)]).toEqual(['sheet', 'a', 'two']);
  });

  it('are gone to by F6, from a field too', async () => {
    document.body.innerHTML = '<main><button id="m">m</button></main><aside aria-label="Form"><input id="f"></aside>';
    const shortcuts = stage([]);
    const [field, button] = [document.getElementById('f'), document.getElementById('m')];
    addEventListener('keydown', shortcuts.handle);
    field?.focus();
    await userEvent.keyboard('{Shift>}{F6}{/Shift}');
    expect(document.activeElement).toBe(button);
    await userEvent.keyboard('{F6}');
    expect(document.activeElement).toBe(field);
    removeEventListener('keydown', shortcuts.handle);
  });
});
