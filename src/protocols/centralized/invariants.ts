/**
 * What always holds in centralized coordination, as folds over facts. The numbers are those of SPEC.md.
 */
import { invariantRule, type Invariant, type Plan } from '../../plan/index.ts';
import type { CentralizedSettings } from './settings.ts';

export function invariants(_plan: Plan, _settings: CentralizedSettings): Invariant[] {
  return [onlyCapable, withinCapacity];
}

const onlyCapable = invariantRule<null>({
  rule: 'CC1',
  title: 'only capable agents are assigned',
  room: 'centralized',
  init: () => null,
  fact(_state, fact, _moment, plan) {
    if (fact.type !== 'task.assigned') return null;
    const task = plan.tasks[fact.task]!;
    if (plan.needs[task.need]!.capable.includes(fact.agent)) return null;
    return `${task.id} was given to ${plan.agents[fact.agent]!.id}, who cannot do it`;
  },
});

interface Held {
  holder: Record<number, number>;
  count: number[];
}

const withinCapacity = invariantRule<Held>({
  rule: 'CC2',
  title: 'no agent is given more than it has slots for',
  room: 'centralized',
  init: (plan) => ({ holder: {}, count: plan.agents.map(() => 0) }),
  fact(state, fact, _moment, plan) {
    if (fact.type === 'task.assigned') {
      release(state, fact.task);
      state.holder[fact.task] = fact.agent;
      state.count[fact.agent]! += 1;
      const agent = plan.agents[fact.agent]!;
      return state.count[fact.agent]! > agent.slots ? `${agent.id} has ${agent.slots} slots and was given ${state.count[fact.agent]!} tasks` : null;
    }
    if (fact.type === 'task.ended' || fact.type === 'task.withdrawn') {
      if (state.holder[fact.task] === fact.agent) release(state, fact.task);
    } else if (fact.type === 'task.cancelled') release(state, fact.task);
    return null;
  },
});

function release(state: Held, task: number): void {
  const agent = state.holder[task];
  if (agent === undefined) return;
  state.count[agent]! -= 1;
  delete state.holder[task];
}
