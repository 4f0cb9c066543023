/** What came of each shared memory in a run, added up from facts: for the result. */
import { divergences } from '../../history/index.ts';
import type { Json, JsonObject } from '../../base/index.ts';
import { agentTitle, type KnownFact, type Plan } from '../../plan/index.ts';
import type { ServiceFigures } from '../service-room.ts';
import { MemoryHistory } from './history.ts';
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
    switch (told.type) {
      case 'shared-memory.read':
        this.#counts.get(told.service)!.reads += 1;
        return;
      case 'shared-memory.written':
        this.#counts.get(told.service)!.writes += 1;
        return;
      case 'shared-memory.held':
        this.#counts.get(told.service)!.held.get(told.agent)![told.key] = told.value;
        return;
      case 'message.sent': {
        const { type, service } = told.message as { readonly type: string; readonly service?: number };
        if (service !== undefined && type.startsWith(`${room}.`)) this.#counts.get(service)!.messages += 1;
        return;
      }
      default:
    }
  }

  /** `linearizable` is null where that was not decided within the bounds of the check. */
  of(service: number): JsonObject {
    const { reads, writes, messages, held } = this.#counts.get(service)!;
    const { decided, violation } = this.#history.judged(service);
    const copies = [...held].map(([agent, state]) => ({ name: agentTitle(this.#plan, agent), state }));
    const linearizable = violation !== null ? false : decided ? true : null;
    return { reads, writes, messages, converged: divergences(copies).length === 0, linearizable };
  }
}
