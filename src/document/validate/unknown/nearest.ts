/*
 * The known name that a person most likely meant, for what was misspelt. It guesses only where little is wrong.
 */

/** The known name that is nearest, or null where none is near. Of two that are equally near the first counts. */
export function nearestName(name: string, known: Iterable<string>): string | null {
  const most = name.length < 4 ? 1 : Math.min(3, Math.floor(name.length / 3));
  let best: string | null = null;
  let least = most + 1;
  const meant = name.toLowerCase();
  for (const each of known) {
    if (each === name || Math.abs(each.length - name.length) >= least) continue;
    const distance = distanceOf(meant, each.toLowerCase(), least);
    if (distance < least) [best, least] = [each, distance];
  }
  return best;
}

/** How many letters are wrong, missing, too many or swapped with their neighbour; `enough` where it is that or more. */
function distanceOf(a: string, b: string, enough: number): number {
  let older: number[] = [];
  let above = Array.from({ length: b.length + 1 }, (_, at) => at);
  for (let i = 1; i <= a.length; i += 1) {
    const row = [i];
    for (let j = 1; j <= b.length; j += 1) {
      const same = a[i - 1] === b[j - 1] ? 0 : 1;
      let cost = Math.min(at(above, j) + 1, at(row, j - 1) + 1, at(above, j - 1) + same);
      if (i > 1 && j > 1 && a[i - 1] === b[j - 2] && a[i - 2] === b[j - 1]) cost = Math.min(cost, at(older, j - 2) + 1);
      row.push(cost);
    }
    if (Math.min(...row) >= enough) return enough;
    [older, above] = [above, row];
  }
  return at(above, b.length);
}

function at(row: readonly number[], place: number): number {
  return row[place] ?? 0;
}
