/**
 * How an agent uses resources: it asks the arbiter for units before its work needs them, says that it lives while it holds any under a
 * lease, gives them back, and stops the work whose lease was not renewed in time. Asking is said again where anything can be lost.
 */
import type { AgentHost, Asked, Role } from '../../agents/index.ts';
import type { Context } from '../../kernel/index.ts';
import { serviceAt, usesAt, type Plan } from '../../plan/index.ts';
import { leaseMsOf, renewalMs } from './leases.ts';
import { emptySlice, type Open, type UserSlice } from './user-slice.ts';
import {
  room,
  type Ask,
  type GiveBack,
  type Gone,
  type Got,
  type Granted,
  type LostFact,
  type OfUnits,
  type Patience,
  type Recall,
  type Refused,
  type Renew,
  type Renewed,
  type UserMessage,
  type Wake,
  type Yielded,
} from './messages.ts';

/** So often it asks without any answer before it gives up. */
export const asksMax = 12;

export function userRole(plan: Plan): Role<UserSlice, UserMessage> {
  return {
    room,
    init: emptySlice,
    obtain(slice, asked, context, host) {
      new User(plan, slice, context, host).ask(asked);
    },
    receive(slice, message, context, host) {
      new User(plan, slice, context, host).hear(message);
    },
    release(slice, asked, context, host) {
      new User(plan, slice, context, host).giveBack(asked);
    },
    ended: () => undefined,
    recovered(slice, context, host) {
      new User(plan, slice, context, host).recovered();
    },
    alerted(slice, intervals, context, host) {
      new User(plan, slice, context, host).alerted(intervals);
    },
  };
}

/** Valid during one call. */
class User {
  readonly #plan: Plan;
  readonly #slice: UserSlice;
  readonly #context: Context;
  readonly #host: AgentHost;

  constructor(plan: Plan, slice: UserSlice, context: Context, host: AgentHost) {
    this.#plan = plan;
    this.#slice = slice;
    this.#context = context;
    this.#host = host;
  }

  ask(asked: Asked): void {
    const slice = this.#slice;
    // Where all was asked for at once the rest is there.
    const isSame = ({ work, place }: Asked): boolean =>
      place === asked.place && work.task === asked.work.task && work.lease === asked.work.lease;
    if (slice.open.some(({ wants }) => wants.some(isSame))) {
      this.#host.obtained(asked);
      return;
    }
    slice.asks += 1;
    const open: Open = { ask: slice.asks, wants: this.#atOnce(asked), got: [], times: 0, timer: 0 };
    slice.open.push(open);
    this.#say(open);
    if (slice.leased || this.#plan.lossy) this.#wait(open);
  }

  /** What is asked for in one: where the document says so, everything that the work will ever hold. */
  #atOnce(asked: Asked): Asked[] {
    if (this.#plan.conflicts.deadlock !== 'all-or-nothing' || asked.use.kind !== 'resource') return [asked];
    const { all } = usesAt(this.#plan, asked.work.task);
    return all.flatMap((use, place) =>
      use.kind === 'resource' && place >= asked.place ? [{ ...asked, use, place }] : [],
    );
  }

  hear(message: UserMessage): void {
    switch (message.type) {
      case 'arbiters.granted':
        this.#granted(message);
        return;
      case 'arbiters.queued': {
        const open = this.#find(message.ask);
        if (open !== undefined) open.times = 0;
        return;
      }
      case 'arbiters.refused':
        this.#refused(message);
        return;
      case 'arbiters.recall':
        this.#recalled(message);
        return;
      case 'arbiters.wound':
        this.#host.fail(message.task, message.lease, message.reason);
        return;
      case 'arbiters.renewed':
        this.#renewed(message);
        return;
      case 'arbiters.patience':
        this.#impatient(message);
        return;
      case 'arbiters.wake':
        this.#woken(message);
    }
  }

  /** Work needs this no more; where the work is over, all that it had goes back in one message. */
  giveBack({ work: { task, lease }, place, over }: Asked): void {
    const slice = this.#slice;
    const isOf = ({ work, place: at }: Asked): boolean =>
      work.task === task && work.lease === lease && (over === true || at === place);
    const returned = slice.open.flatMap((open) => {
      const going = open.wants.filter(isOf);
      if (going.length === 0) return [];
      open.wants = open.wants.filter((asked) => !isOf(asked));
      const last = open.wants.length === 0;
      if (last) this.#context.cancel(open.timer);
      const services = going.map(({ use }) => use.service);
      open.got = open.got.filter(({ service }) => !services.includes(service));
      return services.map((service) => ({ ask: open.ask, service, last }));
    });
    if (returned.length === 0) return;
    slice.open = slice.open.filter(({ wants }) => wants.length > 0);
    this.#return(returned);
  }

  /** Its hands are empty: whatever it had asked for is void. */
  recovered(): void {
    const slice = this.#slice;
    Object.assign(slice, { open: [], renewMs: -1, wakeMs: -1, timer: 0 } satisfies Partial<UserSlice>);
    if (slice.asks > 0) this.#context.send(this.#arbiter, { type: 'arbiters.gone', floor: this.#floor } satisfies Gone);
  }

  alerted(intervals: number): void {
    const slice = this.#slice;
    slice.intervals = Math.max(slice.intervals, intervals);
    if (slice.leased) return;
    slice.leased = true;
    slice.leasedMs = this.#context.now;
    for (const open of slice.open) {
      if (open.got.length === 0 && !this.#plan.lossy) this.#wait(open);
      this.#hold(open, open.got);
    }
  }

  #granted({ ask, got }: Granted): void {
    const open = this.#find(ask);
    if (open === undefined) {
      this.#return(got.map(({ service }) => ({ ask, service, last: true })));
      return;
    }
    if (got.some(({ token }) => token <= (open.fence ?? -1))) return;
    const asked = open.wants[0]!;
    if (asked.use.kind !== 'limit' && this.#isLate(got)) return;
    const isNew = open.got.length === 0;
    open.times = 0;
    if (asked.use.kind === 'limit') this.#forget(open);
    else this.#hold(open, got);
    if (!isNew) return;
    this.#context.cancel(open.timer);
    open.timer = 0;
    if (open.taken === undefined) {
      this.#host.obtained(asked);
      return;
    }
    delete open.taken;
    const { task, lease } = asked.work;
    const isTaken = ({ taken, wants: [first] }: Open): boolean =>
      taken === true && first!.work.task === task && first!.work.lease === lease;
    if (!this.#slice.open.some(isTaken)) this.#host.regain(task, lease);
  }

  /** It is to be given up: its work stands until it has it again, or begins anew. What has not come yet is given up at once. */
  #recalled({ ask, service, token }: Recall): void {
    const open = this.#find(ask);
    const asked = open?.wants.find(({ use }) => use.service === service);
    if (open === undefined || asked === undefined) return;
    if (open.got.length > 0) {
      const { task, lease } = asked.work;
      if (!this.#host.preempt(task, lease, asked.use.takeable!)) return;
      // Work that begins anew has given it back.
      if (!open.wants.includes(asked)) return;
      open.taken = true;
      open.got = [];
      open.times = 0;
      if (this.#slice.leased || this.#plan.lossy) this.#wait(open);
    }
    open.fence = Math.max(open.fence ?? 0, token);
    this.#yield(open);
  }

  #yield({ ask, wants }: Open): void {
    const { work, use } = wants[0]!;
    const { task, lease } = work;
    const message: Yielded = { type: 'arbiters.yielded', floor: this.#floor, ask, service: use.service, task, lease };
    this.#context.send(this.#arbiter, message);
  }

  /** What was asked for is used up and never given back. */
  #forget(open: Open): void {
    this.#slice.open = this.#slice.open.filter((each) => each !== open);
  }

  /** Writes down what it holds; what comes late or once more takes nothing from a lease that was renewed since. */
  #hold(open: Open, got: readonly Got[]): void {
    open.got = got.map(({ service, token, untilMs: toldMs }) => {
      const known = open.got.find((each) => service === each.service);
      const untilMs = this.#untilMs({ service, token, untilMs: toldMs });
      if (known === undefined || token > known.token) return { service, token, untilMs };
      const until = Math.max(this.#untilMs(known), known.token === token ? untilMs : -1);
      return { service, token: known.token, untilMs: until };
    });
    this.#arm();
  }

  /** Whether a lease of it has run out on the way: then others have it, and it is asked for once more. */
  #isLate(got: readonly Got[]): boolean {
    const { now } = this.#context;
    return got.some((each) => {
      const untilMs = this.#untilMs(each);
      return untilMs !== -1 && untilMs <= now;
    });
  }

  /** What was given out before leases were held has one since then. */
  #untilMs({ untilMs, service }: Got): number {
    const { leased, leasedMs } = this.#slice;
    return untilMs === -1 && leased ? leasedMs + leaseMsOf(this.#plan, service) : untilMs;
  }

  #refused({ ask, reason }: Refused): void {
    const open = this.#find(ask);
    if (open === undefined || open.got.length > 0) return;
    const [asked] = open.wants;
    if (open.taken === undefined) this.#host.refused(asked!, reason);
    else this.#host.fail(asked!.work.task, asked!.work.lease, reason);
  }

  #renewed({ held }: Renewed): void {
    for (const { ask, service, untilMs } of held) {
      const open = this.#find(ask);
      if (open === undefined) continue;
      open.got = open.got.map((each) =>
        each.service === service ? { ...each, untilMs: Math.max(each.untilMs, untilMs) } : each,
      );
    }
  }

  #impatient({ ask }: Patience): void {
    const open = this.#find(ask);
    if (open === undefined || open.got.length > 0) return;
    if (open.times < asksMax) {
      open.times += 1;
      if (open.taken === true) this.#yield(open);
      this.#say(open);
      this.#wait(open);
      return;
    }
    const asked = open.wants[0]!;
    const about = this.#unitsOf(asked);
    this.#context.record({ type: 'arbiters.unavailable', ...about, times: open.times } satisfies LostFact);
    const reason = `unavailable: the arbiter of ${this.#nameOf(asked)} does not answer`;
    if (open.taken === undefined) this.#host.refused(asked, reason);
    else this.#host.fail(asked.work.task, asked.work.lease, reason);
  }

  #woken({ series }: Wake): void {
    const slice = this.#slice;
    if (series !== slice.timer) return;
    slice.wakeMs = -1;
    const { now } = this.#context;
    for (const open of [...slice.open]) {
      const late = open.got.find(({ untilMs }) => untilMs !== -1 && untilMs <= now);
      if (late === undefined) continue;
      const asked = open.wants.find(({ use }) => use.service === late.service)!;
      this.#context.record({ type: 'arbiters.lost', ...this.#unitsOf(asked) } satisfies LostFact);
      const reason = `the lease on ${this.#nameOf(asked)} was not renewed in time`;
      this.#host.fail(asked.work.task, asked.work.lease, reason);
    }
    if (slice.renewMs !== -1 && slice.renewMs <= now) {
      slice.renewMs = -1;
      const held = slice.open.flatMap(({ ask, got }) =>
        got.filter(({ untilMs }) => untilMs !== -1).map(({ service, token }) => ({ ask, service, token })),
      );
      if (held.length > 0)
        this.#context.send(this.#arbiter, { type: 'arbiters.renew', floor: this.#floor, held } satisfies Renew);
    }
    this.#arm();
  }

  /** Its timer stands at its next sign of life, or at the end of a lease. */
  #arm(): void {
    const slice = this.#slice;
    const { now } = this.#context;
    let first = -1;
    for (const { got } of slice.open)
      for (const { service, untilMs } of got) {
        if (untilMs === -1) continue;
        const renewMs = now + renewalMs(this.#plan, slice.intervals, service);
        if (slice.renewMs === -1 || renewMs < slice.renewMs) slice.renewMs = renewMs;
        if (first === -1 || untilMs < first) first = untilMs;
      }
    if (first === -1) return;
    const due = Math.min(first, slice.renewMs);
    if (slice.wakeMs !== -1 && slice.wakeMs <= due) return;
    slice.wakeMs = due;
    slice.timer += 1;
    this.#context.after(Math.max(0, due - now), { type: 'arbiters.wake', series: slice.timer } satisfies Wake);
  }

  #say({ ask, wants, times }: Open): void {
    const [{ work, use }] = wants as readonly [Asked, ...Asked[]];
    const { task, lease } = work;
    const { fromMs } = use;
    const all = wants.map(({ place, use: of }) => ({ place, service: of.service, units: of.units }));
    const message: Ask = {
      type: 'arbiters.ask',
      floor: this.#floor,
      task,
      lease,
      ask,
      wants: all,
      doneMs: fromMs,
      again: times,
    };
    this.#context.send(this.#arbiter, message);
  }

  /** Two ways and a moment, and longer each time, up to a third of a lease. */
  #wait(open: Open): void {
    const { service } = open.wants[0]!.use;
    const most = Math.max(10, Math.floor(leaseMsOf(this.#plan, service) / 3));
    const waitMs = Math.min(most, (2 * this.#plan.delayMaxMs + 10) * (1 << Math.min(open.times, 10)));
    open.timer = this.#context.after(waitMs, { type: 'arbiters.patience', ask: open.ask } satisfies Patience);
  }

  #return(returned: GiveBack['returned']): void {
    this.#context.send(this.#arbiter, { type: 'arbiters.give-back', floor: this.#floor, returned } satisfies GiveBack);
  }

  #unitsOf({ work: { task, lease }, use: { service, units } }: Asked): Omit<OfUnits, 'type'> {
    return { task, lease, agent: this.#host.agent, service, units };
  }

  #find(ask: number): Open | undefined {
    return this.#slice.open.find((open) => open.ask === ask);
  }
  #nameOf({ use }: Asked): string {
    return serviceAt(this.#plan, use.service).name;
  }
  /** The lowest number that still stands for something. */
  get #floor(): number {
    const { open, asks } = this.#slice;
    return open.length === 0 ? asks + 1 : open[0]!.ask;
  }
  get #arbiter(): number {
    return this.#plan.services.find((each) => each.room === room)!.actor;
  }
}
