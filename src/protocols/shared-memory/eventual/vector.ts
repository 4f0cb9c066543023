/** Version vectors: how many changes of each replica somebody has seen. Plain data that nobody changes after it was made. */

/** By replica, the number of its last change that was seen; a replica of which nothing was seen is not in it. */
export type Vector = Readonly<Record<number, number>>;

export const nothingSeen: Vector = Object.freeze({});

/** Whether one has seen all that the other has. */
export function covers(one: Vector, other: Vector): boolean {
  if (one === other) return true;
  for (const replica in other) if ((one[replica] ?? 0) < other[replica]!) return false;
  return true;
}

export function areSame(one: Vector, other: Vector): boolean {
  return one === other || (covers(one, other) && covers(other, one));
}

/** What both together have seen: one of the two where that has seen all. */
export function joined(one: Vector, other: Vector): Vector {
  if (covers(one, other)) return one;
  if (covers(other, one)) return other;
  const all: Record<number, number> = { ...one };
  for (const replica in other) all[replica] = Math.max(all[replica] ?? 0, other[replica]!);
  return Object.freeze(all);
}

/** With one more of a replica. */
export function advanced(vector: Vector, replica: number, seq: number): Vector {
  return Object.freeze({ ...vector, [replica]: seq });
}
