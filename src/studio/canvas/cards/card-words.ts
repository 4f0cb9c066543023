/** What a card says in its one line, for an agent and for a task, at rest and during a run. Pure. */
import type { AgentView, TaskView } from '../../../bridge/index.ts';
import {
  isSliced,
  resolvedCapabilities,
  resolvedTask,
  type Agent,
  type Document,
  type Task,
} from '../../../document/index.ts';
import { cutMean } from '../../../plan/index.ts';
import { dueOf, formatRange, formatTime, plural, type Due, type Look, type Tone } from '../../design/index.ts';
import { decisionLine } from '../standing/agreement.ts';
import type { MemberStanding } from '../standing/decisions.svelte.ts';

const lies: Readonly<Record<string, string>> = {
  silent: 'Byzantine: silent',
  equivocating: 'Byzantine: says two things',
  lying: 'lies',
  colluding: 'lies with others',
  'flipping-votes': 'Byzantine: flips votes',
};

/** Whether an agent's behaviour is Byzantine. */
export function isLiar(agent: Agent): boolean {
  return agent.behaviour !== undefined && Object.hasOwn(lies, agent.behaviour);
}

/** One line of what an agent is, or does at the playhead. */
export function agentLine(agent: Agent, leads: number, view: AgentView | undefined): string {
  if (view !== undefined) return agentRunLine(view);
  if (agent.behaviour !== undefined && Object.hasOwn(lies, agent.behaviour)) return lies[agent.behaviour] ?? '';
  if (leads > 0) return `manages ${String(leads)}`;
  const parts: string[] = [];
  if (agent.role === 'manager') parts.push('manager');
  if (isSliced(agent)) parts.push('by turns');
  else if ((agent.slots ?? 1) > 1) parts.push(`${String(agent.slots)} slots`);
  if (agent.behaviour === 'slow' || agent.behaviour === 'crashing') parts.push(agent.behaviour);
  const able = Object.keys(resolvedCapabilities(agent));
  if (able.length > 0) parts.push(able.join(', '));
  else if (agent.role !== 'manager') parts.push('any task');
  return parts.join(' · ');
}

function agentRunLine(view: AgentView): string {
  if (view.state === 'crashed') return 'crashed';
  const queue = view.queued > 0 ? `${String(view.queued)} queued` : '';
  // There is room for few words: that somebody works is seen by the bar below, too.
  const slots = `${String(view.running.length)}${queue === '' ? ' of ' : '/'}${String(view.slots)}${queue === '' ? ' slots' : ''}`;
  const one = queue === '' ? 'working' : '';
  const work = view.running.length === 0 ? 'idle' : view.slots === 1 ? one : slots;
  const done = view.running.length === 0 && view.done > 0 ? `${String(view.done)} done` : '';
  return [work, queue, done].filter((part) => part !== '').join(' · ');
}

/** What goes wrong with an agent and how it stands with a decision, in one line; null where there is neither. */
export function standingLine(signs: readonly Look[], standing: MemberStanding | undefined): string | null {
  const first = signs[0]?.word ?? '';
  const came = standing === undefined || standing.word === '' ? '' : `${standing.word} ${standing.value}`.trim();
  const parts = [came, first].filter((part) => part !== '');
  return parts.length === 0 ? null : parts.join(' · ');
}

/** The share of an agent's slots that work. */
export function loadOf(view: AgentView | undefined): number {
  return view === undefined || view.slots === 0 ? 0 : Math.min(1, view.running.length / view.slots);
}

/** What a task of a document is, at rest: how long, and what it needs; of a decision who takes part and what that survives. */
export function taskLine(task: Task, document: Document): string {
  const { model, requires, disabled } = resolvedTask(task);
  if (disabled) return 'disabled';
  const due = dueWords(dueOf(task.deadlineMs, undefined, 0));
  if (task.action?.kind === 'negotiate') return ['negotiation', ...requires, ...due].join(' · ');
  if (task.action?.kind === 'consensus')
    return [decisionLine(document, task, task.action), ...requires, ...due].join(' · ');
  const { duration } = model;
  const time =
    duration.kind === 'fixed'
      ? formatTime(duration.ms)
      : duration.kind === 'uniform'
        ? formatRange(duration.minMs, duration.maxMs)
        : duration.kind === 'normal'
          ? `about ${formatTime(cutMean(duration.meanMs, duration.deviationMs))}`
          : `${plural(Object.keys(duration.ms).length, 'duration')} by agent`;
  return [time, ...requires, ...due].join(' · ');
}

const dueWords = (due: Due | null): string[] => (due === null ? [] : [due.word]);

/** What the tick on a card says already. */
export const doneIn = 'done in ';

/** The word of a task's state at the playhead; that it is late comes first. */
export function taskWord(view: TaskView, due: Due | null = null): string | undefined {
  if (due?.late === true) return due.word;
  if (view.state === 'running') return view.attempts > 1 ? `running, attempt ${String(view.attempts)}` : 'running';
  if (view.state === 'succeeded' && view.startMs !== null && view.endMs !== null)
    return `${doneIn}${formatTime(view.endMs - view.startMs)}`;
  if (view.state === 'ready' && view.attempts > 0) return `waiting to retry`;
  return undefined;
}

/** How the end of a task stands beside that in the run before; null where either has none. */
export function besideBefore(
  { state, endMs }: TaskView,
  beforeMs: number | undefined,
): { readonly at: string; readonly change: string; readonly title: string; readonly tone: Tone } | null {
  if (beforeMs === undefined || endMs === null || state !== 'succeeded') return null;
  const by = endMs - beforeMs;
  const tone = by < 0 ? 'succeeded' : by > 0 ? 'waiting' : 'idle';
  const change = by === 0 ? 'same' : `${by < 0 ? '−' : '+'}${formatTime(Math.abs(by))}`;
  return {
    at: `at ${formatTime(endMs)}`,
    change,
    title: `In the run before it ended at ${formatTime(beforeMs)}`,
    tone,
  };
}
