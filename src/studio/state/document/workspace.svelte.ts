/**
 * The open document and all that a person does to it: edits with undo, problems, selection, and whether it is saved.
 * Panels read it and change it only through `edit`. It must never mutate a document, nor call anything saved that is not committed.
 */
import { SvelteSet } from 'svelte/reactivity';
import {
  apply,
  emptyHistory,
  readable,
  redo,
  remember,
  seal,
  undo,
  type Document,
  type Edit,
  type EditProblem,
  type History,
  type Problem,
} from '../../../document/index.ts';
import type { DocumentKeeper, KeptDocument, KeptState, SaveState } from './document-keeper.ts';
import { codeOf, messageOf, type Notices } from '../notices.svelte.ts';
import { fetchCheck, problemsNow } from './full-check.ts';
import { nodeIdsOf } from './node-ids.ts';
import type { RunSession } from '../run/run-session.svelte.ts';
import { sameMeaning } from './same-meaning.ts';
import { edgeEnds, Selection, type SelectMode } from './selection.svelte.ts';
import { Views } from '../views.svelte.ts';

export interface EditOptions {
  /** Edits in a row with the same key are one step of undo; `seal()` ends the row, as a drag does when it is dropped. */
  readonly coalesce?: string;
  /** What undo would take back, for its tooltip. */
  readonly label?: string;
  /** Told why an edit was not taken, instead of a toast: by whoever shows it at its place. */
  readonly refused?: (problem: EditProblem) => void;
  /** What is said of it to whoever does not see the drawing; its label if absent, nothing if empty. */
  readonly said?: string;
}

/** Documents with more nodes than this are checked when the person pauses, not at every edit. */
const checkAtOnceMax = 400;
const checkDelayMs = 250;

export class Workspace {
  /** The document as edited; null while none is open. */
  document = $state.raw<Document | null>(null);
  documentId = $state<string | null>(null);
  problems = $state.raw<readonly Problem[]>([]);
  saveState = $state<SaveState>('saved');
  /** Why nothing can be changed here, as one sentence; null when it can. */
  readOnly = $state<string | null>(null);
  /** What was damaged when this document was opened: a sentence, and what was put aside; null when nothing was. */
  damage = $state.raw<{ readonly text: string; readonly aside: () => Promise<string> } | null>(null);
  /** Why the document that was asked for last is not open: it is not there, or something stands in the way. */
  refusal = $state.raw<{ readonly missing: boolean; readonly text: string } | null>(null);
  /** The wish to have a node in the middle of the canvas; `turn` grows with each wish. */
  focusRequest = $state.raw<{ readonly id: string; readonly turn: number } | null>(null);
  /** What was done last, in words; with a blank more each other time, so that the same words are said again. */
  said = $state('');
  /** The last undo or redo: what the document was before it, and what it was. */
  turnedBack = $state.raw<{ readonly before: Document; readonly said: string } | null>(null);
  readonly selection = new Selection();
  readonly views = new Views();

  readonly #keeper: DocumentKeeper;
  readonly #notices: Notices;
  readonly #run: RunSession;
  #history = $state.raw<History>(emptyHistory());
  readonly #unstored = new SvelteSet<object>();
  readonly #nodeIds = $derived(nodeIdsOf(this.document));
  readonly #runMatches = $derived.by(
    () => this.document !== null && this.#run.graph !== null && sameMeaning(this.document, this.#run.graph),
  );
  #kept: KeptDocument | null = null;
  #stopWatching: (() => void) | null = null;
  #checkTimer: ReturnType<typeof setTimeout> | undefined;
  #turn = 0;

  constructor(keeper: DocumentKeeper, notices: Notices, run: RunSession) {
    this.#keeper = keeper;
    this.#notices = notices;
    this.#run = run;
  }

  get name(): string {
    const name = readable(this.document?.name ?? '');
    return name === '' ? 'Untitled' : name;
  }

  /** What to draw: the graph of the open run when the document has moved on since, else the document. */
  get shown(): Document | null {
    return this.#run.graph === null || this.#runMatches ? this.document : this.#run.graph;
  }

  /** True when the open run ran on a graph that the document no longer is. */
  get runDiffers(): boolean {
    return this.#run.active && this.#run.graph !== null && !this.#runMatches;
  }

  /** True when edits are taken now. */
  get editable(): boolean {
    return (
      this.document !== null && this.readOnly === null && !(this.#run.active && (this.#run.playing || this.runDiffers))
    );
  }

  /** True while a field holds what no edit has taken yet. */
  get typing(): boolean {
    return this.#unstored.size > 0;
  }

  /** Told by each field whether it holds what is not stored. */
  hold(field: object, unstored: boolean): void {
    if (unstored) this.#unstored.add(field);
    else this.#unstored.delete(field);
  }

  /** True when an edit closes no run, so that a text may be stored while it is typed. */
  get storesTyping(): boolean {
    return this.editable && !this.#run.active;
  }

  get canUndo(): boolean {
    return this.editable && this.#history.past.length > 0;
  }

  get canRedo(): boolean {
    return this.editable && this.#history.future.length > 0;
  }

  /** Ids of all agents, tasks, resources, memories, notes and frames. */
  get nodeIds(): ReadonlySet<string> {
    return this.#nodeIds;
  }

  /** Opens a document of the library; false when it cannot be had, which `refusal` says. */
  async open(documentId: string, takeOver = false): Promise<boolean> {
    await this.close();
    this.refusal = null;
    try {
      const kept = await this.#keeper.open(documentId, { takeOver });
      this.#hold(documentId, kept);
      return true;
    } catch (error) {
      this.#notices.failure('This document could not be opened.', error);
      this.refusal = { missing: codeOf(error) === 'storage/missing', text: messageOf(error) };
      return false;
    }
  }

  /** Makes this tab the writer. */
  async takeOver(): Promise<void> {
    const { documentId } = this;
    if (documentId !== null) await this.open(documentId, true);
  }

  /** Waits for the last edits to be committed, then lets go. */
  async close(): Promise<void> {
    clearTimeout(this.#checkTimer);
    const kept = this.#kept;
    this.#stopWatching?.();
    this.#stopWatching = null;
    this.#kept = null;
    this.#notices.settle('save');
    this.#notices.settle('opened');
    this.document = null;
    this.documentId = null;
    this.problems = [];
    this.damage = null;
    this.readOnly = null;
    this.focusRequest = null;
    this.#history = emptyHistory();
    this.selection.clear();
    await kept?.close();
  }

  /** Waits until every edit is committed or has failed. */
  async flush(): Promise<void> {
    await this.#kept?.flush();
  }

  /** Applies an edit; false when it was not taken, which was said. */
  edit(edit: Edit, { coalesce, label = '', refused, said = label }: EditOptions = {}): boolean {
    if (!this.#mayEdit()) return false;
    const inverse = this.#apply(edit, refused === undefined ? {} : { refused });
    if (inverse === null) return false;
    this.#history = remember(this.#history, { label, key: coalesce ?? null, undo: inverse, redo: edit });
    this.say(said);
    return true;
  }

  /** Says to whoever does not see the drawing what was done to it. */
  say(text: string): void {
    if (text !== '') this.said = this.said === text ? `${text}\u00a0` : text;
  }

  /** Ends a row of edits with the same `coalesce` key: the next edit is a step of its own. */
  seal(): void {
    this.#history = seal(this.#history);
  }

  undo(): void {
    const last = this.#history.past.at(-1)?.label ?? '';
    this.#step(this.canUndo ? undo(this.#history) : null, `Undone: ${last}`);
  }

  redo(): void {
    const next = this.#history.future[0]?.label ?? '';
    this.#step(this.canRedo ? redo(this.#history) : null, `Done again: ${next}`);
  }

  select(ids: Iterable<string>, mode: SelectMode = 'replace'): void {
    this.selection.select(ids, mode);
  }

  /** Selects a node and asks the canvas to bring it into view. */
  focus(id: string): void {
    this.selection.select([id]);
    this.#turn += 1;
    this.focusRequest = { id, turn: this.#turn };
  }

  #hold(documentId: string, kept: KeptDocument): void {
    this.#kept = kept;
    this.document = kept.document;
    this.documentId = documentId;
    this.#see(kept.state);
    if (kept.notice !== null && kept.aside !== undefined) this.damage = { text: kept.notice, aside: kept.aside };
    else if (kept.notice !== null) this.#notices.banner(kept.notice, { key: 'opened', tone: 'warning' });
    this.#stopWatching = kept.watch((state, document) => {
      this.#see(state);
      if (document !== null) this.#replace(document);
    });
    this.#check();
  }

  #see({ saveState, problem, readOnly }: KeptState): void {
    this.saveState = saveState;
    const lost = problem === null ? '' : ` ${problem}`;
    this.readOnly = readOnly ? `Another tab edits this document, so this one only shows it.${lost}` : null;
    if (saveState === 'failed' && !readOnly)
      this.#notices.banner(problem ?? 'The newest changes are not saved.', { key: 'save', tone: 'error' });
    else this.#notices.settle('save');
  }

  /** The document as another tab stored it. */
  #replace(document: Document): void {
    this.document = document;
    this.selection.keep((id) => this.#exists(id));
    this.#check();
  }

  #mayEdit(): boolean {
    if (this.editable) return true;
    if (this.readOnly !== null) this.#notices.toast(this.readOnly, { key: 'read-only' });
    else if (this.#run.playing)
      this.#notices.toast('The run is playing: pause or stop it to edit.', { key: 'read-only' });
    else if (this.runDiffers)
      this.#notices.toast('This run keeps the graph it ran on: close the run to edit the document.', {
        key: 'read-only',
      });
    return false;
  }

  /** Applies without history; the inverse, or null when it was refused. */
  #apply(
    edit: Edit,
    {
      again = false,
      refused = this.#sayRefused,
    }: { readonly again?: boolean; readonly refused?: EditOptions['refused'] } = {},
  ): Edit | null {
    if (this.document === null) return null;
    const result = apply(this.document, edit, { again });
    if (!result.ok) {
      refused(result.error);
      return null;
    }
    this.#replace(result.value.document);
    this.#kept?.append(edit, result.value.document);
    this.#leaveRunIfChanged();
    return result.value.inverse;
  }

  readonly #sayRefused = (problem: EditProblem): void => {
    this.#notices.toast(messageOf(problem), { key: 'edit-refused', tone: 'warning' });
  };

  #step(step: ReturnType<typeof undo>, said: string): void {
    const before = this.document;
    if (step === null || before === null || this.#apply(step.edit, { again: true }) === null) return;
    this.#history = step.history;
    this.turnedBack = { before, said };
    this.say(said);
  }

  #exists(id: string): boolean {
    const ends = edgeEnds(id);
    return ends === null ? this.#nodeIds.has(id) : this.#nodeIds.has(ends.from) && this.#nodeIds.has(ends.to);
  }

  /** A run stays on screen while only the drawing changes; once the meaning changes, the person is editing again. */
  #leaveRunIfChanged(): void {
    const { runId } = this.#run;
    if (!this.runDiffers) return;
    void this.#run.close();
    if (runId === null) return;
    this.#notices.toast('The document has changed, so the run was closed; it is kept.', {
      key: 'run-left',
      actions: [{ label: 'Back to the run', run: () => void this.#run.open(runId) }],
    });
  }

  #check(): void {
    clearTimeout(this.#checkTimer);
    const run = () => {
      this.problems = this.document === null ? [] : problemsNow(this.document);
    };
    if (this.#nodeIds.size <= checkAtOnceMax) run();
    else this.#checkTimer = setTimeout(run, checkDelayMs);
    fetchCheck().then(
      (more) => {
        if (more) this.#check();
      },
      () => {
        this.#notices.toast('Problems of conditions and settings could not be fetched; reload the page to see them.', {
          key: 'check-missing',
          tone: 'warning',
        });
      },
    );
  }
}
