/**
 * How copies of an eventual memory come to be alike: a replica that does not know that all others have what it has, and nothing
 * else, compares its copy with one of them by lot, again and again: it pushes what the other lacks, pulls what it lacks itself, or both
 * (anti-entropy; Demers and others 1987). They also tell each other who has the same, so that all know when they may rest.
 */
import type { Context, Random } from '../../../kernel/index.ts';
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
  type Stir,
  type Sync,
} from '../messages.ts';
import { collect, emptyStore, lackedBy, learn, merge, type Store, type Taken } from './store.ts';
import { isTombstone } from './change.ts';
import { valueOf } from './types.ts';
import { covers } from './vector.ts';

/** A replica that stays silent is tried so many times after the last change that was planned. */
export const triesMax = 16;

export interface Copy {
  readonly store: Store;
  /** The timer of the next comparison; 0 while all are alike as far as it knows. */
  timer: number;
  /** Comparisons that it began since it last learned of a change. */
  begun: number;
  /** Comparisons that each of the others has left without an answer, by agent. */
  silent: Record<number, number>;
  /** Whether those were counted anew once nothing was to change any more. */
  late?: true;
  /** What came of writes of others, by operation: whoever asks twice is told the same. */
  done: Record<string, Kept>;
}

export function freshCopy(holder: number, replicas: readonly number[]): Copy {
  return { store: emptyStore(holder, replicas), timer: 0, begun: 0, silent: {}, done: {} };
}

/**
 * So many comparisons go to any other by lot, known to differ or not, as in an epidemic; after that, which is more than twice as
 * long as a change takes to reach everybody, to those alone that may differ.
 */
export function epidemicOf(replicas: number): number {
  let rounds = 4;
  for (let reached = 1; reached < replicas; reached *= 2) rounds += 2;
  return rounds;
}

/** Those that left it without an answer too often, once nothing is to change any more. */
function givenUpBy({ late, silent }: Copy): number[] {
  const givenUp: number[] = [];
  if (late === true) for (const each in silent) if (silent[each]! >= triesMax) givenUp.push(Number(each));
  return givenUp;
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
      copy.begun = 0;
      copy.store.known = {};
      copy.store.alike = [this.#agent];
      this.#wake(Number(service), copy);
    }
  }

  hear(message: Digest | News | Stir | Sync): void {
    const { service } = message;
    const copy = this.#copies[service];
    if (copy === undefined) return;
    switch (message.type) {
      case 'shared-memory.sync':
        copy.timer = 0;
        this.#compare(service, copy);
        return;
      case 'shared-memory.stir':
        copy.begun = 0;
        learn(copy.store, message.replica, message.seen);
        this.#wake(service, copy);
        return;
      case 'shared-memory.digest':
      case 'shared-memory.news':
        this.#told(message, copy);
    }
  }

  held(service: number, { change, standing }: Taken): void {
    const { key, ts, writer } = change;
    const value = valueOf(this.#memory(service).type, standing);
    const fact: HeldFact = { type: 'shared-memory.held', agent: this.#agent, service, key, ts, writer, value };
    this.#context.record(isTombstone(change) ? { ...fact, removed: true } : fact);
  }

  /** It has written: those that were given up are tried a few times more, and all begin to compare again where they would pull. */
  stir(service: number, copy: Copy): void {
    for (const replica of Object.keys(copy.silent).map(Number))
      copy.silent[replica] = Math.min(copy.silent[replica]!, triesMax - 4);
    copy.begun = 0;
    if (copy.timer === 0 && this.#memory(service).gossip !== 'push') {
      const { seen } = copy.store;
      const stir: Stir = { type: 'shared-memory.stir', service, replica: this.#agent, seen };
      for (const each of serviceAt(this.#plan, service).replicas)
        if (each !== this.#agent) this.#context.signal(actorOfAgent(each), stir);
    }
    this.#wake(service, copy);
  }

  /** Sets the timer of the next comparison where there may be a difference and none is set. */
  #wake(service: number, copy: Copy): void {
    if (copy.timer !== 0 || !this.#mayDiffer(service, copy)) return;
    this.#context.signal(workflowActor, this.#word('service.unsettled', service));
    this.#rest(service, copy);
  }

  /** Whether any may have something else, but for those that were given up. */
  #mayDiffer(service: number, copy: Copy): boolean {
    const { alike } = copy.store;
    const others = serviceAt(this.#plan, service).replicas.length - alike.length;
    return others > givenUpBy(copy).length || (others > 0 && this.#unlike(service, copy).length > 0);
  }

  /** Others that may have something else, but for those that were given up. */
  #unlike(service: number, copy: Copy): number[] {
    const givenUp = givenUpBy(copy);
    return this.#without(service, copy).filter((each) => !givenUp.includes(each));
  }

  /** Those of which it does not know that they have the same. */
  #without(service: number, { store: { alike } }: Copy): number[] {
    let at = 0;
    // Both are in rising order.
    return serviceAt(this.#plan, service).replicas.filter((each) => {
      const isAlike = alike[at] === each;
      if (isAlike) at += 1;
      return !isAlike;
    });
  }

  /** Waits for the next comparison: longer and longer while nobody answers, but never beyond the next time that may change it. */
  #rest(service: number, copy: Copy): void {
    const { syncMs, changesUntilMs } = this.#memory(service);
    const leftMs = changesUntilMs - this.#context.now;
    let waitMs = syncMs;
    if (leftMs > 0) {
      const tries = Math.min(...this.#unlike(service, copy).map((each) => copy.silent[each] ?? 0));
      waitMs = Math.min(syncMs * (1 << Math.max(0, Math.min(tries, 23) - 3)), Math.max(leftMs, syncMs));
    }
    copy.timer = this.#context.after(waitMs, { type: 'shared-memory.sync', service } satisfies Sync);
  }

  #compare(service: number, copy: Copy): void {
    if (copy.late !== true && this.#context.now >= this.#memory(service).changesUntilMs) {
      copy.late = true;
      copy.silent = {};
    }
    if (!this.#mayDiffer(service, copy)) {
      this.#settle(service, copy);
      return;
    }
    copy.begun += 1;
    const { replicas } = serviceAt(this.#plan, service);
    const some = copy.begun > epidemicOf(replicas.length) ? this.#unlike(service, copy) : this.#others(service, copy);
    const at = some.length === 1 ? 0 : this.#lots().integer(0, some.length - 1);
    this.open(service, copy, some[at]!, this.#memory(service).gossip === 'push' ? 'digest' : 'news');
    this.#rest(service, copy);
  }

  /** All others that were not given up. */
  #others(service: number, copy: Copy): number[] {
    const givenUp = givenUpBy(copy);
    const { replicas } = serviceAt(this.#plan, service);
    return replicas.filter((each) => each !== this.#agent && !givenUp.includes(each));
  }

  open(service: number, copy: Copy, replica: number, wants: 'news' | 'digest' = 'news'): void {
    copy.silent[replica] = (copy.silent[replica] ?? 0) + 1;
    this.#context.send(actorOfAgent(replica), this.#digest(service, copy, wants));
  }

  #digest(service: number, { store: { seen, alike } }: Copy, wants: Digest['wants']): Digest {
    return { type: 'shared-memory.digest', service, seen, alike, wants };
  }

  #settle(service: number, copy: Copy): void {
    const agent = this.#agent;
    const without = this.#without(service, copy);
    this.#context.record({ type: 'shared-memory.agreed', agent, service, without } satisfies AgreedFact);
    this.#context.signal(workflowActor, this.#word('service.settled', service));
  }

  #told(message: Digest | News, copy: Copy): void {
    const { service, seen, alike } = message;
    const { store } = copy;
    delete copy.silent[agentOfActor(this.#context.from)];
    if (message.type === 'shared-memory.news') this.#merge(message, copy);
    learn(store, agentOfActor(this.#context.from), seen, alike);
    this.#answer(message, copy);
    for (const { key, ts, writer } of collect(store, serviceAt(this.#plan, service).replicas)) {
      const agent = this.#agent;
      const about = { agent, service, key, ts, writer };
      this.#context.record({ type: 'shared-memory.collected', ...about } satisfies CollectedFact);
    }
    if (copy.timer !== 0 && !this.#mayDiffer(service, copy)) {
      this.#context.cancel(copy.timer);
      copy.timer = 0;
      this.#settle(service, copy);
    } else this.#wake(service, copy);
  }

  #merge({ service, news, seen }: News, copy: Copy): void {
    const { store } = copy;
    const before = store.seen;
    const taken = merge(store, this.#memory(service).type, news, seen);
    for (const each of taken) this.held(service, each);
    if (store.seen !== before) copy.begun = 0;
  }

  /** What it is asked for; and, where it began this itself, what the other lacks, unless it only pulls. */
  #answer(message: Digest | News, copy: Copy): void {
    const { service, seen } = message;
    const { from } = this.#context;
    if (message.type === 'shared-memory.digest' && message.wants === 'digest') {
      this.#context.send(from, this.#digest(service, copy, 'nothing'));
      return;
    }
    const isAsked = message.type === 'shared-memory.digest' && message.wants === 'news';
    const isAnswer = message.type === 'shared-memory.digest' ? message.wants === 'nothing' : message.answers;
    const { store } = copy;
    const pushes = isAnswer && this.#memory(service).gossip !== 'pull' && !covers(seen, store.seen);
    if (!isAsked && !pushes) return;
    const { alike } = store;
    const about = { service, seen: store.seen, alike, news: lackedBy(store, seen) };
    this.#context.send(from, { type: 'shared-memory.news', ...about, answers: isAsked } satisfies News);
  }

  #lots(): Random {
    return this.#context.random(`${room}/${agentAt(this.#plan, this.#agent).id}`);
  }
  #word(type: ServiceTold['type'], service: number): ServiceTold {
    return { type, agent: this.#agent, service };
  }
  #memory(service: number): SharedPlan {
    return serviceAt(this.#plan, service).memory!;
  }
}
