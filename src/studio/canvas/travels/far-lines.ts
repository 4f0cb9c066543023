/**
 * Work and messages from afar, over the picture: a dashed line from who works to what is worked on, and what each
 * message passes on its way. A dot goes along each for as long as on cards. Elements would cost a layout for every dot and frame.
 */
import type { CanvasNode } from '../graph/drawing.ts';
import type { Paper } from '../stage/painting.ts';
import { sentShare, travelsMost, type Travel } from './travels.ts';

export interface WorkLine {
  readonly key: string;
  readonly agent: string;
  readonly task: string;
  readonly lies: boolean;
}

interface Way {
  readonly x: number;
  readonly y: number;
  readonly dx: number;
  readonly dy: number;
}

/** How long a dot is under way, ms. */
const workMs = 900;
const messageMs = 500;

export class FarLines {
  #work: readonly WorkLine[] = [];
  #workSince = new Map<string, number>();
  #messages: readonly { readonly travel: Travel; readonly sinceMs: number }[] = [];

  /** What goes on at the playhead; while a run plays, messages of the steps before come to their end. */
  take(
    work: readonly WorkLine[],
    travels: readonly Travel[],
    { step, playing, nowMs }: { readonly step: number; readonly playing: boolean; readonly nowMs: number },
  ): void {
    this.#work = work;
    this.#workSince = new Map(work.map(({ key }) => [key, this.#workSince.get(key) ?? nowMs]));
    const known = new Set(this.#messages.map(({ travel }) => travel.key));
    const kept = this.#messages.filter(({ travel, sinceMs }) =>
      travel.step === step ? travels.some(({ key }) => key === travel.key) : playing && nowMs - sinceMs < messageMs,
    );
    const fresh = travels.filter(({ key }) => !known.has(key)).map((travel) => ({ travel, sinceMs: nowMs }));
    this.#messages = [...kept, ...fresh].slice(-travelsMost);
  }

  /** Whether a dot is still under way. */
  moves(nowMs: number): boolean {
    return (
      [...this.#workSince.values()].some((since) => nowMs - since < workMs) ||
      this.#messages.some(({ sinceMs }) => nowMs - sinceMs < messageMs)
    );
  }

  /** Paints them; `still` without dots. */
  paint(paper: Paper, at: ReadonlyMap<string, CanvasNode>, { nowMs, still }: { nowMs: number; still: boolean }): void {
    const { context, colours, zoom } = paper;
    context.lineWidth = 1.5 / zoom;
    for (const lies of [false, true]) {
      const ways = this.#work.flatMap((line) => {
        const way = line.lies === lies ? wayOf(at, line.agent, line.task) : null;
        return way === null ? [] : [{ way, share: (nowMs - (this.#workSince.get(line.key) ?? nowMs)) / workMs }];
      });
      if (ways.length === 0) continue;
      context.strokeStyle = context.fillStyle = colours[lies ? 'lie' : 'accent'];
      context.setLineDash([4 / zoom, 4 / zoom]);
      stroke(
        context,
        ways.map(({ way }) => way),
      );
      context.setLineDash([]);
      if (!still) for (const { way, share } of ways) if (share < 1) dot(paper, way, share);
    }
    for (const { travel, sinceMs } of this.#messages) {
      const way = wayOf(at, travel.from, travel.to);
      if (way === null) continue;
      const lost = travel.what === 'lost';
      context.strokeStyle = context.fillStyle = colours[lost ? 'failed' : travel.lie ? 'lie' : 'accent'];
      context.globalAlpha = still ? 1 : 0.5;
      stroke(context, [way]);
      context.globalAlpha = 1;
      const share = Math.min(1, (nowMs - sinceMs) / messageMs);
      if (lost && (still || share === 1)) cross(paper, way);
      else if (!still)
        dot(paper, way, travel.what === 'delivered' ? sentShare + (1 - sentShare) * share : sentShare * share);
    }
  }
}

function wayOf(at: ReadonlyMap<string, CanvasNode>, from: string, to: string): Way | null {
  const [start, end] = [at.get(from), at.get(to)];
  if (start === undefined || end === undefined) return null;
  const [first, last] = [middleOf(start), middleOf(end)];
  return { ...first, dx: last.x - first.x, dy: last.y - first.y };
}

function middleOf({ position: { x, y }, width = 0, height = 0 }: CanvasNode): {
  readonly x: number;
  readonly y: number;
} {
  return { x: x + width / 2, y: y + height / 2 };
}

function stroke(context: Paper['context'], ways: readonly Way[]): void {
  context.beginPath();
  for (const { x, y, dx, dy } of ways) {
    context.moveTo(x, y);
    context.lineTo(x + dx, y + dy);
  }
  context.stroke();
}

function dot({ context, zoom }: Paper, { x, y, dx, dy }: Way, share: number): void {
  context.beginPath();
  context.arc(x + dx * share, y + dy * share, 4 / zoom, 0, 7);
  context.fill();
}

function cross({ context, zoom }: Paper, { x, y, dx, dy }: Way): void {
  const [midX, midY, arm] = [x + dx * sentShare, y + dy * sentShare, 5 / zoom];
  context.lineWidth = 3 / zoom;
  context.beginPath();
  context.moveTo(midX - arm, midY - arm);
  context.lineTo(midX + arm, midY + arm);
  context.moveTo(midX + arm, midY - arm);
  context.lineTo(midX - arm, midY + arm);
  context.stroke();
  context.lineWidth = 1.5 / zoom;
}
