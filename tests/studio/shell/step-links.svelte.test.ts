import { flushSync } from 'svelte';
import { describe, expect, it, vi } from 'vitest';
import { Visit } from '../../../src/studio/shell/visit.svelte.ts';
import { Notices, parseRoute, RunSession, Workspace, type LinkedView } from '../../../src/studio/state/index.ts';
import { FakeEngine, frame, status } from '../support/fake-engine.ts';
import { FakeKeeper, FakeKept, twoTasks } from '../support/fake-keeper.ts';

const steps = 40;

/** A studio whose engine has one run of 40 steps, and holds its address as the page does. */
function studio() {
  const engine = new FakeEngine();
  const open = { runId: '', complete: true };
  const show = (step: number): void => {
    engine.send({ kind: 'frame', frame: frame({ runId: open.runId, step: Math.min(step, steps) }) });
  };
  engine.answer = (command) => {
    if (command.kind === 'run.open') {
      open.runId = command.runId;
      engine.send({ kind: 'status', status: status({ runId: command.runId, steps, complete: open.complete }) });
      show(3);
    }
    if (command.kind === 'player.seek') show(command.step);
    return command.kind === 'run.document' ? twoTasks : null;
  };
  const keeper = new FakeKeeper();
  keeper.kept.set('d-1', new FakeKept(twoTasks));
  const notices = new Notices();
  const run = new RunSession(engine, notices, (draw) => {
    draw();
  });
  const workspace = new Workspace(keeper, notices, run);
  const address = { replace: vi.fn<(href: string) => void>(), takeRunText: () => null };
  const visit = new Visit(workspace, run, notices, address);
  const stop = $effect.root(() => {
    $effect(() => {
      visit.keepAddress();
    });
  });
  const at = (): string => {
    flushSync();
    return address.replace.mock.lastCall?.[0] ?? '';
  };
  return { engine, open, show, notices, run, workspace, address, visit, stop, at };
}

const view = (changes: Partial<LinkedView> = {}): LinkedView => ({ step: 12, tabs: [], selected: [], ...changes });

describe('a link to a step', () => {
  it('opens the run there, with its tabs and what is selected, and a reload does so again', async () => {
    const { visit, run, workspace, at, stop } = studio();
    const link = '#/d/d-1/r/r-7?at=12&tab=log,why&select=collect,write';
    const route = parseRoute(link);
    if (route.page !== 'studio') throw new Error('not understood');
    await visit.enter(route.documentId, route.runId, route.view);
    await vi.waitFor(() => {
      expect(run.step).toBe(12);
    });
    expect([workspace.views.player, workspace.views.inspector]).toEqual(['log', 'why']);
    expect([...workspace.selection.ids]).toEqual(['collect', 'write']);
    expect(at()).toBe(link);
    stop();
  });

  it.each<[string, (parts: ReturnType<typeof studio>) => unknown]>([
    [
      'moves the playhead',
      ({ run }) => {
        run.player.seek(13);
      },
    ],
    [
      'chooses another tab',
      ({ workspace }) => {
        workspace.views.player = 'metrics';
      },
    ],
    [
      'selects something else',
      ({ workspace }) => {
        workspace.select(['write']);
      },
    ],
  ])('is in the address no more once the person %s, and not again when they come back', async (_, go) => {
    const parts = studio();
    const { visit, run, workspace, at, address, stop } = parts;
    await visit.enter('d-1', 'r-7', view({ tabs: ['log'], selected: ['collect'] }));
    await vi.waitFor(() => {
      expect(run.step).toBe(12);
    });
    expect(at()).toBe('#/d/d-1/r/r-7?at=12&tab=log&select=collect');
    go(parts);
    await vi.waitFor(() => {
      expect(at()).toBe('#/d/d-1/r/r-7');
    });
    workspace.views.player = 'log';
    workspace.select(['collect']);
    expect(at()).toBe('#/d/d-1/r/r-7');
    const written = address.replace.mock.calls.length;
    for (const step of [14, 15, 16, 12]) {
      parts.show(step);
      flushSync();
    }
    expect(at()).toBe('#/d/d-1/r/r-7');
    // Moving writes nothing: browsers refuse an address that is written too often.
    expect(address.replace.mock.calls.length).toBeLessThanOrEqual(written + 1);
    stop();
  });

  it('leads there once more in the run that is open, and stops what plays', async () => {
    const { visit, run, engine, at, stop } = studio();
    await visit.enter('d-1', 'r-7', view());
    await vi.waitFor(() => {
      expect(run.step).toBe(12);
    });
    run.player.seek(20);
    engine.send({ kind: 'status', status: status({ runId: 'r-7', steps, complete: true, playing: true }) });
    await visit.enter('d-1', 'r-7', view());
    await vi.waitFor(() => {
      expect(run.step).toBe(12);
    });
    expect(engine.kinds().filter((kind) => kind === 'run.open' || kind === 'player.pause')).toEqual([
      'run.open',
      'player.pause',
    ]);
    expect(at()).toBe('#/d/d-1/r/r-7?at=12');
    stop();
  });

  it('goes to the end for a step beyond it, and stays in the address there', async () => {
    const { visit, run, at, stop } = studio();
    await visit.enter('d-1', 'r-7', view({ step: 4000 }));
    await vi.waitFor(() => {
      expect(run.step).toBe(steps);
    });
    expect(at()).toBe('#/d/d-1/r/r-7?at=4000');
    run.player.seek(39);
    await vi.waitFor(() => {
      expect(at()).toBe('#/d/d-1/r/r-7');
    });
    stop();
  });

  it('waits for a step that is not computed yet', async () => {
    const { visit, run, open, show, at, stop } = studio();
    open.complete = false;
    await visit.enter('d-1', 'r-7', view({ step: 50 }));
    await vi.waitFor(() => {
      expect(run.step).toBe(steps);
    });
    expect(at()).toBe('#/d/d-1/r/r-7?at=50');
    show(steps - 1);
    expect(at()).toBe('#/d/d-1/r/r-7?at=50');
    stop();
  });

  it('leaves out tabs and nodes that there are none of', async () => {
    const { visit, run, workspace, at, stop } = studio();
    await visit.enter(
      'd-1',
      'r-7',
      view({ tabs: ['nonsense', '__proto__'], selected: ['nobody', 'toString', 'write'] }),
    );
    await vi.waitFor(() => {
      expect(run.step).toBe(12);
    });
    expect([workspace.views.player, workspace.views.inspector]).toEqual(['timeline', 'settings']);
    expect([...workspace.selection.ids]).toEqual(['write']);
    expect(at()).toBe('#/d/d-1/r/r-7?at=12&select=write');
    stop();
  });

  it('moves nothing when its run cannot be opened, or another was wished for since', async () => {
    const { visit, engine, workspace, at, stop } = studio();
    engine.answer = () => Promise.reject(new Error('gone'));
    await visit.enter('d-1', 'r-9', view({ tabs: ['log'], selected: ['collect'] }));
    const first = visit.enter('d-1', 'r-7', view({ tabs: ['log'] }));
    await visit.enter('d-1', null);
    await first;
    expect(engine.kinds()).not.toContain('player.seek');
    expect(workspace.views.player).toBe('timeline');
    expect(workspace.selection.ids.size).toBe(0);
    expect(at()).toBe('#/d/d-1');
    stop();
  });
});

describe('copying a link to a step', () => {
  it('copies what opens there, and says where it opens', async () => {
    const { visit, workspace, notices, stop } = studio();
    await visit.enter('d-1', 'r-7');
    workspace.views.playerShown = 'messages';
    workspace.views.inspectorShown = 'why';
    workspace.select(['collect']);
    const write = vi.fn(() => Promise.resolve());
    await visit.copyLink({ page: 'https://example.org/', write }, 1234);
    expect(write).toHaveBeenLastCalledWith('https://example.org/#/d/d-1/r/r-7?at=1234&tab=messages,why&select=collect');
    expect(notices.toasts.map(({ text }) => text)).toEqual([
      'Link to step 1,234 copied; it opens in this browser only, where the workflow is kept.',
    ]);
    await visit.copyLink({ page: '', write }, 3, 'write');
    expect(write).toHaveBeenLastCalledWith('#/d/d-1/r/r-7?at=3&tab=messages,why&select=write');
    stop();
  });

  it('stands in the address bar where the browser lets nothing be copied', async () => {
    const { visit, run, notices, at, stop } = studio();
    await visit.enter('d-1', 'r-7');
    expect(at()).toBe('#/d/d-1/r/r-7');
    await visit.copyLink({ page: '', write: () => Promise.reject(new Error('no')) }, 3);
    expect(notices.toasts.at(-1)?.text).toContain('is in the address bar');
    expect(at()).toBe('#/d/d-1/r/r-7?at=3');
    run.player.seek(4);
    await vi.waitFor(() => {
      expect(at()).toBe('#/d/d-1/r/r-7');
    });
    stop();
  });

  it('has nothing to copy without a run', async () => {
    const { visit, notices, stop } = studio();
    await visit.enter('d-1', null);
    const write = vi.fn(() => Promise.resolve());
    await visit.copyLink({ page: '', write }, 0);
    expect(write).not.toHaveBeenCalled();
    expect(notices.toasts).toEqual([]);
    stop();
  });
});

describe('a link to a comparison', () => {
  it('names it for as long as it is looked at, so that a reload leads there again', async () => {
    const { visit, stop, at } = studio();
    await visit.enter('d-1', null, null, 'e-1');
    expect([visit.comparisonId, at()]).toEqual(['e-1', '#/d/d-1/compare/e-1']);
    visit.comparisonId = null;
    expect(at()).toBe('#/d/d-1');
    await visit.enter('d-1', 'r-1');
    expect([visit.comparisonId, at()]).toEqual([null, '#/d/d-1/r/r-1']);
    stop();
  });

  it('is none in a document that is not here', async () => {
    const { visit, stop } = studio();
    await visit.enter('gone', null, null, 'e-1');
    expect([visit.missing, visit.comparisonId]).toEqual([true, null]);
    stop();
  });
});
