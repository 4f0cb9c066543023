/** The phases of delegation between its messages: what goes down and comes back up, and the tenders that managers hold on the way. */
import { band, tenderBands, type BandOf } from '../../agents/index.ts';
import { taskTitle } from '../../plan/index.ts';
import { words } from './messages.ts';

const ofTender = tenderBands(words);
const down: ReadonlySet<string> = new Set(['delegation.delegate', words.assign, words.acknowledge]);

export const bandOf: BandOf = (sent, plan) => {
  const { message } = sent;
  if (!('task' in message) || typeof message.task !== 'number') return null;
  const { task, type } = message as typeof message & { readonly task: number };
  if (down.has(type))
    return { ...band(`${taskTitle(plan, task)}: handed down`, 'down', task), round: 'within', awards: true };
  if (type === 'delegation.escalate')
    return { ...band(`${taskTitle(plan, task)}: escalated`, 'escalated', task), round: 'begins' };
  if (type === 'delegation.entrust' || type === 'delegation.concluded')
    return band(`${taskTitle(plan, task)}: entrusted`, 'entrusted', task);
  return ofTender(sent, plan);
};
