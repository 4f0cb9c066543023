/** The drawing as a picture, painted bit by bit on a real canvas: what is painted anew is, to the pixel, what painting all of it gives. */
import { describe, expect, it } from 'vitest';
import type { CanvasNode } from '../../src/studio/canvas/graph/drawing.ts';
import type { Chip } from '../../src/studio/canvas/stage/painting.ts';
import { Repainter, type Scene } from '../../src/studio/canvas/stage/repainting.ts';
import { readColours } from '../../src/studio/canvas/tones.ts';

const nodeOf = (id: string, type: string, [x, y, width, height]: readonly number[]): CanvasNode =>
  ({ id, type, position: { x, y }, width, height, data: {} }) as unknown as CanvasNode;

const frame = nodeOf('frame', 'frame', [-10, -10, 420, 300]);
const tasks = Array.from({ length: 20 }, (_, at) =>
  nodeOf(`t${String(at)}`, 'task', [(at % 5) * 200, Math.floor(at / 5) * 80, 176, 62]),
);
const chip = (node: CanvasNode, more: Partial<Chip> = {}): Chip => ({
  node,
  name: node.id,
  parts: { own: 0, tell: 0 },
  tone: 'line-control',
  area: 'raised',
  ring: false,
  dim: false,
  ...more,
});

const still = ['as it is'];
function sceneOf(chips: readonly Chip[], x = 20): Scene {
  return {
    width: 640,
    height: 400,
    ratio: 1,
    viewport: view(x),
    colours,
    font: 'sans-serif',
    still,
    wires: ({ context }) => {
      context.strokeStyle = '#888888';
      context.beginPath();
      context.moveTo(0, 0);
      context.lineTo(1000, 320);
      context.stroke();
    },
    chips,
  };
}
const views = new Map<number, { x: number; y: number; zoom: number }>();
function view(x: number) {
  const known = views.get(x) ?? { x, y: 20, zoom: 0.6 };
  views.set(x, known);
  return known;
}
const host = document.body.appendChild(document.createElement('div'));
const colours = {
  ...readColours(host),
  raised: '#ffffff',
  'line-strong': '#cccccc',
  running: '#3355ff',
  text: '#111111',
};

function pixelsOf(canvas: HTMLCanvasElement): Uint8ClampedArray {
  return canvas.getContext('2d')!.getImageData(0, 0, canvas.width, canvas.height).data;
}
function painted(scene: Scene): Uint8ClampedArray {
  const canvas = document.createElement('canvas');
  new Repainter().paint(canvas, scene);
  return pixelsOf(canvas);
}
/** The most by which a pixel differs. */
const apart = (one: Uint8ClampedArray, other: Uint8ClampedArray): number =>
  one.reduce((most, value, at) => Math.max(most, Math.abs(value - (other[at] ?? 0))), 0);

describe('a picture that is painted bit by bit', () => {
  const before = sceneOf([chip(frame, { name: 'A frame' }), ...tasks.map((node) => chip(node))]);
  const after = sceneOf([
    chip(frame, { name: 'A frame' }),
    ...tasks.map((node, at) =>
      at === 3
        ? chip(node, { ring: true, tone: 'running' })
        : at === 6
          ? chip(node, { name: 'late', dim: true })
          : chip(node),
    ),
  ]);

  it('is what painting all of it gives, there and back, over wires and within a frame', () => {
    const canvas = document.createElement('canvas');
    const painter = new Repainter();
    expect(painter.paint(canvas, before)).toBe(21);
    expect(apart(pixelsOf(canvas), painted(after))).toBeGreaterThan(50);
    expect(painter.paint(canvas, after)).toBe(2);
    expect(apart(pixelsOf(canvas), painted(after))).toBeLessThanOrEqual(2);
    expect(painter.paint(canvas, before)).toBe(2);
    expect(apart(pixelsOf(canvas), painted(before))).toBeLessThanOrEqual(2);
    expect(painter.paint(canvas, before)).toBe(0);
  });

  it('is painted whole where the view has moved, or anything else that all of it depends on', () => {
    const canvas = document.createElement('canvas');
    const painter = new Repainter();
    painter.paint(canvas, before);
    const moved = sceneOf(before.chips, 60);
    expect(painter.paint(canvas, moved)).toBe(21);
    expect(apart(pixelsOf(canvas), painted(moved))).toBe(0);
    expect(painter.paint(canvas, { ...moved, still: ['otherwise'] })).toBe(21);
  });
});
