/*
 * Problems of coming back from a crash: checkpoints that take longer than what lies between them, and settings that do nothing
 * because nothing crashes or nothing is written.
 */
import { exactTime } from '../../display/units.ts';
import { resolvedAgent } from '../../defaults.ts';
import type { Agent } from '../../schema/agent.ts';
import type { Document } from '../../schema.ts';
import { problemAt, type Problem } from '../problem.ts';

export function recoveryProblems(document: Document): Problem[] {
  const crashing = new Set((document.faults ?? []).flatMap((fault) => (fault.kind === 'crash' ? [fault.agent] : [])));
  return [
    ...coordinatorProblems(document, crashing),
    ...(document.agents ?? []).flatMap((agent, at) => {
      if (agent.recovers === 'checkpoint') return writing(document, agent, at, crashing);
      const idle = (['checkpointEveryMs', 'checkpointMs'] as const).find((name) => agent[name] !== undefined);
      if (idle === undefined) return [];
      const path = ['agents', at, 'recovers'];
      const message = `The agent "${agent.id}" has a value for ${idle} and writes no checkpoints; let it recover with its checkpoint, or take the value away.`;
      const fix = {
        label: 'Recover with the checkpoint',
        edits: [{ kind: 'set-field', path, value: 'checkpoint' }],
      } as const;
      return [problemAt(document, ['agents', at, idle], { code: 'checkpoint-idle', severity: 'info', message, fix })];
    }),
  ];
}

function coordinatorProblems(document: Document, crashing: ReadonlySet<string>): Problem[] {
  const { recovers, checkpointEveryMs } = document.coordination ?? {};
  const idle = (name: string, message: string): Problem[] => [
    problemAt(document, ['coordination', name], { code: 'checkpoint-idle', severity: 'info', message }),
  ];
  if (recovers === 'checkpoint' && !crashing.has('coordinator'))
    return idle(
      'recovers',
      'The coordinator writes checkpoints, and no fault lets it crash; plan one, or crash it by hand in a run.',
    );
  if (recovers !== 'checkpoint' && checkpointEveryMs !== undefined)
    return idle(
      'checkpointEveryMs',
      'The coordinator has an interval and writes no checkpoints; let it recover with its checkpoint, or take the interval away.',
    );
  return [];
}

function writing(document: Document, agent: Agent, at: number, crashing: ReadonlySet<string>): Problem[] {
  const { checkpointEveryMs: every, checkpointMs: takes } = resolvedAgent(agent);
  if (takes >= every) {
    const message = `The agent "${agent.id}" takes ${exactTime(takes)} to write a checkpoint and works ${exactTime(every)} before the next, so its work would stand still for longer than it goes on; write one less often, or faster.`;
    return [
      problemAt(document, ['agents', at, 'checkpointMs'], { code: 'checkpoint-slow', severity: 'error', message }),
    ];
  }
  if (crashing.has(agent.id)) return [];
  const message = `The agent "${agent.id}" writes checkpoints, and no fault lets it crash; plan one, or crash it by hand in a run.`;
  return [problemAt(document, ['agents', at, 'recovers'], { code: 'checkpoint-idle', severity: 'info', message })];
}
