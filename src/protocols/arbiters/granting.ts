/**
 * Who gets what: whoever is first in order and finds what it wants free. Whoever already holds something others may wait for goes past
 * those who hold nothing, so that nobody keeps anybody waiting for lack of what is free. Then who has to give something up.
 */
import type { Context } from '../../kernel/index.ts';
import { actorOfAgent, serviceAt, taskAt, taskTitle, type Plan } from '../../plan/index.ts';
import { draw, missingMs, renews } from './bucket.ts';
import { ageConflict, cycleOf, cycleWords, keepsAny, victimOf } from './deadlock.ts';
import { isLeased, leaseMsOf } from './leases.ts';
import type {
  DrawnFact,
  PreemptedFact,
  Got,
  Granted,
  GrantedFact,
  Recall,
  Refused,
  VictimFact,
  Want,
  Wound,
} from './messages.ts';
import { inTurn, isKept, rankAt, Ranks, takeableOf } from './order.ts';
import {
  close,
  dequeue,
  drop,
  hold,
  isSame,
  workFor,
  type ArbiterState,
  type Hold,
  type Wait,
  type WorkState,
} from './state.ts';

/** Whose turn it is at a resource, as far as the queue was read. */
interface Turn {
  readonly service: number;
  readonly order: readonly Wait[];
  readonly passed: readonly Wait[];
  /** Whether he finds whatever else was taken from him. */
  readonly findsRest: boolean;
}

export class Granting {
  readonly #plan: Plan;
  readonly #wakeAt: (ms: number) => void;
  #state!: ArbiterState;
  #context!: Context;
  /** Whoever waits for something else when he was given something; empty between two calls, as is what is freed. */
  #uneasy: string[] = [];
  /** Services for which somebody waits no more. */
  #freed: number[] = [];
  /** Services that were looked at, until somebody asks. */
  #served = new Set<number>();

  constructor(plan: Plan, wakeAt: (ms: number) => void) {
    this.#plan = plan;
    this.#wakeAt = wakeAt;
  }

  enter(state: ArbiterState, context: Context): void {
    this.#state = state;
    this.#context = context;
    this.#uneasy = [];
    this.#freed = [];
    this.#served = new Set();
  }

  /** Which services were looked at since this was asked last. */
  takeServed(): ReadonlySet<number> {
    const served = this.#served;
    this.#served = new Set();
    return served;
  }

  /** Gives out what is free of these resources, and of all whose order that changes. */
  settle(services: readonly number[]): void {
    const due = new Set(services);
    for (const service of due) {
      due.delete(service);
      this.#served.add(service);
      for (const other of this.#serve(service)) due.add(other);
      if (this.#freed.length > 0) for (const other of this.#freed.splice(0)) due.add(other);
    }
    if (this.#uneasy.length === 0) return;
    // Whoever was given one thing while it waits for another is waited for from here on.
    for (const id of this.#uneasy.splice(0)) {
      const wait = this.#state.waits[id];
      if (wait !== undefined) this.breakCycles(wait);
    }
  }

  /** Breaks the deadlocks that somebody who waits is part of. */
  breakCycles(wait: Wait): void {
    const { deadlock } = this.#plan.conflicts;
    // What is taken away is waited for out of order.
    if (deadlock !== 'detect' && deadlock !== 'ordered') return;
    for (;;) {
      const cycle = this.#state.waits[wait.id] === undefined ? null : cycleOf(this.#plan, this.#state, wait);
      if (cycle === null) return;
      const around = cycle.map(({ task }) => task);
      const victim = victimOf(this.#plan, this.#state, cycle);
      this.#refuse(victim, { type: 'arbiters.deadlocked', around, reason: cycleWords(this.#plan, cycle) });
      this.settle(this.#freed.splice(0));
    }
  }

  /** Says once more what it was told before. */
  grantAgain(held: readonly Hold[]): void {
    this.#told(
      held[0]!,
      held.map(({ service, token, untilMs }) => ({ service, token, untilMs })),
    );
  }

  wound(work: WorkState): void {
    const { task, lease, agent, doomed } = work;
    const message: Wound = { type: 'arbiters.wound', task, lease, reason: doomed! };
    this.#context.send(actorOfAgent(agent), message);
  }

  recall({ agent, ask, service, token }: Hold): void {
    this.#context.send(actorOfAgent(agent), { type: 'arbiters.recall', ask, service, token } satisfies Recall);
  }

  /** Other services whose waiting may go on now. */
  #serve(service: number): readonly number[] {
    const others: number[] = [];
    const add = (wants: readonly Want[]): void => {
      for (const want of wants) if (want.service !== service) others.push(want.service);
    };
    for (let next = this.#next(service); next !== undefined; next = this.#next(service)) {
      const work = workFor(this.#state, next);
      for (const wait of this.#together(next)) {
        add(wait.wants);
        this.#grant(wait);
      }
      // What it waits for besides was kept from it as long as it could not use that.
      this.#uneasy.push(...work.waits);
      for (const id of work.waits) add(this.#state.waits[id]!.wants);
    }
    this.#byAge(service);
    return others;
  }

  /** Who gets something now; where nobody does, whoever is first has what others have to give up recalled for it. */
  #next(service: number): Wait | undefined {
    if (this.#state.queues[service]!.length === 0 || this.#isSpent(service)) return undefined;
    const ranks = new Ranks(this.#plan, this.#state);
    const { wait, passed } = this.#firstOf(service, ranks);
    if (wait !== undefined) return wait;
    const atOnce = this.#plan.conflicts.deadlock === 'all-or-nothing';
    for (const each of atOnce ? passed : passed.slice(0, 1)) this.#recallFor(each, ranks);
    return undefined;
  }

  /** Whether nobody can have any of it, whatever the order: all is held by those from whom nothing is taken. */
  #isSpent(service: number): boolean {
    const { units: all, way } = serviceAt(this.#plan, service);
    if (renews(this.#plan, service)) return false;
    let used = 0;
    for (const each of this.#state.held[service]!) {
      if (takeableOf(this.#plan, each) !== undefined) return false;
      used += each.units;
    }
    if (way === 'exclusive' ? used === 0 : used < all) return false;
    for (const id of this.#state.queues[service]!) if (this.#state.waits[id]!.taken === true) return false;
    return true;
  }

  /** The first whose turn it is and who finds what it wants, and whoever is passed over for him. `sure` are known to find the rest. */
  #firstOf(
    service: number,
    ranks: Ranks,
    sure: readonly WorkState[] = [],
  ): { readonly wait?: Wait; readonly passed: readonly Wait[] } {
    const { now } = this.#context;
    const atOnce = this.#plan.conflicts.deadlock === 'all-or-nothing';
    const passed: Wait[] = [];
    const order = inTurn(this.#plan, this.#state, { service, ranks, now });
    for (const wait of order) {
      if (!this.#canUse(wait)) continue;
      const findsRest = this.#findsRest(wait, ranks, sure);
      if (this.#standsBack(wait, { service, order, passed, findsRest })) continue;
      const mayPass = atOnce || this.#mayPass(wait);
      if (passed.length > 0 && !mayPass) {
        this.#wakeAsItAges(wait);
        continue;
      }
      if (findsRest && wait.wants.every((want) => this.#fits(want))) return { wait, passed };
      passed.push(wait);
    }
    return { passed };
  }

  /** Who could go and is not the first may be once it has waited longer. */
  #wakeAsItAges({ sinceMs, wants }: Wait): void {
    const { ageingMs } = this.#plan;
    const { now } = this.#context;
    if (ageingMs === 0 || !wants.every((want) => this.#fits(want))) return;
    this.#wakeAt(sinceMs + ageingMs * (Math.floor((now - sinceMs) / ageingMs) + 1));
  }

  /** Whoever waits for several things that were taken from it gets all of them or none: with a part of them it would only stand. */
  #findsRest(wait: Wait, ranks: Ranks, sure: readonly WorkState[]): boolean {
    const work = workFor(this.#state, wait);
    if (sure.includes(work)) return true;
    return this.#together(wait).every(
      (other) => other === wait || this.#firstOf(other.wants[0]!.service, ranks, [...sure, work]).wait === other,
    );
  }

  /** What is granted in one. */
  #together(wait: Wait): readonly Wait[] {
    if (wait.taken !== true) return [wait];
    return workFor(this.#state, wait).waits.map((id) => this.#state.waits[id]!);
  }

  /**
   * What was taken from somebody does not come back to him before whoever it was taken for has it, where that one can have it and goes
   * before him, or he does not find the rest of what was taken.
   */
  #standsBack(wait: Wait, { service, order, passed, findsRest }: Turn): boolean {
    const other = wait.after === undefined ? undefined : order.find(({ id }) => id === wait.after);
    if (other === undefined || !this.#canUse(other)) return false;
    if (order.indexOf(other) > order.indexOf(wait) && findsRest) return false;
    if (this.#state.held[service]!.some(({ recalled }) => recalled === true)) return true;
    return (passed.length === 0 || this.#mayPass(other)) && other.wants.every((want) => this.#fits(want));
  }

  /** Whoever keeps others waiting does. */
  #mayPass(wait: Wait): boolean {
    return keepsAny(this.#plan, this.#state, workFor(this.#state, wait));
  }

  /** Work that has to fail has no use for anything, and what was taken from work in its midst is no use to it while it waits for something else. */
  #canUse(wait: Wait): boolean {
    const { waits, doomed } = workFor(this.#state, wait);
    if (doomed !== undefined) return false;
    return wait.taken !== true || waits.every((id) => this.#state.waits[id]!.taken === true);
  }

  #fits({ service, units }: Want): boolean {
    const { units: all, way } = serviceAt(this.#plan, service);
    if (renews(this.#plan, service)) return this.#hasCome(service, units);
    const held = this.#state.held[service]!;
    if (way === 'exclusive') return held.length === 0;
    return held.reduce((free, each) => free - each.units, all) >= units;
  }

  /** Whether so much has come back; if not, it is asked again when it has. */
  #hasCome(service: number, units: number): boolean {
    const { now } = this.#context;
    const inMs = missingMs(this.#state.buckets[service]!, { plan: this.#plan, service, units, now });
    if (inMs > 0) this.#wakeAt(now + inMs);
    return inMs === 0;
  }

  #grant(wait: Wait): void {
    const state = this.#state;
    const { now } = this.#context;
    const { agent, ask, task, lease, turn, sinceMs, wants } = wait;
    const own = taskAt(this.#plan, task).priority;
    const rank = now === sinceMs ? own : rankAt(this.#plan, new Ranks(this.#plan, state), wait, now);
    // Written out, for a thousand of them: what is made by spreading is slow to read.
    const got = wants.map(({ place, service, units }): Got => {
      const waitedMs = now - sinceMs;
      if (renews(this.#plan, service)) {
        draw(state.buckets[service]!, this.#plan, service, units);
        close(state, agent, ask, true);
        const drawn: DrawnFact = { type: 'arbiters.drawn', task, lease, agent, service, units, ask, waitedMs };
        this.#context.record(drawn);
        return { service, token: 0, untilMs: -1 };
      }
      const token = (state.tokens[service] = state.tokens[service]! + 1);
      const untilMs = isLeased(this.#plan, state, service) ? now + leaseMsOf(this.#plan, service) : -1;
      hold(state, { place, service, units, agent, ask, task, lease, turn, token, untilMs });
      if (untilMs !== -1) this.#wakeAt(untilMs);
      const granted = { type: 'arbiters.granted', task, lease, agent, service, units, ask, waitedMs, token } as const;
      this.#context.record((rank === own ? granted : { ...granted, rank }) satisfies GrantedFact);
      return { service, token, untilMs };
    });
    dequeue(state, wait);
    this.#told(wait, got);
  }

  #told({ agent, ask }: { readonly agent: number; readonly ask: number }, got: readonly Got[]): void {
    this.#context.send(actorOfAgent(agent), { type: 'arbiters.granted', ask, got } satisfies Granted);
  }

  /** Of those who can be interrupted and have less priority, or stand still, so many are told to give up what they have as it takes. */
  #recallFor(wait: Wait, ranks: Ranks): void {
    // Mostly nothing can be taken away at all.
    if (
      wait.wants.every(({ service }) =>
        this.#state.held[service]!.every((each) => takeableOf(this.#plan, each) === undefined),
      )
    )
      return;
    const rank = ranks.of(wait);
    const chosen: { readonly each: Hold; readonly after: string }[] = [];
    const wants = this.#together(wait).flatMap(({ id, wants: own }) => own.map((want) => ({ ...want, id })));
    for (const { service, units, id } of wants) {
      if (renews(this.#plan, service)) continue;
      const { units: all, way } = serviceAt(this.#plan, service);
      const held = this.#state.held[service]!;
      const standing = (each: Hold): boolean => workFor(this.#state, each).waits.length > 0;
      const givesWay = (each: Hold): boolean =>
        !isSame(each, wait) &&
        takeableOf(this.#plan, each) !== undefined &&
        (each.recalled === true || (standing(each) && !isKept(this.#plan, each)) || ranks.of(each) < rank);
      const first = held
        .filter(givesWay)
        .sort(
          (a, b) =>
            Number(b.recalled ?? false) - Number(a.recalled ?? false) ||
            Number(standing(b)) - Number(standing(a)) ||
            ranks.of(a) - ranks.of(b) ||
            b.turn - a.turn,
        );
      const left = new Set(held);
      const enough = (): boolean =>
        way === 'exclusive' ? left.size === 0 : [...left].reduce((free, each) => free - each.units, all) >= units;
      for (const each of first) {
        if (enough()) break;
        left.delete(each);
        chosen.push({ each, after: id });
      }
      if (!enough()) return;
    }
    for (const { each, after } of chosen) {
      if (each.recalled === true) continue;
      each.recalled = true;
      each.after = after;
      this.recall(each);
    }
  }

  /** By age: whoever may not wait fails, or whoever may not be waited for. */
  #byAge(service: number): void {
    const { deadlock } = this.#plan.conflicts;
    if (deadlock !== 'wait-die' && deadlock !== 'wound-wait') return;
    for (const id of [...this.#state.queues[service]!]) {
      for (;;) {
        const wait = this.#state.waits[id];
        const conflict = wait === undefined ? undefined : ageConflict(this.#plan, this.#state, wait);
        if (conflict === undefined) break;
        const { held } = conflict;
        const around = [wait!.task, held.task];
        const [mine, other] = around.map((task) => taskTitle(this.#plan, task)) as [string, string];
        const { name } = serviceAt(this.#plan, held.service);
        if (deadlock === 'wait-die') {
          const reason = `wait-die: ${mine} is younger than ${other}, which holds ${name}, and may not wait for it`;
          this.#refuse(wait!, { type: 'arbiters.died', around, reason });
          continue;
        }
        const work = workFor(this.#state, held);
        const reason = `wound-wait: ${mine} is older than ${other}, and waits for ${name}, which ${other} holds`;
        this.#doom(work, reason);
        const { task, lease, agent } = work;
        const about = { task, lease, agent, service: held.service, around, reason };
        this.#context.record({ type: 'arbiters.wounded', ...about } satisfies VictimFact);
        this.wound(work);
      }
    }
  }

  #refuse(wait: Wait, { type, around, reason }: Pick<VictimFact, 'type' | 'around' | 'reason'>): void {
    const { task, lease, agent, ask, wants } = wait;
    const work = workFor(this.#state, wait);
    this.#context.record({ type, task, lease, agent, service: wants[0]!.service, around, reason } satisfies VictimFact);
    this.#doom(work, reason);
    dequeue(this.#state, wait);
    close(this.#state, agent, ask, reason);
    this.#context.send(actorOfAgent(agent), { type: 'arbiters.refused', ask, reason } satisfies Refused);
  }

  /** It has to fail: from here on nobody stands behind what it waits for. */
  #doom(work: WorkState, reason: string): void {
    work.doomed = reason;
    for (const id of work.waits) this.#freed.push(...this.#state.waits[id]!.wants.map(({ service }) => service));
  }

  /** Takes a recalled hold back into the queue: its work stands until it has it again. */
  takenBack(held: Hold): void {
    drop(this.#state, held);
    const { task, lease, agent, service, units, ask, token, after = '' } = held;
    const about = { task, lease, agent, service, units, ask, token, after };
    this.#context.record({ type: 'arbiters.preempted', ...about } satisfies PreemptedFact);
  }
}
