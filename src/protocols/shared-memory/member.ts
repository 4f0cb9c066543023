/**
 * What an agent plays in shared memories, as a client of those that its tasks use and as a replica of those of which it holds a
 * copy. Strong is the register of Attiya, Bar-Noy and Dolev (1995) for many writers; naive is the exhibit: it writes to its own copy,
 * tells the others, and waits for nobody.
 */
import type { AgentHost, Asked, Role } from '../../agents/index.ts';
import type { Context } from '../../kernel/index.ts';
import { actorOfAgent, agentOfActor, serviceAt, type Plan, type ServicePlan } from '../../plan/index.ts';
import { keyOf, operationOf } from './asking.ts';
import {
  nothing,
  room,
  type AskedFact,
  type Broadcast,
  type DoneFact,
  type EventualMessage,
  type PrimaryMessage,
  type Kept,
  type MemoryMessage,
  type Operation,
  type Patience,
  type Query,
  type Store,
  type Stored,
  type Tagged,
  type UnavailableFact,
} from './messages.ts';
import { asksMax, isStrong, latest, neededOf } from './quorum.ts';
import { EventualMember, freshSlice, isEventual, type EventualSlice } from './eventual/member.ts';
import { freshPrimary, hasPrimary, PrimaryMember, type PrimarySlice } from './primary/client.ts';
import { emptyCopies, keep, keptIn, overwrite, type Copies, type Slot } from './replica.ts';
import { isSame } from './tag.ts';

interface Heard extends Kept {
  readonly replica: number;
}
interface Open {
  readonly asked: Asked;
  /** The number of the asking: what answers an earlier one says nothing of what stands there now. */
  readonly ask: number;
  phase: 'query' | 'store';
  /** Answers of the phase, one of each replica. */
  heard: Heard[];
  /** What is stored in the second phase. */
  storing: Kept;
  times: number;
  timer: number;
}
interface MemberSlice {
  /** What it does for eventual memories; absent where there are none. */
  eventual?: EventualSlice;
  /** The same for those that have a primary. */
  primary?: PrimarySlice;
  /** By task and lease: one thing is asked for at a time. */
  open: Record<string, Open>;
  /** How often it has asked; it survives a crash. */
  asks: number;
  copies: Copies;
  /** The highest count that it has given to a value of its own, by service and key: it survives a crash. */
  issued: Record<string, number>;
}

export function memberRole(plan: Plan): Role<MemberSlice, MemoryMessage> {
  return {
    room,
    init(agent) {
      const slice: MemberSlice = { open: {}, asks: 0, copies: emptyCopies(plan, room, agent), issued: {} };
      const eventual = freshSlice(plan, agent);
      const primary = freshPrimary(plan, agent);
      return {
        ...slice,
        ...(eventual === undefined ? {} : { eventual }),
        ...(primary === undefined ? {} : { primary }),
      };
    },
    obtain(slice, wanted, context, host) {
      const service = serviceAt(plan, wanted.use.service);
      const asked = isCleared(wanted, service) ? { ...wanted, value: null } : wanted;
      tellAsked(asked, context, host);
      if (isEventual(service)) new EventualMember(plan, slice.eventual!, context, host).begin(asked);
      else if (hasPrimary(service)) primaryMember(plan, slice, context, host).begin(asked);
      else new Member(plan, slice, context, host).begin(asked);
    },
    receive(slice, message, context, host) {
      const service = serviceAt(plan, message.service);
      if (isEventual(service))
        new EventualMember(plan, slice.eventual!, context, host).hear(message as EventualMessage);
      else if (hasPrimary(service)) primaryMember(plan, slice, context, host).hear(message as PrimaryMessage);
      else new Member(plan, slice, context, host).hear(message as QuorumMessage);
    },
    release(slice, { work, use }, context, host) {
      const service = serviceAt(plan, use.service);
      if (isEventual(service)) new EventualMember(plan, slice.eventual!, context, host).forget(work);
      else if (hasPrimary(service)) primaryMember(plan, slice, context, host).forget(work);
      else forget(slice, keyOf(work), context);
    },
    ended: () => undefined,
    recovered(slice, context, host) {
      slice.open = {};
      if (slice.eventual !== undefined) new EventualMember(plan, slice.eventual, context, host).recovered();
      if (slice.primary !== undefined) primaryMember(plan, slice, context, host).recovered();
    },
  };
}

/** Of all messages those that go about memories of majorities, and of the exhibit. */
type QuorumMessage = Exclude<MemoryMessage, EventualMessage | PrimaryMessage>;

function primaryMember(plan: Plan, slice: MemberSlice, context: Context, host: AgentHost): PrimaryMember {
  return new PrimaryMember(plan, { primary: slice.primary!, copies: slice.copies }, context, host);
}

/** Whether nothing stands under the key afterwards: what a removal names plays no part where there are no elements to choose from. */
function isCleared({ use: { does } }: Asked, { memory }: ServicePlan): boolean {
  return does === 'remove' && (memory!.type === 'register' || memory!.type === 'multi-value');
}

function tellAsked(asked: Asked, context: Context, { agent }: AgentHost): void {
  const { use, value, at, expect } = asked;
  const action = use.kind === 'write' ? 'write' : 'read';
  const does = use.does === undefined || use.does === 'set' ? {} : { does: use.does };
  const about = {
    ...operationOf(asked),
    agent,
    key: use.key!,
    action,
    value,
    ...does,
    ...(at === undefined ? {} : { at }),
    ...(expect === undefined ? {} : { expect }),
  } as const;
  context.record({ type: 'shared-memory.asked', ...about } satisfies AskedFact);
}

function forget(slice: MemberSlice, key: string, context: Context): void {
  const open = slice.open[key];
  if (open === undefined) return;
  context.cancel(open.timer);
  delete slice.open[key];
}

/** Valid during one call. */
class Member {
  readonly #plan: Plan;
  readonly #slice: MemberSlice;
  readonly #context: Context;
  readonly #host: AgentHost;

  constructor(plan: Plan, slice: MemberSlice, context: Context, host: AgentHost) {
    this.#plan = plan;
    this.#slice = slice;
    this.#context = context;
    this.#host = host;
  }

  begin(asked: Asked): void {
    if (!isStrong(this.#serviceOf(asked)) && this.#naive(asked)) return;
    const ask = (this.#slice.asks += 1);
    const open: Open = { asked, ask, phase: 'query', heard: [], storing: nothing, times: 0, timer: 0 };
    this.#slice.open[keyOf(asked.work)] = open;
    this.#ask(open);
  }

  hear(message: QuorumMessage): void {
    const { from } = this.#context;
    const sender = agentOfActor(from);
    switch (message.type) {
      case 'shared-memory.query':
        if (this.#holds(message)) this.#context.send(from, this.#answer(message));
        return;
      case 'shared-memory.store':
        if (!this.#holds(message)) return;
        keep(this.#slice.copies, this.#slot(message), message, this.#context);
        this.#context.send(from, { type: 'shared-memory.stored', ...asking(message) } satisfies Stored);
        return;
      case 'shared-memory.broadcast':
        if (this.#holds(message)) overwrite(this.#slice.copies, this.#slot(message), message, this.#context);
        return;
      case 'shared-memory.tagged':
      case 'shared-memory.stored': {
        const open = this.#opened(message);
        if (open?.ask !== message.ask || (open.phase === 'query') !== (message.type === 'shared-memory.tagged')) return;
        const { ts, writer, value } = message.type === 'shared-memory.tagged' ? message : open.storing;
        this.#answered(open, { replica: sender, ts, writer, value });
        return;
      }
      case 'shared-memory.patience': {
        const open = this.#opened(message);
        if (open !== undefined) this.#impatient(open);
      }
    }
  }

  /** Asks all replicas that have not answered; its own copy answers at once and costs no message. */
  #ask(open: Open): void {
    const { agent } = this.#host;
    const { asked, heard } = open;
    const { replicas } = this.#serviceOf(asked);
    const about = operationOf(asked);
    const key = asked.use.key!;
    const name = { ...about, ask: open.ask, key };
    open.times += 1;
    for (const replica of replicas) {
      if (replica === agent || heard.some((each) => each.replica === replica)) continue;
      const message: Query | Store =
        open.phase === 'query'
          ? { type: 'shared-memory.query', ...name }
          : { type: 'shared-memory.store', ...name, ...open.storing };
      this.#context.send(actorOfAgent(replica), message);
    }
    // Two ways, and a moment for whoever is busy.
    const patienceMs = 2 * this.#plan.delayMaxMs + 10;
    open.timer = this.#context.after(patienceMs, { type: 'shared-memory.patience', ...about } satisfies Patience);
    if (!replicas.includes(agent) || heard.some(({ replica }) => replica === agent)) return;
    const slot = { agent, service: asked.use.service, key };
    if (open.phase === 'store') keep(this.#slice.copies, slot, open.storing, this.#context);
    this.#answered(open, { replica: agent, ...keptIn(this.#slice.copies, slot) });
  }

  #answered(open: Open, { replica, ts, writer, value }: Heard): void {
    const service = this.#serviceOf(open.asked);
    if (!service.replicas.includes(replica) || open.heard.some((each) => each.replica === replica)) return;
    open.heard.push({ replica, ts, writer, value });
    const needed = neededOf(service);
    if (open.heard.length < needed) return;
    this.#context.cancel(open.timer);
    if (open.phase === 'store') this.#done(open, open.storing);
    else this.#known(open, service);
  }

  /** A quorum has said what it has: a write goes behind all of that, and a read makes sure that nobody reads less after it. */
  #known(open: Open, service: ServicePlan): void {
    const last = latest(open.heard);
    const { use, value } = open.asked;
    const isRead = use.kind !== 'write';
    if (isRead && (!isStrong(service) || open.heard.every((each) => isSame(each, last)))) {
      this.#done(open, last);
      return;
    }
    open.storing = isRead ? last : { ts: this.#issue(use.service, use.key!, last.ts), writer: this.#host.agent, value };
    open.phase = 'store';
    open.heard = [];
    open.times = 0;
    this.#ask(open);
  }

  /** A count behind all that it knows of and all that it ever gave, so that no two of its values have one tag. */
  #issue(service: number, key: string, known: number): number {
    const name = `${String(service)}/${key}`;
    const ts = Math.max(known, this.#slice.issued[name] ?? 0) + 1;
    this.#slice.issued[name] = ts;
    return ts;
  }

  #done({ asked, heard }: Pick<Open, 'asked' | 'heard'>, { ts, writer, value }: Kept): void {
    forget(this.#slice, keyOf(asked.work), this.#context);
    const about = this.#about(asked);
    const type = asked.use.kind === 'write' ? 'shared-memory.written' : 'shared-memory.read';
    const members = heard.map(({ replica }) => replica);
    this.#context.record({ type, ...about, ts, writer, value, members } satisfies DoneFact);
    this.#host.obtained(asked, value);
  }

  #impatient(open: Open): void {
    if (open.times < asksMax) {
      this.#ask(open);
      return;
    }
    const { asked, heard, times } = open;
    const service = this.#serviceOf(asked);
    const needed = neededOf(service);
    const about = this.#about(asked);
    const count = { answered: heard.length, needed, times };
    forget(this.#slice, keyOf(asked.work), this.#context);
    this.#context.record({ type: 'shared-memory.unavailable', ...about, ...count } satisfies UnavailableFact);
    const of = `${String(heard.length)} of ${String(service.replicas.length)} replicas of ${service.name} answered`;
    this.#host.refused(asked, `unavailable: ${of}, and ${String(needed)} must`);
  }

  /** Done at once: a write, by one's own copy if there is one and a word to the others; a read of one's own copy. False for a read without one. */
  #naive(asked: Asked): boolean {
    const { agent } = this.#host;
    const { use, value } = asked;
    const { replicas } = this.#serviceOf(asked);
    const slot: Slot = { agent, service: use.service, key: use.key! };
    const holds = replicas.includes(agent);
    if (use.kind !== 'write') {
      if (holds) this.#done({ asked, heard: [{ replica: agent, ...nothing }] }, keptIn(this.#slice.copies, slot));
      return holds;
    }
    const kept: Kept = { ts: 0, writer: agent, value };
    if (holds) overwrite(this.#slice.copies, slot, kept, this.#context);
    for (const replica of replicas) {
      const message: Broadcast = { type: 'shared-memory.broadcast', ...operationOf(asked), key: use.key!, ...kept };
      if (replica !== agent) this.#context.send(actorOfAgent(replica), message);
    }
    this.#done({ asked, heard: holds ? [{ replica: agent, ...kept }] : [] }, kept);
    return true;
  }

  #answer(query: Query): Tagged {
    const { ts, writer, value } = keptIn(this.#slice.copies, this.#slot(query));
    return { type: 'shared-memory.tagged', ...asking(query), ts, writer, value };
  }

  #holds({ service }: Operation): boolean {
    return this.#slice.copies[service] !== undefined;
  }
  #slot({ service, key }: { readonly service: number; readonly key: string }): Slot {
    return { agent: this.#host.agent, service, key };
  }
  /** What every fact of a client says. */
  #about(asked: Asked): Operation & { readonly agent: number; readonly key: string } {
    return { ...operationOf(asked), agent: this.#host.agent, key: asked.use.key! };
  }
  #serviceOf({ use }: Asked): ServicePlan {
    return serviceAt(this.#plan, use.service);
  }
  /** What it still waits for; an answer to anything else says nothing. */
  #opened(message: Operation): Open | undefined {
    const open = this.#slice.open[keyOf(message)];
    return open?.asked.place === message.place ? open : undefined;
  }
}

/** Which asking a message answers. */
function asking({ task, lease, place, service, ask }: Query | Store): Operation & { readonly ask: number } {
  return { task, lease, place, service, ask };
}
