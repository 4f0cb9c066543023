/**
 * Runs on their way in: a run's first entries in its journal, and what a run file's text holds. It computes and shows nothing.
 */
import type { Json } from '../../base/index.ts';
import type { Document } from '../../document/index.ts';
import { readRun, type RecordedRun } from '../../interchange/index.ts';
import type { RunInput } from '../../replay/index.ts';
import type { Journal } from '../../storage/index.ts';
import { engineVersion } from '../../workflow/index.ts';
import { EngineError } from '../errors.ts';
import { entryOfInput } from '../journal-entries.ts';
import type { OpenRun } from '../open/open-run.ts';
import { olderInFile, refuseOther } from './older.ts';

interface Beginning {
  readonly document: Document;
  readonly inputs: readonly RunInput[];
  readonly createdAtMs: number;
  readonly settings: Json | undefined;
}

/** Writes a new run's header and first inputs; what went wrong, or null. */
export async function writeStart(
  journal: Journal,
  { identity, run }: Pick<OpenRun, 'identity' | 'run'>,
  { document, inputs, createdAtMs, settings }: Beginning,
): Promise<Error | null> {
  const { runId, documentId } = identity;
  const { name, seed } = run.compiled.plan;
  try {
    await journal.create({
      runId,
      documentId,
      documentName: name,
      document: document as unknown as Json,
      seed,
      engine: engineVersion,
      createdAtMs,
      ...(settings === undefined ? {} : { settings }),
    });
    if (inputs.length > 0) await journal.append(runId, inputs.map(entryOfInput));
    return null;
  } catch (error) {
    return error instanceof Error ? error : new Error(String(error));
  }
}

/** The run in a run file's text; one of another engine is refused under a code of its own. */
export function readFile(text: string): RecordedRun {
  const file = readRun(text);
  if (file.ok) return file.value;
  if (file.error.code === 'run/engine-version') refuseOther(olderInFile(text).recorded.engine);
  throw new EngineError('engine/refused-file', file.error.message);
}
