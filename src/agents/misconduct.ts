/**
 * How an agent's misconduct comes about: its roles stay honest, and what they send is withheld, changed or said again on
 * its way out. Several conducts at once are applied in one fixed order. An agent that behaves costs nothing; the state
 * is plain data, and outlives a crash.
 */
import type { Json } from '../base/index.ts';
import type { Context, Effect, Message, Random } from '../kernel/index.ts';
import { agentAt, type ConductFact, type ConductKind, type Plan } from '../plan/index.ts';
import type { Conduct, Corruption } from './conduct.ts';

/** Begins a conduct under a name, or ends it; all of them where no name is given. */
export interface TurnMessage extends Message {
  readonly type: 'agent.conduct';
  readonly id: string | null;
  readonly conduct: Conduct | null;
}
/** The timer by which an agent calls for a new leader again and again. */
export interface ProvokeMessage extends Message {
  readonly type: 'agent.provoke';
  readonly id: string;
  readonly round: number;
}

interface UnderWay {
  readonly id: string;
  readonly conduct: Conduct;
  /** Number of the present series of provocations: the timer of one before a crash is none of it. */
  round: number;
  /** Provocations left. */
  left: number;
}

export interface MisconductState {
  /** In the order in which they are applied. */
  underWay: UnderWay[];
  /** The last things said, for whoever says old things again. */
  said: { readonly to: number; readonly message: Message }[];
}

/** What is withheld comes first, then what is changed, then what is added. */
const order: readonly ConductKind[] = [
  'silent',
  'selective-send',
  'censor',
  'collude',
  'equivocate',
  'lie',
  'flip-votes',
  'bad-new-view',
  'other-order',
  'gaps',
  'rogue-proposals',
  'false-view-change',
  'replay',
];

/** Messages that are remembered, and calls for a new leader in one conduct: both are bounded. */
const saidMax = 32;
const provocationsMax = 1000;

/** Whoever holds the state of an agent's misconduct: nothing while it behaves. */
interface Holder {
  misconduct?: MisconductState;
}

/** Carries a turn out: what was under way by that name ends, and the new conduct begins. */
export function turn(holder: Holder, { id, conduct }: TurnMessage, agent: number, context: Context): void {
  const state = (holder.misconduct ??= { underWay: [], said: [] });
  const ended = state.underWay.filter((each) => id === null || each.id === id);
  state.underWay = state.underWay.filter((each) => !ended.includes(each));
  for (const each of ended) tell(each.conduct, false, agent, context);
  if (conduct !== null && id !== null) {
    state.underWay.push({ id, conduct, round: 0, left: provocationsMax });
    state.underWay.sort(
      (a, b) => order.indexOf(a.conduct.kind) - order.indexOf(b.conduct.kind) || (a.id < b.id ? -1 : 1),
    );
    tell(conduct, true, agent, context);
    provokeLater(
      state.underWay.find((each) => each.id === id)!,
      context,
    );
  }
  if (state.underWay.length === 0) delete holder.misconduct;
}

/** After a crash all timers are gone: provocations begin again. */
export function resume(state: MisconductState, context: Context): void {
  for (const each of state.underWay) {
    each.round += 1;
    provokeLater(each, context);
  }
}

/** Whether a timer of provocation still holds; the next one is set then. */
export function provoked(state: MisconductState, { id, round }: ProvokeMessage, context: Context): boolean {
  const found = state.underWay.find((each) => each.id === id && each.round === round);
  if (found === undefined) return false;
  found.left -= 1;
  provokeLater(found, context);
  return true;
}

function provokeLater({ id, conduct, round, left }: UnderWay, context: Context): void {
  if (conduct.kind === 'false-view-change' && left > 0)
    context.after(conduct.everyMs, { type: 'agent.provoke', id, round } satisfies ProvokeMessage);
}

function tell(conduct: Conduct, on: boolean, agent: number, context: Context): void {
  const value: Json = 'value' in conduct ? conduct.value : null;
  context.record({ type: 'agent.turned', agent, conduct: conduct.kind, on, value } satisfies ConductFact);
}

/** The context of an agent that misbehaves: all is as it was, but for what it sends. Valid during one call. */
export class FalseContext implements Context {
  readonly #plan: Plan;
  readonly #agent: number;
  readonly #corruptions: ReadonlyMap<string, Corruption>;
  #honest!: Context;
  #state!: MisconductState;

  constructor(plan: Plan, agent: number, corruptions: ReadonlyMap<string, Corruption>) {
    this.#plan = plan;
    this.#agent = agent;
    this.#corruptions = corruptions;
  }

  over(honest: Context, state: MisconductState): this {
    this.#honest = honest;
    this.#state = state;
    return this;
  }

  get now(): number {
    return this.#honest.now;
  }
  get step(): number {
    return this.#honest.step;
  }
  get self(): number {
    return this.#honest.self;
  }
  get from(): number {
    return this.#honest.from;
  }
  get kind(): Context['kind'] {
    return this.#honest.kind;
  }

  send<M extends Message>(to: number, message: M): void {
    let said: Message = message;
    let changed: ConductKind | null = null;
    for (const { conduct } of this.#state.underWay) {
      const next = this.#saying(said, to, conduct);
      if (next === null) {
        this.#lied(to, conduct.kind, message.type, true);
        return;
      }
      if (next === said) continue;
      said = next;
      changed = conduct.kind;
    }
    if (changed !== null) this.#lied(to, changed, said.type, false);
    this.#honest.send(to, said);
    this.#again(to, said);
  }

  /** What one conduct makes of a message; null where nothing is said. */
  #saying(message: Message, to: number, conduct: Conduct): Message | null {
    switch (conduct.kind) {
      case 'silent':
        return null;
      case 'selective-send':
        return conduct.to.includes(to) ? message : null;
      case 'censor':
        return 'task' in message && conduct.tasks.includes(message.task as number) ? null : message;
      case 'replay':
      case 'false-view-change':
        return message;
      default: {
        const { type } = message;
        const corruption = this.#corruptions.get(type.slice(0, type.indexOf('.')));
        if (corruption === undefined) return message;
        return corruption(message, { plan: this.#plan, conduct, agent: this.#agent, to });
      }
    }
  }

  /** Says something old again, to whom it was said then. */
  #again(to: number, message: Message): void {
    const { underWay, said } = this.#state;
    for (const { conduct } of underWay) {
      if (conduct.kind !== 'replay') continue;
      const random = this.#honest.random(`misconduct/${agentAt(this.#plan, this.#agent).id}`);
      if (said.length > 0 && random.chance(conduct.rate)) {
        const old = said[random.integer(0, said.length - 1)]!;
        this.#lied(old.to, 'replay', old.message.type, false);
        this.#honest.send(old.to, old.message);
      }
      said.push({ to, message });
      if (said.length > saidMax) said.shift();
      return;
    }
  }

  #lied(to: number, conduct: ConductKind, says: string, withheld: boolean): void {
    const agent = this.#agent;
    this.#honest.record({ type: 'agent.lied', agent, to, conduct, says, withheld } satisfies ConductFact);
  }

  signal<M extends Message>(to: number, message: M): void {
    this.#honest.signal(to, message);
  }
  after<M extends Message>(delayMs: number, message: M, at?: number): number {
    return at === undefined ? this.#honest.after(delayMs, message) : this.#honest.after(delayMs, message, at);
  }
  cancel(timer: number): void {
    this.#honest.cancel(timer);
  }
  request(effect: Effect): number {
    return this.#honest.request(effect);
  }
  withdraw(effect: number): void {
    this.#honest.withdraw(effect);
  }
  random(stream: string): Random {
    return this.#honest.random(stream);
  }
  lot(purpose: string, name: string, repetition: number): Random {
    return this.#honest.lot(purpose, name, repetition);
  }
  record<F extends Parameters<Context['record']>[0]>(fact: F): void {
    this.#honest.record(fact);
  }
  end(): void {
    this.#honest.end();
  }
}
