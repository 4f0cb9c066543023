/** What the State tab tells of a task, an agent and a whole run at the playhead, as names and figures. Pure. */
import type { AgentView, RunStatus, TaskView } from '../../../bridge/index.ts';
import { dueOf, formatShare, formatTime } from '../../design/index.ts';

type Facts = readonly (readonly [string, string])[];
const none = '–';

/** A task at a moment of the run. */
export function taskFacts(view: TaskView, timeMs: number, nameOf: (id: string) => string, deadlineMs?: number): Facts {
  const took = view.startMs === null ? null : (view.endMs ?? timeMs) - view.startMs;
  const due = dueOf(deadlineMs, view, timeMs);
  return [
    ['Agent', view.agent === null ? none : nameOf(view.agent)],
    ['Attempts', String(view.attempts)],
    ['In this state', `since ${formatTime(view.sinceMs)}`],
    ['Start', view.startMs === null ? none : formatTime(view.startMs)],
    [
      'End',
      view.endMs !== null ? formatTime(view.endMs) : view.dueMs === null ? none : `due ${formatTime(view.dueMs)}`,
    ],
    [view.endMs === null ? 'So far' : 'Took', took === null ? none : formatTime(Math.max(0, took))],
    ...(due === null || deadlineMs === undefined
      ? []
      : ([
          ['Deadline', view.endMs === null && !due.late ? due.word : `${formatTime(deadlineMs)}, ${due.word}`],
        ] as const)),
  ];
}

/** An agent at a moment of the run. Its utilization is what it worked of what its slots could have. */
export function agentFacts(view: AgentView, timeMs: number): Facts {
  const could = timeMs * view.slots;
  return [
    ['Slots', `${String(view.running.length)} of ${String(view.slots)} busy`],
    ['Queued', String(view.queued)],
    ['Done', String(view.done)],
    ['Worked', formatTime(view.busyMs)],
    ['Utilization', could === 0 ? none : formatShare(Math.min(1, view.busyMs / could))],
  ];
}

/** A run as a whole. */
export function runFacts(status: RunStatus, step: number, timeMs: number): Facts {
  const { metrics } = status;
  return [
    ['Step', `${String(step)} of ${String(status.steps)}${status.complete ? '' : '+'}`],
    ['Time', formatTime(timeMs)],
    ['Seed', String(status.seed)],
    ...(metrics === null
      ? []
      : ([
          ['Total time', formatTime(metrics.makespanMs)],
          ['Critical path', formatTime(metrics.criticalPathMs)],
          ['Work', formatTime(metrics.workMs)],
          ['Messages', String(metrics.messages)],
        ] as const)),
    ...(status.digest === null ? [] : ([['Digest', status.digest.slice(0, 16)]] as const)),
  ];
}
