/**
 * Live runs and their journal: a new one is written down before it is driven, and one that was left, or whose page died, comes
 * back as far as it was written. It drives nothing.
 */
import type { Document } from '../../document/index.ts';
import type { Journal } from '../../storage/index.ts';
import { endOf, liveSettings, reachedIn } from '../journal-entries.ts';
import { writeStart } from '../keeping/stored.ts';
import { makeRun, recordedIn } from '../make-run.ts';
import type { LiveRun } from './live.ts';

/** A new live run of a document; throws what the journal fails with, because nothing runs that is not written down. */
export async function beginLive(
  journal: Journal,
  identity: { readonly runId: string; readonly documentId: string },
  document: Document,
  createdAtMs: number,
): Promise<LiveRun> {
  const run = makeRun(document, [], true);
  const failure = await writeStart(
    journal,
    { identity, run },
    { document, inputs: [], createdAtMs, settings: liveSettings },
  );
  if (failure !== null) throw failure;
  return { runId: identity.runId, run, reachedMs: 0, intended: 0, ended: false };
}

/** A live run out of its journal, whose writer this one becomes. */
export async function openLive(journal: Journal, runId: string): Promise<LiveRun> {
  const contents = await journal.open(runId);
  const { document, inputs } = recordedIn(contents);
  const { step, atMs, intended } = reachedIn(contents.entries);
  const run = makeRun(document, inputs, true);
  run.advance(step);
  return { runId, run, reachedMs: Math.max(atMs, run.now), intended, ended: endOf(contents.entries) !== null };
}
