/**
 * One run as the engine holds it: the fold, the playhead on it, and everything that is read off for the page. It
 * computes in slices when told to, and never posts, waits or stores anything itself.
 */
import type { Frame, InvariantView, Mark, RunMetrics, RunStatus } from '../../bridge/index.ts';
import {
  criticalChain,
  dataBook,
  describe,
  forkInput,
  nodesOf,
  marksOf,
  metricsOf,
  outcomeOfRun,
  StateAt,
  travellingAt,
  verdictsOf,
  type Fork,
  type Place,
  type Run,
  type RunInput,
} from '../../replay/index.ts';
import { cancelInput } from '../../workflow/index.ts';
import { firstBreak, noBreakpoints, type Breakpoints } from './breakpoints.ts';
import { computeAhead, computeTo } from '../drivers/simulated.ts';
import { EngineError } from '../errors.ts';
import { differsFromLast, type LastFrame } from '../keeping/last-frame.ts';
import { Books } from '../looks/books.ts';
import { automaticSpeed, Playback, type Track } from './playback.ts';

export interface RunIdentity {
  readonly runId: string;
  readonly documentId: string;
}

/** Facts between two looks at the clock. */
const factsAtOnce = 1000;

/** What is read off once a run is over; null before. */
interface Ending {
  readonly marks: readonly Mark[];
  readonly metrics: RunMetrics;
  readonly digest: string;
  readonly critical: ReadonlySet<number>;
}

export class OpenRun {
  readonly identity: RunIdentity;
  readonly run: Run;
  readonly playback: Playback;
  watching = false;
  breakpoints: Breakpoints = noBreakpoints;
  notice: string | null = null;
  #agreed = false;
  /** How many of its entries were put aside because they were damaged. */
  quarantined = 0;
  /** What was seen of it when it was left; null once the playhead has arrived there. */
  last: LastFrame | null = null;
  #lastShown = false;
  readonly #state: StateAt;
  /** What has been read of it for whoever looks. */
  readonly books: Books;
  /** Where playing is to end: a step, or the next change of a node; null when nowhere before the run's end. */
  #target: number | string | null = null;
  #ending: Ending | null = null;
  /** What of the ending is read off already: one part a slice. */
  #reading: Partial<Ending> = {};
  #checks: ((run: Run) => string | null)[] = [];
  #invariants: readonly InvariantView[] = [];
  #wantedStep: number | null = null;

  constructor(identity: RunIdentity, run: Run) {
    this.identity = identity;
    this.run = run;
    const { plan } = run.compiled;
    this.playback = new Playback(automaticSpeed(plan));
    this.#state = new StateAt(plan, run.log, run.compiled.spec.network);
    this.books = new Books(run);
  }

  /** True when everything is computed, checked and read off; of a run that waits there is no end to read off. */
  get settled(): boolean {
    return this.#readable && this.#wantedStep === null && this.#checks.length === 0;
  }

  get #readable(): boolean {
    return this.#ending !== null || this.run.state === 'waiting';
  }

  /** Whether there are no steps to take at present. */
  get #rests(): boolean {
    return this.run.state !== 'running';
  }

  /** Where the playhead stands, or goes as soon as that is computed. */
  get playhead(): { readonly step: number; readonly speed: number | null } {
    return { step: this.#wantedStep ?? this.playback.step, speed: this.playback.speed };
  }

  /** True while the playhead is wanted at a step that is not computed yet. */
  get arriving(): boolean {
    return this.#wantedStep !== null;
  }

  /** Compares the run with something recorded once it is over; a sentence becomes the notice. */
  verifyLater(check: (run: Run) => string | null): void {
    this.#checks.push(check);
  }

  /** Computes until `clock` passes `untilMs`; true when the status has changed for the page. */
  work(clock: () => number, untilMs: number): boolean {
    if (this.settled) return false;
    computeAhead(this.run, clock, untilMs);
    while (this.run.complete && this.#ending === null && clock() < untilMs) this.#readOff();
    if (this.#wantedStep !== null && (this.#wantedStep <= this.run.steps || this.#rests)) {
      this.playback.moveTo(this.#wantedStep, this.track, clock());
      this.#wantedStep = null;
    }
    while (this.#readable && clock() < untilMs) {
      const check = this.#checks.shift();
      if (check === undefined) break;
      const said = check(this.run);
      [this.notice, this.#agreed] = [this.notice ?? said, this.#agreed || said === null];
    }
    return true;
  }

  #readOff(): void {
    const { run } = this;
    const reading = this.#reading;
    if (!run.watch.advance(factsAtOnce)) return;
    if (reading.marks === undefined) {
      this.#invariants = verdictsOf(run);
      this.#reading = { ...reading, marks: marksOf(run) };
    } else if (reading.metrics === undefined || reading.critical === undefined) {
      const chain = criticalChain(run.compiled.plan, run.log);
      const critical = new Set(chain.map(({ task }) => task));
      this.#reading = { ...reading, metrics: metricsOf(run, chain), critical };
    } else {
      const { marks, metrics, critical } = reading;
      this.#ending = { marks, metrics, critical, digest: run.digest() };
    }
  }

  readonly track: Track = this.#makeTrack();

  #makeTrack(): Track {
    const steps = (): number => this.run.steps;
    const complete = (): boolean => this.#rests;
    const reach = (): number => this.#reach();
    return {
      get steps() {
        return steps();
      },
      get complete() {
        return complete();
      },
      get reach() {
        return reach();
      },
      timeOf: (step) => this.timeOf(step),
      stepAt: (timeMs) => this.stepAt(timeMs),
      pauseIn: (from, to) => this.#pauseIn(from, to),
    };
  }

  #pauseIn(from: number, to: number): number | null {
    const target = this.#target;
    const until = typeof target === 'number' ? Math.min(to, target) : to;
    const nodes = typeof target === 'string' ? new Set([...this.breakpoints.nodes, target]) : this.breakpoints.nodes;
    return firstBreak(this.run, { ...this.breakpoints, nodes }, from, until) ?? (target === until ? until : null);
  }

  /** Plays up to a step or up to the next change of a node. What lies behind is gone to at once, as is a node's last change. */
  playTo(to: number | string, nowMs: number): void {
    const { step } = this.playback;
    this.playback.pause();
    if (typeof to === 'number' && to <= step) this.seek(to, nowMs);
    else if (typeof to === 'string' && this.run.complete && this.#changeAfter(to, step) === null)
      this.toLast(to, nowMs);
    else {
      this.playback.play(this.track, nowMs);
      this.#target = to;
    }
  }

  /** Playing goes on to the end again. */
  forgetTarget(): void {
    this.#target = null;
  }

  #changeAfter(node: string, step: number): number | null {
    return firstBreak(this.run, { nodes: new Set([node]), kinds: new Set() }, step, this.run.steps);
  }

  /** What begins a new run from this one; throws where there is nothing to begin with. */
  fork(fork: Fork): { readonly input: RunInput; readonly lastMs: number } {
    const forked = forkInput(this.run, this.books.of(dataBook).outputs, fork);
    if (!forked.ok) throw new EngineError('engine/not-runnable', forked.error);
    return forked.value;
  }

  /** Goes to where the ends that were taken over have all come. */
  passTakenOver(lastMs: number, nowMs: number): void {
    computeTo(this.run, lastMs);
    this.seek(this.stepAt(lastMs), nowMs);
  }

  /** Where a rule breaks is known when the whole run was looked through: until then playing would pass it by. */
  #reach(): number {
    const looking =
      this.breakpoints.kinds.has('invariant') && this.#ending === null && this.#reading.marks === undefined;
    return looking ? this.playback.step : this.run.steps;
  }

  timeOf(step: number): number {
    if (step >= this.run.steps) return this.run.now;
    const count = this.run.log.countAt(step);
    return count === 0 ? 0 : this.run.log.timeOf(count - 1);
  }

  stepAt(timeMs: number): number {
    if (timeMs >= this.run.now) return this.run.steps;
    const count = this.run.log.countAtTime(timeMs);
    return count === 0 ? 0 : this.run.log.stepOf(count - 1);
  }

  /** Moves the playhead; a step that is not computed yet is gone to as soon as it is. */
  seek(step: number, nowMs: number): void {
    this.#wantedStep = step > this.run.steps && !this.#rests ? step : null;
    this.playback.moveTo(step, this.track, nowMs);
  }

  seekTime(timeMs: number, nowMs: number): void {
    this.seek(this.stepAt(Math.max(0, timeMs)), nowMs);
  }

  /** To the next or previous step that touches a node; stays where it is when there is none. */
  toChange(node: string, direction: 1 | -1, nowMs: number): void {
    const { plan } = this.run.compiled;
    this.#toFact((fact) => nodesOf(fact, plan).includes(node), { direction, nowMs });
  }

  /** To the next or previous step in which a message travels; stays where it is when there is none. */
  toMessage(direction: 1 | -1, nowMs: number): void {
    this.#toFact(({ type }) => type.startsWith('message.'), { direction, nowMs });
  }

  /** To the last step that touches a node, as far as the run is computed; stays where it is when there is none. */
  toLast(node: string, nowMs: number): void {
    const { plan } = this.run.compiled;
    this.#toFact((fact) => nodesOf(fact, plan).includes(node), { direction: -1, nowMs, here: this.run.steps + 1 });
  }

  /** To the first step after or before one with a fact that is wanted. */
  #toFact(
    wanted: (fact: ReturnType<Run['log']['at']>) => boolean,
    { direction, nowMs, here = this.playback.step }: { direction: 1 | -1; nowMs: number; here?: number },
  ): void {
    const { log } = this.run;
    for (
      let at = direction === 1 ? log.countAt(here) : log.countAt(here - 1) - 1;
      at >= 0 && at < log.length;
      at += direction
    ) {
      if (!wanted(log.at(at))) continue;
      this.seek(log.stepOf(at), nowMs);
      return;
    }
  }

  /** What cancels the run at the playhead, to be journaled before it is put in; null when it is over there. */
  cancellation(): RunInput | null {
    if (this.run.complete && this.playback.step >= this.run.steps) return null;
    const { step } = this.playback;
    return { step, atMs: this.timeOf(step), ...cancelInput('stopped by hand') };
  }

  /** Puts inputs in at one step: what lay ahead is cut off, and the playhead stands there. */
  inject(step: number, inputs: readonly RunInput[], nowMs: number): void {
    this.run.cutAt(step);
    for (const input of inputs) this.run.append(input);
    this.#state.cut(this.run.log.length);
    this.books.reset();
    this.#ending = null;
    this.#reading = {};
    // What was recorded of the way that was left says nothing about this one.
    [this.#checks, this.#agreed] = [[], false];
    this.#invariants = [];
    this.seek(step, nowMs);
  }

  /** What is to be seen now: the playhead's frame, or, once, what was seen there when the run was left; null for nothing. */
  shown(): Frame | null {
    if (this.arriving && !this.playback.playing) {
      const kept = this.#lastShown ? null : (this.last?.frame ?? null);
      this.#lastShown = true;
      return kept;
    }
    const frame = this.frame();
    if (this.last !== null) this.notice ??= differsFromLast(frame, this.last.frame);
    this.last = null;
    return frame;
  }

  frame(): Frame {
    const { log, compiled } = this.run;
    const { step } = this.playback;
    const count = log.countAt(step);
    this.#state.seek(count);
    const timeMs = this.timeOf(step);
    const { full, tasks, agents } = this.#state.changes(timeMs);
    const touched = new Set<string>();
    for (let at = count - 1; at >= 0 && log.stepOf(at) === step; at -= 1)
      for (const node of nodesOf(log.at(at), compiled.plan)) touched.add(node);
    const caption = this.#caption(count);
    const messages = travellingAt(compiled.plan, log, count, step);
    const { runId } = this.identity;
    return {
      runId,
      step,
      timeMs,
      full,
      tasks,
      agents,
      touched: [...touched],
      ...this.#state.around(timeMs),
      messages,
      caption,
    };
  }

  /** The last thing that was done before so many facts; what only travelled is told where nothing was done in that step. */
  #caption(count: number): string {
    const { log, compiled } = this.run;
    if (count === 0) return 'Nothing has happened yet';
    let at = count - 1;
    while (at > 0 && log.stepOf(at - 1) === log.stepOf(at) && log.at(at).type.startsWith('message.')) at -= 1;
    return describe(log.at(at), compiled.plan).text;
  }

  /** The next frame holds everything, whatever was sent before. */
  refresh(): void {
    this.#state.refresh();
  }

  status(storage: 'durable' | 'memory'): RunStatus {
    const ending = this.#ending;
    const { outcome, reason } = ending === null ? { outcome: null, reason: null } : outcomeOfRun(this.run);
    return {
      ...this.identity,
      steps: Math.max(this.run.steps, this.last?.steps ?? 0),
      endMs: Math.max(this.run.now, this.last?.endMs ?? 0),
      complete: ending !== null,
      playing: this.playback.playing,
      speed: this.playback.speed,
      outcome,
      reason,
      seed: this.run.compiled.plan.seed,
      digest: ending?.digest ?? null,
      metrics: ending?.metrics ?? null,
      marks: ending?.marks ?? [],
      invariants: this.#invariants,
      storage,
      watching: this.watching,
      notice: this.notice,
      ...(this.#agreed && this.notice === null ? { verified: true as const } : {}),
      ...(this.quarantined > 0 ? { quarantined: this.quarantined } : {}),
    };
  }

  /** Where the run stands for whoever looks at it. */
  get place(): Place {
    return { passed: this.run.log.countAt(this.playback.step), critical: this.#ending?.critical ?? new Set() };
  }
}
