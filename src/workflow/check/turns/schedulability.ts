/**
 * Whether periodic work meets its deadlines on one executor, before anything runs: by utilization (Liu and Layland 1973), the hyperbolic
 * bound (Bini and Buttazzo 2001), exact response times (Joseph and Pandya 1986, Audsley et al. 1993) and processor demand (Baruah,
 * Rosier and Howell 1990). Numbers only, and only + - * /.
 */

/** Work that comes again: how long each takes at most, how often it comes, and within what time of that it has to be done, ms. */
export interface Periodic {
  readonly costMs: number;
  readonly everyMs: number;
  readonly deadlineMs: number;
}

/** Steps of one search: what takes longer is told to be unknown. */
const stepsMax = 100_000;

export function utilizationOf(all: readonly Periodic[]): number {
  return all.reduce((sum, { costMs, everyMs }) => sum + costMs / everyMs, 0);
}

/** n(2^(1/n) - 1): under it any n with deadlines at the ends of their periods are met by rate monotonic priorities. */
export function liuLaylandBound(count: number): number {
  return count === 0 ? 1 : count * (rootOfTwo(count) - 1);
}

/** By Newton's method, from above, until it gets no smaller. */
function rootOfTwo(degree: number): number {
  for (let root = 2; ;) {
    let power = 1;
    for (let k = 1; k < degree; k += 1) power *= root;
    const next = ((degree - 1) * root + 2 / power) / degree;
    if (!(next < root)) return root;
    root = next;
  }
}

/** Whether the product of all (U + 1) is 2 at most: a finer bound for the same case. */
export function isWithinHyperbolic(all: readonly Periodic[]): boolean {
  return all.reduce((product, { costMs, everyMs }) => product * (costMs / everyMs + 1), 1) <= 2 + 1e-9;
}

/**
 * The longest time from a release to its end, under those that go before it and what it is blocked for, ms; Infinity where that
 * is later than its deadline by any measure. What is left over at the next release is not looked at: the deadline is passed then.
 */
export function responseMs(task: Periodic, before: readonly Periodic[], blockedMs = 0): number {
  let response = task.costMs + blockedMs + before.reduce((sum, { costMs }) => sum + costMs, 0);
  for (let step = 0; step < stepsMax; step += 1) {
    const next = before.reduce(
      (sum, { costMs, everyMs }) => sum + Math.ceil(response / everyMs) * costMs,
      task.costMs + blockedMs,
    );
    if (next === response) return response;
    if (next > Math.max(task.deadlineMs, task.everyMs) * 1000) return Infinity;
    response = next;
  }
  return Infinity;
}

/** The first time by which more is due than can be done, earliest deadline first; null where there is none, Infinity where that takes too long to find. */
export function overloadedMs(
  all: readonly Periodic[],
  blockedMs: (untilMs: number) => number = () => 0,
): number | null {
  const load = utilizationOf(all);
  if (load > 1 + 1e-9) return 0;
  if (all.every(({ everyMs, deadlineMs }) => deadlineMs >= everyMs) && blockedMs(0) === 0) return null;
  const until = busyMs(all, load);
  const due = all.map(({ deadlineMs }) => deadlineMs);
  for (let step = 0; step < stepsMax; step += 1) {
    const at = Math.min(...due);
    if (at > until) return null;
    if (demandMs(all, at) + blockedMs(at) > at + 1e-9) return at;
    due.forEach((each, index) => {
      if (each === at) due[index] = at + all[index]!.everyMs;
    });
  }
  return Infinity;
}

/** All that is released and due within so long of a moment at which all are released, ms. */
export function demandMs(all: readonly Periodic[], untilMs: number): number {
  return all.reduce(
    (sum, { costMs, everyMs, deadlineMs }) =>
      sum + (untilMs < deadlineMs ? 0 : (Math.floor((untilMs - deadlineMs) / everyMs) + 1) * costMs),
    0,
  );
}

/** How long it is busy at most from a moment at which all are released, or until demand is below what can be done for good, ms. */
function busyMs(all: readonly Periodic[], load: number): number {
  const furthest = all.reduce((most, { deadlineMs }) => Math.max(most, deadlineMs), 0);
  const slack = all.reduce(
    (sum, { costMs, everyMs, deadlineMs }) => sum + (everyMs - deadlineMs) * (costMs / everyMs),
    0,
  );
  const bound = load < 1 ? Math.max(furthest, slack / (1 - load)) : Infinity;
  let busy = all.reduce((sum, { costMs }) => sum + costMs, 0);
  for (let step = 0; step < stepsMax; step += 1) {
    const next = all.reduce((sum, { costMs, everyMs }) => sum + Math.ceil(busy / everyMs) * costMs, 0);
    if (next === busy) return Math.max(furthest, Math.min(bound, busy));
    busy = next;
  }
  return bound === Infinity ? furthest : bound;
}
