/**
 * Tasks that wait for an agent, in the plan's order: a binary heap for each need, so that a task whose agents are
 * all busy never stands before one whose agents are free. The state is plain data; the functions are the only ones
 * that touch it.
 */
import type { Plan } from './plan.ts';
import { needOf, taskAt } from './entries.ts';

export interface ReadyPool {
  /** One heap a need: pairs of key and task, flattened. */
  heaps: number[][];
  /** Where each task stands in its heap, as far as it has not been moved since by other hands; a hint that is checked. */
  place: number[];
  /** Arrivals so far: the key of first in, first out. */
  arrived: number;
  size: number;
}

export function emptyPool(plan: Plan): ReadyPool {
  return {
    heaps: plan.needs.map(() => []),
    place: new Array<number>(plan.tasks.length).fill(-1),
    arrived: 0,
    size: 0,
  };
}

/** Adds a task that became ready now. */
export function addReady(pool: ReadyPool, plan: Plan, task: number, now: number): void {
  pool.arrived += 1;
  push(
    pool.place,
    pool.heaps[needOf(plan, task)]!,
    plan.ordering === 'fifo' ? pool.arrived : waitingKey(plan, task, now),
    task,
  );
  pool.size += 1;
}

/**
 * Lower goes first. A waiting task's priority grows by one each `ageingMs`; since all grow alike, what orders two of
 * them never changes, and the time at which each began to wait can stand in the key from the start. 0 for all where
 * the order is first in, first out.
 */
export function waitingKey(plan: Plan, task: number, now: number): number {
  const place = plan.order[task]!;
  if (plan.ordering === 'fifo') return 0;
  if (plan.ordering !== 'priority' || plan.ageingMs === 0) return place;
  return now - taskAt(plan, task).priority * plan.ageingMs + place / (plan.tasks.length + 1);
}

/** The first task of a need, or -1. */
export function firstReady(pool: ReadyPool, need: number): number {
  const heap = pool.heaps[need]!;
  return heap.length === 0 ? -1 : heap[1]!;
}

/** The key of a need's first task; lower goes first. Infinity when there is none. */
export function firstKey(pool: ReadyPool, need: number): number {
  const heap = pool.heaps[need]!;
  return heap.length === 0 ? Infinity : heap[0]!;
}

export function takeReady(pool: ReadyPool, need: number): number {
  const heap = pool.heaps[need]!;
  const task = heap[1]!;
  pool.size -= 1;
  const lastTask = heap.pop()!;
  const lastKey = heap.pop()!;
  if (heap.length > 0) sink(pool.place, heap, 0, lastKey, lastTask);
  return task;
}

/** Whether a task waits here. */
export function isReady(pool: ReadyPool, plan: Plan, task: number): boolean {
  return placeIn(pool, pool.heaps[needOf(plan, task)]!, task) !== -1;
}

/** Takes a task out wherever it stands; false when it does not. */
export function removeReady(pool: ReadyPool, plan: Plan, task: number): boolean {
  const heap = pool.heaps[needOf(plan, task)]!;
  const at = placeIn(pool, heap, task);
  if (at === -1) return false;
  pool.size -= 1;
  pool.place[task] = -1;
  const lastTask = heap.pop()!;
  const lastKey = heap.pop()!;
  if (lastTask === task) return true;
  const parent = (at - 1) >> 1;
  if (at > 0 && heap[parent * 2]! > lastKey) rise(pool.place, heap, at, lastKey, lastTask);
  else sink(pool.place, heap, at, lastKey, lastTask);
  return true;
}

/** Where a task stands in its heap, or -1. */
function placeIn(pool: ReadyPool, heap: readonly number[], task: number): number {
  const hint = pool.place[task]!;
  if (hint === -1) return -1;
  if (heap[hint * 2 + 1] === task) return hint;
  for (let at = 0; at * 2 < heap.length; at += 1) if (heap[at * 2 + 1] === task) return at;
  return -1;
}

/** Every task that waits, by need and then key. */
export function waitingTasks(pool: ReadyPool): number[] {
  const tasks: number[] = [];
  for (const heap of pool.heaps) for (let at = 1; at < heap.length; at += 2) tasks.push(heap[at]!);
  return tasks;
}

function push(place: number[], heap: number[], key: number, task: number): void {
  heap.push(key, task);
  rise(place, heap, (heap.length >> 1) - 1, key, task);
}

/** Puts a pair in at a place that is free, or further up. */
function rise(place: number[], heap: number[], from: number, key: number, task: number): void {
  let at = from;
  while (at > 0) {
    const parent = (at - 1) >> 1;
    if (heap[parent * 2]! <= key) break;
    put(place, heap, at, heap[parent * 2]!, heap[parent * 2 + 1]!);
    at = parent;
  }
  put(place, heap, at, key, task);
}

/** Puts a pair in at a place that is free, or further down. */
function sink(place: number[], heap: number[], from: number, key: number, task: number): void {
  const size = heap.length >> 1;
  let at = from;
  for (;;) {
    let child = at * 2 + 1;
    if (child >= size) break;
    if (child + 1 < size && heap[child * 2 + 2]! < heap[child * 2]!) child += 1;
    if (heap[child * 2]! >= key) break;
    put(place, heap, at, heap[child * 2]!, heap[child * 2 + 1]!);
    at = child;
  }
  put(place, heap, at, key, task);
}

function put(place: number[], heap: number[], at: number, key: number, task: number): void {
  heap[at * 2] = key;
  heap[at * 2 + 1] = task;
  place[task] = at;
}
