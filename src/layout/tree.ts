/*
 * A hierarchy as a tree: each manager stands over the middle of those who report to them, and no two branches share a column.
 * Many who lead nobody stand below their manager in rows, because one row of them would be too wide to read. It knows indices only.
 */

/** A cell of the grid: column counted from the left in halves of a column, row from the top. */
export interface Cell {
  readonly column: number;
  readonly row: number;
}

/** Of those who lead nobody, at most so many of one manager stand beside each other; more begin a new row. */
export const ROW_MAX = 6;

interface Branch {
  readonly cells: (Cell | undefined)[];
  readonly children: readonly (readonly number[])[];
  readonly rowMax: number;
  next: number;
}

/**
 * A cell for everyone; `parent` is -1 for who has no manager. Whoever stands in a circle of managers begins a tree. `columns` is how many
 * who neither lead nor are led stand in a row.
 */
export function treeCells(parent: readonly number[], columns: number, rowMax: number = ROW_MAX): Cell[] {
  const children: number[][] = parent.map(() => []);
  const roots: number[] = [];
  const lone: number[] = [];
  const cut = cutsOf(parent);
  parent.forEach((manager, node) => {
    if (manager < 0 || cut[node] === 1) roots.push(node);
    else children[manager]!.push(node);
  });
  const branch: Branch = { cells: parent.map(() => undefined), children, rowMax, next: 0 };
  for (const root of roots) {
    if (children[root]!.length > 0) place(branch, root, 0);
    else lone.push(root);
  }
  // Who neither leads nor is led stands behind the trees, or in rows where there are none.
  const width = Math.max(1, Math.min(lone.length, branch.next === 0 ? columns : rowMax));
  lone.forEach((node, at) => {
    branch.cells[node] = { column: 2 * (branch.next + (at % width)), row: Math.floor(at / width) };
  });
  return branch.cells.map((cell) => cell ?? { column: 0, row: 0 });
}

/** Who begins a tree although they have a manager: one in each circle of managers. */
function cutsOf(parent: readonly number[]): Uint8Array {
  const cut = new Uint8Array(parent.length);
  const seen = new Int32Array(parent.length).fill(-1);
  for (let node = 0; node < parent.length; node += 1) {
    let at = node;
    while (at >= 0 && seen[at] === -1) {
      seen[at] = node;
      at = parent[at]!;
    }
    // The way came back to itself.
    if (at >= 0 && seen[at] === node) cut[at] = 1;
  }
  return cut;
}

/** Places a node and all below it; columns are given from the left on. */
function place(branch: Branch, root: number, top: number): void {
  const { cells, children, rowMax } = branch;
  // A stack of its own: a hierarchy may be deeper than calls may be.
  const frameOf = (node: number, row: number) => ({
    node,
    row,
    from: branch.next,
    at: 0,
    leaders: children[node]!.filter((child) => children[child]!.length > 0),
    leaves: children[node]!.filter((child) => children[child]!.length === 0),
  });
  const stack = [frameOf(root, top)];
  while (stack.length > 0) {
    const frame = stack[stack.length - 1]!;
    const { node, row, from, leaders, leaves } = frame;
    if (frame.at < leaders.length) {
      const child = leaders[frame.at]!;
      frame.at += 1;
      stack.push(frameOf(child, row + 1));
      continue;
    }
    const width = Math.min(rowMax, leaves.length);
    leaves.forEach((leaf, at) => {
      cells[leaf] = { column: 2 * (branch.next + (at % width)), row: row + 1 + Math.floor(at / width) };
    });
    branch.next += width;
    cells[node] = { column: from + branch.next - 1, row };
    stack.pop();
  }
}
