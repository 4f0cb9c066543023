/** The idle stretches of a run: never where somebody works, all of them where nobody does. */
import { describe, expect, it } from 'vitest';
import { Timeline } from '../../../src/replay/index.ts';
import { IdleTimes } from '../../../src/replay/windows/idle-times.ts';
import { randomDocument } from '../../support/documents.ts';
import { piece, play, task } from '../../scenarios/stage.ts';
import { ran } from '../../support/running.ts';

const whole = { fromMs: 0, toMs: 1e9, pixels: 1e9 };

describe('idle times', () => {
  it('are none while somebody works, and the rest of the run when work is over', () => {
    const idle = new IdleTimes();
    idle.begin(0);
    expect(idle.longest(100)).toEqual([]);
    idle.end(60);
    expect(idle.longest(100)).toEqual([{ fromMs: 60, toMs: 100 }]);
  });

  it('are taken back where work was that is known at its end only', () => {
    const idle = new IdleTimes();
    idle.was(50, 60);
    expect(idle.longest(60)).toEqual([{ fromMs: 0, toMs: 50 }]);
    idle.was(20, 90);
    expect(idle.longest(90)).toEqual([{ fromMs: 0, toMs: 20 }]);
    idle.was(0, 95);
    expect(idle.longest(95)).toEqual([]);
  });

  it('are the pause before another attempt', () => {
    const { plan, run } = play(
      piece([task('a', [], { model: { failsFirst: 1 }, ms: 20, retry: { attempts: 2, backoffMs: 300 } })]),
    );
    expect(new Timeline(plan, run.log).window(whole, new Set()).idle).toEqual([{ fromMs: 20, toMs: 320 }]);
  });

  it('in random runs never meet a bar of work', () => {
    for (let seed = 1; seed <= 60; seed += 1) {
      const { plan, run } = ran(randomDocument(seed, { tasksMax: 14 }));
      const { idle, lanes } = new Timeline(plan, run.log).window(whole, new Set());
      for (const { bars } of lanes)
        for (const bar of bars)
          if (bar.kind === 'running' || bar.kind === 'transfer')
            for (const { fromMs, toMs } of idle)
              expect(bar.startMs < toMs && bar.endMs > fromMs, `seed ${String(seed)}`).toBe(false);
    }
  });
});
