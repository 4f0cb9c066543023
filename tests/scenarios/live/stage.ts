/**
 * A stage for live runs: a clock that is ours, executors whose every move is written down, and a journal whose writes fail or
 * kill as the script says. Whatever happens, only the journal outlives a kill.
 */
import { LiveDriver, type LiveHost, type LiveRun } from '../../../src/engine/drivers/live.ts';
import { beginLive, openLive } from '../../../src/engine/drivers/live-run.ts';
import { timerExecutor, type Executor } from '../../../src/engine/drivers/executor.ts';
import type { Json } from '../../../src/base/index.ts';
import type { Document } from '../../../src/document/index.ts';
import type { WorkEffect } from '../../../src/agents/index.ts';
import { createMemoryJournal, type Head, type Journal } from '../../../src/storage/index.ts';

/** What goes wrong at a write: the page dies before or behind it, it fails, or it is stored and fails all the same. */
export const WRITE_FAULTS = ['dies before', 'dies behind', 'fails', 'stored and fails'] as const;
export type Fault = (typeof WRITE_FAULTS)[number] | 'dies as it acts' | 'dies with an answer';

/** Something goes wrong at the so-manieth write, act or answer, counted from 0. */
export interface Point {
  readonly fault: Fault;
  readonly at: number;
}

/** How often each thing happened that a point can name. */
export interface Counts {
  writes: number;
  acts: number;
  answers: number;
}

/** What came of one life of a page. */
export interface Life {
  readonly counts: Counts;
  /** How it ended: killed, by an error, or null where the run is over. */
  readonly ended: unknown;
  readonly live: LiveRun;
  /** Whether a write that failed left the run as it was. */
  readonly untouched: boolean;
}

interface Entry {
  readonly kind: string;
  readonly effect?: number;
  readonly key?: string;
  readonly message?: { readonly task?: number; readonly lease?: number };
}

interface Timer {
  readonly atMs: number;
  readonly order: number;
  readonly call: () => void;
}

export class Stage {
  readonly journal: Journal = createMemoryJournal();
  readonly #document: Document;
  /** What the journal took, as it took it. */
  readonly stored: Entry[] = [];
  /** Attempts by task and lease, each with how often it was acted on. */
  readonly acted = new Map<string, number>();
  /** What must never be: acting on what is recorded, or on what is not journaled. */
  readonly wrong: string[] = [];
  #nowMs = 0;
  #timers: Timer[] = [];
  #order = 0;
  #writing = 0;

  constructor(document: Document) {
    this.#document = document;
  }

  /** A page opens the run, or begins it, and drives it to its end or until something goes wrong. */
  async live(point: Point | null): Promise<Life> {
    const begun = (await this.journal.list()).length > 0;
    const live = begun
      ? await openLive(this.journal, 'r')
      : await beginLive(this.journal, { runId: 'r', documentId: 'd' }, this.#document, 0);
    const counts: Counts = { writes: 0, acts: 0, answers: 0 };
    let alive = true;
    let ended: unknown = undefined;
    let before: string | null = null;
    const standing = (): string => `${live.run.trace()} ${String(live.run.inputs.length)}`;
    const die = (): void => {
      alive = false;
      ended = 'killed';
    };
    const at = (count: keyof Counts, fault: Fault): boolean => point?.fault === fault && counts[count] === point.at;
    const later: LiveHost['later'] = (ms, call) => {
      this.#timers.push({ atMs: this.#nowMs + ms, order: (this.#order += 1), call: () => alive && call() });
    };
    const write: Journal['append'] = async (runId, entries) => {
      const [dies, fails] = [at('writes', 'dies before'), at('writes', 'fails')];
      const [behind, lies] = [at('writes', 'dies behind'), at('writes', 'stored and fails')];
      counts.writes += 1;
      before = standing();
      if (dies) die();
      const head = dies || fails ? null : await this.#append(runId, entries);
      if (behind) die();
      if (!alive) return new Promise(() => undefined);
      if (head === null || lies) throw new Error('planted: the write failed');
      before = null;
      return head;
    };
    const stopped = (error: unknown): void => {
      alive = false;
      ended = error;
    };
    const host: LiveHost = { journal: { append: write }, clock: () => this.#nowMs, later, stopped };
    const executor = this.#watched(timerExecutor(later), {
      act: () => {
        if (at('acts', 'dies as it acts')) die();
        counts.acts += 1;
        return alive;
      },
      answer: () => {
        if (at('answers', 'dies with an answer')) die();
        counts.answers += 1;
        return alive;
      },
    });
    // It drives from now on, by its own timers.
    new LiveDriver(host, live, new Map([['agent.work', executor]]));
    await this.#play(() => ended === undefined);
    // Whatever the page had set dies with it.
    this.#timers = [];
    return { counts, ended, live, untouched: before === null || before === standing() };
  }

  async #append(runId: string, entries: readonly Json[]): Promise<Head> {
    this.#writing += 1;
    const head = await this.journal.append(runId, entries);
    this.stored.push(...(entries as unknown as Entry[]));
    this.#writing -= 1;
    return head;
  }

  /** An executor whose moves are held against what is stored by then. */
  #watched(executor: Executor, lives: { readonly act: () => boolean; readonly answer: () => boolean }): Executor {
    return {
      act: async (effect, task) => {
        const work = effect as WorkEffect;
        const name = `${String(work.task)}/${String(work.lease)}`;
        if (!lives.act()) return new Promise(() => undefined);
        if (!this.stored.some(({ kind, key }) => kind === 'intent' && key === work.key))
          this.wrong.push(`attempt ${name} is acted on before its intent is stored`);
        if (this.stored.some(({ message }) => message?.task === work.task && message.lease === work.lease))
          this.wrong.push(`attempt ${name} is acted on although its outcome is stored`);
        this.acted.set(name, (this.acted.get(name) ?? 0) + 1);
        const message = await executor.act(effect, task);
        return lives.answer() ? message : new Promise(() => undefined);
      },
    };
  }

  /** Lets timers go off in their order, with all that follows from each, as long as it goes on. */
  async #play(goesOn: () => boolean): Promise<void> {
    while (goesOn()) {
      for (let turn = 0; turn < 12; turn += 1) await Promise.resolve();
      while (this.#writing > 0) await new Promise((resolve) => setImmediate(resolve));
      for (let turn = 0; turn < 12; turn += 1) await Promise.resolve();
      if (!goesOn()) return;
      const next = this.#timers.reduce<Timer | null>(
        (first, each) =>
          first === null || each.atMs < first.atMs || (each.atMs === first.atMs && each.order < first.order)
            ? each
            : first,
        null,
      );
      if (next === null) throw new Error('nothing is left to happen, and the run is not over');
      this.#timers.splice(this.#timers.indexOf(next), 1);
      this.#nowMs = Math.max(this.#nowMs, next.atMs);
      next.call();
    }
  }
}
