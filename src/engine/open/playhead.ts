/**
 * The playhead on a run and every way to move it: along as it plays, to a step, a time, a change of a node, a message. A step that
 * is not computed yet is gone to as soon as it is. It computes nothing itself.
 */
import { nodesOf, type Run } from '../../replay/index.ts';
import { automaticSpeed, Playback } from './playback.ts';
import { RunTrack, type TrackSources } from './track.ts';

type Fact = ReturnType<Run['log']['at']>;

export class Playhead {
  readonly #run: Run;
  readonly #playback: Playback;
  readonly track: RunTrack;
  #wantedStep: number | null = null;

  constructor(run: Run, sources: TrackSources) {
    this.#run = run;
    this.#playback = new Playback(automaticSpeed(run.compiled.plan));
    this.track = new RunTrack(run, sources);
  }

  /** The step that is seen. */
  get step(): number {
    return this.#playback.step;
  }

  get playing(): boolean {
    return this.#playback.playing;
  }

  get speed(): number | null {
    return this.#playback.speed;
  }

  /** Virtual time of the step that is seen. */
  get timeMs(): number {
    return this.track.timeOf(this.step);
  }

  /** True while it is wanted at a step that is not computed yet. */
  get arriving(): boolean {
    return this.#wantedStep !== null;
  }

  /** Where it stands, or goes as soon as that is computed. */
  get place(): { readonly step: number; readonly speed: number | null } {
    return { step: this.#wantedStep ?? this.step, speed: this.speed };
  }

  /** Goes to the step that is wanted once that is computed. */
  arrive(nowMs: number): void {
    const wanted = this.#wantedStep;
    if (wanted === null || (wanted > this.#run.steps && !this.track.complete)) return;
    this.#playback.moveTo(wanted, this.track, nowMs);
    this.#wantedStep = null;
  }

  /** Lets it move on by itself; true when it did, or stopped. */
  tick(nowMs: number): boolean {
    return this.#playback.tick(this.track, nowMs);
  }

  play(nowMs: number): void {
    this.#playback.play(this.track, nowMs);
  }

  pause(): void {
    this.#playback.pause();
  }

  setSpeed(speed: number | null, nowMs: number): void {
    this.#playback.setSpeed(speed, this.track, nowMs);
  }

  /** Stands at the step that it was left at, with the speed of then. */
  restore({ step, speed }: { readonly step: number; readonly speed: number | null }, nowMs: number): void {
    this.#playback.choose(speed);
    this.seek(step, nowMs);
  }

  /** Plays up to a step or up to the next change of a node. What lies behind is gone to at once, as is a node's last change. */
  playTo(to: number | string, nowMs: number): void {
    const { step } = this;
    this.pause();
    if (typeof to === 'number' && to <= step) this.seek(to, nowMs);
    else if (typeof to === 'string' && this.#run.complete && this.track.changeAfter(to, step) === null)
      this.toLast(to, nowMs);
    else {
      this.play(nowMs);
      this.track.target = to;
    }
  }

  /** Playing goes on to the end again. */
  forgetTarget(): void {
    this.track.target = null;
  }

  seek(step: number, nowMs: number): void {
    this.#wantedStep = step > this.#run.steps && !this.track.complete ? step : null;
    this.#playback.moveTo(step, this.track, nowMs);
  }

  seekTime(timeMs: number, nowMs: number): void {
    this.seek(this.track.stepAt(Math.max(0, timeMs)), nowMs);
  }

  /** To the next or previous step that touches a node; stays where it is when there is none. */
  toChange(node: string, direction: 1 | -1, nowMs: number): void {
    this.#toFact(this.#touches(node), { direction, nowMs });
  }

  /** To the next or previous step in which a message travels; stays where it is when there is none. */
  toMessage(direction: 1 | -1, nowMs: number): void {
    this.#toFact(({ type }) => type.startsWith('message.'), { direction, nowMs });
  }

  /** To the last step that touches a node, as far as the run is computed; stays where it is when there is none. */
  toLast(node: string, nowMs: number): void {
    this.#toFact(this.#touches(node), { direction: -1, nowMs, here: this.#run.steps + 1 });
  }

  #touches(node: string): (fact: Fact) => boolean {
    const { plan } = this.#run.compiled;
    return (fact) => nodesOf(fact, plan).includes(node);
  }

  /** To the first step after or before one with a fact that is wanted. */
  #toFact(
    wanted: (fact: Fact) => boolean,
    { direction, nowMs, here = this.step }: { direction: 1 | -1; nowMs: number; here?: number },
  ): void {
    const { log } = this.#run;
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
}
