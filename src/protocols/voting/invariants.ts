/**
 * What always holds when a group votes, as folds over facts. The numbers are those of SPEC.md. The count is made again
 * here from the ballots that were told as counted, so that a teller that counts wrongly is found.
 */
import { canonical, equalJson, type Json, type JsonObject } from '../../base/index.ts';
import {
  agentOfActor,
  agentTitle,
  believedAfter,
  changesBeliefs,
  decisionAt,
  groupAt,
  invariantRule,
  taskTitle,
  type Invariant,
  type KnownFact,
  type Plan,
} from '../../plan/index.ts';
import { abstains, decisionWith, electorateOf, mayCount } from './ballots.ts';
import { callsMax, room, type Call, type ClosedFact, type CountedFact, type VotingFact } from './messages.ts';
import { choicesOf, RULES, tallyOf, type Ballot, type Rule } from './tally.ts';

/** All that hold. */
export function invariants(): Invariant[] {
  return [onePerVoter, onlyMembers, countedRight, unanimityIsAll, ofSomebody, asCast, calledInBounds, asBelieved];
}

/** Ballots counted so far in the vote under way, by task, and what its members believed when they were called. */
type Counted = Map<number, { readonly facts: CountedFact[]; readonly believed: readonly Json[] | undefined }>;

function countedIn(counted: Counted, task: number): readonly CountedFact[] {
  return counted.get(task)?.facts ?? [];
}

/** Keeps the ballots of each vote, and forgets them when the next begins. */
function keep(counted: Counted, fact: KnownFact | VotingFact): void {
  if (fact.type === 'voting.called') counted.set(fact.task, { facts: [], believed: fact.ballots });
  else if (fact.type === 'voting.counted') counted.get(fact.task)?.facts.push(fact);
}

/** A rule that looks at the ballots of a vote, with those of the fact itself. */
function ofBallots(
  rule: string,
  title: string,
  judge: (fact: KnownFact | VotingFact, counted: Counted, plan: Plan) => string | null,
): Invariant {
  return invariantRule<Counted, VotingFact>({
    rule,
    title,
    room,
    init: () => new Map(),
    fact(counted, fact, _moment, plan) {
      keep(counted, fact);
      return judge(fact, counted, plan);
    },
  });
}

const onePerVoter = ofBallots('VO1', 'one ballot of each voter counts', (fact, counted, plan) => {
  if (fact.type !== 'voting.counted') return null;
  const twice = countedIn(counted, fact.task).filter(({ agent }) => agent === fact.agent).length > 1;
  return twice ? `${nameOf(plan, fact.agent)} was counted twice on ${taskTitle(plan, fact.task)}` : null;
});

const onlyMembers = invariantRule<null, VotingFact>({
  rule: 'VO2',
  room,
  title: 'only ballots of members count',
  init: () => null,
  fact(_state, fact, _moment, plan) {
    if (fact.type !== 'voting.counted') return null;
    return membersOf(plan, fact.task).includes(fact.agent)
      ? null
      : `${nameOf(plan, fact.agent)} was counted on ${taskTitle(plan, fact.task)} and may not vote on it`;
  },
});

const countedRight = ofBallots(
  'VO3',
  'what is decided is what the rule gives of the ballots that count',
  (fact, counted, plan) => {
    if (fact.type === 'voting.closed') return wrongCount(plan, fact, countedIn(counted, fact.task));
    if (fact.type !== 'decision.made' || !votes(plan, fact.group)) return null;
    const due = countOf(plan, fact.task, countedIn(counted, fact.task));
    if (due.decided && equalJson(due.value, fact.value)) return null;
    return `${taskTitle(plan, fact.task)} was decided as ${canonical(fact.value)} and by its ballots it is ${due.decided ? canonical(due.value) : `not decided: ${due.reason}`}`;
  },
);

function wrongCount(plan: Plan, { task, value, reason }: ClosedFact, counted: readonly CountedFact[]): string | null {
  const due = countOf(plan, task, counted);
  const same = due.decided ? reason === null && equalJson(due.value, value) : reason === due.reason;
  if (same) return null;
  return `the vote on ${taskTitle(plan, task)} was closed as ${reason ?? canonical(value)} and by its ballots it is ${due.decided ? canonical(due.value) : due.reason}`;
}

const unanimityIsAll = ofBallots('VO4', 'unanimity is the same ballot of every member', (fact, counted, plan) => {
  if (fact.type !== 'decision.made' || plan.groups[fact.group]?.protocol !== 'unanimity') return null;
  const agreeing = countedIn(counted, fact.task).filter(({ value }) => equalJson(value, fact.value));
  const all = membersOf(plan, fact.task).length;
  return agreeing.length === all
    ? null
    : `${taskTitle(plan, fact.task)} was decided unanimously by ${agreeing.length} of ${all}`;
});

const ofSomebody = ofBallots(
  'VO5',
  'what is decided is valid and stands on a ballot that counts',
  (fact, counted, plan) => {
    if (fact.type !== 'decision.made' || !votes(plan, fact.group)) return null;
    const decision = decisionWith(decisionAt(plan, fact.task), counted.get(fact.task)?.believed);
    const rule = groupAt(plan, fact.group).protocol as Rule;
    if (!decision.valid(fact.value)) return `${canonical(fact.value)} was decided and is not valid`;
    // Weights may speak for a choice that nobody names, by who is wrong more often than right.
    if (rule === 'weighted' && electorateOf(decision, 0).choices.some((choice) => equalJson(choice, fact.value)))
      return null;
    const stands = countedIn(counted, fact.task).some(
      ({ value }) =>
        mayCount(rule, decision, value) &&
        !abstains(decision, value) &&
        choicesOf(rule, value).some((choice) => equalJson(choice, fact.value)),
    );
    return stands ? null : `${canonical(fact.value)} was decided and stands on no ballot that counts`;
  },
);

interface Cast {
  /** What each agent has cast, by task and agent. */
  readonly said: Map<string, Json>;
  readonly turned: Set<number>;
}

const asCast = invariantRule<Cast>({
  rule: 'VO6',
  room,
  title: 'the ballot of an honest voter counts as it was cast',
  init: () => ({ said: new Map(), turned: new Set() }),
  fact({ said, turned }, known, _moment, plan) {
    const fact = known as KnownFact | VotingFact;
    if (fact.type === 'agent.turned') turned.add(fact.agent);
    if (fact.type === 'voting.cast') said.set(`${fact.task}/${fact.agent}`, fact.value);
    if (fact.type !== 'voting.counted' || turned.has(fact.agent)) return null;
    const cast = said.get(`${fact.task}/${fact.agent}`);
    if (cast !== undefined && equalJson(cast, fact.value)) return null;
    return `${nameOf(plan, fact.agent)} was counted for ${canonical(fact.value)} on ${taskTitle(plan, fact.task)} and had ${cast === undefined ? 'not voted' : `voted for ${canonical(cast)}`}`;
  },
});

interface Beliefs {
  /** Beliefs by agent. */
  readonly now: JsonObject[];
  /** What each member believed when it was called, by task and agent. */
  readonly called: Map<string, Json>;
}

const asBelieved = invariantRule<Beliefs>({
  rule: 'VO18',
  room,
  title: 'whoever votes by a belief casts what it believes when it is called',
  init: (plan) => ({ now: plan.minds.agents.map(({ beliefs }) => beliefs), called: new Map() }),
  fact({ now, called }, known, _moment, plan) {
    const fact = known as KnownFact | VotingFact;
    if (changesBeliefs(known)) now[known.agent] = believedAfter(now[known.agent]!, known);
    if (fact.type === 'voting.called') {
      const { believed } = decisionAt(plan, fact.task);
      fact.members.forEach((agent, place) => {
        const name = believed?.[place] ?? null;
        if (name === null) called.delete(`${fact.task}/${agent}`);
        else called.set(`${fact.task}/${agent}`, Object.hasOwn(now[agent]!, name) ? now[agent]![name]! : null);
      });
    }
    if (fact.type !== 'voting.cast') return null;
    const due = called.get(`${fact.task}/${fact.agent}`);
    if (due === undefined || equalJson(due, fact.value)) return null;
    return `${nameOf(plan, fact.agent)} voted for ${canonical(fact.value)} on ${taskTitle(plan, fact.task)} and believed ${canonical(due)}`;
  },
});

interface Calls {
  /** By task, attempt and member. */
  readonly sent: Map<string, number>;
  readonly answered: Set<string>;
}

const calledInBounds = invariantRule<Calls>({
  rule: 'VO17',
  room,
  title: 'a member is called a bounded number of times, and not again once it has answered',
  init: () => ({ sent: new Map(), answered: new Set() }),
  fact({ sent, answered }, fact, _moment, plan) {
    if (fact.type === 'actor.recovered') {
      // Whoever calls is back from a crash, and may call anew.
      if (plan.groups.some(({ client }) => client === fact.actor)) sent.clear();
      return null;
    }
    if (fact.type !== 'message.sent' && fact.type !== 'message.delivered') return null;
    const { task, attempt } = fact.message as Call;
    if (fact.type === 'message.delivered') {
      if (fact.message.type === 'voting.ballot') answered.add(`${task}/${attempt}/${fact.from}`);
      return null;
    }
    if (fact.message.type !== 'voting.call') return null;
    const key = `${task}/${attempt}/${fact.to}`;
    const times = (sent.get(key) ?? 0) + 1;
    sent.set(key, times);
    const who = nameOf(plan, agentOfActor(fact.to));
    if (answered.has(key)) return `${who} was called again on ${taskTitle(plan, task)}, and has answered`;
    return times > callsMax ? `${who} was called ${times} times on ${taskTitle(plan, task)}` : null;
  },
});

function countOf(plan: Plan, task: number, counted: readonly CountedFact[]): ReturnType<typeof tallyOf> {
  const members = membersOf(plan, task);
  const decision = decisionAt(plan, task);
  const ballots = counted.map(({ agent, value }): Ballot => ({ place: members.indexOf(agent), value }));
  const known = ballots.filter(({ place }) => place !== -1);
  return tallyOf(groupAt(plan, decision.group).protocol as Rule, known, electorateOf(decision, members.length));
}

function votes(plan: Plan, group: number): boolean {
  return (RULES as readonly string[]).includes(plan.groups[group]?.protocol ?? '');
}
function membersOf(plan: Plan, task: number): readonly number[] {
  const decision = plan.decisions.get(task);
  return decision === undefined ? [] : groupAt(plan, decision.group).members;
}
function nameOf(plan: Plan, agent: number): string {
  return agent in plan.agents ? agentTitle(plan, agent) : `the agent numbered ${agent}`;
}
