/**
 * A council of agents that decide, for the tests of PBFT: a document of decisions in a row, members that misbehave, a
 * network that fails for a while. Misbehaviour goes in as the inputs that a planned fault makes.
 */
import type { Conduct } from '../../../src/agents/index.ts';
import type { Json } from '../../../src/base/index.ts';
import type { Document, Task } from '../../../src/document/index.ts';
import type { Message } from '../../../src/kernel/index.ts';
import { actorOfAgent } from '../../../src/plan/index.ts';
import type { Compiled } from '../../../src/workflow/index.ts';
import { compiled, crew, piece } from '../../scenarios/stage.ts';
import { ranCompiled, type Ran } from '../../support/running.ts';

export interface Turn {
  /** By index. */
  readonly agent: number;
  readonly conduct: Conduct;
  readonly atMs?: number;
  readonly untilMs?: number;
}

/** Decisions one after the other, by n agents, one hop taking 10 ms. */
export function council(
  n: number,
  {
    decisions = 1,
    action = {},
    apart = false,
    ...more
  }: { decisions?: number; action?: object; apart?: boolean } & Partial<Document> = {},
): Document {
  const tasks = Array.from({ length: decisions }, (_, at): Task => ({
    id: `decide-${String(at)}`,
    dependsOn: at === 0 || apart ? [] : [`decide-${String(at - 1)}`],
    action: { kind: 'consensus', protocol: 'pbft', value: `plan ${String(at)}`, ...action },
  }));
  return piece(tasks, { agents: crew(n), network: { delayMs: 10 }, ...more });
}

/** Runs a council in which these misbehave. */
export function held(document: Document, turns: readonly Turn[] = [], more: readonly Planned[] = []): Ran {
  return ranCompiled(turned(compiled(document), turns, more));
}

type Planned = NonNullable<Compiled['spec']['planned']>[number];

export function turned(plan: Compiled, turns: readonly Turn[], more: readonly Planned[] = []): Compiled {
  const planned = turns.flatMap(({ agent, conduct, atMs = 0, untilMs }, at) => {
    const id = `turn ${String(at)}`;
    const to = actorOfAgent(agent);
    const begins = { atMs, to, message: { type: 'agent.conduct', id, conduct } as Message };
    const ends = { atMs: untilMs ?? 0, to, message: { type: 'agent.conduct', id, conduct: null } as Message };
    return untilMs === undefined ? [begins] : [begins, ends];
  });
  return { ...plan, spec: { ...plan.spec, planned: [...(plan.spec.planned ?? []), ...planned, ...more] } };
}

/** Facts of one type of the room, in order. */
export function told(ran: Ran, type: string): Record<string, unknown>[] {
  return ran.recorded
    .map(({ fact }) => fact as unknown as Record<string, unknown>)
    .filter((fact) => fact['type'] === `consensus-pbft.${type}`);
}

/** What each agent executed, in order, by index. */
export function logs(ran: Ran, n: number): Json[][] {
  const made = Array.from({ length: n }, (): Json[] => []);
  for (const { agent, value } of told(ran, 'executed')) made[agent as number]!.push(value as Json);
  return made;
}

/** What was decided, by task. */
export function decided(ran: Ran): Record<number, Json> {
  const made: Record<number, Json> = {};
  for (const { fact } of ran.recorded) if (fact.type === 'decision.made') made[fact.task] = fact.value;
  return made;
}

/** The rules of this room that were broken, in order. */
export function brokenRules(ran: Ran): string[] {
  return ran.run.watch
    .views()
    .filter(({ holds }) => !holds)
    .map(({ rule }) => rule);
}
