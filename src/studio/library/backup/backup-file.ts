/**
 * All documents of a library in one file, `conclave-library.json`, and back: a format of its own with a version, the documents as
 * they are. Pure. Reading refuses or leaves out, with a reason; it must never repair what it does not understand.
 */
import { err, ok, parseJson, type Json, type JsonObject, type Result } from '../../../base/index.ts';
import { readDocument, type Document } from '../../../document/index.ts';

const backupFormat = 'conclave-library';
const backupVersion = 1;
export const backupFileName = 'conclave-library.json';

export interface Backup {
  readonly documents: readonly Document[];
  /** How many were left out, because they are no whole documents of a version that is known here. */
  readonly leftOut: number;
}

/** The text of a backup. */
export function writeBackup(documents: readonly Document[]): string {
  return `${JSON.stringify({ format: backupFormat, version: backupVersion, documents }, null, 1)}\n`;
}

/** Whether the beginning of a file says that it is a backup; the rest of it may still be damaged. */
export function looksLikeBackup(head: string): boolean {
  return /^\uFEFF?\s*\{\s*"format"\s*:\s*"conclave-library"/.test(head);
}

/** What is in a backup, or one sentence on why it cannot be read. */
export function readBackup(bytes: Uint8Array | string): Result<Backup, { readonly message: string }> {
  const parsed = parseJson(bytes);
  if (!parsed.ok) return parsed;
  const file = parsed.value;
  if (typeof file !== 'object' || file === null || Array.isArray(file))
    return err({ message: 'it is no backup of a library.' });
  const { format, version, documents } = file as JsonObject;
  if (format !== backupFormat) return err({ message: 'it is no backup of a library.' });
  if (version !== backupVersion)
    return err({
      message: `it is a backup of version ${JSON.stringify(version ?? null)}, and this Conclave reads version ${String(backupVersion)}; open it with a newer one.`,
    });
  if (!Array.isArray(documents)) return err({ message: 'its list of documents is missing.' });
  const read = (documents as readonly Json[]).map((each) => readDocument(each));
  const whole = read.filter(({ readOnly }) => !readOnly).map(({ document }) => document);
  return ok({ documents: whole, leftOut: read.length - whole.length });
}
