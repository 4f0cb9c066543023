/** A fault in one panel or one view: said there in one sentence, with a way back; the others stay, and what was edited is still saved. */
import { render, screen } from '@testing-library/svelte';
import { userEvent } from '@testing-library/user-event';
import { flushSync } from 'svelte';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { Notices, RunSession, Shortcuts, Workspace } from '../../../src/studio/state/index.ts';
import { FakeEngine } from '../support/fake-engine.ts';
import { FakeKeeper, FakeKept, twoTasks } from '../support/fake-keeper.ts';
import { reactive } from './reactive.svelte.ts';
import WalledHost from './WalledHost.svelte';

const names = {
  left: 'The left panel',
  canvas: 'The canvas',
  inspector: 'The inspector',
  player: 'The player',
  tab: 'This view',
} as const;
const places = Object.keys(names) as (keyof typeof names)[];

let quiet: ReturnType<typeof vi.spyOn>;
beforeEach(() => {
  localStorage.clear();
  quiet = vi.spyOn(console, 'error').mockImplementation(() => undefined);
});
afterEach(() => {
  quiet.mockRestore();
});

async function workspaceOf() {
  const keeper = new FakeKeeper();
  const kept = new FakeKept(twoTasks);
  keeper.kept.set('d-1', kept);
  const notices = new Notices();
  const workspace = new Workspace(keeper, notices, new RunSession(new FakeEngine(), notices));
  await workspace.open('d-1');
  return { workspace, kept };
}

describe.each(places)('a fault in %s', (place) => {
  it.each<'render' | 'effect'>(['render', 'effect'])(
    'in its %s leaves the others alive, and can be tried again',
    async (where) => {
      const { workspace, kept } = await workspaceOf();
      const fault = reactive<{ in: 'render' | 'effect' | null }>({ in: where });
      render(WalledHost, { shortcuts: new Shortcuts(), place, fault });
      expect(screen.getByRole('alert')).toHaveTextContent(`${names[place]} stopped working.`);
      expect(screen.getByRole('alert')).toHaveTextContent('A planted fault.');
      for (const other of places.filter((each) => each !== place && !(place === 'player' && each === 'tab')))
        expect(screen.getByRole('heading', { name: other })).toBeInTheDocument();

      workspace.edit({ kind: 'set-field', path: ['name'], value: 'Still edited' });
      await workspace.close();
      expect([kept.appended.length, kept.closed]).toEqual([1, true]);

      fault.in = null;
      await userEvent.click(screen.getByRole('button', { name: 'Try again' }));
      expect(await screen.findByText('Alive')).toBeInTheDocument();
      expect(screen.queryByRole('alert')).toBeNull();
    },
  );
});

describe('a fault that comes later', () => {
  it('is caught as one from the start is', () => {
    const fault = reactive<{ in: 'render' | 'effect' | null }>({ in: null });
    render(WalledHost, { shortcuts: new Shortcuts(), place: 'inspector', fault });
    expect(screen.getByText('Alive')).toBeInTheDocument();
    fault.in = 'render';
    flushSync();
    expect(screen.getByRole('alert')).toHaveTextContent('The inspector stopped working.');
    expect(screen.getByRole('heading', { name: 'canvas' })).toBeInTheDocument();
  });
});
