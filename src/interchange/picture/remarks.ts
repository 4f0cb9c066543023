/*
 * Notes and frames of a picture: what stands on the drawing for the reader alone. A colour is a name of the palette or
 * #rrggbb; anything else is drawn in the default. A note shows as many lines as it has room for.
 */
import { plainOf, type Document, type View } from '../../document/index.ts';
import { visible } from '../drawing/drawing.ts';
import { line } from './cards.ts';
import { fit } from './fit.ts';
import { element, type Markup } from './markup.ts';
import type { Palette, Token } from './palette.ts';

type Note = NonNullable<View['notes']>[number];
type Frame = NonNullable<View['frames']>[number];

export interface Box {
  readonly x: number;
  readonly y: number;
  readonly width: number;
  readonly height: number;
}

const PAINTS: Readonly<Record<string, Token>> = {
  yellow: 'waiting',
  green: 'succeeded',
  blue: 'running',
  violet: 'accent',
  red: 'failed',
  grey: 'idle',
};
const FRAME = { width: 320, height: 200 };
const NOTE_WIDTH = 200;
const LINE = 18;
const LETTERS = 27;
const LINES_MAX = 18;
const SIZE = 13;

/** The box of a frame. */
export function frameBox({ x, y, width = FRAME.width, height = FRAME.height }: Frame): Box {
  return { x, y, width: Math.max(80, width), height: Math.max(60, height) };
}

/** The box of a note, by its text alone. */
export function noteBox({ x, y, text = '' }: Note): Box {
  return { x, y, width: NOTE_WIDTH, height: Math.max(3, linesOf(plainOf(text)).length) * LINE + LINE };
}

/** Every frame, to lie behind everything else. */
export function frames(document: Document, place: (box: Box) => Box, palette: Palette): Markup[] {
  return (document.view?.frames ?? []).map((frame) => {
    const { x, y, width, height } = place(frameBox(frame));
    const paint = paintOf(frame.colour, 'idle', palette);
    const box = {
      x,
      y,
      width,
      height,
      rx: 11,
      fill: paint,
      'fill-opacity': 0.07,
      stroke: paint,
      'stroke-opacity': 0.55,
    };
    const title = fit(visible(frame.title ?? ''), width - 22, SIZE);
    return element('g', {}, [
      element('rect', { ...box, 'stroke-width': 1.5 }),
      line(title, { x: x + 12, y: y + 19 }, { size: SIZE, weight: 600, fill: palette.text }),
    ]);
  });
}

/** Every note. */
export function notes(document: Document, place: (box: Box) => Box, palette: Palette): Markup[] {
  return (document.view?.notes ?? []).map((note) => {
    const { x, y, width, height } = place(noteBox(note));
    const paint = paintOf(note.colour, 'waiting', palette);
    const lines = linesOf(plainOf(note.text ?? ''));
    return element('g', {}, [
      element('rect', { x, y, width, height, rx: 8, fill: palette.raised }),
      element('rect', {
        x,
        y,
        width,
        height,
        rx: 8,
        fill: paint,
        'fill-opacity': 0.13,
        stroke: paint,
        'stroke-opacity': 0.42,
      }),
      ...lines.map((text, at) =>
        line(fit(text, width - 22, SIZE), { x: x + 12, y: y + 22 + at * LINE }, { size: SIZE, fill: palette.text }),
      ),
    ]);
  });
}

/** A text in lines of about so many letters, broken at blanks where there are any. */
function linesOf(text: string): string[] {
  const lines: string[] = [];
  for (const paragraph of text.slice(0, 2000).split('\n')) {
    let current = '';
    for (const word of paragraph.split(' ')) {
      if (current !== '' && current.length + 1 + word.length > LETTERS) {
        lines.push(current);
        current = word;
      } else current = current === '' ? word : `${current} ${word}`;
    }
    lines.push(current);
  }
  return lines.slice(0, LINES_MAX);
}

function paintOf(colour: string | undefined, fallback: Token, palette: Palette): string {
  if (colour !== undefined && /^#[0-9a-fA-F]{6}$/.test(colour)) return colour;
  const named = colour !== undefined && Object.hasOwn(PAINTS, colour) ? PAINTS[colour] : undefined;
  return palette[named ?? fallback];
}
