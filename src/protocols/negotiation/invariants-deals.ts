/** What always holds of how negotiations end, as folds over facts: each deal is weighed again over all outcomes. */
import {
  agentTitle,
  decisionAt,
  groupAt,
  invariantRule,
  taskTitle,
  type Invariant,
  type Plan,
  type Preferences,
} from '../../plan/index.ts';
import { room, type ClosedFact, type NegotiationFact } from './messages.ts';
import { isAsMuch, negotiationSetOf, pointOf, rationalOf, type PointKind } from './bargain/points.ts';
import { spaceOf, type Space } from './bargain/space.ts';
import { bargainAt, pointOfProtocol, protocolAt } from './table.ts';

/** What is known of the negotiation of each task: what all said that they want, and who took what. */
interface Sitting {
  readonly parties: readonly Preferences[];
  readonly accepted: Set<number>;
  readonly answered: Map<number, boolean>;
  proposed: { readonly number: number; readonly point: PointKind } | null;
}
type Sittings = Map<number, Sitting>;

const heard = [
  'negotiation.opened',
  'negotiation.accepted',
  'negotiation.answered',
  'negotiation.proposed',
  'negotiation.closed',
] as const;

/** A rule about how a negotiation ended, and what was said in it. */
function ofDeals(
  rule: string,
  title: string,
  judge: (closed: ClosedFact, sitting: Sitting, space: Space, plan: Plan) => string | null,
): Invariant {
  return invariantRule<Sittings, NegotiationFact>({
    rule,
    room,
    title,
    hears: heard,
    init: () => new Map(),
    fact(sittings, fact, _moment, plan) {
      if (fact.type === 'negotiation.opened')
        sittings.set(fact.task, { parties: fact.parties, accepted: new Set(), answered: new Map(), proposed: null });
      if (fact.type === 'negotiation.accepted') sittings.get(fact.task)?.accepted.add(fact.number);
      if (fact.type === 'negotiation.answered') sittings.get(fact.task)?.answered.set(fact.agent, fact.accepts);
      const sitting = 'task' in fact ? sittings.get(fact.task) : undefined;
      if (fact.type === 'negotiation.proposed' && sitting !== undefined)
        sitting.proposed = { number: fact.number, point: fact.point };
      if (fact.type !== 'negotiation.closed' || sitting === undefined) return null;
      sittings.delete(fact.task);
      return judge(fact, sitting, spaceOf(bargainAt(plan, fact.task)!.issues, sitting.parties), plan);
    },
  });
}

/** Ends that have nothing to do with what is wanted. */
const isCutShort = ({ reason }: ClosedFact): boolean =>
  reason !== null && !reason.startsWith('no outcome is acceptable');

const dealOrNone = ofDeals(
  'NG3',
  'there is a deal, or none exactly where no outcome is acceptable to all',
  (closed, _sitting, space, plan) => {
    if (!closed.agreed && isCutShort(closed)) return null;
    const possible = rationalOf(space).length > 0;
    if (closed.agreed === possible) return null;
    return `${taskTitle(plan, closed.task)} ended ${closed.agreed ? 'in a deal' : 'without a deal'} although ${possible ? 'there was one' : 'nothing was acceptable to all'}`;
  },
);

const inRounds = ofDeals(
  'NG6',
  'monotonic concession takes no more rounds than there are points to agree on',
  ({ task, agreed, rounds }, _sitting, space, plan) => {
    if (!agreed || protocolAt(plan, task) !== 'zeuthen') return null;
    const points = negotiationSetOf(space).length;
    return rounds <= points ? null : `${taskTitle(plan, task)} took ${rounds} rounds among ${points} points`;
  },
);

const atItsPoint = ofDeals(
  'NG7',
  'a deal is the best by its protocol, and nobody could have more for nothing',
  ({ task, agreed, number }, sitting, space, plan) => {
    if (!agreed) return null;
    const { gains } = space;
    const rational = rationalOf(space);
    const beaten = rational.some(
      (outcome) =>
        gains.every((gain) => gain[outcome]! >= gain[number]!) && gains.some((gain) => gain[outcome]! > gain[number]!),
    );
    if (beaten) return `the deal on ${taskTitle(plan, task)} could be bettered at nobody's cost`;
    const protocol = protocolAt(plan, task);
    const kind =
      protocol === 'zeuthen' ? 'nash' : pointOfProtocol(protocol) === undefined ? null : sitting.proposed?.point;
    if (kind === null || kind === undefined) return null;
    const { outcomes, value } = pointOf(space, kind, rational);
    if (outcomes.includes(number)) return null;
    const product = gains.reduce((all, gain) => all * gain[number]!, 1);
    if (kind === 'nash' && isAsMuch(product, value!)) return null;
    return `the deal on ${taskTitle(plan, task)} is not the best by ${protocol}`;
  },
);

const roundsKept = ofDeals(
  'NG8',
  'no negotiation goes on beyond its rounds',
  ({ task, rounds }, _sitting, _space, plan) => {
    const { roundsMax } = bargainAt(plan, task)!;
    return roundsMax === 0 || rounds <= roundsMax
      ? null
      : `${taskTitle(plan, task)} took ${rounds} rounds of ${roundsMax}`;
  },
);

const worthIt = ofDeals(
  'NG11',
  'nobody has a deal that it says is worth less to it than none',
  ({ task, group, agreed, number }, _sitting, { gains }, plan) => {
    if (!agreed) return null;
    const place = gains.findIndex((gain) => !(gain[number]! >= 0));
    if (place === -1) return null;
    return `the deal on ${taskTitle(plan, task)} is worth less than none to ${agentTitle(plan, groupAt(plan, group).members[place]!)}`;
  },
);

const wordOfAll = ofDeals(
  'NG12',
  'a deal stands on the word of all',
  ({ task, agreed, number }, { accepted, answered, proposed }, _space, plan) => {
    if (!agreed) return null;
    const { members } = groupAt(plan, decisionAt(plan, task).group);
    const stands =
      pointOfProtocol(protocolAt(plan, task)) === undefined
        ? accepted.has(number)
        : proposed?.number === number && members.every((agent) => answered.get(agent) === true);
    return stands ? null : `${taskTitle(plan, task)} ended in a deal that not all had agreed to`;
  },
);

export const dealRules: readonly Invariant[] = [dealOrNone, inRounds, atItsPoint, roundsKept, worthIt, wordOfAll];
