/**
 * The seat of an agent in a group: who the others are, how many make a quorum, and how it speaks. A seat is a tool,
 * valid for one call at a time; what it knows of the group follows from the plan, and what changes is in the state.
 */
import type { Context, Message } from '../../../kernel/index.ts';
import { actorOfAgent, groupAt, type DecisionGroup, type Plan } from '../../../plan/index.ts';
import {
  askedOf,
  isSound,
  type Certified,
  type ExecutedFact,
  type Order,
  type PhaseFact,
  type Proof,
  type RefusedFact,
  type Timeout,
} from '../messages.ts';
import type { ReplicaState } from './state.ts';

/** Patience doubles at most so often, and ends after so many times in a row until a client asks again. */
const doublingsMax = 10;
const triesMax = 16;

export abstract class Seat {
  protected readonly plan: Plan;
  protected readonly number: number;
  protected readonly group: DecisionGroup;
  /** The place of this agent among the members. */
  protected readonly place: number;
  readonly #actors: readonly number[];
  readonly #places: ReadonlyMap<number, number>;
  protected state!: ReplicaState;
  protected context!: Context;
  /** The place of whoever sent the message; -1 for one that is no member, such as the client. */
  protected sender = -1;

  constructor(plan: Plan, number: number, agent: number) {
    this.plan = plan;
    this.number = number;
    this.group = groupAt(plan, number);
    this.place = this.group.members.indexOf(agent);
    this.#actors = this.group.members.map(actorOfAgent);
    this.#places = new Map(this.#actors.map((actor, place) => [actor, place]));
  }

  /** For the length of one call. */
  protected enter(state: ReplicaState, context: Context): void {
    this.state = state;
    this.context = context;
    this.sender = this.#places.get(context.from) ?? -1;
  }

  protected get members(): number {
    return this.#actors.length;
  }
  protected get window(): number {
    return 2 * this.group.checkpointEvery;
  }
  protected primaryOf(view: number): number {
    return view % this.#actors.length;
  }
  /** Whether this replica orders requests now. */
  protected get leads(): boolean {
    return this.state.active && this.primaryOf(this.state.view) === this.place;
  }

  protected send<M extends Message>(place: number, message: M): void {
    this.context.send(this.#actors[place]!, message);
  }

  /** To all the others: nobody sends to itself. */
  protected broadcast<M extends Message>(message: M): void {
    for (let place = 0; place < this.#actors.length; place += 1)
      if (place !== this.place) this.context.send(this.#actors[place]!, message);
  }

  protected answer<M extends Message>(message: M): void {
    this.context.send(this.group.client, message);
  }

  protected agentsAt(places: readonly number[]): number[] {
    return places.map((place) => this.group.members[place]!);
  }

  protected get agent(): number {
    return this.group.members[this.place]!;
  }

  protected refuse(says: string, reason: string): void {
    const { number: group, agent, context } = this;
    context.record({
      type: 'consensus-pbft.refused',
      group,
      agent,
      from: context.from,
      says,
      reason,
    } satisfies RefusedFact);
  }

  protected tellPhase(type: PhaseFact['type'], { slot, view, order, certificate }: Proof): void {
    const { number: group, agent } = this;
    const { task, value, digest } = order;
    const signers = this.agentsAt(certificate);
    this.context.record({
      type,
      group,
      agent,
      slot,
      digest,
      view,
      task,
      value,
      certificate: signers,
    } satisfies PhaseFact);
  }

  protected tellExecuted(slot: number, view: number, { task, attempt, value }: Order, digest: string): void {
    const { number: group, agent } = this;
    const type = 'consensus-pbft.executed';
    this.context.record({ type, group, agent, slot, digest, view, task, attempt, value } satisfies ExecutedFact);
  }

  /** Why a request is no good; null when it is. */
  protected flawOf(order: Order): string | null {
    if (!isSound(order)) return 'the digest is not that of the value, so no client signed it';
    const asked = askedOf(this.plan, this.number, order.task);
    return asked === undefined || asked.valid(order.value) ? null : 'the value is not valid';
  }

  /** Whether so many different members signed. */
  protected isQuorum(certificate: readonly number[]): boolean {
    return (
      new Set(certificate).size >= this.group.quorum &&
      certificate.every((place) => place >= 0 && place < this.#actors.length)
    );
  }

  protected isProved({ slot, order, certificate }: Proof): boolean {
    return slot > 0 && this.isQuorum(certificate) && isSound(order);
  }

  protected isCertified({ slot, certificate }: Certified): boolean {
    return slot === 0 || this.isQuorum(certificate);
  }

  /** The highest slot that may be spoken of. */
  protected get high(): number {
    const { stable, target } = this.state;
    return Math.max(stable.slot, target?.slot ?? 0) + this.window;
  }

  /** The requests that a replica knows of and has not executed. */
  protected get waits(): boolean {
    for (const _ in this.state.pending) return true;
    return false;
  }

  /** Starts its patience anew, unless it has ended too often in a row. */
  protected patience(): void {
    const { state, context } = this;
    this.calm();
    if (state.tries >= triesMax) return;
    const ms = Math.max(1, this.group.viewTimeoutMs) * (1 << Math.min(doublingsMax, state.tries));
    state.timer = context.after(ms, { type: 'consensus-pbft.timeout', group: this.number } satisfies Timeout);
  }

  /** A client asks (again): whoever had given up takes heart. */
  protected hearten(): void {
    this.state.tries = Math.min(this.state.tries, triesMax - 1);
  }

  protected calm(): void {
    if (this.state.timer !== 0) this.context.cancel(this.state.timer);
    this.state.timer = 0;
  }

  /** A backup that waits for the execution of something watches its primary. */
  protected watch(): void {
    if (this.state.active && !this.leads && this.waits && this.state.timer === 0) this.patience();
  }
}
