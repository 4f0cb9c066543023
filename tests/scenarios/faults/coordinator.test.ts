/** The coordinator goes down in a run whose document foresees nothing, or loses messages anyhow: nothing that was to be done is forgotten. */
import { expect, it } from 'vitest';
import { resultOf, Run } from '../../../src/replay/index.ts';
import { compiled } from '../stage.ts';
import { calm, put, stages } from './cast.ts';

it.each(stages)(
  '[W30] [CC12] [CC14] under %s, %s, the coordinator goes down at any step, in the midst of an instant too: all is done when it is back',
  (pattern, balancing) => {
    const lossy = calm(pattern, balancing, { network: { delayMs: { min: 0, max: 3 }, loss: 0.01 } });
    for (const document of [calm(pattern, balancing), lossy]) {
      const { steps } = new Run(compiled(document)).finish();
      const stride = Math.max(1, Math.floor(steps / 40));
      for (let step = 0; step < steps; step += stride) {
        const run = put(document, step, { kind: 'crash', agent: 'coordinator', recoverMs: 3000 });
        const wrong = run.watch.views().filter(({ holds }) => !holds);
        const { outcome, reason } = resultOf(run);
        expect([step, outcome, reason, wrong]).toEqual([step, 'succeeded', null, []]);
      }
    }
  },
);
