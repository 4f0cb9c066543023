/**
 * Which stretch of the timeline to ask the engine for, and whether what is at hand still serves. More is asked than is shown, so that
 * panning finds bars there; it is asked again when the run has grown, the window has left the stretch, or the zoom asks for more detail.
 */
import { fitted, spanOf, type TimeWindow } from './time-window.ts';

export interface Stretch extends TimeWindow {
  /** Width for which the engine merged bars. */
  readonly pixels: number;
  /** Changes when the run itself has changed. */
  readonly version: string;
}

export interface View {
  readonly window: TimeWindow;
  readonly width: number;
  readonly endMs: number;
  readonly version: string;
}

/** The window and half of it again on both sides, at the window's scale. */
export function stretchFor({ window, width, endMs, version }: View): Stretch {
  const span = spanOf(window);
  const fromMs = Math.max(0, Math.floor(window.fromMs - span / 2));
  const toMs = Math.ceil(Math.min(fitted(endMs).toMs, window.toMs + span / 2));
  return { fromMs, toMs, pixels: Math.max(1, Math.round((width * (toMs - fromMs)) / span)), version };
}

/** True when the stretch at hand shows the view well enough. */
export function serves(stretch: Stretch | null, view: View): boolean {
  if (stretch === null || stretch.version !== view.version) return false;
  const { window, width } = view;
  const end = fitted(view.endMs).toMs;
  if (stretch.fromMs > window.fromMs || stretch.toMs < Math.min(window.toMs, end) - 1) return false;
  const detail = stretch.pixels / spanOf(stretch) / (width / spanOf(window));
  return detail > 0.75 && detail < 4;
}
