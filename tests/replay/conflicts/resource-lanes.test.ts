/** Resources as lanes of the timeline, held against the facts: who held how much, who waited, never more than there is. */
import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import type { Document } from '../../../src/document/index.ts';
import { looks, type ResourceLane } from '../../../src/replay/index.ts';
import { coarse, leftLevels } from '../../../src/replay/conflicts/levels.ts';
import { parseStory } from '../../../src/studio/library/stories.ts';
import { randomContended } from '../../protocols/arbiters/random.ts';
import { told } from '../../protocols/arbiters/scene.ts';
import { piece, task } from '../../scenarios/stage.ts';
import { ran, type Ran } from '../../support/running.ts';

const story = (id: string): Document => parseStory(readFileSync(`public/templates/${id}.json`, 'utf8'))!;
const timeline = looks.find((each) => each.kind === 'window.timeline')!;

/** Lanes for a drawing in which nothing is too narrow. */
function lanesOf({ run }: Ran): readonly ResourceLane[] | undefined {
  const book = timeline.book(run);
  const question = { fromMs: 0, toMs: run.now, pixels: 100_000_000 };
  while (!timeline.advance(book, question, 50));
  return timeline.tell(book, question, { passed: 0, critical: new Set() })!.resources;
}
const laneOf = (all: Ran, id: string): ResourceLane => lanesOf(all)!.find(({ agent }) => agent === id)!;

describe('the lane of a resource', () => {
  it('is none where there is no resource', () => {
    expect(lanesOf(ran(piece([task('t')])))).toBeUndefined();
  });

  it('says of Mars who held the processor and the bus, who waited, and on which of them the priority was raised', () => {
    const mars = { ...story('priority-inversion-on-mars'), conflicts: { inversion: 'inherit' as const } };
    const { bars } = laneOf(ran(mars), 'processor');
    const of = (kind: string) => bars.flatMap((bar) => (bar.kind === kind ? [[bar.task, bar.startMs, bar.endMs]] : []));
    expect(of('held')).toEqual([
      ['weather', 0, 2000],
      ['radio', 2000, 3000],
      ['control', 3000, 4000],
      ['weather', 4000, 7000],
      // Taken away in the instant in which it was given.
      ['radio', 7000, 7000],
      ['control', 7000, 9000],
      ['radio', 9000, 13_000],
    ]);
    expect(
      bars.flatMap(({ kind, priority, startMs, endMs }) => (kind === 'raised' ? [[priority, startMs, endMs]] : [])),
    ).toEqual([[3, 4000, 7000]]);
    expect(of('awaited').map(([id]) => id)).toContain('weather');
  });

  it('has each grant of random runs once, as many rows as units, those of one row never at once; and each wait', () => {
    let grants = 0;
    for (let seed = 1; seed <= 30; seed += 1) {
      const played = ran(randomContended(seed));
      for (const lane of lanesOf(played)!) {
        const service = played.plan.services.findIndex(({ id }) => id === lane.agent);
        const given = told(played, 'arbiters.granted').filter((fact) => fact.service === service);
        const held = lane.bars.filter(({ kind }) => kind === 'held');
        const { way } = played.plan.services[service]!;
        const unitsOf = (units: number): number => (way === 'exclusive' ? 1 : units);
        expect(held.reduce((sum, { rows = 0, count }) => sum + rows * count, 0)).toBe(
          given.reduce((sum, { units }) => sum + unitsOf(units), 0),
        );
        grants += given.length;
        for (const one of held)
          for (const other of held) {
            if (one === other || one.startMs >= other.endMs || other.startMs >= one.endMs) continue;
            const apart = one.row + (one.rows ?? 1) <= other.row || other.row + (other.rows ?? 1) <= one.row;
            expect(apart, `${lane.agent} of seed ${String(seed)}`).toBe(true);
          }
        for (const { row, rows = 1, kind } of held) expect(row + rows, kind).toBeLessThanOrEqual(lane.slots);
        expect(lane.bars.reduce((sum, { kind, count }) => sum + (kind === 'awaited' ? count : 0), 0)).toBe(lane.waited);
      }
    }
    expect(grants).toBeGreaterThan(200);
  });

  it('tells of what renews how much is left: full at first, never below nothing nor above its burst', () => {
    const { levels = [], most, renews, bars } = laneOf(ran(story('ten-agents-one-rate-limit')), 'requests');
    expect([renews, most, levels[0], bars.filter(({ kind }) => kind === 'awaited').length]).toEqual([
      ...[true, 4, { timeMs: 0, level: 4 }, 6],
    ]);
    expect(Math.min(...levels.map(({ level }) => level))).toBeGreaterThanOrEqual(-1e-9);
    expect(Math.max(...levels.map(({ level }) => level))).toBe(4);
    const times = levels.map(({ timeMs }) => timeMs);
    expect(times).toEqual(times.toSorted((a, b) => a - b));
  });

  it('of very many units tells how many are held, as high as there are', () => {
    const tasks = Array.from({ length: 12 }, (_, at) =>
      task(`t${String(at)}`, [], { ms: 100, resources: [{ id: 'seats', units: 5 }] }),
    );
    const agents = Array.from({ length: 12 }, (_, at) => ({ id: `a${String(at)}` }));
    const {
      levels = [],
      most,
      bars,
    } = laneOf(ran(piece(tasks, { agents, resources: [{ id: 'seats', units: 40 }] })), 'seats');
    expect([most, Math.max(...levels.map(({ level }) => level)), levels.at(-1)?.level]).toEqual([40, 40, 0]);
    expect(bars.some(({ kind }) => kind === 'held')).toBe(false);
  });
});

describe('the corners of a level', () => {
  const uses = Array.from({ length: 5000 }, (_, at) => ({ timeMs: at * 3, used: 1 }));
  const levels = leftLevels(uses, { units: 1, burst: 6000, everyMs: 30 }, 15_000);

  it('are no more than can be told apart, and keep the highest and the lowest', () => {
    const drawn = coarse(levels, { fromMs: 0, toMs: 15_000, perPixel: 150, endMs: 15_000, critical: new Set() });
    expect(levels.length).toBeGreaterThan(10_000);
    expect(drawn.length).toBeLessThanOrEqual(4 * 101);
    const heights = (all: typeof drawn) => all.map(({ level }) => level);
    expect([Math.min(...heights(drawn)), Math.max(...heights(drawn))]).toEqual([
      Math.min(...heights(levels)),
      Math.max(...heights(levels)),
    ]);
  });

  it('of one pixel are the first, the lowest, the highest and the last, in their order', () => {
    const heights = [3, 2, 9, 4, 1, 5];
    const all = heights.map((level, at) => ({ timeMs: at, level }));
    const drawn = coarse(all, { fromMs: 0, toMs: 10, perPixel: 100, endMs: 10, critical: new Set() });
    expect(drawn.map(({ level }) => level)).toEqual([3, 9, 1, 5]);
  });

  it('of a window lead in from before and out behind it', () => {
    const drawn = coarse(levels, { fromMs: 600, toMs: 900, perPixel: 1, endMs: 15_000, critical: new Set() });
    expect(drawn[0]!.timeMs).toBeLessThanOrEqual(600);
    expect(drawn.at(-1)!.timeMs).toBeGreaterThanOrEqual(900);
  });
});
