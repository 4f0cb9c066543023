/** What keys do on the head of a lane: they go from bar to bar, as a press on each bar would. */
import type { Lane } from '../../../../bridge/index.ts';

/** The step at which the next or the previous bar begins; null for another key, or where there is none. */
export function barBeside(
  event: Pick<KeyboardEvent, 'key' | 'ctrlKey' | 'metaKey' | 'altKey' | 'shiftKey'>,
  lane: Lane | undefined,
  step: number,
): number | null {
  if (event.ctrlKey || event.metaKey || event.altKey || event.shiftKey || lane === undefined) return null;
  const begins = lane.bars.map(({ startStep }) => startStep);
  const beside =
    event.key === 'ArrowRight'
      ? begins.filter((each) => each > step)
      : event.key === 'ArrowLeft'
        ? begins.filter((each) => each < step)
        : [];
  if (beside.length === 0) return null;
  return event.key === 'ArrowRight' ? Math.min(...beside) : Math.max(...beside);
}
