/**
 * The driver of a live run: virtual time is the time for which it drives. What the run asks for is journaled before anybody
 * acts, and what comes back is journaled before the run hears it; both are applied once they are stored, so that a write
 * that failed applies nothing. A driver that stopped is done with: the run goes on from its journal, under a new one.
 */
import type { Json } from '../../base/index.ts';
import type { PendingEffect } from '../../kernel/index.ts';
import { outcomeOfRun, type Run, type RunInput } from '../../replay/index.ts';
import type { Journal } from '../../storage/index.ts';
import { EngineError } from '../errors.ts';
import { entryOfInput, entryOfIntent } from '../journal-entries.ts';
import type { Executor } from './executor.ts';

export interface LiveHost {
  readonly journal: Pick<Journal, 'append'>;
  /** Real time, ms. */
  clock(): number;
  /** Calls back once after about so many ms. */
  later(ms: number, call: () => void): void;
  /** It drives no longer: null when the run is over, else what kept it from going on. */
  stopped(error: unknown): void;
}

/** A live run as its journal has it. */
export interface LiveRun {
  readonly runId: string;
  readonly run: Run;
  /** How far its virtual time had come by what is written down, ms. */
  readonly reachedMs: number;
  /** Number of the last effect that was journaled before it was acted on. */
  readonly intended: number;
  /** Whether its end is written down. */
  readonly ended: boolean;
}

/** Steps taken in one go while there are some to take. */
const stepsAtOnce = 1000;

export class LiveDriver {
  readonly run: Run;
  readonly #host: LiveHost;
  readonly #live: LiveRun;
  /** By the type of the effects that they carry out. */
  readonly #executors: ReadonlyMap<string, Executor>;
  readonly #beganMs: number;
  #driving = true;
  #called = false;
  #wakeMs = Infinity;
  #turning = false;
  /** Whether what was under way when the run was left is under way again. */
  #resumed = false;
  #intended: number;
  /** What is being carried out, or has an answer that is not stored yet. */
  readonly #acting = new Map<number, AbortController>();
  /** Answers that are not stored yet. */
  #arrived: { readonly effect: number; readonly to: number; readonly message: RunInput['message'] }[] = [];

  constructor(host: LiveHost, live: LiveRun, executors: ReadonlyMap<string, Executor>) {
    this.#host = host;
    this.#live = live;
    this.run = live.run;
    this.#executors = executors;
    this.#intended = live.intended;
    this.#beganMs = host.clock();
    this.#soon();
  }

  /** Virtual time, ms: what was reached, and the time for which this driver drives. */
  get nowMs(): number {
    return this.#live.reachedMs + Math.floor(this.#host.clock() - this.#beganMs);
  }

  /** Drives no longer: whoever acts is told so, and what they answer is not heard. */
  stop(): void {
    this.#driving = false;
    for (const control of this.#acting.values()) control.abort();
    this.#acting.clear();
  }

  #end(error: unknown): void {
    if (!this.#driving) return;
    this.stop();
    this.#host.stopped(error);
  }

  /** A turn is taken behind all that is due at this moment, so that what comes at one time is stored and heard together. */
  #soon(): void {
    if (this.#called) return;
    this.#called = true;
    this.#host.later(0, () => {
      this.#called = false;
      if (this.#turning || !this.#driving) return;
      this.#turning = true;
      this.#turn()
        .catch((error: unknown) => {
          this.#end(error);
        })
        .finally(() => {
          this.#turning = false;
        });
    });
  }

  /** A turn once the next thing is due. */
  #wake(atMs: number): void {
    if (atMs >= this.#wakeMs) return;
    this.#wakeMs = atMs;
    this.#host.later(Math.max(1, atMs - this.nowMs), () => {
      if (this.#wakeMs === atMs) this.#wakeMs = Infinity;
      this.#soon();
    });
  }

  /** What was due before now, then what arrived, or else what is due now; what follows from it outside is for the next turn. */
  async #turn(): Promise<void> {
    const { run, nowMs } = this;
    this.#compute(nowMs);
    if (!this.#resumed) {
      this.#resume();
      this.#soon();
      return;
    }
    const inputs = this.#outcomes(nowMs);
    if (inputs.length === 0) this.#compute(nowMs + 1);
    const asked = this.#asked();
    this.#letGo(asked.length);
    if (inputs.length + asked.length > 0) {
      const at = { step: run.steps, atMs: nowMs };
      await this.#write([...asked.map((each) => entryOfIntent(at, each)), ...inputs.map(entryOfInput)]);
      if (!this.#driving) return;
      for (const input of inputs) {
        run.append(input);
        this.#acting.delete(input.effect);
      }
      for (const each of asked) this.#act(each);
      this.#soon();
    } else if (run.state === 'ended') await this.#finish();
    else if (run.nextMs !== null) this.#wake(run.nextMs);
  }

  /** Takes what steps are due before a virtual time. */
  #compute(beforeMs: number): void {
    const { run } = this;
    let before: number;
    do {
      before = run.steps;
      run.advance(stepsAtOnce, beforeMs);
    } while (run.steps - before === stepsAtOnce);
  }

  /** What arrived, as inputs at the head; nothing is heard of what nobody awaits any more. */
  #outcomes(atMs: number): (RunInput & { readonly effect: number })[] {
    const arrived = this.#arrived.filter(({ effect }) => this.run.effects.has(effect));
    this.#arrived = [];
    return arrived.map((each) => ({ step: this.run.steps, atMs, ...each }));
  }

  /** What the run has asked for and nobody has been told yet. */
  #asked(): PendingEffect[] {
    const { effects, effectsMade } = this.run;
    const asked: PendingEffect[] = [];
    while (this.#intended < effectsMade) {
      const each = effects.get((this.#intended += 1));
      if (each !== undefined) asked.push(each);
    }
    return asked;
  }

  /** Whoever acts on what was withdrawn is told to leave it. */
  #letGo(asked: number): void {
    const { effects } = this.run;
    if (this.#acting.size === effects.size - asked) return;
    for (const [id, control] of this.#acting) {
      if (effects.has(id)) continue;
      control.abort();
      this.#acting.delete(id);
    }
  }

  #resume(): void {
    this.#resumed = true;
    for (const each of this.run.effects.values()) if (each.id <= this.#intended) this.#act(each);
  }

  #act({ id, actor, effect }: PendingEffect): void {
    const executor = this.#executors.get(effect.type);
    if (executor === undefined)
      throw new EngineError('engine/not-runnable', `Nobody here can carry out ${effect.type}; the run waits for it.`);
    const control = new AbortController();
    this.#acting.set(id, control);
    const { signal } = control;
    executor.act(effect, { nowMs: this.nowMs, signal }).then(
      (message) => {
        if (signal.aborted) return;
        this.#arrived.push({ effect: id, to: actor, message });
        this.#soon();
      },
      (error: unknown) => {
        if (!signal.aborted) this.#end(error);
      },
    );
  }

  async #finish(): Promise<void> {
    const { run } = this;
    const { steps } = run;
    const end = { kind: 'end', steps, digest: run.digest(), outcome: outcomeOfRun(run).outcome };
    if (!this.#live.ended) await this.#write([end]);
    this.#end(null);
  }

  async #write(entries: readonly Json[]): Promise<void> {
    await this.#host.journal.append(this.#live.runId, entries);
  }
}
