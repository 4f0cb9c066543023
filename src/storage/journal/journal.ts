/**
 * The journal's port: what a run writes down so that it can be folded again, here or elsewhere. Batches of plain
 * entries are chained by digest; one writer holds a run at a time; checkpoints are caches that may be thrown away.
 * Entries handed over must not be changed afterwards. It never interprets an entry.
 */
import type { Json } from '../../base/index.ts';

/** What a run starts from, with the document as it was then. */
export interface RunHeader {
  readonly runId: string;
  readonly documentId: string;
  readonly documentName: string;
  readonly document: Json;
  readonly seed: number;
  readonly engine: string;
  readonly createdAtMs: number;
  readonly settings?: Json;
}

/** A run as a list shows it. */
export type RunListing = Omit<RunHeader, 'document' | 'settings'> & { readonly seq: number };

/** The end of a run's chain. `hash` speaks of the stored batches, so it differs with the batching. */
export interface Head {
  /** Entries written. */
  readonly seq: number;
  readonly hash: string;
  /** Counts the writers of this run; a writer of an older epoch is refused. */
  readonly epoch: number;
  /** False when the newest entries are only in memory. */
  readonly durable: boolean;
}

/** Where a chain broke: the entries before `afterSeq` were kept. */
export interface Damage {
  readonly afterSeq: number;
  readonly reason: 'altered' | 'missing' | 'misplaced' | 'unreadable' | 'head';
  /** Batches put aside, for `exportQuarantine`. */
  readonly quarantined: number;
}

/** A run as stored. */
export interface RunContents {
  readonly header: RunHeader;
  readonly entries: readonly Json[];
  readonly head: Head;
  readonly playhead: Json;
  readonly damage: Damage | null;
}

/** The world at a step; `digest` is the engine's own, kept beside the storage's check of the bytes. */
export interface Checkpoint {
  readonly step: number;
  readonly digest: string;
  readonly engine: string;
  /** What is told of it without reading `data`. */
  readonly about: Json;
  readonly data: Json;
  /** One with a name stays until it is taken away. */
  readonly name?: string | null;
}

/** What is said of a checkpoint that is kept. */
export interface ListedCheckpoint extends Omit<Checkpoint, 'data' | 'name'> {
  readonly name: string | null;
  /** Bytes that its data takes. */
  readonly size: number;
  /** Present where nothing of this can be believed but the step. */
  readonly damaged?: true;
}

export type SavedCheckpoint = ListedCheckpoint & { readonly data: Json };

/** The newest good checkpoint that was asked for, and the steps of those found damaged on the way. */
export interface LoadedCheckpoint {
  readonly checkpoint: SavedCheckpoint | null;
  readonly dropped: readonly number[];
}

/** Rejections are always a `StorageError`. */
export interface Journal {
  /** 'memory' when nothing survives a reload. */
  readonly mode: 'durable' | 'memory';
  /** Starts a run and becomes its writer; 'storage/exists' when the id is taken. */
  create(header: RunHeader): Promise<Head>;
  /** Becomes the writer: earlier writers are fenced off, damage is moved to quarantine. */
  open(runId: string): Promise<RunContents>;
  /** Reads and verifies without becoming the writer; only the writer's reading moves damage to quarantine. */
  read(runId: string): Promise<RunContents>;
  /** Adds entries as one unit and resolves when they are stored; 'storage/fenced' for a writer that was replaced. */
  append(runId: string, entries: readonly Json[]): Promise<Head>;
  /** Keeps the five newest checkpoints without a name, and all with one. */
  checkpoint(runId: string, checkpoint: Checkpoint): Promise<void>;
  /** The newest checkpoint at or before `stepMax` whose bytes are as they were written. */
  loadCheckpoint(runId: string, stepMax?: number): Promise<LoadedCheckpoint>;
  /** All that are kept, by their steps. */
  checkpoints(runId: string): Promise<readonly ListedCheckpoint[]>;
  /** Gives one a name, or takes it away; 'storage/missing' where there is none at that step. */
  nameCheckpoint(runId: string, step: number, name: string | null): Promise<void>;
  deleteCheckpoint(runId: string, step: number): Promise<void>;
  /** A small record beside the chain: step, speed. */
  setPlayhead(runId: string, playhead: Json): Promise<void>;
  list(): Promise<readonly RunListing[]>;
  /** JSON text of everything of the run that was put aside, or that cannot be trusted. */
  exportQuarantine(runId: string): Promise<string>;
  remove(runId: string): Promise<void>;
  /** Stops being the writer of a run. */
  leave(runId: string): void;
  close(): void;
}
