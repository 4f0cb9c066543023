/** The view in which a drawing is opened, at every size of page: what does not fit first, then that all rows show where they can. */
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { everything, wholeView } from '../../../src/studio/canvas/stage/whole-view.ts';

const zooms = { least: 0.6, spare: 0.34, beyond: 0.6 };
const sizes = fc.constantFrom([1440, 560], [1024, 430], [853, 202], [640, 120], [390, 400]);

describe('the view of a whole drawing', () => {
  it('is no smaller than what can be read where even that shows not all rows: then it begins at the first', () => {
    const box = { x: 0, y: 40, width: 900, height: 2000 };
    const room = { width: 853, height: 202, head: 0, foot: 0 };
    const { zoom, y } = wholeView(box, room, zooms, box);
    expect(zoom).toBe(0.6);
    expect(40 * zoom + y).toBe(12);
    expect(wholeView(box, room, { ...zooms, beyond: 0.46 }, box).zoom).toBe(0.46);
    expect(wholeView(box, room, everything, box).zoom).toBeCloseTo(178 / 2000);
  });

  it('is moved on as far as it takes to see what is selected, and no further than its beginning may go', () => {
    const box = { x: 10, y: 40, width: 3000, height: 2000 };
    const room = { width: 853, height: 202, head: 0, foot: 0 };
    const seen = (kept: typeof box) => {
      const { zoom, x, y } = wholeView(box, room, zooms, kept);
      const { x: left, y: top, width, height } = kept;
      return [left * zoom + x, top * zoom + y, (left + width) * zoom + x, (top + height) * zoom + y].map(Math.round);
    };
    expect(seen({ x: 10, y: 40, width: 176, height: 62 })).toEqual([12, 12, 118, 49]);
    // The last: at the right and the lower edge.
    expect(seen({ x: 2834, y: 1978, width: 176, height: 62 })).toEqual([735, 153, 841, 190]);
    // Larger than the room: from its beginning.
    expect(seen({ x: 1000, y: 500, width: 1600, height: 900 }).slice(0, 2)).toEqual([12, 12]);
  });

  it('begins below the step that a run stands at, unless the room is scarce', () => {
    const top = (height: number) => {
      const { zoom, y } = wholeView(
        { x: 0, y: 40, width: 300, height: 400 },
        { width: 900, height, head: 30, foot: 0 },
        zooms,
        { x: 0, y: 40, width: 300, height: 400 },
      );
      return Math.round(40 * zoom + y);
    };
    expect([312, 202].map(top)).toEqual([30, 12]);
  });

  it('has the lowest row in view wherever a line of each name is left, and is never larger than drawn', () => {
    fc.assert(
      fc.property(
        sizes,
        fc.integer({ min: 100, max: 4000 }),
        fc.integer({ min: 60, max: 2000 }),
        ([width, height], wide, tall) => {
          const room = { width: width, height: height, head: 0, foot: 0 };
          const box = { x: -30, y: 70, width: wide, height: tall };
          const { zoom, y } = wholeView(box, room, zooms, box);
          expect(zoom).toBeLessThanOrEqual(1);
          const pad = room.height < 320 ? 12 : 28;
          if ((room.height - 2 * pad) / tall < zooms.spare) expect(zoom).toBe(zooms.least);
          else {
            expect((box.y + tall) * zoom + y).toBeLessThanOrEqual(room.height - pad + 1e-6);
            expect(box.y * zoom + y).toBeGreaterThanOrEqual(pad - 1e-6);
          }
        },
      ),
      { seed: 12, numRuns: 300 },
    );
  });
});
