/**
 * One visit to the studio: opens the document and the run that the address names, starts runs, and keeps the address true,
 * so that a reload comes back to the same document, run and playhead. Of two wishes in a row, only the later one is carried out.
 */
import type { Notices, RunSession, Workspace } from '../state/index.ts';
import type { Keeping } from './kept-memories.ts';
import { addAgentsEdit, documentHref } from '../state/index.ts';

const suppliedAgents = 4;

/** The page's address, and a run file's text that the next visit brings in. */
export interface Address {
  replace(href: string): void;
  /** The text, once; null when there is none. */
  takeRunText(): string | null;
}

export class Visit {
  /** True while what the address names is being opened. */
  entering = $state(false);
  /** True when the document of the address cannot be had here; the workspace says why. */
  missing = $state(false);

  readonly #workspace: Workspace;
  readonly #run: RunSession;
  readonly #notices: Notices;
  readonly #address: Address;
  readonly #memories: Keeping | null;
  #turn = 0;

  constructor(
    workspace: Workspace,
    run: RunSession,
    notices: Notices,
    address: Address,
    memories: Keeping | null = null,
  ) {
    this.#workspace = workspace;
    this.#run = run;
    this.#notices = notices;
    this.#address = address;
    this.#memories = memories;
  }

  async enter(documentId: string, runId: string | null): Promise<void> {
    this.#turn += 1;
    const turn = this.#turn;
    this.entering = true;
    const opened = this.#workspace.documentId === documentId || (await this.#openDocument(documentId));
    if (turn !== this.#turn) return;
    this.missing = !opened;
    if (opened) await this.#openRun(documentId, runId);
    if (turn === this.#turn) this.entering = false;
  }

  async #openDocument(documentId: string): Promise<boolean> {
    await this.#run.close();
    return this.#workspace.open(documentId);
  }

  async #openRun(documentId: string, runId: string | null): Promise<void> {
    const runText = this.#address.takeRunText();
    if (runText !== null) await this.#run.importRun(documentId, runText);
    else if (runId !== null && runId !== this.#run.runId) await this.#run.open(runId);
  }

  async leave(): Promise<void> {
    this.#turn += 1;
    await this.#run.close();
    await this.#workspace.close();
  }

  /** Starts a run of the document as it is, playing; `without` what agents remember of runs before. */
  async start(without = false): Promise<void> {
    const { document, documentId } = this.#workspace;
    if (document === null || documentId === null) return;
    if ((document.tasks ?? []).length === 0) {
      this.#notices.toast('There is nothing to run yet: add a task first.', { key: 'run' });
      return;
    }
    if ((document.agents ?? []).length === 0) {
      this.#notices.toast('Nobody can do the work: this document has no agents.', {
        key: 'run',
        actions: [
          {
            label: `Add ${String(suppliedAgents)} agents`,
            run: () => {
              this.#workspace.edit(addAgentsEdit(document, suppliedAgents));
            },
          },
        ],
      });
      return;
    }
    await this.#workspace.flush();
    const again = () => void this.start(true);
    const keeper = without ? null : await this.#memories?.(document);
    await this.#run.start(documentId, document, await keeper?.begin(documentId, document, again));
  }

  /** Leaves the run and goes back to editing. */
  async closeRun(): Promise<void> {
    await this.#run.close();
  }

  /** Writes what is open into the address. Call it when document or run change. */
  keepAddress(): void {
    const { documentId } = this.#workspace;
    const { runId } = this.#run;
    if (documentId !== null && !this.entering) this.#address.replace(documentHref(documentId, runId));
  }
}
