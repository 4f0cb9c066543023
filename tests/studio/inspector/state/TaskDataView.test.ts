/** The Data tab: what cannot be fixed is refused in words, what can is fixed in place and run downstream. */
import { cleanup, screen } from '@testing-library/svelte';
import { userEvent } from '@testing-library/user-event';
import { describe, expect, it } from 'vitest';
import type { TaskData, TaskView } from '../../../../src/bridge/index.ts';
import { Inspector } from '../../../../src/studio/inspector/index.ts';
import { stage } from '../../panels/stage.ts';
import { frame, status } from '../../support/fake-engine.ts';
import { twoTasks } from '../../support/fake-keeper.ts';

const view = (id: string, state: TaskView['state']): TaskView => ({
  id,
  state,
  agent: null,
  attempts: 1,
  sinceMs: 0,
  startMs: 0,
  endMs: 5,
  dueMs: null,
  reason: null,
});
const value = (text: string, pinned = false) => ({ text, whole: true, pinned });

async function shown(data: TaskData | null, changes: Parameters<typeof status>[0] = {}, id = 'collect') {
  const set = await stage(Inspector, twoTasks);
  const { engine, run, workspace } = set;
  workspace.select([id]);
  await run.start('d-1', twoTasks);
  const { runId } = engine.requests.find((command) => command.kind === 'run.start') ?? { runId: '' };
  engine.answer = (command) => (command.kind === 'run.data' ? data : null);
  engine.send({ kind: 'status', status: status({ runId, ...changes }) });
  const tasks = [view('collect', 'succeeded'), view('write', 'pending')];
  engine.send({ kind: 'frame', frame: frame({ runId, full: true, tasks }) });
  await userEvent.click(await screen.findByRole('tab', { name: 'Data' }));
  return set;
}
const collect: TaskData = { task: 'collect', came: [], went: value('{\n  "n": 1\n}'), followed: true };
const fix = { name: /Fix the output/ };

describe('what cannot be fixed', () => {
  it('while it plays, while another tab runs it, where nothing follows: the button is off and says why', async () => {
    for (const [data, changes, words] of [
      [collect, { playing: true }, /Pause to change/],
      [collect, { watching: true }, /Another tab/],
      [{ ...collect, followed: false }, {}, /Nothing depends on this task/],
    ] as const) {
      await shown(data, changes);
      expect(await screen.findByText(words)).toBeVisible();
      expect(screen.getByRole('button', fix)).toBeDisabled();
      cleanup();
    }
  });

  it('what is not JSON: the place is told, and nothing is run', async () => {
    const { engine } = await shown(collect);
    await userEvent.click(await screen.findByRole('button', fix));
    const area = screen.getByLabelText(/gives this instead/);
    for (const [typed, words] of [
      ['{{"n": ', /not JSON: Line 1/],
      [' ', /Write a value/],
    ] as const) {
      await userEvent.clear(area);
      await userEvent.type(area, typed);
      expect(screen.getByRole('alert')).toHaveTextContent(words);
      expect(screen.getByRole('button', { name: /Run downstream/ })).toBeDisabled();
      await userEvent.keyboard('{Control>}{Enter}{/Control}');
    }
    expect(engine.kinds()).not.toContain('run.fork');
  });
});

describe('the data', () => {
  it('shows what came in by name, with its condition, and says what is not there yet', async () => {
    await shown(
      {
        task: 'write',
        came: [{ task: 'collect', when: 'results.collect.ok', ...value('[1, 2]', true) }],
        went: value('null'),
        followed: false,
      },
      {},
      'write',
    );
    expect(await screen.findByRole('region', { name: /^Output of/ })).toHaveTextContent('[1, 2]');
    expect(screen.getByText('fixed by hand')).toBeVisible();
    expect(screen.getByText('results.collect.ok')).toBeVisible();
    expect(screen.getByText('Not there yet at this step.')).toBeVisible();
  });

  it('is fixed in place: what follows runs anew with the value', async () => {
    const { engine } = await shown(collect);
    await userEvent.click(await screen.findByRole('button', fix));
    const area = screen.getByLabelText(/gives this instead/);
    expect(area).toHaveValue('{\n  "n": 1\n}');
    await userEvent.clear(area);
    await userEvent.type(area, '[[true]');
    await userEvent.click(screen.getByRole('button', { name: /Run downstream/ }));
    expect(engine.requests.find(({ kind }) => kind === 'run.fork')).toMatchObject({
      task: 'collect',
      pin: { value: [true] },
      play: true,
    });
  });

  it('lets go of an edit by Escape', async () => {
    await shown(collect);
    await userEvent.click(await screen.findByRole('button', fix));
    await userEvent.keyboard('{Escape}');
    expect(screen.getByRole('button', fix)).toBeEnabled();
  });
});
