/**
 * A run of the journal as plain data, whichever engine recorded it, and back: for a backup of everything. It computes and judges
 * no run; what is brought back is what was taken out.
 */
import * as v from 'valibot';
import type { Json } from '../../base/index.ts';
import type { StoredRun } from '../../bridge/index.ts';
import type { Journal } from '../../storage/index.ts';
import { EngineError } from '../errors.ts';
import { playheadOf } from '../journal-entries.ts';

/** Takes a run out. */
export async function storedRun(journal: Journal, runId: string): Promise<StoredRun> {
  const { header, entries, playhead } = await journal.read(runId);
  const { runId: _run, documentId: _document, document, ...rest } = header;
  return { document, journal: { ...rest, entries, playhead: playheadOf(playhead) } };
}

const json = v.custom<Json>((value) => value !== undefined);
const shape = v.object({
  documentName: v.string(),
  seed: v.number(),
  engine: v.string(),
  createdAtMs: v.number(),
  settings: v.exactOptional(json),
  entries: v.array(json),
  playhead: json,
});

/** Brings a run back under an id that must be free. */
export async function keepRun(
  log: Journal,
  identity: { readonly runId: string; readonly documentId: string },
  { document, journal }: StoredRun,
): Promise<void> {
  const parsed = v.safeParse(shape, journal);
  if (!parsed.success) throw new EngineError('engine/refused-file', 'A run of this backup is not whole.');
  const { entries, playhead, ...header } = parsed.output;
  const { runId, documentId } = identity;
  await log.create({ runId, documentId, document, ...header });
  try {
    if (entries.length > 0) await log.append(runId, entries);
    if (playhead !== null) await log.setPlayhead(runId, playhead);
  } finally {
    log.leave(runId);
  }
}
