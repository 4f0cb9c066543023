/** What came of each shared memory in a run, added up from facts: for the result. */
import { divergences } from '../../history/index.ts';
import { canonical, type Json, type JsonObject } from '../../base/index.ts';
import { agentTitle, serviceAt, type KnownFact, type Plan } from '../../plan/index.ts';
import type { ServiceFigures } from '../service-room.ts';
import { isEventual } from './eventual/member.ts';
import { valueOf } from './eventual/types.ts';
import { MemoryHistory } from './history.ts';
import { LostUpdates } from './lost.ts';
import { room, type MemoryFact } from './messages.ts';

interface Counts {
  reads: number;
  writes: number;
  messages: number;
  /** What each replica holds, by agent. */
  readonly held: Map<number, Record<string, Json>>;
}

export class MemoryFigures implements ServiceFigures {
  readonly #plan: Plan;
  readonly #history = new MemoryHistory();
  readonly #lost = new LostUpdates();
  readonly #counts = new Map<number, Counts>();

  constructor(plan: Plan) {
    this.#plan = plan;
    plan.services.forEach(({ room: of, replicas }, service) => {
      if (of !== room) return;
      const held = new Map(replicas.map((agent) => [agent, Object.create(null) as Record<string, Json>]));
      this.#counts.set(service, { reads: 0, writes: 0, messages: 0, held });
    });
  }

  fact(told: KnownFact | MemoryFact): void {
    this.#history.fact(told);
    this.#lost.fact(told);
    switch (told.type) {
      case 'shared-memory.read':
        this.#counts.get(told.service)!.reads += 1;
        return;
      case 'shared-memory.written':
        this.#counts.get(told.service)!.writes += 1;
        return;
      case 'shared-memory.held': {
        const copy = this.#counts.get(told.service)!.held.get(told.agent)!;
        const empty = valueOf(serviceAt(this.#plan, told.service).memory!.type, []);
        // Where nothing stands any more it is as where nobody has written.
        if (told.removed === true && canonical(told.value) === canonical(empty)) delete copy[told.key];
        else copy[told.key] = told.value;
        return;
      }
      case 'message.sent': {
        const { type, service } = told.message as { readonly type: string; readonly service?: number };
        if (service !== undefined && type.startsWith(`${room}.`)) this.#counts.get(service)!.messages += 1;
        return;
      }
      default:
    }
  }

  /** `linearizable` stands where that is promised, and is null where that was not decided within the bounds of the check. */
  of(service: number): JsonObject {
    const { reads, writes, messages, held } = this.#counts.get(service)!;
    const copies = [...held].map(([agent, state]) => ({ name: agentTitle(this.#plan, agent), state }));
    const counts = { reads, writes, messages, converged: divergences(copies).length === 0, ...this.#lostOf(service) };
    if (isEventual(serviceAt(this.#plan, service))) return counts;
    const { decided, violation } = this.#history.judged(service);
    return { ...counts, linearizable: violation !== null ? false : decided ? true : null };
  }

  /** Which writes of registers were overwritten by somebody who had read the key and did not see them; nothing where none was. */
  #lostOf(service: number): JsonObject {
    if (serviceAt(this.#plan, service).memory!.type !== 'register') return {};
    const titled = (task: number): string => this.#plan.tasks[task]!.id;
    const lost = this.#lost.of(service).map(({ key, task, by }) => ({ key, task: titled(task), by: titled(by) }));
    return lost.length === 0 ? {} : { lost };
  }
}
