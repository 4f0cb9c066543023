/** Where a view begins between the messages of PBFT. */
import { band, type BandOf } from '../../agents/index.ts';
import type { ReplicaMessage } from './messages.ts';

export const bandOf: BandOf = ({ message: said }) => {
  const message = said as ReplicaMessage;
  if (message.type !== 'consensus-pbft.new-view') return null;
  return band(`view ${message.view}`, message.group, message.view);
};
