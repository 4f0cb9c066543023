/**
 * What agents remember from run to run, beside their document: rows of a few things each, sealed, so that a damaged one costs only
 * itself. Of the runs of a document the last that was begun leaves what it ends with; a change by hand in between stands. Loaded only
 * where something is kept.
 */
import * as v from 'valibot';
import type { JsonObject } from '../../base/index.ts';
import { StorageError } from '../errors.ts';
import type { KeptTables } from '../tables/kept.ts';
import type { Row, Transaction } from '../tables/tables.ts';
import { checkSeal, objectOf, sealOf } from './seal.ts';

/** One thing that is remembered: under its key, whatever else is known of it. */
export type KeptItem = JsonObject & { readonly key: string };

/** What is kept of a document. */
export interface Kept {
  /** By the ids of agents, each in order of its keys. */
  readonly agents: ReadonlyMap<string, readonly KeptItem[]>;
  /** Of each agent that lost any: how many rows are damaged and left out. */
  readonly damaged: ReadonlyMap<string, number>;
}

/** What became of the end of a run: kept, kept already, or left because another run or a person came between. */
export type Ending = 'kept' | 'same' | 'overtaken';

const table = 'memories';
/** Rows of an agent at most: what is kept under a key lies in the row of that key. */
const rowsMax = 256;
/** Where it stands which run leaves its end, and which end was left. */
const headKey = '';
const headShape = v.object({ runId: v.nullable(v.string()), end: v.nullable(v.string()) });
const itemsShape = v.array(v.looseObject({ key: v.string() }));

export class KeptMemories {
  readonly #tables: KeptTables;

  constructor(tables: KeptTables) {
    this.#tables = tables;
  }

  async read(documentId: string): Promise<Kept> {
    return keptIn(documentId, await this.#tables.rows(table, documentId));
  }

  /** A run begins with what is kept, and is from now on the one whose end is. */
  async begin(documentId: string, runId: string): Promise<Kept> {
    const kept = await this.read(documentId);
    await this.#write((transaction) => putHead(transaction, documentId, { runId, end: null }));
    return kept;
  }

  /** A run has ended: `end` is its digest. Agents that are not named keep what they had. */
  end(
    documentId: string,
    { runId, end }: { readonly runId: string; readonly end: string },
    agents: ReadonlyMap<string, readonly KeptItem[]>,
  ): Promise<Ending> {
    return this.#write(async (transaction) => {
      const head = v.safeParse(headShape, await transaction.get(table, [documentId, headKey]));
      if (!head.success || head.output.runId !== runId) return 'overtaken';
      if (head.output.end === end) return 'same';
      for (const [agent, items] of agents) await putAll(transaction, documentId, agent, items);
      await putHead(transaction, documentId, { runId, end });
      return 'kept';
    });
  }

  /** A person changes single things: what is put takes the place of what has its key. */
  change(
    documentId: string,
    agent: string,
    { put, remove }: { readonly put: readonly KeptItem[]; readonly remove: readonly string[] },
  ): Promise<void> {
    const touched = new Map<string, Map<string, KeptItem | null>>();
    const at = (key: string): Map<string, KeptItem | null> => {
      const row = rowKey(agent, key);
      const known = touched.get(row) ?? new Map<string, KeptItem | null>();
      touched.set(row, known);
      return known;
    };
    for (const key of remove) at(key).set(key, null);
    for (const item of put) at(item.key).set(item.key, item);
    return this.#write(async (transaction) => {
      for (const [row, changes] of touched) {
        const there = itemsIn(documentId, row, await transaction.get(table, [documentId, row])) ?? [];
        const all = new Map<string, KeptItem | null>([...there.map((item) => [item.key, item] as const), ...changes]);
        await putRow(
          transaction,
          [documentId, row],
          [...all.values()].filter((item) => item !== null),
        );
      }
      await putHead(transaction, documentId, { runId: null, end: null });
    });
  }

  /** A person gives an agent other memories as a whole. */
  replace(documentId: string, agent: string, items: readonly KeptItem[]): Promise<void> {
    return this.#write(async (transaction) => {
      await putAll(transaction, documentId, agent, items);
      await putHead(transaction, documentId, { runId: null, end: null });
    });
  }

  /** Tells of what is kept now and after every change, here or in another tab. */
  observe(documentId: string, next: (kept: Kept) => void, failed: (error: unknown) => void): () => void {
    return this.#tables.observe(() => this.read(documentId), next, failed);
  }

  #write<T>(work: (transaction: Transaction) => Promise<T>): Promise<T> {
    return this.#tables.write([table], work);
  }
}

function keptIn(documentId: string, rows: readonly Row[]): Kept {
  const agents = new Map<string, KeptItem[]>();
  const damaged = new Map<string, number>();
  for (const { key, value } of rows) {
    const row = String(key[1]);
    if (row === headKey) continue;
    const agent = agentOf(row);
    const items = itemsIn(documentId, row, value);
    if (items === null) {
      damaged.set(agent, (damaged.get(agent) ?? 0) + 1);
      continue;
    }
    const all = agents.get(agent);
    if (all === undefined) agents.set(agent, [...items]);
    else for (const item of items) all.push(item);
  }
  for (const items of agents.values()) items.sort((one, other) => (one.key < other.key ? -1 : 1));
  return { agents, damaged };
}

/** What a row holds; null where it is not what was written. */
function itemsIn(documentId: string, row: string, value: unknown): readonly KeptItem[] | null {
  if (value === undefined) return null;
  const { items, seal } = objectOf(value);
  if (checkSeal(seal, labels(documentId, row), items) !== 'sound') return null;
  const parsed = v.safeParse(itemsShape, items);
  return parsed.success ? (parsed.output as readonly KeptItem[]) : null;
}

/** All of an agent; of rows only those are written that are others than before. */
async function putAll(
  transaction: Transaction,
  documentId: string,
  agent: string,
  items: readonly KeptItem[],
): Promise<void> {
  const rows = new Map<string, KeptItem[]>();
  for (const item of items) {
    const row = rowKey(agent, item.key);
    const all = rows.get(row);
    if (all === undefined) rows.set(row, [item]);
    else all.push(item);
  }
  for (const row of await transaction.keysUnder(table, documentId)) {
    const key = String(row);
    if (key !== headKey && agentOf(key) === agent && !rows.has(key)) await transaction.delete(table, [documentId, key]);
  }
  for (const [row, all] of rows) await putRow(transaction, [documentId, row], all);
}

async function putRow(
  transaction: Transaction,
  [documentId, row]: readonly [string, string],
  items: readonly KeptItem[],
): Promise<void> {
  if (items.length === 0) {
    await transaction.delete(table, [documentId, row]);
    return;
  }
  const seal = sealOf(labels(documentId, row), items);
  if (seal === null) throw new StorageError('storage/unstorable');
  await transaction.put(table, [documentId, row], { items, seal });
}

async function putHead(
  transaction: Transaction,
  documentId: string,
  head: v.InferOutput<typeof headShape>,
): Promise<void> {
  await transaction.put(table, [documentId, headKey], head);
}

const labels = (documentId: string, row: string): readonly string[] => ['memories', documentId, row];

/** No id of an agent has a control character in it. */
const between = '\n';
const agentOf = (row: string): string => row.slice(0, row.lastIndexOf(between));

function rowKey(agent: string, key: string): string {
  let sum = 0;
  for (let at = 0; at < key.length; at += 1) sum = (sum * 31 + key.charCodeAt(at)) % 4_294_967_296;
  return `${agent}${between}${String(sum % rowsMax)}`;
}
