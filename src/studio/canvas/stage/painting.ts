/**
 * How nodes and wires look in the picture: chips with an edge in the tone of their state and their name while it can be read,
 * plain areas from farther away. It paints what it is given and knows neither run nor view.
 */
import type { CanvasEdge, CanvasNode } from '../graph/drawing.ts';
import type { Box } from '../graph/sizes.ts';
import type { Colours } from '../tones.ts';

/** A node with everything that its chip shows. */
export interface Chip {
  readonly node: CanvasNode;
  readonly name: string;
  /** The colour of its state, and the one that its area has in that state. */
  readonly tone: keyof Colours;
  readonly area: keyof Colours;
  readonly ring: boolean;
  readonly dim: boolean;
}
export interface Paper {
  readonly context: CanvasRenderingContext2D;
  readonly colours: Colours;
  readonly zoom: number;
  readonly font: string;
}

/** Below this zoom a chip has neither name nor corners. */
const namedZoom = 0.26;
/** The size of a name, in the drawing; chips of the canvas have the same. */
const nameSize = 19;
const edgeWidth = 8;
const cut = new Map<string, string>();
const cutMax = 20_000;

/** Whether any of a node lies in a part of the drawing. */
export function isIn({ position: { x, y }, width = 0, height = 0 }: CanvasNode, part: Box): boolean {
  return x <= part.x + part.width && y <= part.y + part.height && x + width >= part.x && y + height >= part.y;
}

/** Paints one chip. */
export function paintChip({ context, colours, zoom, font }: Paper, { node, name, tone, area, ring, dim }: Chip): void {
  const { x, y } = node.position;
  const { width = 0, height = 0, type } = node;
  context.globalAlpha = dim ? 0.25 : type === 'frame' ? 0.2 : 1;
  if (zoom < namedZoom || type === 'frame' || type === 'note') {
    context.fillStyle = colours[tone];
    context.fillRect(x, y, width, height);
  } else {
    context.beginPath();
    context.roundRect(x, y, width, height, 11);
    context.fillStyle = colours[area];
    context.fill();
    context.strokeStyle = colours['line-strong'];
    context.lineWidth = 1 / zoom;
    context.stroke();
    context.fillStyle = colours[tone === 'line-control' ? 'line-strong' : tone];
    if (type === 'agent') {
      context.beginPath();
      context.arc(x + 24, y + height / 2, 14, 0, 7);
      context.fill();
    } else context.fillRect(x + 1, y + 8, edgeWidth, height - 16);
    const left = type === 'agent' ? 48 : 20;
    context.fillStyle = colours.text;
    context.font = `600 ${String(nameSize)}px ${font}`;
    context.fillText(fitted(context, name, width - left - 8), x + left, y + height / 2 + 1);
  }
  context.globalAlpha = 1;
  if (!ring) return;
  context.strokeStyle = colours.accent;
  context.lineWidth = 3 / zoom;
  context.strokeRect(x, y, width, height);
}

/** Paints the wires that may be seen in a part of the drawing, straight. */
export function paintWires(
  { context, colours, zoom }: Paper,
  edges: readonly CanvasEdge[],
  at: ReadonlyMap<string, CanvasNode>,
  part: Box,
): void {
  context.strokeStyle = colours.edge;
  context.lineWidth = 0.8 / zoom;
  context.globalAlpha = zoom < 0.12 ? 0.45 : 0.8;
  context.beginPath();
  for (const { source, target, type } of edges) {
    const [from, to] = [at.get(source), at.get(target)];
    if (from === undefined || to === undefined) continue;
    const down = type === 'reports';
    const startX = from.position.x + (from.width ?? 0) / (down ? 2 : 1);
    const startY = from.position.y + (from.height ?? 0) / (down ? 1 : 2);
    const endX = to.position.x + (down ? (to.width ?? 0) / 2 : 0);
    const endY = to.position.y + (down ? 0 : (to.height ?? 0) / 2);
    if (
      Math.max(startX, endX) < part.x ||
      Math.min(startX, endX) > part.x + part.width ||
      Math.max(startY, endY) < part.y ||
      Math.min(startY, endY) > part.y + part.height
    )
      continue;
    context.moveTo(startX, startY);
    context.lineTo(endX, endY);
  }
  context.stroke();
  context.globalAlpha = 1;
}

/** As much of a name as there is room for; measured once for each. */
function fitted(context: CanvasRenderingContext2D, name: string, room: number): string {
  const key = `${String(room)} ${name}`;
  let text = cut.get(key);
  if (text !== undefined) return text;
  text = name;
  const { width } = context.measureText(name);
  if (width > room) {
    let letters = Math.max(1, Math.floor((name.length * room) / width));
    while (letters > 1 && context.measureText(`${name.slice(0, letters)}…`).width > room) letters -= 1;
    text = `${name.slice(0, letters)}…`;
  }
  if (cut.size >= cutMax) cut.clear();
  cut.set(key, text);
  return text;
}
