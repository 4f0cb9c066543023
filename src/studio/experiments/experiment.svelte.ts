/**
 * The experiments of the open document: starts one in a pool of workers, gathers its figures, keeps them in the library when it is
 * done, and brings kept ones back. It never changes the document; a run that a person wants to see is a new run of a changed copy.
 */
import type { Document } from '../../document/index.ts';
import {
  documentFor,
  planProblem,
  type Enough,
  drawnAmong,
  settingsOf,
  type Factor,
  type Measured,
  type Setting,
} from '../../experiments/index.ts';
import type { ExperimentListing, Library } from '../../storage/index.ts';
import { messageOf, sameMeaning, type RunSession, type StartMeasurer, type Workspace } from '../state/index.ts';
import { RunPair } from './pair/run-pair.svelte.ts';
import { asMade, Gathered, type Figures } from './gathered.ts';
import { Pool } from './pool.ts';
import { breath, readAhead, readingOf } from './reading.ts';

export type ExperimentKeeper = Pick<Library, 'keepExperiment' | 'listExperiments' | 'loadExperiment'>;
export type Phase = 'idle' | 'running' | 'paused' | 'done' | 'cancelled' | 'failed';

/** How often the figures on screen grow at most, ms; reading them takes a tenth of the time at most. */
const showMs = 120;
const readShare = 0.1;

export class Experiments {
  phase = $state<Phase>('idle');
  /** Why the last one did not start or broke off, as a sentence. */
  problem = $state<string | null>(null);
  figures = $state.raw<Figures | null>(null);
  kept = $state.raw<readonly ExperimentListing[]>([]);
  done = $state(0);
  total = $state(0);

  readonly #keeper: ExperimentKeeper;
  readonly #workspace: Workspace;
  readonly #run: RunSession;
  readonly #start: StartMeasurer;
  #pool: Pool | null = null;
  #gathered = new Gathered([], 1);
  #timer: ReturnType<typeof setTimeout> | undefined;
  #pauseMs = showMs;
  /** How many figures were read so far; only the last are shown. */
  #readings = 0;

  constructor(keeper: ExperimentKeeper, workspace: Workspace, run: RunSession, start: StartMeasurer) {
    this.#keeper = keeper;
    this.#workspace = workspace;
    this.#run = run;
    this.#start = start;
  }

  /** The engine that measures here; null while it is not known. */
  get engine(): string | null {
    return this.#run.engineVersion;
  }

  get busy(): boolean {
    return this.phase === 'running' || this.phase === 'paused';
  }

  /** True when the document would no longer run as it did when the figures were measured. */
  get stale(): boolean {
    const { document } = this.#workspace;
    return this.figures !== null && document !== null && !sameMeaning(document, this.figures.document);
  }

  /** Shows the newest kept figures of this document as it is now; false when there are none. */
  async recall(): Promise<boolean> {
    const { documentId, document } = this.#workspace;
    if (documentId === null || document === null) return false;
    this.kept = await this.#keeper.listExperiments(documentId);
    // While the page does not know its own engine yet, whatever measured last is shown; that it was another is said once it is known.
    const { engine } = this;
    const fitting = this.kept.find(
      (record) => (engine === null || record.engine === engine) && sameMeaning(record.document, document),
    );
    if (fitting === undefined) return false;
    return this.show(fitting);
  }

  /** Shows the kept figures of an address; false where they are not kept any more, which is said. */
  async recallKept(id: string): Promise<boolean> {
    const { documentId } = this.#workspace;
    if (documentId === null || this.busy) return false;
    this.kept = await this.#keeper.listExperiments(documentId);
    const listing = this.kept.find((each) => each.id === id);
    if (listing !== undefined) return this.show(listing);
    this.figures = null;
    this.problem =
      'This comparison is not kept any more: only the newest twenty of a workflow are. Run again to measure it.';
    return false;
  }

  /** Shows kept figures; false where they cannot be read any more, which is said. */
  async show(listing: ExperimentListing): Promise<boolean> {
    const { document, factors, seeds, createdAtMs, engine } = listing;
    const turn = (this.#readings += 1);
    const cells = await this.#keeper.loadExperiment(listing).then(
      (record) => record.cells,
      (error: unknown) => {
        this.problem = `The figures could not be read: ${messageOf(error)}`;
        return null;
      },
    );
    if (cells === null || turn !== this.#readings) return false;
    const settings = settingsOf(factors);
    const figures: Figures = {
      document,
      factors,
      seeds,
      drawn: drawnAmong(document, settings),
      engine: engine ?? null,
      keptAtMs: createdAtMs,
      cells: cells.map(({ problem, rows }, at) => ({ setting: settings[at] ?? [], problem, rows })),
    };
    if ((await this.#read(figures)) === null) return false;
    this.figures = figures;
    this.problem = null;
    this.phase = 'done';
    return true;
  }

  /** Measures the document as it is now; the figures grow while it goes on, and are kept when it is done. */
  async measure(factors: readonly Factor[], seeds: readonly number[], enough: Enough | null = null): Promise<void> {
    const { document, documentId } = this.#workspace;
    if (document === null || documentId === null || this.busy) return;
    this.problem = planProblem(factors, seeds.length) ?? lacking(document);
    if (this.problem !== null) return;
    const settings = settingsOf(factors);
    const changed = settings.map((setting) => documentFor(document, setting));
    const gathered = new Gathered(
      changed.map((result) => (result.ok ? null : result.error)),
      seeds.length,
      enough,
    );
    this.#gathered = gathered;
    [this.done, this.total] = [0, gathered.total];
    this.#pauseMs = showMs;
    this.#readings += 1;
    const pool = new Pool({
      documents: changed.map((result) => (result.ok ? result.value : null)),
      seeds,
      start: this.#start,
      workers: Math.max(1, Math.min(8, navigator.hardwareConcurrency || 2)),
      rows: (cell, from, rows) => {
        if (gathered.add(cell, from, rows)) pool.enough();
        this.done = gathered.done;
        this.#show();
      },
      refused: (cell, problem) => {
        gathered.refuse(cell, problem);
        this.total = gathered.total;
        this.#show();
      },
    });
    this.#pool = pool;
    this.phase = 'running';
    const drawn = drawnAmong(document, settings);
    const before = { document, factors, seeds, drawn, engine: this.engine, keptAtMs: null };
    this.figures = { ...before, cells: gathered.cells(settings) };
    await this.#carry(pool, documentId, settings);
  }

  async #carry(pool: Pool, documentId: string, settings: readonly Setting[]): Promise<void> {
    let phase: Phase;
    try {
      phase = (await pool.run()) ? 'done' : 'cancelled';
    } catch (error) {
      phase = 'failed';
      this.problem = messageOf(error);
    }
    if (this.#pool !== pool) return;
    clearTimeout(this.#timer);
    this.#timer = undefined;
    if (this.figures !== null) {
      const cells = this.#gathered.cells(settings);
      const grown =
        phase === 'done' ? asMade({ ...this.figures, cells }, this.#gathered.enoughAt) : { ...this.figures, cells };
      const figures = { ...grown, engine: grown.engine ?? this.engine };
      if ((await this.#read(figures)) === null) return;
      this.figures = figures;
    }
    this.phase = phase;
    const { figures } = this;
    if (phase !== 'done' || figures === null || readingOf(figures).measured.length === 0) return;
    // What is shown now is drawn first, in a task of its own.
    await breath();
    await this.#keep(documentId, figures);
  }

  pause(): void {
    if (this.phase !== 'running') return;
    this.#pool?.pause();
    this.phase = 'paused';
  }

  resume(): void {
    if (this.phase !== 'paused') return;
    this.phase = 'running';
    this.#pool?.resume();
  }

  /** Ends the measuring; what came so far stays on screen and is not kept. */
  cancel(): void {
    if (this.busy) this.#pool?.cancel();
  }

  /** The document of a combination under a seed, as it was measured; null where it cannot be. */
  documentOf(setting: Setting, seed: number): Document | null {
    if (this.figures === null) return null;
    const changed = documentFor(this.figures.document, [...setting, { path: 'seed', value: seed }]);
    return changed.ok ? changed.value : null;
  }

  /**
   * Opens the run of a combination and a seed in the player: from its beginning, or at rest at a step. False when the engine
   * refused, which was said.
   */
  async open(setting: Setting, seed: number, step?: number): Promise<boolean> {
    const { documentId } = this.#workspace;
    const document = this.documentOf(setting, seed);
    if (document === null || documentId === null) return false;
    await this.#workspace.flush();
    if (!(await this.#run.start(documentId, document, { play: step === undefined }))) return false;
    if (step !== undefined) this.#run.player.seek(step);
    return true;
  }

  /** What two runs are compared with; the caller lets go of it. */
  pair(): RunPair {
    return new RunPair(this.#start);
  }

  /** The figures so far as lists without gaps, for files. */
  measured(): Measured[] {
    const { cells = [], seeds = [] } = this.figures ?? {};
    return cells.map(({ setting, rows }) => ({
      setting,
      rows: seeds.flatMap((seed, at) => {
        const row = rows[at];
        return row === undefined ? [] : [{ seed, row }];
      }),
    }));
  }

  /** Lets go when another document is opened. */
  leaveOther(documentId: string): void {
    if (this.#workspace.documentId !== documentId) this.leave();
  }

  /** Lets go of workers and figures. */
  leave(): void {
    this.cancel();
    this.#readings += 1;
    this.#pool = null;
    this.figures = null;
    this.kept = [];
    this.phase = 'idle';
  }

  async #keep(documentId: string, figures: Figures): Promise<void> {
    const { document, factors, seeds, cells, engine } = figures;
    try {
      const record = await this.#keeper.keepExperiment({
        documentId,
        document,
        factors,
        seeds,
        ...(engine !== null && { engine }),
        cells: cells.map(({ problem, rows }) => ({ problem, rows: rows.filter((row) => row !== undefined) })),
      });
      if (this.#workspace.documentId !== documentId) return;
      this.kept = [record, ...this.kept];
      if (this.figures === figures) this.figures = { ...figures, keptAtMs: record.createdAtMs };
    } catch (error) {
      this.problem = `The figures could not be kept: ${messageOf(error)}`;
    }
  }

  /** Reads figures in short tasks before they are shown; how long that took, or null where others are to be shown by then. */
  async #read(figures: Figures): Promise<number | null> {
    const turn = (this.#readings += 1);
    const took = await readAhead(figures);
    return turn === this.#readings ? took : null;
  }

  #show(): void {
    this.#timer ??= setTimeout(() => void this.#look(), this.#pauseMs);
  }

  async #look(): Promise<void> {
    if (this.figures === null) return;
    const figures = { ...this.figures, cells: this.#gathered.cells(this.figures.cells.map(({ setting }) => setting)) };
    const took = await this.#read(figures);
    if (took === null) return;
    this.figures = figures;
    this.#pauseMs = Math.max(showMs, took / readShare);
    this.#timer = undefined;
  }
}

/** Why a document cannot be measured at all. */
function lacking(document: Document): string | null {
  if ((document.tasks ?? []).length === 0) return 'There is nothing to measure yet: add a task first.';
  if ((document.agents ?? []).length === 0) return 'Nobody can do the work: add an agent first.';
  return null;
}
