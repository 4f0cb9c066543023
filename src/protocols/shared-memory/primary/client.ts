/** What an agent does for memories that have a primary and backups: it asks the primary, and where that is silent the others. */
import type { AgentHost, Asked } from '../../../agents/index.ts';
import type { Context } from '../../../kernel/index.ts';
import { actorOfAgent, serviceAt, type Plan, type ServicePlan } from '../../../plan/index.ts';
import type { DoneFact, Operation, Patience, PrimaryMessage, Refusal, Submit, UnavailableFact } from '../messages.ts';
import { asksMax } from '../quorum.ts';
import type { Copies } from '../replica.ts';
import { Leader, type Reply } from './leader.ts';
import { freshSeat, primaryOf, type Seat } from './seat.ts';

interface Awaited {
  readonly asked: Asked;
  readonly ask: number;
  /** The replica that was asked last. */
  replica: number;
  times: number;
  timer: number;
}
export interface PrimarySlice {
  /** By service, of those of which it holds a copy. */
  seats: Record<number, Seat>;
  /** By task and lease. */
  awaited: Record<string, Awaited>;
  /** How often it has asked; it survives a crash. */
  asks: number;
  /** The epoch whose primary it asks, by service. */
  epochs: Record<number, number>;
}

export function hasPrimary({ way }: ServicePlan): boolean {
  return way === 'primary-backup';
}

/** Absent where no memory has a primary. */
export function freshPrimary({ services }: Plan, agent: number): PrimarySlice | undefined {
  const seats: Record<number, Seat> = {};
  services.forEach((service, at) => {
    if (hasPrimary(service) && service.replicas.includes(agent)) seats[at] = freshSeat(agent, service.replicas);
  });
  return services.some(hasPrimary) ? { seats, awaited: {}, asks: 0, epochs: {} } : undefined;
}

const keyOf = ({ task, lease }: { readonly task: number; readonly lease: number }): string =>
  `${String(task)}/${String(lease)}`;

/** Valid during one call. */
export class PrimaryMember {
  readonly #plan: Plan;
  readonly #slice: PrimarySlice;
  readonly #copies: Copies;
  readonly #context: Context;
  readonly #host: AgentHost;

  constructor(
    plan: Plan,
    { primary, copies }: { readonly primary: PrimarySlice; readonly copies: Copies },
    context: Context,
    host: AgentHost,
  ) {
    this.#plan = plan;
    this.#slice = primary;
    this.#copies = copies;
    this.#context = context;
    this.#host = host;
  }

  begin(asked: Asked): void {
    const { service } = asked.use;
    const { replicas } = serviceAt(this.#plan, service);
    const ask = (this.#slice.asks += 1);
    const replica = primaryOf(this.#slice.epochs[service] ?? 0, replicas);
    const awaited: Awaited = { asked, ask, replica, times: 0, timer: 0 };
    this.#slice.awaited[keyOf(asked.work)] = awaited;
    this.#ask(awaited, -1);
  }

  forget(work: { readonly task: number; readonly lease: number }): void {
    const awaited = this.#slice.awaited[keyOf(work)];
    if (awaited === undefined) return;
    this.#context.cancel(awaited.timer);
    delete this.#slice.awaited[keyOf(work)];
  }

  /** Back from a crash: what it had asked for is gone, and it leads nothing. */
  recovered(): void {
    this.#slice.awaited = {};
    for (const service of Object.keys(this.#slice.seats).map(Number)) this.#leader(service)?.recovered();
  }

  hear(message: PrimaryMessage | Refusal | Patience): void {
    switch (message.type) {
      case 'shared-memory.outcome':
      case 'shared-memory.moved':
      case 'shared-memory.refusal':
        this.#answered(message);
        return;
      case 'shared-memory.patience': {
        const awaited = this.#awaitedBy(message);
        if (awaited !== undefined) this.#impatient(awaited);
        return;
      }
      case 'shared-memory.submit':
        this.#leader(message.service)?.submit(message, this.#context.from);
        return;
      default:
        this.#leader(message.service)?.hear(message);
    }
  }

  #ask(awaited: Awaited, suspects: number): void {
    const { asked, ask, replica } = awaited;
    const { use, value, expect } = asked;
    const about = operationOf(asked);
    const does = use.kind === 'write' ? use.does! : null;
    const submit: Submit = {
      type: 'shared-memory.submit',
      ...about,
      ask,
      key: use.key!,
      does,
      value,
      suspects,
      ...(expect === undefined ? {} : { expect }),
    };
    awaited.times += 1;
    // The primary asks its members; where another has to take over, promises have to end first.
    const patienceMs = 4 * this.#plan.delayMaxMs + 20 + (suspects === -1 ? 0 : 3 * this.#leaseMs(use.service));
    awaited.timer = this.#context.after(patienceMs, { type: 'shared-memory.patience', ...about } satisfies Patience);
    if (replica === this.#host.agent) this.#leader(use.service)?.submit(submit, actorOfAgent(replica));
    else this.#context.send(actorOfAgent(replica), submit);
  }

  #impatient(awaited: Awaited): void {
    const { asked, times } = awaited;
    const { service, key } = asked.use;
    const { replicas, name } = serviceAt(this.#plan, service);
    if (times < asksMax) {
      const at = replicas.indexOf(awaited.replica);
      awaited.replica = replicas[(at + 1) % replicas.length]!;
      this.#ask(awaited, this.#slice.epochs[service] ?? 0);
      return;
    }
    this.forget(asked.work);
    const about = { ...operationOf(asked), agent: this.#host.agent, key: key! };
    const count = { answered: 0, needed: 1, times };
    this.#context.record({ type: 'shared-memory.unavailable', ...about, ...count } satisfies UnavailableFact);
    this.#host.refused(asked, `unavailable: no primary of ${name} answered`);
  }

  #answered(reply: Reply): void {
    const awaited = this.#awaitedBy(reply);
    if (awaited?.ask !== reply.ask) return;
    const { asked } = awaited;
    if (reply.type === 'shared-memory.moved') {
      const { replicas } = serviceAt(this.#plan, reply.service);
      if (reply.epoch <= (this.#slice.epochs[reply.service] ?? 0) || awaited.times >= asksMax) return;
      this.#slice.epochs[reply.service] = reply.epoch;
      awaited.replica = primaryOf(reply.epoch, replicas);
      this.#context.cancel(awaited.timer);
      this.#ask(awaited, -1);
      return;
    }
    this.forget(asked.work);
    if (reply.type === 'shared-memory.refusal') {
      this.#host.refused(asked, reply.reason);
      return;
    }
    const { ts, writer, value, members } = reply;
    const type = asked.use.kind === 'write' ? 'shared-memory.written' : 'shared-memory.read';
    const about = { ...operationOf(asked), agent: this.#host.agent, key: asked.use.key! };
    this.#context.record({ type, ...about, ts, writer, value, members } satisfies DoneFact);
    this.#host.obtained(asked, value);
  }

  #leader(service: number): Leader | undefined {
    const seat = this.#slice.seats[service];
    if (seat === undefined) return undefined;
    const held = { plan: this.#plan, copies: this.#copies, seat };
    return new Leader(held, this.#context, { agent: this.#host.agent, service }, (reply) => {
      this.#answered(reply);
    });
  }
  #leaseMs(service: number): number {
    return serviceAt(this.#plan, service).memory!.leaseMs;
  }
  #awaitedBy(message: Operation): Awaited | undefined {
    const awaited = this.#slice.awaited[keyOf(message)];
    return awaited?.asked.place === message.place ? awaited : undefined;
  }
}

function operationOf({ work: { task, lease }, place, use: { service } }: Asked): Operation {
  return { task, lease, place, service };
}
