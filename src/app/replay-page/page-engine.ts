/**
 * The engine in the page itself, for a replay that is one file: workers cannot be had from a file, and one run needs none. It speaks as
 * the engine's line does, computes in the same short slices, and keeps its journal in memory.
 */
import { BridgeFailure, type EngineEvent } from '../../bridge/index.ts';
import { Session, toBridgeError } from '../../engine/index.ts';
import { createMemoryJournal } from '../../storage/index.ts';
import type { EnginePort } from '../../studio/state/index.ts';

/** An engine of one page, ready at once. */
export function pageEngine(): EnginePort {
  const listeners = new Set<(event: EngineEvent) => void>();
  const session = new Session({
    journal: createMemoryJournal(),
    emit: (event) => {
      for (const listener of listeners) listener(event);
    },
    clock: () => performance.now(),
    date: () => Date.now(),
    later: (ms, call) => {
      setTimeout(call, ms);
    },
  });
  return {
    phase: 'ready',
    request: async (command) => {
      try {
        return (await session.handle(command)) as never;
      } catch (error) {
        throw new BridgeFailure(toBridgeError(error));
      }
    },
    listen: (listener) => {
      listeners.add(listener);
      return () => {
        listeners.delete(listener);
      };
    },
    close: () => {
      listeners.clear();
    },
  };
}
