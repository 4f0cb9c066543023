import { flushSync } from 'svelte';
import { beforeEach, describe, expect, it, vi } from 'vitest';
import { apply } from '../../../src/document/index.ts';
import {
  addAgentsEdit,
  comparisonHref,
  documentHref,
  edgeEnds,
  edgeId,
  inventId,
  isNumber,
  Notices,
  parseRoute,
  recall,
  remember,
  Selection,
  Shortcuts,
  Theme,
} from '../../../src/studio/state/index.ts';
import { sameMeaning } from '../../../src/studio/state/document/same-meaning.ts';
import { twoTasks } from '../support/fake-keeper.ts';

beforeEach(() => {
  localStorage.clear();
});

describe('routes', () => {
  it.each(['', '#', '#/', '#/x', '#/d/', '#/d/%E0%A4%A', '#/d/%ZZ?at=1', '#/d/?at=1', '#/d/a/b', '#/d/a/r/?at=1'])(
    'takes %s for the library',
    (hash) => {
      expect(parseRoute(hash)).toEqual({ page: 'library' });
    },
  );

  it('reads what it writes, whatever the id', () => {
    for (const id of ['d-1', 'a/b', 'ü %', '#'])
      expect(parseRoute(documentHref(id, id))).toEqual({
        page: 'studio',
        documentId: id,
        runId: id,
        view: null,
        comparisonId: null,
      });
    expect(parseRoute(documentHref('d-1'))).toEqual({
      page: 'studio',
      documentId: 'd-1',
      runId: null,
      view: null,
      comparisonId: null,
    });
  });

  it('reads a comparison as it wrote it, whatever the ids, and looks nowhere in a run then', () => {
    for (const id of ['e-1', 'a/b', 'ü %', '#', '?'])
      expect(parseRoute(comparisonHref(id, id))).toEqual({
        page: 'studio',
        documentId: id,
        runId: null,
        view: null,
        comparisonId: id,
      });
    expect(parseRoute('#/d/d-1/compare/e-1?at=3')).toMatchObject({ runId: null, view: null, comparisonId: 'e-1' });
    for (const hash of ['#/d/d-1/compare', '#/d/d-1/compare/', '#/d/d-1/compare/a/b'])
      expect(parseRoute(hash)).toEqual({ page: 'library' });
  });

  const viewAt = (query: string) => {
    const route = parseRoute(`#/d/d-1/r/r-1?${query}`);
    return route.page === 'studio' && route.runId === 'r-1' ? route.view : 'another place';
  };

  it.each([
    '',
    '?',
    '&&=&',
    'at=',
    'at=-1',
    'at=NaN',
    'at=1e99',
    'at=1.5',
    'at=0x10',
    'at=Infinity',
    'at=%31',
    'At=1',
    'tab=',
    'tab=%ZZ',
    'select=,,',
    'select=%E0%A4%A',
    'step=3',
    'view[at]=1',
  ])('opens the run all the same when ?%s says nothing that is understood', (query) => {
    expect(viewAt(query)).toBeNull();
  });

  it('takes what is sound beside what is not', () => {
    expect(viewAt('at=x&tab=%ZZ,log&select=a,%ZZ,,a,b')).toEqual({ step: null, tabs: ['log'], selected: ['a', 'b'] });
    expect(viewAt('at=7&at=8')).toEqual({ step: 7, tabs: [], selected: [] });
    expect(viewAt(`at=${'9'.repeat(400)}`)).toEqual({ step: Number.MAX_SAFE_INTEGER, tabs: [], selected: [] });
    expect(viewAt('at=007')).toMatchObject({ step: 7 });
    expect(viewAt('tab=a,b,c')).toMatchObject({ tabs: ['a', 'b'] });
    const many = Array.from({ length: 5000 }, (_, at) => `n${String(at)}`);
    expect(viewAt(`select=${many.join(',')}`)).toMatchObject({ selected: many.slice(0, 50) });
  });

  it('has no place to look without a run', () => {
    expect(parseRoute('#/d/d-1?at=3&tab=log')).toEqual({
      page: 'studio',
      documentId: 'd-1',
      runId: null,
      view: null,
      comparisonId: null,
    });
    expect(documentHref('d-1', null, { step: 3, tabs: ['log'], selected: [] })).toBe('#/d/d-1');
  });

  it('reads where to look as it wrote it, whatever the ids', () => {
    const view = { step: 12, tabs: ['messages', 'why'], selected: ['a,b', 'c&at=1', 'ü %', '?#/'] };
    expect(parseRoute(documentHref('d?', 'r?1', view))).toEqual({
      page: 'studio',
      documentId: 'd?',
      runId: 'r?1',
      view,
      comparisonId: null,
    });
    expect(documentHref('d', 'r', { step: 0, tabs: ['log'], selected: ['a', 'b'] })).toBe(
      '#/d/d/r/r?at=0&tab=log&select=a,b',
    );
    expect(documentHref('d', 'r', { step: null, tabs: [], selected: [] })).toBe('#/d/d/r/r');
  });

  it('leaves a selection out that would make an address too long', () => {
    const selected = Array.from({ length: 51 }, (_, at) => `n${String(at)}`);
    expect(documentHref('d', 'r', { step: 1, tabs: [], selected })).toBe('#/d/d/r/r?at=1');
  });
});

describe('selection', () => {
  it('never takes a node for an edge', () => {
    expect(edgeEnds('depends:a>b')).toBeNull();
    expect(edgeEnds(edgeId('depends', 'a > b', 'c'))).toEqual({ kind: 'depends', from: 'a > b', to: 'c' });
  });

  it('replaces, adds, removes and toggles', () => {
    const selection = new Selection();
    selection.select(['a', 'b']);
    selection.select(['b', 'c'], 'toggle');
    expect([...selection.ids]).toEqual(['a', 'c']);
    expect(selection.single).toBeNull();
    selection.select(['c'], 'remove');
    expect(selection.single).toBe('a');
  });

  it('keeps the same set when nothing changes, so nothing re-renders', () => {
    const selection = new Selection();
    selection.select(['a']);
    const before = selection.ids;
    selection.select(['a'], 'add');
    expect(selection.ids).toBe(before);
  });
});

describe('shortcuts', () => {
  const press = (
    shortcuts: Shortcuts,
    key: string,
    options: KeyboardEventInit = {},
    target: Element = document.body,
  ) => {
    const event = new KeyboardEvent('keydown', { key, bubbles: true, cancelable: true, ...options });
    Object.defineProperty(event, 'target', { value: target });
    shortcuts.handle(event);
    return event.defaultPrevented;
  };

  it('never acts on single keys while the person types', () => {
    const shortcuts = new Shortcuts();
    const run = vi.fn();
    shortcuts.register([{ id: 'x', label: 'X', keys: ['N'], group: 'General', run }]);
    expect(press(shortcuts, 'n', {}, document.createElement('input'))).toBe(false);
    expect(press(shortcuts, 'n')).toBe(true);
    expect(run).toHaveBeenCalledTimes(1);
  });

  it('leaves Space to a focused button', () => {
    const shortcuts = new Shortcuts();
    const run = vi.fn();
    shortcuts.register([{ id: 'play', label: 'Play', keys: ['Space'], group: 'Run', run }]);
    press(shortcuts, ' ', {}, document.createElement('button'));
    expect(run).not.toHaveBeenCalled();
  });

  it('does nothing that is not possible now, and matches the whole combination', () => {
    const shortcuts = new Shortcuts();
    const run = vi.fn();
    let possible = false;
    shortcuts.register([{ id: 'undo', label: 'Undo', keys: ['Mod+Z'], group: 'Edit', when: () => possible, run }]);
    press(shortcuts, 'z', { ctrlKey: true });
    possible = true;
    press(shortcuts, 'z', { ctrlKey: true, shiftKey: true });
    press(shortcuts, 'z');
    expect(run).not.toHaveBeenCalled();
    press(shortcuts, 'z', { ctrlKey: true });
    expect(run).toHaveBeenCalledTimes(1);
  });

  it('may be registered from an effect without running it again', () => {
    const shortcuts = new Shortcuts();
    let runs = 0;
    const stop = $effect.root(() => {
      $effect(() => {
        runs += 1;
        return shortcuts.register([{ id: 'a', label: 'A', group: 'General', run: () => undefined }]);
      });
    });
    flushSync();
    expect(runs).toBe(1);
    expect(shortcuts.all).toHaveLength(1);
    stop();
    expect(shortcuts.all).toHaveLength(0);
  });
});

describe('notices', () => {
  it('replaces a notice with the same key, and settles it', () => {
    const notices = new Notices();
    notices.banner('One.', { key: 'save' });
    notices.banner('Two.', { key: 'save' });
    expect(notices.banners.map(({ text }) => text)).toEqual(['Two.']);
    notices.settle('save');
    expect(notices.banners).toEqual([]);
  });

  it('lets toasts go by themselves, errors not', () => {
    vi.useFakeTimers();
    const notices = new Notices();
    notices.toast('Done.');
    notices.failure('It failed.', new Error('No room.'));
    vi.advanceTimersByTime(60_000);
    expect(notices.toasts.map(({ text }) => text)).toEqual(['It failed. No room.']);
    vi.useRealTimers();
  });
});

describe('theme', () => {
  it('follows the system until chosen, and remembers the choice', () => {
    const root = document.createElement('div');
    const media = Object.assign(new EventTarget(), { matches: true }) as MediaQueryList;
    const theme = new Theme(root, media);
    expect(theme.shown).toBe('dark');
    theme.choose('light');
    expect(root.dataset['theme']).toBe('light');
    expect(new Theme(document.createElement('div'), media).choice).toBe('light');
    theme.choose('system');
    expect(root.dataset['theme']).toBeUndefined();
  });

  it('ignores a remembered value that is not a theme', () => {
    remember('theme', '<script>');
    expect(new Theme(document.createElement('div')).choice).toBe('system');
  });
});

describe('remembered', () => {
  it('falls back on what it does not accept', () => {
    localStorage.setItem('conclave:panel', '{');
    expect(recall('panel', 5, isNumber)).toBe(5);
    remember('panel', 'wide');
    expect(recall('panel', 5, isNumber)).toBe(5);
    remember('panel', 9);
    expect(recall('panel', 5, isNumber)).toBe(9);
    remember('panel', null);
    expect(recall('panel', 5, isNumber)).toBe(5);
  });
});

describe('documents', () => {
  it('means the same when only drawing and title differ', () => {
    expect(sameMeaning(twoTasks, { ...twoTasks, name: 'Other', view: {} })).toBe(true);
    expect(sameMeaning(twoTasks, structuredClone(twoTasks))).toBe(true);
    expect(sameMeaning(twoTasks, { ...twoTasks, seed: 2 })).toBe(false);
    expect(sameMeaning(twoTasks, { ...twoTasks, tasks: [] })).toBe(false);
  });

  it('gets agents with free ids, above everything, in one edit', () => {
    const result = apply(
      { ...twoTasks, tasks: [{ id: 'agent-2' }] },
      addAgentsEdit({ ...twoTasks, tasks: [{ id: 'agent-2' }] }, 9),
    );
    expect(result.ok).toBe(true);
    if (!result.ok) return;
    const added = result.value.document.agents?.slice(2) ?? [];
    expect(new Set(added.map(({ id }) => id)).size).toBe(9);
    expect(added.some(({ id }) => id === 'agent-2')).toBe(false);
    const places = result.value.document.view?.nodes ?? {};
    for (const { id } of added) expect(places[id]?.y).toBeLessThan(0);
  });

  it('invents ids that are unlike one another', () => {
    expect(new Set(Array.from({ length: 200 }, () => inventId('r'))).size).toBe(200);
  });
});
