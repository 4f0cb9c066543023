/** The agents of a run at the playhead: what is shown of their minds, where it leads, and what is changed there and then. */
import { fireEvent, screen } from '@testing-library/svelte';
import { afterEach, describe, expect, it, vi } from 'vitest';
import type { MindsWindow, RunStatus } from '../../../src/bridge/index.ts';
import { Agents } from '../../../src/studio/minds/index.ts';
import { heldBack } from '../../../src/studio/minds/mind-words.ts';
import { settle, stage } from '../player/stage.ts';
import { ScriptedEngine } from '../player/scripted-engine.ts';

const minds: MindsWindow = {
  from: 0,
  total: 2,
  minds: [
    {
      agent: 'ana',
      beliefs: [
        { name: 'open', text: 'true', whole: true, since: { step: 7, task: 'fetch' } },
        { name: 'note', text: '"a very lo', whole: false, since: null },
      ],
      moreBeliefs: 3,
      goals: [
        { id: 'done', when: 'beliefs.open', status: 'reached', since: { step: 9, task: null } },
        { id: 'rest', when: null, status: 'open', since: null },
      ],
      moreGoals: 0,
    },
    { agent: 'bo', beliefs: [], moreBeliefs: 0, goals: [], moreGoals: 0 },
  ],
};

async function shown(change: Partial<RunStatus> = {}, told: MindsWindow | null = minds) {
  const answer = ScriptedEngine.prototype.request;
  vi.spyOn(ScriptedEngine.prototype, 'request').mockImplementation(async function (this: ScriptedEngine, command) {
    const given = await answer.call(this, command);
    return command.kind === 'run.minds' ? told : given;
  });
  const on = await stage(Agents, { change, given: { nameOf: (id: string) => id.toUpperCase() } });
  await settle();
  return on;
}

afterEach(() => {
  vi.restoreAllMocks();
});

describe('the agents of a run', () => {
  it('show beliefs and goals, and lead to the step at which each changed', async () => {
    const { engine } = await shown();
    const list = screen.getByRole('list', { name: 'Agents' });
    expect(list.textContent).toMatch(/open\s*true\s*by FETCH\s*step 7/u);
    expect(list.textContent).toMatch(/note\s*"a very lo…\s*from the start/u);
    expect(list.textContent).toContain('and 3 more');
    expect(list.textContent).toMatch(/done\s*reached · beliefs.open\s*step 9/u);
    await fireEvent.click(screen.getByRole('button', { name: 'step 7' }));
    expect(engine.last('player.seek')).toEqual({ kind: 'player.seek', step: 7 });
  });

  it('show both tiers of a working memory: places, what moved in this step, and what leaves next', async () => {
    const thing = { whole: true, pinned: false, importance: 0.5, uses: 2, unusedMs: 40, moved: null };
    const tiers = {
      ...({
        score: 'act-r',
        capacity: 2,
        places: 9,
        hits: 3,
        misses: 1,
        shortKept: 2,
        longKept: 1,
        next: 'plan',
      } as const),
      short: [
        { ...thing, key: 'goal', text: '1', score: 0.5, moved: 'promoted' as const, pinned: true },
        { ...thing, key: 'plan', text: '2', score: 0.2 },
      ],
      long: [{ ...thing, key: 'lunch', text: '3', score: 0.1, moved: 'evicted' as const }],
      missed: ['x'],
      forgotten: [],
    };
    await shown({}, { from: 0, total: 1, minds: [{ ...minds.minds[1]!, tiers }] });
    const region = screen.getByRole('region', { name: 'Working memory of BO' });
    expect(region.textContent).toMatch(/3 of 4 recalls found what was sought, 75%\. ✕ Missed x\./u);
    expect(region.textContent).toMatch(/Short term\s*2 of 2.*Long term\s*1 of 9/su);
    const rows = screen.getAllByRole('listitem').map((each) => each.textContent.replace(/\s+/gu, ' ').trim());
    expect(rows).toEqual(
      expect.arrayContaining(['goal 1 ↑ promoted 0.50', 'plan 2 leaves next 0.20', 'lunch 3 ↓ evicted 0.10']),
    );
    expect(
      screen.getByRole('listitem', {
        name: 'lunch: 3 · importance 0.50 · 2 uses · last used 40 ms ago · act-r score 0.100 · evicted in this step',
      }),
    ).toBeInTheDocument();
  });

  it('change a belief at the playhead, take it away, and add one', async () => {
    const { engine } = await shown();
    const put = (): unknown => engine.last('run.inject')?.fault;
    await fireEvent.click(screen.getByRole('button', { name: 'Change open now' }));
    const field = screen.getByLabelText('open');
    await fireEvent.input(field, { target: { value: 'not yet' } });
    await fireEvent.submit(field.closest('form')!);
    await settle();
    expect(put()).toEqual({ kind: 'mind', agent: 'ana', beliefs: { open: 'not yet' } });
    await fireEvent.click(screen.getByRole('button', { name: 'Change open now' }));
    await fireEvent.click(screen.getByRole('button', { name: 'Remove it now' }));
    await settle();
    expect(put()).toEqual({ kind: 'mind', agent: 'ana', forget: ['open'] });
    await fireEvent.click(screen.getAllByRole('button', { name: 'Add a belief now' })[1]!);
    await fireEvent.input(screen.getByLabelText('Belief'), { target: { value: 'dry' } });
    await fireEvent.input(screen.getByLabelText('Value'), { target: { value: '[1, 2]' } });
    await fireEvent.click(screen.getByRole('button', { name: 'Do it now' }));
    await settle();
    expect(put()).toEqual({ kind: 'mind', agent: 'bo', beliefs: { dry: [1, 2] } });
  });

  it('change nothing where that cannot be, and say why', async () => {
    await shown({ watching: true });
    const [held] = screen.getAllByRole('button', { name: 'This run belongs to another tab' });
    expect(held).toHaveProperty('disabled', true);
    expect(heldBack({ watching: false, playing: true, atEnd: false })).toBe('Pause the run first');
    expect(heldBack({ watching: false, playing: false, atEnd: true })).toMatch(/step back/u);
    expect(heldBack({ watching: false, playing: false, atEnd: false })).toBeNull();
  });

  it('say what to do where nobody believes anything', async () => {
    await shown({}, { from: 0, total: 1, minds: [minds.minds[1]!] });
    expect(screen.getByRole('status').textContent).toMatch(/Give them beliefs and goals in their settings/u);
  });

  it('say so where there are none', async () => {
    await shown({}, { from: 0, total: 0, minds: [] });
    expect(screen.getByText('No agents in this run.')).toBeTruthy();
  });
});
