/**
 * What is selected on canvas and outline alike: ids of nodes, and ids of edges as `edgeId` makes them.
 * One set, replaced and never mutated; ids that the document no longer has are dropped by the workspace.
 */
import { untrack } from 'svelte';

export type SelectMode = 'replace' | 'add' | 'remove' | 'toggle';

export class Selection {
  #ids = $state.raw<ReadonlySet<string>>(new Set());

  get ids(): ReadonlySet<string> {
    return this.#ids;
  }

  /** The one selected id, or null when none or several are. */
  get single(): string | null {
    const [only] = this.#ids;
    return this.#ids.size === 1 && only !== undefined ? only : null;
  }

  has(id: string): boolean {
    return this.#ids.has(id);
  }

  select(ids: Iterable<string>, mode: SelectMode = 'replace'): void {
    const now = untrack(() => this.#ids);
    const next = new Set(mode === 'replace' ? [] : now);
    for (const id of ids) {
      if (mode === 'remove' || (mode === 'toggle' && next.has(id))) next.delete(id);
      else next.add(id);
    }
    if (!sameSet(next, now)) this.#ids = next;
  }

  clear(): void {
    this.select([]);
  }

  /** Drops what does not exist any more. */
  keep(exists: (id: string) => boolean): void {
    const now = untrack(() => this.#ids);
    const kept = [...now].filter(exists);
    if (kept.length !== now.size) this.#ids = new Set(kept);
  }
}

/** Joins the parts of an edge's id. No id of a document may hold a control character, so no node's id reads as an edge. */
const joint = '\u001f';

const edgeKinds = ['depends', 'reports', 'needs', 'holds', 'shares', 'reads', 'writes'] as const;

export interface EdgeEnds {
  readonly kind: (typeof edgeKinds)[number];
  readonly from: string;
  readonly to: string;
}

/**
 * The id of an edge: *depends* from the earlier task to the later, *reports* from the manager to the report, *needs* and *holds* from
 * the resource to the task, *shares* from the memory to the agent, *reads* from the memory to the task, *writes* from the task to it.
 */
export function edgeId(kind: EdgeEnds['kind'], from: string, to: string): string {
  return [kind, from, to].join(joint);
}

/** The parts of an edge's id; null when it is the id of a node. */
export function edgeEnds(id: string): EdgeEnds | null {
  const [first, from, to] = id.split(joint);
  const kind = edgeKinds.find((known) => known === first);
  return kind === undefined || from === undefined || to === undefined ? null : { kind, from, to };
}

function sameSet(left: ReadonlySet<string>, right: ReadonlySet<string>): boolean {
  if (left.size !== right.size) return false;
  for (const id of left) if (!right.has(id)) return false;
  return true;
}
