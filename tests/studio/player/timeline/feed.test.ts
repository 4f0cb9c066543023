import { describe, expect, it } from 'vitest';
import { serves, stretchFor, type View } from '../../../../src/studio/player/timeline/feed.ts';

const view = (change: Partial<View> = {}): View => ({
  window: { fromMs: 4000, toMs: 5000 },
  width: 1000,
  endMs: 10_000,
  version: 'a',
  ...change,
});

describe('what of the timeline is asked for', () => {
  it('is asked again when nothing is at hand, the run has grown, or the window has left it', () => {
    const stretch = stretchFor(view());
    expect(serves(null, view())).toBe(false);
    expect(serves(stretch, view({ version: 'b' }))).toBe(false);
    expect(serves(stretch, view({ window: { fromMs: 3000, toMs: 4000 } }))).toBe(false);
  });

  it('is asked again when the zoom shows more detail than was asked for', () => {
    expect(serves(stretchFor(view()), view({ window: { fromMs: 4400, toMs: 4600 } }))).toBe(false);
  });

  it('serves a little panning and zooming', () => {
    const stretch = stretchFor(view());
    expect(serves(stretch, view())).toBe(true);
    expect(serves(stretch, view({ window: { fromMs: 4300, toMs: 5300 } }))).toBe(true);
    expect(serves(stretch, view({ window: { fromMs: 4100, toMs: 5000 } }))).toBe(true);
  });

  it('does not reach beyond the run', () => {
    const stretch = stretchFor(view({ window: { fromMs: 0, toMs: 10_200 } }));
    expect(stretch).toMatchObject({ fromMs: 0, toMs: 10_200, pixels: 1000 });
    expect(serves(stretch, view({ window: { fromMs: 0, toMs: 10_200 } }))).toBe(true);
  });
});
