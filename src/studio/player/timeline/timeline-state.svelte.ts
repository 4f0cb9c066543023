/**
 * The timeline's own state: which stretch of time shows, and the bars at hand for it. The run says what there is; this asks for
 * what the window needs, one request at a time, and keeps drawing what it has until the answer comes.
 */
import type { Idle, Lane, MemoryLane, ResourceLane } from '../../../bridge/index.ts';
import { resolvedAgent, isSliced, type Agent } from '../../../document/index.ts';
import { OneAtATime, type RunSession } from '../../state/index.ts';
import type { Resources } from './resources/index.ts';
import { serves, stretchFor, type Stretch } from './feed.ts';
import { Folds, noFolds } from './folding.ts';
import {
  fitted,
  following,
  isFitted,
  panned,
  timeAt,
  within,
  zoomed,
  type Bounds,
  type TimeWindow,
} from './time-window.ts';

/** More memories, or rows of clients, are folded by default. */
const unfoldedMax = 2;
const rowsMax = 4;

function inOneRow(lane: MemoryLane): Lane {
  return { ...lane, slots: 1, bars: lane.bars.map((bar) => (bar.row < 0 ? bar : { ...bar, row: 0 })) };
}

/** Rest between two questions about a run that grows, ms. */
const restMs = 120;

export class TimelineState {
  /** Those at hand; until the engine has answered, those of the run's agents, with nothing on them. */
  lanes = $state.raw<readonly Lane[]>([]);
  /** Those of memories, by whose ids they go. */
  memories = $state.raw<readonly MemoryLane[]>([]);
  /** Those of resources, likewise. */
  resources = $state.raw<readonly ResourceLane[]>([]);
  /** What draws them, once it is loaded. */
  late = $state.raw<Resources | null>(null);
  /** Memories of which the rows of clients were folded by hand, or unfolded. */
  #turned = $state.raw<ReadonlySet<string>>(new Set());
  /** All lanes as they are drawn: a folded memory has all that was done to it in one row. */
  readonly drawn = $derived<readonly Lane[]>([
    ...this.resources,
    ...this.lanes,
    ...this.memories.map((lane) => (this.unfolded(lane) ? lane : inOneRow(lane))),
  ]);
  /** Up to which time the bars at hand were known. */
  knownMs = $state(0);
  /** Whether stretches in which nobody works are folded. */
  folding = $state(false);
  /** Whether it is read as a table instead. */
  asTable = $state(false);
  /** Whether what is not on the critical path steps back. */
  onlyCritical = $state(false);
  #idle = $state.raw<readonly Idle[]>([]);
  readonly #folded = $derived(this.folding ? new Folds(this.#idle, this.#runMs) : noFolds);
  /** When the run before ended, where it is drawn behind this one, ms; 0: it is not. */
  ghostMs = $state(0);
  /** Width of the drawing in pixels. */
  width = $state(0);
  /** Null while the whole run shows: then the window grows with the run. */
  #chosen = $state.raw<TimeWindow | null>(null);
  #stretch: Stretch | null = null;
  readonly #run: RunSession;
  readonly #requests = new OneAtATime<Stretch>((wish) => this.#fetch(wish));

  constructor(run: RunSession) {
    this.#run = run;
  }

  get folds(): Folds {
    return this.#folded;
  }

  /** How many stretches could be folded. */
  get idleCount(): number {
    return this.#idle.length;
  }

  get #runMs(): number {
    return Math.max(this.#run.status?.endMs ?? 0, 1);
  }

  /** End of what is drawn in shown time: of the run, or of the one before where that is later. */
  get endMs(): number {
    return this.folding ? this.folds.shown(this.#runMs) : Math.max(this.#runMs, this.ghostMs);
  }

  /** The real time at a horizontal place, within the run. */
  realTimeAt(x: number): number {
    const shown = Math.min(this.folds.shown(this.#runMs), Math.max(0, timeAt(this.window, this.width, x)));
    return Math.round(this.folds.real(shown));
  }

  /** Folds the idle stretches, or unfolds them: the whole run shows. */
  toggleFolding(): void {
    this.folding = !this.folding;
    this.fit();
  }

  /** Whether each client of a memory has its own row; by default where they are few. */
  unfolded({ agent, clients }: MemoryLane): boolean {
    const few = this.memories.length <= unfoldedMax && clients.length <= rowsMax;
    return few !== this.#turned.has(agent);
  }

  turn(memory: string): void {
    const turned = new Set(this.#turned);
    if (!turned.delete(memory)) turned.add(memory);
    this.#turned = turned;
  }

  get window(): TimeWindow {
    return this.#chosen === null ? fitted(this.endMs) : within(this.#chosen, this.#bounds);
  }

  get fits(): boolean {
    return this.#chosen === null;
  }

  fit(): void {
    this.#chosen = null;
  }

  /** Above 1 goes nearer; `aboutMs` stays where it is. */
  zoom(factor: number, aboutMs: number): void {
    this.#choose(zoomed(this.window, aboutMs, factor, this.#bounds));
  }

  /** Zooms about the playhead, or about the border that is next to it. */
  zoomAtPlayhead(factor: number): void {
    const { fromMs, toMs } = this.window;
    this.zoom(factor, Math.min(toMs, Math.max(fromMs, this.folds.shown(this.#run.timeMs))));
  }

  pan(byMs: number): void {
    if (!this.fits) this.#choose(panned(this.window, byMs, this.#bounds));
  }

  /** Turns the page when the playhead leaves the window. */
  follow(timeMs: number): void {
    if (!this.fits) this.#choose(following(this.window, this.folds.shown(timeMs), this.#bounds));
  }

  /** Asks the engine when what is at hand does not serve. Reads what it depends on, so an effect may call it. */
  refresh(): void {
    const { status } = this.#run;
    if (status === null || this.width <= 0) return;
    const version = `${status.runId} ${String(status.steps)} ${String(status.endMs)} ${String(status.complete)} ${String(this.folding)}`;
    const view = { window: this.window, width: this.width, endMs: this.endMs, version };
    if (!serves(this.#stretch, view)) this.#requests.want(stretchFor(view));
  }

  /** Another run, or none: the agents are known from the drawing, the rest is asked for. */
  forget(agents: readonly Agent[]): void {
    this.lanes = agents.map((agent) => ({
      agent: agent.id,
      slots: isSliced(agent) ? 1 : resolvedAgent(agent).slots,
      utilization: 0,
      bars: [],
    }));
    this.memories = [];
    this.resources = [];
    this.#turned = new Set();
    this.knownMs = 0;
    this.#idle = [];
    this.#stretch = null;
    this.#chosen = null;
  }

  get #bounds(): Bounds {
    return { endMs: this.endMs, width: this.width };
  }

  #choose(window: TimeWindow): void {
    this.#chosen = isFitted(window, this.endMs) ? null : window;
  }

  async #fetch(wish: Stretch): Promise<void> {
    if (serves(this.#stretch, { window: wish, width: wish.pixels, endMs: this.endMs, version: wish.version })) return;
    const [fromMs, toMs] = [this.folds.real(wish.fromMs), this.folds.real(wish.toMs)];
    // As many pixels a millisecond as are shown, whatever is folded between the ends.
    const pixels = Math.max(1, Math.round((wish.pixels * (toMs - fromMs)) / (wish.toMs - wish.fromMs)));
    const answer = await this.#run.look({
      kind: 'window.timeline',
      fromMs: Math.floor(fromMs),
      toMs: Math.ceil(toMs),
      pixels,
    });
    if (answer === null) return;
    this.#idle = answer.idle;
    this.#stretch = wish;
    this.lanes = answer.lanes;
    this.memories = answer.memories ?? [];
    this.resources = answer.resources ?? [];
    // Fetched where a run has resources; until then their lanes are blank.
    if (this.resources.length > 0) this.late ??= await import('./resources/index.ts').catch(() => null);
    this.knownMs = answer.endMs;
    // While a run grows, each answer is followed by another question: between them page and engine do something else.
    if (this.#run.status?.complete !== true) await new Promise((resolve) => setTimeout(resolve, restMs));
  }
}
