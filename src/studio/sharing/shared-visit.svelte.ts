/**
 * A visit to a shared workflow. A run keeps a journal, and nothing may be stored before a copy is: so it offers the copy instead of
 * running. Everything else is as in any visit, but the address stays the link.
 */
import { Visit } from '../shell/visit.svelte.ts';
import type { Notices, RunSession, Workspace } from '../state/index.ts';

export class SharedVisit extends Visit {
  readonly #notices: Notices;
  readonly #saveCopy: () => void;

  constructor(workspace: Workspace, run: RunSession, notices: Notices, saveCopy: () => void) {
    super(workspace, run, notices, { replace: () => undefined, takeRunText: () => null });
    this.#notices = notices;
    this.#saveCopy = saveCopy;
  }

  override start(): Promise<void> {
    this.#notices.toast('A run is kept in this browser, so save a copy first and run that.', {
      key: 'run',
      actions: [{ label: 'Save a copy', run: this.#saveCopy }],
    });
    return Promise.resolve();
  }
}
