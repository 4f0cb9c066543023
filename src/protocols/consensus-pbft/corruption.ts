/**
 * How a replica that lies says its messages. It changes what it says itself and hands on what others signed as it is:
 * a request that its client did not sign, or a certificate, cannot be made up. Only who equivocates or colludes has the
 * client in the plan, which then signs both values.
 */
import type { Json } from '../../base/index.ts';
import type { Corruption, Lie } from '../../agents/index.ts';
import { agentOfActor, toldOtherwise } from '../../plan/index.ts';
import {
  alternative,
  nullOrder,
  orderOf,
  type NewView,
  type Order,
  type ReplicaMessage,
  type Reply,
} from './messages.ts';

type Said = ReplicaMessage | Reply;

export const corruption: Corruption = (message, lie) => {
  const said = message as Said;
  switch (lie.conduct.kind) {
    case 'equivocate':
    case 'collude':
      return twoFaced(said, lie, lie.conduct.kind === 'collude' ? lie.conduct.agents : [lie.agent], lie.conduct.value);
    case 'lie':
      return lying(said, lie.conduct.value);
    case 'flip-votes':
      return isVote(said) ? about(said, alternative(said, null)) : said;
    case 'bad-new-view':
      return said.type === 'consensus-pbft.new-view' ? spoilt(said) : said;
    default:
      return said;
  }
};

/** One half of the honest members is told the truth, the other half something else, in proposals and votes alike. */
function twoFaced(said: Said, { plan, to }: Lie, liars: readonly number[], value: Json): Said {
  if (said.type !== 'consensus-pbft.pre-prepare' && !isVote(said)) return said;
  const { members } = plan.groups[said.group]!;
  return toldOtherwise(members, liars, agentOfActor(to)) ? about(said, alternative(said, value)) : said;
}

/** Another thing to everybody: proposals and requests that nobody signed, votes and answers for something else. */
function lying(said: Said, value: Json): Said {
  switch (said.type) {
    case 'consensus-pbft.request':
    case 'consensus-pbft.pre-prepare':
      return { ...said, value: alternative(said, value).value };
    case 'consensus-pbft.prepare':
    case 'consensus-pbft.commit':
    case 'consensus-pbft.reply':
      return about(said, alternative(said, value));
    case 'consensus-pbft.checkpoint':
      return { ...said, digest: orderOf(-1, said.slot, said.digest).digest };
    case 'consensus-pbft.view-change':
      return { ...said, prepared: [] };
    case 'consensus-pbft.state':
      return {
        ...said,
        entries: said.entries.map((entry) => ({
          ...entry,
          order: { ...entry.order, value: alternative(entry.order, value).value },
        })),
      };
    default:
      return said;
  }
}

/** The first order carried over is another one; where there is none, one is made up. */
function spoilt(said: NewView): NewView {
  const [first, ...rest] = said.orders;
  if (first === undefined) {
    const low = Math.max(...said.changes.map(({ change }) => change.stable.slot));
    return { ...said, orders: [{ slot: low + 1, order: nullOrder }] };
  }
  const order = first.order.task === nullOrder.task ? orderOf(-1, 0, true) : nullOrder;
  return { ...said, orders: [{ ...first, order }, ...rest] };
}

function isVote(said: Said): said is Extract<Said, { type: 'consensus-pbft.prepare' | 'consensus-pbft.commit' }> {
  return said.type === 'consensus-pbft.prepare' || said.type === 'consensus-pbft.commit';
}

function about<T extends Said & Order>(said: T, order: Order): T {
  return { ...said, ...order };
}
