/** What cards of shared memories and resources say at the playhead: asked once for each step that shows, never while there are none. */
import { OneAtATime, type RunSession, type Workspace } from '../../state/index.ts';
import type { Document } from '../../../document/index.ts';
import type { ShareLine } from '../shares/share-standing.ts';

const none: ReadonlyMap<string, ShareLine> = new Map();

export class Shares {
  #lines = $state.raw(none);
  readonly #requests = new OneAtATime<{ readonly run: RunSession; readonly document: Document }>(
    async ({ run, document }) => {
      const { shareLines } = await import('../shares/share-standing.ts');
      this.#lines = await shareLines(run, document);
    },
  );

  of(id: string): ShareLine | undefined {
    return this.#lines.get(id);
  }

  /** Looks at what is shared; to be called again whenever the playhead moves. */
  follow({ shown }: Workspace, run: RunSession): void {
    const some = (shown?.memories ?? []).length > 0 || (shown?.resources ?? []).length > 0;
    if (run.status === null || shown === null || !some) this.#lines = none;
    else this.#requests.want({ run, document: shown });
  }
}
