/**
 * How a chart of a run is drawn: axes, lines, the playhead through them. Colours are the design's tokens as the browser
 * resolved them; lines differ by their dashes too, because colour is never the only sign.
 */
import type uPlot from 'uplot';
import { formatTime } from '../../design/index.ts';
import type { Palette, TonePair } from '../timeline/drawing/palette.ts';

export type LineTone = 'running' | 'succeeded' | 'failed' | 'waiting' | 'accent' | 'idle';

export interface ChartLine {
  readonly label: string;
  readonly tone: LineTone;
  readonly values: readonly number[];
  /** Laid under with its colour. */
  readonly filled?: boolean;
  /** Holds from one time to the next; otherwise it is an average over the time before. */
  readonly stepped?: boolean;
}

export interface ChartLook {
  readonly lines: readonly ChartLine[];
  readonly format: (value: number) => string;
  /** Counts have no halves: ticks stand at whole numbers. */
  readonly whole: boolean;
  readonly palette: Palette;
  readonly size: { readonly width: number; readonly height: number };
  /** Where the playhead is when it is drawn. */
  readonly playheadMs: () => number;
  /** Index of the time under the pointer; null when it is not there. */
  readonly point: (index: number | null) => void;
}

const dashes: readonly (readonly number[])[] = [[], [6, 3], [2, 2], [9, 3, 2, 3], [4, 2], [1, 3]];

/** The dashes of the line that is drawn so many lines after the first. */
export function lookOfLine(_line: ChartLine, index: number): { readonly dash: readonly number[] } {
  return { dash: dashes[index % dashes.length] ?? [] };
}

/** Index of the last time that is not after `timeMs`; 0 when there is none. */
export function placeAt(times: readonly number[], timeMs: number): number {
  let low = 0;
  let high = times.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    if ((times[middle] ?? Infinity) <= timeMs) low = middle + 1;
    else high = middle;
  }
  return Math.max(0, low - 1);
}

const wholeSteps = [1, 10, 100, 1000, 10_000, 100_000, 1_000_000].flatMap((power) => [power, 2 * power, 5 * power]);

function toneOf(palette: Palette, tone: LineTone): TonePair {
  return tone === 'accent' ? { strong: palette.accent, soft: palette.line } : palette[tone];
}

export function chartOptions({ lines, format, whole, palette, size, playheadMs, point }: ChartLook): uPlot.Options {
  const axis: uPlot.Axis = {
    stroke: palette.muted,
    font: `11px ${palette.font}`,
    grid: { stroke: palette.grid, width: 1 },
    ticks: { show: false },
  };
  return {
    ...size,
    padding: [6, 8, 0, 0],
    legend: { show: false },
    cursor: {
      drag: { x: false, y: false },
      y: false,
      points: { show: false },
      bind: { dblclick: () => null },
    },
    scales: { x: { time: false }, y: { range: (_chart, _least, most) => [0, Math.max(1, most * 1.08)] } },
    axes: [
      { ...axis, size: 22, space: 70, values: (_chart, times) => times.map((time) => formatTime(time)) },
      {
        ...axis,
        size: 34,
        space: 26,
        gap: 3,
        ...(whole ? { incrs: wholeSteps } : {}),
        values: (_chart, values) => values.map((value) => format(value)),
      },
    ],
    series: [
      {},
      ...lines.map((line, index): uPlot.Series => {
        const tone = toneOf(palette, line.tone);
        return {
          label: line.label,
          stroke: tone.strong,
          width: 1.5,
          dash: [...lookOfLine(line, index).dash],
          points: { show: false },
          ...(line.filled === true ? { fill: tone.soft } : {}),
          ...(line.stepped === true ? { paths: stepped } : {}),
        };
      }),
    ],
    hooks: {
      setCursor: [
        ({ cursor }) => {
          point(cursor.idx ?? null);
        },
      ],
      draw: [
        (chart) => {
          drawPlayhead(chart, playheadMs(), palette.accent);
        },
      ],
    },
  };
}

/** Each value holds until the next time. */
const stepped: uPlot.Series.PathBuilder = (chart, seriesIndex, from, to) => {
  const [times, values] = [chart.data[0], chart.data[seriesIndex] ?? []];
  const x = (at: number): number => Math.round(chart.valToPos(times[at] ?? 0, 'x', true));
  const y = (at: number): number => Math.round(chart.valToPos(values[at] ?? 0, 'y', true));
  const stroke = new Path2D();
  stroke.moveTo(x(from), y(from));
  for (let at = from + 1; at <= to; at += 1) {
    stroke.lineTo(x(at), y(at - 1));
    stroke.lineTo(x(at), y(at));
  }
  const fill = new Path2D(stroke);
  const ground = Math.round(chart.valToPos(0, 'y', true));
  fill.lineTo(x(to), ground);
  fill.lineTo(x(from), ground);
  fill.closePath();
  return { stroke, fill };
};

function drawPlayhead(chart: uPlot, timeMs: number, colour: string): void {
  const { ctx, bbox } = chart;
  const x = Math.round(chart.valToPos(timeMs, 'x', true));
  if (x < bbox.left - 1 || x > bbox.left + bbox.width + 1) return;
  ctx.save();
  ctx.fillStyle = colour;
  ctx.fillRect(x - 1, bbox.top, 2, bbox.height);
  ctx.restore();
}
