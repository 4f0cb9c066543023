/**
 * Everything of a library as a backup, and a document of a backup back into a library: versions, runs with what their journals
 * hold, experiments, dates. What cannot be read or stored is counted, and costs nothing else.
 */
import type { Json } from '../../../base/index.ts';
import type { Document } from '../../../document/index.ts';
import type { BackupDocument, BackupRun } from '../../../interchange/index.ts';
import type { StoredRun } from '../../../bridge/index.ts';
import type { ExperimentRecord, KeptItem, Library, RunSummary } from '../../../storage/index.ts';
import type { Brought } from './shelf-port.ts';

/** What is needed of the runs' journal, which the engine has. */
export interface RunJournal {
  /** Forgets runs whose document is gone for good. */
  forget(runIds: readonly string[]): Promise<void>;
  read(runId: string): Promise<StoredRun>;
  /** Stores a run; rejects when the id is taken. */
  keep(identity: { readonly runId: string; readonly documentId: string }, stored: StoredRun): Promise<void>;
}

/** Takes all documents out, the damaged ones too as far as they can be read. */
export async function takeAll(
  library: Library,
  journal: RunJournal,
): Promise<{ readonly documents: readonly BackupDocument[]; readonly lost: number }> {
  const documents: BackupDocument[] = [];
  let lost = 0;
  const or = <T, Else>(work: Promise<T>, instead: Else): Promise<T | Else> =>
    work.catch(() => {
      lost += 1;
      return instead;
    });
  for (const { id } of await library.listDocuments()) {
    const read = await or(library.loadDocument(id), null);
    if (read === null) continue;
    const { document, createdAtMs, updatedAtMs, trashedAtMs } = read;
    const versions = [];
    for (const listing of await or(library.listVersions(id), [])) {
      const version = await or(library.loadVersion(id, listing.id), null);
      if (version !== null)
        versions.push({ name: version.name, createdAtMs: version.createdAtMs, document: version.document });
    }
    const runs: BackupRun[] = [];
    for (const summary of await or(library.listRuns(id), [])) {
      const stored = await or(journal.read(summary.runId), null);
      runs.push({
        summary: { ...summary },
        document: stored === null ? null : (stored.document as Document),
        journal: stored?.journal ?? null,
      });
    }
    const experiments = [];
    for (const listing of await or(library.listExperiments(id), [])) {
      const record = await or(library.loadExperiment(listing), null);
      if (record === null) continue;
      const { id: _id, documentId: _document, document: measured, ...figures } = record;
      experiments.push({ document: measured, figures });
    }
    lost += await or(library.damagedExperiments(id), 0);
    const kept = await or(
      library.memories().then((memories) => memories.read(id)),
      { agents: new Map<string, never>(), damaged: new Map<string, number>() },
    );
    for (const rows of kept.damaged.values()) lost += rows;
    const memories = kept.agents as BackupDocument['memories'];
    documents.push({ id, createdAtMs, updatedAtMs, trashedAtMs, document, versions, runs, experiments, memories });
  }
  return { documents, lost };
}

/** Adds one document of a backup beside what is there. */
export async function bringOneBack(library: Library, journal: RunJournal, entry: BackupDocument): Promise<Brought> {
  const { id: wished, createdAtMs, updatedAtMs, trashedAtMs, document } = entry;
  // A backup of the first version knows no dates.
  const dates = createdAtMs === 0 ? {} : { createdAtMs, updatedAtMs, trashedAtMs };
  const { id } = await library.createDocument(document, { id: wished, ...dates });
  library.leaveDocument(id);
  const brought = { versions: 0, runs: 0, experiments: 0, memories: 0, lost: 0 };
  const count = async (what: Exclude<keyof Brought, 'lost'>, work: () => Promise<void>): Promise<void> => {
    try {
      await work();
      brought[what] += 1;
    } catch {
      brought.lost += 1;
    }
  };
  for (const [at, version] of entry.versions.entries())
    await count('versions', () => library.keepVersion({ ...version, id: `${id}-v${String(at)}`, documentId: id }));
  for (const run of entry.runs) await count('runs', () => keep(library, journal, { run, documentId: id }));
  for (const [at, { document: measured, figures }] of entry.experiments.entries())
    await count('experiments', () => {
      const record = { ...figures, id: `${id}-e${String(at)}`, documentId: id, document: measured };
      return library.putExperiment(record as unknown as ExperimentRecord);
    });
  for (const [agent, items] of entry.memories)
    await count('memories', async () => {
      await (await library.memories()).replace(id, agent, items as unknown as readonly KeptItem[]);
    });
  return brought;
}

async function keep(
  library: Library,
  journal: RunJournal,
  { run, documentId }: { readonly run: BackupRun; readonly documentId: string },
): Promise<void> {
  const { summary, document, journal: log } = run;
  const wished = summary['runId'];
  if (typeof wished !== 'string' || document === null || log === null) throw new Error('The run is not whole.');
  const stored: StoredRun = { document: document as unknown as Json, journal: log };
  let runId = wished;
  try {
    await journal.keep({ runId, documentId }, stored);
  } catch {
    // The run is here already, with the document that was: the copy has a run of its own.
    runId = `${documentId}-${wished}`;
    await journal.keep({ runId, documentId }, stored);
  }
  await library.putRun({ ...(summary as unknown as RunSummary), runId, documentId });
}
