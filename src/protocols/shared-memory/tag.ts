/** Tags of values: when they were written, and which of two is later. */
/** When a value was written: by a count, and by who wrote it where counts are equal. */
export interface Tag {
  readonly ts: number;
  /** The agent that wrote it; -1 for what stands there before anybody has. */
  readonly writer: number;
}

/** Whether one was written later than the other: by their counts, and by who wrote where these are equal. */
export function isLater(one: Tag, other: Tag): boolean {
  return one.ts > other.ts || (one.ts === other.ts && one.writer > other.writer);
}

export function isSame(one: Tag, other: Tag): boolean {
  return one.ts === other.ts && one.writer === other.writer;
}
