/** How the run before is painted behind the lanes. */
import { describe, expect, it } from 'vitest';
import type { Bar, Lane } from '../../../../src/bridge/index.ts';
import { noFolds } from '../../../../src/studio/player/timeline/folding.ts';
import { paintGhost, paintGhostEnd } from '../../../../src/studio/player/timeline/drawing/ghost.ts';
import { layoutLanes } from '../../../../src/studio/player/timeline/drawing/lane-layout.ts';
import type { Scene } from '../../../../src/studio/player/timeline/drawing/scene.ts';

const bar = (task: string, startMs: number, endMs: number, row = 0): Bar => ({
  ...{ task, kind: 'running', end: 'succeeded', attempt: 1, row, startMs, endMs },
  ...{ startStep: 1, critical: false, count: 1 },
});

/** What was written, and how many outlines and lines were drawn. */
function painted(own: readonly Bar[], before: readonly Bar[], endMs = 900) {
  const told = { texts: [] as string[], strokes: 0 };
  const context = new Proxy({} as CanvasRenderingContext2D, {
    get: (_target, key) => {
      if (key === 'fillText') return (text: string) => void told.texts.push(text);
      if (key === 'measureText') return (text: string) => ({ width: text.length * 6 });
      if (key === 'stroke') return () => void (told.strokes += 1);
      return () => undefined;
    },
    set: () => true,
  });
  const lane: Lane = { agent: 'ana', slots: 1, utilization: 0, bars: own };
  const ghost = { runId: 'r', documentId: 'd', endMs, lanes: new Map([['ana', before]]), ends: new Map() };
  const palette = { idle: { strong: '', soft: '' }, muted: '', panel: '' };
  const layout = layoutLanes([1]);
  const scene = {
    ...{ width: 1000, height: 100, scrollTop: 0, window: { fromMs: 0, toMs: 1000 }, folds: noFolds, palette, ghost },
    ...{ layout, nameOf: (id: string) => `Task ${id}` },
  } as unknown as Scene;
  const [box] = layout.boxes;
  if (box === undefined) throw new Error('There is no lane.');
  paintGhost(context, scene, { lane, box });
  paintGhostEnd(context, scene, ghost);
  return told;
}

describe('the run before', () => {
  it('is an outline for each piece of work and a line at its end, named where nothing of this run covers it', () => {
    expect(painted([bar('a', 0, 200)], [bar('a', 100, 300), bar('b', 400, 600)])).toEqual({
      texts: ['Task b'],
      strokes: 3,
    });
  });
  it('is named beside work in another row, and not drawn where it is too narrow or out of the window', () => {
    expect(
      painted([bar('a', 0, 900, 1)], [bar('b', 100, 300), bar('c', 301, 303), bar('d', 1200, 1400)], 5000),
    ).toEqual({ texts: ['Task b'], strokes: 1 });
  });
});
