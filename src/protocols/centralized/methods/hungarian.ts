/**
 * The assignment problem (Kuhn 1955, Munkres 1957) by shortest augmenting paths with potentials, O(n^2 m): as many
 * pairs as can be, and among those the cheapest. Rows and columns may differ in number and pairs may be forbidden.
 * The potentials come back as well: they prove the optimum without trusting this code.
 */
import { invariant } from '../../../base/index.ts';

export interface Matching {
  /** Column of each row; -1 for none. */
  readonly columnOf: readonly number[];
  /** Sum of the costs of the pairs. */
  readonly cost: number;
  /** Dual values over the padded matrix: rowDual[i] + columnDual[j] <= padded cost, with equality on the pairs. */
  readonly rowDual: readonly number[];
  readonly columnDual: readonly number[];
  /** What a forbidden or left-out pair costs in the padded matrix. */
  readonly penalty: number;
}

/**
 * Cheapest matching of greatest size. `cost[row][column]` is a finite integer, or Infinity where the pair is
 * forbidden. Every row gets a private column at `penalty`, so that a row may stay alone when it must.
 */
export function assign(cost: readonly (readonly number[])[]): Matching {
  const rows = cost.length;
  const columns = rows === 0 ? 0 : cost[0]!.length;
  const penalty = penaltyOf(cost);
  const width = columns + rows;
  const at = (row: number, column: number): number => {
    if (column >= columns) return column - columns === row ? penalty : Infinity;
    return cost[row]![column]!;
  };
  const rowDual = new Array<number>(rows + 1).fill(0);
  const columnDual = new Array<number>(width + 1).fill(0);
  const rowOf = new Array<number>(width + 1).fill(0);
  for (let row = 1; row <= rows; row += 1) augment(row, { width, at, rowDual, columnDual, rowOf });
  const columnOf = new Array<number>(rows).fill(-1);
  let total = 0;
  for (let column = 1; column <= columns; column += 1) {
    const row = rowOf[column]!;
    if (row === 0) continue;
    columnOf[row - 1] = column - 1;
    total += cost[row - 1]![column - 1]!;
  }
  return { columnOf, cost: total, rowDual: rowDual.slice(1), columnDual: columnDual.slice(1), penalty };
}

/**
 * What is wrong with a matching by its dual values, as a clause; null when they prove it (linear programming duality):
 * over the padded matrix no pair costs less than its duals, those matched cost as much, and free columns have none.
 */
export function flawOf(
  cost: readonly (readonly number[])[],
  { columnOf, rowDual, columnDual, penalty }: Omit<Matching, 'cost'>,
): string | null {
  const columns = cost[0]?.length ?? 0;
  const takenBy = new Array<number>(columns).fill(-1);
  for (let row = 0; row < cost.length; row += 1) {
    const mate = columnOf[row]!;
    if (mate !== -1 && takenBy[mate] !== -1) return `column ${mate} is matched twice`;
    if (mate !== -1) takenBy[mate] = row;
    for (let column = 0; column < columns; column += 1) {
      const slack = cost[row]![column]! - rowDual[row]! - columnDual[column]!;
      if (slack < 0) return `row ${row} and column ${column} would be cheaper than their duals`;
      if (column === mate && slack !== 0) return `row ${row} is matched at more than its duals`;
    }
    const alone = penalty - rowDual[row]! - columnDual[columns + row]!;
    if (alone < 0 || (mate === -1 && alone !== 0)) return `row ${row} has duals that being alone does not bear out`;
  }
  for (let column = 0; column < columnDual.length; column += 1) {
    const dual = columnDual[column]!;
    const free = column < columns ? takenBy[column] === -1 : columnOf[column - columns] !== -1;
    if (dual > 0 || (free && dual !== 0)) return `column ${column} has the dual ${dual}`;
  }
  return null;
}

/** More than any full set of allowed pairs can cost, so that size always comes before cost. */
function penaltyOf(cost: readonly (readonly number[])[]): number {
  let largest = 1;
  for (const row of cost) {
    for (const value of row) {
      if (value === Infinity) continue;
      invariant(Number.isFinite(value), 'a cost must be a finite number or Infinity');
      largest = Math.max(largest, value < 0 ? -value : value);
    }
  }
  return (largest * 2 + 1) * (cost.length + 1);
}

interface Work {
  readonly width: number;
  readonly at: (row: number, column: number) => number;
  readonly rowDual: number[];
  readonly columnDual: number[];
  /** Row (from 1) of each column (from 1); 0 for none. Column 0 is where the search starts. */
  readonly rowOf: number[];
}

/** Finds the shortest way from a free row to a free column and turns the pairs along it around. */
function augment(row: number, { width, at, rowDual, columnDual, rowOf }: Work): void {
  const slack = new Array<number>(width + 1).fill(Infinity);
  const before = new Array<number>(width + 1).fill(0);
  const seen = new Array<boolean>(width + 1).fill(false);
  rowOf[0] = row;
  let column = 0;
  do {
    seen[column] = true;
    const current = rowOf[column]!;
    let delta = Infinity;
    let next = -1;
    for (let j = 1; j <= width; j += 1) {
      if (seen[j]) continue;
      const reduced = at(current - 1, j - 1) - rowDual[current]! - columnDual[j]!;
      if (reduced < slack[j]!) {
        slack[j] = reduced;
        before[j] = column;
      }
      if (slack[j]! < delta) {
        delta = slack[j]!;
        next = j;
      }
    }
    invariant(next !== -1, 'a row always has its private column');
    for (let j = 0; j <= width; j += 1) {
      if (seen[j]) {
        rowDual[rowOf[j]!]! += delta;
        columnDual[j]! -= delta;
      } else if (slack[j] !== Infinity) slack[j]! -= delta;
    }
    column = next;
  } while (rowOf[column] !== 0);
  while (column !== 0) {
    rowOf[column] = rowOf[before[column]!]!;
    column = before[column]!;
  }
}
