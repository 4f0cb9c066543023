/**
 * What a person puts into the open run where the playhead stands: a stop, something that goes wrong, its undoing. It is written down
 * before it is put in; what lay ahead is cut off.
 */
import { injectionInputs, type RunInput } from '../../replay/index.ts';
import { cancelInput } from '../../workflow/index.ts';
import { EngineError } from '../errors.ts';
import type { Stage } from '../stage/stage.ts';
import { play } from './moves.ts';
import type { OrderOf } from './order.ts';

/** Cancels the run; nothing is to be cancelled where it is over. */
export async function stop(stage: Stage): Promise<null> {
  const { run, playhead } = stage.mine;
  if (run.complete && playhead.step >= run.steps) return null;
  const { step, timeMs } = playhead;
  await put(stage, step, [{ step, atMs: timeMs, ...cancelInput('stopped by hand') }]);
  play(stage);
  return null;
}

/** Something goes wrong on purpose, or is undone. */
export async function inject(stage: Stage, { fault }: OrderOf<'run.inject'>): Promise<null> {
  const { run, playhead } = stage.mine;
  const { step, timeMs } = playhead;
  if (playhead.playing || playhead.arriving)
    throw new EngineError('engine/refused-fault', 'Pause the run first: what is put in happens at the playhead.');
  const inputs = injectionInputs(run, { step, timeMs }, fault);
  if (!inputs.ok) throw new EngineError('engine/refused-fault', inputs.error);
  await put(stage, step, inputs.value);
  stage.show();
  stage.wake();
  return null;
}

async function put(stage: Stage, step: number, inputs: readonly RunInput[]): Promise<void> {
  await stage.writer?.input(inputs);
  // Another tab may have taken the run over meanwhile.
  stage.mine.inject(step, inputs, stage.host.clock());
  stage.writer?.cut(step);
}
