/** The checkpoints of an agent in the page: what is told of each, what is looked into and compared, and what is ordered. */
import { fireEvent, screen, within } from '@testing-library/svelte';
import { afterEach, describe, expect, it, vi } from 'vitest';
import type { CheckpointsOf, CheckpointView, Command } from '../../../src/bridge/index.ts';
import AgentCheckpoints from '../../../src/studio/minds/checkpoints/AgentCheckpoints.svelte';
import { writtenLine } from '../../../src/studio/minds/checkpoints/checkpoint-words.ts';
import { settle, stage } from '../player/stage.ts';
import { ScriptedEngine } from '../player/scripted-engine.ts';

const row = { written: true, running: 1, queued: 0, given: 0, usedStep: null };
const told: CheckpointsOf = {
  everyMs: 1000,
  written: 9,
  rows: [
    { ...row, step: 30, timeMs: 3000 },
    { ...row, step: 20, timeMs: 2000, queued: 2, usedStep: 25 },
    { ...row, step: 10, timeMs: 1000 },
  ],
};
const kept: readonly CheckpointView[] = [
  { step: 20, name: 'Ana, 2 s', digest: 'd', size: 9, damaged: false, timeMs: 2000, tasks: {}, onWay: true },
  { step: 10, name: null, digest: '', size: 9, damaged: true, timeMs: 0, tasks: {}, onWay: false },
];
const contents = {
  ...{
    step: 20,
    timeMs: 2000,
    written: true,
    moreWork: 0,
    moreMemory: 0,
    moreBeliefs: 0,
    moreGoals: 0,
    busyMs: 5,
    tasks: 1,
  },
  work: [{ task: 'fetch', agent: null, attempt: 2, lease: 1, how: 'running', doneMs: 400, leftMs: 600 }],
  memory: [{ key: 'plan', text: '"a"', whole: true, importance: 0.5, uses: 1, pinned: true }],
  beliefs: [{ name: 'dry', text: 'true', whole: true }],
  goals: [{ id: 'done', status: 'open' }],
};
const answers: Readonly<Record<string, unknown>> = {
  'run.checkpoints': told,
  'run.checkpoint': contents,
  'run.checkpointChanges': { changes: [{ of: 'belief', name: 'dry', was: null, is: 'true' }], more: 0 },
  'run.mind': { agent: 'ana', beliefs: { dry: true }, goals: [], memory: null },
  'checkpoint.list': kept,
};

async function shown(agent: string | null = 'ana', more: Readonly<Record<string, unknown>> = {}) {
  const answer = ScriptedEngine.prototype.request;
  vi.spyOn(ScriptedEngine.prototype, 'request').mockImplementation(async function (
    this: ScriptedEngine,
    command: Command,
  ) {
    const given = await answer.call(this, command);
    return ({ ...answers, ...more }[command.kind] ?? given) as never;
  });
  const onclose = vi.fn();
  const on = await stage(AgentCheckpoints, {
    change: {},
    given: { agent, nameOf: (id: string) => id.toUpperCase(), onclose },
  });
  await settle();
  return { ...on, onclose };
}
const button = (name: string) => screen.getByRole('button', { name });
const texts = () =>
  within(screen.getByRole('list', { name: /^Checkpoints of/u }))
    .getAllByRole('listitem')
    .map((each) => each.textContent.replace(/\s+/gu, ' '));

// jsdom has no modal dialogs.
HTMLDialogElement.prototype.showModal = function showModal() {
  this.open = true;
};

afterEach(() => {
  vi.restoreAllMocks();
});

describe('the checkpoints of an agent', () => {
  it('say when each was written, what is in it, whether it came back to it, and which kept copy is damaged', async () => {
    const { engine } = await shown();
    expect(engine.last('run.checkpoints')).toMatchObject({ agent: 'ana', kept: [20, 10] });
    const [newest, used, damaged] = texts();
    expect(newest).toMatch(/3\.00 s.*step 30 · 1 in hand, 0 queued/u);
    expect(used).toMatch(/pinned.*came back to it at step 25.*1 in hand, 2 queued/u);
    expect(damaged).toMatch(/kept copy damaged.*not as it was written/u);
    expect(screen.getByText(/The last five of 9 and those that you keep/u)).toBeTruthy();
  });

  it('are looked into, one at a time', async () => {
    await shown();
    await fireEvent.click(button('Look into Step 20'));
    await settle();
    const section = screen.getByRole('region', { name: 'What is in step 20' });
    expect(section.textContent.replace(/\s+/gu, ' ')).toMatch(
      /FETCH\s*running, 400 ms of 1\.00 s done, attempt 2.*plan\s*"a" · 1 use · pinned.*dry\s*true.*done\s*open/u,
    );
    await fireEvent.click(button('Look into Step 20'));
    await settle();
    expect(screen.queryByRole('region', { name: 'What is in step 20' })).toBeNull();
  });

  it('are compared by two; of three ticked the first is let go', async () => {
    const { engine } = await shown();
    expect(button('Compare two')).toHaveProperty('disabled', true);
    for (const step of [30, 10, 20])
      await fireEvent.click(screen.getByRole('checkbox', { name: `Compare Step ${String(step)}` }));
    await fireEvent.click(button('Compare two'));
    await settle();
    expect(engine.last('run.checkpointChanges')).toEqual({
      kind: 'run.checkpointChanges',
      agent: 'ana',
      from: 10,
      to: 20,
    });
    expect(screen.getByRole('row', { name: 'Belief dry not there true' })).toBeTruthy();
  });

  it('are gone to, run from and pinned, each at its own step', async () => {
    const { engine, onclose } = await shown();
    await fireEvent.click(button('More for Step 30'));
    await fireEvent.click(screen.getByRole('menuitem', { name: /^Pin/u }));
    await settle();
    expect(engine.last('checkpoint.take')).toEqual({
      kind: 'checkpoint.take',
      name: 'ANA, 3.00 s (step 30)',
      step: 30,
    });
    await fireEvent.click(button('Go to Step 10'));
    expect(engine.last('player.seek')).toEqual({ kind: 'player.seek', step: 10 });
    expect(onclose).toHaveBeenCalledTimes(1);
    await fireEvent.click(button('Run from Step 20'));
    await settle();
    expect(engine.last('run.from')).toMatchObject({ kind: 'run.from', step: 20 });
  });

  it('of the coordinator say what it had given away, and are no state of an agent', async () => {
    await shown(null, { 'run.checkpoints': { ...told, rows: [{ ...told.rows[0]!, running: 0, given: 3 }] } });
    expect(texts()[0]).toMatch(/3 given away/u);
    await fireEvent.click(button('More for Step 30'));
    expect(screen.queryByRole('menuitem', { name: /state/u })).toBeNull();
  });

  it('say what to do where none are written', async () => {
    await shown('ana', { 'run.checkpoints': { everyMs: null, written: 0, rows: [] }, 'checkpoint.list': [] });
    expect(
      screen.getByText(/ANA writes none: after a crash it comes back with empty hands\. Let it recover/u),
    ).toBeTruthy();
    expect(writtenLine({ written: 0, last: null })).toBe('No checkpoint yet');
    expect(writtenLine({ written: 1, last: { step: 2, timeMs: 20 } })).toBe('1 checkpoint, the last at 20 ms');
  });
});
