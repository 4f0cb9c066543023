import { describe, expect, it } from 'vitest';
import { FarLines } from '../../../../src/studio/canvas/travels/far-lines.ts';
import type { Travel } from '../../../../src/studio/canvas/travels/travels.ts';
import type { CanvasNode } from '../../../../src/studio/canvas/graph/drawing.ts';
import type { Paper } from '../../../../src/studio/canvas/stage/painting.ts';

const work = [{ key: 'ana fetch', agent: 'ana', task: 'fetch', lies: false }];
const message = (step: number, what: Travel['what'] = 'sent'): Travel => {
  return { key: `${String(step)} 0`, step, from: 'ana', to: 'fetch', what, lie: false };
};
const node = (id: string, x: number) =>
  ({ id, type: 'task', position: { x, y: 0 }, width: 20, height: 20 }) as unknown as CanvasNode;
const at = new Map([node('ana', 0), node('fetch', 100)].map((each) => [each.id, each]));

/** How many lines were stroked, and where dots were. */
function painted(lines: FarLines, nowMs: number, still = false) {
  const [dots, strokes]: [number[], number[]] = [[], []];
  const context = {
    beginPath: () => undefined,
    moveTo: () => undefined,
    lineTo: (x: number) => strokes.push(x),
    stroke: () => undefined,
    fill: () => undefined,
    setLineDash: () => undefined,
    arc: (x: number) => dots.push(Math.round(x)),
  };
  lines.paint({ context, colours: {}, zoom: 1, font: '' } as unknown as Paper, at, { nowMs, still });
  return { dots, strokes: strokes.length };
}

describe('work and messages from afar', () => {
  it('a dot goes once along what an agent works on, and the line stays', () => {
    const lines = new FarLines();
    lines.take(work, [], { step: 1, playing: true, nowMs: 0 });
    lines.take(work, [], { step: 2, playing: true, nowMs: 400 });
    expect(painted(lines, 450)).toEqual({ dots: [60], strokes: 1 });
    expect([lines.moves(450), lines.moves(901)]).toEqual([true, false]);
    expect(painted(lines, 901)).toEqual({ dots: [], strokes: 1 });
    lines.take([], [], { step: 3, playing: true, nowMs: 950 });
    expect(painted(lines, 950).strokes).toBe(0);
  });

  it('a message comes to its end in later steps while the run plays, and is gone where it does not', () => {
    const lines = new FarLines();
    lines.take([], [message(1)], { step: 1, playing: true, nowMs: 0 });
    lines.take([], [message(2, 'delivered')], { step: 2, playing: true, nowMs: 250 });
    expect(painted(lines, 250).dots).toEqual([38, 65]);
    lines.take([], [message(3)], { step: 3, playing: false, nowMs: 300 });
    expect(painted(lines, 2000).dots).toEqual([65]);
    expect(lines.moves(2000)).toBe(false);
  });

  it('has no dots where motion is not wanted, and a cross where a message is lost', () => {
    const lines = new FarLines();
    lines.take(work, [message(1, 'lost')], { step: 1, playing: false, nowMs: 0 });
    expect(painted(lines, 10, true)).toEqual({ dots: [], strokes: 4 });
  });
});
