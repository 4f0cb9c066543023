/**
 * What weighs least in a tier, found by selection: time linear in the tier, whatever part of it leaves. What the order says of any
 * two must be total, so that every machine chooses alike.
 */

/** Moves the lowest so many of a list to its front, in no order among themselves, and the lowest of the rest right behind them. */
export function lowestToFront<T>(all: T[], many: number, isLower: (one: T, other: T) => boolean): void {
  if (many >= all.length) return;
  let [from, to] = [0, all.length - 1];
  while (from < to) {
    const pivot = middleOf(all[from]!, all[(from + to) >> 1]!, all[to]!, isLower);
    let [low, high] = [from, to];
    while (low <= high) {
      while (isLower(all[low]!, pivot)) low += 1;
      while (isLower(pivot, all[high]!)) high -= 1;
      if (low > high) break;
      [all[low], all[high]] = [all[high]!, all[low]!];
      low += 1;
      high -= 1;
    }
    // Between them stands at most the pivot, in its place.
    if (many <= high) to = high;
    else if (many >= low) from = low;
    else return;
  }
}

function middleOf<T>(a: T, b: T, c: T, isLower: (one: T, other: T) => boolean): T {
  if (isLower(a, b)) return isLower(b, c) ? b : isLower(a, c) ? c : a;
  return isLower(a, c) ? a : isLower(b, c) ? c : b;
}
