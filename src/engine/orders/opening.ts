/**
 * Runs of the journal: opened as they were left, taken up when the tab that played them is gone, closed, removed. Another tab's run is
 * only watched.
 */
import type { Lock, RunContents } from '../../storage/index.ts';
import { EngineError } from '../errors.ts';
import { endOf, playheadOf } from '../journal-entries.ts';
import { checkpointOf, differsFromEnd, disagreement } from '../keeping/checkpoints.ts';
import { lastFrameOf } from '../keeping/last-frame.ts';
import { besideRecorded, repeatedIn } from '../keeping/older.ts';
import { makeRun, recordedIn } from '../make-run.ts';
import { OpenRun } from '../open/open-run.ts';
import type { Stage } from '../stage/stage.ts';
import { move } from './moves.ts';
import type { OrderOf } from './order.ts';

export async function open(stage: Stage, { runId, takeOver = false }: OrderOf<'run.open'>): Promise<null> {
  const { journal } = stage.host;
  await stage.close();
  const lock = takeOver ? await stage.locks.steal(runId) : await stage.locks.claim(runId);
  try {
    await replay(stage, lock === null ? await journal.read(runId) : await journal.open(runId), lock);
    if (lock === null) void succeed(stage, runId);
  } catch (error) {
    lock?.release();
    if (lock !== null) journal.leave(runId);
    throw error;
  }
  return null;
}

export async function close(stage: Stage): Promise<null> {
  await stage.close();
  return null;
}

export async function remove(stage: Stage, { runId }: OrderOf<'run.remove'>): Promise<null> {
  const isOpen = (): boolean => stage.open?.identity.runId === runId;
  const isMine = isOpen() && !stage.run.watching;
  const lock = isMine ? null : await stage.locks.claim(runId);
  if (!isMine && lock === null)
    throw new EngineError('engine/watching', 'Another tab runs this; close it there before it is removed.');
  try {
    if (isOpen()) await stage.close();
    await stage.host.journal.remove(runId);
  } finally {
    lock?.release();
  }
  return null;
}

/** A run that is only watched is taken up, where its playhead stands, once the tab that plays it is gone. */
export async function succeed(stage: Stage, runId: string): Promise<void> {
  const lock = await stage.locks.succeed(runId);
  if (lock === null) return;
  void stage.turns.take(async () => {
    try {
      await takeUp(stage, runId, lock);
    } catch (error) {
      lock.release();
      stage.complain(error);
    }
  });
}

async function takeUp(stage: Stage, runId: string, lock: Lock): Promise<void> {
  const watched = stage.open;
  if (watched?.identity.runId !== runId || !watched.watching) {
    lock.release();
    return;
  }
  const { step } = watched.playhead;
  await replay(stage, await stage.host.journal.open(runId), lock);
  move(stage, (playhead, nowMs) => {
    playhead.forgetTarget();
    playhead.seek(step, nowMs);
  });
}

/** The document as it was, the inputs, the playhead. Without a lock it is watched. */
async function replay(stage: Stage, contents: RunContents, lock: Lock | null): Promise<void> {
  const { header, entries, damage } = contents;
  const { document, live, inputs } = recordedIn(contents);
  const { runId, documentId } = header;
  const open = new OpenRun({ runId, documentId }, makeRun(document, inputs, live));
  const { comparisons, playhead, view, run } = open;
  open.watching = lock === null;
  open.quarantined = damage?.quarantined ?? 0;
  if (damage !== null)
    comparisons.tell(
      `The journal of this run was damaged after entry ${damage.afterSeq}: what came before is shown, the rest was put aside.`,
    );
  const repeated = repeatedIn(header.settings);
  if (repeated !== null) comparisons.later(besideRecorded(repeated));
  const left = playheadOf(contents.playhead);
  if (left !== null) {
    playhead.restore(left, stage.host.clock());
    view.last = lastFrameOf(contents.playhead, runId, left.step);
  }
  const end = endOf(entries);
  if (end !== null) comparisons.later((computed) => differsFromEnd(computed, end));
  stage.begin(open, lock, lock === null ? null : { ended: end !== null, playhead: left });
  const kept = await checkpointOf(stage.host.journal, runId, run).catch(() => null);
  const checkpoint = kept?.checkpoint ?? null;
  if (checkpoint !== null) comparisons.later((computed) => disagreement(computed, checkpoint));
  stage.wake();
}
