/** Labels of bars: cut to fit, and kept in view where the bar begins left of it. What texts measure is kept. */
import { wholeName, type NameParts } from '../../../format/index.ts';
import type { Place } from './halted.ts';

/** Bars that are narrower have none. */
const labelFrom = 26;
/** From the bar's edge to its label. */
export const labelPad = 6;

interface Label {
  readonly place: Place;
  readonly colour: string;
  readonly text: string;
  /** What of a name at the beginning of the text tells it from others: it stays where the text is cut. */
  readonly parts?: NameParts | undefined;
}

export function paintLabel(
  context: CanvasRenderingContext2D,
  { width }: { readonly width: number },
  { place, colour, text, parts = wholeName }: Label,
): void {
  if (place.height < 12 || place.width < labelFrom) return;
  // A bar that begins left of the window keeps its label in view.
  const left = Math.max(0, place.left);
  const room = Math.min(width, place.left + place.width) - left - labelPad * 2;
  const shown = fit(context, text, { room, parts });
  if (shown === '') return;
  context.fillStyle = colour;
  context.fillText(shown, left + labelPad, place.top + place.height / 2 + 0.5);
}

const widths = new Map<string, number>();

function widthOf(context: CanvasRenderingContext2D, text: string): number {
  const key = `${context.font}\n${text}`;
  let width = widths.get(key);
  if (width === undefined) {
    if (widths.size > 20_000) widths.clear();
    width = context.measureText(text).width;
    widths.set(key, width);
  }
  return width;
}

/** Fewer letters than these say nothing: then there is no label, and the card under the pointer and the table have it whole. */
const lettersMin = 4;

/** The parts of a name that has lost what comes before its own. */
function within({ own, tell }: NameParts): NameParts {
  return { own: 0, tell: tell > own ? tell - own + 1 : 0 };
}

/** The text whole, or cut to fit with an ellipsis; empty where neither says anything. */
function fit(
  context: CanvasRenderingContext2D,
  text: string,
  { room, parts }: { readonly room: number; readonly parts: NameParts },
): string {
  const whole = widthOf(context, text);
  if (whole <= room) return text;
  if (parts.own > 0) return fit(context, `…${text.slice(parts.own)}`, { room, parts: within(parts) });
  if (parts.tell > 0) {
    const end = `…${text.slice(parts.tell)}`;
    for (let kept = parts.tell - 1; kept >= 0; kept -= 1)
      if (widthOf(context, text.slice(0, kept) + end) <= room) return text.slice(0, kept) + end;
  }
  let kept = Math.floor((room / whole) * text.length);
  while (kept >= lettersMin && widthOf(context, `${text.slice(0, kept)}…`) > room) kept -= 1;
  return kept < lettersMin ? '' : `${text.slice(0, kept).trimEnd()}…`;
}
