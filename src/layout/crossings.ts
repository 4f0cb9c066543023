/*
 * How many edges cross between two neighbouring layers, counted by a tree of sums: for n edges in about n log n steps.
 * It knows orders only, neither places nor ids.
 */

/** Edges between layers, each as the position of its upper and of its lower end, sorted by upper and then lower end. */
export function crossingsOf(lower: readonly number[], size: number): number {
  let leaves = 1;
  while (leaves < size) leaves *= 2;
  const tree = new Int32Array(2 * leaves);
  let crossings = 0;
  for (const end of lower) {
    // Every earlier edge that ends farther on crosses this one.
    let at = end + leaves;
    tree[at]! += 1;
    while (at > 1) {
      if (at % 2 === 0) crossings += tree[at + 1]!;
      at >>= 1;
      tree[at]! += 1;
    }
  }
  return crossings;
}
