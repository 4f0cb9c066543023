/**
 * The run that is open, as the page sees it through the engine's line: status, playhead, one view a node,
 * and whatever else it is asked (`look`). Frames are gathered and shown once an animation frame. It never holds the run itself, and the
 * display never drives the engine: it only passes on what the person asked for.
 */
import { untrack } from 'svelte';
import type {
  AgentView,
  Answer,
  Command,
  EngineEvent,
  EnginePhase,
  Frame,
  HouseLooks,
  LookKind,
  LookTable,
  Question,
  RecordedInputs,
  DownView,
  RuleView,
  RunStatus,
  TaskView,
  Travelling,
} from '../../../bridge/index.ts';
import type { Json } from '../../../base/index.ts';
import type { Document } from '../../../document/index.ts';
import { Breakpoints } from './breakpoints.svelte.ts';
import { CheckpointCalls } from './checkpoint-calls.ts';
import { EngineCalls } from './engine-calls.ts';
import type { EnginePort } from './engine-port.ts';
import { inventId } from '../fresh-id.ts';
import { NodeCells } from './node-cells.svelte.ts';
import type { Notices } from '../notices.svelte.ts';
import type { NextFrame } from './one-at-a-time.ts';
import type { OlderWish } from './older.svelte.ts';
import { Player } from './player.ts';

export interface StartOptions {
  readonly play?: boolean;
  /** Identical agents for a document that names none. */
  readonly agents?: number;
  /** The id that it gets; a new one if absent. */
  readonly runId?: string;
  /** The text of a file of memories that agents begin with. */
  readonly memories?: string;
}

/** What a run came to that was made before another. */
export interface RunBefore {
  readonly runId: string;
  readonly steps: number;
  readonly ms: number;
  /** Null where it was not kept. */
  readonly cost: number | null;
}

/** Called when something about the run changed that the library should know: outcome, length. */
export type RunObserver = (status: RunStatus, step: number, left: boolean) => void;

export class RunSession {
  /** Everything about the run that is not at the playhead; null when no run is open. */
  status = $state.raw<RunStatus | null>(null);
  step = $state(0);
  timeMs = $state(0);
  caption = $state('');
  /** Nodes that the step under the playhead touched. */
  touched = $state.raw<ReadonlySet<string>>(new Set());
  /** The messages that travel in it. */
  travelling = $state.raw<readonly Travelling[]>([]);
  /** What befalls the network there. */
  rules = $state.raw<readonly RuleView[]>([]);
  down = $state.raw<readonly DownView[]>([]);
  /** Tasks that wait for one another in a circle there; the canvas, which draws who waits for whom, says so. */
  deadlocked = $state.raw<ReadonlySet<string>>(new Set());
  /** What was put in by hand while it was open, oldest first. */
  injected = $state.raw<readonly Json[]>([]);
  /** The document that the run runs on, whatever is edited since. */
  graph = $state.raw<Document | null>(null);
  phase = $state<EnginePhase>('starting');
  /** True from the start of a run until its first status. */
  opening = $state(false);
  engineVersion = $state<string | null>(null);
  /** What the document's run before came to; null: not known. */
  before = $state.raw<RunBefore | null>(null);

  /** Where playing pauses by itself. */
  readonly breakpoints = new Breakpoints(
    (nodes, kinds) => void this.#calls.done({ kind: 'player.breakpoints', nodes, kinds }),
  );

  /** Plays it, and moves its playhead. */
  readonly player: Player;
  readonly checkpoints: CheckpointCalls;

  readonly #engine: EnginePort;
  readonly #calls: EngineCalls;
  readonly #notices: Notices;
  readonly #schedule: NextFrame;
  readonly #tasks = new NodeCells<TaskView>();
  readonly #agents = new NodeCells<AgentView>();
  readonly #observers = new Set<RunObserver>();
  readonly #stopListening: () => void;
  /** The run whose frames are shown; frames of one that was left are dropped. */
  #expected: string | null = null;
  /** The run that was left last: what the engine still says of it until it hears so is heard no more. */
  #left: string | null = null;
  #pending: Frame[] = [];
  #drawing = false;

  constructor(engine: EnginePort, notices: Notices, schedule: NextFrame = (draw) => requestAnimationFrame(draw)) {
    this.#engine = engine;
    this.#calls = new EngineCalls(engine, notices);
    this.player = new Player(this.#calls);
    this.checkpoints = new CheckpointCalls(this.#calls);
    this.#notices = notices;
    this.#schedule = schedule;
    this.phase = engine.phase;
    this.#stopListening = engine.listen((event) => {
      this.#receive(event);
    });
  }

  // A status comes many times a second while a run is computed. What only reads one of these hears of it when that one changes.
  /** True while a run is open: the canvas shows its graph and wears the frame. */
  readonly active: boolean = $derived(this.status !== null || this.opening);
  readonly runId: string | null = $derived(this.status?.runId ?? null);
  readonly playing: boolean = $derived(this.status?.playing ?? false);
  /** How many steps are computed; 0 without a run. */
  readonly steps: number = $derived(this.status?.steps ?? 0);
  readonly watching: boolean = $derived(this.status?.watching ?? false);
  /** True when the playhead stands at the end of a run that is over. */
  readonly atEnd: boolean = $derived(this.status !== null && this.status.complete && this.step >= this.status.steps);

  get older(): EngineCalls['older'] {
    return this.#calls.older;
  }
  get salvage(): EngineCalls['salvage'] {
    return this.#calls.salvage;
  }

  /** Asks something of the run; null when there is none, or nothing of that name in it. Nothing is kept here. */
  look<Kind extends LookKind<Table>, Table extends LookTable = HouseLooks>(
    question: { readonly kind: Kind } & Question<Kind, Table>,
  ): Promise<Answer<Kind, Table>> {
    return this.status === null
      ? Promise.resolve(null)
      : (this.#calls.value(question as Question) as Promise<Answer<Kind, Table>>);
  }

  /** The state of a task at the playhead; reactive for that task alone. */
  taskView(id: string): TaskView | undefined {
    return this.#tasks.get(id);
  }

  /** The state of an agent at the playhead; reactive for that agent alone. */
  agentView(id: string): AgentView | undefined {
    return this.#agents.get(id);
  }

  /** Starts a run of a document and opens it; false when the engine refused. */
  async start(documentId: string, document: Document, options: StartOptions = {}): Promise<boolean> {
    const { play = true, runId = inventId('r'), ...rest } = options;
    this.#clear();
    this.#expected = runId;
    this.graph = document;
    this.opening = true;
    const started = await this.#calls.done(
      { kind: 'run.start', runId, documentId, document, play, ...rest },
      'The run did not start.',
    );
    this.opening = false;
    if (!started) this.#clear();
    return started;
  }

  /** Opens a stored run at the playhead where it was left. */
  async open(runId: string, takeOver = false): Promise<boolean> {
    if (this.runId === runId && !takeOver) return true;
    return this.#openBy({ kind: 'run.open', runId, takeOver }, runId, 'This run could not be opened.');
  }

  /** Runs again, as a new run, what an older engine recorded; false when it was refused, which was said. */
  async again(wish: OlderWish): Promise<boolean> {
    const runId = inventId('r');
    return this.#openBy({ kind: 'run.again', runId, ...wish }, runId, 'This run could not be run again.');
  }

  /** A stored run as a run file, whichever engine recorded it; null when it could not be had, which was said. */
  file(runId: string): Promise<string | null> {
    return this.#calls.value({ kind: 'run.file', runId }, 'The run could not be exported.');
  }

  /** Brings in a run file and opens it. Returns the new run's id. */
  async importRun(documentId: string, text: string): Promise<string | null> {
    const runId = inventId('r');
    const asked = { kind: 'run.import', runId, documentId, text } as const;
    return (await this.#openBy(asked, runId, 'The run file was refused.')) ? runId : null;
  }

  /**
   * Runs a task and what follows from it again, in a new run that takes all else over from this one; with a value the task
   * is not run either, it gives that. False when the engine refused: then this run stays open.
   */
  fork(task: string, pin?: { readonly value: Json }): Promise<boolean> {
    const asked = { kind: 'run.fork', task, play: true, ...(pin === undefined ? {} : { pin }) } as const;
    return this.#forkBy((runId) => ({ ...asked, runId }));
  }

  /** Begins a new run with what had been put in before a checkpoint, and stands there. False when the engine refused. */
  forkAt(step: number): Promise<boolean> {
    return this.#forkBy((runId) => ({ kind: 'checkpoint.fork', runId, step }));
  }

  /** The same from a step at which nothing is kept. */
  runFrom(step: number): Promise<boolean> {
    return this.#forkBy((runId) => ({ kind: 'run.from', runId, step }));
  }

  async #forkBy(asked: (runId: string) => Command): Promise<boolean> {
    const runId = inventId('r');
    const [before, graph] = [this.#expected, this.graph];
    this.#expected = runId;
    this.opening = true;
    const forked = await this.#calls.done(asked(runId), 'The run could not go on from here.');
    this.opening = false;
    if (forked) this.graph = graph;
    else this.#expected = before;
    return forked;
  }

  /** Leaves the run; it stays stored. */
  async close(): Promise<void> {
    if (!this.active) return;
    this.#clear();
    await this.#calls.done({ kind: 'run.close' });
  }

  async takeOver(): Promise<boolean> {
    return this.runId !== null && this.open(this.runId, true);
  }

  /** Stands at a step, where `player.seek` would play on from it. */
  stopAt(step: number): void {
    if (this.playing) void this.player.pause();
    this.player.seek(step);
  }

  /** Cancels the run at the playhead. */
  stop(): Promise<boolean> {
    return this.#calls.done({ kind: 'run.stop' }, 'The run did not stop.');
  }

  /** Lets something go wrong at the playhead, or undoes it; what lay ahead is cut off. */
  async inject(fault: Json): Promise<boolean> {
    const done = await this.#calls.done({ kind: 'run.inject', fault }, 'That action failed.');
    if (done) this.injected = [...this.injected, fault];
    return done;
  }

  /** The run file's text; null when it could not be had, which was said. */
  exportRun(): Promise<string | null> {
    return this.#calls.value({ kind: 'run.export' }, 'The run could not be exported.');
  }

  /** The text of a file of what agents have in long-term memory at the end of the run; null where it is not over. */
  memories(): Promise<string | null> {
    return this.#calls.value({ kind: 'run.memories' }, 'What agents remember could not be kept.');
  }

  /** What a stored run was made of, whichever run is open; null when it could not be read, which was said where there is a `complaint`. */
  recorded(runId: string, complaint: string | null = 'This run could not be read.'): Promise<RecordedInputs | null> {
    return this.#calls.value({ kind: 'run.recorded', runId }, complaint);
  }

  /** Tells `observer` of every new status, and of the last when the run is left. Returns how to stop. */
  observe(observer: RunObserver): () => void {
    this.#observers.add(observer);
    return () => void this.#observers.delete(observer);
  }

  /** Lets go of the engine's line. */
  destroy(): void {
    this.#stopListening();
  }

  /** Has a run opened that the engine knows the document of. */
  async #openBy(asked: Command, runId: string, complaint: string): Promise<boolean> {
    this.#clear();
    this.#expected = runId;
    this.opening = true;
    const opened = await this.#calls.done(asked, complaint);
    this.opening = false;
    if (opened) await this.#fetchGraph();
    else this.#clear();
    return opened;
  }

  async #fetchGraph(): Promise<void> {
    this.graph = await this.#calls.value({ kind: 'run.document' });
  }

  #receive(event: EngineEvent): void {
    this.phase = this.#engine.phase;
    switch (event.kind) {
      case 'ready':
        this.engineVersion = event.engine;
        untrack(() => {
          this.breakpoints.tell();
        });
        // Only with a run that came back is the matter settled; otherwise the person must see that it was left.
        if (untrack(() => this.status) !== null) this.#notices.settle('bridge/engine-stopped');
        break;
      case 'heartbeat':
        break;
      case 'status':
        if (!this.#isLeft(event.status?.runId)) this.#setStatus(event.status);
        break;
      case 'frame':
        if (this.#isLeft(event.frame.runId)) break;
        if (this.#expected !== null && event.frame.runId !== this.#expected) break;
        this.#pending.push(event.frame);
        this.#draw();
        break;
      case 'notice':
        this.#notices.banner(event.error.message, { key: event.error.code, tone: 'warning' });
        break;
    }
  }

  #isLeft(runId: string | undefined): boolean {
    return runId !== undefined && runId === this.#left && runId !== this.#expected;
  }

  #setStatus(status: RunStatus | null): void {
    const before = untrack(() => this.status);
    this.status = status;
    if (status === null) {
      // While another run opens, the engine closes the one before: what was set for the new one stays.
      if (before !== null && !untrack(() => this.opening)) this.#clear();
      return;
    }
    this.#tell(false);
  }

  #tell(left: boolean): void {
    const { status, step } = untrack(() => ({ status: this.status, step: this.step }));
    if (status !== null) for (const observer of this.#observers) observer(status, step, left);
  }

  #draw(): void {
    if (this.#drawing) return;
    this.#drawing = true;
    this.#schedule(() => {
      this.#drawing = false;
      for (const frame of this.#pending.splice(0)) this.#show(frame);
    });
  }

  #show(frame: Frame): void {
    if (frame.full) {
      this.#tasks.replace(frame.tasks);
      this.#agents.replace(frame.agents);
    } else {
      for (const view of frame.tasks) this.#tasks.set(view);
      for (const view of frame.agents) this.#agents.set(view);
    }
    this.step = frame.step;
    this.timeMs = frame.timeMs;
    this.caption = frame.caption;
    this.touched = new Set(frame.touched);
    this.travelling = frame.messages;
    this.rules = frame.rules;
    this.down = frame.down;
  }

  #clear(): void {
    this.#tell(true);
    this.#left = this.#expected ?? this.#left;
    this.#expected = null;
    this.#pending = [];
    this.#calls.forget();
    this.player.forget();
    this.status = null;
    this.graph = null;
    this.before = null;
    this.step = 0;
    this.timeMs = 0;
    this.caption = '';
    this.touched = new Set();
    this.travelling = [];
    this.rules = [];
    this.down = [];
    this.injected = [];
    this.#tasks.clear();
    this.#agents.clear();
  }
}
