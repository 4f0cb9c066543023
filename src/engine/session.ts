/**
 * The engine behind the bridge: it carries out commands one after another, journals what must survive before it applies it,
 * and lets the open run play in slices. Its clock, timers and way to the page are handed in, for a worker or a test.
 */
import type { Json } from '../base/index.ts';
import type { Command, EngineEvent, ReplyOf } from '../bridge/index.ts';
import type { Document } from '../document/index.ts';
import { writeRun } from '../interchange/index.ts';
import { injectionInputs, looks, type LookTable, type Question, type RunInput } from '../replay/index.ts';
import type { Journal, Lock, RunContents } from '../storage/index.ts';
import { noBreakpoints, type Breakpoints } from './open/breakpoints.ts';
import { isLive } from './drivers/live-run.ts';
import { checkpointOf, differsFromEnd, disagreement } from './keeping/checkpoints.ts';
import { EngineError, toBridgeError } from './errors.ts';
import { endOf, playheadOf } from './journal-entries.ts';
import { documentFrom, makeRun, recordedIn } from './make-run.ts';
import { Looks } from './looks/look.ts';
import { movePlayhead, type MoveCommand } from './orders/moves.ts';
import { besideRecorded, olderInFile, olderStored, repeatedIn, settingsOf } from './keeping/older.ts';
import { lastFrameOf } from './keeping/last-frame.ts';
import { askJournal, readFile, writeStart } from './keeping/stored.ts';
import { OpenRun, type RunIdentity } from './open/open-run.ts';
import { RunLocks } from './keeping/run-locks.ts';
import { RunWriter } from './keeping/run-writer.ts';

export interface SessionHost {
  readonly journal: Journal;
  emit(event: EngineEvent): void;
  /** Real time, ms. */
  clock(): number;
  /** Date of the day, ms since 1970, for headers only. */
  date(): number;
  /** Calls back once after about so many ms. */
  later(ms: number, call: () => void): void;
}

/** How long a slice of computing may take: the page's messages wait that long at most. */
const sliceMs = 20;
const frameMs = 16;
const statusMs = 120;

export class Session {
  readonly #host: SessionHost;
  #open: OpenRun | null = null;
  /** Writes the open run down; null while it is only watched. */
  #writer: RunWriter | null = null;
  #lock: Lock | null = null;
  readonly #locks = new RunLocks((runId) => {
    this.#lost(runId);
  });
  #last: Promise<unknown> = Promise.resolve();
  /** They hold for the run that is open and for those after it, so that a run may begin with them. */
  #breakpoints: Breakpoints = noBreakpoints;
  readonly #looks: Looks;
  #ticking = false;
  #statusSentMs = -Infinity;
  /** Codes of what was said about the open run: each is said once. */
  readonly #said = new Set<string>();

  constructor(host: SessionHost, table: LookTable = looks) {
    this.#host = host;
    this.#looks = new Looks(table);
  }

  /** Carries a command out after those before it and gives its reply; throws what `toBridgeError` understands. */
  handle(command: Command): Promise<unknown> {
    if (this.#looks.has(command))
      return this.#last.then(() =>
        this.#looks.at(this.#run(), command, { host: this.#host, sliceMs, isOpen: (run) => run === this.#open }),
      );
    const mine = this.#last.then(() => this.#carryOut(command));
    this.#last = mine.catch(() => undefined);
    return mine;
  }

  async #carryOut(command: Exclude<Command, Question>): Promise<unknown> {
    switch (command.kind) {
      case 'run.start':
        await this.#start(command, documentFrom(command.document, command.agents), []);
        if (command.play) this.#move({ kind: 'player.play' });
        return null;
      case 'run.import':
        await this.#import(command, command.text);
        return null;
      case 'run.open':
        await this.#reopen(command.runId, command.takeOver ?? false);
        return null;
      case 'run.again':
        await this.#repeat(command);
        return null;
      case 'run.fork':
        await this.#fork(command);
        return null;
      case 'run.close':
        await this.#close();
        return null;
      case 'run.remove':
        await this.#remove(command.runId);
        return null;
      case 'run.stop':
        await this.#stop();
        return null;
      case 'run.inject':
        await this.#inject(command.fault);
        return null;
      case 'run.export':
        return writeRun(this.#run().run) satisfies ReplyOf<'run.export'>;
      case 'run.recorded':
      case 'run.file':
      case 'run.quarantine':
      case 'run.stored':
      case 'run.keep':
        return askJournal(this.#host.journal, command);
      case 'player.breakpoints':
        this.#breakpoints = { nodes: new Set(command.nodes), kinds: new Set(command.kinds) };
        if (this.#open !== null) this.#open.breakpoints = this.#breakpoints;
        return null;
      default:
        this.#move(command);
        return null;
    }
  }

  #run(): OpenRun {
    if (this.#open === null) throw new EngineError('engine/no-run', 'No run is open; press Run first.');
    return this.#open;
  }

  #move(command: MoveCommand): void {
    movePlayhead(this.#run(), command, this.#host.clock());
    this.#show(true);
    this.#wake();
  }

  /** A run of its own in the journal. Whatever is refused leaves the run that is open as it was. */
  async #start(
    identity: RunIdentity,
    document: Document,
    inputs: readonly RunInput[],
    settings?: Json,
  ): Promise<OpenRun> {
    const { runId, documentId } = identity;
    const { journal } = this.#host;
    const open = new OpenRun({ runId, documentId }, makeRun(document, inputs));
    const lock = await this.#locks.claim(runId);
    const failure = await writeStart(journal, open, { document, inputs, createdAtMs: this.#host.date(), settings });
    if (failure !== null && toBridgeError(failure).code === 'storage/exists') {
      lock?.release();
      throw failure;
    }
    await this.#close();
    this.#lock = lock;
    const writer =
      failure === null ? new RunWriter(this.#writerHost(open), open, { ended: false, playhead: null }) : null;
    this.#begin(open, writer);
    // A run that cannot be written down goes on all the same.
    if (failure !== null) this.#complain(failure);
    this.#wake();
    return open;
  }

  async #import(identity: RunIdentity, text: string): Promise<void> {
    const { document, inputs, end } = readFile(text);
    const open = await this.#start(identity, document, inputs);
    open.verifyLater((run) => differsFromEnd(run, end));
  }

  /** A new run of what an older engine recorded, told beside the end that was recorded. */
  async #repeat({ from, ...identity }: Extract<Command, { kind: 'run.again' }>): Promise<void> {
    const { document, inputs, recorded } =
      'text' in from ? olderInFile(from.text) : olderStored(await this.#host.journal.read(from.runId));
    const open = await this.#start(identity, document, inputs, settingsOf(recorded));
    open.verifyLater(besideRecorded(recorded));
    this.#show(true);
  }

  /** A new run that takes over what the open one did, but for a task and what follows from it. */
  async #fork({ runId, task, pin, play }: Extract<Command, { kind: 'run.fork' }>): Promise<void> {
    const from = this.#run();
    const { input, lastMs } = from.fork({ task, ...(pin === undefined ? {} : { pin }) });
    const { documentId } = from.identity;
    const open = await this.#start({ runId, documentId }, from.run.compiled.document, [input]);
    open.passTakenOver(lastMs, this.#host.clock());
    this.#show(true);
    if (play) this.#move({ kind: 'player.play' });
  }

  /** From the journal: the document as it was, the inputs, the playhead. Another tab's run is only watched. */
  async #reopen(runId: string, steal: boolean): Promise<void> {
    const { journal } = this.#host;
    await this.#close();
    const lock = steal ? await this.#locks.steal(runId) : await this.#locks.claim(runId);
    try {
      await this.#replay(lock === null ? await journal.read(runId) : await journal.open(runId), lock === null);
      this.#lock = lock;
      if (lock === null) void this.#succeed(runId);
    } catch (error) {
      lock?.release();
      if (lock !== null) journal.leave(runId);
      throw error;
    }
  }

  async #replay(contents: RunContents, watching: boolean): Promise<void> {
    const { header, entries, damage } = contents;
    const { document, inputs } = recordedIn(contents);
    const { runId, documentId } = header;
    const open = new OpenRun({ runId, documentId }, makeRun(document, inputs, isLive(header)));
    open.quarantined = damage?.quarantined ?? 0;
    if (damage !== null)
      open.notice = `The journal of this run was damaged after entry ${damage.afterSeq}: what came before is shown, the rest was put aside.`;
    const repeated = repeatedIn(header.settings);
    if (repeated !== null) open.verifyLater(besideRecorded(repeated));
    const playhead = playheadOf(contents.playhead);
    if (playhead !== null) {
      open.playback.speed = playhead.speed;
      open.seek(playhead.step, this.#host.clock());
      open.last = lastFrameOf(contents.playhead, runId, playhead.step);
    }
    const end = endOf(entries);
    if (end !== null) open.verifyLater((run) => differsFromEnd(run, end));
    const writer = watching ? null : new RunWriter(this.#writerHost(open), open, { ended: end !== null, playhead });
    open.watching = watching;
    this.#begin(open, writer);
    const checkpoint = await checkpointOf(this.#host.journal, runId, open.run).catch(() => null);
    if (checkpoint !== null) open.verifyLater((run) => disagreement(run, checkpoint));
    this.#wake();
  }

  #begin(open: OpenRun, writer: RunWriter | null): void {
    this.#open = open;
    this.#writer = writer;
    this.#said.clear();
    open.breakpoints = this.#breakpoints;
    open.refresh();
    this.#show(true);
  }

  async #stop(): Promise<void> {
    const input = this.#mine().cancellation();
    if (input === null) return;
    await this.#put(input.step, [input]);
    this.#move({ kind: 'player.play' });
  }

  /** Something goes wrong on purpose, or is undone, where the playhead stands. */
  async #inject(fault: Json): Promise<void> {
    const open = this.#mine();
    const { playing, step } = open.playback;
    if (playing || open.arriving)
      throw new EngineError('engine/refused-fault', 'Pause the run first: what is put in happens at the playhead.');
    const inputs = injectionInputs(open.run, { step, timeMs: open.timeOf(step) }, fault);
    if (!inputs.ok) throw new EngineError('engine/refused-fault', inputs.error);
    await this.#put(step, inputs.value);
    this.#show(true);
    this.#wake();
  }

  /** The open run, where this tab writes it. */
  #mine(): OpenRun {
    const open = this.#run();
    if (open.watching) throw new EngineError('engine/watching', 'Another tab runs this; take it over first.');
    return open;
  }

  /** What comes from outside is written down before it is put in. */
  async #put(step: number, inputs: readonly RunInput[]): Promise<void> {
    const open = this.#mine();
    await this.#writer?.input(inputs);
    this.#mine();
    open.inject(step, inputs, this.#host.clock());
    this.#writer?.cut(step);
  }

  async #remove(runId: string): Promise<void> {
    const mine = this.#open?.identity.runId === runId && !this.#open.watching;
    const lock = mine ? null : await this.#locks.claim(runId);
    if (!mine && lock === null)
      throw new EngineError('engine/watching', 'Another tab runs this; close it there before it is removed.');
    try {
      if (this.#open?.identity.runId === runId) await this.#close();
      await this.#host.journal.remove(runId);
    } finally {
      lock?.release();
    }
  }

  async #close(): Promise<void> {
    this.#locks.forget();
    const [open, writer, lock] = [this.#open, this.#writer, this.#lock];
    this.#open = null;
    this.#writer = null;
    this.#lock = null;
    if (open !== null) {
      this.#host.emit({ kind: 'status', status: null });
      await writer?.close();
      if (!open.watching) this.#host.journal.leave(open.identity.runId);
    }
    lock?.release();
  }

  /** A run that is only watched is taken up, where its playhead stands, once the tab that plays it is gone. */
  async #succeed(runId: string): Promise<void> {
    const lock = await this.#locks.succeed(runId);
    if (lock === null) return;
    this.#last = this.#last
      .then(() => this.#takeUp(runId, lock))
      .catch((error: unknown) => {
        lock.release();
        this.#complain(error);
      });
  }

  async #takeUp(runId: string, lock: Lock): Promise<void> {
    const open = this.#open?.identity.runId === runId && this.#open.watching ? this.#open : null;
    if (open === null) lock.release();
    else {
      const { step } = open.playback;
      await this.#replay(await this.#host.journal.open(runId), false);
      this.#lock = lock;
      this.#move({ kind: 'player.seek', step });
    }
  }

  #writerHost(open: OpenRun): ConstructorParameters<typeof RunWriter>[0] {
    return {
      journal: this.#host.journal,
      clock: () => this.#host.clock(),
      later: (ms, call) => {
        this.#host.later(ms, call);
      },
      failed: (error) => {
        if (toBridgeError(error).code === 'storage/fenced') this.#lost(open.identity.runId);
        this.#complain(error);
      },
    };
  }

  /** Another tab has taken the run over: this one only watches from now on. */
  #lost(runId: string): void {
    const open = this.#open;
    if (open?.identity.runId !== runId || open.watching) return;
    open.watching = true;
    this.#host.journal.leave(runId);
    this.#lock?.release();
    this.#lock = null;
    this.#writer = null;
    void this.#succeed(runId);
    this.#show(true);
  }

  #wake(): void {
    if (this.#ticking) return;
    this.#again(0);
  }

  #again(ms: number): void {
    this.#ticking = true;
    this.#host.later(ms, () => {
      this.#ticking = false;
      if (this.#open !== null) this.#tick(this.#open);
    });
  }

  /** A slice of computing, a move of the playhead, what the page should see of it; then again while there is need. */
  #tick(open: OpenRun): void {
    try {
      const now = this.#host.clock();
      const computed = open.work(() => this.#host.clock(), now + sliceMs);
      const moved = open.playback.tick(open.track, this.#host.clock());
      if (moved || computed) this.#show(open.settled || !open.playback.playing);
      this.#writer?.keep();
      if (!open.settled || open.playback.playing) this.#again(open.settled ? frameMs : 0);
    } catch (error) {
      this.#complain(error);
    }
  }

  #show(withStatus: boolean): void {
    const open = this.#open;
    if (open === null) return;
    const now = this.#host.clock();
    const frame = open.shown();
    if (frame !== null) this.#host.emit({ kind: 'frame', frame });
    if (!withStatus && now - this.#statusSentMs < statusMs) return;
    this.#statusSentMs = now;
    this.#host.emit({ kind: 'status', status: open.status(this.#host.journal.mode) });
  }

  #complain(cause: unknown): void {
    const error = toBridgeError(cause);
    if (this.#said.has(error.code)) return;
    this.#said.add(error.code);
    this.#host.emit({ kind: 'notice', error });
  }
}
