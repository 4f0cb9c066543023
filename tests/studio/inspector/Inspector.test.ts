/** The inspector as a person meets it: settings of what is selected, state during a run, one undo a change. */
import { screen, waitFor } from '@testing-library/svelte';
import { userEvent } from '@testing-library/user-event';
import { describe, expect, it, vi } from 'vitest';
import { Inspector } from '../../../src/studio/inspector/index.ts';
import { edgeId } from '../../../src/studio/state/index.ts';
import { stage } from '../panels/stage.ts';
import { frame, status } from '../support/fake-engine.ts';
import { twoTasks } from '../support/fake-keeper.ts';

describe('the way into the form and back', () => {
  const drawing = () => {
    const place = document.createElement('div');
    place.dataset['keys'] = 'canvas';
    place.innerHTML = '<div class="svelte-flow" tabindex="0"></div>';
    document.body.append(place);
    return place.firstElementChild as HTMLElement;
  };

  it('is no way from elsewhere, nor with nothing selected, nor into what Enter opens', async () => {
    const { workspace, shortcuts } = await stage(Inspector, {
      tasks: [{ id: 'whole' }, { id: 'in', parent: 'whole' }],
    });
    const canvas = drawing();
    canvas.focus();
    expect(shortcuts.run('inspector.enter')).toBe(false);
    workspace.select(['whole']);
    expect(shortcuts.run('inspector.enter')).toBe(false);
    workspace.select(['in']);
    document.body.focus();
    canvas.blur();
    expect(shortcuts.run('inspector.enter')).toBe(false);
    canvas.parentElement?.remove();
  });

  it('is Enter on the canvas, and Escape in the form', async () => {
    const { workspace, shortcuts } = await stage(Inspector, twoTasks);
    const canvas = drawing();
    const close = vi.fn();
    shortcuts.register([
      { id: 'canvas.focus', label: 'Go to the canvas', group: 'Canvas', run: () => canvas.focus() },
      { id: 'run.close', label: 'Close', keys: ['Escape'], group: 'Run', run: close },
    ]);
    addEventListener('keydown', shortcuts.handle);
    workspace.select(['write']);
    canvas.focus();
    await userEvent.keyboard('{Enter}');
    await waitFor(() => {
      expect(screen.getByRole('tabpanel')).toContainElement(document.activeElement as HTMLElement);
    });
    await userEvent.keyboard('{Escape}');
    expect(document.activeElement).toBe(canvas);
    expect(close).not.toHaveBeenCalled();
    removeEventListener('keydown', shortcuts.handle);
    canvas.parentElement?.remove();
  });
});

describe('settings', () => {
  it('refuses a number out of bounds and changes nothing', async () => {
    const { workspace, kept } = await stage(Inspector, twoTasks);
    workspace.select(['ana']);
    const slots = await screen.findByLabelText('Slots');
    await userEvent.type(slots, '0');
    await userEvent.tab();
    expect(screen.getByText('At least 1.')).toBeInTheDocument();
    expect(kept.appended).toEqual([]);
  });

  it('show the document when nothing is selected', async () => {
    const { kept } = await stage(Inspector, twoTasks);
    expect(screen.getByRole('heading', { name: 'Two tasks' })).toBeInTheDocument();
    const seed = screen.getByLabelText('Seed');
    expect(seed).toHaveAttribute('placeholder', '1');
    await userEvent.type(seed, '9');
    await userEvent.tab();
    expect(kept.appended).toEqual([{ kind: 'set-field', path: ['seed'], value: 9 }]);
  });

  it('of a task: pin it, rename it, wait for nothing any more', async () => {
    const { workspace } = await stage(Inspector, twoTasks);
    workspace.select(['write']);
    await userEvent.selectOptions(await screen.findByLabelText('Pinned to'), 'ana');
    await userEvent.click(screen.getByRole('button', { name: 'Do not wait for collect' }));
    const id = screen.getByLabelText('Id');
    await userEvent.clear(id);
    await userEvent.type(id, 'draft{Enter}');
    expect(workspace.document?.tasks?.[1]).toEqual({ id: 'draft', dependsOn: [], agent: 'ana' });
    expect(workspace.selection.single).toBe('draft');
    workspace.undo();
    workspace.undo();
    expect(workspace.document?.tasks?.[1]).toEqual({ id: 'write', dependsOn: ['collect'], agent: 'ana' });
  });

  it('says what a task waits for now, and why a name that fits nothing is not taken', async () => {
    const { workspace } = await stage(Inspector, twoTasks);
    workspace.select(['write']);
    const line = await screen.findByLabelText('Depends on');
    await userEvent.type(line, 'dragon');
    await userEvent.tab();
    expect(line).toHaveAttribute('aria-invalid', 'true');
    expect(line).toHaveAccessibleDescription(/^There is no other task “dragon”; choose one of the list\./);
    expect(workspace.said).toMatch(/^There is no other task “dragon”/);
    await userEvent.click(screen.getByRole('button', { name: 'Do not wait for collect' }));
    expect(workspace.said).toBe('Waits for collect no more');
    await userEvent.clear(line);
    await userEvent.type(line, 'collect');
    await userEvent.tab();
    expect(workspace.said).toBe('Waits for collect now');
  });

  it('of a task that holds a resource: by name, with units, and not at all any more', async () => {
    const { workspace } = await stage(Inspector, {
      tasks: [{ id: 'print' }],
      resources: [{ id: 'press', name: 'Press', units: 4 }],
    });
    workspace.select(['print']);
    const line = await screen.findByPlaceholderText('none; type to add');
    await userEvent.type(line, 'dragon');
    await userEvent.tab();
    expect(workspace.document?.tasks?.[0]).toEqual({ id: 'print' });
    await userEvent.type(line, 'press');
    await userEvent.tab();
    await userEvent.type(await screen.findByLabelText('Units of Press'), '2');
    await userEvent.tab();
    expect(workspace.document?.tasks?.[0]?.resources).toEqual([{ id: 'press', units: 2 }]);
    await userEvent.click(screen.getByRole('button', { name: 'Do without Press' }));
    expect(workspace.document?.tasks?.[0]).toEqual({ id: 'print' });
  });

  it('of a composite say nothing of work, and of a part what it is a part of', async () => {
    const { workspace } = await stage(Inspector, {
      tasks: [{ id: 'whole' }, { id: 'part', parent: 'whole' }, { id: 'b' }],
    });
    workspace.select(['whole']);
    expect(await screen.findByText('Composite task · 1 part')).toBeInTheDocument();
    expect(screen.getByLabelText('Combine')).toBeInTheDocument();
    expect(screen.queryByLabelText('Pinned to')).toBeNull();
    workspace.select(['b']);
    await userEvent.selectOptions(await screen.findByLabelText('Part of'), 'whole');
    expect(workspace.document?.tasks?.[2]?.parent).toBe('whole');
  });

  it('of a resource and of a shared memory come from the schema', async () => {
    const { workspace } = await stage(Inspector, { resources: [{ id: 'press' }], memories: [{ id: 'notes' }] });
    workspace.select(['press']);
    expect(await screen.findByText('Resource · no task uses it')).toBeInTheDocument();
    await userEvent.selectOptions(screen.getByLabelText('Mode'), 'exclusive');
    expect(workspace.document?.resources?.[0]).toEqual({ id: 'press', mode: 'exclusive' });
    workspace.select(['notes']);
    await userEvent.selectOptions(await screen.findByLabelText('Consistency'), 'strong');
    expect(workspace.document?.memories?.[0]).toEqual({ id: 'notes', consistency: 'strong' });
  });

  it('say the help of the field that has the focus', async () => {
    const { workspace } = await stage(Inspector, twoTasks);
    workspace.select(['ana']);
    (await screen.findByLabelText('Speed')).focus();
    expect(await screen.findByText(/^Divides every duration/)).toBeInTheDocument();
  });

  it('show a problem at its field', async () => {
    const { workspace } = await stage(Inspector, { tasks: [{ id: 'a', agent: 'gone' }], agents: [{ id: 'ana' }] });
    workspace.select(['a']);
    expect(await screen.findByText(/There is no agent "gone"/)).toBeInTheDocument();
  });
});

describe('other selections', () => {
  it('a dependency shows its ends and what it carries', async () => {
    const { workspace } = await stage(Inspector, twoTasks);
    workspace.select([edgeId('depends', 'collect', 'write')]);
    await userEvent.type(await screen.findByLabelText('Transfer'), '18');
    await userEvent.tab();
    expect(workspace.document?.tasks?.[1]?.dependsOn).toEqual([{ task: 'collect', transferMs: 18 }]);
  });

  it('several are counted by kind', async () => {
    const { workspace } = await stage(Inspector, twoTasks);
    workspace.select(['ana', 'collect', 'write']);
    expect(await screen.findByText('1 agent, 2 tasks')).toBeInTheDocument();
  });
});

describe('during a run', () => {
  it('shows the state at the playhead, the reason, and goes to the next change', async () => {
    const { workspace, engine, run } = await stage(Inspector, twoTasks);
    workspace.select(['collect']);
    await run.start('d-1', twoTasks);
    const { runId } = engine.requests.find((command) => command.kind === 'run.start') ?? { runId: '' };
    engine.send({ kind: 'status', status: status({ runId }) });
    engine.send({
      kind: 'frame',
      frame: frame({
        runId,
        timeMs: 700,
        tasks: [
          {
            id: 'collect',
            state: 'ready',
            agent: 'ana',
            attempts: 1,
            sinceMs: 600,
            startMs: 100,
            endMs: null,
            dueMs: null,
            reason: 'the first attempt failed',
          },
        ],
      }),
    });
    expect(await screen.findByText('the first attempt failed')).toBeInTheDocument();
    expect(screen.getByText('since 600 ms')).toBeInTheDocument();
    await userEvent.click(screen.getByRole('button', { name: 'Next change' }));
    await waitFor(() => {
      expect(engine.requests.at(-1)).toEqual({ kind: 'player.toChange', node: 'collect', direction: 1 });
    });
  });
});
