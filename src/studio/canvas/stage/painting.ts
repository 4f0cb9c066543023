/**
 * How nodes and wires look in the picture: chips with an edge in the tone of their state and their name while it can be read,
 * plain areas from farther away. It paints what it is given and knows neither run nor view.
 */
import type { CanvasEdge, CanvasNode } from '../graph/drawing.ts';
import type { Box } from '../graph/sizes.ts';
import { shortLines, wholeName, type NameLine, type NameParts } from '../../format/index.ts';
import { linesAt } from '../far/levels.ts';
import type { Colours } from '../tones.ts';

/** A node with everything that its chip shows. */
export interface Chip {
  readonly node: CanvasNode;
  readonly name: string;
  readonly parts: NameParts;
  /** The colour of its state, and the one that its area has in that state. */
  readonly tone: keyof Colours;
  readonly area: keyof Colours;
  readonly ring: boolean;
  readonly dim: boolean;
}
export interface Paper {
  readonly context: CanvasRenderingContext2D | OffscreenCanvasRenderingContext2D;
  readonly colours: Colours;
  readonly zoom: number;
  readonly font: string;
}

/** Below this zoom a chip has no corners. */
const roundZoom = 0.26;
/** Pixels on the screen, as cards have them. */
const nameSize = 12;
const lineHeight = 13;
const edgeWidth = 5;
const markSize = 20;
const cut = new Map<string, readonly NameLine[]>();
const cutMax = 20_000;

/** Whether any of a node lies in a part of the drawing. */
export function isIn({ position: { x, y }, width = 0, height = 0 }: CanvasNode, part: Box): boolean {
  return x <= part.x + part.width && y <= part.y + part.height && x + width >= part.x && y + height >= part.y;
}

/** Paints one chip. */
export function paintChip(
  { context, colours, zoom, font }: Paper,
  { node, name, parts, tone, area, ring, dim }: Chip,
): void {
  const { x, y } = node.position;
  const { width = 0, height = 0, type } = node;
  context.globalAlpha = dim ? 0.25 : type === 'frame' ? 0.2 : 1;
  if (zoom < roundZoom || type === 'frame' || type === 'note') {
    // From afar what no run says anything of steps back behind the names over it.
    context.fillStyle = colours[tone === 'line-control' ? 'line-strong' : tone];
    context.fillRect(x, y, width, height);
    context.globalAlpha = 1;
    if (type === 'frame') paintTitle({ context, colours, zoom, font }, node, name);
  } else {
    context.beginPath();
    context.roundRect(x, y, width, height, 11);
    context.fillStyle = colours[area];
    context.fill();
    context.strokeStyle = colours['line-strong'];
    context.lineWidth = 1 / zoom;
    context.stroke();
    context.fillStyle = colours[tone === 'line-control' ? 'line-strong' : tone];
    const marked = type === 'agent' && linesAt(zoom) === 2;
    if (marked) {
      context.beginPath();
      context.arc(x + 17 / zoom, y + height / 2, Math.min(markSize / 2 / zoom, height / 2 - 4), 0, 7);
      context.fill();
    } else context.fillRect(x + 1, y + 8, edgeWidth / zoom, height - 16);
    const left = marked ? markSize + 14 : 10;
    const lines = linesOf(name, parts, { room: Math.floor(width * zoom) - left - 4, lines: linesAt(zoom) });
    context.font = `600 ${String(nameSize / zoom)}px ${font}`;
    const top = y + height / 2 - ((lines.length - 1) * lineHeight) / 2 / zoom;
    for (const [at, { text, alike }] of lines.entries()) {
      const place = { x: x + left / zoom, y: top + (at * lineHeight) / zoom };
      const start = text.slice(0, alike);
      context.fillStyle = colours.muted;
      if (alike > 0) context.fillText(start, place.x, place.y);
      context.fillStyle = colours.text;
      if (alike < text.length)
        context.fillText(text.slice(alike), place.x + (alike > 0 ? context.measureText(start).width : 0), place.y);
    }
  }
  context.globalAlpha = 1;
  if (!ring) return;
  context.strokeStyle = colours.accent;
  context.lineWidth = 3 / zoom;
  context.strokeRect(x, y, width, height);
}

/** Wires step back where they are many, but for those of what is selected or pointed at. */
type WireLook = 'plain' | 'dense' | 'lit';

/** Paints the wires that may be seen in a part of the drawing, straight. */
export function paintWires(
  { context, colours, zoom }: Paper,
  edges: readonly CanvasEdge[],
  { at, part, look }: { readonly at: ReadonlyMap<string, CanvasNode>; readonly part: Box; readonly look: WireLook },
): void {
  context.strokeStyle = look === 'lit' ? colours.accent : colours.edge;
  context.lineWidth = (look === 'lit' ? 2 : 0.8) / zoom;
  context.globalAlpha = look === 'lit' ? 1 : look === 'dense' ? 0.3 : 0.8;
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

/** The name of a group stays legible from any distance. */
function paintTitle({ context, colours, zoom, font }: Paper, { position, width = 0 }: CanvasNode, name: string): void {
  const [line] = linesOf(name, wholeName, { room: Math.floor(width * zoom) - 12, lines: 1 });
  context.fillStyle = colours.text;
  context.font = `600 ${String(nameSize / zoom)}px ${font}`;
  if (line !== undefined) context.fillText(line.text, position.x + 6 / zoom, position.y + 10 / zoom);
}

/** A name on the lines that there are, cut once for each room. */
function linesOf(
  name: string,
  parts: NameParts,
  { room, lines }: { readonly room: number; readonly lines: 0 | 1 | 2 },
): readonly NameLine[] {
  if (lines === 0) return [];
  const key = `${String(room)} ${String(lines)} ${String(parts.own)} ${String(parts.tell)} ${name}`;
  let found = cut.get(key);
  if (found !== undefined) return found;
  found = shortLines(name, room, lines, parts);
  if (cut.size >= cutMax) cut.clear();
  cut.set(key, found);
  return found;
}
