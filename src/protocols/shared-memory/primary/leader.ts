/**
 * What a replica does for a memory that has a primary and backups. The primary orders what is asked one by one and answers when
 * all members of its view have it. Whoever is asked by a client that waited for the primary in vain claims the next epoch that is
 * its own; a majority that follows it makes a view, and nobody in that heeds an earlier primary.
 */
import { canonical } from '../../../base/index.ts';
import type { Context } from '../../../kernel/index.ts';
import { actorOfAgent, agentOfActor, majorityOf, serviceAt, type Plan, type ServicePlan } from '../../../plan/index.ts';
import {
  nothing,
  type Begin,
  type Claim,
  type Entry,
  type Fenced,
  type Free,
  type Image,
  type Joined,
  type Kept,
  type LedFact,
  type Moved,
  type Outcome,
  type Prepare,
  type Prepared,
  type Refusal,
  type Settled,
  type Submit,
  type Tick,
} from '../messages.ts';
import { asksMax } from '../quorum.ts';
import { keptIn, overwrite, type Copies } from '../replica.ts';
import { latestImage, leadingFrom, nameOf, nextEpochOf, primaryOf, tagAt, type Pending, type Seat } from './seat.ts';

export type ReplicaMessage = Submit | Prepare | Prepared | Claim | Joined | Begin | Fenced | Tick | Free;
export type Reply = Outcome | Moved | Refusal;

/** One replica of one memory; valid during one call. */
export class Leader {
  readonly #plan: Plan;
  readonly #seat: Seat;
  readonly #copies: Copies;
  readonly #context: Context;
  readonly #agent: number;
  readonly #at: number;
  /** Hears what the replica says to its own agent. */
  readonly #own: (reply: Reply) => void;

  constructor(
    { plan, copies, seat }: { readonly plan: Plan; readonly copies: Copies; readonly seat: Seat },
    context: Context,
    { agent, service }: { readonly agent: number; readonly service: number },
    own: (reply: Reply) => void,
  ) {
    this.#plan = plan;
    this.#seat = seat;
    this.#copies = copies;
    this.#context = context;
    this.#agent = agent;
    this.#at = service;
    this.#own = own;
  }

  /** A client asks, who may be this agent itself. */
  submit(submit: Submit, from: number): void {
    const seat = this.#seat;
    if (seat.leading === undefined) {
      const primary = primaryOf(seat.promised, this.#service.replicas);
      if (submit.suspects < seat.promised && primary !== this.#agent) {
        this.#reply(from, { ...operation(submit), type: 'shared-memory.moved', epoch: seat.promised });
        return;
      }
      this.#claim();
    }
    const { leading } = seat;
    if (leading === undefined) return;
    const name = nameOf({ submit, from });
    if (!leading.queue.some((each) => nameOf(each) === name)) leading.queue.push({ submit, from });
    this.#next();
  }

  hear(message: Exclude<ReplicaMessage, Submit>): void {
    const seat = this.#seat;
    const { from } = this.#context;
    switch (message.type) {
      case 'shared-memory.prepare':
      case 'shared-memory.begin':
        this.#follow(message, from);
        return;
      case 'shared-memory.prepared':
        this.#prepared(message, agentOfActor(from));
        return;
      case 'shared-memory.claim':
        this.#asked(message.epoch, agentOfActor(from));
        return;
      case 'shared-memory.joined':
        this.#joined(message, agentOfActor(from));
        return;
      case 'shared-memory.fenced':
        if (message.epoch > seat.promised) this.#yield(message.epoch);
        return;
      case 'shared-memory.free':
        this.#asked(message.epoch, message.to);
        return;
      case 'shared-memory.tick':
        this.#tick(message);
    }
  }

  recovered(): void {
    delete this.#seat.leading;
  }

  /** Serves the first of the queue, where nothing is under way. */
  #next(): void {
    const { leading, done } = this.#seat;
    if (leading?.phase !== 'serving' || leading.busy) return;
    const [first] = leading.queue;
    if (first === undefined) return;
    const known = done[nameOf(first)];
    const now = this.#context.now;
    const isRead = first.submit.does === null;
    // What it reads is only true while it is certain that nobody else leads.
    if (known !== undefined || (isRead && (now < leading.leaseUntilMs || leading.members.length === 1))) {
      this.#answer(first, known);
      return;
    }
    leading.busy = true;
    this.#toAll({
      type: 'shared-memory.prepare',
      ...this.#stamp(),
      entry: isRead ? null : this.#order(first),
    });
  }

  /** A write that expects what is not there is refused by all members, so that it does not take effect when it is asked for once more. */
  #order(pending: Pending): Entry {
    const { submit } = pending;
    const seat = this.#seat;
    seat.count += 1;
    const by = nameOf(pending);
    const standing = this.#standing(submit.key);
    const refused = submit.expect !== undefined && canonical(submit.expect) !== canonical(standing.value);
    const kept: Kept = { ts: tagAt(seat.epoch, seat.count), writer: this.#agent, value: submit.value };
    const entry: Entry = { key: submit.key, by, ...(refused ? { ...standing, refused } : kept) };
    this.#keep(entry);
    return entry;
  }

  #keep({ key, by, ...settled }: Entry): void {
    const slot = { agent: this.#agent, service: this.#at, key };
    if (settled.refused !== true) overwrite(this.#copies, slot, settled, this.#context);
    this.#seat.done[by] = settled;
  }

  /** The first of the queue is answered, and the next one served. */
  #answer({ submit, from }: Pending, known: Settled | undefined): void {
    const leading = this.#seat.leading!;
    leading.queue = leading.queue.slice(1);
    leading.busy = false;
    const settled: Settled = known ?? this.#standing(submit.key);
    const { ts, writer, value, refused } = settled;
    if (refused === true) {
      const reason = `refused: ${submit.key} was ${canonical(value)}, not ${canonical(submit.expect ?? null)}`;
      this.#reply(from, { type: 'shared-memory.refusal', ...operation(submit), reason });
    } else {
      const { members } = leading;
      this.#reply(from, { type: 'shared-memory.outcome', ...operation(submit), ts, writer, value, members });
    }
    this.#next();
  }

  /** All members have answered: what was under way is done. */
  #settled(): void {
    const leading = this.#seat.leading!;
    this.#context.cancel(leading.timer);
    leading.leaseUntilMs = leading.sentMs + this.#leaseMs;
    if (leading.phase === 'beginning') {
      leading.phase = 'serving';
      const { epoch, members } = leading;
      const about = { agent: this.#agent, service: this.#at };
      this.#context.record({ type: 'shared-memory.led', ...about, epoch, members } satisfies LedFact);
      this.#next();
      return;
    }
    const [first] = leading.queue;
    if (first !== undefined) this.#answer(first, this.#seat.done[nameOf(first)]);
  }

  /** Sends to all members but itself, and waits for them. */
  #toAll(message: Prepare | Begin): void {
    const leading = this.#seat.leading!;
    leading.turn = message.turn;
    leading.heard = [this.#agent];
    leading.sentMs = this.#context.now;
    leading.times = 0;
    this.#again(message);
    if (leading.members.length === 1) this.#settled();
  }

  #again(message: Prepare | Begin | Claim): void {
    const leading = this.#seat.leading!;
    leading.times += 1;
    const to = message.type === 'shared-memory.claim' ? this.#service.replicas : leading.members;
    for (const each of to)
      if (each !== this.#agent && !leading.heard.includes(each)) this.#context.send(actorOfAgent(each), message);
    const { service, epoch } = message;
    // Whoever is asked to follow may have to wait until a promise of its is over.
    const waitMs = 2 * this.#plan.delayMaxMs + 10 + (message.type === 'shared-memory.claim' ? this.#leaseMs : 0);
    const tick: Tick = { type: 'shared-memory.tick', service, epoch, turn: leading.turn };
    leading.timer = this.#context.after(waitMs, tick);
  }

  #tick({ epoch, turn }: Tick): void {
    const { leading } = this.#seat;
    if (leading?.epoch !== epoch || leading.turn !== turn) return;
    if (leading.phase === 'claiming') {
      if (leading.heard.length >= majorityOf(this.#service.replicas.length)) this.#begin();
      else if (leading.times < asksMax) this.#again({ type: 'shared-memory.claim', service: this.#at, epoch });
      else delete this.#seat.leading;
      return;
    }
    if (leading.heard.length === leading.members.length) return;
    if (leading.times < asksMax) this.#again(this.#underWay());
    else this.#claim();
  }

  /** What was sent in this turn, once more. */
  #underWay(): Prepare | Begin {
    const leading = this.#seat.leading!;
    const stamp = { service: this.#at, epoch: leading.epoch, turn: leading.turn };
    if (leading.phase === 'beginning')
      return { type: 'shared-memory.begin', ...stamp, members: leading.members, image: this.#image() };
    const [first] = leading.queue;
    const by = nameOf(first!);
    const { submit } = first!;
    const kept = this.#seat.done[by];
    return {
      type: 'shared-memory.prepare',
      ...stamp,
      entry: kept === undefined ? null : { key: submit.key, by, ...kept },
    };
  }

  #prepared({ epoch, turn }: Prepared, member: number): void {
    const { leading } = this.#seat;
    if (leading?.epoch !== epoch || leading.turn !== turn || leading.phase === 'claiming') return;
    if (leading.heard.includes(member) || !leading.members.includes(member)) return;
    leading.heard.push(member);
    if (leading.heard.length === leading.members.length) this.#settled();
  }

  /** Takes what the primary of its epoch orders, or begins a view with a later one. */
  #follow(message: Prepare | Begin, from: number): void {
    const seat = this.#seat;
    const { epoch, turn } = message;
    if (epoch < seat.promised) {
      const fenced: Fenced = { type: 'shared-memory.fenced', service: this.#at, epoch: seat.promised };
      this.#context.send(from, fenced);
      return;
    }
    if (message.type === 'shared-memory.begin') {
      if (epoch > seat.epoch) this.#adopt(epoch, message.image);
    } else if (epoch !== seat.epoch) return;
    else if (message.entry !== null && seat.done[message.entry.by] === undefined) {
      seat.count += 1;
      this.#keep(message.entry);
    }
    seat.grantedUntilMs = this.#context.now + this.#leaseMs;
    this.#context.send(from, { type: 'shared-memory.prepared', service: this.#at, epoch, turn } satisfies Prepared);
  }

  /** Has all that the view begins with, and nothing else. */
  #adopt(epoch: number, { count, copy, done }: Image): void {
    const seat = this.#seat;
    if (seat.leading !== undefined && seat.leading.epoch < epoch) this.#yield(epoch);
    Object.assign(seat, { epoch, promised: epoch, count, done: { ...done } });
    const slot = { agent: this.#agent, service: this.#at };
    const mine = this.#copies[this.#at]!;
    for (const key of Object.keys({ ...mine, ...copy })) {
      // What was never acknowledged may not be there any more.
      const kept = copy[key] ?? nothing;
      const has = mine[key];
      if (has?.ts !== kept.ts) overwrite(this.#copies, { ...slot, key }, kept, this.#context);
    }
  }

  /** Somebody leads later: it follows nobody before that, and answers nobody. */
  #yield(epoch: number): void {
    const { leading } = this.#seat;
    if (leading !== undefined) this.#context.cancel(leading.timer);
    delete this.#seat.leading;
    this.#seat.promised = Math.max(this.#seat.promised, epoch);
  }

  /** Wants to lead in the next epoch that is its own; what it was asked stays. */
  #claim(): void {
    const seat = this.#seat;
    const epoch = nextEpochOf(this.#agent, this.#service.replicas, seat.promised);
    const queue = seat.leading?.queue ?? [];
    if (seat.leading !== undefined) this.#context.cancel(seat.leading.timer);
    seat.leading = { ...leadingFrom(epoch), queue };
    this.#again({ type: 'shared-memory.claim', service: this.#at, epoch });
    this.#asked(epoch, this.#agent);
  }

  /** Follows whoever claims a later epoch, once no earlier promise stands against it. */
  #asked(epoch: number, claimant: number): void {
    const seat = this.#seat;
    const own = claimant === this.#agent;
    if (epoch < seat.promised || (epoch === seat.promised && seat.epoch === epoch)) {
      const fenced: Fenced = { type: 'shared-memory.fenced', service: this.#at, epoch: seat.promised };
      if (!own) this.#context.send(actorOfAgent(claimant), fenced);
      return;
    }
    const leftMs = seat.grantedUntilMs - this.#context.now;
    if (leftMs > 0) {
      this.#context.after(leftMs, {
        type: 'shared-memory.free',
        service: this.#at,
        epoch,
        to: claimant,
      } satisfies Free);
      return;
    }
    if (own) {
      seat.promised = epoch;
      this.#joined({ type: 'shared-memory.joined', service: this.#at, epoch, image: this.#image() }, this.#agent);
      return;
    }
    this.#yield(epoch);
    const joined: Joined = { type: 'shared-memory.joined', service: this.#at, epoch, image: this.#image() };
    this.#context.send(actorOfAgent(claimant), joined);
  }

  #joined({ epoch, image }: Joined, member: number): void {
    const { leading } = this.#seat;
    if (leading?.epoch !== epoch || leading.phase !== 'claiming' || leading.heard.includes(member)) return;
    leading.heard.push(member);
    leading.images[member] = image;
    if (leading.heard.length === this.#service.replicas.length) this.#begin();
  }

  /** A majority follows: it has one of each set of members that ever acknowledged anything. Without its own promise there is none. */
  #begin(): void {
    const leading = this.#seat.leading!;
    const { epoch } = leading;
    if (!leading.heard.includes(this.#agent)) return;
    this.#context.cancel(leading.timer);
    this.#adopt(epoch, latestImage(Object.values(leading.images)));
    leading.members = [...leading.heard].sort((one, other) => one - other);
    leading.phase = 'beginning';
    leading.images = {};
    this.#toAll({ type: 'shared-memory.begin', ...this.#stamp(), members: leading.members, image: this.#image() });
  }

  #image(): Image {
    const { epoch: last, count, done } = this.#seat;
    return { last, count, copy: { ...this.#copies[this.#at]! }, done: { ...done } };
  }

  #reply(from: number, reply: Reply): void {
    if (from === actorOfAgent(this.#agent)) this.#own(reply);
    else this.#context.send(from, reply);
  }

  #stamp(): { readonly service: number; readonly epoch: number; readonly turn: number } {
    const { epoch, turn } = this.#seat.leading!;
    return { service: this.#at, epoch, turn: turn + 1 };
  }
  #standing(key: string): Kept {
    return keptIn(this.#copies, { agent: this.#agent, service: this.#at, key });
  }
  get #service(): ServicePlan {
    return serviceAt(this.#plan, this.#at);
  }
  get #leaseMs(): number {
    return this.#service.memory!.leaseMs;
  }
}

function operation({ task, lease, place, service, ask }: Submit): Omit<Moved, 'type' | 'epoch'> {
  return { task, lease, place, service, ask };
}
