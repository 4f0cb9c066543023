/** The edit that gives a document so many identical agents, in rows above everything that has a place. Pure. */
import { identicalAgents, type Document, type Edit } from '../../../document/index.ts';

const perRow = 8;
const columnWidth = 180;
const rowHeight = 100;

/** Agents named `agent-1`, `agent-2` … (or on from there), as one step of undo. */
export function addAgentsEdit(document: Document, count: number): Edit {
  const places = Object.values(document.view?.nodes ?? {});
  const left = places.reduce((least, { x }) => Math.min(least, x), Infinity);
  const top = places.reduce((least, { y }) => Math.min(least, y), Infinity);
  const rows = Math.ceil(count / perRow);
  const edits = identicalAgents(count, document).map(({ id }, index): Edit => {
    const node = { id, name: id.replace(/^agent-/, 'Agent ') };
    const x = left + (index % perRow) * columnWidth;
    const y = top - 60 - (rows - Math.floor(index / perRow)) * rowHeight;
    return { kind: 'add-node', collection: 'agents', node, ...(places.length === 0 ? {} : { place: { x, y } }) };
  });
  return { kind: 'batch', label: 'Add agents', edits };
}
