/*
 * A plot as a picture that stands alone: marks that were laid out for the page, below a heading that says what is drawn of how many runs,
 * with the names of its lines. It places no mark itself; it writes through the allow-list of markup, in the light theme.
 */
import { element, words, type Markup } from './markup.ts';
import { paletteOf, type Palette, type Token } from './palette.ts';

/** What can be drawn. Colours go by their tokens. */
export type PlotMark =
  | {
      readonly kind: 'path';
      readonly points: readonly PlotPoint[];
      readonly tone: Token;
      readonly width?: number;
      readonly dash?: string;
      readonly opacity?: number;
    }
  | { readonly kind: 'area'; readonly points: readonly PlotPoint[]; readonly tone: Token; readonly opacity: number }
  | {
      readonly kind: 'circle';
      readonly at: PlotPoint;
      readonly r: number;
      readonly tone: Token;
      readonly opacity?: number;
      readonly hollow?: boolean;
    }
  | {
      readonly kind: 'text';
      readonly at: PlotPoint;
      readonly text: string;
      readonly tone: Token;
      readonly anchor?: 'start' | 'middle' | 'end';
      readonly bold?: boolean;
    };
export type PlotPoint = readonly [x: number, y: number];

export interface PlotScene {
  readonly width: number;
  readonly height: number;
  readonly marks: readonly PlotMark[];
  /** The names of its lines. */
  readonly legend: readonly { readonly name: string; readonly tone: Token; readonly dash?: string }[];
}

export interface PlotHeading {
  readonly title: string;
  /** Of what and of how many runs, a line each. */
  readonly lines: readonly string[];
}

const FONT = "Inter, system-ui, -apple-system, 'Segoe UI', Arial, sans-serif";
const MARGIN = 20;
/** About as wide as a letter of 12 px. */
const LETTER = 6.6;

/** The picture as SVG. */
export function drawPlot(scene: PlotScene, { title, lines }: PlotHeading): string {
  const palette = paletteOf('light');
  const long = Math.max(title.length * 1.3, ...lines.map((line) => line.length)) * LETTER;
  const inside = Math.max(scene.width, Math.min(long, 1400));
  const width = inside + 2 * MARGIN;
  const head = [
    text([MARGIN, 34], title, palette.text, { 'font-size': 16, 'font-weight': 600 }),
    ...lines.map((line, at) => text([MARGIN, 54 + at * 17], line, palette.muted, { 'font-size': 12 })),
  ];
  const legend = legendOf(scene.legend, inside, palette);
  const below = 54 + lines.length * 17;
  const top = below + legend.height;
  const height = top + scene.height + MARGIN;
  const svg = element(
    'svg',
    {
      xmlns: 'http://www.w3.org/2000/svg',
      viewBox: `0 0 ${String(Math.ceil(width))} ${String(Math.ceil(height))}`,
      width: Math.ceil(width),
      height: Math.ceil(height),
      role: 'img',
      'font-family': FONT,
    },
    [
      element('title', {}, [words(title)]),
      element('rect', { width: Math.ceil(width), height: Math.ceil(height), fill: palette.raised }),
      ...head,
      element('g', { transform: `translate(${String(MARGIN)} ${String(below)})` }, legend.marks),
      element(
        'g',
        { transform: `translate(${String(MARGIN)} ${String(top)})` },
        scene.marks.map((mark) => markOf(mark, palette)),
      ),
    ],
  );
  return `${svg.markup}\n`;
}

/** Names with a piece of their line, as many a row as fit. */
function legendOf(
  entries: PlotScene['legend'],
  width: number,
  palette: Palette,
): { readonly marks: Markup[]; readonly height: number } {
  const marks: Markup[] = [];
  let [x, y] = [0, 12];
  for (const { name, tone, dash } of entries) {
    const wide = 34 + name.length * LETTER + 14;
    if (x > 0 && x + wide > width) [x, y] = [0, y + 20];
    marks.push(
      markOf(
        {
          kind: 'path',
          points: [
            [x, y - 4],
            [x + 24, y - 4],
          ],
          tone,
          width: 2.5,
          ...(dash && { dash }),
        },
        palette,
      ),
      text([x + 30, y], name, palette.text, { 'font-size': 12 }),
    );
    x += wide;
  }
  return { marks, height: entries.length === 0 ? 0 : y + 12 };
}

function markOf(mark: PlotMark, palette: Palette): Markup {
  const colour = palette[mark.tone];
  switch (mark.kind) {
    case 'path':
      return element('path', {
        d: pathOf(mark.points),
        fill: 'none',
        stroke: colour,
        'stroke-width': mark.width ?? 1,
        ...(mark.dash !== undefined && { 'stroke-dasharray': mark.dash }),
        ...(mark.opacity !== undefined && { 'stroke-opacity': mark.opacity }),
      });
    case 'area':
      return element('path', { d: `${pathOf(mark.points)}Z`, fill: colour, 'fill-opacity': mark.opacity });
    case 'circle':
      return element('circle', {
        cx: mark.at[0],
        cy: mark.at[1],
        r: mark.r,
        fill: mark.hollow === true ? palette.raised : colour,
        ...(mark.hollow === true ? { stroke: colour } : mark.opacity === undefined ? { stroke: palette.raised } : {}),
        ...(mark.opacity !== undefined && { 'fill-opacity': mark.opacity }),
      });
    case 'text':
      return text(mark.at, mark.text, colour, {
        'font-size': 11,
        'text-anchor': mark.anchor ?? 'start',
        ...(mark.bold === true && { 'font-weight': 600 }),
      });
  }
}

function text([x, y]: PlotPoint, content: string, fill: string, look: Parameters<typeof element>[1]): Markup {
  return element('text', { x, y, fill, ...look }, [words(content)]);
}

/** A line through points, to a tenth of a pixel. */
function pathOf(points: readonly PlotPoint[]): string {
  const round = (value: number): string => String(Math.round(value * 10) / 10);
  return points.map(([x, y], at) => `${at === 0 ? 'M' : 'L'}${round(x)} ${round(y)}`).join('');
}
