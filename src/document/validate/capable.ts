/*
 * Who may do a task: the one rule of feasibility, for validation and for every coordinator.
 * It never falls back to an incapable agent; with nobody capable, a task is unassignable.
 */
import type { ResolvedAgent, ResolvedTask } from '../resolved.ts';

/** The part of a task that decides who may do it. */
export type TaskNeeds = Pick<ResolvedTask, 'requires' | 'agent'>;
/** The part of an agent that decides what it may do. */
export type AgentOffer = Pick<ResolvedAgent, 'id' | 'role' | 'capabilities'>;

/**
 * Whether an agent may do a task: it has every required capability with a proficiency above 0; if the task is pinned,
 * it is the pinned one. A manager only does what is pinned to it or requires a capability, unless all are managers.
 */
export function canPerform(agent: AgentOffer, task: TaskNeeds, managersOnly = false): boolean {
  if (task.agent !== null && task.agent !== agent.id) return false;
  for (const name of task.requires) {
    if (!Object.hasOwn(agent.capabilities, name) || (agent.capabilities[name] ?? 0) <= 0) return false;
  }
  return agent.role !== 'manager' || task.agent !== null || task.requires.length > 0 || managersOnly;
}

/** Whether there are agents and all of them are managers, so that managers do the work. */
export function onlyManagers(agents: readonly Pick<ResolvedAgent, 'role'>[]): boolean {
  return agents.length > 0 && agents.every((agent) => agent.role === 'manager');
}
