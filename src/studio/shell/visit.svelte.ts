/**
 * One visit to the studio: opens the document and the run that the address names, starts runs, and keeps the address true,
 * so that a reload comes back to the same document, run and playhead. Of two wishes in a row, only the later one is carried out.
 */
import type { LinkedView, LinkTarget, Notices, RunSession, Workspace } from '../state/index.ts';
import type { Keeping } from './kept-memories.ts';
import { formatCount } from '../design/index.ts';
import { addAgentsEdit, comparisonHref, documentHref } from '../state/index.ts';
import { CameBy, viewOf } from './came-by.svelte.ts';

const suppliedAgents = 4;
const key = 'step-link';

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
  /** The kept comparison that the address names, while it is looked at. */
  comparisonId = $state<string | null>(null);

  readonly #workspace: Workspace;
  readonly #run: RunSession;
  readonly #notices: Notices;
  readonly #address: Address;
  readonly #memories: Keeping | null;
  readonly #cameBy: CameBy;
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
    this.#cameBy = new CameBy(workspace, run);
  }

  /** Opens what the address names: in the run what it says of where to look, or over the document a comparison that is kept with it. */
  async enter(
    documentId: string,
    runId: string | null,
    view: LinkedView | null = null,
    comparisonId: string | null = null,
  ): Promise<void> {
    this.#turn += 1;
    this.#cameBy.forget();
    const turn = this.#turn;
    this.entering = true;
    this.comparisonId = null;
    const opened = this.#workspace.documentId === documentId || (await this.#openDocument(documentId));
    if (turn !== this.#turn) return;
    this.missing = !opened;
    if (opened) await this.#openRun(documentId, runId);
    if (turn !== this.#turn) return;
    if (opened && view !== null && runId !== null && this.#run.runId === runId) this.#cameBy.look(view);
    if (opened) this.comparisonId = comparisonId;
    this.entering = false;
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

  /** Writes what is open into the address, and while a person stands where a link led, that too. Call it when what it reads changes. */
  keepAddress(): void {
    const { documentId } = this.#workspace;
    const { runId } = this.#run;
    if (documentId === null || this.entering) return;
    const { comparisonId } = this;
    this.#address.replace(
      comparisonId === null
        ? documentHref(documentId, runId, this.#cameBy.still())
        : comparisonHref(documentId, comparisonId),
    );
  }

  /** Puts a link to a step of the open run on the clipboard, about a node or else about what is selected; says how that went. */
  async copyLink({ page, write }: LinkTarget, step: number, node: string | null = null): Promise<void> {
    const { documentId } = this.#workspace;
    const { runId } = this.#run;
    if (documentId === null || runId === null) return;
    const view = viewOf(this.#workspace, step, node);
    const to = `to step ${formatCount(step)}`;
    try {
      await write(`${page}${documentHref(documentId, runId, view)}`);
      this.#notices.toast(`Link ${to} copied; it opens in this browser only, where the workflow is kept.`, { key });
    } catch {
      this.#cameBy.stand(view);
      this.#notices.toast(
        `This browser does not let the page copy, so the link ${to} is in the address bar; it opens in this browser only.`,
        { key, tone: 'warning', stayMs: 12_000 },
      );
    }
  }
}
