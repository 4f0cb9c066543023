/**
 * How a replica that lies says its messages. It changes what it says itself and hands on what others signed as it is:
 * a request that its client did not sign, or a certificate, cannot be made up. Only who equivocates or colludes has the
 * client in the plan, which then signs both values.
 */
import type { Json } from '../../base/index.ts';
import type { Corruption, Lie } from '../../agents/index.ts';
import { groupAt, agentOfActor, toldOtherwise } from '../../plan/index.ts';
import {
  alternative,
  nullOrder,
  orderOf,
  stateDigest,
  type NewView,
  type Order,
  type PrePrepare,
  type ReplicaMessage,
  type Reply,
  type StateTold,
  type Vote,
} from './messages.ts';

type Said = ReplicaMessage | Reply;

export const corruption: Corruption = (message, lie) => {
  const said = message as Said;
  switch (lie.conduct.kind) {
    case 'equivocate':
      return twoFaced(said, lie, { ...lie.conduct, liars: [lie.agent] });
    case 'collude':
      return twoFaced(said, lie, { ...lie.conduct, liars: lie.conduct.agents });
    case 'other-order':
      return isTold(said, lie, { liars: [lie.agent] }) ? { ...said, slot: neighbour(said.slot) } : said;
    case 'gaps':
      return isOfSlot(said) ? { ...said, slot: 2 * said.slot - 1 } : said;
    case 'rogue-proposals':
      return said.type === 'consensus-pbft.prepare'
        ? { ...said, type: 'consensus-pbft.pre-prepare', slot: said.slot + 1 }
        : said;
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

interface Split {
  readonly liars: readonly number[];
  readonly deceived?: readonly number[];
}

/** Some of the honest members are told the truth, the rest something else, in proposals and votes alike. */
function twoFaced(said: Said, lie: Lie, split: Split & { readonly value: Json }): Said {
  return isTold(said, lie, split) ? about(said, alternative(said, split.value)) : said;
}

/** Whether it is something about a slot, said to one who is to hear another thing. */
function isTold(said: Said, { plan, to }: Lie, split: Split): said is OfSlot {
  return isOfSlot(said) && toldOtherwise(groupAt(plan, said.group).members, split, agentOfActor(to));
}

type OfSlot = PrePrepare | Vote;

function isOfSlot(said: Said): said is OfSlot {
  return said.type === 'consensus-pbft.pre-prepare' || isVote(said);
}

/** Slots change places two by two. */
function neighbour(slot: number): number {
  return slot % 2 === 1 ? slot + 1 : slot - 1;
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
      return unproved(said, value);
    default:
      return said;
  }
}

/** State that nobody signed: what a certificate would say cannot be made up, so that none comes along. */
function unproved(said: StateTold, value: Json): StateTold {
  const entries = said.entries.map((entry) => ({ ...entry, order: alternative(entry.order, value), certificate: [] }));
  if (said.checkpoint === null) return { ...said, entries };
  const { taken } = said.checkpoint;
  const answers = Object.fromEntries(
    Object.entries(taken.answers).map(([task, answer]) => [
      task,
      { ...answer, order: alternative(answer.order, value) },
    ]),
  );
  const other = { ...taken, answers };
  const certified = { slot: taken.slot, digest: stateDigest(other), certificate: [] };
  return { ...said, entries, checkpoint: { taken: other, certified } };
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
