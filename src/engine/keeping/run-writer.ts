/**
 * What the engine writes down of the run that it holds: inputs before they are applied, the end once, checkpoints, the
 * playhead. What the journal fails to do is told once to whoever started this, and never stops the run.
 */
import type { RunInput } from '../../replay/index.ts';
import type { Journal } from '../../storage/index.ts';
import { Checkpoints } from './checkpoints.ts';
import { entryOfInput } from '../journal-entries.ts';
import { lastFrame } from './last-frame.ts';
import type { OpenRun } from '../open/open-run.ts';
import { PlayheadKeeper, type KeptPlayhead } from './playhead-keeper.ts';

export interface WriterHost {
  readonly journal: Journal;
  clock(): number;
  later(ms: number, call: () => void): void;
  failed(error: unknown): void;
}

/** What is written down already. */
export interface WrittenSoFar {
  readonly ended: boolean;
  readonly playhead: KeptPlayhead | null;
}

export class RunWriter {
  readonly #host: WriterHost;
  readonly #open: OpenRun;
  readonly #checkpoints: Checkpoints;
  readonly #keeper: PlayheadKeeper;
  #ended: boolean;
  #closed = false;
  #keeping = false;

  constructor(host: WriterHost, open: OpenRun, written: WrittenSoFar) {
    const { runId } = open.identity;
    this.#host = host;
    this.#open = open;
    this.#ended = written.ended;
    this.#checkpoints = new Checkpoints(host.journal, runId);
    const save = ({ step, speed }: KeptPlayhead): Promise<void> =>
      this.#attempt(() => host.journal.setPlayhead(runId, { step, speed }));
    this.#keeper = new PlayheadKeeper(
      {
        clock: () => host.clock(),
        later: (ms, call) => {
          host.later(ms, call);
        },
        save,
      },
      written.playhead,
    );
  }

  /** Writes what is due after a slice of work. */
  keep(): void {
    const { run, settled, playhead } = this.#open;
    this.#keeper.note(playhead.place);
    const ends = settled && run.complete && !this.#ended;
    if (ends) {
      this.#ended = true;
      void this.#end();
    }
    if (settled) void this.#keepCheckpoints();
  }

  /** One after another: each is a transaction of its own, and what came to be otherwise between them counts. */
  async #keepCheckpoints(): Promise<void> {
    if (this.#keeping) return;
    this.#keeping = true;
    let more = true;
    while (more) {
      more = false;
      await this.#attempt(async () => {
        more = await this.#checkpoints.keep(this.#open.run, () => this.#open.settled && !this.#closed);
      });
    }
    this.#keeping = false;
  }

  /** Writes inputs down, to be put in afterwards. Until then the run does not end as far as the journal knows. */
  async input(inputs: readonly RunInput[]): Promise<void> {
    this.#ended = true;
    await this.#attempt(() => this.#host.journal.append(this.#open.identity.runId, inputs.map(entryOfInput)));
  }

  /** The run went another way from a step on: it has its end before it again. */
  cut(step: number): void {
    this.#ended = false;
    void this.#attempt(() => this.#checkpoints.cut(step));
  }

  /** Writes what is not written yet; afterwards nothing is. */
  async close(): Promise<void> {
    this.#keeper.note(this.#open.playhead.place);
    await this.#keeper.flush();
    const last = lastFrame(this.#open);
    const { runId } = this.#open.identity;
    if (last !== null)
      await this.#attempt(() => this.#host.journal.setPlayhead(runId, { ...this.#open.playhead.place, last }));
    this.#closed = true;
  }

  #end(): Promise<void> {
    const { identity } = this.#open;
    const { steps, digest, outcome } = this.#open.status(this.#host.journal.mode);
    const entry = { kind: 'end', steps, digest: digest ?? '', outcome: outcome ?? '' };
    return this.#attempt(() => this.#host.journal.append(identity.runId, [entry]));
  }

  async #attempt(write: () => Promise<unknown>): Promise<void> {
    if (this.#closed || this.#open.watching) return;
    try {
      await write();
    } catch (error) {
      this.#host.failed(error);
    }
  }
}
