/**
 * A run as a fold over its journal: the compiled document, the seed and the inputs give every step again. Going to a
 * step takes the nearest snapshot and replays from there. It grows by what is appended at its head, and goes another way
 * when it is cut at a step first. It computes in slices when told to and never by itself.
 */
import { invariant } from '../base/index.ts';
import {
  bytesOf,
  bytesShared,
  World,
  type Limits,
  type Message,
  type PendingEffect,
  type Recorder,
  type Snapshot,
  type WorldSpec,
} from '../kernel/index.ts';
import { comesFirst, type Compiled } from '../workflow/index.ts';
import { SpreadCache } from './cache.ts';
import { FactLog } from './log/fact-log.ts';
import { InvariantWatch } from './rules/invariant-watch.ts';
import { Listening, Sums } from './sums/sums.ts';

/** Something from outside, put in after the step was taken; what comes first is heard before the run begins. */
export interface RunInput {
  readonly step: number;
  /** When it comes, virtual ms: at once where that is past or not said. */
  readonly atMs?: number;
  readonly to: number;
  /** The effect whose outcome it is; absent for all that nobody asked for. */
  readonly effect?: number;
  readonly message: Message;
}

/** Whether there are steps to take, or none until the outcome of an effect comes in, or none for good. */
export type RunState = 'running' | 'waiting' | 'ended';

/** The rolling digest of a run at a step: two runs with the same one took the same steps so far. */
export interface DigestMark {
  readonly step: number;
  readonly trace: string;
}

export interface RunOptions {
  readonly inputs?: readonly RunInput[];
  /** Keeps snapshots, so that any step can be gone back to. */
  readonly seekable?: boolean;
  /** Virtual time beyond which no step is taken, ms. */
  readonly untilMs?: number;
  /** Keeps no log, and is not bound by what a log may hold: rules and sums hear each fact as it comes, and nothing is put in on the way. */
  readonly lean?: boolean;
}

/** Bytes of memory that the snapshots of one run may take. */
const snapshotBytesMax = 48 * 1024 * 1024;

/** Whether snapshots take no more than that; they share much, which is only asked where it matters. */
function fitting(kept: readonly Snapshot[]): boolean {
  const apart = kept.reduce((bytes, snapshot) => bytes + bytesOf(snapshot), 0);
  return apart <= snapshotBytesMax || bytesShared(kept) <= snapshotBytesMax;
}

export class Run {
  readonly compiled: Compiled;
  readonly log: FactLog;
  readonly watch: InvariantWatch;
  /** What was added up as facts came; null where it is kept in the log. */
  readonly sums: Sums | null;
  readonly #seekable: boolean;
  readonly #untilMs: number;
  readonly #spec: WorldSpec;
  #world: World;
  #inputs: RunInput[];
  #applied = 0;
  #snapshots: SpreadCache<Snapshot>;
  #marks = new SpreadCache<string>(64, 64);
  #state: RunState = 'running';

  constructor(compiled: Compiled, options: RunOptions = {}) {
    this.compiled = compiled;
    this.#inputs = [...(options.inputs ?? [])].sort((a, b) => a.step - b.step);
    this.#seekable = options.seekable ?? false;
    this.#untilMs = options.untilMs ?? Infinity;
    this.log = new FactLog();
    this.#spec = { ...compiled.spec, start: [...this.#inputs.filter(comesFirst), ...compiled.spec.start] };
    this.watch = new InvariantWatch(compiled, this.log);
    this.sums = options.lean === true ? new Sums(compiled.plan) : null;
    this.#world = new World(this.#spec, this.sums === null ? this.log : this.#listening(this.sums));
    this.#snapshots = new SpreadCache<Snapshot>(64, 256, fitting);
    if (this.#seekable) this.#keep();
  }

  /** Steps computed so far. */
  get steps(): number {
    return this.#world.steps;
  }
  /** Virtual time of the last step computed, ms. */
  get now(): number {
    return this.#world.now;
  }
  get state(): RunState {
    return this.#state;
  }
  /** Whether the run has come to its end. One that waits has not. */
  get complete(): boolean {
    return this.#state === 'ended';
  }
  /** When the next thing is due, ms; null when nothing is. */
  get nextMs(): number | null {
    return this.#world.nextMs;
  }
  /** Effects whose outcome has not come in, by their numbers. */
  get effects(): ReadonlyMap<number, PendingEffect> {
    return this.#world.effects;
  }
  /** Number of the last effect that was asked for. */
  get effectsMade(): number {
    return this.#world.effectsMade;
  }
  /** The bound that ended it, or null. */
  get halted(): keyof Limits | null {
    return this.#world.halted;
  }
  /** Whether it went beyond what any run that keeps its log may hold. */
  get beyond(): boolean {
    return this.#world.beyond;
  }
  /** What was said last, where it is that the run has finished. */
  get finished(): Sums['finished'] {
    if (this.sums !== null) return this.sums.finished;
    const last = this.log.length === 0 ? null : this.log.at(this.log.length - 1);
    return last?.type === 'run.finished' ? last : null;
  }
  /** Whether anything in it was left to chance. */
  get chance(): boolean {
    return this.#world.chance;
  }
  get inputs(): readonly RunInput[] {
    return this.#inputs;
  }

  /** Computes at most so many steps more, and only what is due before a virtual time; false when there is nothing left. */
  advance(stepsMax: number, beforeMs = Infinity): boolean {
    const world = this.#world;
    const last = world.steps + stepsMax;
    while (world.steps < last && this.#state === 'running') {
      this.#applyInputs();
      if (!this.#stepTo(Math.min(last, this.#nextStop()), beforeMs)) return this.#state === 'running';
      if (this.#seekable && this.#snapshots.wants(world.steps)) this.#keep();
      if (this.#marks.wants(world.steps)) this.#marks.keep(world.steps, world.trace());
    }
    return this.#state === 'running';
  }

  /** The step behind which something is put in or kept: until there a run is nothing but steps. */
  #nextStop(): number {
    const input = this.#inputs[this.#applied]?.step ?? Infinity;
    return Math.min(input, this.#marks.next, this.#seekable ? this.#snapshots.next : Infinity);
  }

  /** Computes to a step, at least one; false where it stops before. */
  #stepTo(stop: number, beforeMs: number): boolean {
    const world = this.#world;
    const untilMs = this.#untilMs;
    const timed = untilMs !== Infinity || beforeMs !== Infinity;
    do {
      if (timed) {
        const nextMs = world.nextMs ?? 0;
        // Cut short, not ended: what must hold at the end of a run is not asked.
        if (nextMs > untilMs) this.#state = 'ended';
        if (nextMs > untilMs || nextMs >= beforeMs) return false;
      }
      if (world.step() === null) {
        this.#rest();
        return false;
      }
    } while (world.steps < stop);
    return true;
  }

  /** Computes to the end, or to where it waits. */
  finish(): this {
    while (this.advance(100_000));
    return this;
  }

  /** A world of its own at this step, by the nearest snapshot and replay; the run stays where it is. */
  worldAt(step: number): World {
    invariant(step >= 0 && step <= this.steps, 'a run has no step beyond its end');
    const world = new World(this.#spec);
    const from = this.#snapshots.before(step);
    if (from !== null) world.restore(from.value);
    this.#replay(world, step);
    if (step === this.steps && this.halted !== null) world.step();
    return world;
  }

  /** Something from outside, where the run stands. What was computed stays as it is. */
  append(input: RunInput): void {
    invariant(this.#state !== 'ended', 'nothing can be appended to a run that is over');
    const last = this.#inputs.at(-1)?.step ?? 0;
    invariant(input.step === this.steps && last <= input.step, 'an input is appended at the head');
    this.#inputs.push(input);
    this.#state = 'running';
  }

  /** Goes back to a step: what lies ahead, computed or still to be put in, is gone. */
  cutAt(step: number): void {
    invariant(step <= this.steps, 'a run is cut within what was computed');
    invariant(this.sums === null, 'a run that keeps no log goes one way');
    if (step < this.steps || this.complete) {
      const world = this.worldAt(step);
      world.recorder = this.log;
      this.#world = world;
      this.log.cut(step);
      this.#snapshots.cut(step);
      this.#marks.cut(step);
      this.watch.reset();
      this.#state = 'running';
      // The world at a step has yet to hear what was put in there.
      while (this.#applied > 0 && this.#inputs[this.#applied - 1]!.step >= step) this.#applied -= 1;
    }
    this.#inputs = this.#inputs.filter((each) => each.step <= step);
  }

  /** Rolling digests along the run and at its end, in order. */
  digests(): DigestMark[] {
    const marks = this.#marks.all().map(({ at, value }) => ({ step: at, trace: value }));
    if (marks.at(-1)?.step !== this.steps) marks.push({ step: this.steps, trace: this.trace() });
    return marks;
  }

  /** Rolling digest of the steps so far. */
  trace(): string {
    return this.#world.trace();
  }

  /** Digest of the whole world where the run stands. */
  digest(): string {
    return this.#world.digest();
  }

  /** Snapshots as they are kept, for checkpoints. */
  snapshots(): readonly { readonly at: number; readonly value: Snapshot }[] {
    return this.#snapshots.all();
  }

  #listening(sums: Sums): Recorder {
    return new Listening((fact, step, time) => {
      sums.fact(fact, step, time);
      this.watch.hear(fact, step, time);
    });
  }

  #replay(world: World, step: number): void {
    let at = this.#inputs.findIndex((input) => input.step >= world.steps);
    if (at === -1) at = this.#inputs.length;
    while (world.steps < step) {
      for (; at < this.#inputs.length && this.#inputs[at]!.step === world.steps; at += 1)
        this.#put(world, this.#inputs[at]!);
      invariant(world.step() !== null, 'a replay has as many steps as the run');
    }
  }

  #applyInputs(): void {
    for (
      ;
      this.#applied < this.#inputs.length && this.#inputs[this.#applied]!.step === this.#world.steps;
      this.#applied += 1
    ) {
      this.#put(this.#world, this.#inputs[this.#applied]!);
    }
  }

  #put(world: World, input: RunInput): void {
    if (!comesFirst(input)) world.input(input);
  }

  #keep(): void {
    this.#snapshots.keep(this.#world.steps, this.#world.snapshot());
  }

  /** There is no step to take: the run waits for what it asked for, or is over. */
  #rest(): void {
    const world = this.#world;
    if (world.waiting) this.#state = 'waiting';
    else {
      this.#state = 'ended';
      // A bound cuts a run short, wherever it stands: what must hold at its end is not asked.
      if (world.halted === null) this.watch.finish({ step: this.steps, time: this.now });
    }
  }
}
