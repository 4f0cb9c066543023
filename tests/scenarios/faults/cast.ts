/**
 * Who plays in scenes of faults: ana, ben and cid, tasks of 100 ms, leases of 200 ms, under each pattern of coordination. What
 * happened is told in words, so that a scene can be read against it.
 */
import type { Json } from '../../../src/base/index.ts';
import type { BALANCINGS, Document } from '../../../src/document/index.ts';
import { actorOfAgent, type KnownFact } from '../../../src/plan/index.ts';
import { injectionInputs, Run } from '../../../src/replay/index.ts';
import { factsOf, ran, type Ran } from '../../support/running.ts';
import { compiled, task } from '../stage.ts';

export const patterns = ['centralized', 'contract-net', 'delegation', 'load-balancing'] as const;
export type Faults = NonNullable<Document['faults']>;

export const names = ['ana', 'ben', 'cid'];

/** So many tasks, each of which gives 1, with 5 ms between any two; in delegation the boss is ana's, ben's and cid's. */
export function scene(pattern: string, faults: Faults, more: Partial<Document> = {}): Document {
  const boss = pattern === 'delegation' ? [{ id: 'boss', role: 'manager' as const }] : [];
  const reports = boss.length > 0 ? { reportsTo: 'boss' } : {};
  return {
    seed: 3,
    coordination: { pattern, leaseMs: 200 },
    network: { delayMs: 5 },
    agents: [...boss, ...names.map((id) => ({ id, ...reports }))],
    tasks: ['one', 'two', 'three', 'four', 'five', 'six'].map((id) => task(id, [], { ms: 100, model: { result: 1 } })),
    faults,
    ...more,
  };
}

type Balancing = (typeof BALANCINGS)[number];

/** Nothing is planned, nothing takes time on its way, leases are as they come. */
export function calm(pattern: string, balancing: Balancing = 'least-loaded', more: Partial<Document> = {}): Document {
  return scene(pattern, [], { coordination: { pattern }, network: {}, scheduling: { balancing }, ...more });
}

/** Every pattern, and load balancing where agents ask or are asked. */
export const stages: readonly (readonly [string, Balancing])[] = [
  ...patterns.map((pattern) => [pattern, 'least-loaded'] as const),
  ['load-balancing', 'work-stealing'],
  ['load-balancing', 'jsq'],
  ['load-balancing', 'idle-queue'],
];

/** Plays it; whatever goes wrong, no rule of any room may break. */
export function play(document: Document): Ran {
  const played = ran(document);
  if (played.broken.length > 0) throw new Error(played.broken.join('\n'));
  return played;
}

/** What was recorded of these types while it was so late, with the time. */
export function told<T extends KnownFact['type']>(
  { recorded }: Ran,
  type: T,
  [fromMs, untilMs]: readonly [number, number] = [0, Infinity],
): { readonly fact: Extract<KnownFact, { type: T }>; readonly time: number }[] {
  return recorded.flatMap(({ fact, time }) =>
    fact.type === type && time >= fromMs && time < untilMs
      ? [{ fact: fact as Extract<KnownFact, { type: T }>, time }]
      : [],
  );
}

/** How many messages an agent sent, and how many arrived at it, while it was so late. */
export function heard(played: Ran, id: string, span?: readonly [number, number]): { sent: number; heard: number } {
  const actor = actorOfAgent(played.plan.agents.findIndex((agent) => agent.id === id));
  return {
    sent: told(played, 'message.sent', span).filter(({ fact }) => fact.from === actor).length,
    heard: told(played, 'message.delivered', span).filter(({ fact }) => fact.to === actor).length,
  };
}

/** What each task gave in the end. */
export function results(played: Ran): Record<string, unknown> {
  return Object.fromEntries(
    factsOf(played, 'task.result').map(({ task: index, value }) => [played.plan.tasks[index]!.id, value]),
  );
}

/** Who did how many of the tasks. */
export function shares(played: Ran): Record<string, number> {
  const counts: Record<string, number> = {};
  for (const { agent } of factsOf(played, 'task.succeeded')) {
    const id = played.plan.agents[agent]?.id ?? 'nobody';
    counts[id] = (counts[id] ?? 0) + 1;
  }
  return counts;
}

/** Runs a document to its end and lets a fault happen by hand behind a step, as in the page. */
export function put(document: Document, step: number, fault: Json): Run {
  const run = new Run(compiled(document), { seekable: true }).finish();
  const inputs = injectionInputs(run, { step, timeMs: 0 }, fault);
  if (!inputs.ok) throw new Error(inputs.error);
  run.cutAt(step);
  for (const input of inputs.value) run.append(input);
  return run.finish();
}
