/**
 * Checkpoints of an agent: what of its state it writes down while it has work, and what of that it has again after a crash. Plain
 * data; what its roles keep of promises, votes and copies is on stable storage by their own rules, and never in here.
 */
import { clonePlain } from '../../base/index.ts';
import type { Work } from '../role.ts';
import type { Item, MemoryState } from '../memory/tiers.ts';

/** Work that has a slot, as a checkpoint has it. */
export interface KeptWork {
  readonly work: Work;
  /** Whether it had begun, how much of it was done then and how much was left, ms. */
  readonly begun: boolean;
  readonly doneMs: number;
  readonly leftMs: number;
  /** When it runs out of time, ms; 0 for never. */
  readonly limitMs: number;
}

export interface Checkpoint {
  readonly atMs: number;
  readonly running: readonly KeptWork[];
  readonly queued: readonly Work[];
  /** What was in short-term memory, by key. */
  readonly short: Readonly<Record<string, Item>>;
}

export interface CheckpointState {
  /** The last one that was written to its end. */
  last: Checkpoint | null;
  /** Whether the timer of the next one runs, or one is being written. */
  due: boolean;
  /** Work whose clock stands while one is written: its task and lease. */
  stopped: { readonly task: number; readonly lease: number }[];
  /** Attempts that ended since the last one was written, or since it was come back to. */
  results: number;
}

/** What of an agent's state its checkpoints are about. */
export interface Holder {
  memory?: MemoryState;
  checkpoint?: CheckpointState;
}

export function checkpointsOf(state: Holder): CheckpointState {
  return (state.checkpoint ??= { last: null, due: false, stopped: [], results: 0 });
}

/** Writes down what it has in hand and in mind. */
export function write(
  state: Holder,
  {
    running,
    queued,
    now,
  }: { readonly running: readonly KeptWork[]; readonly queued: readonly Work[]; readonly now: number },
): void {
  const checkpoints = checkpointsOf(state);
  checkpoints.last = { atMs: now, running, queued, short: clonePlain(state.memory?.short ?? {}) };
  checkpoints.results = 0;
}

/** What it comes back to: without what it has given away since, as it knows from stable storage; undefined where none was written. */
export function comeBackTo(checkpoints: CheckpointState, disowned: (work: Work) => boolean): Checkpoint | undefined {
  const { last } = checkpoints;
  checkpoints.due = false;
  checkpoints.stopped = [];
  if (last === null) return undefined;
  const running = last.running.filter(({ work }) => !disowned(work));
  return { ...last, running, queued: last.queued.filter((work) => !disowned(work)) };
}
