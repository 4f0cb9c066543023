/**
 * Work under way whose clock stands, drawn on its own bar and told apart by form, so that forced colours take nothing away: hatched while
 * it waits for a service, hollow while it is suspended, thin while it gives what it made. It knows no scene.
 */
import type { Bar } from '../../../../bridge/index.ts';
import type { Palette, TonePair } from './palette.ts';

export interface Place {
  readonly left: number;
  readonly top: number;
  readonly width: number;
  readonly height: number;
}

/** Strokes across a place, so far apart. */
export function paintHatch(context: CanvasRenderingContext2D, place: Place, colour: string, apart: number): void {
  context.save();
  context.beginPath();
  context.rect(place.left, place.top, place.width, place.height);
  context.clip();
  context.strokeStyle = colour;
  context.lineWidth = 1;
  context.beginPath();
  for (let x = place.left - place.height; x < place.left + place.width; x += apart) {
    context.moveTo(x, place.top + place.height);
    context.lineTo(x + place.height, place.top);
  }
  context.stroke();
  context.restore();
}

/** So much of the height is left of a bar while it gives what it made. */
const thin = 0.35;

export function paintHalt(
  context: CanvasRenderingContext2D,
  palette: Pick<Palette, 'panel'>,
  { halt, place, tone }: { readonly halt: Bar['halt']; readonly place: Place; readonly tone: TonePair },
): void {
  const { left, top, width, height } = place;
  context.fillStyle = palette.panel;
  context.fillRect(left, top, width, height);
  if (halt === 'giving') {
    const strip = Math.max(3, Math.round(height * thin));
    context.fillStyle = tone.strong;
    context.fillRect(left, top + Math.floor((height - strip) / 2), width, strip);
    return;
  }
  context.strokeStyle = tone.strong;
  context.lineWidth = 1;
  if (halt === 'suspended') {
    context.setLineDash([2, 2]);
    context.strokeRect(left + 0.5, top + 0.5, Math.max(0, width - 1), height - 1);
    context.setLineDash([]);
    return;
  }
  context.fillStyle = tone.soft;
  context.fillRect(left, top, width, height);
  paintHatch(context, place, tone.strong, 5);
}
