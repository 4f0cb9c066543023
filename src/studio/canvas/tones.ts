/**
 * The tokens as plain colours, for what is painted and not styled. They are read from the page, so that both themes hold;
 * nothing else may turn a token into a colour.
 */
import { lookOf, type Tone } from '../design/index.ts';
import type { RunSession } from '../state/index.ts';
import type { CanvasNode } from './graph/drawing.ts';
import { dueAt, type Deadlines } from './standing/deadlines.ts';

const names = [
  'accent',
  'running',
  'succeeded',
  'failed',
  'waiting',
  'lie',
  'idle',
  'edge',
  'dot',
  'line-strong',
  'raised',
  'muted',
  'accent-soft',
  'line-control',
  'text',
  'running-soft',
  'succeeded-soft',
  'failed-soft',
  'waiting-soft',
  'lie-soft',
  'idle-soft',
] as const;
export type Colours = Readonly<Record<(typeof names)[number], string>>;

/** Reads every token where `element` stands. */
export function readColours(element: Element): Colours {
  const probe = document.createElement('span');
  // What is painted keeps its colours, or chips and their names would all be one.
  probe.style.setProperty('forced-color-adjust', 'none');
  element.parentElement?.append(probe);
  const colours = {} as Record<(typeof names)[number], string>;
  for (const name of names) {
    probe.style.color = `var(--${name})`;
    colours[name] = getComputedStyle(probe).color;
  }
  probe.remove();
  return colours;
}

/** The tone of a node at the playhead, where what is late looks failed; null when no run says anything of it. */
export function toneOf(node: CanvasNode, run: RunSession, deadlines: Deadlines): Tone | null {
  if (!run.active) return null;
  if (dueAt(deadlines, node.id, run)?.late === true) return 'failed';
  const isTask = node.type === 'task' || node.type === 'composite' || node.type === 'beyond';
  const state = isTask
    ? run.taskView(node.id)?.state
    : node.type === 'agent'
      ? run.agentView(node.id)?.state
      : undefined;
  return state === undefined ? null : lookOf(state).tone;
}

/** The colour of the area of a node in a state of this tone. */
export function softOf(tone: Tone): keyof Colours {
  return `${tone}-soft`;
}

/** The colour of a node of which no run says anything. */
export function plainTone({ type }: CanvasNode): keyof Colours {
  return type === 'agent' ? 'accent' : type === 'note' ? 'waiting' : 'line-control';
}
