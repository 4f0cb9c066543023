/**
 * The messages as a picture that stands alone: the rows as they are folded and filtered, of the whole run, laid out as in the diagram.
 * It draws by marks; whoever writes them escapes what they say.
 */
import type { MessageRow, MessageWindow } from '../../../../bridge/index.ts';
import type { PlotMark, PlotPoint, PlotScene } from '../../../../interchange/index.ts';
import { heldWords, labelOf, labelTail, fateNote, kindWords, reachedWords } from '../words.ts';
import { arrowOf, castOf, gutter, isLost, lanesIn, rowHeight, type Lanes } from './geometry.ts';

/** So many rows at most stand in one picture. */
export const pictureRowsMax = 400;
const headHeight = 30;
const laneWidth = 190;

type Tone = PlotMark['tone'];

/** What of a window is drawn, from its first row on. */
export function pictureOf({ rows, lanes: given, others }: Pick<MessageWindow, 'rows' | 'lanes' | 'others'>): PlotScene {
  const lanes = lanesIn(given, others, gutter + laneWidth * Math.max(4, given.length + (others > 0 ? 1 : 0)));
  const height = headHeight + rows.length * rowHeight;
  const marks: PlotMark[] = lanes.at.map((x) => line([x, headHeight - 6], [x, height], 'line-strong'));
  [...given.map(({ title }) => title), ...(others > 0 ? [`${String(others)} others`] : [])].forEach((text, place) => {
    marks.push({ kind: 'text', at: [lanes.at[place] ?? 0, 16], text, tone: 'text', anchor: 'middle', bold: true });
  });
  for (const row of rows) marks.push(...marksOf(row, lanes, rows[0]?.index ?? 0, height));
  const lies = rows.some(({ lie, phase }) => lie !== null || (phase?.lies ?? 0) > 0);
  const losses = rows.some((row) => row.lost > 0 || isLost(row));
  const legend: PlotScene['legend'] = [
    { name: 'message', tone: 'accent' },
    ...(losses ? [{ name: 'lost', tone: 'failed' as const, dash: '3 3' }] : []),
    ...(lies ? [{ name: 'a lie', tone: 'lie' as const }] : []),
  ];
  return { width: lanes.width, height, marks, legend };
}

function marksOf(row: MessageRow, lanes: Lanes, first: number, height: number): PlotMark[] {
  const top = headHeight + (row.index - first) * rowHeight;
  const step: PlotMark = {
    kind: 'text',
    at: [gutter - 14, top + 22],
    text: String(row.step),
    tone: 'muted',
    anchor: 'end',
  };
  if (row.phase !== null) {
    const { says, folded, lies, lost } = row.phase;
    const more = [
      `${heldWords(row.phase)}${folded ? ' folded' : ''}`,
      ...(lies > 0 ? [`${String(lies)} ${lies === 1 ? 'lie' : 'lies'}`] : []),
      ...(lost > 0 ? [`${String(lost)} lost`] : []),
      reachedWords(row.phase) || kindWords(row.phase),
    ].filter((each) => each !== '');
    return [
      step,
      line([0, top + 1], [lanes.width, top + 1], 'line-strong'),
      { kind: 'text', at: [gutter, top + 22], text: `${says} · ${more.join(', ')}`, tone: 'text', bold: true },
    ];
  }
  if (row.folded > 0)
    return [step, { kind: 'text', at: [gutter, top + 22], text: `${row.text}, folded`, tone: 'muted' }];
  const label = labelOf(row) + labelTail(row, true);
  return [
    step,
    ...(row.targets.length > 0
      ? castMarks(row, lanes, first, label)
      : arrowMarks(row, lanes, first, { label, height })),
  ];
}

function castMarks(row: MessageRow, lanes: Lanes, first: number, label: string): PlotMark[] {
  const { y, from, pieces, label: place } = castOf(row, lanes, first, label);
  const at = headHeight + y;
  let begins: Readonly<Record<string, number>> = { '1': from, '-1': from };
  const marks = pieces.flatMap(({ target, x, way, note }): PlotMark[] => {
    const lost = isLost(target);
    const tone: Tone = lost ? 'failed' : target.lie === null ? 'accent' : 'lie';
    const start = begins[String(way)] ?? from;
    begins = { ...begins, [String(way)]: x };
    const words = fateNote(row, target, lost);
    const said: PlotMark = {
      kind: 'text',
      at: [note.x, headHeight + note.y],
      text: words,
      tone: target.lie === null && !lost ? 'muted' : tone,
      anchor: note.anchor,
    };
    return [
      line([start, at], [x, at], tone, lost ? '3 3' : undefined),
      ...tipMarks([x, at], way > 0 ? 0 : 180, tone, lost),
      ...(words === '' ? [] : [said]),
    ];
  });
  return [
    ...marks,
    { kind: 'circle', at: [from, at], r: 3.5, tone: row.lie === null ? 'accent' : 'lie' },
    { kind: 'text', at: [place.x, headHeight + place.y], text: label, tone: 'text', anchor: place.anchor },
  ];
}

function arrowMarks(
  row: MessageRow,
  lanes: Lanes,
  first: number,
  { label, height }: { readonly label: string; readonly height: number },
): PlotMark[] {
  const { path, tip, label: place } = arrowOf(row, lanes, first, label);
  const lost = isLost(row);
  const tone: Tone = lost ? 'failed' : row.lie === null ? 'accent' : 'lie';
  // What arrives below the last row ends at the edge of the picture.
  const points = pointsOf(path).map(([x, y]): PlotPoint => [x, Math.min(height, headHeight + y)]);
  const end: PlotPoint = [tip.x, Math.min(height, headHeight + tip.y)];
  const dash = lost ? '3 3' : row.copy ? '1 3' : undefined;
  return [
    { kind: 'path', points, tone, width: 1.5, ...(dash === undefined ? {} : { dash }) },
    ...tipMarks(end, tip.turn, tone, lost),
    {
      kind: 'text',
      at: [place.x, headHeight + place.y],
      text: label,
      tone: lost || row.lie !== null ? tone : 'text',
      anchor: place.anchor,
    },
  ];
}

/** A head that looks that way, in degrees; a cross for what is lost. */
function tipMarks([x, y]: PlotPoint, turn: number, tone: Tone, lost: boolean): PlotMark[] {
  if (lost) return [line([x - 4, y - 4], [x + 4, y + 4], tone), line([x - 4, y + 4], [x + 4, y - 4], tone)];
  const angle = (turn * Math.PI) / 180;
  const [cos, sin] = [Math.cos(angle), Math.sin(angle)];
  const corner = (dx: number, dy: number): PlotPoint => [x + dx * cos - dy * sin, y + dx * sin + dy * cos];
  return [{ kind: 'area', points: [corner(0, 0), corner(-8, -4), corner(-8, 4)], tone, opacity: 1 }];
}

function line(from: PlotPoint, to: PlotPoint, tone: Tone, dash?: string): PlotMark {
  return { kind: 'path', points: [from, to], tone, width: 1.5, ...(dash === undefined ? {} : { dash }) };
}

/** The corners of a path that is drawn by straight lines. */
function pointsOf(path: string): PlotPoint[] {
  let [x, y] = [0, 0];
  return [...path.matchAll(/([MLHVh])(-?[\d.]+)(?: (-?[\d.]+))?/gu)].map(
    ([, kind, one = '0', other = '0']): PlotPoint => {
      if (kind === 'V') y = Number(one);
      else if (kind === 'H') x = Number(one);
      else if (kind === 'h') x += Number(one);
      else [x, y] = [Number(one), Number(other)];
      return [x, y];
    },
  );
}
