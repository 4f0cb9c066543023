/**
 * One visit to the studio: opens the document and the run that the address names, starts runs, and keeps the address true,
 * so that a reload comes back to the same document, run and playhead. Of two wishes in a row, only the later one is carried out.
 */
import type { Notices, RunSession, Workspace } from '../state/index.ts';
import { addAgentsEdit, documentHref } from '../state/index.ts';

const suppliedAgents = 4;

export class Visit {
  /** True while the document of the address is being opened. */
  entering = $state(false);
  /** True when the document of the address is not in this browser. */
  missing = $state(false);

  readonly #workspace: Workspace;
  readonly #run: RunSession;
  readonly #notices: Notices;
  readonly #replaceAddress: (href: string) => void;
  #turn = 0;
  #runText: string | null = null;

  constructor(workspace: Workspace, run: RunSession, notices: Notices, replaceAddress: (href: string) => void) {
    this.#workspace = workspace;
    this.#run = run;
    this.#notices = notices;
    this.#replaceAddress = replaceAddress;
  }

  /** A run file's text that the next visit brings in. */
  bring(runText: string | null): void {
    this.#runText = runText;
  }

  async enter(documentId: string, runId: string | null): Promise<void> {
    this.#turn += 1;
    const turn = this.#turn;
    if (this.#workspace.documentId !== documentId) {
      this.entering = true;
      this.missing = false;
      await this.#run.close();
      const opened = await this.#workspace.open(documentId);
      if (turn !== this.#turn) return;
      this.entering = false;
      this.missing = !opened;
      if (!opened) return;
    }
    const runText = this.#runText;
    this.#runText = null;
    if (runText !== null) {
      const imported = await this.#run.importRun(documentId, runText);
      if (imported !== null && turn === this.#turn) this.#replaceAddress(documentHref(documentId, imported));
    } else if (runId !== null && runId !== this.#run.runId) {
      const opened = await this.#run.open(runId);
      if (!opened && turn === this.#turn) this.#replaceAddress(documentHref(documentId));
    }
  }

  async leave(): Promise<void> {
    this.#turn += 1;
    await this.#run.close();
    await this.#workspace.close();
  }

  /** Starts a run of the document as it is, playing. */
  async start(): Promise<void> {
    const { document, documentId } = this.#workspace;
    if (document === null || documentId === null) return;
    if ((document.tasks ?? []).length === 0) {
      this.#notices.toast('There is nothing to run yet: add a task first.', { key: 'run' });
      return;
    }
    if ((document.agents ?? []).length === 0) {
      this.#notices.toast('Nobody can do the work: this document has no agents.', {
        key: 'run',
        actions: [{ label: `Add ${String(suppliedAgents)} agents`, run: () => { this.#workspace.edit(addAgentsEdit(document, suppliedAgents)); } }],
      });
      return;
    }
    await this.#workspace.flush();
    await this.#run.start(documentId, document);
  }

  /** Leaves the run and goes back to editing. */
  async closeRun(): Promise<void> {
    await this.#run.close();
  }

  /** Writes the open run into the address. Call it when document or run change. */
  keepAddress(documentId: string | null, runId: string | null): void {
    if (documentId !== null) this.#replaceAddress(documentHref(documentId, runId));
  }
}
