/** Who works on what at the playhead, as lines between cards. */
import type { Agent } from '../../../document/index.ts';
import type { RunSession } from '../../state/index.ts';
import { isLiar } from '../cards/card-words.ts';
import { isLie, signsOf } from '../standing/signs.ts';
import type { WorkLine } from './far-lines.ts';

/** A line for each agent and what it works on; work on parts is drawn to what stands for them. */
export function workOf(
  agents: readonly Agent[],
  run: Pick<RunSession, 'agentView'>,
  standIn: (task: string) => string | null,
): WorkLine[] {
  return agents.flatMap((agent) => {
    const view = run.agentView(agent.id);
    const tasks = new Set((view?.running ?? []).flatMap((task) => standIn(task) ?? []));
    if (tasks.size === 0) return [];
    const lies = isLiar(agent) || isLie(signsOf(view, []));
    return [...tasks].map((task) => ({ key: `${agent.id} ${task}`, agent: agent.id, task, lies }));
  });
}
