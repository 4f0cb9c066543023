/**
 * Two states of a document in one drawing: everything of the later one, with what only the earlier has at its old place, and on each card
 * and wire how it differs. Pure: sizes are known, and places are those of the documents, or laid out where they have none.
 */
import type { Edge, Node } from '@xyflow/svelte';
import { Position } from '@xyflow/svelte';
import type { Document } from '../../../document/index.ts';
import { layoutDocument } from '../../../layout/index.ts';
import { placesOf } from '../../canvas/index.ts';
import { edgesOf, nodesOf, type Difference, type EdgeKind, type Mark, type NodeKind, type NodeOf } from './diff.ts';

export interface CardData extends Record<string, unknown> {
  readonly kind: NodeKind;
  readonly label: string;
  /** How it differs, the gravest first; none when it does not. */
  readonly marks: readonly Mark[];
}
export interface WireData extends Record<string, unknown> {
  readonly kind: EdgeKind;
  readonly mark: Mark | null;
}
export type CardNode = Node<CardData, 'card' | 'frame'>;
export type WireEdge = Edge<WireData, 'wire'>;

export interface Comparison {
  readonly nodes: CardNode[];
  readonly edges: WireEdge[];
}

const cardSize = { width: 176, height: 56 } as const;
const frameDefault = { width: 320, height: 200 } as const;

/** The drawing of both, with the marks of their differences. */
export function drawComparison(before: Document, after: Document, differences: readonly Difference[]): Comparison {
  const marks = new Map<string, Mark[]>();
  for (const { key, mark } of differences) marks.set(key, [...(marks.get(key) ?? []), mark]);
  const nodes = new Map([...nodesOf(before), ...nodesOf(after)]);
  const places = together(before, after);
  const edges = [...new Map([...edgesOf(before), ...edgesOf(after)]).values()];
  return {
    nodes: [...nodes.values()].map((node) => cardOf(node, places, marks.get(node.id) ?? [])),
    edges: edges
      .filter(({ from, to }) => nodes.has(from) && nodes.has(to))
      .map(({ key, kind, from, to }) => ({
        id: key,
        type: 'wire',
        source: from,
        target: to,
        data: { kind, mark: marks.get(key)?.[0] ?? null },
        sourceHandle: kind,
        targetHandle: kind,
        selectable: false,
        focusable: false,
      })),
  };
}

type Places = ReadonlyMap<string, { readonly x: number; readonly y: number }>;

function cardOf({ id, kind, label, fields }: NodeOf, places: Places, marks: readonly Mark[]): CardNode {
  const isFrame = kind === 'frame';
  const size = isFrame ? frameSize(fields) : cardSize;
  return {
    id,
    type: isFrame ? 'frame' : 'card',
    position: { ...(places.get(id) ?? { x: 0, y: 0 }) },
    data: { kind, label, marks },
    ...size,
    measured: size,
    handles: isFrame ? [] : handles,
    zIndex: isFrame ? -1 : 0,
    draggable: false,
    connectable: false,
    focusable: false,
    selectable: !isFrame,
  };
}

const handles: NonNullable<Node['handles']> = [
  { id: 'reports', type: 'target', position: Position.Top, x: cardSize.width / 2, y: 0, width: 1, height: 1 },
  {
    id: 'reports',
    type: 'source',
    position: Position.Bottom,
    x: cardSize.width / 2,
    y: cardSize.height,
    width: 1,
    height: 1,
  },
  { id: 'depends', type: 'target', position: Position.Left, x: 0, y: cardSize.height / 2, width: 1, height: 1 },
  {
    id: 'depends',
    type: 'source',
    position: Position.Right,
    x: cardSize.width,
    y: cardSize.height / 2,
    width: 1,
    height: 1,
  },
];

function frameSize({ width, height }: NodeOf['fields']): { readonly width: number; readonly height: number } {
  return {
    width: typeof width === 'number' ? Math.max(80, width) : frameDefault.width,
    height: typeof height === 'number' ? Math.max(60, height) : frameDefault.height,
  };
}

/** A place for everything of both; what stands on several sheets is laid out afresh, so that nothing covers anything. */
function together(before: Document, after: Document): Places {
  const union: Document = {
    agents: merged(before.agents, after.agents),
    tasks: merged(before.tasks, after.tasks),
    resources: merged(before.resources, after.resources),
    memories: merged(before.memories, after.memories),
    view: { nodes: { ...before.view?.nodes, ...after.view?.nodes } },
  };
  const sheets = union.tasks?.some(({ parent }) => parent !== undefined) === true;
  const places = new Map(sheets ? Object.entries(layoutDocument(union)) : placesOf(union));
  for (const { view } of [before, after])
    for (const { id, x, y } of [...(view?.frames ?? []), ...(view?.notes ?? [])]) places.set(id, { x, y });
  return places;
}

function merged<N extends { readonly id: string }>(before: readonly N[] = [], after: readonly N[] = []): N[] {
  const kept = new Set(after.map(({ id }) => id));
  return [...after, ...before.filter(({ id }) => !kept.has(id))];
}
