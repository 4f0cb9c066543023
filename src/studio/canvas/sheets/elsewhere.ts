/** On which sheets something stands or has changed, so that what happens out of sight can be told. Pure. */
import { compositesOf, type Document } from '../../../document/index.ts';

/** The composite in whose drawing a node stands. */
export function sheetFor(document: Document, id: string): string | null {
  return sheetsIn(document)(id);
}

/** The same for many nodes of one document. */
function sheetsIn(document: Document): (id: string) => string | null {
  const { parentOf } = compositesOf(document);
  const remarks = [...(document.view?.notes ?? []), ...(document.view?.frames ?? [])];
  const insides = new Map(remarks.map(({ id, inside = null }) => [id, inside]));
  return (id) => insides.get(id) ?? parentOf(id);
}

/** The sheets on which two documents differ: what is gone stood on one of the first, the rest stands on one of the second. */
export function changedSheets(before: Document, after: Document): ReadonlySet<string | null> {
  const [old, now] = [heldBy(before), heldBy(after)];
  const [oldHome, newHome] = [sheetsIn(before), sheetsIn(after)];
  const sheets = new Set<string | null>();
  for (const key of new Set([...old.keys(), ...now.keys()])) {
    if (old.get(key) === now.get(key)) continue;
    const id = key.replace(/^at /, '');
    sheets.add(now.has(id) ? newHome(id) : oldHome(id));
  }
  return sheets;
}

/** Nodes, notes, frames and places; what two documents share is the same object. */
function heldBy({ agents = [], tasks = [], resources = [], memories = [], view = {} }: Document): Map<string, unknown> {
  const held = new Map<string, unknown>();
  for (const list of [agents, tasks, resources, memories, view.notes ?? [], view.frames ?? []])
    for (const node of list) held.set(node.id, node);
  for (const [id, { x, y }] of Object.entries(view.nodes ?? {})) held.set(`at ${id}`, `${String(x)},${String(y)}`);
  return held;
}
