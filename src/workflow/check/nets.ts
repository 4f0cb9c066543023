/**
 * What is to be said of a contract net before it runs: calls that end before their answers can be there, and calls of which
 * all together are more than a run can hold, with the arithmetic.
 */
import * as v from 'valibot';
import {
  enabledPart,
  exactTime,
  problemAt,
  resolved,
  type Document,
  type Problem,
  type ResolvedDocument,
} from '../../document/index.ts';
import { rooms } from '../../protocols/index.ts';
import { longestDelay } from '../reach.ts';
import { messagesMax } from './groups.ts';

/** Of a document that has no errors. */
export function netProblems(document: Document): Problem[] {
  if (document.coordination?.pattern !== 'contract-net') return [];
  const room = rooms.get('contract-net');
  const { pattern: _pattern, ...given } = document.coordination;
  const settings = room === undefined ? null : v.safeParse(room.settings, given);
  if (settings?.success !== true) return [];
  const { replyMs, invite, inviteMax, penalty } = settings.output as {
    readonly replyMs: number | 'auto';
    readonly invite: 'free' | 'capable';
    readonly inviteMax: number;
    readonly penalty: number;
  };
  const full = resolved(enabledPart(document).run);
  const problems: Problem[] = [];
  const roundTrip = 2 * longestDelay(full);
  if (replyMs !== 'auto' && replyMs < roundTrip) {
    const path = ['coordination', 'replyMs'];
    const message = `A call waits ${exactTime(replyMs)} for answers, and there and back may take ${exactTime(roundTrip)}: what comes later never counts; wait as long, or leave it to "auto".`;
    const fix = { label: 'Leave it to "auto"', edits: [{ kind: 'set-field' as const, path, value: 'auto' }] };
    problems.push(problemAt(document, path, { code: 'reply-too-soon', severity: 'warning', message, fix }));
  }
  // Whoever is free alone is called as a rule, and how many these are shows only as it runs.
  if (invite === 'capable' || penalty > 0) {
    const asked = askedIn(full, inviteMax);
    if (2 * asked > messagesMax) {
      const path = ['coordination', 'inviteMax'];
      const message = `${String(full.tasks.length)} tasks that are called out to ${String(Math.round(asked / full.tasks.length))} agents each take 2 x ${String(asked)} = ${String(2 * asked)} messages of calls and answers alone; a run holds ${String(messagesMax)} at most, so lower "inviteMax".`;
      problems.push(problemAt(document, path, { code: 'too-much', severity: 'error', message }));
    }
  }
  return problems;
}

/** How many agents all tasks together are called out to, once each. */
function askedIn({ agents, tasks }: ResolvedDocument, inviteMax: number): number {
  const known = new Map<string, number>();
  const composites = new Set(tasks.map(({ parent }) => parent));
  let asked = 0;
  for (const { id, requires, agent } of tasks) {
    if (composites.has(id)) continue;
    const key = JSON.stringify(requires);
    let able = agent === null ? known.get(key) : 1;
    if (able === undefined) {
      able = agents.filter(
        ({ role, capabilities }) => role !== 'manager' && requires.every((each) => (capabilities[each] ?? 0) > 0),
      ).length;
      known.set(key, able);
    }
    asked += Math.min(able, inviteMax);
  }
  return asked;
}
