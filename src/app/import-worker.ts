/**
 * Reads one file in a worker of its own, so that a large or hostile one never holds the page. It keeps nothing and
 * runs nothing; what is larger than the studio can draw is refused here, before it is copied to the page.
 */
/// <reference lib="webworker" />
import { formatCount } from '../studio/format/index.ts';
import { stayAlive } from '../bridge/index.ts';
import type { Document } from '../document/index.ts';
import { importFile, looksLikeBackup, readBackup, type Backup, type Imported } from '../interchange/index.ts';

declare const self: DedicatedWorkerGlobalScope;

stayAlive(self.name);

const lists = ['agents', 'tasks', 'resources', 'memories', 'faults'] as const;
/** Nodes that the studio draws; PERFORMANCE goals are held for this many. */
const drawnMax = 10_000;

export interface ImportRequest {
  readonly bytes: Uint8Array;
  readonly fileName: string;
}
export type ImportReply =
  | { readonly ok: true; readonly value: Imported | { readonly kind: 'backup'; readonly backup: Backup } }
  | { readonly ok: false; readonly error: { readonly message: string } };

function read({ bytes, fileName }: ImportRequest): ImportReply {
  if (looksLikeBackup(bytes)) {
    const backup = readBackup(bytes);
    return backup.ok ? { ok: true, value: { kind: 'backup', backup: backup.value } } : backup;
  }
  const result = importFile(bytes, fileName);
  if (!result.ok) return result;
  const { document, problems, readOnly } = result.value;
  const [first] = problems;
  // What could be read of nothing is not worth a row in the library; the file is still there.
  if (readOnly && first !== undefined && isEmpty(document)) return { ok: false, error: { message: first.message } };
  const { agents, tasks } = document;
  const nodes = (agents?.length ?? 0) + (tasks?.length ?? 0);
  if (nodes <= drawnMax) return result;
  const message = `it has ${formatCount(nodes)} agents and tasks, and the studio draws up to ${formatCount(drawnMax)}; run it with the command line, or take a part of it.`;
  return { ok: false, error: { message } };
}

function isEmpty(document: Document): boolean {
  return lists.every((list) => (document[list]?.length ?? 0) === 0);
}

self.onmessage = ({ data }: MessageEvent<ImportRequest>) => {
  self.postMessage(read(data));
};
