import { screen } from '@testing-library/svelte';
import userEvent from '@testing-library/user-event';
import { describe, expect, it, vi } from 'vitest';
import Log from '../../../../src/studio/player/log/Log.svelte';
import { settle, stage } from '../stage.ts';

// jsdom lays nothing out: the list's view is given a height here, so that it has rows in sight.
vi.spyOn(HTMLElement.prototype, 'clientHeight', 'get').mockReturnValue(260);

const row = (text: string) => screen.getByRole('option', { name: new RegExp(`${text}$`) });

describe('the log', () => {
  it('says so when nothing passes the filter', async () => {
    await stage(Log);
    await userEvent.type(screen.getByRole('searchbox'), 'no such words');
    await vi.waitFor(() => {
      expect(screen.getByText('No row passes this filter.')).toBeVisible();
    });
  });

  it('draws only the rows in sight, and tells how many there are', async () => {
    await stage(Log, { change: { steps: 5000 } });
    await settle();
    expect(screen.getByText('5,000 rows')).toBeVisible();
    expect(screen.getAllByRole('option').length).toBeLessThan(30);
    expect(row('line 1')).toHaveAttribute('aria-setsize', '5000');
  });

  it('seeks to the step of a row by click and by Enter', async () => {
    const { run } = await stage(Log);
    await settle();
    await userEvent.click(row('line 4'));
    await settle();
    expect(run.step).toBe(4);
    screen.getByRole('listbox').focus();
    await userEvent.keyboard('{ArrowDown}{ArrowDown}{Enter}');
    await settle();
    expect(run.step).toBe(6);
  });

  it('marks the row at the playhead', async () => {
    const { engine } = await stage(Log);
    await settle();
    engine.moveTo(3);
    await settle();
    expect(screen.getByRole('option', { selected: true })).toHaveTextContent('line 3');
  });

  it('filters by kind, and by the selected node only while one is selected', async () => {
    const { engine, workspace } = await stage(Log);
    await settle();
    await userEvent.click(screen.getByRole('button', { name: 'Messages' }));
    await settle();
    expect(engine.last('window.log')?.filter.types).toEqual(['message']);
    expect(screen.getByText('14 rows')).toBeVisible();
    expect(screen.getByRole('button', { name: 'Only the selected node' })).toBeDisabled();
    workspace.select(['fetch']);
    await settle();
    await userEvent.click(screen.getByRole('button', { name: 'Only the selected node' }));
    await settle();
    expect(engine.last('window.log')?.filter.node).toBe('fetch');
    expect(screen.getByRole('button', { name: 'Only Fetch law' })).toHaveAttribute('aria-pressed', 'true');
  });

  it('forgets the rows of what was cut off', async () => {
    const { engine } = await stage(Log);
    await settle();
    engine.rows = engine.rows.slice(0, 5).map((each) => ({ ...each, text: `cut ${String(each.step)}` }));
    engine.tell({ steps: 5, outcome: 'cancelled' });
    await settle();
    expect(row('cut 2')).toBeVisible();
    expect(screen.getByText('5 rows')).toBeVisible();
  });
});
