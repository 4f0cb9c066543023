/**
 * What always holds in tenders, whoever holds them, as folds over facts: how a call is decided, that every offer is
 * answered once, that promises and contracts stay within what an agent can hold, that a contract ends once. A room
 * takes them under the numbers of its own SPEC.md.
 */
import { exactTime } from '../../document/index.ts';
import {
  agentAt,
  agentOfActor,
  agentTitle,
  invariantRule,
  taskTitle,
  type Holdings,
  type Invariant,
  type KnownFact,
  type Moment,
  type SeededPlan,
} from '../../plan/index.ts';
import type { RuleName } from '../rules.ts';
import { equalsFrom, ranked, standing, type Bid } from './bids.ts';
import type { TenderSettings } from './settings.ts';
import { tells, type CalledFact, type DecidedFact, type TenderWords } from './words.ts';

interface Decision {
  readonly called: CalledFact;
  readonly bids: Bid[];
}

/** A call goes to the best of the bids that came in time and still stand, or one of equals, and to nobody only when there is none. */
export function bestBid(name: RuleName, words: TenderWords, settings: TenderSettings): Invariant {
  return invariantRule<Map<string, Decision>>({
    ...name,
    title: 'a call goes to the best bid that came in time and stands, and to nobody only when there is none',
    init: () => new Map(),
    fact(open, fact, moment, plan) {
      if (tells(fact, words, 'called')) open.set(`${fact.by}/${fact.call}`, { called: fact, bids: [] });
      else if (tells(fact, words, 'bid')) {
        if (fact.as === 'timely') open.get(`${fact.by}/${fact.call}`)?.bids.push(fact);
      } else if (tells(fact, words, 'decided')) return wrongDecision(open, fact, moment, { plan, settings });
      else if (tells(fact, words, 'closed')) open.delete(`${fact.by}/${fact.call}`);
      return null;
    },
  });
}

function wrongDecision(
  open: Map<string, Decision>,
  { by, call, task, agent }: DecidedFact,
  { time }: Moment,
  { plan, settings }: { readonly plan: SeededPlan; readonly settings: TenderSettings },
): string | null {
  const known = open.get(`${by}/${call}`);
  open.delete(`${by}/${call}`);
  if (known === undefined) return `a call for ${taskTitle(plan, task)} was decided that was not open`;
  const order = ranked(standing(known.bids, time), settings);
  const due = order[0]?.agent ?? -1;
  if (agent === due) return null;
  const equals = plan.ties === 'seeded' ? order.slice(0, equalsFrom(order, 0)) : [];
  if (equals.some((each) => each.agent === agent)) return null;
  const name = (of: number): string => agentTitle(plan, of);
  return `the call for ${taskTitle(plan, task)} went to ${name(agent)} and by its bids it goes to ${name(due)}`;
}

/** No bid wins that came after its call had to be answered. */
export function inTime(name: RuleName, words: TenderWords): Invariant {
  return invariantRule<Map<string, number>>({
    ...name,
    title: 'a bid that comes after its call had to be answered never counts',
    init: () => new Map(),
    fact(replyBy, fact, { time }, plan) {
      if (tells(fact, words, 'called')) {
        const { by, call, replyByMs } = fact;
        replyBy.set(`${by}/${call}`, replyByMs);
      }
      if (tells(fact, words, 'closed')) replyBy.delete(`${fact.by}/${fact.call}`);
      if (!tells(fact, words, 'bid')) return null;
      const { by, call, agent, task, as } = fact;
      const due = replyBy.get(`${by}/${call}`) ?? -1;
      return as === 'timely' && time > due
        ? `the bid of ${agentTitle(plan, agent)} for ${taskTitle(plan, task)} came at ${exactTime(time)} and counted, ${exactTime(due)} was the end`
        : null;
    },
  });
}

/** An offer is answered by one accept or one reject, and before its call is closed. */
export function answeredOnce(name: RuleName, words: TenderWords): Invariant {
  return invariantRule<Map<string, Map<number, number>>>({
    ...name,
    title: 'every proposal is answered by one accept, one reject or a further call',
    init: () => new Map(),
    fact(open, fact, _moment, plan) {
      const bid = tells(fact, words, 'bid');
      if (bid || tells(fact, words, 'answered')) {
        const { by, call, agent } = fact;
        const key = `${by}/${call}`;
        const bids = open.get(key) ?? new Map<number, number>();
        open.set(key, bids);
        const left = (bids.get(agent) ?? 0) + (bid ? 1 : -1);
        bids.set(agent, left);
        return left < 0 ? `${agentTitle(plan, agent)} was answered without having proposed, or twice` : null;
      }
      if (!tells(fact, words, 'closed')) return null;
      const { by, call } = fact;
      for (const [agent, left] of open.get(`${by}/${call}`) ?? [])
        if (left > 0) return `the proposal of ${agentTitle(plan, agent)} was left without an answer`;
      open.delete(`${by}/${call}`);
      return null;
    },
  });
}

interface Promises {
  readonly held: Holdings;
  /** Calls that each agent has promised capacity to. */
  readonly promised: readonly Set<string>[];
}

/** What an agent holds and what it has promised never exceed its slots and its backlog. */
export function neverOverCommitted(name: RuleName, words: TenderWords, backlog: number): Invariant {
  return invariantRule<Promises>({
    ...name,
    title: 'what an agent holds and has promised never exceeds its slots and its backlog',
    init: ({ agents }, held) => ({ held, promised: agents.map(() => new Set()) }),
    fact(state, fact, _moment, plan) {
      const filled = filledBy(state, fact, words);
      if (filled === null) return null;
      const { slots } = agentAt(plan, filled.agent);
      const now = state.held.inHand(filled.agent) + filled.more + state.promised[filled.agent]!.size;
      return now > slots + backlog
        ? `${agentTitle(plan, filled.agent)} can hold ${slots + backlog} tasks, and holds or has promised ${now}`
        : null;
    },
  });
}

/** Whose hands a fact fills, and by how many tasks more than they held; null where it fills none. */
function filledBy(
  { held, promised }: Promises,
  fact: KnownFact,
  words: TenderWords,
): { readonly agent: number; readonly more: number } | null {
  switch (fact.type) {
    case 'task.queued':
    case 'task.waiting':
    case 'task.recalling':
    case 'task.obtaining':
    case 'task.started':
      return { agent: fact.agent, more: held.handOf(fact) === null ? 1 : 0 };
    case 'actor.crashed':
      promised[agentOfActor(fact.actor)]?.clear();
      return null;
    default:
      return promisedBy(promised, fact, words);
  }
}

function promisedBy(promised: Promises['promised'], fact: KnownFact, words: TenderWords): ReturnType<typeof filledBy> {
  if (tells(fact, words, 'released')) {
    const { agent, by, call } = fact;
    promised[agent]!.delete(`${by}/${call}`);
  }
  if (!tells(fact, words, 'reserved')) return null;
  const { agent, by, call, instead } = fact;
  if (instead !== -1) return null;
  promised[agent]!.add(`${by}/${call}`);
  return { agent, more: 0 };
}

/** At most one award of a task stands: the next comes after its result, its return, or the loss of its holder. */
export function oneAward(name: RuleName, words: TenderWords): Invariant {
  return invariantRule<{ readonly held: Holdings; readonly ended: number[] }>({
    ...name,
    title: 'at most one award of a task stands at a time',
    init: ({ tasks }, held) => ({ held, ended: tasks.map(() => 0) }),
    given({ held, ended }, { task }, _moment, plan) {
      const lease = held.leaseOf(task);
      return lease !== 0 && lease !== ended[task]
        ? `${taskTitle(plan, task)} was awarded while an earlier award of it stood`
        : null;
    },
    fact({ held, ended }, fact) {
      if (fact.type === 'task.retrying') ended[fact.task] = held.leaseOf(fact.task);
      if (!tells(fact, words, 'dropped')) return null;
      const { task, lease } = fact;
      if (held.stands(task, lease)) ended[task] = lease;
      return null;
    },
  });
}

/** A task is called at most so often without anybody proposing. */
export function roundsBounded(name: RuleName, words: TenderWords, rounds: number): Invariant {
  return invariantRule<null>({
    ...name,
    title: 'a task is called no more often than its rounds allow',
    init: () => null,
    fact(_state, fact, _moment, plan) {
      if (!tells(fact, words, 'called')) return null;
      const { task, round } = fact;
      return round > rounds ? `${taskTitle(plan, task)} was called in round ${round} of ${rounds}` : null;
    },
  });
}

/** Whatever bidders answer, a task is called only so often for each contract that ends. */
export function callsBounded(name: RuleName, words: TenderWords, most: number): Invariant {
  return invariantRule<{ ends: number; calls: number[] }>({
    ...name,
    title: 'a task is called only so often between two contracts that end',
    init: (plan) => ({ ends: 0, calls: plan.tasks.map(() => 0) }),
    fact(state, fact, _moment, plan) {
      if (fact.type === 'task.ended' || fact.type === 'task.withdrawn') state.ends += 1;
      if (fact.type === 'task.ready') state.calls[fact.task] = 0;
      if (!tells(fact, words, 'called')) return null;
      const { task, iteration = 1 } = fact;
      if (iteration > 1) return null;
      state.calls[task]! += 1;
      return state.calls[task]! > most * (1 + state.ends)
        ? `${taskTitle(plan, task)} was called ${state.calls[task]!} times, and ${state.ends} contracts had ended`
        : null;
    },
  });
}

/** A further call of a tender goes to fewer agents, each of whom has bid in the call before, and is one of so many at most. */
export function narrowedOnly(name: RuleName, words: TenderWords, iterations: number): Invariant {
  return invariantRule<{ bids: Map<string, Set<number>>; last: Map<string, Set<number>> }>({
    ...name,
    title: 'a further call goes to fewer agents, all of whom have bid, and no more often than its iterations allow',
    init: () => ({ bids: new Map(), last: new Map() }),
    fact({ bids, last }, fact, _moment, plan) {
      if (tells(fact, words, 'bid')) {
        const { by, call, agent, as } = fact;
        if (as === 'timely') bids.get(`${by}/${call}`)?.add(agent);
        return null;
      }
      if (tells(fact, words, 'closed')) {
        const { by, call, task } = fact;
        last.set(`${by}/${task}`, bids.get(`${by}/${call}`) ?? new Set());
        bids.delete(`${by}/${call}`);
        return null;
      }
      if (!tells(fact, words, 'called')) return null;
      const { by, call, task, invited, iteration = 1 } = fact;
      bids.set(`${by}/${call}`, new Set());
      if (iteration === 1) return null;
      const bidders = last.get(`${by}/${task}`) ?? new Set();
      if (iteration > iterations)
        return `${taskTitle(plan, task)} was called ${iteration} times over, ${iterations} is the most`;
      return invited.length < bidders.size && invited.every((agent) => bidders.has(agent))
        ? null
        : `${taskTitle(plan, task)} was called again and not among fewer of those who had bid`;
    },
  });
}

/** No call goes to more agents than it may, and to none of them twice. */
export function fewEnough(name: RuleName, words: TenderWords, most: number): Invariant {
  return invariantRule<null>({
    ...name,
    title: 'a call goes to no more agents than it may, and to each of them once',
    init: () => null,
    fact(_state, fact, _moment, plan) {
      if (!tells(fact, words, 'called')) return null;
      const { task, invited } = fact;
      if (invited.length > most)
        return `${taskTitle(plan, task)} was called out to ${invited.length} agents, ${most} is the most`;
      return new Set(invited).size === invited.length
        ? null
        : `${taskTitle(plan, task)} was called out to an agent twice`;
    },
  });
}
