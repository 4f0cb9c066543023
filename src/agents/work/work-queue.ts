/**
 * Work that waits for a slot at an agent: lowest key first, equals in order of coming. A binary heap, with a list of
 * what waits beside it, so that taking work back and asking for it cost no walk through the queue. Plain data; the
 * functions here are the only ones that touch it.
 */
import type { Work } from '../role.ts';

interface Place {
  readonly key: number;
  /** Number of its coming, for equals. */
  readonly at: number;
  readonly work: Work;
}

export interface WorkQueue {
  /** What was taken back stays here until it comes to the top. */
  heap: Place[];
  /** What waits, by task; nearly always one a task. */
  waiting: Record<number, Work[]>;
  came: number;
  size: number;
}

export function emptyQueue(): WorkQueue {
  return { heap: [], waiting: {}, came: 0, size: 0 };
}

export function addWork(queue: WorkQueue, work: Work): void {
  queue.came += 1;
  queue.size += 1;
  const place: Place = { key: work.key, at: queue.came, work };
  (queue.waiting[work.task] ??= []).push(work);
  const heap = queue.heap;
  let at = heap.length;
  heap.push(place);
  while (at > 0) {
    const parent = (at - 1) >> 1;
    if (!goesBefore(place, heap[parent]!)) break;
    heap[at] = heap[parent]!;
    at = parent;
  }
  heap[at] = place;
}

/** The first, without taking it; null when none waits. */
export function firstWork(queue: WorkQueue): Work | null {
  while (queue.heap.length > 0 && !waits(queue, queue.heap[0]!.work)) dropTop(queue.heap);
  return queue.heap[0]?.work ?? null;
}

export function takeWork(queue: WorkQueue): Work | null {
  const work = firstWork(queue);
  if (work === null) return null;
  dropTop(queue.heap);
  forget(queue, work);
  return work;
}

/** The first of those that pass, without taking it. Walks the queue only where the very first does not pass. */
export function firstThat(queue: WorkQueue, passes: (work: Work) => boolean): Work | null {
  const first = firstWork(queue);
  if (first === null || passes(first)) return first;
  let best: Place | null = null;
  for (const place of queue.heap) {
    if (best !== null && !goesBefore(place, best)) continue;
    if (passes(place.work) && waits(queue, place.work)) best = place;
  }
  return best === null ? null : best.work;
}

/** What waits of a task under a lease, or undefined. */
export function findWork(queue: WorkQueue, task: number, lease: number): Work | undefined {
  return queue.waiting[task]?.find((work) => work.lease === lease);
}

/** Takes work out wherever it stands; null when it does not. */
export function removeWork(queue: WorkQueue, task: number, lease: number): Work | null {
  const work = findWork(queue, task, lease);
  if (work === undefined) return null;
  forget(queue, work);
  return work;
}

/** All that waits, by task. */
export function allWork(queue: WorkQueue): Work[] {
  return Object.values(queue.waiting).flat();
}

function waits(queue: WorkQueue, { task, lease, giver }: Work): boolean {
  const works = queue.waiting[task];
  return works !== undefined && works.some((work) => work.lease === lease && work.giver === giver);
}

function forget(queue: WorkQueue, { task, lease, giver }: Work): void {
  const works = queue.waiting[task]!;
  if (works.length === 1) {
    queue.size -= 1;
    delete queue.waiting[task];
    return;
  }
  const left = works.filter((work) => work.lease !== lease || work.giver !== giver);
  queue.size -= works.length - left.length;
  if (left.length === 0) delete queue.waiting[task];
  else queue.waiting[task] = left;
}

function goesBefore(a: Place, b: Place): boolean {
  return a.key < b.key || (a.key === b.key && a.at < b.at);
}

function dropTop(heap: Place[]): void {
  const last = heap.pop()!;
  if (heap.length === 0) return;
  let at = 0;
  for (;;) {
    let child = at * 2 + 1;
    if (child >= heap.length) break;
    if (child + 1 < heap.length && goesBefore(heap[child + 1]!, heap[child]!)) child += 1;
    if (!goesBefore(heap[child]!, last)) break;
    heap[at] = heap[child]!;
    at = child;
  }
  heap[at] = last;
}
