/**
 * What a row of the outline says besides its name, for who hears it: how long a task takes and what it needs; in a run who has it,
 * since when, for how long and what it waits for. Pure; it must tell no less than a card on the canvas shows.
 */
import type { AgentView, TaskView } from '../../bridge/index.ts';
import type { Document } from '../../document/index.ts';
import { agentLine, memoryLine, resourceLine, taskLine } from '../canvas/index.ts';
import { formatTime, lookOf, plural } from '../design/index.ts';
import type { OutlineRow } from './outline-rows.ts';

interface Run {
  /** What the row is of. */
  readonly document: Document;
  readonly task?: TaskView | undefined;
  readonly agent?: AgentView | undefined;
  readonly nameOf: (id: string) => string;
}

/** `2.00 s · grill, after Station`; `running with Gil since 1.20 s, due at 2.00 s, attempt 2`. Empty where there is nothing to say. */
export function rowWords(row: OutlineRow, { document, task, agent, nameOf }: Run): string {
  const after = row.after.length === 0 ? '' : `after ${row.after.join(', ')}`;
  if (task !== undefined) return taskRunWords(task, nameOf, after);
  const { node } = row;
  switch (node?.of) {
    case 'task':
      return [row.kind === 'composite' ? '' : taskLine(node.task, document), after]
        .filter((part) => part !== '')
        .join(', ');
    case 'agent':
      return agent === undefined ? agentLine(node.agent, node.leads, undefined) : agentRunWords(agent, nameOf);
    case 'resource':
      return resourceLine(node.resource);
    case 'memory':
      return memoryLine(node.memory);
    case undefined:
      return '';
  }
}

function taskRunWords(view: TaskView, nameOf: Run['nameOf'], after: string): string {
  const { state, agent, attempts, sinceMs, startMs, endMs, dueMs, reason } = view;
  const who = agent === null ? '' : ` ${over.has(state) ? 'by' : 'with'} ${nameOf(agent)}`;
  const took = endMs === null || startMs === null ? '' : `took ${formatTime(endMs - startMs)}`;
  const parts = [
    `${lookOf(state).word.toLowerCase()}${who} ${over.has(state) ? 'at' : 'since'} ${formatTime(sinceMs)}`,
    took,
    state === 'running' && dueMs !== null ? `due at ${formatTime(dueMs)}` : '',
    attempts > 1 ? `attempt ${String(attempts)}` : '',
    reason ?? '',
    state === 'pending' ? after : '',
  ];
  return parts.filter((part) => part !== '').join(', ');
}

const over: ReadonlySet<string> = new Set([
  'succeeded',
  'failed',
  'skipped',
  'cancelled',
  'unassignable',
  'compensated',
]);

function agentRunWords({ state, running, queued, done, slots }: AgentView, nameOf: Run['nameOf']): string {
  const parts = [
    running.length > 0 ? `at ${running.map(nameOf).join(', ')}` : lookOf(state).word.toLowerCase(),
    slots > 1 ? `${String(running.length)} of ${String(slots)} slots busy` : '',
    queued > 0 ? `${String(queued)} queued` : '',
    done > 0 ? `${plural(done, 'task')} done` : '',
  ];
  return parts.filter((part) => part !== '').join(', ');
}
