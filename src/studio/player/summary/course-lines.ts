/** The course of a run as lines of charts: which numbers, in which tone, by which name. Pure. */
import type { CourseWindow } from '../../../bridge/index.ts';
import type { NameOf } from '../names.ts';
import type { ChartLine, LineTone } from './chart-options.ts';

export function taskLines({ succeeded, running, waiting, failed }: CourseWindow): readonly ChartLine[] {
  return [
    { label: 'Succeeded', tone: 'succeeded', values: succeeded, stepped: true, filled: true },
    { label: 'Running', tone: 'running', values: running, stepped: true },
    { label: 'Waiting', tone: 'waiting', values: waiting, stepped: true },
    // A line along the bottom says nothing.
    ...(failed.some((count) => count > 0)
      ? [{ label: 'Failed', tone: 'failed', values: failed, stepped: true } as const]
      : []),
  ];
}

export function queueLines({ queued, busy }: CourseWindow): readonly ChartLine[] {
  return [
    { label: 'Busy slots', tone: 'running', values: busy, filled: true },
    { label: 'Queued at agents', tone: 'waiting', values: queued, stepped: true },
  ];
}

const tones: readonly LineTone[] = ['accent', 'running', 'succeeded', 'waiting', 'failed', 'idle'];

export function agentLines({ agents }: CourseWindow, nameOf: NameOf): readonly ChartLine[] {
  return agents.map(({ agent, utilization }, index) => ({
    label: nameOf(agent),
    tone: tones[index % tones.length] ?? 'idle',
    values: utilization,
  }));
}

/** The queue of each agent: where one towers over the others that are empty, all were sent to the same. */
export function waitingLines({ queues }: CourseWindow, nameOf: NameOf): readonly ChartLine[] {
  return queues.map(({ agent, queued }, index) => ({
    label: nameOf(agent),
    tone: tones[index % tones.length] ?? 'idle',
    values: queued,
    stepped: true,
  }));
}

/** What the eye sees of a line at a glance, in words: `first 0, least 0, most 12, last 3`. */
export function courseWords(values: readonly number[], format: (value: number) => string): string {
  const [first, last] = [values[0], values.at(-1)];
  if (first === undefined || last === undefined) return 'nothing yet';
  // Of many values no argument list may be made.
  const [least, most] = values.reduce(
    ([low, high], value) => [Math.min(low, value), Math.max(high, value)],
    [first, first],
  );
  return `first ${format(first)}, least ${format(least)}, most ${format(most)}, last ${format(last)}`;
}
