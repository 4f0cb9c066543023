/**
 * The one run that is open, who writes it down and the lock by which nobody else does. It is played in slices and shown, and may be
 * lost to another tab; which run is opened, and what befalls it, orders say.
 */
import { toBridgeError, EngineError } from '../errors.ts';
import { RunLocks } from '../keeping/run-locks.ts';
import { RunWriter, type WrittenSoFar } from '../keeping/run-writer.ts';
import { noBreakpoints, type Breakpoints } from '../open/breakpoints.ts';
import type { OpenRun } from '../open/open-run.ts';
import type { Lock } from '../../storage/index.ts';
import { sliceMs, type SessionHost } from './host.ts';
import { Pulse } from './pulse.ts';
import { Screen } from './screen.ts';
import { Turns } from './turns.ts';

const frameMs = 16;

interface Held {
  readonly open: OpenRun;
  /** Writes the run down; null while it is only watched. */
  writer: RunWriter | null;
  lock: Lock | null;
}

export class Stage {
  readonly host: SessionHost;
  readonly turns = new Turns();
  readonly locks = new RunLocks((runId) => {
    this.#lost(runId);
  });
  readonly #screen: Screen;
  readonly #pulse: Pulse;
  readonly #succeed: (stage: Stage, runId: string) => void;
  #held: Held | null = null;
  /** They hold for the run that is open and for those after it, so that a run may begin with them. */
  #breakpoints: Breakpoints = noBreakpoints;

  /** `succeed` waits for a run that another tab plays, to take it up. */
  constructor(host: SessionHost, succeed: (stage: Stage, runId: string) => void) {
    this.host = host;
    this.#succeed = succeed;
    this.#screen = new Screen(host);
    this.#pulse = new Pulse(
      (ms, call) => {
        host.later(ms, call);
      },
      () => this.#turn(),
    );
  }

  /** The run that is open; null for none. */
  get open(): OpenRun | null {
    return this.#held?.open ?? null;
  }

  /** The run that is open; throws where none is. */
  get run(): OpenRun {
    if (this.open === null) throw new EngineError('engine/no-run', 'No run is open; press Run first.');
    return this.open;
  }

  /** The run that is open, where this tab writes it. */
  get mine(): OpenRun {
    if (this.run.watching) throw new EngineError('engine/watching', 'Another tab runs this; take it over first.');
    return this.run;
  }

  get writer(): RunWriter | null {
    return this.#held?.writer ?? null;
  }

  breakAt(breakpoints: Breakpoints): void {
    this.#breakpoints = breakpoints;
    if (this.open !== null) this.open.playhead.track.breakpoints = breakpoints;
  }

  /** Shows a run instead of the one before. `written` says what is written down of it already; null where nothing is to be. */
  begin(open: OpenRun, lock: Lock | null, written: WrittenSoFar | null): void {
    this.#held = { open, lock, writer: written === null ? null : this.#writerOf(open, written) };
    this.#screen.begin();
    open.playhead.track.breakpoints = this.#breakpoints;
    open.view.refresh();
    this.show();
  }

  async close(): Promise<void> {
    this.locks.forget();
    const held = this.#held;
    this.#held = null;
    if (held === null) return;
    this.#screen.clear();
    await held.writer?.close();
    if (!held.open.watching) this.host.journal.leave(held.open.identity.runId);
    held.lock?.release();
  }

  /** Tells the page where the open run stands. */
  show(): void {
    if (this.open !== null) this.#screen.show(this.open, true);
  }

  /** There is something to compute or to play. */
  wake(): void {
    this.#pulse.wake();
  }

  complain(cause: unknown): void {
    this.#screen.complain(cause);
  }

  #writerOf(open: OpenRun, written: WrittenSoFar): RunWriter {
    const { host } = this;
    const later = (ms: number, call: () => void): void => {
      host.later(ms, call);
    };
    const failed = (error: unknown): void => {
      if (toBridgeError(error).code === 'storage/fenced') this.#lost(open.identity.runId);
      this.complain(error);
    };
    return new RunWriter({ journal: host.journal, clock: () => host.clock(), later, failed }, open, written);
  }

  /** Another tab has taken the run over: this one only watches from now on. */
  #lost(runId: string): void {
    const held = this.#held;
    if (held?.open.identity.runId !== runId || held.open.watching) return;
    held.open.watching = true;
    this.host.journal.leave(runId);
    held.lock?.release();
    [held.lock, held.writer] = [null, null];
    this.#succeed(this, runId);
    this.show();
  }

  /** A slice of computing, a move of the playhead, what the page should see of it; then again while there is need. */
  #turn(): number | null {
    const held = this.#held;
    if (held === null) return null;
    const { open } = held;
    const { playhead } = open;
    try {
      const now = this.host.clock();
      const computed = open.work(() => this.host.clock(), now + sliceMs);
      const moved = playhead.tick(this.host.clock());
      if (moved || computed) this.#screen.show(open, open.settled || !playhead.playing);
      held.writer?.keep();
      if (open.settled && !playhead.playing) return null;
      return open.settled ? frameMs : 0;
    } catch (error) {
      this.complain(error);
      return null;
    }
  }
}
