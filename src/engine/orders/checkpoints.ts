/**
 * Checkpoints as a person uses them: kept under a name at the playhead, listed, gone to, compared, taken away, and a new run begun
 * from one. One that is damaged, or lies on a way that the run has left, is said, and never stands in for another in silence.
 */
import type { CheckpointGone, CheckpointView } from '../../bridge/index.ts';
import { differences, inputsBefore, type Difference, type RunInput } from '../../replay/index.ts';
import { EngineError } from '../errors.ts';
import { liveSettings } from '../journal-entries.ts';
import { checkpointAt, checkpointOf, disagreement, viewOf, type CheckpointData } from '../keeping/checkpoints.ts';
import type { Stage } from '../stage/stage.ts';
import { move } from './moves.ts';
import type { OrderOf } from './order.ts';
import type { OpenRun } from '../open/open-run.ts';
import { begin } from './starting.ts';

const refused = (message: string): EngineError => new EngineError('engine/refused-checkpoint', message);

export async function list(stage: Stage): Promise<readonly CheckpointView[]> {
  const { identity, run } = stage.run;
  return (await stage.host.journal.checkpoints(identity.runId)).map((kept) => viewOf(run, kept));
}

/** Keeps the run as it stands at a step, at the playhead where none is named. */
export async function take(stage: Stage, order: OrderOf<'checkpoint.take'>): Promise<null> {
  const { identity, run, playhead } = stage.mine;
  const { name, step = playhead.step } = order;
  if (order.step === undefined && playhead.arriving)
    throw refused('The playhead is still on its way; wait until it stands, then keep a checkpoint.');
  computed(run, step);
  const other = (await list(stage)).find((each) => each.step === step && each.name !== null && !each.onWay);
  if (other !== undefined)
    throw refused(
      `${other.name ?? ''} is kept at step ${other.step} of a way that this run has left; delete it first, or keep another step.`,
    );
  await stage.host.journal.checkpoint(identity.runId, checkpointAt(run, step, name));
  return null;
}

export async function name(stage: Stage, order: OrderOf<'checkpoint.name'>): Promise<null> {
  await stage.host.journal.nameCheckpoint(stage.mine.identity.runId, order.step, order.name);
  return null;
}

export async function remove(stage: Stage, { step }: OrderOf<'checkpoint.delete'>): Promise<null> {
  await stage.host.journal.deleteCheckpoint(stage.mine.identity.runId, step);
  return null;
}

/** Goes to a checkpoint; where it is damaged, to the one before it. */
export async function restore(stage: Stage, { step }: OrderOf<'checkpoint.restore'>): Promise<CheckpointGone> {
  const { identity, run } = stage.run;
  const listed = (await list(stage)).find((each) => each.step === step);
  if (listed === undefined) throw refused(`This run has no checkpoint at step ${step}; choose one of the list.`);
  if (!listed.damaged && !listed.onWay)
    throw refused(`This run has gone another way since the checkpoint at step ${step}; run from it instead.`);
  const { checkpoint, damaged } = await checkpointOf(stage.host.journal, identity.runId, run, step);
  if (checkpoint === null)
    throw refused(`The checkpoint at step ${step} is damaged, and none before it is sound; go to a step instead.`);
  const differs = disagreement(run, checkpoint);
  move(stage, (playhead, nowMs) => {
    playhead.forgetTarget();
    playhead.pause();
    playhead.seek(checkpoint.step, nowMs);
  });
  const before = `The checkpoint at step ${step} is damaged; the one before it, at step ${checkpoint.step}, is used.`;
  return { step: checkpoint.step, said: damaged ? before : differs };
}

/** What stands otherwise at one than at the other. */
export async function compare(
  stage: Stage,
  { from, to }: OrderOf<'checkpoint.compare'>,
): Promise<readonly Difference[]> {
  const listed = await list(stage);
  for (const step of [from, to])
    if (!listed.some((each) => each.step === step && each.onWay))
      throw refused(
        `There is no sound checkpoint of this run at step ${step} on the way that it took; choose another.`,
      );
  return differences(stage.run.run, from, to);
}

/** Begins a new run with what had been put in before a checkpoint, and stands there. */
export async function fork(stage: Stage, { runId, step }: OrderOf<'checkpoint.fork'>): Promise<null> {
  const { checkpoint } = await stage.host.journal.loadCheckpoint(stage.run.identity.runId, step);
  if (checkpoint?.step !== step)
    throw refused(`The checkpoint at step ${step} is damaged or gone; choose another to run from.`);
  const { inputs } = checkpoint.data as unknown as CheckpointData;
  const open = await beginAt(stage, { runId, step, inputs });
  open.comparisons.later((run) => disagreement(run, checkpoint));
  stage.show();
  return null;
}

/** The same from a step at which nothing is kept. */
export async function from(stage: Stage, { runId, step }: OrderOf<'run.from'>): Promise<null> {
  const { run } = stage.run;
  computed(run, step);
  await beginAt(stage, { runId, step, inputs: inputsBefore(run, step) });
  stage.show();
  return null;
}

function computed({ steps }: { readonly steps: number }, step: number): void {
  if (step > steps) throw refused(`This run has ${steps} steps so far, so there is no step ${step}; choose another.`);
}

async function beginAt(
  stage: Stage,
  { runId, step, inputs }: { readonly runId: string; readonly step: number; readonly inputs: readonly RunInput[] },
): Promise<OpenRun> {
  const { identity, run } = stage.run;
  const { documentId } = identity;
  const { document, plan } = run.compiled;
  const open = await begin(stage, { runId, documentId }, document, inputs, plan.live ? liveSettings : undefined);
  open.playhead.seek(step, stage.host.clock());
  return open;
}
