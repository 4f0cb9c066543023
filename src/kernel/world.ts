/**
 * The deterministic machine: actors, a queue of envelopes, a clock that jumps. `step` delivers one envelope and runs
 * its actor to completion; what that actor wants done is carried out when it wants it, in order. A world never looks
 * at a real clock, never waits, and knows nothing of agents or tasks.
 */
import { invariant } from '../base/index.ts';
import { PendingEffects, type Effect, type PendingEffect } from './effect.ts';
import {
  recovered,
  type Alerted,
  type Envelope,
  type EnvelopeKind,
  type Fact,
  type Idle,
  type KernelFact,
  type KernelMessage,
  type Message,
  type MessageTold,
  type Recorder,
} from './event.ts';
import { defaultLimits, Held, type Limits } from './limits.ts';
import { priority, WorldContext, type ActorSpec } from './machine.ts';
import { Network, perfectNetwork, type NetworkModel } from './network.ts';
import { Outages } from './outages.ts';
import { EnvelopeQueue } from './queue.ts';
import { Lot, Streams, type Random } from './random.ts';
import { digestOf, States, type Snapshot } from './snapshot.ts';
import { Trace } from './trace.ts';

export interface WorldSpec {
  /** Version of the behaviour; a snapshot of another version is refused. */
  readonly engine: string;
  readonly seed: number;
  readonly actors: readonly ActorSpec[];
  readonly network?: NetworkModel;
  readonly limits?: Limits;
  /** Types of facts that are nothing but a few numbers: whoever records them needs no object for them. */
  readonly light?: ReadonlySet<string>;
  /** Signals delivered before anything else, at time 0. */
  readonly start: readonly { readonly to: number; readonly message: Message }[];
  /** Faults and other inputs that are known beforehand. */
  readonly planned?: readonly { readonly atMs: number; readonly to: number; readonly message: Message }[];
  /** What a message says about what, as one word, for what the network draws of it; 0, or nothing here, goes by its link. */
  readonly topic?: (message: Message) => number;
  /** The actor that is told when nothing is left to deliver and nothing is awaited. */
  readonly watcher?: number;
}

/** What comes into a world that already runs. */
export interface InputFromOutside {
  readonly to: number;
  readonly message: Message;
  /** When it comes, virtual ms: at once where that is past or not said. */
  readonly atMs?: number;
  /** The pending effect whose outcome it is. */
  readonly effect?: number;
}

/** How far a world has come. */
interface Progress {
  step: number;
  now: number;
  /** Number of the last envelope that was made. */
  sequence: number;
  halted: keyof Limits | null;
  ended: boolean;
  /** Whether the watcher knows that nothing is left to deliver. */
  idleSaid: boolean;
}

export class World {
  // At most twelve fields, here as everywhere: with more, V8 may keep them in a dictionary, and a step takes twice as long.
  readonly #spec: WorldSpec;
  readonly #at: Progress = { step: 0, now: 0, sequence: 0, halted: null, ended: false, idleSaid: false };
  readonly #queue = new EnvelopeQueue();
  readonly #network: Network;
  readonly #chance: { readonly streams: Streams; readonly lot: Lot };
  readonly #trace = new Trace();
  readonly #context: WorldContext;
  readonly #states: States;
  readonly #outages = new Outages();
  readonly #effects = new PendingEffects();
  readonly #held: Held;
  recorder: Recorder | null;

  constructor(spec: WorldSpec, recorder: Recorder | null = null) {
    const lot = new Lot(spec.seed);
    this.#spec = spec;
    this.#chance = { streams: new Streams(spec.seed), lot };
    this.#held = new Held(spec.limits ?? defaultLimits, spec.light);
    this.#network = new Network(
      spec.network ?? perfectNetwork,
      spec.actors.map((each) => each.name),
      lot,
    );
    this.#context = new WorldContext(this, lot);
    this.recorder = recorder;
    this.#states = new States(spec.actors.map((each) => each.machine.init()));
    for (const { atMs, to, message } of spec.planned ?? [])
      this.enqueue('input', -1, to, message, atMs, priority.arrival);
    for (const { to, message } of spec.start) this.enqueue('signal', -1, to, message, 0, priority.arrival);
  }

  /** Virtual time of the last step taken. */
  get now(): number {
    return this.#at.now;
  }
  get steps(): number {
    return this.#at.step;
  }
  /** Which bound ended the run, or null. */
  get halted(): keyof Limits | null {
    return this.#at.halted;
  }
  /** Whether more was recorded than fits whoever keeps it: with a log it would have ended before. */
  get beyond(): boolean {
    return this.#held.beyond;
  }
  get engine(): string {
    return this.#spec.engine;
  }
  /** Whether anything so far was left to chance: with another seed it could have gone another way. */
  get chance(): boolean {
    return this.#chance.streams.used || this.#chance.lot.used;
  }
  /** Effects whose outcome has not come in, by their numbers, in the order in which they were asked for. */
  get effects(): ReadonlyMap<number, PendingEffect> {
    return this.#effects.waiting;
  }
  /** Number of the last effect that was asked for. */
  get effectsMade(): number {
    return this.#effects.made;
  }
  /** Whether nothing is left to deliver until an outcome comes in. */
  get waiting(): boolean {
    return !this.#at.ended && this.#at.halted === null && this.#queue.size === 0 && this.#effects.waiting.size > 0;
  }
  /** When the next envelope is due, ms; null when none waits. */
  get nextMs(): number | null {
    return this.#queue.peek()?.time ?? null;
  }

  /** Delivers the next envelope. Null when there is none left, the run was ended, or a bound was reached. */
  step(): Envelope | null {
    if (this.#at.ended || this.#at.halted !== null) return null;
    const envelope = this.#next();
    if (envelope === null) return null;
    // A bound that was reached leaves what waits as it is: the world stands where its last step left it.
    const limit = this.#held.reached(this.#at.step, envelope.time, this.#queue.size, this.recorder);
    if (limit !== null) return this.#halt(limit);
    this.#queue.pop();
    this.#at.step += 1;
    this.#held.step();
    this.#at.now = envelope.time;
    this.#trace.step(envelope.time, envelope.from, envelope.to, envelope.message.type);
    if (envelope.to === -1) this.#control(envelope.message as KernelMessage);
    else if (this.#outages.isDown(envelope.to) || this.#outages.hasLost(envelope)) this.#drop(envelope, 'crashed');
    else if (
      envelope.kind === 'message' &&
      !this.#network.perfect &&
      this.#network.cut(envelope.from, envelope.to, envelope.time)
    )
      this.#drop(envelope, 'partition');
    else this.#deliver(envelope);
    this.#queue.dropCancelled();
    return envelope;
  }

  /** Something from outside: the outcome of an effect, an injected fault, a cancellation. An outcome that nobody awaits is not heard. */
  input(input: InputFromOutside): void {
    if (input.effect !== undefined && !this.#effects.drop(input.effect)) return;
    this.#at.idleSaid = false;
    this.enqueue('input', -1, input.to, input.message, Math.max(this.#at.now, input.atMs ?? 0), priority.arrival);
  }

  snapshot(): Snapshot {
    return this.#image(this.#states.save());
  }

  /** Digest of what a snapshot would hold; nothing is copied for it. */
  digest(): string {
    return digestOf(this.#image(this.#states.live));
  }

  #image(states: readonly unknown[]): Snapshot {
    return {
      engine: this.#spec.engine,
      step: this.#at.step,
      time: this.#at.now,
      bytes: this.#held.bytes,
      sequence: this.#at.sequence,
      trace: this.#trace.save(),
      states,
      ...this.#outages.save(),
      ...this.#queue.save(),
      streams: this.#chance.streams.save(),
      ...this.#network.save(),
      ...(this.#chance.lot.used ? { drawn: true as const } : {}),
      effects: this.#effects.toArray(),
      effectsMade: this.#effects.made,
      halted: this.#at.halted,
      ended: this.#at.ended,
      idleSaid: this.#at.idleSaid,
    };
  }

  /** Becomes what it was when the snapshot was taken. The snapshot stays as it is and may be restored again. */
  restore(snapshot: Snapshot): void {
    invariant(
      snapshot.engine === this.#spec.engine,
      `a snapshot of engine ${snapshot.engine} cannot go on under engine ${this.#spec.engine}`,
    );
    this.#at.step = snapshot.step;
    this.#at.now = snapshot.time;
    this.#held.bytes = snapshot.bytes;
    this.#at.sequence = snapshot.sequence;
    this.#trace.load(snapshot.trace);
    this.#states.load(snapshot.states);
    this.#outages.load(snapshot);
    this.#queue.load(snapshot);
    this.#chance.streams.load(snapshot.streams);
    this.#network.load(snapshot);
    this.#chance.lot.used = snapshot.drawn === true;
    this.#effects.load(snapshot.effects, snapshot.effectsMade);
    this.#at.halted = snapshot.halted;
    this.#at.ended = snapshot.ended;
    this.#at.idleSaid = snapshot.idleSaid;
  }

  /** Rolling digest of the steps so far: cheap, for marks along a run. */
  trace(): string {
    return this.#trace.text();
  }

  /** @internal */
  enqueue(kind: EnvelopeKind, from: number, to: number, message: Message, time: number, rank: number): Envelope {
    const envelope = this.#envelope(kind, from, to, message, time, rank);
    this.#queue.push(envelope);
    return envelope;
  }

  /** @internal */
  transmit(from: number, to: number, message: Message): void {
    this.#held.message(message);
    if (this.#network.perfect) {
      this.#tell('message.sent', this.enqueue('message', from, to, message, this.#at.now, priority.arrival));
      return;
    }
    const topic = this.#spec.topic?.(message) ?? 0;
    const fate = this.#network.fate({
      from,
      to,
      now: this.#at.now,
      type: message.type,
      topic,
      order: this.#at.sequence,
    });
    if ('lost' in fate) {
      const lost = this.#envelope('message', from, to, message, this.#at.now, priority.arrival);
      this.#tell('message.sent', lost);
      this.#tell(`message.lost ${fate.lost}`, lost);
      return;
    }
    for (const arrival of fate.arrivals)
      this.#tell('message.sent', this.enqueue('message', from, to, message, arrival, priority.arrival));
  }

  /** @internal */
  note<F extends Fact>(fact: F): void {
    this.#held.fact(fact);
    if (this.recorder !== null) this.recorder.fact(fact, this.#at.step, this.#at.now);
  }

  /** @internal */
  forget(timer: number): void {
    // A number that was not given out yet is nobody's timer.
    if (timer > 0 && timer <= this.#at.sequence) this.#queue.cancel(timer);
  }

  /** @internal */
  finish(): void {
    this.#at.ended = true;
  }

  /** @internal */
  ask(actor: number, effect: Effect): number {
    return this.#effects.ask(actor, effect);
  }

  /** @internal */
  withdraw(effect: number): void {
    this.#effects.drop(effect);
  }

  /** @internal */
  stream(name: string): Random {
    return this.#chance.streams.stream(name);
  }

  #envelope(kind: EnvelopeKind, from: number, to: number, message: Message, time: number, rank: number): Envelope {
    // Only what comes from outside may be for the kernel itself.
    if (this.#spec.actors[to] === undefined && !(to === -1 && kind === 'input'))
      invariant(false, `${message.type} is for actor ${to}, and nobody is there`);
    const sequence = (this.#at.sequence += 1);
    return { sequence, time, priority: rank, kind, from, to, cause: this.#at.step, message };
  }

  #tell(told: MessageTold, envelope: Envelope): void {
    this.#held.entry();
    if (this.recorder !== null) this.recorder.message(told, envelope, this.#at.step, this.#at.now);
  }

  /** The next envelope, left where it is. When none waits and nothing is awaited the watcher is told, once until something comes of it. */
  #next(): Envelope | null {
    const envelope = this.#queue.peek();
    if (envelope !== null) {
      this.#at.idleSaid = false;
      return envelope;
    }
    if (this.#at.idleSaid || this.#spec.watcher === undefined || this.#effects.waiting.size > 0) return null;
    this.#at.idleSaid = true;
    const idle: Idle = { type: 'kernel.idle', down: this.#outages.down };
    return this.enqueue('signal', -1, this.#spec.watcher, idle, this.#at.now, priority.idle);
  }

  #deliver(envelope: Envelope): void {
    const { to, message } = envelope;
    if (envelope.kind === 'message') this.#tell('message.delivered', envelope);
    const context = this.#context;
    context.now = envelope.time;
    context.step = this.#at.step;
    context.self = to;
    context.from = envelope.from;
    context.kind = envelope.kind;
    this.#spec.actors[to]!.machine.receive(this.#states.touch(to), message, context);
  }

  /** A message to a crashed actor is lost; so is a timer that it had set before, even if it is back when it is due. Signals are kept where it has stable storage. */
  #drop(envelope: Envelope, reason: 'crashed' | 'partition'): void {
    if (envelope.kind === 'message') this.#tell(`message.lost ${reason}`, envelope);
    else if (envelope.kind === 'signal' && this.#spec.actors[envelope.to]!.stable === true)
      this.#outages.keep(envelope);
  }

  /** An actor is back: it is told at once, and then what was kept for it, so that all that comes later finds it as it should be. */
  #recover(to: number): void {
    this.note({ type: 'actor.recovered', actor: to } satisfies KernelFact);
    this.#deliver(this.#envelope('signal', -1, to, recovered, this.#at.now, priority.arrival));
    for (const each of this.#outages.takeKept(to)) this.#deliver({ ...each, time: this.#at.now });
  }

  #alert(loss: number): void {
    const alerted: Alerted = { type: 'kernel.alerted', loss };
    for (let to = 0; to < this.#spec.actors.length; to += 1)
      this.#deliver(this.#envelope('signal', -1, to, alerted, this.#at.now, priority.arrival));
  }

  #control(message: KernelMessage): void {
    if (message.alert !== undefined) this.#alert(message.alert);
    switch (message.type) {
      case 'kernel.crash':
        if (!this.#outages.begin(message.actor, this.#at.sequence)) return;
        this.#effects.dropOf(message.actor);
        this.note({ type: 'actor.crashed', actor: message.actor } satisfies KernelFact);
        return;
      case 'kernel.recover':
        if (this.#outages.end(message.actor)) this.#recover(message.actor);
        return;
      case 'kernel.rule':
        this.#network.begin(message.rule);
        this.note({ type: 'network.changed', rule: message.rule, on: true } satisfies KernelFact);
        return;
      case 'kernel.heal':
        for (const rule of this.#network.heal(message.rule, this.#at.now))
          this.note({ type: 'network.changed', rule, on: false } satisfies KernelFact);
        if (message.rule === null) this.note({ type: 'network.healed' } satisfies KernelFact);
        return;
      case 'kernel.tell':
        this.#deliver(this.#envelope('input', -1, message.actor, message.message, this.#at.now, priority.arrival));
    }
  }

  #halt(limit: keyof Limits): null {
    this.#at.halted = limit;
    this.note({ type: 'limit.reached', limit, value: this.#held.limits[limit] } satisfies KernelFact);
    return null;
  }
}
