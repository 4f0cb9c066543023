/** The checkpoints of a run as a person uses them: what cannot be done first, then kept, gone to, compared, run from. */
import { screen, within } from '@testing-library/svelte';
import userEvent from '@testing-library/user-event';
import { beforeEach, describe, expect, it } from 'vitest';
import type { RunStatus } from '../../../../src/bridge/index.ts';
import Checkpoints from '../../../../src/studio/player/checkpoints/Checkpoints.svelte';
import { checkpoint } from '../scripted-engine.ts';
import { settle, stage } from '../stage.ts';

// jsdom has no modal dialogs.
beforeEach(() => {
  HTMLDialogElement.prototype.showModal = function showModal() {
    this.open = true;
  };
  HTMLDialogElement.prototype.close = function close() {
    this.open = false;
    this.dispatchEvent(new Event('close'));
  };
});

async function shown(kept: readonly ReturnType<typeof checkpoint>[], change: Partial<RunStatus> = {}) {
  const nameOf = (id: string): string => (id === 'fetch' ? 'Fetch law' : id);
  const set = await stage(Checkpoints, { given: { open: true, nameOf }, change });
  set.engine.checkpoints = kept;
  set.engine.tell({ digest: 'another' });
  await settle();
  return set;
}

const rows = () => within(screen.getByRole('list', { name: 'Checkpoints' })).getAllByRole('listitem');
const button = (name: string) => screen.getByRole('button', { name });

describe('checkpoints', () => {
  it('where there is none, say how there come to be some', async () => {
    await shown([]);
    expect(screen.getByText(/keeps five by itself/u)).toBeVisible();
  });

  it('that are damaged or of another way say so; a tab that watches changes none', async () => {
    await shown([checkpoint(4, { damaged: true, onWay: false }), checkpoint(9, { name: 'calm', onWay: false })]);
    expect(rows()[0]).toHaveTextContent(/damaged/u);
    expect(button('Run from Step 4')).toBeDisabled();
    expect(rows()[1]).toHaveTextContent(/calm.*another way/u);
    expect(button('Go to calm')).toBeDisabled();
    expect(button('Run from calm')).toBeEnabled();
    expect(screen.getByRole('checkbox', { name: 'Compare calm' })).toBeDisabled();
  });

  it('of a run that another tab plays can be read and compared only', async () => {
    await shown([checkpoint(4), checkpoint(9)], { watching: true });
    for (const name of ['Go to Step 4', 'Run from Step 4', 'More for Step 4', 'Keep step 0 (0 ms)'])
      expect(button(name)).toBeDisabled();
    expect(screen.getByRole('checkbox', { name: 'Compare Step 9' })).toBeEnabled();
  });

  it('tell where they are and what is done; one is kept under a name, pinned, unpinned and deleted', async () => {
    const { engine } = await shown([checkpoint(4)]);
    expect(rows()[0]).toHaveTextContent(/Step 4.*400 ms · 2\.0 kB · 1 of 6 done, 2 running/u);
    engine.moveTo(7);
    await settle();
    await userEvent.type(screen.getByRole('textbox', { name: 'Name of the checkpoint' }), 'rush{Enter}');
    await settle();
    expect(engine.last('checkpoint.take')).toEqual({ kind: 'checkpoint.take', name: 'rush' });
    expect(rows()[1]).toHaveTextContent(/rush.*pinned.*here/u);
    await userEvent.click(button('Keep step 7 (700 ms)'));
    expect(engine.last('checkpoint.take')).toEqual({ kind: 'checkpoint.take', name: 'rush' });
  });

  it('are gone to, compared in words, and begin a new run', async () => {
    const { engine, run } = await shown([checkpoint(4), checkpoint(9, { name: 'calm' })]);
    for (const name of ['Compare calm', 'Compare Step 4'])
      await userEvent.click(screen.getByRole('checkbox', { name }));
    await userEvent.click(button('Compare two'));
    await settle();
    expect(engine.last('checkpoint.compare')).toEqual({ kind: 'checkpoint.compare', from: 4, to: 9 });
    expect(screen.getByRole('row', { name: 'Fetch law pending succeeded at ana' })).toBeVisible();
    await userEvent.click(button('All checkpoints'));
    await userEvent.click(button('Go to calm'));
    await settle();
    expect(run.step).toBe(9);
    expect(screen.queryByRole('list', { name: 'Checkpoints' })).toBeNull();
  });
});
