/** Fetches what keeps memories from run to run, where a document asks for that; on the first screen is only the question. */
import type { Document } from '../../document/index.ts';
import type { MemoryKeeper } from '../minds/index.ts';
import type { Notices, RunSession } from '../state/index.ts';

/** Who keeps what agents of a document remember; null where none of them is to, or it could not be had, which was said. */
export type Keeping = (document: Document) => Promise<MemoryKeeper | null> | null;

export function keptMemories(
  library: ConstructorParameters<typeof MemoryKeeper>[0],
  run: RunSession,
  notices: Notices,
): Keeping {
  let keeper: Promise<MemoryKeeper> | undefined;
  return (document) => {
    if (!document.agents?.some(({ memory }) => memory?.keep)) return null;
    keeper ??= import('../minds/index.ts').then(({ MemoryKeeper: Keeper }) => new Keeper(library, run, notices));
    return keeper.catch(() => {
      keeper = undefined;
      notices.unfetched(
        'What agents remember is not kept, because a part of this page could not be loaded; reload it.',
      );
      return null;
    });
  };
}
