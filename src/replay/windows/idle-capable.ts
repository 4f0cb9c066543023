/**
 * Who could have done the work that others waited for: agents that can do it and had a slot free for most of the time in which the
 * deciding chain stood still. It reads facts only. Where there are such, one more slot is no cure: what decides who gets what is.
 */
import { agentAt, agentOfActor, type Plan, atOnceOf } from '../../plan/index.ts';
import type { FactLog } from '../log/fact-log.ts';
import { partitionPoint } from '../log/partition-point.ts';

/** A stretch of time. */
export interface Span {
  readonly fromMs: number;
  readonly toMs: number;
}

/** Places of those among `capable` that were free for at least half of the spans, which do not overlap; who was free longest comes first. */
export function idleCapable(plan: Plan, log: FactLog, capable: readonly number[], spans: readonly Span[]): number[] {
  const within = clockOf(spans);
  const total = within(Infinity);
  if (total <= 0) return [];
  const full = new Fullness(plan, capable, within);
  for (let at = 0; at < log.length; at += 1) {
    const fact = log.at(at);
    if (fact.type === 'task.started') full.change(fact.agent, 1, log.timeOf(at));
    else if (fact.type === 'task.ended') full.change(fact.agent, -1, log.timeOf(at));
    else if (fact.type === 'task.kept') full.kept(fact.agent, fact.ranMs, log.timeOf(at));
    else if (fact.type === 'actor.crashed') full.crash(agentOfActor(fact.actor), true, log.timeOf(at));
    else if (fact.type === 'actor.recovered') full.crash(agentOfActor(fact.actor), false, log.timeOf(at));
  }
  return capable
    .filter((agent) => full.until(agent) * 2 <= total)
    .sort((one, other) => full.until(one) - full.until(other) || one - other);
}

/** How much of the spans has passed at a time. */
function clockOf(spans: readonly Span[]): (timeMs: number) => number {
  const ordered = [...spans].sort((one, other) => one.fromMs - other.fromMs);
  const passed: number[] = [];
  ordered.forEach(({ fromMs, toMs }, at) => (passed[at] = (passed[at - 1] ?? 0) + toMs - fromMs));
  return (timeMs) => {
    const at = partitionPoint(ordered.length, (place) => ordered[place]!.fromMs <= timeMs) - 1;
    const span = ordered[at];
    return span === undefined ? 0 : (passed[at] ?? 0) - Math.max(0, span.toMs - timeMs);
  };
}

/** How much of the spans each agent had no slot free, because it worked or was down. */
class Fullness {
  readonly #plan: Plan;
  readonly #within: (timeMs: number) => number;
  readonly #running = new Map<number, number>();
  readonly #down = new Set<number>();
  readonly #fullSince = new Map<number, number>();
  readonly #fullMs = new Map<number, number>();

  constructor(plan: Plan, capable: readonly number[], within: (timeMs: number) => number) {
    this.#plan = plan;
    this.#within = within;
    for (const agent of capable) this.#running.set(agent, 0);
  }

  change(agent: number, by: 1 | -1, timeMs: number): void {
    const running = this.#running.get(agent);
    if (running === undefined) return;
    this.#running.set(agent, Math.max(0, running + by));
    this.#note(agent, timeMs);
  }

  /** Work that was taken over from another run is told at its end only. */
  kept(agent: number, fromMs: number, toMs: number): void {
    if (!this.#running.has(agent) || fromMs === -1) return;
    const share = (this.#within(toMs) - this.#within(fromMs)) / atOnceOf(agentAt(this.#plan, agent));
    this.#fullMs.set(agent, (this.#fullMs.get(agent) ?? 0) + share);
  }

  crash(agent: number, down: boolean, timeMs: number): void {
    if (!this.#running.has(agent)) return;
    this.#running.set(agent, 0);
    if (down) this.#down.add(agent);
    else this.#down.delete(agent);
    this.#note(agent, timeMs);
  }

  /** The sum up to the end of the run. */
  until(agent: number): number {
    const since = this.#fullSince.get(agent);
    return (this.#fullMs.get(agent) ?? 0) + (since === undefined ? 0 : this.#within(Infinity) - this.#within(since));
  }

  #note(agent: number, timeMs: number): void {
    const full = this.#down.has(agent) || (this.#running.get(agent) ?? 0) >= atOnceOf(agentAt(this.#plan, agent));
    const since = this.#fullSince.get(agent);
    if (full === (since !== undefined)) return;
    if (since === undefined) this.#fullSince.set(agent, timeMs);
    else {
      this.#fullSince.delete(agent);
      this.#fullMs.set(agent, (this.#fullMs.get(agent) ?? 0) + this.#within(timeMs) - this.#within(since));
    }
  }
}
