/**
 * Takes dropped or chosen files into the library: reads, imports, asks who does the work when a workflow names no agents,
 * then stores a new document. An import is inert: nothing runs, nothing stored is overwritten, and every refusal is one sentence.
 */
import type { Result } from '../../../base/index.ts';
import type { Document } from '../../../document/index.ts';
import type { Backup, BackupDocument, Imported as FromFile } from '../../../interchange/index.ts';
import { plural } from '../../design/index.ts';
import { bytesIn, rememberAgain, type Notices } from '../../state/index.ts';
import type { Shelf } from './shelf-port.ts';

/** What the desk needs of an import. */
export type Imported = Pick<FromFile, 'kind' | 'document' | 'problems' | 'readOnly' | 'notes' | 'run'>;

/** The importer; it takes the bytes over and may read them in a worker. */
export type ImportFile = (
  bytes: Uint8Array,
  fileName: string,
) => Promise<Result<Imported | ReadBackup, { readonly message: string; readonly code?: string }>>;

/** A file that is a backup of a library. */
export interface ReadBackup {
  readonly kind: 'backup';
  readonly backup: Backup;
}

/** Opens what was imported: a document, or a run file's text to be imported by the engine. */
export type OpenImported = (documentId: string, runText: string | null) => void;

export const suppliedAgentsDefault = 4;
export const suppliedAgentsMax = 256;

interface Waiting {
  readonly fileName: string;
  readonly imported: Imported;
}

interface Doubling {
  readonly fileName: string;
  readonly backup: Backup;
  readonly here: ReadonlySet<BackupDocument>;
}

/** XML files of one drop are one: a domain of GENIUS comes in several. */
function together(files: readonly File[]): readonly (readonly File[])[] {
  const isXml = ({ name }: File): boolean => /\.xml$/iu.test(name);
  const others = files.filter((file) => !isXml(file)).map((file) => [file]);
  const xml = files.filter(isXml);
  return xml.length === 0 ? others : [...others, xml];
}

function joined(parts: readonly File[]): File {
  const [first] = parts;
  if (first === undefined || parts.length === 1) return first ?? new File([], '');
  return new File(
    parts.flatMap((file) => [file, '\n']),
    first.name,
  );
}

export class ImportDesk {
  /** Workflows without agents, each of which waits for the person to say how many. */
  #queue = $state.raw<readonly Waiting[]>([]);
  /** A backup of which some is here already, that waits for the person to say what to bring; null when none waits. */
  doubling = $state.raw<Doubling | null>(null);
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
    for (const parts of together(files)) await this.#takeOne(parts);
    this.busy = false;
  }

  /** Answers `waiting`: stores the workflow with so many identical agents. Zero leaves it without. */
  async supply(agents: number): Promise<void> {
    const { waiting } = this;
    this.dismiss();
    if (waiting !== null) await this.#store(waiting.imported, null, agents);
  }

  /** Answers `waiting` with no: it is not stored, and the next is asked about. */
  dismiss(): void {
    this.#queue = this.#queue.slice(1);
  }

  async #takeOne(parts: readonly File[]): Promise<void> {
    const file = joined(parts);
    try {
      const bytes = await bytesIn(file);
      if (!bytes.ok) {
        this.#refuse(file.name, bytes.error);
        return;
      }
      const result = await this.#importFile(bytes.value, file.name);
      if (!result.ok) {
        const culprit = parts.length === 1 ? null : await this.#culprit(parts);
        this.#refuse(culprit?.name ?? file.name, culprit?.message ?? result.error.message);
      } else if ('backup' in result.value) await this.#takeBackup(result.value.backup, file.name);
      else if (result.value.run !== undefined) await this.#store(result.value, await file.text());
      else if (hasTasksOnly(result.value.document))
        this.#queue = [...this.#queue, { fileName: file.name, imported: result.value }];
      else await this.#store(result.value, null);
    } catch (error) {
      this.#refuse(file.name, error instanceof Error ? error.message : String(error));
    }
  }

  /** Of several files that are one, the first that cannot be read by itself either, with its own lines. */
  async #culprit(parts: readonly File[]): Promise<{ readonly name: string; readonly message: string } | null> {
    for (const part of parts) {
      const bytes = await bytesIn(part);
      const read = bytes.ok ? await this.#importFile(bytes.value, part.name) : null;
      if (read !== null && !read.ok && read.error.code !== 'genius/parties')
        return { name: part.name, message: read.error.message };
    }
    return null;
  }

  /** Answers `doubling`: brings back all, or only what is not here; null is no. */
  async bring(which: 'all' | 'others' | null): Promise<void> {
    const { doubling } = this;
    this.doubling = null;
    if (doubling === null || which === null) return;
    const { here, backup } = doubling;
    const documents = backup.documents.filter((each) => which === 'all' || !here.has(each));
    await this.#bringBack({ ...backup, documents }, doubling.fileName);
  }

  /** Asks before anything that is here would be here twice. */
  async #takeBackup(backup: Backup, fileName: string): Promise<void> {
    const here = await this.#shelf.present(backup.documents);
    if (here.size > 0) this.doubling = { fileName, backup, here };
    else await this.#bringBack(backup, fileName);
  }

  /** Adds every document of a backup beside what is here, which stays as it is, and says what came back. */
  async #bringBack({ documents, settings, leftOut }: Backup, fileName: string): Promise<void> {
    const came = { workflows: 0, trashed: 0, versions: 0, runs: 0, experiments: 0, memories: 0, lost: leftOut };
    try {
      for (const entry of documents) {
        const { versions, runs, experiments, memories, lost } = await this.#shelf.bringBack(entry);
        came.workflows += 1;
        came.trashed += entry.trashedAtMs === null ? 0 : 1;
        came.versions += versions;
        came.runs += runs;
        came.experiments += experiments;
        came.memories += memories;
        came.lost += lost;
      }
    } catch (error) {
      this.#notices.failure(
        `Only ${String(came.workflows)} of ${plural(documents.length, 'workflow')} in ${fileName} could be brought back.`,
        error,
      );
      return;
    }
    const remembered = rememberAgain(settings);
    this.#notices.toast(broughtSentence(came, remembered), {
      key: 'backup',
      tone: came.lost === 0 ? 'info' : 'warning',
      stayMs: 20_000,
    });
  }

  async #store(imported: Imported, runText: string | null, agents = 0): Promise<void> {
    try {
      const { problemsListed, withAgents } = await import('./import-checks.ts');
      const document = agents === 0 ? imported.document : withAgents(imported.document, agents);
      const id = await this.#shelf.create(document);
      const { notes, problems, readOnly } = imported;
      const [first] = problems;
      const listed = problemsListed(document);
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

/** True for a workflow that says what is to be done but not by whom. */
export function hasTasksOnly(document: Document): boolean {
  return (document.tasks?.length ?? 0) > 0 && (document.agents?.length ?? 0) === 0;
}

type Came = Readonly<
  Record<'workflows' | 'trashed' | 'versions' | 'runs' | 'experiments' | 'memories' | 'lost', number>
>;

/** What came back, in a sentence or two. */
function broughtSentence(
  { workflows, trashed, versions, runs, experiments, memories, lost }: Came,
  remembered: number,
): string {
  const parts = [
    `${plural(workflows, 'workflow')}${trashed === 0 ? '' : ` (${String(trashed)} in the trash)`}`,
    ...(versions === 0 ? [] : [plural(versions, 'version')]),
    ...(runs === 0 ? [] : [plural(runs, 'run')]),
    ...(experiments === 0 ? [] : [plural(experiments, 'experiment')]),
    ...(memories === 0 ? [] : [`what ${plural(memories, 'agent')} remember${memories === 1 ? 's' : ''}`]),
    ...(remembered === 0 ? [] : [plural(remembered, 'setting')]),
  ];
  const without = lost === 0 ? '' : ` ${plural(lost, 'entry', 'entries')} could not be read and stayed in the file.`;
  return `Brought back beside what is here: ${parts.join(', ')}. Nothing was replaced.${without}`;
}
