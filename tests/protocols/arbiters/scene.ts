/** Small contended documents, and what was told of their resources. */
import type { Document, Task } from '../../../src/document/index.ts';
import type { Invariant, KnownFact, Plan } from '../../../src/plan/index.ts';
import { serviceRooms } from '../../../src/protocols/index.ts';
import type { FactOf } from '../../../src/agents/fact-card.ts';
import type { ResourceFact } from '../../../src/protocols/arbiters/messages.ts';
import { crew, piece, task } from '../../scenarios/stage.ts';
import type { Ran, Recorded } from '../../support/running.ts';

/** A task that needs the oven, or so many units of something else. */
export function needs(id: string, more: Parameters<typeof task>[2] = {}, resource = 'oven', units = 1): Task {
  return task(id, [], { resources: [{ id: resource, units }], ...more });
}

/** One exclusive oven, and three carts to share. */
export function kitchen(tasks: readonly Task[], more: Partial<Document> = {}): Document {
  return piece(tasks, {
    agents: crew(4),
    resources: [
      { id: 'oven', name: 'the oven', mode: 'exclusive' },
      { id: 'carts', name: 'the carts', units: 3 },
    ],
    scheduling: { order: 'fifo' },
    ...more,
  });
}

export function ruleOf(plan: Plan, rule: string): Invariant {
  return serviceRooms
    .find(({ name }) => name === 'arbiters')!
    .invariants(plan)
    .find((each) => each.rule === rule)!;
}

export function told<T extends ResourceFact['type']>({ recorded }: Ran, type: T): FactOf<ResourceFact, T>[] {
  return recorded.map(({ fact }) => fact as KnownFact | ResourceFact).filter((fact) => fact.type === type) as never;
}

/** The facts with some of the resources' changed, or left out for null. */
export function changed({ recorded }: Ran, change: (fact: ResourceFact) => ResourceFact | null): Recorded[] {
  return recorded.flatMap((each) => {
    const fact = each.fact as KnownFact | ResourceFact;
    if (!fact.type.startsWith('arbiters.')) return [each];
    const other = change(fact as ResourceFact);
    return other === null ? [] : [{ ...each, fact: other as never }];
  });
}
