/** The view in which a drawing is opened, at every size of page: what does not fit first, then that all rows show where they can. */
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { wholeView } from '../../../src/studio/canvas/stage/whole-view.ts';

const zooms = { least: 0.6, spare: 0.34 };
const sizes = fc.constantFrom([1440, 560], [1024, 430], [853, 202], [640, 120], [390, 400]);

describe('the view of a whole drawing', () => {
  it('is no smaller than what can be read where even that shows not all rows: then it begins at the first', () => {
    const { zoom, y } = wholeView(
      { x: 0, y: 40, width: 900, height: 2000 },
      { width: 853, height: 202, head: 0, foot: 0 },
      zooms,
    );
    expect(zoom).toBe(0.6);
    expect(40 * zoom + y).toBe(12);
  });

  it('begins below the step that a run stands at, unless the room is scarce', () => {
    const top = (height: number) => {
      const { zoom, y } = wholeView(
        { x: 0, y: 40, width: 300, height: 400 },
        { width: 900, height, head: 30, foot: 0 },
        zooms,
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
          const { zoom, y } = wholeView(box, room, zooms);
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
