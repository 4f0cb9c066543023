/** What a lane says to those who do not see it, besides its name: one sentence, of the agent's work up to the run's end and of what it does now. */
import type { Bar, Lane } from '../../../bridge/index.ts';
import { faultLook, formatShare, formatTime, plural } from '../../design/index.ts';
import type { NameOf } from '../names.ts';
import { dueOfBar, type DeadlineOf } from './drawing/due.ts';
import { haltWords, momentOf, operationWords, type Playhead } from './drawing/bar-look.ts';

/** The same behind its name. */
export function laneSummary(lane: Lane, playhead: Playhead, nameOf: NameOf, deadlineOf?: DeadlineOf): string {
  return `${nameOf(lane.agent)}: ${laneWords(lane, playhead, nameOf, deadlineOf)}`;
}

/** `86 % busy; 3 tasks succeeded, 1 failed; now running Pull the data since 2.00 s.` */
export function laneWords(
  lane: Lane,
  playhead: Playhead,
  nameOf: NameOf,
  deadlineOf: DeadlineOf = () => undefined,
): string {
  if ('clients' in lane) return memorySummary(lane, playhead, nameOf);
  if ('renews' in lane) return resourceSummary(lane, playhead, nameOf);
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
  return `${parts.join('; ')}.`;
}

/** `9 operations, 2 failed, 1 stale read; copies differ now; now read plan by Ana since 2.00 s.` */
function memorySummary({ bars }: Lane, playhead: Playhead, nameOf: NameOf): string {
  const done = bars.filter(({ kind }) => kind === 'operation');
  const count = (some: readonly Bar[]): number => some.reduce((sum, bar) => sum + bar.count, 0);
  const [failed, stale] = [done.filter(({ end }) => end === 'failed'), done.filter((bar) => bar.stale === true)];
  const all = [plural(count(done), 'operation')];
  if (failed.length > 0) all.push(`${String(count(failed))} failed`);
  if (stale.length > 0) all.push(plural(count(stale), 'stale read'));
  const parts = [all.join(', ')];
  const now = bars.filter((bar) => momentOf(bar, playhead) === 'now' && bar.startMs <= playhead.timeMs);
  if (now.some(({ kind }) => kind === 'fault')) parts.push('its replicas are kept apart now');
  if (now.some(({ kind }) => kind === 'apart')) parts.push('copies differ now');
  for (const bar of now)
    if (bar.kind === 'operation')
      parts.push(`now ${operationWords(bar)} by ${nameOf(bar.client ?? '')} since ${formatTime(bar.startMs)}`);
  return `${parts.join('; ')}.`;
}

/** `40 % held; held by Cake now; Bread waits since 2.00 s.` */
function resourceSummary({ bars, utilization }: Lane, playhead: Playhead, nameOf: NameOf): string {
  const now = bars.filter((bar) => momentOf(bar, playhead) === 'now' && bar.startMs <= playhead.timeMs);
  const of = (kind: Bar['kind']): readonly Bar[] => now.filter((bar) => bar.kind === kind);
  const parts = [`${formatShare(utilization)} held`];
  const held = of('held').map(({ task }) => nameOf(task));
  if (held.length > 0) parts.push(`held by ${held.join(', ')} now`);
  for (const { task, priority } of of('raised')) parts.push(`${nameOf(task)} raised to priority ${String(priority)}`);
  for (const bar of of('awaited')) parts.push(`${nameOf(bar.task)} waits since ${formatTime(bar.startMs)}`);
  return `${parts.join('; ')}.`;
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
