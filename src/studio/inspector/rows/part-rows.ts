/**
 * Lists of which each row has parts of its own schema: what a task holds in the midst of its work, and snapshots of a run. What a new
 * row begins with, what it is called, and which of its parts say something. Pure.
 */
import type { Json, JsonObject } from '../../../base/index.ts';
import {
  exactTime,
  fieldsOf,
  holdSchema,
  snapshotSchema,
  type Document,
  type FormField,
} from '../../../document/index.ts';
import { nameOfNode } from '../form-rules.ts';

export interface PartRows {
  readonly schema: Parameters<typeof fieldsOf>[0];
  /** What the button says that adds a row. */
  readonly add: string;
  next(document: Document, rows: readonly JsonObject[]): Json;
  nameOf(document: Document, row: JsonObject): string;
  /** Whether a part says anything in this row; what is written is shown. */
  applies(document: Document, row: JsonObject, part: string): boolean;
}

const text = (value: Json | undefined): string => (typeof value === 'string' ? value : '');

const holds: PartRows = {
  schema: holdSchema,
  add: 'Hold a resource',
  /** A resource that no row names yet, else the first: taken once more later. */
  next({ resources = [] }, rows) {
    const free = resources.find(({ id }) => rows.every((row) => row['resource'] !== id));
    const ends = rows.map(({ toMs }) => (typeof toMs === 'number' ? toMs : 0));
    const fromMs = free === undefined ? Math.max(0, ...ends) : 0;
    return { resource: (free ?? resources[0])?.id ?? '', ...(fromMs > 0 ? { fromMs } : {}) };
  },
  nameOf({ resources = [] }, { resource, fromMs, toMs }) {
    const name = nameOfNode(resources, text(resource));
    const from = typeof fromMs === 'number' ? fromMs : 0;
    return typeof toMs === 'number'
      ? `${name}, ${exactTime(from)} to ${exactTime(toMs)}`
      : from > 0
        ? `${name} from ${exactTime(from)}`
        : name;
  },
  /** What renews is used up and not given back. */
  applies({ resources = [] }, row, part) {
    const renews = resources.some(({ id, everyMs }) => id === row['resource'] && everyMs !== undefined);
    return part !== 'toMs' || !renews || row['toMs'] !== undefined;
  },
};

/** How much later the next snapshot begins. */
const apartMs = 1000;

const snapshots: PartRows = {
  schema: snapshotSchema,
  add: 'Take a snapshot',
  next(_, rows) {
    return { atMs: Math.max(0, ...rows.map(({ atMs }) => (typeof atMs === 'number' ? atMs : 0))) + apartMs };
  },
  nameOf({ agents = [] }, { atMs, by }) {
    const at = `Snapshot at ${exactTime(typeof atMs === 'number' ? atMs : 0)}`;
    return text(by) === '' ? at : `${at} by ${nameOfNode(agents, text(by))}`;
  },
  applies: () => true,
};

/** The rows of a control that has such. */
export function partRows(control: FormField['control']): PartRows {
  return control === 'holds' ? holds : snapshots;
}
