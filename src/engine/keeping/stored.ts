/**
 * Runs between the engine and its journal, without opening any: a run's first entries, and what is asked of a stored one. It
 * computes and shows nothing.
 */
import type { Json } from '../../base/index.ts';
import type { Command } from '../../bridge/index.ts';
import type { Document } from '../../document/index.ts';
import { readRun, type RecordedRun } from '../../interchange/index.ts';
import type { RunInput } from '../../replay/index.ts';
import type { Journal } from '../../storage/index.ts';
import { engineVersion } from '../../workflow/index.ts';
import { EngineError } from '../errors.ts';
import { entryOfInput } from '../journal-entries.ts';
import { recordedIn } from '../make-run.ts';
import type { OpenRun } from '../open/open-run.ts';
import { keepRun, storedRun } from './backup.ts';
import { olderFile, olderInFile, refuseOther } from './older.ts';

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

/** Answers what is asked of a stored run. */
export async function askJournal(
  journal: Journal,
  command: Extract<Command, { kind: 'run.recorded' | 'run.file' | 'run.quarantine' | 'run.stored' | 'run.keep' }>,
): Promise<unknown> {
  const { kind, runId } = command;
  if (kind === 'run.stored') return storedRun(journal, runId);
  if (kind === 'run.keep') {
    await keepRun(journal, command, command.stored);
    return null;
  }
  if (kind === 'run.quarantine') return journal.exportQuarantine(runId);
  const contents = await journal.read(runId);
  return kind === 'run.file' ? olderFile(contents) : recordedIn(contents);
}
