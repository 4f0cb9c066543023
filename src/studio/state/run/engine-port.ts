/**
 * What the studio needs of the engine's line: requests, events, and how the worker is. `EngineLine` of the bridge is one;
 * tests pass another. Nothing of the studio may reach the worker in any other way.
 */
import type { Command, CommandKind, EngineEvent, EnginePhase, ReplyOf } from '../../../bridge/index.ts';

export interface EnginePort {
  request<Kind extends CommandKind>(command: Extract<Command, { kind: Kind }>): Promise<ReplyOf<Kind>>;
  listen(listener: (event: EngineEvent) => void): () => void;
  readonly phase: EnginePhase;
  close(): void;
}
