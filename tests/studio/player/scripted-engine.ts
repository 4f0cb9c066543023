/**
 * An engine for the player's tests: it answers from a small script of a run, keeps every command that it was asked, and moves the
 * playhead as the real one does. What it cannot be is a judge of the engine: it only plays its part of the contract.
 */
import type {
  AttemptRow,
  CheckpointView,
  Command,
  CommandKind,
  ConflictRow,
  ConflictsView,
  EngineEvent,
  Lane,
  LogFilter,
  LogRow,
  LogWindow,
  MemoryLane,
  MessageRow,
  ReplyOf,
  RunStatus,
  WaitsView,
} from '../../../src/bridge/index.ts';
import type { Document } from '../../../src/document/index.ts';
import type { EnginePort } from '../../../src/studio/state/index.ts';
import { conversationsOf, messagesOf, windowOf } from './messages/rows.ts';

export const runId = 'r-1';

export const status: RunStatus = {
  runId,
  documentId: 'd-1',
  steps: 40,
  endMs: 4000,
  complete: true,
  playing: false,
  speed: 1,
  outcome: 'succeeded',
  reason: null,
  seed: 7,
  digest: '00ff00ff00ff00ff',
  metrics: {
    makespanMs: 4000,
    criticalPathMs: 3000,
    workMs: 6000,
    messages: 12,
    cost: 3,
    bottleneck: null,
    deadlines: { of: 0, missed: [], step: null },
  },
  marks: [
    { step: 12, timeMs: 1200, kind: 'failure', label: 'fetch failed' },
    { step: 40, timeMs: 4000, kind: 'end', label: 'run succeeded' },
  ],
  invariants: [
    {
      rule: 'CC2',
      title: 'no agent is given more than it has slots for',
      room: 'centralized',
      holds: true,
      step: null,
      message: null,
    },
    {
      rule: 'CC1',
      title: 'only capable agents are assigned',
      room: 'centralized',
      holds: true,
      step: null,
      message: null,
    },
  ],
  storage: 'durable',
  watching: false,
  notice: null,
};

export const lanes: readonly Lane[] = [
  {
    agent: 'ana',
    slots: 1,
    utilization: 0.86,
    bars: [
      {
        task: 'fetch',
        kind: 'running',
        end: 'failed',
        attempt: 1,
        startMs: 0,
        endMs: 1200,
        row: 0,
        startStep: 2,
        critical: false,
        count: 1,
      },
      {
        task: 'fetch',
        kind: 'running',
        end: 'succeeded',
        attempt: 2,
        startMs: 1500,
        endMs: 4000,
        row: 0,
        startStep: 15,
        critical: true,
        count: 1,
      },
    ],
  },
  { agent: 'bo', slots: 2, utilization: 0.2, bars: [] },
];

/** A row a step: every third is a message, every step touches `fetch` when it is even. */
export function rowsOf(steps: number): readonly LogRow[] {
  return Array.from({ length: steps }, (_each, index) => ({
    index,
    step: index + 1,
    timeMs: (index + 1) * 100,
    type: index % 3 === 0 ? 'message.sent' : 'task.ready',
    text: `line ${String(index + 1)}`,
    nodes: index % 2 === 0 ? ['fetch'] : [],
  }));
}

/** One that is sound and lies on the way. */
export function checkpoint(step: number, change: Partial<CheckpointView> = {}): CheckpointView {
  const said = { name: null, digest: '00ff', size: 2048, damaged: false, timeMs: step * 100, onWay: true };
  return { step, ...said, tasks: { succeeded: 1, running: 2, pending: 3 }, ...change };
}

export class ScriptedEngine implements EnginePort {
  /** What it runs on. */
  graph: Document = {
    agents: [
      { id: 'ana', name: 'Ana' },
      { id: 'bo', name: 'Bo' },
    ],
    tasks: [{ id: 'fetch', name: 'Fetch law' }],
  };
  /** What was in conflict, and who waits at the playhead. */
  conflicts: readonly ConflictRow[] = [];
  waits: WaitsView = { holds: [], waits: [], cycle: null, sinceMs: 0, step: 0, sentence: '', raised: [] };
  /** Lanes of memories on the timeline. */
  memories: readonly MemoryLane[] | null = null;
  phase = 'ready' as const;
  asked: Command[] = [];
  status: RunStatus;
  step = 0;
  rows: readonly LogRow[];
  messages: readonly MessageRow[];
  checkpoints: readonly CheckpointView[] = [];
  attempts: readonly AttemptRow[] = [];
  readonly #listeners = new Set<(event: EngineEvent) => void>();

  constructor(change: Partial<RunStatus> = {}) {
    this.status = { ...status, ...change };
    this.rows = rowsOf(this.status.steps);
    this.messages = messagesOf(this.status.steps);
  }

  get kinds(): readonly CommandKind[] {
    return this.asked.map(({ kind }) => kind);
  }

  last<Kind extends CommandKind>(kind: Kind): Extract<Command, { kind: Kind }> | undefined {
    return this.asked.findLast((command): command is Extract<Command, { kind: Kind }> => command.kind === kind);
  }

  listen(listener: (event: EngineEvent) => void): () => void {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  }

  close(): void {
    this.#listeners.clear();
  }

  say(event: EngineEvent): void {
    for (const listener of this.#listeners) listener(event);
  }

  /** Tells the page of a new status. */
  tell(change: Partial<RunStatus>): void {
    this.status = { ...this.status, ...change };
    this.say({ kind: 'status', status: this.status });
  }

  /** Moves the playhead and shows the frame there. */
  moveTo(step: number): void {
    this.step = Math.max(0, Math.min(this.status.steps, step));
    this.say({
      kind: 'frame',
      frame: {
        runId: this.status.runId,
        step: this.step,
        timeMs: this.step * 100,
        full: true,
        tasks: [],
        agents: [],
        touched: [],
        rules: [],
        down: [],
        messages: [],
        caption: `step ${String(this.step)} is taken`,
      },
    });
  }

  #conflictsFor({ of, about, from, count }: Extract<Command, { kind: 'run.conflicts' }>): ConflictsView {
    const asked = this.conflicts.filter(
      ({ kind, moment, what }) =>
        (of === 'all' || (of === 'now' ? moment === 'now' : kind === of)) && (about === '' || what.id === about),
    );
    const kinds = [...new Set(this.conflicts.map(({ kind }) => kind))];
    return {
      kinds: kinds.map((kind) => ({ kind, count: this.conflicts.filter((each) => each.kind === kind).length })),
      now: this.conflicts.filter(({ moment }) => moment === 'now').length,
      total: asked.length,
      from,
      rows: asked.slice(from, from + count),
    };
  }

  async request<Kind extends CommandKind>(command: Extract<Command, { kind: Kind }>): Promise<ReplyOf<Kind>> {
    this.asked.push(command);
    return this.#answer(command) as ReplyOf<Kind>;
  }

  #answer(command: Command): unknown {
    switch (command.kind) {
      case 'run.open':
        this.tell({ runId: command.runId });
        this.moveTo(0);
        return null;
      case 'run.document':
        return { format: 'conclave', version: 1, ...this.graph };
      case 'run.waits':
        return this.waits;
      case 'run.conflicts':
        return this.#conflictsFor(command);
      case 'player.step':
        this.moveTo(this.step + command.by);
        return null;
      case 'player.seek':
        this.moveTo(command.step);
        return null;
      case 'player.play':
      case 'player.pause':
        this.tell({ playing: command.kind === 'player.play' });
        return null;
      case 'player.speed':
        this.tell({ speed: command.speed });
        return null;
      case 'checkpoint.list':
        return this.checkpoints;
      case 'checkpoint.take':
        this.checkpoints = [
          ...this.checkpoints.filter(({ step }) => step !== this.step),
          checkpoint(this.step, { name: command.name }),
        ];
        return null;
      case 'checkpoint.name':
        this.checkpoints = this.checkpoints.map((each) =>
          each.step === command.step ? { ...each, name: command.name } : each,
        );
        return null;
      case 'checkpoint.delete':
        this.checkpoints = this.checkpoints.filter(({ step }) => step !== command.step);
        return null;
      case 'checkpoint.restore':
        this.moveTo(command.step);
        return { step: this.step, said: null };
      case 'checkpoint.compare':
        return [{ of: 'task', id: 'fetch', was: 'pending', is: 'succeeded at ana' }];
      case 'window.timeline':
        return {
          endMs: this.status.endMs,
          idle: [{ fromMs: 2000, toMs: 3500 }],
          lanes,
          ...(this.memories === null ? {} : { memories: this.memories }),
        };
      case 'window.attempts':
        return { total: this.attempts.length, from: command.from, rows: this.attempts };
      case 'window.log':
        return this.#window(command);
      case 'window.messages':
        return windowOf(this.messages, { ...command, step: this.step });
      case 'window.conversations':
        return conversationsOf(this.messages, { ...command, step: this.step });
      default:
        return null;
    }
  }

  #window({ from, count, filter }: { from: number; count: number; filter: LogFilter }): LogWindow {
    const passing = this.rows
      .filter(
        ({ text, type, nodes }) =>
          (filter.text === undefined || text.includes(filter.text)) &&
          (filter.types?.some((first) => type.startsWith(`${first}.`)) ?? true) &&
          (filter.node === undefined || nodes.includes(filter.node)),
      )
      .map((row, index) => ({ ...row, index }));
    return {
      from,
      total: passing.length,
      playhead: passing.filter(({ step }) => step <= this.step).length - 1,
      rows: passing.slice(from, from + count),
    };
  }
}
