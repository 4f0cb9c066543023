import { fireEvent, render, screen } from '@testing-library/svelte';
import { userEvent } from '@testing-library/user-event';
import { beforeEach, describe, expect, it, vi } from 'vitest';
import {
  heightBeside,
  nearestStop,
  PanelSize,
  playerHeight,
  sheetStops,
} from '../../../src/studio/shell/frame/frame-sizes.svelte.ts';
import SheetGrip from '../../../src/studio/shell/frame/SheetGrip.svelte';
import { documentFormats, writeDocument, writeRun } from '../../../src/studio/shell/bar/exporting.ts';
import { patternEdit, renameEdit } from '../../../src/studio/shell/bar/document-edits.ts';
import { Visit } from '../../../src/studio/shell/visit.svelte.ts';
import { apply } from '../../../src/document/index.ts';
import { Notices, RunSession, Shortcuts, Theme, Workspace } from '../../../src/studio/state/index.ts';
import { FakeEngine, frame, status } from '../support/fake-engine.ts';
import { FakeKeeper, FakeKept, twoTasks } from '../support/fake-keeper.ts';
import TopBarHost from './TopBarHost.svelte';

function studio() {
  const engine = new FakeEngine();
  const keeper = new FakeKeeper();
  const kept = new FakeKept(twoTasks);
  keeper.kept.set('d-1', kept);
  const notices = new Notices();
  const run = new RunSession(engine, notices, (draw) => {
    draw();
  });
  const workspace = new Workspace(keeper, notices, run);
  const address = { replace: vi.fn(), takeRunText: vi.fn<() => string | null>(() => null) };
  const visit = new Visit(workspace, run, notices, address);
  return {
    engine,
    keeper,
    kept,
    notices,
    run,
    workspace,
    address,
    visit,
    theme: new Theme(document.createElement('div')),
    shortcuts: new Shortcuts(),
  };
}

beforeEach(() => {
  localStorage.clear();
});

describe('visit', () => {
  it('says that a document is missing', async () => {
    const { visit } = studio();
    await visit.enter('d-none', null);
    expect([visit.missing, visit.entering]).toEqual([true, false]);
  });

  it('does not start a run with nothing to do or nobody to do it, and offers agents', async () => {
    const { visit, keeper, notices, engine, workspace } = studio();
    keeper.kept.set('d-empty', new FakeKept({ name: 'Empty' }));
    await visit.enter('d-empty', null);
    await visit.start();
    expect(notices.toasts[0]?.text).toContain('add a task first');
    keeper.kept.set('d-alone', new FakeKept({ tasks: [{ id: 'a' }] }));
    await visit.enter('d-alone', null);
    await visit.start();
    expect(engine.kinds()).toEqual([]);
    notices.toasts[0]?.actions[0]?.run();
    expect(workspace.document?.agents).toHaveLength(4);
  });

  it('of two wishes in a row carries out the later', async () => {
    const { visit, keeper, workspace } = studio();
    keeper.kept.set('d-2', new FakeKept({ name: 'Second' }));
    const first = visit.enter('d-1', null);
    await visit.enter('d-2', null);
    await first;
    expect(workspace.name).toBe('Second');
    expect(visit.entering).toBe(false);
  });

  it('opens the run of the address, so that a reload finds it, and keeps the address true', async () => {
    const { visit, engine, address, run } = studio();
    engine.answer = (command) => {
      if (command.kind === 'run.open') engine.send({ kind: 'status', status: status({ runId: 'r-7' }) });
      return command.kind === 'run.document' ? twoTasks : null;
    };
    await visit.enter('d-1', 'r-7');
    expect(run.runId).toBe('r-7');
    visit.keepAddress();
    expect(address.replace).toHaveBeenLastCalledWith('#/d/d-1/r/r-7');
    await visit.closeRun();
    visit.keepAddress();
    expect(address.replace).toHaveBeenLastCalledWith('#/d/d-1');
  });

  it('brings a dropped run file in once', async () => {
    const { visit, engine, address } = studio();
    address.takeRunText.mockReturnValueOnce('{"run":1}');
    engine.answer = (command) => (command.kind === 'run.document' ? twoTasks : null);
    await visit.enter('d-1', null);
    expect(engine.requests.find(({ kind }) => kind === 'run.import')).toMatchObject({
      documentId: 'd-1',
      text: '{"run":1}',
    });
  });
});

describe('top bar', () => {
  async function open() {
    const parts = studio();
    await parts.visit.enter('d-1', null);
    const onrun = vi.fn();
    render(TopBarHost, { ...parts, onrun });
    return { ...parts, onrun };
  }

  it('never says saved while it is not', async () => {
    const { kept } = await open();
    expect(screen.getByText('Saved')).toBeInTheDocument();
    kept.say({ saveState: 'unsaved' });
    expect(await screen.findByText('Unsaved changes')).toBeInTheDocument();
    kept.say({ saveState: 'failed' });
    // Only what went wrong is said aloud: each edit would be three words otherwise.
    expect(await screen.findByRole('alert')).toHaveTextContent('Not saved');
    kept.say({ readOnly: true });
    expect(await screen.findByText('Read only')).toBeInTheDocument();
  });

  it('renames in place; Escape and an empty name change nothing', async () => {
    const { workspace } = await open();
    for (const typed of ['Other{Escape}', '   {Enter}']) {
      await userEvent.click(screen.getByRole('button', { name: 'Two tasks' }));
      await userEvent.clear(screen.getByLabelText('Name of the document'));
      await userEvent.type(screen.getByLabelText('Name of the document'), typed);
      expect(workspace.name).toBe('Two tasks');
    }
    await userEvent.click(screen.getByRole('button', { name: 'Two tasks' }));
    await userEvent.clear(screen.getByLabelText('Name of the document'));
    await userEvent.type(screen.getByLabelText('Name of the document'), 'Field work{Enter}');
    expect(workspace.name).toBe('Field work');
    expect(screen.getByRole('button', { name: 'Undo' })).toBeEnabled();
    await userEvent.click(screen.getByRole('button', { name: 'Undo' }));
    expect(workspace.name).toBe('Two tasks');
  });

  it('runs by button and by key; Stop ends the playing and leaves the run whole', async () => {
    const { onrun, engine, shortcuts, run } = await open();
    await userEvent.click(screen.getByRole('button', { name: /^Run/ }));
    expect(onrun).toHaveBeenCalledOnce();
    shortcuts.run('run.start');
    expect(onrun).toHaveBeenCalledTimes(2);
    await run.start('d-1', twoTasks);
    engine.send({ kind: 'status', status: status({ playing: true, complete: true }) });
    await userEvent.click(await screen.findByRole('button', { name: /^Stop/ }));
    expect(engine.kinds()).toContain('player.pause');
    expect(engine.kinds()).not.toContain('run.stop');
    engine.send({ kind: 'status', status: status({ complete: true, outcome: 'succeeded' }) });
    expect(await screen.findByRole('button', { name: /^Run/ })).toBeInTheDocument();
  });

  it('runs anew, and stops nothing, while a run that does not play is still worked out', async () => {
    const { onrun, engine, run } = await open();
    await run.start('d-1', twoTasks);
    engine.send({ kind: 'status', status: status({ playing: false, complete: false }) });
    await userEvent.click(await screen.findByRole('button', { name: /^Run/ }));
    expect(onrun).toHaveBeenCalledOnce();
    expect(engine.kinds()).not.toContain('run.stop');
  });

  it('wears the badge while a run is open', async () => {
    const { engine, run, visit } = await open();
    await run.start('d-1', twoTasks);
    const runId = (engine.requests[0] as { runId: string }).runId;
    engine.send({ kind: 'status', status: status({ runId, steps: 498, complete: true }) });
    engine.send({ kind: 'frame', frame: frame({ runId, step: 214, timeMs: 4320 }) });
    expect(await screen.findByText('Step 214 of 498 · 4.32 s')).toBeInTheDocument();
    await userEvent.click(screen.getByRole('button', { name: 'Close the run and edit' }));
    expect(run.active).toBe(false);
    expect(visit.missing).toBe(false);
  });
});

describe('small parts', () => {
  it('remembers sizes within bounds, whatever was stored', () => {
    localStorage.setItem('conclave:panel:left', '99999');
    const size = new PanelSize('left', { size: 232, min: 180, max: 400 });
    expect(size.size).toBe(400);
    size.size = 10;
    size.toggle();
    const again = new PanelSize('left', { size: 232, min: 180, max: 400 });
    expect([again.size, again.folded]).toEqual([180, true]);
  });

  it('opens the player as high as a third of the page, and takes a hint’s line from it while lanes are left', () => {
    const { innerHeight } = window;
    const heights = [400, 800, 900, 1400].map((height) => {
      window.innerHeight = height;
      window.dispatchEvent(new Event('resize'));
      return playerHeight();
    });
    window.innerHeight = innerHeight;
    window.dispatchEvent(new Event('resize'));
    expect(heights).toEqual([216, 272, 306, 312]);
    expect([heightBeside(312, 36), heightBeside(230, 36), heightBeside(140, 36), heightBeside(312, 0)]).toEqual([
      276, 216, 140, 312,
    ]);
  });

  it('lets the sheet of a small page rest at a line, at half of the page or at all of it, whichever is nearest', () => {
    const { innerHeight } = window;
    window.innerHeight = 844;
    window.dispatchEvent(new Event('resize'));
    const stops = sheetStops(50);
    window.innerHeight = innerHeight;
    window.dispatchEvent(new Event('resize'));
    expect(stops).toEqual({ line: 62, half: 439, full: 685 });
    expect([0, 249, 252, 439, 561, 564, 900].map((size) => nearestStop(size, stops))).toEqual([
      'line',
      'line',
      'half',
      'half',
      'half',
      'full',
      'full',
    ]);
  });

  it('moves the sheet by its grip: a press and keys go to the next stop, a drag to the nearest', async () => {
    const stops = { line: 62, half: 439, full: 685 };
    const rests: string[] = [];
    const sizes: number[] = [];
    const { rerender } = render(SheetGrip, {
      stops,
      size: 439,
      onsize: (size: number) => sizes.push(size),
      onstop: (stop: string) => rests.push(stop),
    });
    const grip = screen.getByRole('separator', { name: 'Height of the player' });
    grip.setPointerCapture = () => undefined;
    expect(grip).toHaveAttribute('aria-valuetext', 'half of the page');
    await fireEvent.keyDown(grip, { key: 'ArrowUp' });
    await fireEvent.keyDown(grip, { key: 'ArrowDown' });
    await fireEvent.keyDown(grip, { key: 'Enter' });
    expect(rests.splice(0)).toEqual(['full', 'line', 'full']);
    await fireEvent.pointerDown(grip, { clientY: 400, button: 0 });
    await fireEvent.pointerMove(grip, { clientY: 398 });
    await fireEvent.pointerUp(grip);
    expect([sizes, rests.splice(0)]).toEqual([[], ['full']]);
    await fireEvent.pointerDown(grip, { clientY: 400, button: 0 });
    await fireEvent.pointerMove(grip, { clientY: 700 });
    expect(sizes).toEqual([139]);
    await rerender({ size: 139 });
    await fireEvent.pointerUp(grip);
    expect(rests).toEqual(['line']);
  });

  it('folds a panel that has no room until it is asked for, and remembers neither', () => {
    let scarce = true;
    const bounds = { size: 232, min: 180, max: 400 };
    const panel = new PanelSize('inspector', bounds, () => scarce);
    expect(panel.folded).toBe(true);
    panel.show();
    expect(panel.folded).toBe(false);
    panel.fold();
    expect(panel.folded).toBe(true);
    expect(localStorage.getItem('conclave:folded:inspector')).toBeNull();
    scarce = false;
    expect(panel.folded).toBe(false);
    panel.fold();
    expect(new PanelSize('inspector', bounds).folded).toBe(true);
  });

  it('writes every format that the menu offers', async () => {
    for (const { id } of documentFormats) {
      const { content, fileName } = await writeDocument(twoTasks, id);
      expect(content).toContain('write');
      expect(fileName).toMatch(/^Two-tasks\./);
    }
    expect(await writeRun('../x', '{}')).toMatchObject({ fileName: 'x.conclave-run.json', content: '{}' });
  });

  it('chooses a pattern with and without settings beside it', () => {
    for (const document of [twoTasks, { ...twoTasks, coordination: { pattern: 'centralized', window: 3 } }]) {
      const result = apply(document, patternEdit(document, 'load-balancing'));
      expect(result.ok && result.value.document.coordination).toMatchObject({
        ...document.coordination,
        pattern: 'load-balancing',
      });
    }
    expect(apply(twoTasks, renameEdit('X')).ok).toBe(true);
  });
});
