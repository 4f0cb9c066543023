/**
 * What is to be said of a contract net before it runs: calls that end before their answers can be there, and calls of which
 * all together are more than a run can hold, with the arithmetic.
 */
import { exactTime, type ResolvedDocument } from '../../document/index.ts';
import { longestDelay, messagesMax } from '../bounds.ts';
import type { RoomProblem } from '../room.ts';
import type { ContractNetSettings } from './settings.ts';

/** Of a document that has no errors. */
export function problems(document: ResolvedDocument, settings: ContractNetSettings): RoomProblem[] {
  const { replyMs, invite, inviteMax, penalty } = settings;
  const found: RoomProblem[] = [];
  const roundTrip = 2 * longestDelay(document);
  if (replyMs !== 'auto' && replyMs < roundTrip) {
    const message = `A call waits ${exactTime(replyMs)} for answers, and there and back may take ${exactTime(roundTrip)}: what comes later never counts; wait as long, or leave it to "auto".`;
    const mend = { label: 'Leave it to "auto"', value: 'auto' };
    found.push({ code: 'reply-too-soon', severity: 'warning', message, setting: 'replyMs', mend });
  }
  // Whoever is free alone is called as a rule, and how many these are shows only as it runs.
  if (invite === 'capable' || penalty > 0) {
    const tasks = document.tasks.length;
    const asked = askedIn(document, inviteMax);
    if (2 * asked > messagesMax) {
      const message = `${String(tasks)} tasks that are called out to ${String(Math.round(asked / tasks))} agents each take 2 x ${String(asked)} = ${String(2 * asked)} messages of calls and answers alone; a run holds ${String(messagesMax)} at most, so lower "inviteMax".`;
      found.push({ code: 'too-much', severity: 'error', message, setting: 'inviteMax' });
    }
  }
  return found;
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
