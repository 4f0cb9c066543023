/**
 * The ordinary course of a view (Castro and Liskov 1999, section 4.2): the primary gives a request a slot, backups
 * prepare it, all commit it, and everybody executes in the order of slots. A replica never accepts two digests at one
 * slot of a view, and executes no request twice.
 */
import {
  chained,
  nullOrder,
  type Order,
  type PrePrepare,
  type Proof,
  type Reply,
  type Request,
  type Vote,
} from '../messages.ts';
import { Seat } from './seat.ts';
import { countOf, noVotes, phase, slotAt, vote, votersOf, type Slot } from './state.ts';

/** Words that a member says of a slot: it proposes, prepares and commits. */
const kindsOfWords = 3;

export abstract class Ordering extends Seat {
  /** True while a view is being entered: what it carries over gets its slots before anything new. */
  protected opening = false;

  /** The state after a slot at which a checkpoint is due. */
  protected abstract checkpoint(): void;
  /** What others have at a slot and this replica lacks may still come; if it does not, it is asked for. */
  protected abstract lacks(slot: number): void;
  /** Who waits for a view in vain asks again. */
  protected abstract insist(): void;

  protected request(message: Request): void {
    const { state } = this;
    const order = orderIn(message);
    const { task, attempt } = order;
    const last = state.answers[task];
    if (last !== undefined && attempt <= last.order.attempt) {
      // It may have missed the answer.
      if (attempt === last.order.attempt && this.sender === -1) this.reply(last.slot, last.order);
      return;
    }
    const known = state.pending[task];
    if (known === undefined || attempt > known.attempt) {
      const flaw = this.flawOf(order);
      if (flaw !== null) {
        this.refuse(message.type, flaw);
        return;
      }
      state.pending[task] = order;
    }
    const waiting = state.pending[task]!;
    this.hearten();
    if (!state.active) this.insist();
    else if (this.leads) this.#give(waiting, this.sender);
    else {
      if (this.sender === -1 && !this.#isAssigned(waiting)) this.send(this.primaryOf(state.view), message);
      this.watch();
    }
  }

  /** As primary: gives slots to all that wait for one. */
  protected giveAll(): void {
    if (!this.leads || this.opening) return;
    for (const order of Object.values(this.state.pending)) if (!this.#isAssigned(order)) this.#assign(order);
  }

  #isAssigned({ task, digest }: Order): boolean {
    const slot = this.state.assigned[task];
    return slot !== undefined && this.state.slots[slot]?.order.digest === digest;
  }

  /** A backup that passes on a request which has its slot has missed that slot. */
  #give(order: Order, asking: number): void {
    if (!this.#isAssigned(order)) this.#assign(order);
    else if (asking !== -1) this.send(asking, this.#proposal(this.state.assigned[order.task]!, order));
  }

  #assign(order: Order): void {
    const { state } = this;
    // Behind the window the request waits for a stable checkpoint.
    if (state.given >= this.high) return;
    const slot = (state.given += 1);
    this.broadcast(this.#proposal(slot, order));
    this.accept(slot, order, this.place);
  }

  #proposal(slot: number, order: Order): PrePrepare {
    const { view } = this.state;
    return { type: 'consensus-pbft.pre-prepare', group: this.number, view, slot, ...order };
  }

  protected prePrepare(message: PrePrepare): void {
    const { state } = this;
    const { view, slot } = message;
    if (!state.active || view !== state.view) {
      if (view >= state.view) this.#keep(message);
      return;
    }
    if (this.sender !== this.primaryOf(view)) {
      this.refuse(message.type, `it is not from the primary of view ${view}`);
      return;
    }
    if (slot <= state.stable.slot) return;
    if (slot > this.high) {
      this.#keep(message);
      return;
    }
    const at = state.slots[slot];
    if (at !== undefined && at.view === view) {
      if (at.order.digest !== message.digest)
        this.refuse(message.type, `something else was accepted at slot ${slot} of view ${view}`);
      return;
    }
    const done = at?.done ?? null;
    if (done !== null && done.order.digest !== message.digest) {
      this.refuse(message.type, `something else was committed at slot ${slot}`);
      return;
    }
    const order = orderIn(message);
    const flaw = this.flawOf(order);
    if (flaw === null) this.accept(slot, order, this.sender);
    else this.refuse(message.type, flaw);
  }

  /** What is beyond the window, or for a later view, is heard again when this replica is there. So much of each member is kept. */
  #keep(message: PrePrepare | Vote): void {
    const { state, sender: place } = this;
    if (message.slot > this.high + this.window) return;
    const kept = (state.early[place] ??= []);
    if (kept.length < kindsOfWords * 2 * this.window) kept.push(message);
  }

  /** The window has moved, or a view was entered: what came too early is heard again. */
  protected hearAgain(): void {
    const { state, sender } = this;
    const { early } = state;
    state.early = {};
    for (const place of Object.keys(early).map(Number)) {
      this.sender = place;
      for (const message of early[place]!)
        if (message.type === 'consensus-pbft.pre-prepare') this.prePrepare(message);
        else this.voted(message);
    }
    this.sender = sender;
  }

  /** Binds itself to this order at this slot of its view, as a member proposed it, and says so unless it is the primary. */
  protected accept(slot: number, order: Order, proposer: number): void {
    const { state } = this;
    const { view } = state;
    const at = slotAt(state, slot);
    at.view = view;
    at.order = order;
    at.phase = phase.accepted;
    if (order.task !== nullOrder.task) {
      state.assigned[order.task] = slot;
      const last = state.answers[order.task]?.order.attempt ?? 0;
      const known = state.pending[order.task]?.attempt ?? 0;
      if (order.attempt > last && order.attempt > known) state.pending[order.task] = order;
    }
    const primary = this.primaryOf(view);
    this.tellPhase('consensus-pbft.accepted', { slot, view, order, certificate: [proposer] });
    if (primary !== this.place) this.#vote('consensus-pbft.prepare', slot, at);
    this.watch();
    this.prepared(slot, at);
  }

  #vote(type: Vote['type'], slot: number, at: Slot): void {
    const { view, order } = at;
    const votes =
      type === 'consensus-pbft.prepare'
        ? (at.prepares ??= noVotes(this.members))
        : (at.commits ??= noVotes(this.members));
    vote(votes, this.place, view, order.digest);
    this.broadcast({ type, group: this.number, view, slot, ...order } satisfies Vote);
  }

  protected voted(message: Vote): void {
    const { state, sender: place } = this;
    const { type, view, slot, digest } = message;
    if (view < state.view || slot <= state.stable.slot) return;
    if (slot > this.high) {
      this.#keep(message);
      return;
    }
    const preparing = type === 'consensus-pbft.prepare';
    // The primary has said what it is for by proposing it.
    if (preparing && place === this.primaryOf(view)) return;
    const at = slotAt(state, slot);
    if (at.view === view) {
      if (at.phase === phase.committed) return;
      if (at.order.digest !== digest) this.refuse(type, `it is for something else than was proposed at slot ${slot}`);
    }
    const votes = preparing ? (at.prepares ??= noVotes(this.members)) : (at.commits ??= noVotes(this.members));
    if (!vote(votes, place, view, digest)) return;
    // One honest member at least is bound to it: if what it takes does not come, it is asked for.
    if (!preparing && at.done === null && countOf(votes, view, digest) > this.group.faulty) this.lacks(slot);
    if (at.view !== view) return;
    if (!state.active) return;
    if (at.phase === phase.accepted) this.prepared(slot, at);
    else if (at.phase === phase.prepared) this.#committed(slot, at);
  }

  /** Prepared: the proposal, and as many backups that say the same as make a quorum with the primary. */
  protected prepared(slot: number, at: Slot): void {
    const { view, order } = at;
    const primary = this.primaryOf(view);
    if (countOf(at.prepares, view, order.digest) < this.group.quorum - 1) return;
    at.phase = phase.prepared;
    const backups = at.prepares === null ? [] : votersOf(at.prepares, view, order.digest);
    at.proof = { slot, view, order, certificate: [primary, ...backups] };
    this.tellPhase('consensus-pbft.prepared', at.proof);
    this.#vote('consensus-pbft.commit', slot, at);
    this.#committed(slot, at);
  }

  #committed(slot: number, at: Slot): void {
    const { view, order } = at;
    if (countOf(at.commits, view, order.digest) < this.group.quorum) return;
    at.phase = phase.committed;
    const proof: Proof = { slot, view, order, certificate: votersOf(at.commits!, view, order.digest) };
    at.prepares = null;
    at.commits = null;
    this.tellPhase('consensus-pbft.committed', proof);
    if (at.done !== null) return;
    at.done = proof;
    this.execute();
  }

  /** Executes what is committed and comes next, slot after slot. */
  protected execute(): void {
    const { state } = this;
    for (let done = this.#next(); done !== null; done = this.#next()) {
      const { slot, view, order } = done;
      state.executed = slot;
      state.chain = chained(state.chain, order);
      const known = state.answers[order.task]?.order.attempt ?? 0;
      const fresh = order.task !== nullOrder.task && order.attempt > known;
      this.tellExecuted(slot, view, fresh ? order : nullOrder, order.digest);
      if (fresh) {
        state.answers[order.task] = { slot, order };
        this.#settle(order);
        this.reply(slot, order);
      }
      if (slot % this.group.checkpointEvery === 0) this.checkpoint();
    }
  }

  /** What comes next, if it is committed. */
  #next(): Proof | null {
    return this.state.slots[this.state.executed + 1]?.done ?? null;
  }

  /** What was waited for came: patience begins anew for what else waits. */
  #settle({ task, attempt }: Order): void {
    const { state } = this;
    if ((state.pending[task]?.attempt ?? Infinity) <= attempt) delete state.pending[task];
    if (!state.active) return;
    state.tries = 0;
    this.calm();
    this.watch();
  }

  protected reply(slot: number, order: Order): void {
    const { view } = this.state;
    this.answer({ type: 'consensus-pbft.reply', group: this.number, view, slot, ...order } satisfies Reply);
  }
}

function orderIn({ task, attempt, value, digest }: Order): Order {
  return { task, attempt, value, digest };
}
