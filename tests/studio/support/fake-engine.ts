/**
 * An engine's line that the tests hold in their hand: it notes every request, answers as told, and sends events when told.
 * It has no logic of a run.
 */
import type {
  Command,
  CommandKind,
  EngineEvent,
  EnginePhase,
  Frame,
  ReplyOf,
  RunStatus,
} from '../../../src/bridge/index.ts';
import type { EnginePort } from '../../../src/studio/state/index.ts';

export class FakeEngine implements EnginePort {
  phase: EnginePhase = 'ready';
  readonly requests: Command[] = [];
  /** What a command is answered with; a thrown value is the refusal. */
  answer: (command: Command) => unknown = () => null;
  readonly #listeners = new Set<(event: EngineEvent) => void>();

  async request<Kind extends CommandKind>(command: Extract<Command, { kind: Kind }>): Promise<ReplyOf<Kind>> {
    this.requests.push(command);
    return (await this.answer(command)) as ReplyOf<Kind>;
  }

  listen(listener: (event: EngineEvent) => void): () => void {
    this.#listeners.add(listener);
    return () => {
      this.#listeners.delete(listener);
    };
  }

  send(event: EngineEvent): void {
    for (const listener of this.#listeners) listener(event);
  }

  close(): void {
    this.#listeners.clear();
  }

  get listeners(): number {
    return this.#listeners.size;
  }

  kinds(): readonly CommandKind[] {
    return this.requests.map((command) => command.kind);
  }
}

/** A status with everything in it. */
export function status(changes: Partial<RunStatus> = {}): RunStatus {
  return {
    runId: 'r-1',
    documentId: 'd-1',
    steps: 40,
    endMs: 9000,
    complete: false,
    playing: false,
    speed: 1,
    outcome: null,
    reason: null,
    seed: 7,
    digest: null,
    metrics: null,
    marks: [],
    invariants: [],
    storage: 'durable',
    watching: false,
    notice: null,
    ...changes,
  };
}

/** A frame with nothing in it. */
export function frame(changes: Partial<Frame> = {}): Frame {
  return {
    runId: 'r-1',
    step: 1,
    timeMs: 0,
    full: false,
    tasks: [],
    agents: [],
    touched: [],
    rules: [],
    down: [],
    messages: [],
    caption: '',
    ...changes,
  };
}
