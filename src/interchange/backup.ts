/*
 * A whole library in one file, `conclave-library.json`, and back: documents with their dates, versions, runs with inputs,
 * experiments, the trash, and settings. Documents that several things share are written once. Pure. Reading refuses, or
 * leaves an entry out and counts it; it must never repair what it does not understand.
 */
import * as v from 'valibot';
import { digestJson, err, ok, parseJson, type Json, type JsonObject, type Result } from '../base/index.ts';
import type { Outlived } from '../agents/index.ts';
import { outlivedProblem } from '../workflow/index.ts';
import type { Memories } from './kept/memories.ts';
import { readDocument, type Document } from '../document/index.ts';

const backupFormat = 'conclave-library';
const backupVersion = 2;
export const backupFileName = 'conclave-library.json';

/** A named version. */
export interface BackupVersion {
  readonly name: string;
  readonly createdAtMs: number;
  readonly document: Document;
}

/** A run: what the list shows of it, and what its journal holds; null where that could not be read. */
export interface BackupRun {
  readonly summary: JsonObject;
  readonly document: Document | null;
  readonly journal: JsonObject | null;
}

/** The figures of an experiment, with the document that they were measured on. */
export interface BackupExperiment {
  readonly document: Document;
  readonly figures: JsonObject;
}

export interface BackupDocument {
  readonly id: string;
  readonly createdAtMs: number;
  readonly updatedAtMs: number;
  readonly trashedAtMs: number | null;
  readonly document: Document;
  readonly versions: readonly BackupVersion[];
  readonly runs: readonly BackupRun[];
  readonly experiments: readonly BackupExperiment[];
  /** What its agents remember from run to run, by their ids. */
  readonly memories: Memories;
}

export interface Backup {
  readonly documents: readonly BackupDocument[];
  readonly settings: JsonObject;
  /** How many entries were left out, because they are not whole or of a version that is not known here. */
  readonly leftOut: number;
}

/** The text of a backup. */
export function writeBackup({ documents, settings }: Omit<Backup, 'leftOut'>, writtenAtMs: number): string {
  const graphs: Document[] = [];
  const places = new Map<string, number>();
  const place = (document: Document): number => {
    const key = digestJson(document);
    const known = places.get(key);
    if (known !== undefined) return known;
    places.set(key, graphs.length);
    graphs.push(document);
    return graphs.length - 1;
  };
  const entries = documents.map(({ document, versions, runs, experiments, memories, ...dates }) => ({
    ...dates,
    document: place(document),
    versions: versions.map((version) => ({ ...version, document: place(version.document) })),
    runs: runs.map((run) => ({ ...run, document: run.document === null ? null : place(run.document) })),
    experiments: experiments.map((each) => ({ ...each, document: place(each.document) })),
    ...(memories.size === 0 ? {} : { memories: Object.fromEntries(memories) }),
  }));
  const file = { format: backupFormat, version: backupVersion, writtenAtMs, documents: entries, settings, graphs };
  return `${JSON.stringify(file)}\n`;
}

/** Whether the beginning of a file says that it is a backup; the rest of it may still be damaged. */
export function looksLikeBackup(bytes: Uint8Array): boolean {
  const head = new TextDecoder().decode(bytes.subarray(0, 256));
  return /^\uFEFF?\s*\{\s*"format"\s*:\s*"conclave-library"/.test(head);
}

const time = v.pipe(v.number(), v.finite());
const graph = v.pipe(v.number(), v.integer(), v.minValue(0));
const object = v.custom<JsonObject>((value) => typeof value === 'object' && value !== null && !Array.isArray(value));
const entry = v.object({
  id: v.string(),
  createdAtMs: time,
  updatedAtMs: time,
  trashedAtMs: v.nullable(time),
  document: graph,
  versions: v.array(v.unknown()),
  runs: v.array(v.unknown()),
  experiments: v.array(v.unknown()),
  memories: v.optional(v.record(v.string(), v.unknown()), {}),
});
const versionEntry = v.object({ name: v.string(), createdAtMs: time, document: graph });
const runEntry = v.object({ summary: object, document: v.nullable(graph), journal: v.nullable(object) });
const experimentEntry = v.object({ document: graph, figures: object });

/** What is in a backup, or one sentence on why it cannot be read. */
export function readBackup(bytes: Uint8Array | string): Result<Backup, { readonly message: string }> {
  const parsed = parseJson(bytes);
  if (!parsed.ok) return parsed;
  const file = parsed.value;
  if (
    typeof file !== 'object' ||
    file === null ||
    Array.isArray(file) ||
    (file as JsonObject)['format'] !== backupFormat
  )
    return err({ message: 'it is no backup of a library.' });
  const { version, documents, graphs, settings } = file as JsonObject;
  if (version !== 1 && version !== backupVersion)
    return err({
      message: `it is a backup of version ${JSON.stringify(version ?? null)}, and this Conclave reads versions 1 and ${String(backupVersion)}; open it with a newer one.`,
    });
  if (!Array.isArray(documents)) return err({ message: 'its list of documents is missing.' });
  const listed = documents as readonly Json[];
  return ok(version === 1 ? fromFirst(listed) : new Reader(graphs).read(listed, settings));
}

/** Version 1 held documents alone. */
function fromFirst(listed: readonly Json[]): Backup {
  const whole = listed.map((each) => readDocument(each)).filter(({ readOnly }) => !readOnly);
  const documents = whole.map(({ document }, at) => ({
    id: `backup-${String(at)}`,
    createdAtMs: 0,
    updatedAtMs: 0,
    trashedAtMs: null,
    document,
    versions: [],
    runs: [],
    experiments: [],
    memories: new Map(),
  }));
  return { documents, settings: {}, leftOut: listed.length - whole.length };
}

class Reader {
  readonly #graphs: readonly Json[];
  readonly #read = new Map<number, Document | null>();
  #leftOut = 0;

  constructor(graphs: Json | undefined) {
    this.#graphs = Array.isArray(graphs) ? (graphs as readonly Json[]) : [];
  }

  read(listed: readonly Json[], settings: Json | undefined): Backup {
    const documents = listed.flatMap((each): BackupDocument[] => {
      const { output, success } = v.safeParse(entry, each);
      const document = success ? this.#graph(output.document) : null;
      if (!success || document === null) return this.#lose();
      const { versions, runs, experiments, memories, ...dates } = output;
      return [
        {
          ...dates,
          document,
          versions: versions.flatMap((one) => this.#with(versionEntry, one)),
          runs: runs.flatMap((one) => this.#run(one)),
          experiments: experiments.flatMap((one) => this.#with(experimentEntry, one)),
          memories: new Map(Object.entries(memories).flatMap(([agent, items]) => this.#memories(agent, items))),
        },
      ];
    });
    const known = v.safeParse(object, settings);
    return { documents, settings: known.success ? known.output : {}, leftOut: this.#leftOut };
  }

  #run(one: unknown): BackupRun[] {
    const { output, success } = v.safeParse(runEntry, one);
    if (!success) return this.#lose();
    return [{ ...output, document: output.document === null ? null : this.#graph(output.document) }];
  }

  #with<Entry extends { readonly document: number }>(
    schema: v.GenericSchema<unknown, Entry>,
    one: unknown,
  ): (Omit<Entry, 'document'> & { readonly document: Document })[] {
    const { output, success } = v.safeParse(schema, one);
    const document = success ? this.#graph(output.document) : null;
    return success && document !== null ? [{ ...output, document }] : this.#lose();
  }

  #memories(agent: string, items: unknown): (readonly [string, readonly Outlived[]])[] {
    return outlivedProblem(items) === null ? [[agent, items as readonly Outlived[]]] : this.#lose();
  }

  #graph(at: number): Document | null {
    const known = this.#read.get(at);
    if (known !== undefined) return known;
    const json = this.#graphs[at];
    const read = json === undefined ? null : readDocument(json);
    const document = read === null || read.readOnly ? null : read.document;
    this.#read.set(at, document);
    return document;
  }

  #lose(): never[] {
    this.#leftOut += 1;
    return [];
  }
}
