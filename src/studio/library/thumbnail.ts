/**
 * A document as a small picture: round marks for agents, cards for tasks, lines for dependencies, at the places of its own drawing.
 * Pure geometry; what a tone looks like is the component's business. Nodes without a place are left out.
 */
import { sheetOf, type Document, type Task } from '../../document/index.ts';
import type { Tone } from '../design/index.ts';
import { drawCrowd } from './thumbnail-crowd.ts';

export interface ThumbnailTask {
  readonly id: string;
  readonly x: number;
  readonly y: number;
  readonly tone: Tone;
  readonly composite: boolean;
}

interface ThumbnailBox {
  readonly id: string;
  readonly x: number;
  readonly y: number;
  readonly width: number;
  readonly height: number;
  readonly frame: boolean;
}

export interface ThumbnailLine {
  readonly key: string;
  readonly path: string;
}

export interface ThumbnailDrawing {
  readonly viewBox: string;
  readonly agents: readonly {
    readonly id: string;
    readonly x: number;
    readonly y: number;
    readonly manager: boolean;
  }[];
  readonly tasks: readonly ThumbnailTask[];
  /** Resources and shared memories. */
  readonly shares: readonly { readonly id: string; readonly x: number; readonly y: number }[];
  /** Notes, and the frames behind everything. */
  readonly remarks: readonly ThumbnailBox[];
  readonly depends: readonly ThumbnailLine[];
  readonly reports: readonly ThumbnailLine[];
  /** Where there are too many nodes to draw each: the fields in which any stands, as one path. */
  readonly crowd?: string;
}

/** Sizes in the drawing's own units; cards are drawn stouter than life so that they can be read small. */
export const thumbnailSizes = { width: 150, height: 62, mark: 52 } as const;
const { width, height, mark } = thumbnailSizes;
const margin = 40;
/** More nodes than this are a crowd. */
const nodesMax = 200;

/** The picture of a document, its composites closed; null when nothing of it has a place. */
export function drawThumbnail(whole: Document): ThumbnailDrawing | null {
  if ((whole.agents?.length ?? 0) + (whole.tasks?.length ?? 0) > nodesMax) {
    const crowd = drawCrowd(whole);
    const none = { agents: [], tasks: [], shares: [], remarks: [], depends: [], reports: [] };
    return crowd === null ? null : { ...none, viewBox: crowd.viewBox, crowd: crowd.path };
  }
  const sheet = sheetOf(whole);
  const { document } = sheet;
  const places = document.view?.nodes ?? {};
  const at = (id: string) => (Object.hasOwn(places, id) ? places[id] : undefined);
  const tasks = (document.tasks ?? []).flatMap((task) => {
    const place = at(task.id);
    const composite = sheet.composites.parts.has(task.id);
    return place === undefined ? [] : [{ id: task.id, x: place.x, y: place.y, tone: toneOf(task), composite }];
  });
  const agents = (document.agents ?? []).flatMap((agent) => {
    const place = at(agent.id);
    return place === undefined
      ? []
      : [{ id: agent.id, x: place.x + width / 2, y: place.y + height / 2, manager: agent.role === 'manager' }];
  });
  const shares = [...(document.resources ?? []), ...(document.memories ?? [])].flatMap(({ id }) => {
    const place = at(id);
    return place === undefined ? [] : [{ id, x: place.x, y: place.y }];
  });
  const frames = (document.view?.frames ?? []).map(({ id, x, y, width: wide = 320, height: high = 200 }) => {
    return { id, x, y, width: Math.max(80, wide), height: Math.max(60, high) };
  });
  const notes = (document.view?.notes ?? []).map(({ id, x, y }) => ({ id, x, y, width: 200, height: 72 }));
  const cards = [...tasks, ...shares, ...agents.map(({ x, y }) => ({ x: x - width / 2, y: y - height / 2 }))];
  const all = [...cards.map(({ x, y }) => ({ x, y, width, height })), ...frames, ...notes];
  if (all.length === 0) return null;
  const left = Math.min(...all.map(({ x }) => x)) - margin;
  const top = Math.min(...all.map(({ y }) => y)) - margin;
  const right = Math.max(...all.map((box) => box.x + box.width)) + margin;
  const bottom = Math.max(...all.map((box) => box.y + box.height)) + margin;
  return {
    viewBox: [left, top, right - left, bottom - top].map(String).join(' '),
    agents,
    tasks,
    shares,
    remarks: [...frames.map((box) => ({ ...box, frame: true })), ...notes.map((box) => ({ ...box, frame: false }))],
    depends: [
      ...dependencyLines(document, at),
      ...sheet.lifted.flatMap(({ kind, from, to }) => (kind === 'depends' ? lineBetween(at, from, to) : [])),
    ],
    reports: reportLines(document, at),
  };
}

type Places = (id: string) => { readonly x: number; readonly y: number } | undefined;

function dependencyLines(document: Document, at: Places): ThumbnailLine[] {
  return (document.tasks ?? []).flatMap((task) =>
    (task.dependsOn ?? []).flatMap((one) => lineBetween(at, typeof one === 'string' ? one : one.task, task.id)),
  );
}

function lineBetween(at: Places, before: string, after: string): ThumbnailLine[] {
  const from = at(before);
  const to = at(after);
  if (from === undefined || to === undefined) return [];
  const [x1, y1, x2, y2] = [from.x + width, from.y + height / 2, to.x, to.y + height / 2];
  const bend = Math.max(30, (x2 - x1) / 2);
  const path = `M${n(x1)} ${n(y1)}C${n(x1 + bend)} ${n(y1)} ${n(x2 - bend)} ${n(y2)} ${n(x2)} ${n(y2)}`;
  return [{ key: `${before} ${after}`, path }];
}

function reportLines(document: Document, at: Places): ThumbnailLine[] {
  return (document.agents ?? []).flatMap((agent) => {
    const to = at(agent.id);
    const from = agent.reportsTo === undefined ? undefined : at(agent.reportsTo);
    if (from === undefined || to === undefined) return [];
    const [x1, y1, x2, y2] = [
      from.x + width / 2,
      from.y + height / 2 + mark / 2,
      to.x + width / 2,
      to.y + height / 2 - mark / 2,
    ];
    const middle = (y1 + y2) / 2;
    return [{ key: agent.id, path: `M${n(x1)} ${n(y1)}V${n(middle)}H${n(x2)}V${n(y2)}` }];
  });
}

/** What a task is likely to do: go wrong for good, be tried again, go first. */
function toneOf(task: Task): Tone {
  const action = task.action;
  const model = action as { readonly failsFirst?: number; readonly failureRate?: number } | undefined;
  const fails = (model?.failsFirst ?? 0) > 0 || (model?.failureRate ?? 0) > 0;
  if (task.onFailure === 'compensate') return 'failed';
  if (fails || (task.retry?.attempts ?? 1) > 1) return 'waiting';
  return (task.priority ?? 0) > 0 ? 'accent' : 'running';
}

const n = (value: number): string => String(Math.round(value));
