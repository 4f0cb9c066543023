/**
 * What an agent does for eventual memories: as a client it reads and writes at its own copy, or asks one replica; as a replica it
 * answers, once it has seen what the client's session was promised.
 */
import type { AgentHost, Asked } from '../../../agents/index.ts';
import type { Context } from '../../../kernel/index.ts';
import { actorOfAgent, agentAt, serviceAt, type SharedPlan, type Plan, type ServicePlan } from '../../../plan/index.ts';
import {
  awaitedBy,
  closed,
  opened,
  operationOf,
  refused,
  unavailable,
  wait,
  type Asking,
  type Awaited,
} from '../asking.ts';
import {
  room,
  type Answer,
  type DoneFact,
  type EventualMessage,
  type Kept,
  type Patience,
  type Refusal,
  type Request,
} from '../messages.ts';
import { asksMax } from '../quorum.ts';
import { AntiEntropy, freshCopy, type Copy } from './gossip.ts';
import { standingAt } from './contents.ts';
import { make } from './store.ts';
import { valueOf } from './types.ts';
import { covers, joined, nothingSeen, type Vector } from './vector.ts';

interface Session {
  readonly read: Vector;
  readonly written: Vector;
}
export interface EventualSlice extends Asking {
  /** By service, of those of which it holds a copy. */
  copies: Record<number, Copy>;
  sessions: Record<number, Session>;
  /** The place among its replicas of the one that it asks next, by service. */
  nearest: Record<number, number>;
}

export function isEventual({ way }: ServicePlan): boolean {
  return way === 'eventual';
}

/** Absent where no memory is eventual. */
export function freshSlice({ services }: Plan, agent: number): EventualSlice | undefined {
  const copies: Record<number, Copy> = {};
  const some = services.filter((service, at) => {
    const mine = service.room === room && isEventual(service);
    if (mine && service.replicas.includes(agent)) copies[at] = freshCopy(agent, service.replicas);
    return mine;
  });
  return some.length === 0 ? undefined : { copies, awaited: {}, asks: 0, sessions: {}, nearest: {} };
}

/** Valid during one call. */
export class EventualMember {
  readonly #plan: Plan;
  readonly #slice: EventualSlice;
  readonly #context: Context;
  readonly #host: AgentHost;
  readonly #entropy: AntiEntropy;

  constructor(plan: Plan, slice: EventualSlice, context: Context, host: AgentHost) {
    this.#plan = plan;
    this.#slice = slice;
    this.#context = context;
    this.#host = host;
    this.#entropy = new AntiEntropy(plan, slice.copies, context, host.agent);
  }

  begin(asked: Asked): void {
    const { use, value, at } = asked;
    const copy = this.#slice.copies[use.service];
    if (copy === undefined) {
      const { replicas } = serviceAt(this.#plan, use.service);
      const near = (this.#slice.nearest[use.service] ??= this.#lot(use.service, replicas.length));
      this.#ask(opened(this.#slice, asked, replicas[near % replicas.length]!));
      return;
    }
    const does = use.kind === 'write' ? use.does! : null;
    const did = this.#did(use.service, copy, { key: use.key!, does, value, at });
    if (typeof did === 'string') refused(asked, did, this.#context, this.#host);
    else this.#done(asked, did, this.#host.agent, copy.store.seen);
  }

  forget(work: { readonly task: number; readonly lease: number }): void {
    closed(this.#slice, work, this.#context);
  }

  /** Back from a crash: what it had asked for and its timers are gone, its copies are not. */
  recovered(): void {
    this.#slice.awaited = {};
    this.#entropy.recovered();
  }

  hear(message: EventualMessage | Patience): void {
    switch (message.type) {
      case 'shared-memory.request':
        this.#serve(message);
        return;
      case 'shared-memory.answer':
      case 'shared-memory.refusal': {
        const awaited = awaitedBy(this.#slice, message);
        if (awaited?.ask !== message.ask) return;
        if (message.type === 'shared-memory.answer') this.#done(awaited.asked, message, awaited.replica, message.seen);
        else {
          this.forget(message);
          refused(awaited.asked, message.reason, this.#context, this.#host);
        }
        return;
      }
      case 'shared-memory.patience': {
        const awaited = awaitedBy(this.#slice, message);
        if (awaited !== undefined) this.#impatient(awaited);
        return;
      }
      case 'shared-memory.stir':
      case 'shared-memory.sync':
      case 'shared-memory.digest':
      case 'shared-memory.news':
        this.#entropy.hear(message);
    }
  }

  #ask(awaited: Awaited): void {
    const { asked, ask, replica } = awaited;
    const { use, value, at } = asked;
    const does = use.kind === 'write' ? use.does! : null;
    const after = this.#after(use.service, does === null);
    const { read, written } = this.#session(use.service);
    const known = does === null ? joined(read, written) : nothingSeen;
    awaited.times += 1;
    const request: Request = {
      type: 'shared-memory.request',
      ...operationOf(asked),
      ask,
      key: use.key!,
      does,
      value,
      ...(at === undefined ? {} : { at }),
      after,
      known,
    };
    this.#context.send(actorOfAgent(replica), request);
    // Two ways, and a moment for whoever is busy; the second time two more, for what the replica has to get first.
    const patienceMs = (awaited.times > 1 ? 4 : 2) * this.#plan.delayMaxMs + 10;
    wait(awaited, patienceMs, this.#context);
  }

  #impatient(awaited: Awaited): void {
    if (awaited.times < asksMax) {
      this.#ask(awaited);
      return;
    }
    const { service } = awaited.asked.use;
    this.forget(awaited.asked.work);
    this.#slice.nearest[service] = (this.#slice.nearest[service] ?? 0) + 1;
    const { name } = serviceAt(this.#plan, service);
    const silent = agentAt(this.#plan, awaited.replica).name;
    unavailable(awaited, `${silent} did not answer for ${name}`, this.#context, this.#host);
  }

  #done(asked: Asked, { ts, writer, value }: Kept, replica: number, seen: Vector): void {
    const { service, key, kind } = asked.use;
    this.forget(asked.work);
    const { read, written } = this.#session(service);
    const wrote = kind === 'write';
    this.#slice.sessions[service] = {
      read: wrote ? read : joined(read, seen),
      written: wrote ? joined(written, { [writer]: seen[writer] ?? 0 }) : written,
    };
    const about = { ...operationOf(asked), agent: this.#host.agent, key: key! };
    const type = wrote ? 'shared-memory.written' : 'shared-memory.read';
    this.#context.record({ type, ...about, ts, writer, value, members: [replica], seen } satisfies DoneFact);
    this.#host.obtained(asked, value);
  }

  /** What it knows to be there, by what came of its reads and writes. */
  #session(service: number): Session {
    return this.#slice.sessions[service] ?? { read: nothingSeen, written: nothingSeen };
  }

  /** What a replica must have seen before it serves this session. */
  #after(service: number, reading: boolean): Vector {
    const { sessions } = this.#memory(service);
    const { read, written } = this.#session(service);
    const behindWrites = sessions.includes(reading ? 'read-your-writes' : 'monotonic-writes');
    const behindReads = sessions.includes(reading ? 'monotonic-reads' : 'writes-follow-reads');
    return joined(behindWrites ? written : nothingSeen, behindReads ? read : nothingSeen);
  }

  #serve(request: Request): void {
    const { service, does, after, known } = request;
    const copy = this.#slice.copies[service];
    if (copy === undefined) return;
    if (!covers(copy.store.seen, after)) {
      this.#catchUp(service, copy, after);
      return;
    }
    const name = `${String(this.#context.from)}/${String(request.ask)}`;
    const did = copy.done[name] ?? this.#did(service, copy, request);
    const { from } = this.#context;
    if (typeof did === 'string') {
      this.#context.send(from, { type: 'shared-memory.refusal', ...operation(request), reason: did } satisfies Refusal);
      return;
    }
    if (does !== null) copy.done[name] = did;
    const { ts, writer, value } = did;
    const { seen } = copy.store;
    this.#context.send(from, {
      type: 'shared-memory.answer',
      ...operation(request),
      ts,
      writer,
      value,
      seen,
    } satisfies Answer);
    this.#catchUp(service, copy, known);
  }

  /** Gets what it lacks of what somebody has seen: whoever made it has it for certain. */
  #catchUp(service: number, copy: Copy, known: Vector): void {
    const { seen } = copy.store;
    const maker = Object.keys(known)
      .map(Number)
      .find((each) => (seen[each] ?? 0) < known[each]!);
    if (maker !== undefined && maker !== this.#host.agent) this.#entropy.open(service, copy, maker);
  }

  /** Reads or writes its copy; a sentence where that cannot be done. */
  #did(
    service: number,
    copy: Copy,
    { key, does, value, at }: Pick<Request, 'key' | 'does' | 'value'> & { readonly at?: number | undefined },
  ): Kept | string {
    const { type } = this.#memory(service);
    const { store } = copy;
    if (does === null) {
      const standing = standingAt(store.contents, key);
      const { ts, writer } = standing.at(-1) ?? { ts: 0, writer: -1 };
      return { ts, writer, value: valueOf(type, standing) };
    }
    const made = make(store, type, { key, does, value, at }, this.#context.now);
    if (!made.ok) return made.error;
    const { tag, changes } = made.value;
    const standing = standingAt(store.contents, key);
    for (const change of changes) this.#entropy.held(service, { change, standing });
    if (changes.length > 0) this.#entropy.stir(service, copy);
    return { ts: tag.ts, writer: tag.writer, value: valueOf(type, standing) };
  }

  /** Which of the replicas it asks that is near to nobody: by lot, and always the same. */
  #lot(service: number, replicas: number): number {
    const { agents } = this.#plan;
    return this.#context.lot(room, agents[this.#host.agent]!.id, service).integer(0, replicas - 1);
  }
  #memory(service: number): SharedPlan {
    return serviceAt(this.#plan, service).memory!;
  }
}

function operation({ task, lease, place, service, ask }: Request): Omit<Refusal, 'type' | 'reason'> {
  return { task, lease, place, service, ask };
}
