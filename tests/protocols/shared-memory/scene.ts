/** Documents in which tasks share a memory, and what is told of it in their runs. */
import type { Document, Task } from '../../../src/document/index.ts';
import type { MemoryFact } from '../../../src/protocols/shared-memory/messages.ts';
import { crew, piece, task } from '../../scenarios/stage.ts';
import type { Invariant } from '../../../src/plan/index.ts';
import { sentByType, type Ran, type Recorded } from '../../support/running.ts';

/** Agents that hold copies come first; then as many as are wanted that hold none. */
export function shared(
  tasks: readonly Task[],
  { replicas = 3, others = 0, ...more }: { replicas?: number; others?: number } & Partial<Document> = {},
): Document {
  const agents = crew(replicas + others);
  return piece(tasks, {
    agents,
    memories: [
      {
        id: 'board',
        name: 'The board',
        consistency: 'strong',
        replicas: agents.slice(0, replicas).map(({ id }) => id),
      },
    ],
    network: { delayMs: 2 },
    ...more,
  });
}

export const writes = (id: string, value: unknown, dependsOn: string[] = [], more: object = {}): Task =>
  task(id, dependsOn, { writes: [{ memory: 'board', key: 'plan', value: JSON.stringify(value) }], ...more });
export const reads = (id: string, dependsOn: string[] = [], more: object = {}): Task =>
  task(id, dependsOn, { reads: [{ memory: 'board', key: 'plan' }], ...more });

/** All that is told of memories. */
export function factsIn({ recorded }: Pick<Ran, 'recorded'>): MemoryFact[] {
  return recorded
    .map(({ fact }) => fact as unknown as MemoryFact)
    .filter(({ type }) => type.startsWith('shared-memory.'));
}

/** What is told of memories, of these kinds. */
export function told<Type extends MemoryFact['type']>(
  ran: Pick<Ran, 'recorded'>,
  ...types: Type[]
): (MemoryFact & { readonly type: Type })[] {
  return factsIn(ran).filter((fact): fact is MemoryFact & { readonly type: Type } =>
    (types as string[]).includes(fact.type),
  );
}

/** Messages of memories. */
export function traffic(ran: Ran): number {
  return Object.entries(sentByType(ran)).reduce(
    (sum, [type, count]) => sum + (type.startsWith('shared-memory.') ? count : 0),
    0,
  );
}

/** The rule of this name, as it watches this run. */
export function ruleOf({ run }: Pick<Ran, 'run'>, name: string): Invariant {
  return run.compiled.invariants.find(({ rule, room }) => rule === name && room === 'shared-memory')!;
}

/** What was recorded, with what is told of memories put wrong; null leaves it out. */
export function changed(
  { recorded }: Pick<Ran, 'recorded'>,
  change: (fact: MemoryFact) => MemoryFact | null,
): Recorded[] {
  return recorded.flatMap((each) => {
    const fact = each.fact as unknown as MemoryFact;
    if (!fact.type.startsWith('shared-memory.')) return [each];
    const next = change(fact);
    return next === null ? [] : [{ ...each, fact: next as never }];
  });
}
