/** What an agent keeps of its askings for resources, and of the leases that it holds: plain data. */
import type { Asked } from '../../agents/index.ts';
import type { Got } from './messages.ts';

/** One asking, until all of it is given back. */
export interface Open {
  readonly ask: number;
  /** What it was for; what is given back goes. */
  wants: readonly Asked[];
  /** What it holds; empty while it waits. */
  got: Got[];
  /** Set while it was taken away, and is waited for in the midst of the work. */
  taken?: true;
  /** The last token that it gave up: what was granted under it or before comes too late. */
  fence?: number;
  times: number;
  timer: number;
}
export interface UserSlice {
  /** Askings so far: it survives a crash, so that no number is given twice. */
  asks: number;
  open: Open[];
  /** Whether leases are held everywhere, since when, and how many signs of life they hold. */
  leased: boolean;
  leasedMs: number;
  intervals: number;
  /** When it says next that it lives, and when its timer is due; -1 for never. */
  renewMs: number;
  wakeMs: number;
  timer: number;
}

export function emptySlice(): UserSlice {
  const leases = { leased: false, leasedMs: 0, intervals: 0 };
  return { asks: 0, open: [], ...leases, renewMs: -1, wakeMs: -1, timer: 0 };
}
