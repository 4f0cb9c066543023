/**
 * What lies beside documents in the library: named versions, summaries of runs, figures of experiments, settings. Each
 * row is parsed by itself when it is read: a damaged one is marked, or left out and counted, and costs no other.
 */
import * as v from 'valibot';
import type { Json } from '../../base/index.ts';
import type { Document } from '../../document/index.ts';
import { StorageError } from '../errors.ts';
import type { KeptTables } from '../tables/kept.ts';
import type { Row } from '../tables/tables.ts';
import type { KeptMemories } from './kept-memories.ts';
import { cellsIn, figuresToStore, keptAtMs, listingIn } from './figures.ts';
import { checkSeal, documentIn, objectOf, placeOf, plainOf, sealOf } from './seal.ts';
import type { ExperimentListing, ExperimentRecord, RunSummary, Version, VersionListing } from './types.ts';

/** Experiments kept of a document; older ones go. */
const EXPERIMENTS_MAX = 20;
/** Runs of a document that the list of documents tells of. */
const RUNS_TOLD = 8;
const figuresDamage = 'These figures are not what was kept; run the comparison again.';
const versionDamage = 'This version is not what was kept under its name.';

/** What a library is told from outside. */
export interface Given {
  readonly nowMs: () => number;
  readonly newId: () => string;
}

/** The runs of a document as its row tells of them. */
export interface RecentRuns {
  /** The newest first, a few. */
  readonly newest: readonly RunSummary[];
  /** How many there are in all. */
  readonly count: number;
  readonly damaged: number;
}

export abstract class Beside {
  protected abstract readonly given: Given;
  protected abstract readonly tables: KeptTables;

  /** Keeps `document` as a named version beside the autosave. */
  async saveVersion(documentId: string, name: string, document: Document): Promise<VersionListing> {
    const version: Version = {
      id: this.given.newId(),
      documentId,
      name,
      createdAtMs: this.given.nowMs(),
      document,
    };
    await this.keepVersion(version);
    return listed(version);
  }

  /** Stores a version as it is given: under another name, or again after it was removed. A damaged one stays marked. */
  async keepVersion(version: Version): Promise<void> {
    const { damage, ...rest } = version;
    const seal = damage === undefined ? versionSeal(version) : 'damaged';
    if (seal === null) throw new StorageError('storage/unstorable');
    await this.tables.write(['versions'], (transaction) =>
      transaction.put('versions', [version.documentId, version.id], { ...rest, seal }),
    );
  }

  async removeVersion(documentId: string, versionId: string): Promise<void> {
    await this.tables.write(['versions'], (transaction) => transaction.delete('versions', [documentId, versionId]));
  }

  /** The named versions of a document, newest first. */
  async listVersions(documentId: string): Promise<readonly VersionListing[]> {
    const rows = await this.tables.rows('versions', documentId);
    return rows.map((row) => listed(versionIn(row))).sort(newestFirst);
  }

  /** A version, with `damage` where it is not what was kept; 'storage/damaged' when nothing of it can be read. */
  async loadVersion(documentId: string, versionId: string): Promise<Version> {
    const key = [documentId, versionId] as const;
    const value = await this.tables.read(['versions'], (transaction) => transaction.get('versions', key));
    if (value === undefined) throw new StorageError('storage/missing');
    const version = versionIn({ key, value });
    if (version.document === null)
      throw new StorageError('storage/damaged', { message: 'Nothing of this version can be read any more.' });
    return { ...version, document: version.document };
  }

  async putRun(run: RunSummary): Promise<void> {
    await this.tables.write(['runs'], (transaction) => transaction.put('runs', [run.documentId, run.runId], run));
  }

  /** The runs of a document, newest first. */
  async listRuns(documentId: string): Promise<readonly RunSummary[]> {
    return (await this.tables.rows('runs', documentId)).map(runIn).sort(newestRunFirst);
  }

  /** Of every document that has runs, the newest ones, how many there are, and how many cannot be told of any more. */
  async recentRuns(): Promise<ReadonlyMap<string, RecentRuns>> {
    const runs = new Map<string, { newest: RunSummary[]; count: number; damaged: number }>();
    for (const run of (await this.tables.rows('runs')).map(runIn)) {
      const known = runs.get(run.documentId) ?? { newest: [], count: 0, damaged: 0 };
      runs.set(run.documentId, known);
      known.count += 1;
      if (run.damaged === true) known.damaged += 1;
      else known.newest.push(run);
    }
    for (const known of runs.values()) known.newest = known.newest.sort(newestRunFirst).slice(0, RUNS_TOLD);
    return runs;
  }

  async removeRun(documentId: string, runId: string): Promise<void> {
    await this.tables.write(['runs'], (transaction) => transaction.delete('runs', [documentId, runId]));
  }

  /** Keeps the figures of an experiment; of a document that has many, the oldest go. */
  async keepExperiment(experiment: Omit<ExperimentRecord, 'id' | 'createdAtMs'>): Promise<ExperimentListing> {
    const record = { ...experiment, id: this.given.newId(), createdAtMs: this.given.nowMs() };
    await this.putExperiment(record);
    const { cells: _cells, ...listing } = record;
    return listing;
  }

  /** Stores figures as they are given. */
  async putExperiment(record: ExperimentRecord): Promise<void> {
    const { documentId, id } = record;
    const stored = figuresToStore(record);
    if (stored === null) throw new StorageError('storage/unstorable');
    await this.tables.write(['experiments', 'figures'], async (transaction) => {
      await transaction.put('experiments', [documentId, id], stored.head);
      await transaction.put('figures', [documentId, id], stored.blocks);
      const kept = (await transaction.under('experiments', documentId))
        .map((row) => ({ id: placeOf(row).id, createdAtMs: keptAtMs(row) }))
        .filter(({ createdAtMs }) => createdAtMs > 0);
      for (const { id: old } of kept.sort(newestFirst).slice(EXPERIMENTS_MAX))
        for (const table of ['experiments', 'figures']) await transaction.delete(table, [documentId, old]);
    });
  }

  /** The experiments of a document, newest first, but for those that are damaged. */
  async listExperiments(documentId: string): Promise<readonly ExperimentListing[]> {
    return (await this.tables.rows('experiments', documentId)).flatMap(listingIn).sort(newestFirst);
  }

  /** The newest experiments of these documents, but for those that are damaged. Of the others only the time is read. */
  async recentExperiments(most: number, of: ReadonlySet<string>): Promise<readonly ExperimentListing[]> {
    const rows = (await this.tables.rows('experiments')).filter((row) => of.has(placeOf(row).documentId));
    const dated = rows.map((row) => ({ row, id: placeOf(row).id, createdAtMs: keptAtMs(row) }));
    const newest: ExperimentListing[] = [];
    for (const { row } of dated.sort(newestFirst)) {
      if (newest.length >= most) break;
      newest.push(...listingIn(row));
    }
    return newest;
  }

  /** An experiment with its figures; 'storage/damaged' when these are not what was kept. */
  async loadExperiment(listing: ExperimentListing): Promise<ExperimentRecord> {
    const key = [listing.documentId, listing.id] as const;
    const [head, beside] = await this.tables.read(['experiments', 'figures'], async (transaction) => [
      await transaction.get('experiments', key),
      await transaction.get('figures', key),
    ]);
    if (head === undefined) throw new StorageError('storage/missing');
    const cells = cellsIn(head, beside);
    if (cells === null) throw new StorageError('storage/damaged', { message: figuresDamage });
    return { ...listing, cells };
  }

  /** How many experiments of a document cannot be listed any more. */
  async damagedExperiments(documentId: string): Promise<number> {
    const rows = await this.tables.rows('experiments', documentId);
    return rows.filter((row) => listingIn(row).length === 0).length;
  }

  /** What agents remember from run to run. */
  async memories(): Promise<KeptMemories> {
    const { KeptMemories: Memories } = await import('./kept-memories.ts').catch((cause: unknown) => {
      throw new StorageError('storage/unfetched', { cause });
    });
    return new Memories(this.tables);
  }

  /** A setting; null when it was never set. */
  async getSetting(key: string): Promise<Json> {
    const value = await this.tables.read(['settings'], (transaction) => transaction.get('settings', key));
    return value === undefined ? null : plainOf(value);
  }

  async setSetting(key: string, value: Json): Promise<void> {
    await this.tables.write(['settings'], (transaction) => transaction.put('settings', key, value));
  }
}

interface Dated {
  readonly id: string;
  readonly createdAtMs: number;
}

export const byId = (left: { readonly id: string }, right: { readonly id: string }): number =>
  left.id < right.id ? -1 : left.id > right.id ? 1 : 0;

const newestFirst = (left: Dated, right: Dated): number => right.createdAtMs - left.createdAtMs || byId(left, right);
const newestRunFirst = (left: RunSummary, right: RunSummary): number =>
  right.createdAtMs - left.createdAtMs || (left.runId < right.runId ? -1 : 1);

type VersionIn = VersionListing & { readonly document: Document | null };

const versionSeal = ({ id, documentId, name, createdAtMs, document }: VersionIn): string | null =>
  sealOf(['version', documentId, id, name, createdAtMs], document);

function listed({ id, documentId, name, createdAtMs, damage }: VersionListing): VersionListing {
  return { id, documentId, name, createdAtMs, ...(damage === undefined ? {} : { damage }) };
}

const timeOf = (value: unknown): number => (typeof value === 'number' && Number.isFinite(value) ? value : 0);

function versionIn(row: Row): VersionIn {
  const { name, createdAtMs, document, seal } = objectOf(row.value);
  const place = placeOf(row);
  const version = {
    ...place,
    name: typeof name === 'string' ? name : 'A damaged version',
    createdAtMs: timeOf(createdAtMs),
  };
  const labels = ['version', place.documentId, place.id, version.name, version.createdAtMs];
  const sealed = checkSeal(seal, labels, document);
  const read = documentIn(document, sealed);
  const damaged = sealed === 'altered' || read.leftOut || typeof name !== 'string';
  return { ...version, document: read.document, ...(damaged ? { damage: versionDamage } : {}) };
}

const count = v.pipe(v.number(), v.integer(), v.minValue(0));
const summary = v.object({
  outcome: v.nullable(v.string()),
  reason: v.nullable(v.string()),
  steps: count,
  makespanMs: v.nullable(v.number()),
  cost: v.optional(v.number()),
  seed: v.number(),
  createdAtMs: v.number(),
  updatedAtMs: v.number(),
  playheadStep: count,
  graph: v.optional(v.string()),
  engine: v.optional(v.string()),
});

/** A summary; one that is damaged says only which run it is of, which the journal still has. */
function runIn(row: Row): RunSummary {
  const { documentId, id: runId } = placeOf(row);
  const parsed = v.safeParse(summary, row.value);
  if (!parsed.success) {
    const nothing = { outcome: null, reason: null, steps: 0, makespanMs: null, seed: 0, playheadStep: 0 };
    return { runId, documentId, ...nothing, createdAtMs: 0, updatedAtMs: 0, damaged: true };
  }
  const { cost, graph, engine, ...rest } = parsed.output;
  return {
    runId,
    documentId,
    ...rest,
    ...(cost === undefined ? {} : { cost }),
    ...(graph === undefined ? {} : { graph }),
    ...(engine === undefined ? {} : { engine }),
  };
}
