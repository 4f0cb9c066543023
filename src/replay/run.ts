/**
 * A run as a fold over its journal: the compiled document, the seed and the inputs give every step again. Going to a
 * step takes the nearest snapshot and replays from there; an input at a step cuts off what lay ahead and the run goes
 * another way. It computes in slices when told to and never by itself.
 */
import { invariant } from '../base/index.ts';
import { digestOf, World, type Limits, type Message, type Snapshot, type WorldSpec } from '../kernel/index.ts';
import { comesFirst, type Compiled } from '../workflow/index.ts';
import { SpreadCache } from './cache.ts';
import { FactLog } from './log/fact-log.ts';
import { InvariantWatch } from './rules/invariant-watch.ts';

/** Something from outside, put in after the step was taken; what comes first is heard before the run begins. */
export interface RunInput {
  readonly step: number;
  /** When it comes, virtual ms: at once where that is past or not said. */
  readonly atMs?: number;
  readonly to: number;
  readonly message: Message;
}

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
}

/** Bytes of memory that the snapshots of one run may take, as estimated from the number of tasks and agents. */
const snapshotBytesMax = 96 * 1024 * 1024;

export class Run {
  readonly compiled: Compiled;
  readonly log: FactLog;
  readonly watch: InvariantWatch;
  readonly #seekable: boolean;
  readonly #untilMs: number;
  readonly #spec: WorldSpec;
  #world: World;
  #inputs: RunInput[];
  #applied = 0;
  #snapshots: SpreadCache<Snapshot>;
  #marks = new SpreadCache<string>(64, 64);
  #complete = false;

  constructor(compiled: Compiled, options: RunOptions = {}) {
    this.compiled = compiled;
    this.#inputs = [...(options.inputs ?? [])].sort((a, b) => a.step - b.step);
    this.#seekable = options.seekable ?? false;
    this.#untilMs = options.untilMs ?? Infinity;
    this.log = new FactLog();
    this.#spec = { ...compiled.spec, start: [...this.#inputs.filter(comesFirst), ...compiled.spec.start] };
    this.#world = new World(this.#spec, this.log);
    this.watch = new InvariantWatch(compiled, this.log);
    const bytes = 2000 + compiled.plan.tasks.length * 160 + compiled.plan.agents.length * 400;
    this.#snapshots = new SpreadCache<Snapshot>(Math.max(8, Math.min(64, Math.floor(snapshotBytesMax / bytes))), 256);
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
  /** Whether the run has come to its end. */
  get complete(): boolean {
    return this.#complete;
  }
  /** The bound that ended it, or null. */
  get halted(): keyof Limits | null {
    return this.#world.halted;
  }
  /** Whether anything in it was left to chance. */
  get chance(): boolean {
    return this.#world.chance;
  }
  get inputs(): readonly RunInput[] {
    return this.#inputs;
  }

  /** Computes at most so many steps more; false when there is nothing left. */
  advance(stepsMax: number): boolean {
    const world = this.#world;
    const last = world.steps + stepsMax;
    while (world.steps < last && !this.#complete) {
      this.#applyInputs();
      this.#stepTo(Math.min(last, this.#nextStop()));
      if (this.#complete) break;
      if (this.#seekable && this.#snapshots.wants(world.steps)) this.#keep();
      if (this.#marks.wants(world.steps)) this.#marks.keep(world.steps, world.trace());
    }
    return !this.#complete;
  }

  /** The step behind which something is put in or kept: until there a run is nothing but steps. */
  #nextStop(): number {
    const input = this.#inputs[this.#applied]?.step ?? Infinity;
    return Math.min(input, this.#marks.next, this.#seekable ? this.#snapshots.next : Infinity);
  }

  /** Computes to a step, at least one, or to the end. */
  #stepTo(stop: number): void {
    const world = this.#world;
    const untilMs = this.#untilMs;
    do {
      if (untilMs !== Infinity && (world.nextMs ?? 0) > untilMs) {
        // Cut short, not ended: what must hold at the end of a run is not asked.
        this.#complete = true;
        return;
      }
      if (world.step() === null) {
        this.#finish();
        return;
      }
    } while (world.steps < stop);
  }

  /** Computes to the end. */
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

  /** Puts something in from outside after `step`: what lay ahead is cut off and the run goes on from there. */
  inject(input: RunInput): void {
    invariant(input.step <= this.steps, 'an input stands within what was computed');
    if (input.step < this.steps || this.#complete) {
      const world = this.worldAt(input.step);
      world.recorder = this.log;
      this.#world = world;
      this.log.cut(input.step);
      this.#snapshots.cut(input.step);
      this.#marks.cut(input.step);
      this.watch.reset();
      this.#complete = false;
    }
    this.#inputs = [...this.#inputs.filter((each) => each.step <= input.step), input];
    this.#applied = this.#inputs.findIndex((each) => each.step >= input.step);
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
    return digestOf(this.#world.snapshot());
  }

  /** Snapshots as they are kept, for checkpoints. */
  snapshots(): readonly { readonly at: number; readonly value: Snapshot }[] {
    return this.#snapshots.all();
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

  #finish(): void {
    this.#complete = true;
    this.watch.finish({ step: this.steps, time: this.now });
  }
}
