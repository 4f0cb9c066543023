/**
 * Why a task went where it went, and what came an agent's way: who got it, who else could have, what was compared, by
 * which rule, and what carried it. One source for the page and the command line; it reads facts and the plan only, so it
 * says the same of a run from a file, and nothing of what lies behind the playhead.
 */
import * as v from 'valibot';
import { exactTime, resolved } from '../../document/index.ts';
import {
  actorTitle,
  agentAt,
  agentTitle,
  groupAt,
  handlerOf,
  isAssigned,
  isComposite,
  needAt,
  needOf,
  taskAt,
  taskTitle,
  type Plan,
} from '../../plan/index.ts';
import { decisionCards, type RuleWords } from '../../protocols/index.ts';
import type { Compiled } from '../../workflow/index.ts';
import { ConflictBook } from '../conflicts/conflict-book.ts';
import type { FactLog } from '../log/fact-log.ts';
import { Account } from './account.ts';
import type { Draft, Part } from './draft.ts';
import { entryOf } from './room-facts.ts';
import { resourceWords } from './resource-words.ts';
import { agentOf, listed, notDrawn, standingOf, unfitness, type Weighed } from './standing.ts';
import { turnWords } from './turns.ts';
import { WhyIndex } from './why-index.ts';
import type { Why, WhyAttempt, WhyCandidate, WhyDecision, WhyOfAgent, WhyShare } from './why-views.ts';

/** So many handings-over of a task are told, the latest ones, and so many agents that cannot do it. */
const attemptsMax = 40;
const incapableMax = 60;
const sharesMax = 100;

/** How groups decide, in words, by protocol. */
const decisionWords: Readonly<Record<string, RuleWords>> = Object.fromEntries(
  decisionCards.flatMap(({ ways }) =>
    Object.entries(ways).map(([protocol, { says }]) => [protocol, { says, measure: null, passed: '' }]),
  ),
);

/** The accounts of one run as it grows; after its log was cut off another book is wanted. */
export class WhyBook {
  readonly #plan: Plan;
  readonly #log: FactLog;
  readonly #index: WhyIndex;
  /** Null where nothing is competed for. */
  readonly #conflicts: ConflictBook | null;
  readonly #rules: Readonly<Record<string, RuleWords>>;
  readonly #taskAt = new Map<string, number>();

  constructor({ plan, room, document }: Pick<Compiled, 'plan' | 'room' | 'document'>, log: FactLog) {
    this.#plan = plan;
    this.#log = log;
    this.#index = new WhyIndex(plan, log);
    this.#conflicts = plan.services.some(({ of }) => of === 'resource') ? new ConflictBook(plan, log) : null;
    this.#rules = {
      ...decisionWords,
      ...room.rules(v.parse(room.settings, resolved(document).coordination.settings)),
    };
    for (let task = 0; task < plan.ordinary; task += 1) this.#taskAt.set(taskAt(plan, task).id, task);
  }

  /** Reads at most so many facts more; false while there are others. What asks for an account reads them all. */
  advance(factsMax: number): boolean {
    const conflicts = this.#conflicts?.advance(factsMax) ?? true;
    return this.#index.advance(factsMax) && conflicts;
  }

  /** The account of a task at a step; null when there is no such task. */
  ofTask(id: string, step: number): Why | null {
    const plan = this.#plan;
    const task = this.#taskAt.get(id);
    if (task === undefined) return null;
    this.advance(Infinity);
    const count = this.#log.countAt(step);
    const account = new Account(plan, this.#log, {
      task,
      rules: this.#rules,
      index: this.#index,
      conflicts: this.#conflicts,
    });
    for (const place of this.#index.places(task)) {
      if (place >= count) break;
      account.read(place);
    }
    const composite = isComposite(plan, task);
    const decision = plan.decisions.get(task);
    const { requires, capable: able } = needAt(plan, needOf(plan, task));
    const capable = decision === undefined ? able : groupAt(plan, decision.group).members;
    const cannot =
      composite || decision !== undefined
        ? []
        : plan.agents.flatMap((_, agent) => (capable.includes(agent) ? [] : [agent]));
    const { parts } = account;
    const waits = account.inHand
      ? this.#waitsFor(handlerOf(plan, task), count) +
        turnWords(plan, this.#log, this.#index.places(task), count) +
        (this.#conflicts === null ? '' : resourceWords(this.#conflicts, task, count))
      : '';
    const attempts = parts.slice(-attemptsMax).map((part) => this.#attempt(account, part, capable));
    return {
      task: id,
      title: taskTitle(plan, task),
      composite,
      requires: composite ? [] : requires,
      capable: composite ? [] : capable.map((agent) => agentOf(plan, agent)),
      incapable: cannot
        .slice(0, incapableMax)
        .map((agent) => ({ ...agentOf(plan, agent), note: unfitness(plan, task, agent) })),
      answer: composite
        ? 'No agent works on a composite: it finishes with its subtasks.'
        : (decision === undefined ? answerOf(attempts, capable.length, parts) : decidedOf(attempts, parts)) + waits,
      attempts,
      earlier: parts.length - attempts.length,
      incapableMore: Math.max(0, cannot.length - incapableMax),
    };
  }

  /** That nothing comes of it while whoever hands it out, or asks its group, is down. */
  #waitsFor(handler: number, count: number): string {
    const sinceMs = this.#index.downSince(handler, count);
    if (sinceMs === null) return '';
    return ` It waits for ${actorTitle(this.#plan, handler)}, which has been down since ${exactTime(sinceMs)}.`;
  }

  /** What came an agent's way until a step; null when there is no such agent. */
  ofAgent(id: string, step: number): WhyOfAgent | null {
    const agent = this.#plan.agents.findIndex((each) => each.id === id);
    if (agent === -1) return null;
    this.#index.advance(Infinity);
    const count = this.#log.countAt(step);
    const shares: WhyShare[] = [];
    let got = 0;
    let all = 0;
    const places = this.#index.decisions(agent);
    for (let at = places.length - 1; at >= 0; at -= 1) {
      const place = places[at]!;
      if (place >= count) continue;
      const share = this.#share(agent, place);
      if (share === null) continue;
      all += 1;
      if (share.got) got += 1;
      if (shares.length < sharesMax) shares.push(share);
    }
    return { agent: id, got, shares, more: all - shares.length };
  }

  /** What the decision at a place meant to an agent that was weighed in it. */
  #share(agent: number, place: number): WhyShare | null {
    const fact = this.#log.at(place);
    const entry = entryOf(fact);
    const given = isAssigned(fact) ? fact : entry?.word === 'given' ? entry.fact : undefined;
    if (given === undefined || !('task' in fact)) return null;
    const { measure } = this.#words(given.rule);
    const own = given.compared.find((each) => each.agent === agent);
    const worth = own === undefined || measure === null ? '' : ` at ${figure(own.value)} (${measure})`;
    const got = given.agent === agent;
    const what = 'as' in given ? 'Delegated to it' : 'Assigned to it';
    return {
      task: taskAt(this.#plan, fact.task).id,
      title: taskTitle(this.#plan, fact.task),
      step: this.#log.stepOf(place),
      timeMs: this.#log.timeOf(place),
      got,
      text: got ? `${what}${worth}` : `Considered${worth}; assigned to ${agentTitle(this.#plan, given.agent)}`,
    };
  }

  #words(rule: string): Pick<RuleWords, 'measure'> {
    return this.#rules[rule] ?? { measure: null };
  }

  #attempt(account: Account, part: Part, capable: readonly number[]): WhyAttempt {
    const { attempt, agent, outcome, lines, more } = part;
    return {
      attempt,
      agent: agent === -1 ? null : agentOf(this.#plan, agent),
      outcome,
      decisions: part.drafts.map((draft) => this.#decision(account, draft, capable)),
      lines,
      more,
    };
  }

  /** Whom else it was a choice among. */
  #others({ among, by }: Draft, capable: readonly number[]): readonly number[] {
    if (among !== 'reports') return among === 'capable' ? capable : [];
    const can = new Set(capable);
    for (const { reportsTo } of this.#plan.agents) can.add(reportsTo);
    return [...can].filter((agent) => agent >= 0 && agentAt(this.#plan, agent).reportsTo === Math.max(-1, by));
  }

  /** Somebody whom the record does not name as weighed: where it names only some, it may have been all the same. */
  #passedOver({ place, tied, unlisted, weighed }: Draft, agent: number, passed: string): Weighed {
    const standing = standingOf(this.#plan, this.#index, { agent, place, passed });
    const named = [...weighed.values()].filter(({ value }) => value !== null).length;
    // Nobody was weighed: whoever has nothing in hand is as good as the one that has it.
    if (tied > 0 && named === 0 && standing.standing === 'passed' && this.#index.standAt(agent, place).held === 0)
      return { ...standing, note: notDrawn };
    if (unlisted === 0 || standing.standing === 'crashed' || standing.standing === 'silent') return standing;
    const note = `not listed: ${named + unlisted} were considered, and the record lists the best ${named}`;
    return { ...standing, standing: 'passed', note };
  }

  #decision(account: Account, draft: Draft, capable: readonly number[]): WhyDecision {
    const plan = this.#plan;
    const { says, measure, passed, ties } = account.wordsOf(draft.rule);
    const { place, by, agent, weighed } = draft;
    for (const other of this.#others(draft, capable)) {
      if (weighed.has(other)) continue;
      const back = account.givenBack.get(other);
      const why = back === undefined ? passed : `escalated: ${back}`;
      weighed.set(other, this.#passedOver(draft, other, why));
    }
    const open = [...weighed.values()].filter(({ standing }) => standing === 'weighed' || standing === 'passed');
    const own = weighed.get(agent);
    if (own?.note === '' && open.length === 0 && draft.rule !== 'stolen')
      weighed.set(agent, {
        ...own,
        note: weighed.size === 1 ? 'the only candidate' : 'the only free candidate',
      });
    const lot = lotWords(plan, draft);
    return {
      step: this.#log.stepOf(place),
      timeMs: this.#log.timeOf(place),
      by: by < 0 ? null : agentOf(plan, by),
      agent: agent === -1 ? null : agentOf(plan, agent),
      text: lot === '' ? draft.text : `${draft.text}, ${lot}`,
      lot,
      rule: draft.rule,
      says: ties === true ? `${says} ${tieWords[plan.ties]}` : says,
      measure,
      ...listed(plan, weighed),
    };
  }
}

const tieWords: Readonly<Record<Plan['ties'], string>> = {
  seeded: 'Ties are broken at random.',
  'by-id': 'Ties go to the one named first.',
};
/** So many of those who drew lots are named in a sentence. */
const namedMax = 8;

/** Among whom a lot was drawn, where one was. */
function lotWords(plan: Plan, { agent, tied, weighed }: Draft): string {
  if (tied === 0) return '';
  const others = [...weighed].flatMap(([other, { note }]) => (note.includes(notDrawn) ? [other] : []));
  const equals = [agent, ...others].sort((a, b) => a - b).slice(0, namedMax);
  const names = equals.map((each) => agentTitle(plan, each)).join(', ');
  const more = tied - equals.length;
  return `at random among ${tied} equals: ${names}${more > 0 ? ` and ${more} more` : ''}`;
}

/** How the next best stood beside the one that was chosen. */
function beside(own: WhyCandidate, next: WhyCandidate | undefined): string {
  if (own.value === null || next === undefined || next.value === null) {
    if (own.note !== '') return `: ${own.note}`;
    return next?.standing === 'passed' ? `; ${next.name} was also eligible: ${next.note}` : '';
  }
  return own.value === next.value ? `, as good as ${next.name}` : `, against ${next.name} at ${figure(next.value)}`;
}

/** The answer to the question in a sentence or two, from the last handing-over. */
function answerOf(attempts: readonly WhyAttempt[], capable: number, parts: readonly Part[]): string {
  const last = attempts.at(-1);
  const held = parts.filter(({ agent }) => agent !== -1).length;
  const times = held > 1 ? ` It was assigned ${held} times.` : '';
  if (capable === 0) return 'No agent is eligible.';
  if (last === undefined) return 'Not assigned yet: it waits for dependencies.';
  const decision = last.decisions.findLast(({ agent }) => agent !== null);
  if (last.agent === null || decision === undefined) {
    const so = last.outcome === '' ? 'Not assigned yet' : last.outcome;
    return `${so}.${times}`;
  }
  const { candidates, measure, lot } = decision;
  const [own, next] = candidates;
  const worth =
    own === undefined || own.value === null || measure === null ? '' : ` at ${figure(own.value)} (${measure})`;
  return `${last.agent.name} got it${worth}${lot !== '' ? `, ${lot}` : own === undefined ? '' : beside(own, next)}.${times}`;
}

/** The answer where a group decides. */
function decidedOf(attempts: readonly WhyAttempt[], parts: readonly Part[]): string {
  const last = attempts.at(-1);
  if (last === undefined) return 'Not assigned yet: it waits for dependencies.';
  const text = last.decisions.at(-1)?.text ?? last.outcome;
  const put = parts.filter(({ drafts }) => drafts.length > 0).length;
  return `${text}.${put > 1 ? ` They were asked ${put} times.` : ''}`;
}

function figure(value: number): string {
  return String(Math.round(value * 1000) / 1000);
}
