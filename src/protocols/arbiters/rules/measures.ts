/** What resources cost in a run, as figures of the whole run: for experiments. */
import type { KnownFact, Plan } from '../../../plan/index.ts';
import type { ServiceMeasures, ServiceMetric } from '../../service-room.ts';
import { room, type ResourceFact } from '../messages.ts';
import { ResourceFigures } from './figures.ts';

export class ResourceMeasures implements ServiceMeasures {
  readonly #figures: ResourceFigures;
  readonly #mine: readonly number[];
  #victims = 0;

  constructor(plan: Plan) {
    this.#figures = new ResourceFigures(plan);
    this.#mine = plan.services.flatMap((each, service) => (each.room === room ? [service] : []));
  }

  fact(told: KnownFact | ResourceFact, time: number): void {
    this.#figures.fact(told, time);
    if (told.type === 'arbiters.deadlocked' || told.type === 'arbiters.died' || told.type === 'arbiters.wounded')
      this.#victims += 1;
  }

  of(): Readonly<Partial<Record<ServiceMetric, number>>> {
    const all = this.#mine.map((service) => this.#figures.of(service));
    const sum = (of: 'waitMs' | 'blockedMs'): number => all.reduce((total, each) => total + (each[of] as number), 0);
    const waitFairness = this.#figures.fairness();
    return {
      waitMs: sum('waitMs'),
      victims: this.#victims,
      blockedMs: sum('blockedMs'),
      ...(waitFairness === null ? {} : { waitFairness }),
    };
  }
}
