/** The wheel over the time: with Ctrl it zooms about the pointer, with Shift or sideways it pans; else the page scrolls. */
import type { TimelineState } from './timeline-state.svelte.ts';
import { timeAt } from './time-window.ts';

/** What an element over the drawing hears as `wheel`. */
export function wheelOver(view: TimelineState): (event: WheelEvent) => void {
  return (event) => {
    const x = event.clientX - (event.currentTarget as HTMLElement).getBoundingClientRect().left;
    if (event.ctrlKey || event.metaKey) {
      event.preventDefault();
      view.zoom(Math.exp(-event.deltaY * (event.deltaMode === 1 ? 0.05 : 0.002)), timeAt(view.window, view.width, x));
      return;
    }
    const sideways = event.shiftKey ? event.deltaY : event.deltaX;
    if (sideways === 0 || Math.abs(sideways) < Math.abs(event.shiftKey ? 0 : event.deltaY)) return;
    event.preventDefault();
    view.pan(timeAt(view.window, view.width, sideways) - view.window.fromMs);
  };
}
