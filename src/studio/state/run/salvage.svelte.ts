/** What can be saved of a run that is damaged: which one could not be read at all, and the texts to keep. It repairs nothing. */
import type { Command } from '../../../bridge/index.ts';
import { codeOf } from '../notices.svelte.ts';

export class Salvage {
  /** The run that was to be opened and is too damaged to be shown; null when there is none. */
  unreadable = $state<string | null>(null);
  readonly #read: (runId: string) => Promise<string | null>;

  constructor(read: (runId: string) => Promise<string | null>) {
    this.#read = read;
  }

  /** Notes how opening a run went; `error` is null where it went well. */
  note(command: Command, error: unknown): void {
    if (command.kind !== 'run.open' && command.kind !== 'run.start' && command.kind !== 'run.import') return;
    this.unreadable = command.kind === 'run.open' && codeOf(error) === 'storage/damaged' ? command.runId : null;
  }

  /** What of a run was put aside, as a text to keep; null when it could not be had, which was said. */
  aside(runId: string): Promise<string | null> {
    return this.#read(runId);
  }
}
