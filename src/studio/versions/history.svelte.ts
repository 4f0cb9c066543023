/**
 * The past of the open document: named versions and the runs it has had, followed live. Saving adds, restoring adds one more edit;
 * what a version holds is never changed, only its name, and a deleted one can be brought back. Failures are said by whoever asked.
 */
import type { Document } from '../../document/index.ts';
import type { Library, RunSummary, VersionListing } from '../../storage/index.ts';
import { labelsOfRuns, type PairSides } from '../experiments/index.ts';
import type { RunSession, Workspace } from '../state/index.ts';
import { restoreEdit } from './restore.ts';

export type PastKeeper = Pick<
  Library,
  'saveVersion' | 'listVersions' | 'loadVersion' | 'keepVersion' | 'removeVersion' | 'listRuns' | 'observe'
>;

interface Past {
  readonly versions: readonly VersionListing[];
  readonly runs: readonly RunSummary[];
}

export class DocumentPast {
  /** Newest first; null while they are being read. */
  versions = $state.raw<readonly VersionListing[] | null>(null);
  runs = $state.raw<readonly RunSummary[] | null>(null);

  readonly #keeper: PastKeeper;
  readonly #workspace: Workspace;
  readonly #run: RunSession;

  constructor(keeper: PastKeeper, workspace: Workspace, run: RunSession) {
    this.#keeper = keeper;
    this.#workspace = workspace;
    this.#run = run;
  }

  /** Follows the past of a document. Returns how to stop. */
  watch(documentId: string, failed: (error: unknown) => void): () => void {
    this.versions = null;
    this.runs = null;
    const query = async (): Promise<Past> => ({
      versions: await this.#keeper.listVersions(documentId),
      runs: await this.#keeper.listRuns(documentId),
    });
    return this.#keeper.observe(
      query,
      ({ versions, runs }) => {
        this.versions = versions;
        this.runs = runs;
      },
      failed,
    );
  }

  /** Keeps the document as it is now under a name. */
  async save(name: string): Promise<void> {
    const { document, documentId } = this.#workspace;
    if (document !== null && documentId !== null) await this.#keeper.saveVersion(documentId, name, document);
  }

  /** Gives a version another name; what it holds stays. */
  async rename({ id, documentId }: VersionListing, name: string): Promise<void> {
    const version = await this.#keeper.loadVersion(documentId, id);
    await this.#keeper.keepVersion({ ...version, name });
  }

  /** Deletes a version; call what it returns to bring it back as it was. */
  async remove({ id, documentId }: VersionListing): Promise<() => Promise<void>> {
    const version = await this.#keeper.loadVersion(documentId, id);
    await this.#keeper.removeVersion(documentId, id);
    return () => this.#keeper.keepVersion(version);
  }

  async load(versionId: string): Promise<Document> {
    const { documentId } = this.#workspace;
    if (documentId === null) throw new Error('No document is open.');
    return (await this.#keeper.loadVersion(documentId, versionId)).document;
  }

  /**
   * Makes a version the present state by one edit, so undo takes it back; what was present is kept as a version before.
   * False when nothing had to change or the edit was not taken, which was then said.
   */
  async restore({ id, name }: VersionListing): Promise<boolean> {
    const then = await this.load(id);
    const { document } = this.#workspace;
    const edit = document === null ? null : restoreEdit(document, then, name);
    if (edit === null) return false;
    await this.#run.close();
    if (!this.#workspace.editable) return this.#workspace.edit(edit);
    await this.save(`Before restoring “${name}”`);
    return this.#workspace.edit(edit);
  }

  /** Opens a run on the graph that it ran on: where it was left, or at rest at a step. */
  async open(runId: string, step?: number): Promise<boolean> {
    if (!(await this.#run.open(runId))) return false;
    if (step !== undefined) {
      await this.#run.player.pause();
      this.#run.player.seek(step);
    }
    return true;
  }

  /** What two runs were made of, called by what tells them apart; null when one could not be read, which was said. */
  async sides([first, other]: readonly [string, string]): Promise<PairSides | null> {
    const [one, two] = [await this.#run.recorded(first), await this.#run.recorded(other)];
    if (one === null || two === null) return null;
    const labels = labelsOfRuns([one.document, two.document]);
    return [
      { ...one, label: labels[0] },
      { ...two, label: labels[1] },
    ];
  }
}
