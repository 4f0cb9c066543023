/** Breakpoints as the page keeps them: what storage may hold must not break them; the engine is always told what holds. */
import { screen } from '@testing-library/svelte';
import userEvent from '@testing-library/user-event';
import { beforeEach, describe, expect, it, vi } from 'vitest';
import { Player } from '../../../../src/studio/player/index.ts';
import { RunSession, remember, Notices } from '../../../../src/studio/state/index.ts';
import { ScriptedEngine } from '../scripted-engine.ts';
import { settle, stage } from '../stage.ts';

vi.spyOn(HTMLCanvasElement.prototype, 'getContext').mockReturnValue(null);
const given = { folded: false, toggle: vi.fn() };
beforeEach(() => {
  localStorage.clear();
});

describe('breakpoints', () => {
  it('of a document are forgotten when what is kept is no list of them', () => {
    const bad = [
      null,
      3,
      {},
      { nodes: 'x', kinds: [] },
      { nodes: [''], kinds: [] },
      { nodes: [], kinds: ['end'] },
      { nodes: [], kinds: ['retry', 'retry'] },
    ];
    for (const value of bad) {
      remember('breakpoints:d', value);
      const { breakpoints } = new RunSession(new ScriptedEngine(), new Notices());
      breakpoints.open('d');
      expect(breakpoints.count).toBe(0);
    }
  });

  it('are kept for each document, and told to an engine that was started again', () => {
    const engine = new ScriptedEngine();
    const { breakpoints } = new RunSession(engine, new Notices());
    breakpoints.open('one');
    breakpoints.toggle('fetch');
    breakpoints.toggleKind('retry');
    breakpoints.toggleKind('failure');
    const set = { kind: 'player.breakpoints', nodes: ['fetch'], kinds: ['failure', 'retry'] };
    expect(engine.asked.at(-1)).toEqual(set);
    engine.asked.length = 0;
    engine.say({ kind: 'ready', engine: '1', storage: 'memory' });
    expect(engine.asked).toEqual([set]);
    breakpoints.open('two');
    expect(breakpoints.count).toBe(0);
    expect(engine.asked.at(-1)).toEqual({ kind: 'player.breakpoints', nodes: [], kinds: [] });
    const again = new RunSession(new ScriptedEngine(), new Notices());
    again.breakpoints.open('one');
    expect(again.breakpoints.has('fetch')).toBe(true);
    again.breakpoints.clear();
    expect(localStorage.getItem('conclave:breakpoints:one')).toBeNull();
  });

  it('are set by F9 for the selected node alone, and counted on the button of the menu', async () => {
    const { engine, run, workspace } = await stage(Player, { given });
    await userEvent.keyboard('{F9}');
    expect(run.breakpoints.count).toBe(0);
    run.breakpoints.toggleKind('retry');
    workspace.select(['fetch']);
    await settle();
    await userEvent.keyboard('{F9}');
    expect(run.breakpoints.has('fetch')).toBe(true);
    expect(await screen.findByRole('button', { name: 'Pause at… (2 set)' })).toHaveTextContent('2');
    await userEvent.keyboard('{F9}');
    expect(engine.last('player.breakpoints')?.nodes).toEqual([]);
  });
});

describe('the other ways of the playhead', () => {
  it('go from message to message, and to where the selected node ends', async () => {
    const { engine, workspace } = await stage(Player, { given });
    await userEvent.keyboard('{Shift>}{End}{/Shift}');
    expect(engine.last('player.toLast')).toBeUndefined();
    workspace.select(['fetch']);
    await settle();
    await userEvent.keyboard('{Shift>}{End}{/Shift}{Alt>}.{/Alt}');
    expect(engine.last('player.toLast')?.node).toBe('fetch');
    expect(engine.last('player.toMessage')?.direction).toBe(1);
  });
});
