/**
 * Opens what a link holds: unpacks it and reads it as a file would be read. The result is inert data in memory; a refusal is one
 * sentence. Nothing is stored, run or asked of the network.
 */
import { err, ok, type Result } from '../../base/index.ts';
import type { Document } from '../../document/index.ts';
import type { ImportFile } from '../library/index.ts';
import { unpackLink } from './link-code.ts';

export interface OpenedLink {
  readonly document: Document;
  /** What the reader of the link should know, a sentence each. */
  readonly notes: readonly string[];
}

/** What storage must offer here: to make a new document, and nothing else. */
export interface SharedShelf {
  createDocument(document: Document): Promise<{ readonly id: string }>;
}

/** The document of a link's payload. */
export async function openShared(
  payload: string,
  importFile: ImportFile,
): Promise<Result<OpenedLink, { readonly message: string }>> {
  const bytes = await unpackLink(payload);
  if (!bytes.ok) return bytes;
  const read = await importFile(bytes.value, 'shared.json');
  if (!read.ok) return err({ message: `What this link holds cannot be opened: ${read.error.message}` });
  if ('backup' in read.value) return err({ message: 'This link holds a backup, which is opened as a file.' });
  const { document, notes, problems, readOnly } = read.value;
  const [first] = problems;
  const lost =
    readOnly && first !== undefined
      ? [`Some parts cannot be shown here and are not in a copy; keep the link. ${first.message}`]
      : [];
  return ok({ document, notes: [...lost, ...notes] });
}
