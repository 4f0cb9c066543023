/** The phases of PBFT between its messages, as Castro and Liskov name them: three to agree, and what replaces a primary. */
import { band, type BandOf } from '../../agents/index.ts';
import { taskTitle } from '../../plan/index.ts';
import type { CheckpointVote, ReplicaMessage, Reply } from './messages.ts';

export const bandOf: BandOf = ({ message: said }, plan) => {
  const message = said as ReplicaMessage | Reply | CheckpointVote;
  switch (message.type) {
    case 'consensus-pbft.request':
      return band(`${taskTitle(plan, message.task)}: request`, 'request', message.task, message.attempt);
    case 'consensus-pbft.pre-prepare':
    case 'consensus-pbft.prepare':
    case 'consensus-pbft.commit': {
      const { type, group, task, view, slot } = message;
      const phase = type.slice(type.indexOf('.') + 1);
      // What closes a gap in the log is about no task.
      const about = task < 0 ? `slot ${slot}` : taskTitle(plan, task);
      return band(`${about}: ${phase}${view === 0 ? '' : ` in view ${view}`}`, phase, group, view, slot);
    }
    case 'consensus-pbft.reply':
      return band(`${taskTitle(plan, message.task)}: reply`, 'reply', message.task, message.attempt);
    case 'consensus-pbft.checkpoint':
      return band(`checkpoint at slot ${message.slot}`, 'checkpoint', message.group, message.slot);
    case 'consensus-pbft.view-change':
      return band(`view change to view ${message.view}`, 'view-change', message.group, message.view);
    case 'consensus-pbft.new-view':
      return band(`view ${message.view}`, message.group, message.view);
    case 'consensus-pbft.fetch':
    case 'consensus-pbft.state':
      return band('state transfer', 'transfer', message.group);
    default:
      return null;
  }
};
