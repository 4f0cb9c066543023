/*
 * A document as a picture in SVG: its cards and lines at the places of the drawing, in one theme, with the states of a
 * run where one is open. The same document and the same words give the same bytes, in a browser and out of it; nothing
 * of the document can become anything but a text in it.
 */
import {
  memoryOf,
  composedIn,
  sheetOf,
  type Agent,
  type Document,
  type Memory,
  type Resource,
  type Sheet,
  type Task,
  shownName,
} from '../../document/index.ts';
import { layoutDocument } from '../../layout/index.ts';
import {
  AGENT_SIZE,
  agentCard,
  compositeBack,
  SHARE_SIZE,
  shareCard,
  TASK_SIZE,
  taskCard,
  type AgentWords,
  type TaskWords,
} from './cards.ts';
import { element, figure, words, type Markup } from './markup.ts';
import { paletteOf, type Palette, type PictureTheme } from './palette.ts';
import { frameBox, frames, noteBox, notes, type Box } from './remarks.ts';
import { angled, arrowHead, curveAcross, curveDown, type Point } from './wires.ts';

export interface PictureOptions {
  readonly theme: PictureTheme;
  /** Where nodes stand, by id; without it, where the document says, and else where the layout puts them. */
  readonly places?: ReadonlyMap<string, Point>;
  readonly agentWords: (agent: Agent, leads: number) => AgentWords;
  readonly taskWords: (task: Task) => TaskWords;
  /** The terms of a resource or a shared memory, in one line. */
  readonly shareWords?: (share: Resource | Memory) => string;
}

const MARGIN = 32;
/** Nodes stand within this, so that no document makes a picture without bounds. */
const FAR = 1_000_000;

interface Scene {
  /** What stands in no composite; composites are drawn closed. */
  readonly document: Document;
  readonly sheet: Sheet;
  readonly options: PictureOptions;
  readonly palette: Palette;
  readonly agents: ReadonlyMap<string, Point>;
  readonly tasks: ReadonlyMap<string, Point>;
  readonly shares: ReadonlyMap<string, Point>;
}

/** The picture of a document as the text of an SVG file. */
export function drawPicture(document: Document, options: PictureOptions): string {
  const palette = paletteOf(options.theme);
  const placed = placer(document, options.places);
  const sheet = sheetOf(document);
  const shown = sheet.document;
  const scene: Scene = {
    document: shown,
    sheet,
    options,
    palette,
    agents: placedAll(shown.agents ?? [], placed),
    tasks: placedAll(shown.tasks ?? [], placed),
    shares: placedAll([...(shown.resources ?? []), ...(shown.memories ?? [])], placed),
  };
  const { x, y, width, height } = bounds(scene);
  const picture = element(
    'svg',
    {
      xmlns: 'http://www.w3.org/2000/svg',
      width,
      height,
      viewBox: [x, y, width, height].map(figure).join(' '),
      role: 'img',
      'font-family': 'Inter, system-ui, sans-serif',
    },
    [
      element('title', {}, [words(document.name ?? 'Untitled')]),
      element('rect', { x, y, width, height, fill: palette.canvas }),
      ...frames(shown, boxWithin, palette),
      ...shareLines(scene),
      ...reportLines(scene),
      ...dependencyLines(scene),
      ...assignmentLines(scene),
      ...cards(scene),
      ...notes(shown, boxWithin, palette),
    ],
  );
  return `${picture.markup}\n`;
}

/** The place of a node: as given, as written in the document, or as laid out. */
function placer(document: Document, given: ReadonlyMap<string, Point> | undefined): (id: string) => Point {
  const written = document.view?.nodes ?? {};
  const isWritten = Object.keys(written).length > 0;
  const laid = given !== undefined || isWritten ? {} : layoutDocument(document);
  return (id) => {
    const place =
      given?.get(id) ?? (Object.hasOwn(written, id) ? written[id] : Object.hasOwn(laid, id) ? laid[id] : undefined);
    return { x: within(place?.x), y: within(place?.y) };
  };
}

function within(value = 0): number {
  return Number.isFinite(value) ? Math.max(-FAR, Math.min(FAR, value)) : 0;
}

function placedAll(nodes: readonly { readonly id: string }[], placed: (id: string) => Point): Map<string, Point> {
  return new Map(nodes.map(({ id }) => [id, placed(id)]));
}

/** A box with its place within bounds. */
function boxWithin({ x, y, width, height }: Box): Box {
  return { x: within(x), y: within(y), width: Math.min(FAR, within(width)), height: Math.min(FAR, within(height)) };
}

function bounds({ document, agents, tasks, shares }: Scene): Box {
  let [left, top, right, bottom] = [Infinity, Infinity, -Infinity, -Infinity];
  const include = ({ x, y, width, height }: Box): void => {
    left = Math.min(left, x);
    top = Math.min(top, y);
    right = Math.max(right, x + width);
    bottom = Math.max(bottom, y + height);
  };
  for (const place of agents.values()) include({ ...place, ...AGENT_SIZE });
  for (const place of tasks.values()) include({ ...place, ...TASK_SIZE });
  for (const place of shares.values()) include({ ...place, ...SHARE_SIZE });
  for (const frame of document.view?.frames ?? []) include(boxWithin(frameBox(frame)));
  for (const note of document.view?.notes ?? []) include(boxWithin(noteBox(note)));
  if (left === Infinity) [left, top, right, bottom] = [0, 0, TASK_SIZE.width, TASK_SIZE.height];
  const [x, y] = [Math.floor(left) - MARGIN, Math.floor(top) - MARGIN];
  return { x, y, width: Math.ceil(right) + MARGIN - x, height: Math.ceil(bottom) + MARGIN - y };
}

function reportLines({ document, agents, palette }: Scene): Markup[] {
  return (document.agents ?? []).flatMap(({ id, reportsTo }) => {
    const from = reportsTo === undefined || reportsTo === id ? undefined : agents.get(reportsTo);
    const to = agents.get(id);
    if (from === undefined || to === undefined) return [];
    const middle = AGENT_SIZE.width / 2;
    const path = angled({ x: from.x + middle, y: from.y + AGENT_SIZE.height }, { x: to.x + middle, y: to.y });
    return [element('path', { d: path, fill: 'none', stroke: palette.edge, 'stroke-width': 1.5 })];
  });
}

function dependencyLines({ document, sheet, options, tasks, palette }: Scene): Markup[] {
  const succeeded = new Set(
    (document.tasks ?? []).filter((task) => options.taskWords(task).state === 'succeeded').map(({ id }) => id),
  );
  const draw = (before: string, after: string, lifted: boolean): Markup[] => {
    const [from, to] = [tasks.get(before), tasks.get(after)];
    if (from === undefined || to === undefined || before === after) return [];
    const middle = TASK_SIZE.height / 2;
    const end = { x: to.x - 5, y: to.y + middle };
    const path = curveAcross({ x: from.x + TASK_SIZE.width, y: from.y + middle }, end);
    const stroke = succeeded.has(before) ? palette.succeeded : palette.edge;
    const dashes = lifted ? { 'stroke-dasharray': '6 4' } : {};
    return [
      element('path', { d: path, fill: 'none', stroke, 'stroke-width': 1.5, ...dashes }),
      element('path', { d: arrowHead(end), fill: stroke }),
    ];
  };
  const written = (document.tasks ?? []).flatMap((task) =>
    (task.dependsOn ?? []).flatMap((one) => draw(typeof one === 'string' ? one : one.task, task.id, false)),
  );
  return [
    ...written,
    ...sheet.lifted.flatMap(({ kind, from, to }) => (kind === 'depends' ? draw(from, to, true) : [])),
  ];
}

/** What is needed and shared: straight dotted lines from middle to middle, which the cards cover. */
function shareLines({ document, sheet, agents, tasks, shares, palette }: Scene): Markup[] {
  const middle = (id: string): Point | undefined => {
    const [place, size] = shares.has(id)
      ? [shares.get(id), SHARE_SIZE]
      : tasks.has(id)
        ? [tasks.get(id), TASK_SIZE]
        : [agents.get(id), AGENT_SIZE];
    return place && { x: place.x + size.width / 2, y: place.y + size.height / 2 };
  };
  const draw = (one: string, other: string): Markup[] => {
    const [from, to] = [middle(one), middle(other)];
    if (from === undefined || to === undefined) return [];
    const d = `M${figure(from.x)} ${figure(from.y)}L${figure(to.x)} ${figure(to.y)}`;
    return [
      element('path', { d, fill: 'none', stroke: palette.edge, 'stroke-width': 1.25, 'stroke-dasharray': '2 3' }),
    ];
  };
  return [
    ...(document.tasks ?? []).flatMap(({ id, resources = [], reads = [], writes = [] }) =>
      [...resources.map((need) => need.id), ...[...reads, ...writes].map(memoryOf)].flatMap((share) => draw(share, id)),
    ),
    ...(document.memories ?? []).flatMap(({ id, replicas = [] }) => replicas.flatMap((agent) => draw(id, agent))),
    ...sheet.lifted.flatMap(({ kind, from, to }) => (kind === 'depends' ? [] : draw(from, to))),
  ];
}

function assignmentLines({ document, sheet, options, agents, tasks, palette }: Scene): Markup[] {
  return (document.agents ?? []).flatMap((agent) => {
    const says = options.agentWords(agent, 0);
    const start = agents.get(agent.id);
    // Work on parts is drawn to the composite around them.
    const at = says.running.map((task) => composedIn(sheet.composites, task)[0] ?? task);
    return [...new Set(at)].flatMap((task) => {
      const end = tasks.get(task);
      if (start === undefined || end === undefined) return [];
      const below = end.y >= start.y + AGENT_SIZE.height / 2;
      const from = { x: start.x + AGENT_SIZE.width / 2, y: below ? start.y + AGENT_SIZE.height : start.y };
      const to = { x: end.x + TASK_SIZE.width / 2, y: below ? end.y : end.y + TASK_SIZE.height };
      const stroke = says.lies ? palette.lie : palette.accent;
      return [
        element('path', {
          d: curveDown(from, to, below),
          fill: 'none',
          stroke,
          'stroke-width': 1.5,
          'stroke-dasharray': '4 4',
        }),
      ];
    });
  });
}

function cards({ document, sheet, options, palette, agents, tasks, shares }: Scene): Markup[] {
  const leads = new Map<string, number>();
  for (const { reportsTo } of document.agents ?? [])
    if (reportsTo !== undefined) leads.set(reportsTo, (leads.get(reportsTo) ?? 0) + 1);
  const share = (one: Resource | Memory, round: boolean): Markup =>
    shareCard(
      { name: shownName(one), line: options.shareWords?.(one) ?? '', round },
      shares.get(one.id) ?? { x: 0, y: 0 },
      palette,
    );
  return [
    ...(document.agents ?? []).map((agent) =>
      agentCard(
        agent,
        options.agentWords(agent, leads.get(agent.id) ?? 0),
        agents.get(agent.id) ?? { x: 0, y: 0 },
        palette,
      ),
    ),
    ...(document.tasks ?? []).flatMap((task) => {
      const place = tasks.get(task.id) ?? { x: 0, y: 0 };
      const composite = sheet.composites.parts.has(task.id);
      const card = taskCard(task, { ...options.taskWords(task), composite }, place, palette);
      return composite ? [compositeBack(place, palette), card] : [card];
    }),
    ...(document.resources ?? []).map((resource) => share(resource, false)),
    ...(document.memories ?? []).map((memory) => share(memory, true)),
  ];
}
