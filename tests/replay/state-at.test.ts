/** What is told of a run after moves of the playhead: the changes, put together, are always the whole state. */
import { describe, expect, it, vi } from 'vitest';
import { StateAt } from '../../src/replay/index.ts';
import { Dice, randomDocument } from '../support/documents.ts';
import { ran } from '../support/running.ts';

describe('changes', () => {
  it('[G2] put together after any moves there and back give the state at the playhead', () => {
    for (let seed = 1; seed <= 40; seed += 1) {
      const { plan, run } = ran(randomDocument(seed, { tasksMax: 14 }));
      const dice = new Dice(seed);
      const told = new StateAt(plan, run.log);
      const page = new Map<string, unknown>();
      for (let move = 0; move < 30; move += 1) {
        told.seek(dice.integer(0, run.log.length));
        // Some places are passed without anybody looking.
        if (dice.chance(0.3)) continue;
        const count = dice.integer(0, run.log.length);
        told.seek(count);
        const { tasks, agents } = told.changes(0);
        for (const view of [...tasks, ...agents]) page.set(view.id, view);
        const fresh = new StateAt(plan, run.log);
        fresh.seek(count);
        const whole = fresh.changes(0);
        expect(whole.full).toBe(true);
        for (const view of [...whole.tasks, ...whole.agents])
          expect(page.get(view.id), `seed ${String(seed)}, ${view.id} at ${String(count)}`).toEqual(view);
      }
    }
  });

  it('after a jump back are the tasks that differ, not all of them', () => {
    const { plan, run } = ran({
      agents: [{ id: 'ana' }],
      tasks: Array.from({ length: 40 }, (_, at) => ({
        id: `t${String(at)}`,
        dependsOn: at === 0 ? [] : [`t${String(at - 1)}`],
      })),
    });
    const state = new StateAt(plan, run.log);
    state.seek(run.log.length);
    state.changes(0);
    state.seek(run.log.length - 12);
    const { full, tasks } = state.changes(0);
    expect(full).toBe(false);
    expect(tasks.length).toBeLessThan(8);
  });

  it('a jump far ahead starts from a copy like one far back, and tells the same as a fold from the start', () => {
    const { plan, run } = ran({
      agents: [{ id: 'ana' }, { id: 'ben' }],
      tasks: Array.from({ length: 1200 }, (_, at) => ({ id: `t${String(at)}` })),
    });
    const { log } = run;
    const state = new StateAt(plan, log);
    state.seek(log.length);
    state.changes(0);
    const read = vi.spyOn(log, 'at');
    for (const share of [0.1, 0.9, 0.02, 0.97, 0.5]) {
      const count = Math.round(log.length * share);
      read.mockClear();
      state.seek(count);
      expect(read.mock.calls.length, `facts read to ${String(share)} of ${String(log.length)}`).toBeLessThan(6500);
      expect(state.changes(0).full).toBe(false);
      const fresh = new StateAt(plan, log);
      fresh.seek(count);
      state.refresh();
      expect(state.changes(0)).toEqual(fresh.changes(0));
    }
    read.mockRestore();
    expect(log.length).toBeGreaterThan(10_000);
  });
});
