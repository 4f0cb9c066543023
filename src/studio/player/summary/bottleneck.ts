/**
 * What decided the length of a run, in one sentence that names whom it waited for and what would shorten it. The
 * finding itself is the engine's; here it only gets words and the names that the person gave.
 */
import type { RunMetrics } from '../../../bridge/index.ts';
import { formatShare, formatTime } from '../../design/index.ts';
import type { NameOf } from '../names.ts';

/** Empty for a run in which nothing took time. */
export function bottleneckSentence(
  { makespanMs, criticalPathMs, bottleneck }: RunMetrics,
  nameOf: NameOf,
): { readonly finding: string; readonly remedy: string } {
  if (makespanMs <= 0) return { finding: '', remedy: '' };
  if (bottleneck === null)
    return makespanMs <= criticalPathMs * 1.005
      ? {
          finding: `No task waited for an agent on the way: the longest chain of tasks takes all ${formatTime(makespanMs)}.`,
          remedy: 'Only shorter or fewer tasks on that chain would shorten it.',
        }
      : { finding: `Nobody was waited for in these ${formatTime(makespanMs)}.`, remedy: '' };
  const { agents, requires, heldMs } = bottleneck;
  const share = formatShare(heldMs / makespanMs);
  const held = `The run waited ${formatTime(heldMs)} of its ${formatTime(makespanMs)} (${share}) for`;
  const skill = requires.join(' and ');
  const [only] = agents;
  if (agents.length === 1 && only !== undefined) {
    const name = nameOf(only);
    return skill === ''
      ? { finding: `${held} ${name}.`, remedy: `Give ${name} a second slot, or let others do its tasks.` }
      : {
          finding: `${held} ${name}, the only one with ${skill}.`,
          remedy: `Give ${name} a second slot, or ${skill} to another agent.`,
        };
  }
  return skill === ''
    ? { finding: `${held} a free agent: all ${String(agents.length)} were busy.`, remedy: 'Add an agent or a slot.' }
    : {
        finding: `${held} one of the ${String(agents.length)} agents with ${skill}.`,
        remedy: `Give ${skill} to another agent, or a slot to one who has it.`,
      };
}
