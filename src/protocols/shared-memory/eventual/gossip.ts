/**
 * How copies of an eventual memory come to be alike: a replica that does not know that all others have what it has compares its
 * copy with one of them, again and again (push-pull anti-entropy; Demers and others 1987).
 */
import type { Context } from '../../../kernel/index.ts';
import {
  actorOfAgent,
  agentAt,
  agentOfActor,
  serviceAt,
  workflowActor,
  type SharedPlan,
  type Plan,
  type ServiceTold,
} from '../../../plan/index.ts';
import {
  room,
  type AgreedFact,
  type CollectedFact,
  type Digest,
  type HeldFact,
  type Kept,
  type News,
  type Sync,
} from '../messages.ts';
import { collect, emptyStore, lackedBy, learn, merge, type Store } from './store.ts';
import { isTombstone, valueOf, type Change } from './types.ts';
import { covers, nothingSeen } from './vector.ts';

/** A replica that stays silent is tried so many times after the last change that was planned. */
export const triesMax = 16;

export interface Copy {
  readonly store: Store;
  /** The timer of the next comparison; 0 while all are alike as far as it knows. */
  timer: number;
  /** Comparisons that each of the others has left without an answer, by agent. */
  silent: Record<number, number>;
  /** Whether those were counted anew once nothing was to change any more. */
  late?: true;
  /** What came of writes of others, by operation: whoever asks twice is told the same. */
  done: Record<string, Kept>;
}

export function freshCopy(): Copy {
  return { store: emptyStore(), timer: 0, silent: {}, done: {} };
}

/** Valid during one call. */
export class AntiEntropy {
  readonly #plan: Plan;
  readonly #copies: Readonly<Record<number, Copy>>;
  readonly #context: Context;
  readonly #agent: number;

  constructor(plan: Plan, copies: Readonly<Record<number, Copy>>, context: Context, agent: number) {
    this.#plan = plan;
    this.#copies = copies;
    this.#context = context;
    this.#agent = agent;
  }

  /** Back from a crash: it may have missed anything, and its timers are gone. */
  recovered(): void {
    for (const [service, copy] of Object.entries(this.#copies)) {
      copy.timer = 0;
      copy.silent = {};
      copy.store.known = {};
      this.#wake(Number(service), copy);
    }
  }

  hear(message: Digest | News | Sync): void {
    const copy = this.#copies[message.service];
    if (copy === undefined) return;
    if (message.type === 'shared-memory.sync') {
      copy.timer = 0;
      this.#compare(message.service, copy);
    } else this.#told(message, copy);
  }

  held(service: number, store: Store, change: Change): void {
    const { key, ts, writer } = change;
    const value = valueOf(this.#memory(service).type, store.keys[key] ?? []);
    const about = { agent: this.#agent, service, key, ts, writer, value };
    this.#context.record({
      type: 'shared-memory.held',
      ...about,
      ...(isTombstone(change) ? { removed: true } : {}),
    } satisfies HeldFact);
  }

  /** There is something new: those that were given up are tried a few times more. */
  stir(service: number, copy: Copy): void {
    for (const replica of Object.keys(copy.silent).map(Number))
      copy.silent[replica] = Math.min(copy.silent[replica]!, triesMax - 4);
    this.#wake(service, copy);
  }

  /** Sets the timer of the next comparison where there may be a difference and none is set. */
  #wake(service: number, copy: Copy): void {
    if (copy.timer !== 0 || this.#unlike(service, copy).length === 0) return;
    this.#context.signal(workflowActor, this.#word('service.unsettled', service));
    this.#rest(service, copy);
  }

  /** Others that may have something else, but for those that were given up. */
  #unlike(service: number, { store, silent, late }: Copy): number[] {
    return this.#others(service).filter((each) => {
      const seen = store.known[each] ?? nothingSeen;
      if (covers(seen, store.seen) && covers(store.seen, seen)) return false;
      return late !== true || (silent[each] ?? 0) < triesMax;
    });
  }

  /** Waits for the next comparison: longer and longer while nobody answers, but never beyond the next time that may change it. */
  #rest(service: number, copy: Copy): void {
    const { syncMs, changesUntilMs } = this.#memory(service);
    const tries = Math.min(...this.#unlike(service, copy).map((each) => copy.silent[each] ?? 0));
    const leftMs = changesUntilMs - this.#context.now;
    const longMs = syncMs * (1 << Math.max(0, Math.min(tries, 23) - 3));
    const waitMs = leftMs > 0 ? Math.min(longMs, Math.max(leftMs, syncMs)) : syncMs;
    copy.timer = this.#context.after(waitMs, { type: 'shared-memory.sync', service } satisfies Sync);
  }

  #compare(service: number, copy: Copy): void {
    if (copy.late !== true && this.#context.now >= this.#memory(service).changesUntilMs) {
      copy.late = true;
      copy.silent = {};
    }
    const unlike = this.#unlike(service, copy);
    if (unlike.length === 0) {
      this.#settle(service, copy);
      return;
    }
    const agent = this.#agent;
    const at =
      unlike.length === 1
        ? 0
        : this.#context.random(`${room}/${agentAt(this.#plan, agent).id}`).integer(0, unlike.length - 1);
    this.open(service, copy, unlike[at]!);
    this.#rest(service, copy);
  }

  open(service: number, copy: Copy, replica: number): void {
    copy.silent[replica] = (copy.silent[replica] ?? 0) + 1;
    const { seen } = copy.store;
    this.#context.send(actorOfAgent(replica), { type: 'shared-memory.digest', service, seen } satisfies Digest);
  }

  #settle(service: number, copy: Copy): void {
    const agent = this.#agent;
    const { seen, known } = copy.store;
    const without = this.#others(service).filter((each) => !covers(known[each] ?? nothingSeen, seen));
    this.#context.record({ type: 'shared-memory.agreed', agent, service, without } satisfies AgreedFact);
    this.#context.signal(workflowActor, this.#word('service.settled', service));
  }

  #told(message: Digest | News, copy: Copy): void {
    const { service, seen } = message;
    const { store } = copy;
    const replica = agentOfActor(this.#context.from);
    delete copy.silent[replica];
    if (message.type === 'shared-memory.news')
      for (const change of merge(store, this.#memory(service).type, message.news, seen))
        this.held(service, store, change);
    learn(store, replica, seen);
    const isDigest = message.type === 'shared-memory.digest';
    if (isDigest || (message.answers && !covers(seen, store.seen))) {
      const news: News = {
        type: 'shared-memory.news',
        service,
        seen: store.seen,
        news: lackedBy(store, seen),
        answers: isDigest,
      };
      this.#context.send(this.#context.from, news);
    }
    for (const { key, ts, writer } of collect(store, this.#others(service))) {
      const agent = this.#agent;
      this.#context.record({
        type: 'shared-memory.collected',
        agent,
        service,
        key,
        ts,
        writer,
      } satisfies CollectedFact);
    }
    if (copy.timer !== 0 && this.#unlike(service, copy).length === 0) {
      this.#context.cancel(copy.timer);
      copy.timer = 0;
      this.#settle(service, copy);
    } else this.#wake(service, copy);
  }

  #word(type: ServiceTold['type'], service: number): ServiceTold {
    return { type, agent: this.#agent, service };
  }
  #others(service: number): number[] {
    return serviceAt(this.#plan, service).replicas.filter((each) => each !== this.#agent);
  }
  #memory(service: number): SharedPlan {
    return serviceAt(this.#plan, service).memory!;
  }
}
