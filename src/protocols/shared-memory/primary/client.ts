/** What an agent does for memories that have a primary and backups: it asks the primary, and where that is silent the others. */
import type { AgentHost, Asked } from '../../../agents/index.ts';
import type { Context } from '../../../kernel/index.ts';
import { actorOfAgent, serviceAt, type Plan, type ServicePlan } from '../../../plan/index.ts';
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
import type { DoneFact, Patience, PrimaryMessage, Refusal, Submit } from '../messages.ts';
import { asksMax } from '../quorum.ts';
import type { Copies } from '../replica.ts';
import { Leader, type Reply } from './leader.ts';
import { freshSeat, primaryOf, type Seat } from './seat.ts';

export interface PrimarySlice extends Asking {
  /** By service, of those of which it holds a copy. */
  seats: Record<number, Seat>;
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
    this.#ask(opened(this.#slice, asked, primaryOf(this.#slice.epochs[service] ?? 0, replicas)), -1);
  }

  forget(work: { readonly task: number; readonly lease: number }): void {
    closed(this.#slice, work, this.#context);
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
        const awaited = awaitedBy(this.#slice, message);
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
    const does = use.kind === 'write' ? use.does! : null;
    const submit: Submit = {
      type: 'shared-memory.submit',
      ...operationOf(asked),
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
    wait(awaited, patienceMs, this.#context);
    if (replica === this.#host.agent) this.#leader(use.service)?.submit(submit, actorOfAgent(replica));
    else this.#context.send(actorOfAgent(replica), submit);
  }

  #impatient(awaited: Awaited): void {
    const { asked, times } = awaited;
    const { service } = asked.use;
    const { replicas, name } = serviceAt(this.#plan, service);
    if (times < asksMax) {
      const at = replicas.indexOf(awaited.replica);
      awaited.replica = replicas[(at + 1) % replicas.length]!;
      this.#ask(awaited, this.#slice.epochs[service] ?? 0);
      return;
    }
    this.forget(asked.work);
    unavailable(awaited, `no primary of ${name} answered`, this.#context, this.#host);
  }

  #answered(reply: Reply): void {
    const awaited = awaitedBy(this.#slice, reply);
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
      refused(asked, reply.reason, this.#context, this.#host);
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
}
