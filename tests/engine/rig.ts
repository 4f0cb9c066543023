/**
 * A session on a stage: its clock and timers are ours, its journal may be made to fail, and what it tells the page is
 * gathered. `settle` lets it run until it has nothing left to do.
 */
import type { Command, EngineEvent, Frame, ReplyOf, RunStatus } from '../../src/bridge/index.ts';
import type { Document } from '../../src/document/index.ts';
import { Session } from '../../src/engine/session.ts';
import { createMemoryJournal, type Journal } from '../../src/storage/index.ts';

export class Rig {
  nowMs = 0;
  /** Every look at the clock costs something, so that slices come to an end. */
  lookMs = 0.01;
  readonly events: EngineEvent[] = [];
  readonly journal: Journal;
  readonly session: Session;
  #timers: { readonly atMs: number; readonly call: () => void }[] = [];

  constructor(journal: Journal = createMemoryJournal()) {
    this.journal = journal;
    this.session = new Session({
      journal,
      emit: (event) => this.events.push(structuredClone(event)),
      clock: () => (this.nowMs += this.lookMs),
      date: () => 1,
      later: (ms, call) => this.#timers.push({ atMs: this.nowMs + ms, call }),
    });
  }

  async ask<Kind extends Command['kind']>(command: Extract<Command, { kind: Kind }>): Promise<ReplyOf<Kind>> {
    return (await this.session.handle(command)) as ReplyOf<Kind>;
  }

  start(document: unknown, runId = 'r', play = false): Promise<unknown> {
    return this.ask({ kind: 'run.start', runId, documentId: 'd', document, play });
  }

  /** Lets timers go off in their order for so long. */
  async pass(ms: number): Promise<void> {
    const untilMs = this.nowMs + ms;
    for (;;) {
      for (let turn = 0; turn < 30; turn += 1) await Promise.resolve();
      await new Promise((resolve) => setImmediate(resolve));
      const next = this.#timers.filter((timer) => timer.atMs <= untilMs).sort((a, b) => a.atMs - b.atMs)[0];
      if (next === undefined) break;
      this.#timers = this.#timers.filter((timer) => timer !== next);
      this.nowMs = Math.max(this.nowMs, next.atMs);
      next.call();
    }
    this.nowMs = Math.max(this.nowMs, untilMs);
  }

  settle(): Promise<void> {
    return this.pass(100_000);
  }

  get frames(): Frame[] {
    return this.events.flatMap((event) => (event.kind === 'frame' ? [event.frame] : []));
  }
  get frame(): Frame {
    return this.frames.at(-1)!;
  }
  get status(): RunStatus | null {
    return this.events.flatMap((event) => (event.kind === 'status' ? [event.status] : [])).at(-1) ?? null;
  }
  get notices(): string[] {
    return this.events.flatMap((event) => (event.kind === 'notice' ? [event.error.code] : []));
  }
}

/** A journal that may be made to fail, with what was written to it. */
export function spied(journal: Journal = createMemoryJournal()) {
  const spy = {
    fails: null as string | null,
    appended: [] as unknown[],
    playheads: [] as unknown[],
    journal: new Proxy(journal, {
      get: (target, name) => {
        const value = Reflect.get(target, name, target) as unknown;
        if (typeof value !== 'function') return value;
        return (...given: unknown[]) => {
          if (['create', 'append', 'checkpoint', 'setPlayhead'].includes(String(name)) && spy.fails !== null)
            return Promise.reject(
              Object.assign(new Error(`planted ${spy.fails}`), { code: spy.fails, definite: true }),
            );
          if (name === 'append') spy.appended.push(...(given[1] as unknown[]));
          if (name === 'setPlayhead') spy.playheads.push(given[1]);
          return (value as (...args: unknown[]) => unknown).apply(target, given);
        };
      },
    }),
  };
  return spy;
}

/** So many tasks in a chain of pairs, two agents. */
export function chain(tasks: number, more: Partial<Document> = {}): Document {
  return {
    name: 'Chain',
    agents: [{ id: 'ana' }, { id: 'bo' }],
    tasks: Array.from({ length: tasks }, (_, at) => ({
      id: `t${String(at)}`,
      dependsOn: at < 2 ? [] : [`t${String(at - 2)}`],
      action: { kind: 'simulate' as const, durationMs: 10 + (at % 5) },
    })),
    ...more,
  };
}
