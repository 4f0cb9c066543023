import { screen, within } from '@testing-library/svelte';
import { flushSync } from 'svelte';
import userEvent from '@testing-library/user-event';
import { describe, expect, it, vi } from 'vitest';
import Timeline from '../../../../src/studio/player/timeline/Timeline.svelte';
import { settle, stage } from '../stage.ts';

// jsdom lays nothing out and draws nothing: sizes are given here, and the painter has no canvas to paint on.
vi.spyOn(HTMLElement.prototype, 'clientHeight', 'get').mockReturnValue(250);
vi.spyOn(HTMLElement.prototype, 'clientWidth', 'get').mockReturnValue(1200);
vi.spyOn(HTMLCanvasElement.prototype, 'getContext').mockReturnValue(null);

describe('the timeline', () => {
  it('asks for the whole run at its width, and once', async () => {
    const { engine } = await stage(Timeline);
    await settle();
    expect(engine.asked.filter(({ kind }) => kind === 'window.timeline')).toEqual([
      { kind: 'window.timeline', fromMs: 0, toMs: 4080, pixels: 1000 },
    ]);
  });

  it('asks anew when the run has grown', async () => {
    const { engine } = await stage(Timeline, { change: { complete: false } });
    await settle();
    engine.tell({ steps: 80, endMs: 8000 });
    await settle();
    expect(engine.last('window.timeline')?.toMs).toBe(8160);
  });

  it('keeps what it shows whatever is told of the run, until more of it arrives', async () => {
    const { engine } = await stage(Timeline, { change: { complete: false } });
    await settle();
    for (const steps of [50, 60, 70]) {
      engine.tell({ steps, endMs: steps * 100 });
      // At once, before anything can have been answered.
      flushSync();
      expect(screen.getByText('2 agents')).toBeInTheDocument();
      expect(screen.getByRole('button', { name: /Ana.*86%/ })).toBeInTheDocument();
    }
  });

  it('has a header a lane, with name and share of time worked, which selects the agent', async () => {
    const { workspace } = await stage(Timeline);
    await settle();
    await userEvent.click(screen.getByRole('button', { name: /Ana.*86%/ }));
    expect([...workspace.selection.ids]).toEqual(['ana']);
  });

  it('tells the lanes to those who do not see the canvas', async () => {
    const { engine } = await stage(Timeline);
    engine.moveTo(20);
    await settle();
    expect(
      screen.getByRole('row', { name: /^Ana 86% busy; .*now running Fetch law since 1.50 s\.$/ }),
    ).toBeInTheDocument();
  });

  it('tells below the lanes what their marks mean, and only of those that stand there', async () => {
    await stage(Timeline);
    await settle();
    const legend = screen.getByRole('list', { name: 'What the marks in the lanes mean' });
    expect(legend).toHaveTextContent('on the critical path');
    expect(legend).not.toHaveTextContent('waits for a slot');
    expect(legend).not.toHaveTextContent('run before');
  });

  it('zooms in by a button, asks for the detail, and fits again', async () => {
    const { engine } = await stage(Timeline);
    await settle();
    expect(screen.getByRole('button', { name: 'Fit the whole run' })).toBeDisabled();
    for (let turn = 0; turn < 4; turn += 1)
      await userEvent.click(screen.getByRole('button', { name: 'Zoom into the time' }));
    await settle();
    const asked = engine.last('window.timeline');
    expect(asked!.toMs - asked!.fromMs).toBeLessThan(2000);
    await userEvent.click(screen.getByRole('button', { name: 'Fit the whole run' }));
    await settle();
    expect(engine.last('window.timeline')?.toMs).toBe(4080);
  });

  it('has a lane a memory below the agents, whose rows of clients fold, and whose arrows go to what was done', async () => {
    const operation = {
      kind: 'operation',
      end: 'succeeded',
      attempt: 0,
      critical: false,
      count: 1,
      does: 'read',
    } as const;
    const { engine, workspace } = await stage(Timeline);
    engine.memories = [
      {
        agent: 'board',
        slots: 2,
        utilization: 0,
        clients: ['ana', 'bo'],
        operations: 2,
        bars: [
          { ...operation, task: 'fetch', key: 'plan', client: 'ana', startMs: 100, endMs: 900, row: 0, startStep: 3 },
          { ...operation, task: 'fetch', key: 'plan', client: 'bo', startMs: 2000, endMs: 2100, row: 1, startStep: 25 },
        ],
      },
    ];
    engine.tell({ steps: 41 });
    await settle();
    const head = screen.getByRole('button', { name: 'board, 2 operations' });
    expect(screen.getByText('2 agents')).toBeInTheDocument();
    const rows = within(screen.getByRole('list', { name: /^Clients of/ })).getAllByRole('listitem');
    expect(rows.map((each) => each.textContent.trim())).toEqual(['Ana', 'Bo']);
    await userEvent.click(screen.getByRole('button', { name: 'Rows of the clients of board', expanded: true }));
    expect(screen.queryByRole('list', { name: /^Clients of/ })).toBeNull();
    await userEvent.click(head);
    expect([...workspace.selection.ids]).toEqual(['board']);
    engine.moveTo(4);
    await settle();
    expect(
      screen.getByRole('row', { name: /^board 2 operations; now read plan by Ana since 100 ms\.$/ }),
    ).toBeInTheDocument();
    await userEvent.keyboard('{ArrowRight}');
    expect(engine.last('player.seek')?.step).toBe(25);
  });
});
