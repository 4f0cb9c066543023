/** The run that was to be opened and that an older engine recorded: what is needed to run it again here. It opens nothing. */
import type { Command } from '../../../bridge/index.ts';
import { codeOf, messageOf } from '../notices.svelte.ts';

/** What is to be run again: the run of a document in the journal, or a run file's text. */
export interface OlderWish {
  readonly documentId: string;
  readonly from: { readonly runId: string } | { readonly text: string };
}

export class Older {
  /** Null when the run that was asked for last is of this engine. */
  found = $state.raw<{ readonly text: string; readonly from: OlderWish['from'] } | null>(null);

  /** Notes how opening a run went; true when what stood in the way is told here and by nobody else. */
  note(command: Command, error: unknown): boolean {
    const opens = command.kind === 'run.open' || command.kind === 'run.import';
    if (!opens && command.kind !== 'run.start' && command.kind !== 'run.again') return false;
    this.found = null;
    if (!opens || codeOf(error) !== 'engine/version') return false;
    const from = command.kind === 'run.open' ? { runId: command.runId } : { text: command.text };
    this.found = { text: messageOf(error), from };
    return true;
  }
}
