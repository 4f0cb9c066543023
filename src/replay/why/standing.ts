/**
 * How those stood who were not weighed when a decision was taken, and in which words: down, silent, busy, or passed over
 * by the rule. It reads the index, never an actor's state.
 */
import { agentAt, agentTitle, needAt, needOf } from '../../plan/index.ts';
import { exactTime } from '../../document/index.ts';
import type { Plan } from '../../plan/index.ts';
import type { Standing, WhyAgent, WhyCandidate } from './why-views.ts';
import type { WhyIndex } from './why-index.ts';

/** A candidate while the account is being made. */
export interface Weighed {
  readonly standing: Standing;
  readonly value: number | null;
  readonly note: string;
  readonly step: number | null;
}

/** What is said of somebody who was as good. */
export const notDrawn = 'tied, not drawn';

/** So many candidates of one decision are told. */
const candidatesMax = 60;

const orderOf: Readonly<Record<Standing, number>> = {
  chosen: 0,
  weighed: 1,
  declined: 2,
  passed: 3,
  busy: 4,
  silent: 5,
  crashed: 6,
};

export function agentOf(plan: Plan, agent: number): WhyAgent {
  return { id: agentAt(plan, agent).id, name: agentTitle(plan, agent) };
}

/** Somebody who could do the task and was not weighed, before the fact at a place. */
export function standingOf(
  plan: Plan,
  index: WhyIndex,
  { agent, place, passed }: { agent: number; place: number; passed: string },
): Weighed {
  const { held, down, sinceMs } = index.standAt(agent, place);
  const { slots } = agentAt(plan, agent);
  const told = (standing: Standing, note: string): Weighed => ({ standing, value: null, note, step: null });
  if (down === 'crashed') return told('crashed', `crashed since ${exactTime(sinceMs)}`);
  if (down === 'silent') return told('silent', `unresponsive: lease expired at ${exactTime(sinceMs)}`);
  if (held >= slots) return told('busy', `busy: ${held} assigned, ${slots} ${slots === 1 ? 'slot' : 'slots'}`);
  return told('passed', passed);
}

/** Candidates as they are told: who was chosen, who was weighed, then the others; and how many were left out. */
export function listed(
  plan: Plan,
  weighed: ReadonlyMap<number, Weighed>,
): { readonly candidates: readonly WhyCandidate[]; readonly more: number } {
  const sorted = [...weighed].sort(
    ([a, one], [b, other]) =>
      orderOf[one.standing] - orderOf[other.standing] || (one.value ?? Infinity) - (other.value ?? Infinity) || a - b,
  );
  return {
    candidates: sorted.slice(0, candidatesMax).map(([agent, each]) => ({ ...agentOf(plan, agent), ...each })),
    more: Math.max(0, sorted.length - candidatesMax),
  };
}

/** Why an agent cannot do a task whatever its state; the plan has said that it cannot. */
export function unfitness(plan: Plan, task: number, agent: number): string {
  const { requires, pinned } = needAt(plan, needOf(plan, task));
  const { capabilities, role } = agentAt(plan, agent);
  const missing = requires.filter((each) => !(capabilities[each]! > 0));
  if (missing.length > 0) return `lacks ${missing.join(', ')}`;
  if (pinned !== -1 && pinned !== agent) return `the task is pinned to ${agentTitle(plan, pinned)}`;
  return role === 'manager' ? 'manager; takes no tasks' : 'not eligible';
}
