/**
 * The engine behind the bridge: it carries out commands one after another, journals what must survive before it is
 * applied, and lets the open run compute and play in short slices. It is handed its clock, its timers and its way to
 * the page, so that it runs in a worker and in a test alike.
 */
import { canonical, parseJson, type Json } from '../base/index.ts';
import type { Command, EngineEvent, ReplyOf } from '../bridge/index.ts';
import { readDocument, type Document } from '../document/index.ts';
import { readRun, supplyAgents, writeRun } from '../interchange/index.ts';
import { Run, type RunInput } from '../replay/index.ts';
import { claim, runLock, takeOver, type Journal, type Lock, type RunContents } from '../storage/index.ts';
import { compile, engineVersion } from '../workflow/index.ts';
import { Checkpoints, disagreement } from './checkpoints.ts';
import { EngineError, toBridgeError } from './errors.ts';
import { endOf, entryOfInput, inputsOf, playheadOf } from './journal-entries.ts';
import { OpenRun, type RunIdentity } from './open-run.ts';

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
const playheadMs = 400;

export class Session {
  readonly #host: SessionHost;
  #open: OpenRun | null = null;
  #checkpoints: Checkpoints | null = null;
  #lock: Lock | null = null;
  #ticking = false;
  #statusSentMs = -Infinity;
  #playheadSaved: { step: number; atMs: number } = { step: -1, atMs: -Infinity };
  #endWritten = false;

  constructor(host: SessionHost) {
    this.#host = host;
  }

  /** Carries a command out and gives its reply; throws what `toBridgeError` understands. */
  async handle(command: Command): Promise<unknown> {
    switch (command.kind) {
      case 'run.start':
        await this.#start(command, readAndSupply(command.document, command.agents), [], command.play);
        return null;
      case 'run.import': {
        const file = readRun(command.text);
        if (!file.ok) throw new EngineError('engine/refused-file', file.error.message);
        await this.#start(command, file.value.document, file.value.inputs, false);
        return null;
      }
      case 'run.open':
        await this.#reopen(command.runId, command.takeOver ?? false);
        return null;
      case 'run.close':
        await this.#close();
        return null;
      case 'run.remove':
        if (this.#open?.identity.runId === command.runId) await this.#close();
        await this.#host.journal.remove(command.runId);
        return null;
      case 'run.stop':
        await this.#stop();
        return null;
      case 'run.export':
        return writeRun(this.#run().run) satisfies ReplyOf<'run.export'>;
      case 'window.timeline':
        return this.#run().timeline(command.fromMs, command.toMs, command.pixels) satisfies ReplyOf<'window.timeline'>;
      case 'window.log':
        return this.#run().log(command.from, command.count, command.filter) satisfies ReplyOf<'window.log'>;
      default:
        this.#move(command);
        return null;
    }
  }

  #run(): OpenRun {
    if (this.#open === null) throw new EngineError('engine/no-run', 'No run is open; press Run first.');
    return this.#open;
  }

  #move(command: Extract<Command, { kind: `player.${string}` }>): void {
    const open = this.#run();
    const now = this.#host.clock();
    switch (command.kind) {
      case 'player.play':
        open.playback.play(open.track, now);
        break;
      case 'player.pause':
        open.playback.pause();
        break;
      case 'player.step':
        open.playback.pause();
        open.seek(open.playback.step + command.by, now);
        break;
      case 'player.seek':
        open.seek(command.step, now);
        break;
      case 'player.seekTime':
        open.seekTime(command.timeMs, now);
        break;
      case 'player.toChange':
        open.playback.pause();
        open.toChange(command.node, command.direction, now);
        break;
      case 'player.speed':
        open.playback.speed = command.speed;
        open.playback.moveTo(open.playback.step, open.track, now);
    }
    this.#show(true);
    this.#wake();
  }

  async #start(identity: RunIdentity, document: Document, inputs: readonly RunInput[], play: boolean): Promise<void> {
    const open = this.#make(identity, document, inputs);
    await this.#close();
    const { plan } = open.run.compiled;
    this.#lock = await claim(runLock(identity.runId), () => {
      this.#lost();
    });
    await this.#host.journal.create({
      runId: identity.runId,
      documentId: identity.documentId,
      documentName: plan.name,
      document: document as unknown as Json,
      seed: plan.seed,
      engine: engineVersion,
      createdAtMs: this.#host.date(),
    });
    if (inputs.length > 0) await this.#host.journal.append(identity.runId, inputs.map(entryOfInput));
    this.#begin(open, false);
    if (play) open.playback.play(open.track, this.#host.clock());
    this.#wake();
  }

  #make(identity: RunIdentity, document: Document, inputs: readonly RunInput[]): OpenRun {
    const compiled = compile(document);
    if (!compiled.ok) {
      const [first, ...more] = compiled.error;
      const others = more.length === 0 ? '' : ` (and ${more.length} more)`;
      throw new EngineError(
        'engine/not-runnable',
        `This document cannot run: ${first!.message}${others}`,
        compiled.error.map((problem) => problem.code),
      );
    }
    return new OpenRun(
      { runId: identity.runId, documentId: identity.documentId },
      new Run(compiled.value, { inputs, seekable: true }),
    );
  }

  /** From the journal: the document as it was, the inputs, the playhead. Another tab's run is only watched. */
  async #reopen(runId: string, steal: boolean): Promise<void> {
    const { journal } = this.#host;
    await this.#close();
    const lock = steal
      ? await takeOver(runLock(runId), () => {
          this.#lost();
        })
      : await claim(runLock(runId), () => {
          this.#lost();
        });
    this.#lock = lock;
    try {
      const contents = lock === null ? await journal.read(runId) : await journal.open(runId);
      await this.#replay(contents, lock === null);
    } catch (error) {
      await this.#close();
      throw error;
    }
  }

  async #replay(contents: RunContents, watching: boolean): Promise<void> {
    const { header, entries, damage } = contents;
    if (header.engine !== engineVersion) {
      throw new EngineError(
        'engine/version',
        `This run was recorded by engine ${header.engine} and this is engine ${engineVersion}; open it in the version that made it, or run its document again.`,
      );
    }
    const open = this.#make(header, header.document as unknown as Document, inputsOf(entries));
    if (damage !== null)
      open.notice = `The journal of this run was damaged after entry ${damage.afterSeq}: what came before is shown, the rest was put aside and can be exported.`;
    this.#begin(open, watching);
    this.#endWritten = endOf(entries) !== null;
    const playhead = playheadOf(contents.playhead);
    if (playhead !== null) {
      open.playback.speed = playhead.speed;
      open.seek(playhead.step, this.#host.clock());
    }
    this.#wake();
    const { checkpoint } = await this.#host.journal.loadCheckpoint(header.runId).catch(() => ({ checkpoint: null }));
    if (checkpoint === null || this.#open !== open) return;
    this.#verifyLater(open, () => {
      open.notice ??= disagreement(open.run, checkpoint);
    });
  }

  /** Checks once the run is computed; a run that was left meanwhile is not checked. */
  #verifyLater(open: OpenRun, verify: () => void): void {
    if (this.#open !== open) return;
    if (open.settled) {
      verify();
      if (open.notice !== null) this.#show(true);
    } else
      this.#host.later(50, () => {
        this.#verifyLater(open, verify);
      });
  }

  #begin(open: OpenRun, watching: boolean): void {
    this.#open = open;
    open.watching = watching;
    this.#checkpoints = watching ? null : new Checkpoints(this.#host.journal, open.identity.runId);
    this.#endWritten = false;
    this.#playheadSaved = { step: -1, atMs: -Infinity };
    open.refresh();
    this.#show(true);
  }

  async #stop(): Promise<void> {
    const open = this.#run();
    if (open.watching) throw new EngineError('engine/watching', 'Another tab runs this; take it over first.');
    if (open.run.complete && open.playback.step >= open.run.steps) return;
    const input = open.cancel();
    await this.#host.journal.append(open.identity.runId, [entryOfInput(input)]);
    this.#endWritten = false;
    open.playback.play(open.track, this.#host.clock());
    this.#wake();
  }

  async #close(): Promise<void> {
    const open = this.#open;
    this.#open = null;
    if (open !== null) {
      this.#host.emit({ kind: 'status', status: null });
      await this.#savePlayhead(open, true);
      this.#host.journal.leave(open.identity.runId);
    }
    this.#lock?.release();
    this.#lock = null;
  }

  /** Another tab has taken the run over: this one only watches from now on. */
  #lost(): void {
    this.#lock = null;
    if (this.#open === null) return;
    this.#open.watching = true;
    this.#checkpoints = null;
    this.#show(true);
  }

  #wake(): void {
    if (this.#ticking) return;
    this.#ticking = true;
    this.#host.later(0, () => {
      this.#tick();
    });
  }

  /** A slice of computing, a move of the playhead, what the page should see of it; then again while there is need. */
  #tick(): void {
    this.#ticking = false;
    const open = this.#open;
    if (open === null) return;
    try {
      const now = this.#host.clock();
      const computed = open.work(() => this.#host.clock(), now + sliceMs);
      const moved = open.playback.tick(open.track, this.#host.clock());
      if (moved || computed) this.#show(open.settled || !open.playback.playing);
      void this.#persist(open).catch((error: unknown) => {
        this.#complain(error);
      });
      if (open.settled && !open.playback.playing) return;
      this.#ticking = true;
      this.#host.later(open.settled ? frameMs : 0, () => {
        this.#tick();
      });
    } catch (error) {
      this.#complain(error);
    }
  }

  #show(withStatus: boolean): void {
    const open = this.#open;
    if (open === null) return;
    const now = this.#host.clock();
    this.#host.emit({ kind: 'frame', frame: open.frame() });
    if (!withStatus && now - this.#statusSentMs < statusMs) return;
    this.#statusSentMs = now;
    this.#host.emit({ kind: 'status', status: open.status(this.#host.journal.mode) });
  }

  async #persist(open: OpenRun): Promise<void> {
    if (open.watching) return;
    const { journal } = this.#host;
    if (open.settled && !this.#endWritten) {
      this.#endWritten = true;
      const { steps, digest, outcome } = open.status(journal.mode);
      await journal.append(open.identity.runId, [{ kind: 'end', steps, digest: digest ?? '', outcome: outcome ?? '' }]);
      await this.#checkpoints?.keep(open.run, true);
    } else await this.#checkpoints?.keep(open.run);
    await this.#savePlayhead(open, !open.playback.playing);
  }

  async #savePlayhead(open: OpenRun, now: boolean): Promise<void> {
    const { step, speed } = open.playback;
    const saved = this.#playheadSaved;
    if (open.watching || saved.step === step || (!now && this.#host.clock() - saved.atMs < playheadMs)) return;
    this.#playheadSaved = { step, atMs: this.#host.clock() };
    await this.#host.journal.setPlayhead(open.identity.runId, { step, speed });
  }

  #complain(error: unknown): void {
    this.#host.emit({ kind: 'notice', error: toBridgeError(error) });
  }
}

/** The document as plain data that came over the bridge, with `agents` identical ones where it has none. */
function readAndSupply(data: unknown, agents: number | undefined): Document {
  const parsed = parseJson(canonical(data));
  if (!parsed.ok) throw new EngineError('engine/not-runnable', `This document cannot run: ${parsed.error.message}`);
  const reading = readDocument(parsed.value);
  return agents === undefined ? reading.document : supplyAgents(reading, agents).document;
}
