/**
 * How a member lies: a leader puts other values into what it sends, to all or to half of the others, and tells the client
 * another value; a voter votes for what it is against. Raft has nothing against any of it.
 */
import type { Corruption, Lie } from '../../agents/index.ts';
import type { Json } from '../../base/index.ts';
import { groupAt, agentOfActor, otherValue, toldOtherwise } from '../../plan/index.ts';
import type { Append, Reply, Voted } from './messages.ts';

export const corruption: Corruption = (message, lie) => {
  switch (message.type) {
    case 'raft.append':
      return isDeceived(message as Append, lie) ? falsified(message as Append, lie) : message;
    case 'raft.reply':
      return lie.conduct.kind === 'lie' ? told(message as Reply, lie.conduct.value) : message;
    case 'raft.voted': {
      const voted = message as Voted;
      return lie.conduct.kind === 'flip-votes' ? ({ ...voted, granted: !voted.granted } satisfies Voted) : message;
    }
    default:
      return message;
  }
};

/** Whether the one who is spoken to is told another thing. */
function isDeceived({ group }: Append, { plan, conduct, agent, to }: Lie): boolean {
  const { members } = groupAt(plan, group);
  if (conduct.kind === 'lie') return true;
  if (conduct.kind === 'equivocate') return toldOtherwise(members, { ...conduct, liars: [agent] }, agentOfActor(to));
  return conduct.kind === 'collude' && toldOtherwise(members, { ...conduct, liars: conduct.agents }, agentOfActor(to));
}

function falsified(append: Append, { conduct }: Lie): Append {
  const wanted = 'value' in conduct ? conduct.value : null;
  if (append.entries.every(({ task }) => task === -1)) return append;
  return {
    ...append,
    entries: append.entries.map((entry) =>
      entry.task === -1 ? entry : { ...entry, value: wanted ?? otherValue(entry.value) },
    ),
  };
}

function told(reply: Reply, wanted: Json): Reply {
  return { ...reply, value: wanted ?? otherValue(reply.value) };
}
