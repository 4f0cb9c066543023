/** What is to be said of load balancing before it runs: asking everybody before each task, where that is more than a run may take. */
import type { ResolvedDocument } from '../../document/index.ts';
import { agentsAsked } from '../bounds.ts';
import type { RoomProblem } from '../room.ts';

/** Of a document that has no errors. */
export function problems(document: ResolvedDocument): RoomProblem[] {
  const { balancing } = document.scheduling;
  if (balancing !== 'jsq' && balancing !== 'work-stealing') return [];
  const { stepsMax } = document.limits;
  const asked = agentsAsked(document);
  if (2 * asked <= stepsMax) return [];
  const tasks = String(document.tasks.length);
  const each = String(Math.round(asked / document.tasks.length));
  const sum = `2 x ${String(asked)} = ${String(2 * asked)} messages`;
  const limit = `a run ends after ${String(stepsMax)} steps ("stepsMax")`;
  const field = ['scheduling', 'balancing'];
  const code = 'too-much';
  if (balancing === 'jsq')
    return [
      {
        code,
        severity: 'error',
        field,
        message: `Before each of ${tasks} tasks some ${each} agents are asked for their load: ${sum} of asking and answering alone, and ${limit}; ask a few of them, by the power of two choices.`,
        mend: { label: 'Take the power of two choices', value: 'power-of-two' },
      },
    ];
  return [
    {
      code,
      severity: 'warning',
      field,
      message: `An agent that falls idle asks all others for work: where work is scarce, ${tasks} tasks with some ${each} agents take up to ${sum}, and ${limit}; let idle agents ask the balancer instead.`,
      mend: { label: 'Let idle agents ask the balancer', value: 'idle-queue' },
    },
  ];
}
