/** The course of a run: its counts are those of the state at each time, its shares those of the whole run. */
import { describe, expect, it } from 'vitest';
import { Course, FactLog, resultOf, StateAt } from '../../../src/replay/index.ts';
import { randomDocument } from '../../support/documents.ts';
import { crew, piece, play, task } from '../../scenarios/stage.ts';
import { ran } from '../../support/running.ts';

describe('the course', () => {
  it('of nothing is nothing, and of no time divides by none', () => {
    const { plan } = play(piece([task('a')]));
    const course = new Course(plan, new FactLog());
    expect(course.window(0, 100, 4)).toMatchObject({ running: [0, 0, 0, 0, 0], busy: [0, 0, 0, 0, 0] });
    expect(course.window(0, 0, 2).busy).toEqual([0, 0, 0]);
  });

  it('counts one agent with a queue', () => {
    const { plan, run } = play(
      piece([task('a'), task('b'), task('c')], {
        agents: crew(1),
        coordination: { pattern: 'load-balancing' },
      }),
    );
    const window = new Course(plan, run.log).window(0, 40, 4);
    expect(window).toMatchObject({
      times: [0, 10, 20, 30, 40],
      running: [1, 1, 1, 0, 0],
      waiting: [2, 1, 0, 0, 0],
      succeeded: [0, 1, 2, 3, 3],
      queued: [2, 2, 1, 0, 0],
      busy: [1, 1, 1, 1, 0],
      agents: [{ agent: 'agent-1', utilization: [1, 1, 1, 1, 0] }],
      queues: [{ agent: 'agent-1', queued: [2, 2, 1, 0, 0] }],
    });
  });

  it('[G2] agrees with the state at every time, in random runs that fail in every way', () => {
    for (let seed = 1; seed <= 60; seed += 1) {
      const { plan, run } = ran(randomDocument(seed, { tasksMax: 14 }));
      if (run.now === 0) continue;
      const course = new Course(plan, run.log);
      const { times, running, succeeded, failed, queued, queues } = course.window(0, run.now, 40);
      const state = new StateAt(plan, run.log);
      times.forEach((time, at) => {
        state.seek(run.log.countAtTime(time));
        const tasks = Array.from({ length: plan.ordinary }, (_, each) => state.task(each).state);
        const agents = plan.agents.map((_, each) => state.agent(each, time));
        expect(succeeded[at], `seed ${String(seed)} at ${String(time)}`).toBe(
          tasks.filter((each) => each === 'succeeded').length,
        );
        expect(failed[at]).toBe(tasks.filter((each) => each === 'failed' || each === 'unassignable').length);
        expect(running[at]).toBe(tasks.filter((each) => each === 'running').length);
        expect(queued[at]).toBeGreaterThanOrEqual(agents.reduce((sum, agent) => sum + agent.queued, 0));
        for (const each of queues)
          expect(each.queued[at]).toBeGreaterThanOrEqual(
            agents.find(({ id }) => id === each.agent)?.queued ?? Infinity,
          );
      });
      const { makespanMs, agents } = resultOf(run);
      const whole = course.window(0, Math.max(1, makespanMs), 1);
      for (const { agent, utilization } of whole.agents)
        if (makespanMs === run.now) expect(utilization[1]).toBeCloseTo(agents[agent]!.utilization, 3);
    }
  });

  it('shows a herd: with an old board one queue holds a whole wave, with two drawn by lot no queue does', () => {
    const waves = (balancing: 'least-loaded' | 'power-of-two'): number => {
      const { plan, run } = play(
        piece(
          Array.from({ length: 12 }, (_, at) => task(`t${String(at)}`)),
          {
            agents: crew(6),
            scheduling: { order: 'fifo', balancing, ties: 'by-id' },
            coordination: { pattern: 'load-balancing', staleMs: 1000 },
          },
        ),
      );
      const { queues } = new Course(plan, run.log).window(0, run.now, 60);
      return Math.max(...queues.flatMap(({ queued }) => queued));
    };
    expect(waves('least-loaded')).toBe(11);
    expect(waves('power-of-two')).toBeLessThan(6);
  });
});
