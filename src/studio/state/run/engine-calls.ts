/**
 * What a run asks of the engine, one call at a time: a failure is said to the person by the time the call returns. It keeps nothing of
 * the run; what stands in the way of opening one is noted where it belongs.
 */
import { err, ok, type Result } from '../../../base/index.ts';
import type { Command, CommandKind, ReplyOf } from '../../../bridge/index.ts';
import { codeOf, type Notices } from '../notices.svelte.ts';
import type { EnginePort } from './engine-port.ts';
import { Older } from './older.svelte.ts';
import { Salvage } from './salvage.svelte.ts';

type Asked<Kind extends CommandKind> = Extract<Command, { kind: Kind }>;

export class EngineCalls {
  /** The run that was asked for last, where an older engine recorded it. */
  readonly older = new Older();
  readonly salvage = new Salvage((runId) =>
    this.value({ kind: 'run.quarantine', runId }, 'What was put aside could not be read.'),
  );
  readonly #engine: EnginePort;
  readonly #notices: Notices;
  /** Counts the runs that were left. */
  #visit = 0;

  constructor(engine: EnginePort, notices: Notices) {
    this.#engine = engine;
    this.#notices = notices;
  }

  /** The run is left. */
  forget(): void {
    this.#visit += 1;
  }

  /** Has something done; false when the engine refused, which was said. */
  async done(command: Command, complaint?: string): Promise<boolean> {
    return (await this.#request(command, complaint)).ok;
  }

  /** The value of the reply; null when the engine refused, which was said, unless `complaint` is null. */
  async value<Kind extends CommandKind>(
    command: Asked<Kind>,
    complaint?: string | null,
  ): Promise<ReplyOf<Kind> | null> {
    const reply = await this.#request<Kind>(command, complaint);
    return reply.ok ? reply.value : null;
  }

  async #request<Kind extends CommandKind>(
    command: Asked<Kind>,
    complaint: string | null = 'The engine did not do that.',
  ): Promise<Result<ReplyOf<Kind>, unknown>> {
    const visit = this.#visit;
    try {
      const value = await this.#engine.request<Kind>(command);
      this.salvage.note(command, null);
      this.older.note(command, null);
      return ok(value);
    } catch (error) {
      this.salvage.note(command, error);
      const known = this.older.note(command, error);
      // Who has left a run does not wait for what was still asked of it.
      const moot = visit !== this.#visit && codeOf(error) === 'engine/no-run';
      if (!known && !moot && complaint !== null)
        this.#notices.failure(complaint, error, { key: `run:${command.kind}` });
      return err(error);
    }
  }
}
