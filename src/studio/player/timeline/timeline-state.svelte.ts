/**
 * The timeline's own state: which stretch of time shows, and the bars at hand for it. The run says what there is; this asks for
 * what the window needs, one request at a time, and keeps drawing what it has until the answer comes.
 */
import type { Lane } from '../../../bridge/index.ts';
import { OneAtATime, type RunSession } from '../../state/index.ts';
import { serves, stretchFor, type Stretch } from './feed.ts';
import { fitted, following, isFitted, panned, within, zoomed, type Bounds, type TimeWindow } from './time-window.ts';

export class TimelineState {
  lanes = $state.raw<readonly Lane[]>([]);
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

  get endMs(): number {
    return Math.max(this.#run.status?.endMs ?? 0, 1);
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
    this.zoom(factor, Math.min(toMs, Math.max(fromMs, this.#run.timeMs)));
  }

  pan(byMs: number): void {
    if (!this.fits) this.#choose(panned(this.window, byMs, this.#bounds));
  }

  /** Turns the page when the playhead leaves the window. */
  follow(timeMs: number): void {
    if (!this.fits) this.#choose(following(this.window, timeMs, this.#bounds));
  }

  /** Asks the engine when what is at hand does not serve. Reads what it depends on, so an effect may call it. */
  refresh(): void {
    const { status } = this.#run;
    if (status === null || this.width <= 0) return;
    const version = `${status.runId} ${String(status.steps)} ${String(status.endMs)} ${String(status.complete)}`;
    const view = { window: this.window, width: this.width, endMs: this.endMs, version };
    if (!serves(this.#stretch, view)) this.#requests.want(stretchFor(view));
  }

  forget(): void {
    this.lanes = [];
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
    const answer = await this.#run.timeline(wish.fromMs, wish.toMs, wish.pixels);
    if (answer === null) return;
    this.#stretch = wish;
    this.lanes = answer.lanes;
  }
}
