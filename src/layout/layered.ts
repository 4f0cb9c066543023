/*
 * Places for the nodes of a document: tasks in layers from left to right along their dependencies, agents above them
 * as the tree of their hierarchy, resources and memories below. The same document always gets the same places; what
 * is already placed is not looked at, and nothing is written into the document.
 */
import { isForbiddenKey } from '../base/index.ts';
import type { Document } from '../document/index.ts';
import { connect, nodeOf, orderedLayers } from './order.ts';
import { ROW_MAX, treeCells, type Cell } from './tree.ts';

/** Where the upper left corner of a node stands. */
export type Place = { readonly x: number; readonly y: number };

/** The room that a node is given, and the gaps between nodes: of tasks and what is shared, and of agents. */
export const LAYOUT_SIZES = { width: 176, height: 76, gapX: 56, gapY: 16 } as const;
export const AGENT_SIZES = { width: 152, height: 60, gapX: 32, gapY: 36 } as const;

const COLUMN = LAYOUT_SIZES.width + LAYOUT_SIZES.gapX;
const ROW = LAYOUT_SIZES.height + LAYOUT_SIZES.gapY;
const AGENT_COLUMN = AGENT_SIZES.width + AGENT_SIZES.gapX;
const AGENT_ROW = AGENT_SIZES.height + AGENT_SIZES.gapY;
/** Between agents, tasks and what lies below. */
const BAND = LAYOUT_SIZES.gapX;
/** Fewest nodes of one layer that are broken into several columns. */
const LAYER_ROWS_MIN = 12;
/** Agents without a hierarchy stand in rows of at least so many. */
const AGENT_COLUMNS_MIN = 8;
/** What a drawing is fitted into is about so many times as wide as high. */
const ASPECT = 1.3;
/** A drawing that is no wider is seen at full size. */
const EXTENT_MIN = 1100;

/** A place for every node of a document, by id. */
export function layoutDocument(document: Document): Record<string, Place> {
  const places: Record<string, Place> = {};
  const put = (id: string, x: number, y: number): void => {
    if (!isForbiddenKey(id)) places[id] = { x, y };
  };
  const { agents = [], tasks = [], resources = [], memories = [] } = document;
  const extent = placeTasks(tasks, put);
  placeAgents(agents, { width: extent.columns * COLUMN, height: extent.rows * ROW }, put);
  const below = chunks([...resources, ...memories].map(idOf), Math.max(AGENT_COLUMNS_MIN, extent.columns));
  below.forEach((row, at) => {
    row.forEach((id, column) => put(id, column * COLUMN, (extent.rows + at) * ROW + BAND));
  });
  return places;
}

type Put = (id: string, x: number, y: number) => void;

/** Places the tasks from (0, 0) on and says how many columns and rows they take. */
function placeTasks(tasks: NonNullable<Document['tasks']>, put: Put): { columns: number; rows: number } {
  const nodes = tasks.map((task, at) => nodeOf(task, at));
  const byId = new Map<string, (typeof nodes)[number]>();
  for (const node of nodes) if (!byId.has(node.item.id)) byId.set(node.item.id, node);
  for (const node of nodes)
    for (const dependency of node.item.dependsOn ?? []) {
      const from = byId.get(typeof dependency === 'string' ? dependency : dependency.task);
      if (from !== undefined && from !== node) connect(from, node);
    }
  const layers = orderedLayers(nodes);
  // A cell is about two and a half times as wide as high, so this many rows make a wide layer about square.
  const rowsMax = Math.max(LAYER_ROWS_MIN, Math.ceil(Math.sqrt(2.5 * tasks.length)));
  const rows = layers.reduce((most, layer) => Math.max(most, Math.min(rowsMax, layer.length)), 0);
  let column = 0;
  for (const layer of layers) {
    const columns = Math.ceil(layer.length / rowsMax);
    const top = ((rows - Math.ceil(layer.length / columns)) * ROW) / 2;
    // From column to column and then down, so that neighbours of an order stay neighbours and their edges do not cross. Every second
    // column stands half a row lower: what leads to it passes between the cards before it.
    layer.forEach(({ id }, at) => {
      const beside = at % columns;
      put(id, (column + beside) * COLUMN, top + (Math.floor(at / columns) + (beside % 2) / 2) * ROW);
    });
    column += columns;
  }
  return { columns: column, rows };
}

/** Places the agents above the tasks, the lowest of them right over these. */
function placeAgents(agents: NonNullable<Document['agents']>, tasks: Extent, put: Put): void {
  const index = indexOf(agents);
  const managers = agents.map(({ reportsTo }, at) => {
    const manager = reportsTo === undefined ? undefined : index.get(reportsTo);
    return manager === undefined || manager === at ? -1 : manager;
  });
  const cells = fittingCells(managers, tasks);
  const { rows } = gridOf(cells);
  agents.forEach(({ id }, at) => {
    const { column, row } = cells[at]!;
    put(id, (column * AGENT_COLUMN) / 2, (row - rows) * AGENT_ROW - BAND);
  });
}

interface Extent {
  readonly width: number;
  readonly height: number;
}

/** The hierarchy with as many beside each other as let the whole drawing be seen at the largest scale; of equals, the most. */
function fittingCells(managers: readonly number[], tasks: Extent): Cell[] {
  const columns = Math.max(AGENT_COLUMNS_MIN, Math.floor(tasks.width / AGENT_COLUMN));
  let best: Cell[] = [];
  let least = Infinity;
  for (let rowMax = ROW_MAX; rowMax > 0; rowMax -= 1) {
    const cells = treeCells(managers, columns, rowMax);
    const grid = gridOf(cells);
    const width = Math.max(tasks.width, grid.columns * AGENT_COLUMN);
    const extent = Math.max(EXTENT_MIN, width, ASPECT * (tasks.height + grid.rows * AGENT_ROW + BAND));
    if (extent >= least) continue;
    least = extent;
    best = cells;
  }
  return best;
}

function gridOf(cells: readonly Cell[]): { readonly columns: number; readonly rows: number } {
  let [columns, rows] = [0, 0];
  for (const { column, row } of cells) {
    columns = Math.max(columns, column / 2 + 1);
    rows = Math.max(rows, row + 1);
  }
  return { columns, rows };
}

function indexOf(nodes: readonly { readonly id: string }[]): Map<string, number> {
  const index = new Map<string, number>();
  nodes.forEach(({ id }, at) => {
    if (!index.has(id)) index.set(id, at);
  });
  return index;
}

function chunks(ids: readonly string[], size: number): string[][] {
  const rows: string[][] = [];
  for (let at = 0; at < ids.length; at += size) rows.push(ids.slice(at, at + size));
  return rows;
}

function idOf(node: { readonly id: string }): string {
  return node.id;
}
