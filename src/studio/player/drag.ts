/**
 * Dragging along a line, as an attachment: the pointer is captured, and its place is told from press to release. It decides nothing
 * of what the place means.
 */
import { EachFrame, OneAtATime, type RunSession } from '../state/index.ts';
import type { Attachment } from 'svelte/attachments';

export interface Dragging {
  /** Where the pointer is, in the page; called at once when it is pressed. */
  readonly move: (clientX: number) => void;
  readonly begin?: () => void;
  readonly end?: () => void;
}

/** Follows the main button from press to release. */
export function dragging({ move, begin, end }: Dragging): Attachment<HTMLElement> {
  return (element) => {
    let held = false;
    const down = (event: PointerEvent): void => {
      if (event.button !== 0) return;
      held = true;
      element.setPointerCapture?.(event.pointerId);
      begin?.();
      move(event.clientX);
    };
    const moved = (event: PointerEvent): void => {
      if (held) move(event.clientX);
    };
    const up = (): void => {
      if (!held) return;
      held = false;
      end?.();
    };
    element.addEventListener('pointerdown', down);
    element.addEventListener('pointermove', moved);
    element.addEventListener('pointerup', up);
    element.addEventListener('pointercancel', up);
    return () => {
      element.removeEventListener('pointerdown', down);
      element.removeEventListener('pointermove', moved);
      element.removeEventListener('pointerup', up);
      element.removeEventListener('pointercancel', up);
    };
  };
}

/** Drags the playhead: the run is asked once a frame, one at a time. `timeAt` gives the time at a horizontal place of the screen; null where there is nothing yet. */
export function playheadDragging(run: RunSession, timeAt: (clientX: number) => number | null): Dragging {
  const seeks = new OneAtATime<number>((timeMs) => run.player.seekTime(timeMs));
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
