/** What a lane says to those who do not see it: one sentence, of the agent's work up to the run's end and of what it does now. */
import type { Bar, Lane } from '../../../bridge/index.ts';
import { faultLook, formatShare, formatTime, plural } from '../../design/index.ts';
import type { NameOf } from '../names.ts';
import { dueOfBar, type DeadlineOf } from './drawing/due.ts';
import { haltWords, momentOf, type Playhead } from './drawing/bar-look.ts';

/** `Ana: 86 % busy; 3 tasks succeeded, 1 failed; now running Pull the data since 2.00 s.` */
export function laneSummary(
  lane: Lane,
  playhead: Playhead,
  nameOf: NameOf,
  deadlineOf: DeadlineOf = () => undefined,
): string {
  const parts = [`${formatShare(lane.utilization)} busy`];
  const ended = endings(lane.bars);
  if (ended !== '') parts.push(ended);
  const late = lane.bars.flatMap((bar) => {
    const due = momentOf(bar, playhead) === 'past' ? dueOfBar(bar, deadlineOf) : null;
    return due?.late === true ? [`${nameOf(bar.task)} ${due.word}`] : [];
  });
  if (late.length > 0) parts.push(late.join(', '));
  const now = lane.bars.filter(
    (bar) => bar.kind !== 'queued' && momentOf(bar, playhead) === 'now' && bar.startMs <= playhead.timeMs,
  );
  if (now.some(({ kind }) => kind === 'crashed')) parts.push('crashed now');
  for (const bar of now) if (bar.kind === 'fault') parts.push(`${faultLook(bar.fault ?? '').word} now`);
  const deciding = now.filter(({ kind }) => kind === 'deciding').map(({ task }) => nameOf(task));
  if (deciding.length > 0) parts.push(`takes part in deciding ${deciding.join(', ')}`);
  for (const bar of now)
    if (bar.kind === 'halted') parts.push(`${nameOf(bar.task)} is ${haltWords[bar.halt ?? 'blocked']}`);
  const running = now
    .filter(({ kind }) => kind === 'running')
    .map((bar) => `${nameOf(bar.task)} since ${formatTime(bar.startMs)}`);
  if (running.length > 0) parts.push(`now running ${running.join(', ')}`);
  return `${nameOf(lane.agent)}: ${parts.join('; ')}.`;
}

function endings(bars: readonly Bar[]): string {
  const count = (end: Bar['end']): number =>
    bars.reduce((sum, bar) => sum + (bar.kind === 'running' && bar.end === end ? bar.count : 0), 0);
  const [succeeded, failed, cancelled] = [count('succeeded'), count('failed'), count('cancelled')];
  const parts: string[] = [];
  if (succeeded > 0) parts.push(`${plural(succeeded, 'attempt')} succeeded`);
  if (failed > 0) parts.push(`${String(failed)} failed`);
  if (cancelled > 0) parts.push(`${String(cancelled)} cancelled`);
  return parts.join(', ');
}
