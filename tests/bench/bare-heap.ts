/** The least that any event simulation does, as the baseline of benches: what a machine is worth, whatever else it is doing. */
import { dice } from './layered.ts';

/** Events of one loop, and how many wait at any time. */
export const events = 500_000;
export const inFlight = 1000;

interface Item {
  time: number;
  sequence: number;
  to: number;
}

/** How many events it did. A binary heap by (time, sequence), popped and pushed: the least that any event simulation does. */
export function bareHeapLoop(): number {
  const roll = dice(1);
  const heap: Item[] = [];
  let sequence = 0;
  const less = (a: Item, b: Item): boolean => a.time < b.time || (a.time === b.time && a.sequence < b.sequence);
  const push = (item: Item): void => {
    let at = heap.push(item) - 1;
    while (at > 0) {
      const parent = (at - 1) >> 1;
      if (!less(item, heap[parent]!)) break;
      heap[at] = heap[parent]!;
      at = parent;
    }
    heap[at] = item;
  };
  const pop = (): Item => {
    const top = heap[0]!;
    const last = heap.pop()!;
    if (heap.length > 0) {
      let at = 0;
      for (;;) {
        let child = at * 2 + 1;
        if (child >= heap.length) break;
        if (child + 1 < heap.length && less(heap[child + 1]!, heap[child]!)) child += 1;
        if (!less(heap[child]!, last)) break;
        heap[at] = heap[child]!;
        at = child;
      }
      heap[at] = last;
    }
    return top;
  };
  for (let i = 0; i < inFlight; i += 1) push({ time: roll(1000), sequence: (sequence += 1), to: i });
  let done = 0;
  while (done < events) {
    const item = pop();
    done += 1;
    push({ time: item.time + 1 + roll(1000), sequence: (sequence += 1), to: item.to });
  }
  return done;
}
