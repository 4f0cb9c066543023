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
import type { RunStatus } from '../replay/index.ts';
import { BridgeFailure, isUnfetched, unfetched } from './failure.ts';
import { parseEnvelope } from './parse.ts';

export type EnginePhase = 'starting' | 'ready' | 'restarting';

/** What a line needs of a worker; a real one has it. */
export interface WorkerLike {
  postMessage(message: unknown): void;
  terminate(): void;
  onmessage: ((event: MessageEvent) => void) | null;
  onerror: ((event: ErrorEvent) => void) | null;
}

export interface LineOptions {
  /** A worker that says nothing for so long is dead, ms; one that starts, or has very much to do, has longer. */
  readonly silenceMs?: number;
  /** How often that is looked at, ms. */
  readonly watchMs?: number;
  readonly now?: () => number;
}

interface Waiting {
  readonly kind: CommandKind;
  resolve(value: unknown): void;
  reject(error: BridgeFailure): void;
}

/** A command that opens a run: what brings it back in a new worker. */
type Opening = Extract<Command, { kind: 'run.start' | 'run.open' | 'run.import' }>;

/** While a run is being opened the worker may be silent: a document of 100,000 tasks takes seconds to compile. */
const openingMs = 20_000;
/** A slow moment of a run of very many steps lasts longer than a whole small run. */
const manySteps = 100_000;
const manyStepsMs = 5000;
/** A worker that lived for so long was not stopped by the run that it holds. */
const livedMs = 30_000;
const deathsMax = 4;

const unanswered: BridgeError = {
  code: 'bridge/engine-stopped',
  message: 'The engine stopped before it answered; ask again.',
  definite: false,
};
const closed: BridgeError = { code: 'bridge/closed', message: 'The engine was closed.', definite: false };
const restarted = 'The engine stopped; it is being started again and the run comes back from its journal.';
const givenUp = 'The engine stops again and again on this run; it was left. Your documents are safe.';

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
  #startedMs: number;
  /** Workers that died one soon after the other. */
  #deaths = 0;
  #closed = false;
  /** True while there is no worker, because its script could not be fetched. */
  #absent = false;
  #remembered: Opening | null = null;
  /** The last frame and status that the page had of the open run. */
  #shown: { readonly runId: string; readonly step: number } | null = null;
  #status: RunStatus | null = null;
  /** True until a run that comes back stands where it stood: its frames on the way are not where it was left. */
  #returning = false;
  readonly #timer: ReturnType<typeof setInterval>;

  constructor(create: () => WorkerLike, options: LineOptions = {}) {
    this.#create = create;
    this.#silenceMs = options.silenceMs ?? 1500;
    this.#watchMs = options.watchMs ?? 250;
    this.#now = options.now ?? (() => performance.now());
    this.#heardMs = this.#now();
    this.#lookedMs = this.#heardMs;
    this.#startedMs = this.#heardMs;
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
        kind: asked.kind,
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
    this.#closed = true;
    clearInterval(this.#timer);
    this.#worker.terminate();
    for (const each of this.#takeWaiting()) each.reject(new BridgeFailure(closed));
  }

  #start(): WorkerLike {
    const worker = this.#create();
    worker.onmessage = (event) => {
      this.#receive(event.data);
    };
    worker.onerror = (event) => {
      if (isUnfetched(event)) this.#missed();
      else this.#restart();
    };
    return worker;
  }

  /** The worker's script is not to be had: that is told as it is, and what is asked later tries once more. */
  #missed(): void {
    this.#worker.terminate();
    this.#absent = true;
    const error: BridgeError = { code: 'bridge/unfetched', message: unfetched, definite: true };
    for (const each of this.#takeWaiting()) each.reject(new BridgeFailure(error));
    if (this.#status !== null) this.#leave();
  }

  #send(command: Command, waiting: Waiting): void {
    if (this.#absent) {
      this.#absent = false;
      this.#heardMs = this.#now();
      this.#worker = this.#start();
    }
    if (this.#closed) {
      waiting.reject(new BridgeFailure({ ...closed, definite: true }));
      return;
    }
    const id = this.#nextId;
    this.#nextId += 1;
    this.#waiting.set(id, waiting);
    try {
      this.#worker.postMessage({ bridge: bridgeVersion, id, command });
    } catch (error) {
      this.#waiting.delete(id);
      const reason = error instanceof Error ? error.message : String(error);
      const message = `This cannot be sent to the engine: ${reason}`;
      waiting.reject(new BridgeFailure({ code: 'bridge/unsendable', message, definite: true }));
    }
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
    if (event.kind === 'status') this.#status = event.status;
    if (event.kind === 'frame' && !this.#returning) this.#shown = { runId: event.frame.runId, step: event.frame.step };
    for (const listener of this.#listeners) listener(event);
  }

  /** How long the worker may say nothing now. */
  #patienceMs(): number {
    for (const { kind } of this.#waiting.values())
      if (
        kind === 'run.start' ||
        kind === 'run.open' ||
        kind === 'run.import' ||
        kind === 'run.fork' ||
        kind === 'run.again'
      )
        return openingMs;
    if (this.phase !== 'ready') return this.#silenceMs * 8;
    return (this.#status?.steps ?? 0) < manySteps ? this.#silenceMs : Math.max(this.#silenceMs, manyStepsMs);
  }

  /** A page that was frozen itself has heard nothing either: then it looks again before it judges. */
  #look(): void {
    const now = this.#now();
    const asleep = now - this.#lookedMs > this.#watchMs * 4;
    this.#lookedMs = now;
    if (this.#absent) return;
    if (asleep) this.#heardMs = now;
    else if (now - this.#heardMs > this.#patienceMs()) this.#restart();
  }

  #restart(): void {
    this.#worker.onmessage = null;
    this.#worker.onerror = null;
    this.#worker.terminate();
    const now = this.#now();
    this.#deaths = now - this.#startedMs > livedMs ? 1 : this.#deaths + 1;
    this.phase = 'restarting';
    this.#heardMs = now;
    this.#startedMs = now;
    const abandoned = this.#takeWaiting();
    const hopeless = this.#deaths >= deathsMax;
    if (hopeless) this.#remembered = null;
    const back = this.#remembered;
    const status = this.#status;
    this.#worker = this.#start();
    // The run first: whatever is asked by those who hear of the failure comes after it.
    if (back !== null) this.#bringBack(back, status);
    this.#hear({
      kind: 'notice',
      error: { code: 'bridge/engine-stopped', message: hopeless ? givenUp : restarted, definite: true },
    });
    if (back === null) this.#leave();
    for (const each of abandoned) each.reject(new BridgeFailure(unanswered));
  }

  /** The run is opened from the journal; one that could not be stored is begun again: it takes the same steps. */
  #bringBack(open: Opening, status: RunStatus | null): void {
    const step = this.#shown?.runId === open.runId ? this.#shown.step : null;
    const mine = status?.runId === open.runId ? status : null;
    this.#returning = true;
    const there = (): void => {
      this.#returning = false;
    };
    const seek = (): void => {
      if (mine !== null) this.#quietly({ kind: 'player.speed', speed: mine.speed }, () => undefined);
      if (step === null) there();
      else this.#quietly({ kind: 'player.seek', step }, there);
    };
    // The lock of a worker that hangs is let go late, so it is taken from it; another tab's is left alone.
    const again: Command = { kind: 'run.open', runId: open.runId, takeOver: mine?.watching !== true };
    this.#quietly(again, seek, (failure) => {
      if (open.kind === 'run.open') this.#giveUp(failure);
      else
        this.#quietly(open.kind === 'run.start' ? { ...open, play: false } : open, seek, (error) => {
          // That it is stored already says only that the first failure is the reason.
          this.#giveUp(error.code === 'storage/exists' ? failure : error);
        });
    });
  }

  /** Asks something of the line's own accord; that the worker died once more is known to `#restart`. */
  #quietly(command: Command, resolve: () => void, reject: (error: BridgeFailure) => void = () => undefined): void {
    const { kind } = command;
    this.#send(command, {
      kind,
      resolve,
      reject: (error) => {
        if (error.code !== 'bridge/engine-stopped') reject(error);
      },
    });
  }

  #giveUp({ code, message, definite }: BridgeFailure): void {
    this.#remembered = null;
    this.#hear({ kind: 'notice', error: { code, message, definite } });
    this.#leave();
  }

  /** No run is open any more. */
  #leave(): void {
    this.#returning = false;
    this.#hear({ kind: 'status', status: null });
  }

  #remember(command: Command): void {
    if (command.kind === 'run.start' || command.kind === 'run.open' || command.kind === 'run.import')
      this.#remembered = command;
    else if (command.kind === 'run.fork' || command.kind === 'run.again')
      // The run that it came from is left: from now on it comes back from its own journal.
      this.#remembered = { kind: 'run.open', runId: command.runId };
    else if (
      command.kind === 'run.close' ||
      (command.kind === 'run.remove' && command.runId === this.#remembered?.runId)
    )
      this.#remembered = null;
  }

  #takeWaiting(): readonly Waiting[] {
    const waiting = [...this.#waiting.values()];
    this.#waiting = new Map();
    return waiting;
  }
}

/** Starts a worker and the line to it. */
export function connectEngine(create: () => WorkerLike, options: LineOptions = {}): EngineLine {
  return new EngineLine(create, options);
}
