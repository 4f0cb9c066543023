/** What the charts of a run are made of: lines, places of times, and the options of the drawing. */
import { describe, expect, it } from 'vitest';
import type { CourseWindow } from '../../../../src/bridge/index.ts';
import { chartOptions, lookOfLine, placeAt } from '../../../../src/studio/player/summary/chart-options.ts';
import {
  agentLines,
  courseWords,
  queueLines,
  taskLines,
  waitingLines,
} from '../../../../src/studio/player/summary/course-lines.ts';
import type { Palette } from '../../../../src/studio/player/timeline/drawing/palette.ts';

const course: CourseWindow = {
  times: [0, 10, 20],
  waiting: [1, 0, 0],
  running: [1, 1, 0],
  succeeded: [0, 1, 2],
  failed: [0, 0, 0],
  queued: [1, 1, 0],
  busy: [1, 1, 0.5],
  agents: [
    { agent: 'ana', utilization: [1, 1, 0.5] },
    { agent: 'bo', utilization: [0, 0, 0] },
  ],
  queues: [{ agent: 'bo', queued: [4, 2, 0] }],
};

describe('the place of a time', () => {
  it('before the first and in nothing is 0; else the last that is not after it', () => {
    expect(placeAt([], 5)).toBe(0);
    expect(placeAt([5, 10], 2)).toBe(0);
    expect(placeAt(course.times, 10)).toBe(1);
    expect(placeAt(course.times, 19)).toBe(1);
    expect(placeAt(course.times, 999)).toBe(2);
  });
});

describe('lines', () => {
  it('failures show only where there are some', () => {
    expect(taskLines(course).map(({ label }) => label)).toEqual(['Succeeded', 'Running', 'Waiting']);
    expect(taskLines({ ...course, failed: [0, 1, 1] }).at(-1)?.label).toBe('Failed');
  });

  it('say in words what the eye sees of them: first, least, most and last', () => {
    expect(courseWords([], String)).toBe('nothing yet');
    expect(courseWords([2, 0, 12, 3], String)).toBe('first 2, least 0, most 12, last 3');
  });

  it('carry names, and no two of a chart look alike', () => {
    expect(agentLines(course, (id) => id.toUpperCase()).map(({ label }) => label)).toEqual(['ANA', 'BO']);
    for (const lines of [
      taskLines(course),
      queueLines(course),
      agentLines(course, String),
      waitingLines(course, String),
    ]) {
      expect(new Set(lines.map(({ tone }) => tone)).size).toBe(lines.length);
      expect(new Set(lines.map((line, index) => lookOfLine(line, index).dash.join(' '))).size).toBe(lines.length);
    }
  });
});

describe('the drawing', () => {
  it('has a line for each and colours that the browser resolved, no token', () => {
    const tone = { strong: 'rgb(1, 2, 3)', soft: 'rgb(4, 5, 6)' };
    const palette: Palette = {
      panel: '#fff',
      line: '#eee',
      grid: '#eee',
      text: '#000',
      muted: '#555',
      accent: 'rgb(9, 9, 9)',
      running: tone,
      succeeded: tone,
      failed: tone,
      waiting: tone,
      idle: tone,
      lie: tone,
      font: 'sans',
    };
    const options = chartOptions({
      lines: agentLines(course, String),
      format: String,
      whole: false,
      palette,
      size: { width: 300, height: 150 },
      playheadMs: () => 5,
      point: () => undefined,
    });
    expect(options.series).toHaveLength(3);
    expect(options.series.slice(1).map(({ stroke }) => stroke)).toEqual(['rgb(9, 9, 9)', 'rgb(1, 2, 3)']);
    expect(options.legend?.show).toBe(false);
  });
});
