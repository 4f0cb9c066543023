/** Box plots as marks, for a picture to keep: a line a setting, with least, quartiles, median and most. Pure. */
import type { PlotMark, PlotScene } from '../../../interchange/index.ts';
import type { Metric, Reading } from '../../../experiments/index.ts';
import { scaleOf, spreadOf } from '../figures/scale.ts';
import { figure, metricAxis, titleOf } from '../reading.ts';
import { lowerAxis, xAt, type Frame } from './chart.ts';

export const boxNote =
  'Every point is a run; boxes hold the middle half, their line is the median, whiskers end at the least and the most.';
const rowHeight = 40;
/** Runs that are drawn of a setting; of more, as many are spread over all. */
const dotsMax = 120;

export function boxScene(reading: Reading, metric: Metric, width: number): PlotScene {
  const rows = reading.measured.flatMap((at) => {
    const summary = reading.summary(at, metric);
    return summary === null ? [] : [{ at, summary, name: titleOf(reading.cells[at]?.setting ?? []) }];
  });
  const longest = Math.max(0, ...rows.map(({ name }) => name.length));
  const bottom = 22 + rows.length * rowHeight;
  const frame: Frame = { left: Math.min(260, longest * 6.4 + 16), right: width - 20, top: 22, bottom };
  const scale = scaleOf(rows.flatMap(({ summary }) => [summary.least, summary.most]));
  const x = (value: number) => xAt(frame, scale, value);
  const spans = rows.map(({ summary }) => summary.most - summary.least);
  const named = spans.indexOf(Math.max(...spans));
  const marks = rows.flatMap(({ at, summary, name }, row): PlotMark[] => {
    const y = frame.top + (row + 0.5) * rowHeight;
    const { least, lower, median, upper, most } = summary;
    const [a, b, c, d] = [x(lower), x(upper), y - 12, y + 12];
    const corners = [
      [a, c],
      [b, c],
      [b, d],
      [a, d],
    ] as const;
    const ends = row === named ? endWords(x(least), x(most), y) : [];
    return [
      { kind: 'text', at: [frame.left - 10, y + 4], text: shortened(name), tone: 'text', anchor: 'end' },
      {
        kind: 'path',
        points: [
          [x(least), y],
          [x(most), y],
        ],
        tone: 'edge',
        width: 1.2,
      },
      ...[least, most].map((value): PlotMark => ({
        kind: 'path',
        points: [
          [x(value), y - 6],
          [x(value), y + 6],
        ],
        tone: 'edge',
        width: 1.2,
      })),
      { kind: 'area', points: corners, tone: 'accent-soft', opacity: 1 },
      { kind: 'path', points: [...corners, corners[0]], tone: 'accent' },
      ...spreadOf(reading.sample(at, metric), dotsMax).map((value, place): PlotMark => ({
        kind: 'circle',
        at: [x(value), y - 8 + ((place * 7) % 5) * 4],
        r: 2.4,
        tone: 'accent',
        opacity: 0.5,
      })),
      {
        kind: 'path',
        points: [
          [x(median), y - 14],
          [x(median), y + 14],
        ],
        tone: 'accent',
        width: 2.4,
      },
      ...ends,
    ];
  });
  const axis = lowerAxis(frame, scale, metricAxis(metric), (value) => figure(metric, value));
  return { width, height: bottom + 44, marks: [...marks, ...axis], legend: [] };
}

/** What the whiskers end at stands at the first of them. */
function endWords(least: number, most: number, y: number): PlotMark[] {
  if (most - least < 60) return [];
  return [
    { kind: 'text', at: [least, y - 12], text: 'least', tone: 'muted' },
    { kind: 'text', at: [most, y - 12], text: 'most', tone: 'muted', anchor: 'end' },
  ];
}

function shortened(name: string): string {
  return name.length > 38 ? `${name.slice(0, 37)}…` : name;
}
