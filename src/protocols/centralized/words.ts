/**
 * The rules of a centralized coordinator as sentences: what `task.assigned` means by the name that it gives. They say
 * nothing of a single run.
 */
import type { RuleWords } from '../card.ts';
import type { CentralizedSettings } from './settings.ts';

const soonest = 'the first of the free agents that it names has it';
const scheduled = (how: string): RuleWords => ({
  says: `The schedule that was made before the run (${how}) gave the task to this agent; it was free and the task was next in its sequence.`,
  measure: 'end in the schedule, ms',
  passed: 'not among the eight earliest to finish',
});

export function rules({ weights }: CentralizedSettings): Readonly<Record<string, RuleWords>> {
  const counted = [
    weights.proficiency > 0 ? `proficiency × ${weights.proficiency}` : '',
    weights.queue > 0 ? `tasks in hand × ${weights.queue}` : '',
    weights.cost > 0 ? `cost × ${weights.cost}` : '',
    weights.finish > 0 ? `expected end × ${weights.finish}` : '',
  ].filter((each) => each !== '');
  return {
    'first-fit': {
      says: `First fit: of the agents that can do it, ${soonest}.`,
      measure: null,
      passed: 'it stands later in the list',
    },
    greedy: {
      says: `Greedy: the free agent with the lowest score gets it${counted.length === 0 ? '' : ` (${counted.join(', ')}, each brought to 0..1 over the candidates)`}.`,
      measure: 'score',
      passed: 'it is as good as the one that was chosen, which is named before it',
      ties: true,
    },
    hungarian: {
      says: 'Optimal matching: all waiting tasks and free slots were matched so that the sum of the expected times is least; so a task need not get its own best agent.',
      measure: 'expected time, ms',
      passed: 'it had no free slot in this matching',
      ties: true,
    },
    regret: {
      says: 'By regret, a heuristic for tasks that take several slots: of the waiting tasks the one that would lose most by not getting its best agent goes first, to the agent with room for it that is done with it soonest. It is not proven to be the best.',
      measure: 'expected time, ms',
      passed: 'too few free slots',
      ties: true,
    },
    heft: scheduled('HEFT: tasks by rank, each on the agent that ends it first'),
    cpop: scheduled('CPOP: the critical path on one agent, the rest where it ends first'),
    'critical-path': {
      says: 'The schedule that was made before the run (CPOP) kept the whole critical path, with this task on it, for the agent that does all of it in the least time.',
      measure: 'time for the critical path, ms',
      passed: 'it cannot do all of the critical path, or eight others would be done with it sooner',
    },
  };
}
