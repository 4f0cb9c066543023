import { screen, within } from '@testing-library/svelte';
import userEvent from '@testing-library/user-event';
import { beforeEach, describe, expect, it, vi } from 'vitest';
import type { RunStatus } from '../../../src/bridge/index.ts';
import { Player } from '../../../src/studio/player/index.ts';
import { settle, stage } from './stage.ts';

const toggle = vi.fn();
const open = (change: Partial<RunStatus> = {}) => stage(Player, { given: { folded: false, toggle }, change });
// There is nothing to paint on.
vi.spyOn(HTMLCanvasElement.prototype, 'getContext').mockReturnValue(null);
const press = async (keys: string) => {
  await userEvent.keyboard(keys);
  await settle();
};

beforeEach(() => {
  localStorage.clear();
  toggle.mockClear();
});

describe('before any run', () => {
  it('teaches how to begin, and offers nothing that cannot be done', async () => {
    await stage(Player, { given: { folded: false, toggle }, change: null });
    expect(screen.getByText(/Press Run .* to see the agents work/)).toBeVisible();
    for (const name of ['To the first step', 'One step back', 'One step forward', 'To the last step'])
      expect(screen.getByRole('button', { name })).toBeDisabled();
    expect(screen.getByRole('slider')).toHaveAttribute('aria-disabled', 'true');
  });

  it('runs what Run runs with the play button', async () => {
    const { shortcuts } = await stage(Player, { given: { folded: false, toggle }, change: null });
    const run = vi.fn();
    shortcuts.register([{ id: 'run.start', label: 'Run', group: 'Run', run }]);
    await userEvent.click(screen.getByRole('button', { name: 'Run' }));
    expect(run).toHaveBeenCalledOnce();
  });
});

describe('the transport', () => {
  it('asks the engine for steps, play and pause', async () => {
    const { engine } = await open();
    await userEvent.click(screen.getByRole('button', { name: 'One step forward' }));
    expect(engine.last('player.step')?.by).toBe(1);
    await userEvent.click(screen.getByRole('button', { name: 'Play' }));
    await userEvent.click(screen.getByRole('button', { name: 'Pause' }));
    expect(engine.kinds).toContain('player.pause');
  });

  it('cannot go beyond the ends', async () => {
    const { engine } = await open();
    expect(screen.getByRole('button', { name: 'One step back' })).toBeDisabled();
    engine.moveTo(40);
    await settle();
    expect(screen.getByRole('button', { name: 'One step forward' })).toBeDisabled();
    expect(screen.getByRole('button', { name: 'Play again from the start' })).toBeEnabled();
  });

  it('moves nothing in a tab that only watches', async () => {
    const { engine } = await open({ watching: true });
    engine.asked.length = 0;
    await press(' .,{Home}{End}');
    expect(engine.kinds.filter((kind) => kind.startsWith('player.'))).toEqual([]);
    expect(screen.getByRole('button', { name: 'Play' })).toBeDisabled();
  });

  it('says outcome in a word, and why when there is a reason', async () => {
    await open({ outcome: 'failed', reason: 'fetch failed' });
    const result = screen.getByRole('group', { name: 'The result of the run' });
    expect(result).toHaveTextContent(/Ends: failed/);
    expect(result).toHaveTextContent(/fetch failed/);
    await userEvent.click(screen.getByRole('button', { name: 'Show where' }));
    await settle();
    expect(screen.getByRole('slider')).toHaveAttribute('aria-valuenow', '12');
  });

  it('says which rule broke first, before anything else, and goes to its step', async () => {
    const rule = { room: 'consensus-pbft', holds: false, message: 'ana executed "go", and ben "stop"' };
    await open({
      outcome: 'succeeded',
      invariants: [
        { ...rule, rule: 'PB4', title: 'the logs are beginnings of one log', step: 30 },
        { ...rule, rule: 'PB2', title: 'no two execute different requests at one slot', step: 23 },
      ],
    });
    expect(screen.getByText(/An invariant broke at step 23: no two execute different requests/)).toBeVisible();
    expect(screen.getByText('Ends: succeeded, 2 invariants broken')).toBeVisible();
    await userEvent.click(screen.getByRole('button', { name: 'Show where' }));
    await settle();
    expect(screen.getByRole('slider')).toHaveAttribute('aria-valuenow', '23');
  });

  it('says how far it is while the run is computed', async () => {
    await open({ complete: false, outcome: null, steps: 120_000 });
    expect(screen.getByText('computing… 120,000 steps')).toBeVisible();
  });
});

describe('keys', () => {
  it('plays, steps, and goes to both ends', async () => {
    const { engine, run } = await open();
    await press('...');
    expect(run.step).toBe(3);
    await press(',');
    expect(run.step).toBe(2);
    await press('{End}');
    expect(run.step).toBe(40);
    await press('{Home}');
    expect(run.step).toBe(0);
    await press(' ');
    expect(engine.status.playing).toBe(true);
  });

  it('says that it plays, what mark it passes, and where it pauses', async () => {
    const { engine } = await open({ marks: [{ step: 12, timeMs: 2200, kind: 'fault', label: 'Jun crashed' }] });
    const said = () => screen.getAllByRole('status').map(({ textContent }) => textContent);
    await press(' ');
    await settle();
    expect(said()).toContain('Playing');
    engine.moveTo(14);
    await settle();
    expect(said()).toContain('Jun crashed, 2.20 s');
    await press(' ');
    await vi.waitFor(() => {
      expect(said().some((text) => text?.startsWith('Paused at step 14'))).toBe(true);
    });
  });

  it('says how the run ended and not that it paused, though the last frame comes after the last status', async () => {
    const { engine } = await open({ outcome: 'succeeded', reason: null });
    const said = () => screen.getAllByRole('status').map(({ textContent }) => textContent);
    await press(' ');
    engine.moveTo(38);
    await settle();
    engine.tell({ playing: false });
    await settle();
    engine.moveTo(40);
    await vi.waitFor(() => {
      expect(said()).toContain('The run succeeded: 4.00 s');
    });
    expect(said().join()).not.toContain('Paused');
  });

  it('says after every step and jump where one is, by number too, and what kind of mark is there', async () => {
    await open({ marks: [{ step: 12, timeMs: 2200, kind: 'fault', label: 'Jun crashed' }] });
    const said = () => screen.getAllByRole('status').map(({ textContent }) => textContent);
    await press('{End}');
    await vi.waitFor(() => {
      expect(said()).toContain('Step 40 of 40, 4.00 s: step 40 is taken');
    });
    await press('{Alt>}{Shift>},{/Shift}{/Alt}');
    await vi.waitFor(() => {
      expect(said()).toContain('Step 12 of 40, 1.20 s, Fault: step 12 is taken');
    });
  });

  it('leaves it to the slider that has the focus to say where one is', async () => {
    const { run } = await open();
    screen.getByRole('slider').focus();
    await press('{End}');
    expect(run.step).toBe(40);
    await new Promise((resolve) => setTimeout(resolve, 300));
    expect(screen.getAllByRole('status').some(({ textContent }) => textContent?.includes('Step'))).toBe(false);
  });

  it('goes from mark to mark, and not beyond the last', async () => {
    const { run, shortcuts } = await open({
      marks: [7, 7, 12, 30].map((step) => ({ step, timeMs: step * 100, kind: 'fault', label: 'Jun crashed' })),
    });
    expect(shortcuts.run('player.previousMark')).toBe(false);
    const steps: number[] = [];
    for (let turn = 0; turn < 3; turn += 1) {
      shortcuts.run('player.nextMark');
      await settle();
      steps.push(run.step);
    }
    expect(steps).toEqual([7, 12, 30]);
    expect(shortcuts.run('player.nextMark')).toBe(false);
    shortcuts.run('player.previousMark');
    await settle();
    expect(run.step).toBe(12);
  });

  it('does not act while the person types', async () => {
    const { run } = await open();
    await userEvent.click(screen.getByRole('tab', { name: /Log/ }));
    await userEvent.type(screen.getByRole('searchbox'), 'a.,');
    expect(run.step).toBe(0);
  });

  it('goes to the changes of the one selected node, and only of a node', async () => {
    const { engine, workspace } = await open();
    expect(screen.getByRole('button', { name: 'To the next change of the selected node' })).toBeDisabled();
    workspace.select(['fetch', 'ana']);
    await settle();
    expect(screen.getByRole('button', { name: 'To the next change of the selected node' })).toBeDisabled();
    workspace.select(['fetch']);
    await settle();
    await userEvent.click(screen.getByRole('button', { name: 'To the next change of Fetch law' }));
    expect(engine.last('player.toChange')).toMatchObject({ node: 'fetch', direction: 1 });
    await userEvent.keyboard('{Shift>},{/Shift}');
    expect(engine.last('player.toChange')).toMatchObject({ direction: -1 });
  });
});

describe('the scrubber', () => {
  it('is a slider that says step, total and time', async () => {
    const { engine } = await open();
    engine.moveTo(21);
    await settle();
    expect(screen.getByRole('slider', { name: 'Playhead' })).toHaveAttribute(
      'aria-valuetext',
      'step 21 of 40, 2.10 s: step 21 is taken',
    );
  });

  it('moves by keys without the page’s own keys acting too', async () => {
    const { engine, run } = await open();
    screen.getByRole('slider').focus();
    await press('{ArrowRight}{ArrowRight}');
    expect(run.step).toBe(2);
    await press('{End}');
    expect(run.step).toBe(40);
    expect(engine.asked.filter(({ kind }) => kind === 'player.seek').length).toBe(3);
  });

  it('seeks to a mark', async () => {
    const { run } = await open();
    await userEvent.click(screen.getByLabelText('Failure at step 12: fetch failed', { exact: false }));
    expect(run.step).toBe(12);
  });
});

describe('speed', () => {
  it('is asked of the engine, shown plainly, and kept for the next run', async () => {
    const { engine, unmount } = await open();
    // jsdom places nothing, so it takes the open menu for hidden.
    screen.getByRole('button', { name: 'Speed: Auto 1×' }).focus();
    await userEvent.keyboard('{Enter}');
    await userEvent.click(await screen.findByText('10×'));
    expect(engine.last('player.speed')?.speed).toBe(10);
    expect(screen.getByLabelText('Speed: 10×')).toBeInTheDocument();
    unmount();
    const next = await open();
    await settle();
    expect(next.engine.last('player.speed')?.speed).toBe(10);
  });
});

describe('folding', () => {
  it('leaves only the row, and a tab unfolds it', async () => {
    await stage(Player, { given: { folded: true, toggle }, change: {} });
    expect(screen.queryByRole('tabpanel')).toBeNull();
    await userEvent.click(screen.getByRole('tab', { name: /Log/ }));
    expect(toggle).toHaveBeenCalledOnce();
  });
});

describe('invariants', () => {
  it('lists broken rules first, and leads to where they broke', async () => {
    const { run } = await open({
      invariants: [
        { rule: 'CC1', title: 'first', room: 'centralized', holds: true, step: null, message: null },
        { rule: 'CC2', title: 'second', room: 'centralized', holds: false, step: 17, message: 'bo has three' },
      ],
    });
    await userEvent.click(screen.getByRole('tab', { name: /Invariants/ }));
    const items = within(screen.getByRole('list', { name: 'Invariants' })).getAllByRole('listitem');
    expect(items[0]).toHaveTextContent(/broken.*CC2.*bo has three/);
    expect(items[1]).toHaveTextContent(/held.*CC1/);
    await userEvent.click(screen.getByRole('button', { name: 'CC2, to step 17' }));
    expect(run.step).toBe(17);
  });
});

describe('metrics', () => {
  it('puts makespan against its bounds and tells how busy each agent is', async () => {
    await open();
    await userEvent.click(screen.getByRole('tab', { name: /Metrics/ }));
    await settle();
    expect(screen.getByText('1.33 times the critical path.')).toBeVisible();
    expect(screen.getByText('86%')).toBeVisible();
    expect(screen.getByText('6.00 s of work over 3 slots')).toBeVisible();
  });
});
