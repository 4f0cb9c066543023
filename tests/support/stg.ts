/**
 * Reads task graphs of the Standard Task Graph Set (Tobita and Kasahara 2002) and makes documents of them. The graphs
 * are no part of this repository: they are looked for beside it, or where CONCLAVE_DATA says.
 */
import { existsSync, readFileSync } from 'node:fs';
import path from 'node:path';
import type { Document } from '../../src/document/index.ts';

export interface StgTask {
  readonly id: number;
  readonly time: number;
  readonly before: readonly number[];
}

/** The text of a graph, or null when it is not at hand. */
export function stgText(name: string): string | null {
  const folder = process.env['CONCLAVE_DATA'] ?? path.resolve(import.meta.dirname, '../../../shared/data');
  const file = path.join(folder, 'stg', name);
  return existsSync(file) ? readFileSync(file, 'utf8') : null;
}

/** Rows of `id time count predecessors`; what stands behind a # is a comment. The count in the header is not trusted. */
export function readStg(text: string): StgTask[] {
  const rows = text
    .split('\n')
    .map((line) => line.replace(/#.*/, '').trim().split(/\s+/).map(Number))
    .filter((row) => row.length >= 3);
  return rows.map(([id, time, count, ...before]) => ({ id: id!, time: time!, before: before.slice(0, count) }));
}

/** The graph on `agents` identical agents; tasks of no time are kept. Equal ranks go by number. */
export function stgDocument(tasks: readonly StgTask[], agents: number): Document {
  const name = (id: number): string => `t${String(id).padStart(4, '0')}`;
  return {
    scheduling: { order: 'critical-path' },
    agents: Array.from({ length: agents }, (_, at) => ({ id: `p${String(at).padStart(2, '0')}` })),
    tasks: tasks.map(({ id, time, before }) => ({
      id: name(id),
      dependsOn: before.map(name),
      action: { kind: 'simulate', durationMs: time },
    })),
  };
}
