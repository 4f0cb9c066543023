/*
 * The cards of a picture: agents with a round mark, tasks with a left edge in the colour of their state, as the canvas
 * shows them. What a card says is handed in; this file only places it.
 */
import { shownName, type Agent, type Task } from '../../document/index.ts';
import type { TaskState } from '../../replay/index.ts';
import { fit, textWidth } from './fit.ts';
import { actionIcon, MASK, MEMORY, RESOURCE, STATE_ICONS } from './icons.ts';
import { element, words, type Markup } from './markup.ts';
import type { Palette, Token } from './palette.ts';
import type { Point } from './wires.ts';

export const AGENT_SIZE = { width: 152, height: 60 } as const;
export const TASK_SIZE = { width: 176, height: 62 } as const;
export const SHARE_SIZE = { width: 168, height: 48 } as const;

/** What an agent's card says. */
export interface AgentWords {
  readonly line: string;
  readonly initials: string;
  readonly lies: boolean;
  readonly crashed: boolean;
  /** The share of its slots that work. */
  readonly load: number;
  /** The tasks that it works on. */
  readonly running: readonly string[];
}

/** What a task's card says; without a state no run is open. */
export interface TaskWords {
  readonly state: TaskState | null;
  readonly line: string;
  /** Who does it, by name. */
  readonly who: string | null;
  /** Whether it is made of other tasks. */
  readonly composite?: boolean;
}

/** The colour of each state of a task. */
export const STATE_TOKENS: Readonly<Record<TaskState, Token>> = {
  pending: 'idle',
  ready: 'waiting',
  assigned: 'accent',
  running: 'running',
  succeeded: 'succeeded',
  failed: 'failed',
  skipped: 'idle',
  cancelled: 'idle',
  unassignable: 'failed',
  compensated: 'waiting',
};

const NAME_SIZE = 13;
const LINE_SIZE = 11.5;
const RADIUS = 11;

/** An agent's card with its upper left corner at a place. */
export function agentCard(agent: Agent, says: AgentWords, { x, y }: Point, palette: Palette): Markup {
  const { width, height } = AGENT_SIZE;
  const border = says.lies ? palette.lie : says.crashed ? palette.failed : palette['line-strong'];
  const mark = says.lies ? 'lie' : says.crashed ? 'failed' : 'accent';
  const room = width - 56;
  return element('g', { transform: `translate(${String(x)} ${String(y)})` }, [
    element('rect', {
      x: 0.5,
      y: 0.5,
      width: width - 1,
      height: height - 1,
      rx: RADIUS,
      fill: palette.raised,
      stroke: border,
    }),
    element('circle', { cx: 25, cy: 26, r: 14, fill: palette[`${mark}-soft`] }),
    says.lies
      ? outline(MASK, { x: 16.5, y: 17.5 }, 17, palette.lie)
      : line(says.initials, { x: 25, y: 30 }, { size: 11, weight: 600, fill: palette[mark], anchor: 'middle' }),
    line(
      fit(shownName(agent), room, NAME_SIZE),
      { x: 47, y: 23 },
      { size: NAME_SIZE, weight: 600, fill: palette.text },
    ),
    line(
      fit(says.line, room, LINE_SIZE),
      { x: 47, y: 38 },
      { size: LINE_SIZE, fill: says.crashed ? palette.failed : palette.muted },
    ),
    element('rect', { x: 11, y: 50, width: width - 22, height: 3, rx: 1.5, fill: palette.line }),
    element('rect', {
      x: 11,
      y: 50,
      width: (width - 22) * Math.max(0, Math.min(1, says.load)),
      height: 3,
      rx: 1.5,
      fill: palette.running,
    }),
  ]);
}

/** A task's card with its upper left corner at a place. */
export function taskCard(task: Task, says: TaskWords, { x, y }: Point, palette: Palette): Markup {
  const { width, height } = TASK_SIZE;
  const { state } = says;
  const tone = state === null ? palette['line-strong'] : palette[STATE_TOKENS[state]];
  const start = state === null ? 13 : 31;
  const who = fit(says.who ?? '', 64, LINE_SIZE);
  const room = width - 20 - start - (who === '' ? 0 : textWidth(who, LINE_SIZE) + 4);
  return element('g', { transform: `translate(${String(x)} ${String(y)})` }, [
    element('rect', {
      x: 0.5,
      y: 0.5,
      width: width - 1,
      height: height - 1,
      rx: RADIUS,
      fill: palette.raised,
      stroke: palette['line-strong'],
    }),
    element('path', {
      d: 'M11 1A10 10 0 0 0 1 11V51A10 10 0 0 0 11 61A14 14 0 0 1 5 51V11A14 14 0 0 1 11 1z',
      fill: tone,
    }),
    line(
      fit(shownName(task), width - 48, NAME_SIZE),
      { x: 13, y: 24 },
      { size: NAME_SIZE, weight: 600, fill: palette.text },
    ),
    outline(
      actionIcon(says.composite === true ? '' : (task.action?.kind ?? 'simulate')),
      { x: width - 25, y: 12 },
      14,
      palette.muted,
    ),
    ...(state === null ? [] : [outline(STATE_ICONS[state], { x: 13, y: 36 }, 13, tone)]),
    line(
      fit(says.line, room, LINE_SIZE),
      { x: start, y: 46.5 },
      {
        size: LINE_SIZE,
        weight: state === null ? 400 : 500,
        fill: state === null || state === 'pending' ? palette.muted : tone === palette.idle ? palette.muted : tone,
      },
    ),
    line(who, { x: width - 11, y: 46.5 }, { size: LINE_SIZE, fill: palette.muted, anchor: 'end' }),
  ]);
}

/** What lies behind the card of a composite, so that it is seen to hold others. */
export function compositeBack({ x, y }: Point, palette: Palette): Markup {
  const { width, height } = TASK_SIZE;
  const box = { x: x + 4.5, y: y + 4.5, width: width - 1, height: height - 1, rx: RADIUS };
  return element('rect', { ...box, fill: palette.raised, stroke: palette['line-strong'] });
}

/** The card of a resource, or, with round corners, of a shared memory. */
export function shareCard(
  { name, line: terms, round }: { readonly name: string; readonly line: string; readonly round: boolean },
  { x, y }: Point,
  palette: Palette,
): Markup {
  const { width, height } = SHARE_SIZE;
  const box = { x: 0.5, y: 0.5, width: width - 1, height: height - 1, rx: round ? 16 : 5 };
  const tone = round ? palette.accent : palette.muted;
  return element('g', { transform: `translate(${String(x)} ${String(y)})` }, [
    element('rect', { ...box, fill: palette.raised, stroke: palette['line-strong'] }),
    element('rect', { x: 9, y: 10, width: 28, height: 28, rx: round ? 14 : 5, fill: tone, 'fill-opacity': 0.12 }),
    outline(round ? MEMORY : RESOURCE, { x: 15.5, y: 16.5 }, 15, tone),
    line(fit(name, width - 56, NAME_SIZE), { x: 45, y: 22 }, { size: NAME_SIZE, weight: 600, fill: palette.text }),
    line(fit(terms, width - 56, LINE_SIZE), { x: 45, y: 37 }, { size: LINE_SIZE, fill: palette.muted }),
  ]);
}

interface Type {
  readonly size: number;
  readonly fill: string;
  readonly weight?: number;
  readonly anchor?: 'middle' | 'end';
}

/** One line of text. */
export function line(text: string, { x, y }: Point, { size, fill, weight = 400, anchor }: Type): Markup {
  const attributes = {
    x,
    y,
    'font-size': size,
    'font-weight': weight,
    fill,
    ...(anchor === undefined ? {} : { 'text-anchor': anchor }),
  };
  return element('text', attributes, [words(text)]);
}

function outline(path: string, { x, y }: Point, size: number, stroke: string): Markup {
  return element('path', {
    d: path,
    transform: `translate(${String(x)} ${String(y)}) scale(${String(size / 24)})`,
    fill: 'none',
    stroke,
    'stroke-width': 1.75,
    'stroke-linecap': 'round',
    'stroke-linejoin': 'round',
  });
}
