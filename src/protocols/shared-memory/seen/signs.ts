/** What stands out in shared memories though no single fact says it: stale reads, and that copies begin to differ or are equal again. */
import { clipped } from '../../../agents/index.ts';
import { agentTitle, serviceAt, taskTitle, type KnownFact, type Plan } from '../../../plan/index.ts';
import type { Sign, Signs } from '../../service-room.ts';
import { Likeness, standing } from './likeness.ts';
import type { HeldFact, MemoryFact } from '../messages.ts';
import { StaleReads, type Stale } from './stale.ts';

const nothing: readonly Sign[] = [];

export class MemorySigns implements Signs {
  readonly #plan: Plan;
  readonly #stale: StaleReads;
  /** By service. */
  readonly #likeness = new Map<number, Likeness>();

  constructor(plan: Plan) {
    this.#plan = plan;
    this.#stale = new StaleReads(plan);
  }

  fact(told: KnownFact | MemoryFact): readonly Sign[] {
    if (told.type === 'shared-memory.held') return this.#held(told);
    const stale = this.#stale.fact(told);
    return stale === null ? nothing : [{ mark: 'stale-read', text: this.#said(stale), service: stale.read.service }];
  }

  #held(fact: HeldFact): readonly Sign[] {
    this.#stale.fact(fact);
    const { service, agent, key } = fact;
    const { name, replicas } = serviceAt(this.#plan, service);
    const likeness = this.#likeness.get(service) ?? new Likeness(replicas.length);
    this.#likeness.set(service, likeness);
    const before = likeness.differing;
    likeness.hold(key, agent, standing(fact));
    if (before > 0 === likeness.differing > 0) return nothing;
    return before > 0
      ? [{ mark: 'convergence', text: `All copies of ${name} were equal`, service }]
      : [{ mark: 'divergence', text: `The copies of ${name} began to differ: ${key}`, service }];
  }

  #said({ read, missed }: Stale): string {
    const { name } = serviceAt(this.#plan, read.service);
    const reader = `${agentTitle(this.#plan, read.agent)} read ${clipped(read.value)} from ${read.key} of ${name}`;
    const writer = `${agentTitle(this.#plan, missed.agent)} had stored ${clipped(missed.value)}`;
    return `${reader} for ${taskTitle(this.#plan, read.task)}, although ${writer} before that began`;
  }
}
