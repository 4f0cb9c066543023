import { screen } from '@testing-library/svelte';
import { beforeEach, describe, expect, it, vi } from 'vitest';
import { Player } from '../../../../src/studio/player/index.ts';
import { Views } from '../../../../src/studio/state/index.ts';
import { settle, stage } from '../stage.ts';
import Linked from './Linked.svelte';

// There is nothing to paint on.
vi.spyOn(HTMLCanvasElement.prototype, 'getContext').mockReturnValue(null);
const given = { folded: false, toggle: vi.fn() };

beforeEach(() => {
  localStorage.clear();
});

describe('a link to a step', () => {
  it('is offered by the palette, for the step that is looked at', async () => {
    const copy = vi.fn();
    const { engine, shortcuts } = await stage(Linked, { given: { copy, ...given } });
    engine.moveTo(17);
    await settle();
    expect(shortcuts.possible().map(({ id }) => id)).toContain('run.link');
    shortcuts.run('run.link');
    expect(copy.mock.calls).toEqual([[17]]);
  });

  it('is not offered without a run, nor where runs have no address', async () => {
    const copy = vi.fn();
    const before = await stage(Linked, { given: { copy, ...given }, change: null });
    expect(before.shortcuts.possible().map(({ id }) => id)).not.toContain('run.link');
    const { shortcuts } = await stage(Player, { given });
    expect(shortcuts.possible().map(({ id }) => id)).not.toContain('run.link');
  });

  it('may lead to any tab of the player', async () => {
    await stage(Player, {
      given,
      script: { graph: { tasks: [{ id: 'price', action: { kind: 'negotiate' } }] } as never },
    });
    const views = new Views();
    const ids = screen.getAllByRole('tab').map(({ id }) => id.replace('player-tab-', ''));
    expect(ids).toHaveLength(9);
    for (const id of ids) {
      views.ask(id);
      expect(views.player).toBe(id);
    }
    views.ask('why');
    views.ask('nonsense');
    expect([views.player, views.inspector]).toEqual([ids.at(-1), 'why']);
  });
});
