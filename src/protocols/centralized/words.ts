/**
 * The rules of a centralized coordinator as sentences: what `task.assigned` means by the name that it gives. They say
 * nothing of a single run.
 */
import type { RuleWords } from '../card.ts';
import type { CentralizedSettings } from './settings.ts';

const soonest = 'ties go to the free agent named first';
const scheduled = (how: string): RuleWords => ({
  says: `The schedule made before the run (${how}) assigned the task to this agent; the agent was free and the task was next in its sequence.`,
  measure: 'finish in the schedule, ms',
  passed: 'not among the eight earliest to finish',
});

export function rules({ weights }: CentralizedSettings): Readonly<Record<string, RuleWords>> {
  const counted = [
    weights.proficiency > 0 ? `proficiency × ${weights.proficiency}` : '',
    weights.queue > 0 ? `assigned tasks ×  ${weights.queue}` : '',
    weights.cost > 0 ? `cost × ${weights.cost}` : '',
    weights.finish > 0 ? `expected finish ×  ${weights.finish}` : '',
  ].filter((each) => each !== '');
  return {
    'first-fit': {
      says: `First fit: among the eligible agents, ${soonest}.`,
      measure: null,
      passed: 'later in the list',
    },
    greedy: {
      says: `Greedy: the free agent with the lowest score gets it${counted.length === 0 ? '' : ` (${counted.join(', ')}, each scaled to 0..1 over the candidates)`}.`,
      measure: 'score',
      passed: 'as good as the chosen one, which is named first',
      ties: true,
    },
    hungarian: {
      says: 'Optimal matching: all waiting tasks and free slots were matched at the lowest total time, so a task may not get its own best agent.',
      measure: 'expected time, ms',
      passed: 'no free slot in this matching',
      ties: true,
    },
    regret: {
      says: 'By regret: the waiting task that would lose most without its best agent goes first, to the agent with enough free slots that would finish it soonest. A heuristic, not proven optimal.',
      measure: 'expected time, ms',
      passed: 'too few free slots',
      ties: true,
    },
    heft: scheduled('HEFT: tasks by rank, each on the agent that finishes it first'),
    cpop: scheduled('CPOP: the critical path on one agent, the rest where it finishes first'),
    'critical-path': {
      says: 'The schedule made before the run (CPOP) kept the whole critical path, this task included, for the agent that finishes it soonest.',
      measure: 'time for the critical path, ms',
      passed: 'cannot do all of the critical path, or is not among the eight fastest',
    },
  };
}
