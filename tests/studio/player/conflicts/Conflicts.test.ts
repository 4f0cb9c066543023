/** The Conflicts tab: its rows, what is left of them by a choice, the way to a step, and what it says where nobody waited. */
import { screen, within } from '@testing-library/svelte';
import userEvent from '@testing-library/user-event';
import { describe, expect, it, vi } from 'vitest';
import type { ConflictRow } from '../../../../src/bridge/index.ts';
import Conflicts from '../../../../src/studio/player/conflicts/Conflicts.svelte';
import { settle, stage } from '../stage.ts';

const named = (id: string) => ({ id, name: id });
const row = (change: Partial<ConflictRow>): ConflictRow => ({
  ...{ kind: 'wait', step: 12, timeMs: 1200, endStep: 20, endMs: 2000, what: named('oven'), who: [named('bread')] },
  ...{ against: [named('cake')], others: 1, rule: 'one at a time; who asked first', outcome: 'had it after 800 ms' },
  ...{ moment: 'over', ...change },
});
const kitchen = {
  tasks: [
    { id: 'bread', name: 'Bread' },
    { id: 'cake', name: 'Cake' },
    { id: 'pie', name: 'Pie' },
  ],
  resources: [
    { id: 'oven', name: 'Oven' },
    { id: 'cart', name: 'Cart' },
  ],
};
const deadlock = row({
  ...{ kind: 'deadlock', step: 32, timeMs: 3200, what: named('cart'), who: [named('pie')], others: 6 },
  ...{ rule: 'of a cycle the lowest priority fails, then the youngest', outcome: 'had to fail, so that others go on' },
});
const waiting = row({ step: 30, timeMs: 3000, endStep: null, endMs: null, outcome: 'waits', moment: 'now' });
const open = async (conflicts: readonly ConflictRow[], more: object = {}) => {
  const staged = await stage(Conflicts, { script: { graph: kitchen, conflicts, ...more } });
  await settle();
  return staged;
};
const cells = () =>
  screen
    .getAllByRole('row')
    .slice(1)
    .map((each) =>
      within(each)
        .getAllByRole('cell')
        .map(({ textContent }) => textContent.replaceAll(/\s+/gu, ' ').trim()),
    );
const choose = async (label: string, choice: string) => {
  await userEvent.selectOptions(screen.getByLabelText(label), screen.getByRole('option', { name: choice }));
  await settle();
};

describe('where something was in conflict', () => {
  it('says of each when, what, who, who stood in the way, by which rule, and with what outcome', async () => {
    await open([row({}), waiting, deadlock]);
    expect(cells()).toEqual([
      ['1.20 s – 2.00 s', 'Wait Oven', 'Bread', 'Cake', 'one at a time; who asked first', 'had it after 800 ms'],
      ['3.00 s', 'Wait Oven', 'Bread', 'Cake', 'one at a time; who asked first', 'nowwaits'],
      ['3.20 s', 'Deadlock Cart', 'Pie', 'Cake and 5 more', deadlock.rule, deadlock.outcome],
    ]);
  });

  it('shows what is of a kind, about a resource or going on, and all again where nothing is left', async () => {
    const { engine } = await open([row({}), waiting, deadlock]);
    await choose('Show', 'Deadlock (1)');
    expect(cells().map(([when]) => when)).toEqual(['3.20 s']);
    await choose('About', 'Oven');
    expect(screen.queryByRole('table')).toBeNull();
    expect(screen.getByText(/No conflict matches\./u)).toBeVisible();
    await userEvent.click(screen.getByRole('button', { name: 'Show all' }));
    await settle();
    expect(cells()).toHaveLength(3);
    await choose('Show', 'Going on now (1)');
    expect(cells().map(([, , who]) => who)).toEqual(['Bread']);
    expect(engine.last('run.conflicts')).toMatchObject({ of: 'now', about: '', from: 0 });
  });

  it('goes to the step of a row and stands there, and chooses whom it names', async () => {
    const { engine, run, workspace } = await open([row({}), deadlock]);
    engine.tell({ playing: true });
    await userEvent.click(screen.getByRole('button', { name: 'Go to step 32, 3.20 s' }));
    await settle();
    expect([run.step, run.playing]).toEqual([32, false]);
    expect(screen.getAllByRole('row').at(-1)).toHaveAttribute('aria-current', 'step');
    await userEvent.click(screen.getByRole('button', { name: 'Choose Pie' }));
    expect([...workspace.selection.ids]).toEqual(['pie']);
  });

  it('says at a deadlock who is caught in it, above all rows', async () => {
    const sentence = 'Since 3.20 s Pie waits for Cake and Cake for Pie: Pie has to fail.';
    const waits = { holds: [], waits: [], cycle: [named('pie'), named('cake')], sinceMs: 3200, step: 32, sentence };
    await open([deadlock], { waits: { ...waits, raised: [] } });
    expect(screen.getByText(/Pie waits for Cake and Cake for Pie/u)).toHaveTextContent(`Deadlock. ${sentence}`);
  });

  it('turns pages of fifty', async () => {
    const { engine } = await open(Array.from({ length: 120 }, (_, at) => row({ step: at + 1 })));
    expect(cells()).toHaveLength(50);
    await userEvent.click(screen.getByRole('button', { name: 'Later' }));
    await settle();
    expect(engine.last('run.conflicts')?.from).toBe(50);
  });
});

describe('where there is nothing', () => {
  it('says that nobody waited, and how somebody would', async () => {
    await open([]);
    expect(screen.getByText('Nobody waited.')).toBeVisible();
    expect(screen.getByText(/Take units away/u)).toBeVisible();
    expect(screen.queryByRole('button', { name: 'Add a resource' })).toBeNull();
  });

  it('offers a resource where the drawing has none', async () => {
    const { shortcuts } = await stage(Conflicts, { script: { conflicts: [] } });
    await settle();
    const add = vi.fn();
    shortcuts.register([{ id: 'canvas.add.resource', label: 'Add a resource', group: 'Canvas', run: add }]);
    expect(screen.getByText('Nothing here that tasks could compete for.')).toBeVisible();
    await userEvent.click(screen.getByRole('button', { name: 'Add a resource' }));
    expect(add).toHaveBeenCalledOnce();
  });
});
