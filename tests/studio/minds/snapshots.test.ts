/** The snapshots of a run in the page: listed, looked at, taken by hand; and what to do where a run takes none. */
import { fireEvent, screen } from '@testing-library/svelte';
import { afterEach, describe, expect, it, vi } from 'vitest';
import type { Command, RunStatus, SnapshotsView } from '../../../src/bridge/index.ts';
import Snapshots from '../../../src/studio/minds/snapshots/Snapshots.svelte';
import { settle, stage } from '../player/stage.ts';
import { ScriptedEngine } from '../player/scripted-engine.ts';

const complete = { step: 20, timeMs: 2000, held: 1, given: 2, carried: 1, markers: 6 };
const row = { by: null, number: 1, step: 10, timeMs: 1000, recorded: 3, parts: 3, complete, broken: false };
const told: SnapshotsView = {
  able: true,
  rows: [{ ...row, by: 'ana', number: 2, step: 30, recorded: 2, complete: null }, row],
  more: 0,
  cut: {
    by: null,
    number: 1,
    parts: [
      { who: null, step: 10, timeMs: 1000, held: [], given: [{ task: 'fetch', lease: 1, agent: 'ana' }], closed: true },
      { who: 'ana', step: 12, timeMs: 1100, held: [{ task: 'fetch', lease: 1 }], given: [], closed: false },
    ],
    channels: [
      {
        from: null,
        to: 'ana',
        carries: [
          { what: 'assign', task: 'sum' },
          { what: 'heartbeat', task: null },
        ],
      },
    ],
  },
};

// jsdom has no modal dialogs.
HTMLDialogElement.prototype.showModal = function showModal() {
  this.open = true;
};

async function shown(view = told, change: Partial<RunStatus> = {}) {
  const answer = ScriptedEngine.prototype.request;
  vi.spyOn(ScriptedEngine.prototype, 'request').mockImplementation(async function (
    this: ScriptedEngine,
    command: Command,
  ) {
    const given = await answer.call(this, command);
    return command.kind === 'run.snapshots' ? view : given;
  });
  const onclose = vi.fn();
  const on = await stage(Snapshots, { change, given: { nameOf: (id: string) => id.toUpperCase(), onclose } });
  await settle();
  return { ...on, onclose };
}
const button = (name: string) => screen.getByRole('button', { name });

afterEach(() => {
  vi.restoreAllMocks();
});

describe('snapshots of a run', () => {
  it('say how far each is, and lead to its end', async () => {
    const { engine, onclose } = await shown();
    const rows = screen.getByRole('list', { name: 'Snapshots' }).textContent.replace(/\s+/gu, ' ');
    expect(rows).toMatch(
      /Snapshot 2 of ANA under way.*2 of 3 have recorded.*Snapshot 1 of the coordinator.*2 tasks given away, 1 in hand · 1 message on the way · 6 markers/u,
    );
    await fireEvent.click(button('Go to Snapshot 1 of the coordinator'));
    expect(engine.last('player.seek')).toEqual({ kind: 'player.seek', step: 20 });
    expect(onclose).toHaveBeenCalled();
  });

  it('are looked at: the states that were recorded, and what was on its way', async () => {
    const { engine } = await shown();
    await fireEvent.click(button('Look at Snapshot 1 of the coordinator'));
    await settle();
    expect(engine.last('run.snapshots')).toMatchObject({ of: { by: null, number: 1 } });
    const cut = screen.getByRole('region', { name: 'The cut' }).textContent.replace(/\s+/gu, ' ');
    expect(cut).toMatch(
      /Coordinator.*given away: FETCH to ANA.*ANA.*in hand: FETCH · markers are still to come.*Coordinator to ANA.*assign: SUM, then heartbeat/u,
    );
  });

  it('are taken where the run is paused, and not where it is over', async () => {
    const { engine, unmount } = await shown();
    await fireEvent.click(button('Take one now'));
    await settle();
    expect(engine.last('run.inject')?.fault).toEqual({ kind: 'snapshot' });
    unmount();
    vi.restoreAllMocks();
    await shown(told, { watching: true });
    expect(button('Take one now')).toHaveProperty('disabled', true);
  });

  it('of a run that takes none say why, and what to do', async () => {
    await shown({ able: false, rows: [], more: 0, cut: null });
    expect(screen.getByText(/first in, first out, from the beginning on\. Let the drawing take one/u)).toBeTruthy();
    expect(button('Let the drawing take snapshots')).toBeTruthy();
  });
});
