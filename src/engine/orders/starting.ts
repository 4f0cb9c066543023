/**
 * New runs: of a document, of a run file, of what an older engine recorded, and from a task of the open one. Each gets a journal of
 * its own; whatever is refused leaves the run that is open as it was.
 */
import type { Json } from '../../base/index.ts';
import type { Document } from '../../document/index.ts';
import { memoriesOf, memoryInputs, writeMemories } from '../../interchange/index.ts';
import type { Plan } from '../../plan/index.ts';
import { dataBook, forkInput, type RunInput } from '../../replay/index.ts';
import { computeTo } from '../drivers/simulated.ts';
import { EngineError, toBridgeError } from '../errors.ts';
import { isLive, liveSettings } from '../journal-entries.ts';
import { differsFromEnd } from '../keeping/checkpoints.ts';
import { besideRecorded, olderInFile, olderStored, settingsOf } from '../keeping/older.ts';
import { readFile, writeStart } from '../keeping/stored.ts';
import { documentFrom, makeRun, type RunInputs } from '../make-run.ts';
import { OpenRun, type RunIdentity } from '../open/open-run.ts';
import type { Stage } from '../stage/stage.ts';
import { play } from './moves.ts';
import type { OrderOf } from './order.ts';

export async function start(stage: Stage, order: OrderOf<'run.start'>): Promise<null> {
  const { memories } = order;
  const document = documentFrom(order.document, order.agents);
  await begin(stage, order, document, memories === undefined ? [] : (plan) => remembered(plan, memories));
  if (order.play) play(stage);
  return null;
}

/** What agents kept of the run before; nothing where nobody recalls or remembers any more. */
function remembered(plan: Plan, text: string): readonly RunInput[] {
  if (plan.recollections.size === 0) return [];
  const inputs = memoryInputs(plan, text);
  if (inputs.ok) return inputs.value.inputs;
  throw new EngineError(
    'engine/refused-memories',
    `What agents kept of the run before cannot be taken: ${inputs.error}.`,
  );
}

/** What each agent has in long-term memory at the end of the open run; null where it is not over. */
export function memories({ run: { run } }: Stage): string | null {
  if (!run.complete) return null;
  const kept = memoriesOf(run);
  return writeMemories(kept.memories, kept.leftOut);
}

/** A run file is run again; where it ends otherwise than recorded, that is told. */
export async function importFile(stage: Stage, order: OrderOf<'run.import'>): Promise<null> {
  const { document, live, inputs, end } = readFile(order.text);
  const open = await begin(stage, order, document, inputs, live ? liveSettings : undefined);
  open.comparisons.later((run) => differsFromEnd(run, end));
  return null;
}

/** What an older engine recorded is run again, and told beside the end that was recorded. */
export async function again(stage: Stage, { from, ...identity }: OrderOf<'run.again'>): Promise<null> {
  const { document, live, inputs, recorded } =
    'text' in from ? olderInFile(from.text) : olderStored(await stage.host.journal.read(from.runId));
  const open = await begin(stage, identity, document, inputs, {
    ...settingsOf(recorded),
    ...(live ? liveSettings : {}),
  });
  open.comparisons.later(besideRecorded(recorded));
  stage.show();
  return null;
}

/** A run that takes over what the open one did, but for a task and what follows from it; it stands where those ends have all come. */
export async function fork(stage: Stage, order: OrderOf<'run.fork'>): Promise<null> {
  const { identity, run, books } = stage.run;
  const { runId, task, pin } = order;
  const forked = forkInput(run, books.of(dataBook).outputs, { task, ...(pin === undefined ? {} : { pin }) });
  if (!forked.ok) throw new EngineError('engine/not-runnable', forked.error);
  const { input, lastMs } = forked.value;
  const { documentId } = identity;
  // Agents begin with what they began with.
  const restored = run.inputs.filter(({ step, message }) => step === 0 && message.type === 'agent.restore');
  const open = await begin(stage, { runId, documentId }, run.compiled.document, [input, ...restored]);
  computeTo(open.run, lastMs);
  open.playhead.seekTime(lastMs, stage.host.clock());
  stage.show();
  if (order.play) play(stage);
  return null;
}

export async function begin(
  stage: Stage,
  { runId, documentId }: RunIdentity,
  document: Document,
  inputs: RunInputs,
  settings?: Json,
): Promise<OpenRun> {
  const { journal } = stage.host;
  const open = new OpenRun({ runId, documentId }, makeRun(document, inputs, isLive({ settings })));
  const lock = await stage.locks.claim(runId);
  const failure = await writeStart(journal, open, {
    document,
    inputs: open.run.inputs,
    createdAtMs: stage.host.date(),
    settings,
  });
  if (failure !== null && toBridgeError(failure).code === 'storage/exists') {
    lock?.release();
    throw failure;
  }
  await stage.close();
  stage.begin(open, lock, failure === null ? { ended: false, playhead: null } : null);
  // A run that cannot be written down goes on all the same.
  if (failure !== null) stage.complain(failure);
  stage.wake();
  return open;
}
