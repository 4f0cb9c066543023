import { describe, expect, it } from 'vitest';
import type { Mark } from '../../../../src/bridge/index.ts';
import { markText, placeMarks, shareOf, stepAt, stepForKey } from '../../../../src/studio/player/transport/scrub.ts';
import { automaticSpeed, isSpeedChoice, speedText } from '../../../../src/studio/player/transport/speeds.ts';

const mark = (step: number, kind: Mark['kind'] = 'retry'): Mark => ({ step, timeMs: step, kind, label: 'again' });

describe('the scrubber', () => {
  it('stays on the track when the pointer leaves it', () => {
    expect(stepAt(-50, 100, 40)).toBe(0);
    expect(stepAt(500, 100, 40)).toBe(40);
    expect(stepAt(10, 0, 40)).toBe(0);
    expect(shareOf(3, 0)).toBe(0);
  });

  it('does not take keys that are not a slider’s', () => {
    expect(stepForKey('Enter', 3, 40)).toBeNull();
    expect(stepForKey('toString', 3, 40)).toBeNull();
  });

  it('moves by one, by a twentieth, and to both ends, and not beyond', () => {
    expect(stepForKey('ArrowRight', 39, 40)).toBe(40);
    expect(stepForKey('ArrowRight', 40, 40)).toBe(40);
    expect(stepForKey('ArrowLeft', 0, 40)).toBe(0);
    expect(stepForKey('PageUp', 10, 400)).toBe(30);
    expect(stepForKey('PageDown', 10, 400)).toBe(0);
    expect(stepForKey('Home', 10, 400)).toBe(0);
    expect(stepForKey('End', 10, 400)).toBe(400);
  });

  it('makes one mark of those that would fall on one another, of the kind that matters most', () => {
    const placed = placeMarks([mark(100), mark(101, 'failure'), mark(102, 'checkpoint'), mark(800)], {
      steps: 1000,
      width: 300,
    });
    expect(placed.map(({ mark: { step }, count }) => [step, count])).toEqual([
      [101, 3],
      [800, 1],
    ]);
    expect(markText(placed[0]!)).toBe('Failure at step 101: again, and 2 more here');
  });

  it('lets no mark lie over another: each is pressed to the middle between it and the next, or 12 px to either side', () => {
    const placed = placeMarks([mark(32, 'deadlock'), mark(36, 'failure'), mark(0, 'fault'), mark(56, 'end')], {
      steps: 57,
      width: 110,
    });
    expect(placed.map(({ mark: { kind } }) => kind)).toEqual(['fault', 'deadlock', 'failure', 'end']);
    const edges = placed.map(({ share, before, after }) => [share * 110 - before, share * 110 + after]);
    for (const [at, [left = 0, right = 0]] of edges.entries()) {
      expect(right - left).toBeGreaterThan(7);
      expect(left).toBeGreaterThanOrEqual((edges[at - 1]?.[1] ?? -12) - 1e-9);
    }
    expect(edges[0]).toEqual([-12, 12]);
    expect(edges[1]?.[1]).toBeCloseTo((34 / 57) * 110);
  });

  it('never draws more marks than have room', () => {
    const many = Array.from({ length: 5000 }, (_each, step) => mark(step));
    expect(placeMarks(many, { steps: 5000, width: 350 }).length).toBeLessThanOrEqual(51);
  });
});

describe('speeds', () => {
  it('refuses what cannot be a speed', () => {
    for (const wrong of [0, -1, NaN, Infinity, 'fast', undefined, {}]) expect(isSpeedChoice(wrong)).toBe(false);
    for (const right of ['auto', null, 0.1, 1000]) expect(isSpeedChoice(right)).toBe(true);
  });

  it('plays any run in six to twelve seconds or so by itself, at a round speed', () => {
    expect(automaticSpeed(8400)).toBe(1);
    expect(automaticSpeed(12_001)).toBe(2);
    expect(automaticSpeed(3_600_000)).toBe(500);
    for (const endMs of [1000, 5e4, 7e5, 3e6, 9e8]) expect(endMs / automaticSpeed(endMs)).toBeLessThanOrEqual(12_000);
  });

  it('is shown plainly', () => {
    expect(speedText(50)).toBe('50×');
    expect(speedText(0.1)).toBe('0.1×');
    expect(speedText(1000)).toBe('1,000×');
    expect(speedText(null)).toBe('max');
  });
});
