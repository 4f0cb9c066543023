/**
 * The page's end of the line to the engine worker: requests with one reply each, events to whoever listens. It notices
 * within two seconds that the worker is dead, says so, starts another and has the open run come back from the journal.
 * It never holds anything of the run itself but what is needed to ask for it again.
 */
import {
  bridgeVersion,
  type BridgeError,
  type Command,
  type CommandKind,
  type EngineEvent,
  type ReplyOf,
} from './commands.ts';
import { parseEnvelope } from './parse.ts';

export type EnginePhase = 'starting' | 'ready' | 'restarting';

/** What a line needs of a worker; a real one has it. */
export interface WorkerLike {
  postMessage(message: unknown): void;
  terminate(): void;
  onmessage: ((event: MessageEvent) => void) | null;
  onerror: ((event: ErrorEvent) => void) | null;
}

/** A failed request: compare `code`, never the class. */
export class BridgeFailure extends Error {
  readonly code: string;
  readonly definite: boolean;
  readonly data: unknown;

  constructor(error: BridgeError) {
    super(error.message);
    this.name = 'BridgeFailure';
    this.code = error.code;
    this.definite = error.definite;
    this.data = error.data;
  }
}

export interface LineOptions {
  /** A worker that says nothing for so long is dead, ms. */
  readonly silenceMs?: number;
  /** How often that is looked at, ms. */
  readonly watchMs?: number;
  readonly now?: () => number;
}

interface Waiting {
  resolve(value: unknown): void;
  reject(error: BridgeFailure): void;
}

/** What brings the open run back in a new worker. */
interface Remembered {
  readonly open: Extract<Command, { kind: 'run.start' | 'run.open' | 'run.import' }>;
  step: number;
}

export class EngineLine {
  phase: EnginePhase = 'starting';
  readonly #create: () => WorkerLike;
  readonly #silenceMs: number;
  readonly #watchMs: number;
  readonly #now: () => number;
  readonly #listeners = new Set<(event: EngineEvent) => void>();
  #waiting = new Map<number, Waiting>();
  #worker: WorkerLike;
  #nextId = 1;
  #heardMs: number;
  #lookedMs: number;
  #restarts = 0;
  #remembered: Remembered | null = null;
  readonly #timer: ReturnType<typeof setInterval>;

  constructor(create: () => WorkerLike, options: LineOptions = {}) {
    this.#create = create;
    this.#silenceMs = options.silenceMs ?? 1500;
    this.#watchMs = options.watchMs ?? 250;
    this.#now = options.now ?? (() => performance.now());
    this.#heardMs = this.#now();
    this.#lookedMs = this.#heardMs;
    this.#worker = this.#start();
    this.#timer = setInterval(() => {
      this.#look();
    }, this.#watchMs);
  }

  /** Asks the engine; rejects with a `BridgeFailure`. What is asked while it restarts waits for the new one. */
  request<Kind extends CommandKind>(command: Extract<Command, { kind: Kind }>): Promise<ReplyOf<Kind>> {
    const asked: Command = command;
    return new Promise<ReplyOf<Kind>>((resolve, reject) => {
      this.#send(asked, {
        resolve: (value) => {
          this.#remember(asked);
          resolve(value as ReplyOf<Kind>);
        },
        reject,
      });
    });
  }

  /** Hears every event until the returned function is called. */
  listen(listener: (event: EngineEvent) => void): () => void {
    this.#listeners.add(listener);
    return () => {
      this.#listeners.delete(listener);
    };
  }

  close(): void {
    clearInterval(this.#timer);
    this.#worker.terminate();
    this.#abandon({ code: 'bridge/closed', message: 'The engine was closed.', definite: false });
  }

  #start(): WorkerLike {
    const worker = this.#create();
    worker.onmessage = (event) => {
      this.#receive(event.data);
    };
    worker.onerror = () => {
      this.#restart();
    };
    return worker;
  }

  #send(command: Command, waiting: Waiting): void {
    const id = this.#nextId;
    this.#nextId += 1;
    this.#waiting.set(id, waiting);
    this.#worker.postMessage({ bridge: bridgeVersion, id, command });
  }

  #receive(data: unknown): void {
    const envelope = parseEnvelope(data);
    if (envelope === null) return;
    this.#heardMs = this.#now();
    if ('event' in envelope) {
      this.#hear(envelope.event);
      return;
    }
    const waiting = this.#waiting.get(envelope.reply);
    this.#waiting.delete(envelope.reply);
    if (envelope.ok) waiting?.resolve(envelope.value);
    else waiting?.reject(new BridgeFailure(envelope.error));
  }

  #hear(event: EngineEvent): void {
    if (event.kind === 'ready') this.phase = 'ready';
    if (event.kind === 'frame' && this.#remembered !== null) this.#remembered.step = event.frame.step;
    if (event.kind === 'frame') this.#restarts = 0;
    for (const listener of this.#listeners) listener(event);
  }

  /** A page that was frozen itself has heard nothing either: then it looks again before it judges. */
  #look(): void {
    const now = this.#now();
    const asleep = now - this.#lookedMs > this.#watchMs * 4;
    this.#lookedMs = now;
    if (asleep) this.#heardMs = now;
    else if (now - this.#heardMs > (this.phase === 'ready' ? this.#silenceMs : this.#silenceMs * 8)) this.#restart();
  }

  #restart(): void {
    this.#worker.onmessage = null;
    this.#worker.onerror = null;
    this.#worker.terminate();
    this.phase = 'restarting';
    this.#restarts += 1;
    this.#abandon({
      code: 'bridge/engine-stopped',
      message: 'The engine stopped before it answered; ask again.',
      definite: false,
    });
    const hopeless = this.#restarts > 3;
    const message = hopeless
      ? 'The engine stops again and again on this run; it was left. Your documents are safe.'
      : 'The engine stopped; it is being started again and the run comes back from its journal.';
    this.#hear({ kind: 'notice', error: { code: 'bridge/engine-stopped', message, definite: true } });
    if (hopeless) this.#remembered = null;
    this.#heardMs = this.#now();
    this.#worker = this.#start();
    if (this.#remembered === null) this.#hear({ kind: 'status', status: null });
    else this.#bringBack(this.#remembered);
  }

  /** The run is opened from the journal; one that could not be stored is begun again: it takes the same steps. */
  #bringBack({ open, step }: Remembered): void {
    const quiet: Waiting = { resolve: () => undefined, reject: () => undefined };
    const seek = (): void => {
      this.#send({ kind: 'player.seek', step }, quiet);
    };
    this.#send(
      { kind: 'run.open', runId: open.runId },
      {
        resolve: seek,
        reject: () => {
          this.#send(open.kind === 'run.start' ? { ...open, play: false } : open, {
            resolve: seek,
            reject: () => undefined,
          });
        },
      },
    );
  }

  #remember(command: Command): void {
    if (command.kind === 'run.start' || command.kind === 'run.open' || command.kind === 'run.import')
      this.#remembered = {
        open: command,
        step: this.#remembered?.open.runId === command.runId ? this.#remembered.step : 0,
      };
    else if (
      command.kind === 'run.close' ||
      (command.kind === 'run.remove' && command.runId === this.#remembered?.open.runId)
    )
      this.#remembered = null;
  }

  #abandon(error: BridgeError): void {
    const waiting = this.#waiting;
    this.#waiting = new Map();
    for (const each of waiting.values()) each.reject(new BridgeFailure(error));
  }
}

/** Starts a worker and the line to it. */
export function connectEngine(create: () => WorkerLike, options: LineOptions = {}): EngineLine {
  return new EngineLine(create, options);
}
