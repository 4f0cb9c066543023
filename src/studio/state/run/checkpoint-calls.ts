/** What a person wants of the checkpoints of the open run. It only passes it on to the engine; a refusal is said by the time a call returns. */
import type { ReplyOf } from '../../../bridge/index.ts';
import type { EngineCalls } from './engine-calls.ts';

export class CheckpointCalls {
  readonly #calls: EngineCalls;

  constructor(calls: EngineCalls) {
    this.#calls = calls;
  }

  /** By their steps; null where they could not be read. */
  list(): Promise<ReplyOf<'checkpoint.list'> | null> {
    return this.#calls.value({ kind: 'checkpoint.list' }, 'The checkpoints could not be read.');
  }

  /** Keeps the run as it stands at a step, or at the playhead. */
  take(name: string, step?: number): Promise<boolean> {
    const at = step === undefined ? {} : { step };
    return this.#calls.done({ kind: 'checkpoint.take', name, ...at }, 'No checkpoint was kept.');
  }

  /** Gives one a name, by which it stays, or takes it away. */
  name(step: number, name: string | null): Promise<boolean> {
    return this.#calls.done({ kind: 'checkpoint.name', step, name }, 'The checkpoint kept its name.');
  }

  remove(step: number): Promise<boolean> {
    return this.#calls.done({ kind: 'checkpoint.delete', step }, 'The checkpoint was not deleted.');
  }

  /** Goes to one; tells where it led, or null where it led nowhere. */
  restore(step: number): Promise<ReplyOf<'checkpoint.restore'> | null> {
    return this.#calls.value({ kind: 'checkpoint.restore', step }, 'The playhead stays where it is.');
  }

  /** What stands otherwise at the second than at the first. */
  compare(from: number, to: number): Promise<ReplyOf<'checkpoint.compare'> | null> {
    return this.#calls.value({ kind: 'checkpoint.compare', from, to }, 'These checkpoints could not be compared.');
  }
}
