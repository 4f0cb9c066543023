/**
 * Paints the drawing as a picture, and while it stands still only those of its chips that look otherwise than before: the wires are kept
 * on a canvas of their own, from which the ground of a chip is taken back.
 */
import type { Viewport } from '@xyflow/svelte';
import type { CanvasNode } from '../graph/drawing.ts';
import { paintChip, type Chip, type Paper } from './painting.ts';

export interface Scene {
  /** Of the canvas, in its own pixels, and how many of them one of the screen has. */
  readonly width: number;
  readonly height: number;
  readonly ratio: number;
  readonly viewport: Viewport;
  readonly colours: Paper['colours'];
  readonly font: string;
  /** What else all of it depends on: it stands still while each of these is the same. */
  readonly still: readonly unknown[];
  readonly wires: (paper: Paper) => void;
  readonly chips: readonly Chip[];
}

/** A part of the canvas, in its pixels. */
interface Part {
  readonly left: number;
  readonly top: number;
  readonly right: number;
  readonly bottom: number;
}

/** A ring stands out by half of its line. */
const ringMargin = 2;
/** Where so many look otherwise, all are painted. */
const partsMax = 250;

export class Repainter {
  #ground: OffscreenCanvas | null = null;
  #still: readonly unknown[] = [];
  #looks: ReadonlyMap<string, string> = new Map();

  /** Gives how many chips it painted anew; all of them where the view or the drawing is another. */
  paint(canvas: HTMLCanvasElement, scene: Scene): number {
    const context = canvas.getContext('2d');
    if (context === null) return 0;
    const { width, height, viewport, colours, chips } = scene;
    const still = [width, height, viewport, colours, ...scene.still];
    const stands = still.length === this.#still.length && still.every((each, at) => Object.is(each, this.#still[at]));
    const looks = new Map(chips.map((chip) => [chip.node.id, lookOf(chip)]));
    const changed = chips.filter(({ node: { id } }) => looks.get(id) !== this.#looks.get(id));
    [this.#still, this.#looks] = [still, looks];
    const paper = paperOf(context, scene);
    if (stands && changed.length <= partsMax) {
      const parts = changed.length === 0 ? [] : chips.map(({ node }) => partOf(node, scene));
      for (const { node } of changed) this.#repaint(context, partOf(node, scene), parts, scene);
      return changed.length;
    }
    if (!stands) this.#layGround(scene);
    fit(canvas, scene);
    this.#take(context, { left: 0, top: 0, right: width, bottom: height });
    setView(context, scene);
    for (const chip of chips) paintChip(paper, chip);
    return chips.length;
  }

  #layGround(scene: Scene): void {
    this.#ground ??= new OffscreenCanvas(1, 1);
    Object.assign(this.#ground, { width: scene.width, height: scene.height });
    const context = this.#ground.getContext('2d');
    if (context === null) return;
    setView(context, scene);
    scene.wires(paperOf(context, scene));
  }

  /** Takes a part of the ground back. */
  #take(context: CanvasRenderingContext2D, { left, top, right, bottom }: Part): void {
    const [width, height] = [right - left, bottom - top];
    context.setTransform(1, 0, 0, 1, 0, 0);
    context.clearRect(left, top, width, height);
    if (this.#ground === null || width <= 0 || height <= 0) return;
    context.drawImage(this.#ground, left, top, width, height, left, top, width, height);
  }

  #repaint(context: CanvasRenderingContext2D, part: Part, parts: readonly Part[], scene: Scene): void {
    const paper = paperOf(context, scene);
    context.save();
    context.setTransform(1, 0, 0, 1, 0, 0);
    context.beginPath();
    context.rect(part.left, part.top, part.right - part.left, part.bottom - part.top);
    context.clip();
    this.#take(context, part);
    setView(context, scene);
    for (const [at, chip] of scene.chips.entries()) if (meet(parts[at] ?? part, part)) paintChip(paper, chip);
    context.restore();
  }
}

function paperOf(context: Paper['context'], { colours, font, viewport: { zoom } }: Scene): Paper {
  return { context, colours, zoom, font };
}

/** A canvas is cleared by its size, which costs more than painting when it stays the same. */
export function fit(canvas: HTMLCanvasElement, { width, height }: Pick<Scene, 'width' | 'height'>): void {
  if (canvas.width !== width || canvas.height !== height) Object.assign(canvas, { width, height });
}

/** From here on a context paints in the places of the drawing. */
export function setView(
  context: Paper['context'],
  { ratio, viewport: { x, y, zoom } }: Pick<Scene, 'ratio' | 'viewport'>,
): void {
  context.setTransform(ratio * zoom, 0, 0, ratio * zoom, ratio * x, ratio * y);
  context.textBaseline = 'middle';
}

function lookOf({ name, tone, area, ring, dim }: Chip): string {
  return `${tone} ${area} ${String(ring)} ${String(dim)} ${name}`;
}

/** Where a node is seen, with room for its ring, in whole pixels of the canvas and no further than that goes. */
function partOf({ position, width = 0, height = 0 }: CanvasNode, { ratio, viewport, ...canvas }: Scene): Part {
  const { x, y, zoom } = viewport;
  const margin = ringMargin * ratio;
  const across = (place: number) => ratio * (x + place * zoom);
  const down = (place: number) => ratio * (y + place * zoom);
  return {
    left: Math.max(0, Math.floor(across(position.x) - margin)),
    top: Math.max(0, Math.floor(down(position.y) - margin)),
    right: Math.min(canvas.width, Math.ceil(across(position.x + width) + margin)),
    bottom: Math.min(canvas.height, Math.ceil(down(position.y + height) + margin)),
  };
}

function meet(one: Part, other: Part): boolean {
  return one.left < other.right && one.right > other.left && one.top < other.bottom && one.bottom > other.top;
}
