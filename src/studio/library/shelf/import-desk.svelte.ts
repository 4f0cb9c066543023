/**
 * Takes dropped or chosen files into the library: reads, imports, asks who does the work when a workflow names no agents,
 * then stores a new document. An import is inert: nothing runs, nothing stored is overwritten, and every refusal is one sentence.
 */
import { invariant, type Result } from '../../../base/index.ts';
import { apply, validate, type Document } from '../../../document/index.ts';
import type { Imported as FromFile } from '../../../interchange/index.ts';
import { plural } from '../../design/index.ts';
import { addAgentsEdit, type Notices } from '../../state/index.ts';
import { looksLikeBackup, readBackup } from '../backup/backup-file.ts';
import type { Shelf } from './shelf-port.ts';

/** What the desk needs of an import. */
export type Imported = Pick<FromFile, 'kind' | 'document' | 'problems' | 'readOnly' | 'notes' | 'run'>;

/** The importer; it takes the bytes over and may read them in a worker. */
export type ImportFile = (
  bytes: Uint8Array,
  fileName: string,
) => Promise<Result<Imported, { readonly message: string }>>;

/** Opens what was imported: a document, or a run file's text to be imported by the engine. */
export type OpenImported = (documentId: string, runText: string | null) => void;

/** Larger files are refused before they are read. */
export const importBytesMax = 64 * 1024 * 1024;
/** So much of a file is looked at to know a backup. */
const headBytes = 256;
export const suppliedAgentsDefault = 4;
export const suppliedAgentsMax = 256;

interface Waiting {
  readonly fileName: string;
  readonly imported: Imported;
}

export class ImportDesk {
  /** Workflows without agents, each of which waits for the person to say how many. */
  #queue = $state.raw<readonly Waiting[]>([]);
  busy = $state(false);

  readonly #importFile: ImportFile;
  readonly #shelf: Shelf;
  readonly #notices: Notices;
  readonly #open: OpenImported;

  constructor(importFile: ImportFile, shelf: Shelf, notices: Notices, open: OpenImported) {
    this.#importFile = importFile;
    this.#shelf = shelf;
    this.#notices = notices;
    this.#open = open;
  }

  /** The workflow without agents that is asked about now; null when none waits. */
  get waiting(): Waiting | null {
    return this.#queue[0] ?? null;
  }

  /** Imports files one after the other; the last good one is opened. */
  async take(files: readonly File[]): Promise<void> {
    this.busy = true;
    for (const file of files) await this.#takeOne(file);
    this.busy = false;
  }

  /** Answers `waiting`: stores the workflow with so many identical agents. Zero leaves it without. */
  async supply(agents: number): Promise<void> {
    const { waiting } = this;
    this.dismiss();
    if (waiting !== null)
      await this.#store({ ...waiting.imported, document: withAgents(waiting.imported.document, agents) }, null);
  }

  /** Answers `waiting` with no: it is not stored, and the next is asked about. */
  dismiss(): void {
    this.#queue = this.#queue.slice(1);
  }

  async #takeOne(file: File): Promise<void> {
    if (file.size > importBytesMax) {
      this.#refuse(file.name, `it is larger than ${String(importBytesMax / 1024 / 1024)} MB; take a part of it.`);
      return;
    }
    try {
      const bytes = await bytesOf(file);
      if (bytes === null) {
        this.#refuse(file.name, 'it cannot be read. A folder is no file: drop the files that are in it.');
        return;
      }
      if (looksLikeBackup(new TextDecoder().decode(bytes.subarray(0, headBytes)))) {
        await this.#bringBack(bytes, file.name);
        return;
      }
      const result = await this.#importFile(bytes, file.name);
      if (!result.ok) this.#refuse(file.name, result.error.message);
      else if (result.value.run !== undefined) await this.#store(result.value, await file.text());
      else if (hasTasksOnly(result.value.document))
        this.#queue = [...this.#queue, { fileName: file.name, imported: result.value }];
      else await this.#store(result.value, null);
    } catch (error) {
      this.#refuse(file.name, error instanceof Error ? error.message : String(error));
    }
  }

  /** Adds every document of a backup under an id of its own; what is here stays as it is. */
  async #bringBack(bytes: Uint8Array, fileName: string): Promise<void> {
    const backup = readBackup(bytes);
    if (!backup.ok) {
      this.#refuse(fileName, backup.error.message);
      return;
    }
    const { documents, leftOut } = backup.value;
    let stored = 0;
    try {
      for (const document of [...documents].reverse()) {
        await this.#shelf.create(document);
        stored += 1;
      }
    } catch (error) {
      this.#notices.failure(
        `Only ${String(stored)} of ${plural(documents.length, 'workflow')} in ${fileName} could be brought back.`,
        error,
      );
      return;
    }
    const entries = leftOut === 1 ? '1 entry' : `${String(leftOut)} entries`;
    const without = leftOut === 0 ? '' : ` ${entries} could not be read and stayed in the file.`;
    this.#notices.toast(
      `${plural(stored, 'workflow')} brought back beside what is here; nothing was replaced.${without}`,
      { key: 'backup', tone: leftOut === 0 ? 'info' : 'warning', stayMs: 12_000 },
    );
  }

  async #store(imported: Imported, runText: string | null): Promise<void> {
    try {
      const id = await this.#shelf.create(imported.document);
      const { notes, problems, readOnly } = imported;
      const [first] = problems;
      // The tab counts no remarks, and lists what is found in the document, not in the file that it came from.
      const listed = validate(imported.document).filter(({ severity }) => severity !== 'info').length;
      if (readOnly && first !== undefined)
        this.#notices.toast(`Some parts were set aside; keep the file. ${first.message}`, {
          tone: 'warning',
          stayMs: 20_000,
        });
      else if (notes.length > 0) this.#notices.toast(notes.slice(0, 3).join(' '), { stayMs: 12_000 });
      else if (listed > 0)
        this.#notices.toast(`Imported with ${plural(listed, 'problem')}: see the Problems tab.`, {
          tone: 'warning',
        });
      this.#open(id, runText);
    } catch (error) {
      this.#notices.failure('The imported document could not be stored.', error);
    }
  }

  #refuse(fileName: string, reason: string): void {
    this.#notices.toast(`${fileName} was not imported: ${reason}`, { tone: 'error' });
  }
}

/** What a file holds; null for a folder, and for what cannot be read. */
async function bytesOf(file: File): Promise<Uint8Array | null> {
  try {
    return new Uint8Array(await file.arrayBuffer());
  } catch {
    return null;
  }
}

/** True for a workflow that says what is to be done but not by whom. */
export function hasTasksOnly(document: Document): boolean {
  return (document.tasks?.length ?? 0) > 0 && (document.agents?.length ?? 0) === 0;
}

/** The document with so many identical agents. */
export function withAgents(document: Document, count: number): Document {
  const result = apply(document, addAgentsEdit(document, count));
  invariant(result.ok, 'new agents have fresh ids');
  return result.value.document;
}
