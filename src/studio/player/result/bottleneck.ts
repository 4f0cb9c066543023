/**
 * What decided the length of a run, in one sentence that names whom it waited for, and who had nothing to do meanwhile. The finding
 * itself is the engine's; here it only gets words and the names that the person gave. What would help is for trial runs to say.
 */
import type { RunMetrics } from '../../../bridge/index.ts';
import { formatShare, formatTime } from '../../design/index.ts';
import type { NameOf } from '../names.ts';

/** Empty for a run in which nothing took time. */
export function bottleneckSentence({ makespanMs, criticalPathMs, bottleneck }: RunMetrics, nameOf: NameOf): string {
  if (makespanMs <= 0) return '';
  if (bottleneck === null)
    return makespanMs <= criticalPathMs * 1.005
      ? `No task waited for an agent on the way: the longest chain of tasks takes all ${formatTime(makespanMs)}.`
      : `No task waited for an agent in these ${formatTime(makespanMs)}.`;
  const { agents, requires, heldMs, idle = [], down, resource } = bottleneck;
  const share = `${formatTime(heldMs)} of its ${formatTime(makespanMs)} (${formatShare(heldMs / makespanMs)})`;
  if (down !== undefined) return `The run waited ${share} for the ${down}, which was down.`;
  if (resource !== undefined) return `The run waited ${share} for ${nameOf(resource)}, which other tasks had first.`;
  if (idle.length > 0)
    return `The run waited ${share} while ${listed(idle.map(nameOf))}, who can do it too, had nothing to do.`;
  const held = `The run waited ${share} for`;
  const skill = requires.join(' and ');
  const [only] = agents;
  if (agents.length === 1 && only !== undefined)
    return skill === '' ? `${held} ${nameOf(only)}.` : `${held} ${nameOf(only)}, the only one with ${skill}.`;
  return skill === ''
    ? `${held} a free agent: all ${String(agents.length)} were busy.`
    : `${held} one of the ${String(agents.length)} agents with ${skill}.`;
}

/** `Eva`, `Eva and Fay`, `Eva, Fay and 3 others`. */
function listed(names: readonly string[]): string {
  const [first = '', second = ''] = names;
  if (names.length <= 2) return names.join(' and ');
  if (names.length === 3) return `${first}, ${second} and ${names[2] ?? ''}`;
  return `${first}, ${second} and ${String(names.length - 2)} others`;
}
