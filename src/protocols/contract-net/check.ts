/**
 * What is to be said of a contract net before it runs: calls that end before their answers can be there, and calls of which
 * all together are more than a run can hold, with the arithmetic.
 */
import { exactTime, type ResolvedDocument } from '../../document/index.ts';
import { agentsAsked, longestDelay, messagesMax } from '../bounds.ts';
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
    found.push({ code: 'reply-too-soon', severity: 'warning', message, field: ['coordination', 'replyMs'], mend });
  }
  // Whoever is free alone is called as a rule, and how many these are shows only as it runs.
  if (invite === 'capable' || penalty > 0) {
    const tasks = document.tasks.length;
    const asked = agentsAsked(document, inviteMax);
    if (2 * asked > messagesMax) {
      const message = `${String(tasks)} tasks that are called out to ${String(Math.round(asked / tasks))} agents each take 2 x ${String(asked)} = ${String(2 * asked)} messages of calls and answers alone; a run holds ${String(messagesMax)} at most, so lower "inviteMax".`;
      found.push({ code: 'too-much', severity: 'error', message, field: ['coordination', 'inviteMax'] });
    }
  }
  return found;
}
