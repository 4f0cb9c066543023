/** The timeline as a picture: every lane and bar of what shows, names as texts whatever they are, and which part of the run it is. */
import { describe, expect, it } from 'vitest';
import type { Bar, Lane } from '../../../../../src/bridge/index.ts';
import { drawPlot } from '../../../../../src/interchange/index.ts';
import { noFolds } from '../../../../../src/studio/player/timeline/folding.ts';
import { layoutLanes } from '../../../../../src/studio/player/timeline/drawing/lane-layout.ts';
import { ticksOf } from '../../../../../src/studio/player/timeline/drawing/ticks.ts';
import {
  extentOf,
  pictureLanesMax,
  pictureOf,
  type Shown,
} from '../../../../../src/studio/player/timeline/picture/picture.ts';

const hostile = '<img src=x onerror=hit()>';
const bar = (task: string, startMs: number, endMs: number, more: Partial<Bar> = {}): Bar => ({
  ...{
    task,
    kind: 'running',
    row: 0,
    startMs,
    endMs,
    startStep: 1,
    end: 'succeeded',
    attempt: 1,
    count: 1,
    critical: false,
  },
  ...more,
});
const shownOf = (lanes: readonly Lane[], fromMs = 0, toMs = 1000): Shown => {
  const window = { fromMs, toMs };
  return {
    ...{ width: 1000, window, folds: noFolds, onlyCritical: false, lanes },
    layout: layoutLanes(lanes.map(({ slots }) => slots)),
    ticks: ticksOf(window, 1000),
    nameOf: (id) => (id === 'odd' ? hostile : id.toUpperCase()),
    deadlineOf: () => undefined,
  };
};
const lane = (agent: string, bars: readonly Bar[]): Lane => ({ agent, slots: 1, utilization: 0.5, bars });
const texts = (shown: Shown): string[] =>
  pictureOf(shown).marks.flatMap((mark) => (mark.kind === 'text' ? [mark.text] : []));

describe('the picture of a timeline', () => {
  const lanes = [
    lane('ana', [bar('fetch', 0, 400, { critical: true }), bar('slip', 500, 505)]),
    lane('ben', [bar('pack', 600, 900, { end: 'failed' })]),
  ];

  it('has every lane, every bar where it lies, and names where there is room', () => {
    const said = texts(shownOf(lanes));
    for (const name of ['ANA', 'BEN', 'FETCH', 'PACK']) expect(said).toContain(name);
    expect(said).not.toContain('SLIP');
    const areas = pictureOf(shownOf(lanes)).marks.flatMap((mark) => (mark.kind === 'area' ? [mark.points] : []));
    expect(areas).toHaveLength(3);
    const [fetch, slip, pack] = areas.map((points) => [points[0]![0], points[1]![0]]);
    expect(fetch![0]).toBe(150);
    expect(fetch![1]).toBeGreaterThan(540);
    expect(slip![0]).toBeCloseTo(650, 0);
    expect(pack![0]).toBeCloseTo(750, 0);
  });

  it('tells by its legend how what it shows ended, and of nothing else', () => {
    expect(pictureOf(shownOf(lanes)).legend.map(({ name }) => name)).toEqual([
      ...['succeeded', 'failed', 'outlined: on the critical path'],
    ]);
    expect(pictureOf(shownOf([lane('ana', [])])).legend).toEqual([]);
  });

  it('leaves out what lies outside of the time that shows, and says which that is', () => {
    const part = shownOf(lanes, 550, 1000);
    expect(texts(part)).not.toContain('FETCH');
    expect(extentOf(part, 1000)).toBe('550 ms to 1.00 s of 1.00 s');
    expect(extentOf(shownOf(lanes), 1000)).toBe('The whole run, 1.00 s');
  });

  it('holds so many lanes at most, and says so', () => {
    const many = shownOf(Array.from({ length: pictureLanesMax + 3 }, (_, at) => lane(`a${String(at)}`, [])));
    expect(texts(many)).toContain(`A${String(pictureLanesMax - 1)}`);
    expect(texts(many)).not.toContain(`A${String(pictureLanesMax)}`);
    expect(extentOf(many, 1000)).toBe('The whole run, 1.00 s; the first 400 of 403 lanes');
  });

  it('is SVG in which the name of a task is a text, whatever it is', () => {
    const svg = drawPlot(pictureOf(shownOf([lane('ana', [bar('odd', 0, 1000)])])), { title: hostile, lines: [] });
    const parsed = new DOMParser().parseFromString(svg, 'image/svg+xml');
    expect(parsed.querySelector('parsererror')).toBeNull();
    expect(parsed.querySelector('img')).toBeNull();
    expect([...parsed.querySelectorAll('text')].map(({ textContent }) => textContent)).toContain(hostile);
  });
});
