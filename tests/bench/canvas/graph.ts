/**
 * The graph that the canvas bench draws: tasks in layers with one edge each, a hierarchy of agents above them, all placed.
 * It is the same in every round and for every contender.
 */
import { layoutDocument } from '../../../src/layout/index.ts';
import type { Document } from '../../../src/document/index.ts';
import { dice } from '../layered.ts';

const agents = 50;
const layerSize = 70;

/** A document of so many nodes and about as many edges, with a place for each node. */
export function drawnDocument(nodes: number): Document {
  const roll = dice(nodes);
  const tasks = Array.from({ length: nodes - agents }, (_, at) => {
    const layer = Math.floor(at / layerSize);
    const before = layer === 0 ? [] : [`t${String((layer - 1) * layerSize + roll(layerSize))}`];
    return { id: `t${String(at)}`, name: `Task ${String(at)}`, dependsOn: before };
  });
  const people = Array.from({ length: agents }, (_, at) => ({
    id: `a${String(at)}`,
    name: `Agent ${String(at)}`,
    ...(at === 0 ? {} : { reportsTo: `a${String(Math.floor((at - 1) / 4))}` }),
  }));
  const document: Document = {
    format: 'conclave',
    version: 1,
    name: `${String(nodes)} nodes`,
    agents: people,
    tasks,
  };
  return { ...document, view: { nodes: layoutDocument(document) } };
}
