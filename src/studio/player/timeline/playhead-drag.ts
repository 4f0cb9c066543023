/** Dragging the playhead over the lanes: the run is asked for the time under the pointer, once a frame and one at a time. */
import { EachFrame, OneAtATime, type RunSession } from '../../state/index.ts';
import type { Dragging } from '../drag.ts';

/** `timeAt` gives the time at a horizontal place of the screen; null where there is nothing yet. */
export function playheadDragging(run: RunSession, timeAt: (clientX: number) => number | null): Dragging {
  const seeks = new OneAtATime<number>((timeMs) => run.seekTime(timeMs));
  const frames = new EachFrame<number>((timeMs) => {
    seeks.want(timeMs);
  });
  return {
    move: (clientX) => {
      const timeMs = timeAt(clientX);
      if (timeMs !== null) frames.push(timeMs);
    },
    end: () => {
      frames.flush();
    },
  };
}
