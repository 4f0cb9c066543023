/** Where somebody stands for a term between the messages of Raft. */
import { band, type BandOf } from '../band.ts';
import type { MemberMessage } from './messages.ts';

export const bandOf: BandOf = ({ from, message: said }) => {
  const message = said as MemberMessage;
  if (message.type !== 'raft.vote') return null;
  return band(`election of term ${message.term}`, message.group, message.term, from);
};
