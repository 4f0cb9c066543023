/**
 * What tasks and agents are called in sentences: by their names, and by their ids where a name is given twice.
 */
import type { Plan } from '../plan.ts';
import { agentOfActor } from './actors.ts';

interface Titles {
  readonly tasks: readonly string[];
  readonly agents: readonly string[];
}

const known = new WeakMap<Plan, Titles>();

export function taskTitle(plan: Plan, task: number): string {
  return titlesOf(plan).tasks[task]!;
}

export function agentTitle(plan: Plan, agent: number): string {
  return agent < 0 ? 'nobody' : titlesOf(plan).agents[agent]!;
}

/** What an actor is called in a sentence: an agent by its title, whoever else acts as the plan has it. */
export function actorTitle(plan: Plan, actor: number): string {
  return titlesOf(plan).agents[agentOfActor(actor)] ?? plan.actors[actor]?.title ?? 'nobody';
}

function titlesOf(plan: Plan): Titles {
  let titles = known.get(plan);
  if (titles === undefined) {
    titles = { tasks: unique(plan.tasks), agents: unique(plan.agents) };
    known.set(plan, titles);
  }
  return titles;
}

function unique(nodes: readonly { readonly id: string; readonly name: string }[]): string[] {
  const counts = new Map<string, number>();
  for (const { name } of nodes) counts.set(name, (counts.get(name) ?? 0) + 1);
  return nodes.map(({ id, name }) => (counts.get(name) === 1 ? name : id));
}
