/**
 * How a task that several agents decide stands at a step: the phase of each member and on whose word it rests, the view and its
 * primary, the ballots, the decision. It reads facts and the plan only, and nothing of what lies behind the step.
 */
import type { Json } from '../../base/index.ts';
import { clipped, type Reached } from '../../agents/index.ts';
import {
  actorOfAgent,
  agentAt,
  agentTitle,
  decisionAt,
  groupAt,
  taskTitle,
  type DecisionGroup,
  type KnownFact,
  type Plan,
} from '../../plan/index.ts';
import { decisionCardOf, factCardOf } from '../../protocols/index.ts';
import type { FactLog } from '../log/fact-log.ts';
import type { WhyAgent } from '../why/why-views.ts';
import { ConsensusIndex } from './consensus-index.ts';
import type { ConsensusMember, ConsensusView, PhaseMark, TallyRow, Voucher } from './consensus-views.ts';
import { phasesOf, type Phase } from './phases.ts';

/** Longest value that is written out. */
const valueMax = 80;

interface ReachedAt {
  readonly place: number;
  readonly at: Reached;
}

/** What was folded of one decision. */
interface Standing {
  begun: number | null;
  /** By phase, by agent. */
  readonly reached: Map<number, ReachedAt>[];
  readonly refused: Map<number, string>;
  readonly views: Map<number, number>;
  leader: number | null;
  term: number | null;
  /** Members that have stored what is committed in a log without certificates. */
  stored: readonly number[];
  decided: { readonly place: number; readonly value: Json; readonly members: readonly number[] } | null;
  scores: readonly { readonly value: Json; readonly score: number }[];
  failed: string | null;
}

/** The decisions of one run as it grows; after its log was cut off another book is wanted. */
export class ConsensusBook {
  readonly #plan: Plan;
  readonly #log: FactLog;
  readonly #index: ConsensusIndex;

  constructor(plan: Plan, log: FactLog) {
    this.#plan = plan;
    this.#log = log;
    this.#index = new ConsensusIndex(plan, log);
  }

  /** Reads at most so many facts more; false while there are others. What asks for a decision reads them all. */
  advance(factsMax: number): boolean {
    return this.#index.advance(factsMax);
  }

  /** A decision at a step; null where no group decides this task. */
  ofTask(id: string, step: number): ConsensusView | null {
    const plan = this.#plan;
    const task = plan.tasks.findIndex((each, at) => each.id === id && plan.decisions.has(at));
    if (task === -1) return null;
    this.#index.advance(Infinity);
    const group = groupAt(plan, decisionAt(plan, task).group);
    const orderedBy = plan.groups[group.orderedBy]?.protocol ?? null;
    const phases = phasesOf(group.protocol, orderedBy);
    const count = this.#log.countAt(step);
    const standing = this.#fold(task, phases, count);
    this.#lead(standing, decisionAt(plan, task).group, count);
    if (group.orderedBy !== -1) this.#lead(standing, group.orderedBy, count);
    const turned = this.#turnedAt(count);
    const members = group.members.map((agent) => this.#member(agent, standing, phases, turned));
    const view = viewOf(standing, group, orderedBy);
    return {
      task: id,
      title: taskTitle(plan, task),
      protocol: group.protocol,
      faulty: group.faulty,
      quorum: group.quorum,
      phases: phases.map(({ word }) => word),
      view,
      leader: this.#leader(standing, group, view),
      begun: standing.begun === null ? null : this.#when(standing.begun),
      members,
      tally: this.#tally(standing, phases),
      decided: this.#decision(standing, phases),
      failed: standing.failed,
      outcomes: outcomesOf(members, phases),
    };
  }

  #fold(task: number, phases: readonly Phase[], count: number): Standing {
    const standing = nothing(phases);
    for (const place of this.#index.ofTask(task)) {
      if (place >= count) break;
      const fact = this.#log.at(place);
      if (fact.type === 'task.deciding') {
        // Every attempt begins from nothing; what was settled in an earlier one is gone.
        Object.assign(standing, nothing(phases), { begun: place });
      } else if (fact.type === 'decision.made') {
        const { value, members, note } = fact;
        standing.decided = { place, value, members };
        standing.scores = Array.isArray(note['tally']) ? (note['tally'] as Standing['scores'][number][]) : [];
      } else if (fact.type === 'task.failed') standing.failed = fact.reason;
      else reach(standing, phases, fact, place);
    }
    return standing;
  }

  /** Who leads, and in which view each member is. */
  #lead(standing: Standing, group: number, count: number): void {
    for (const place of this.#index.ofGroup(group)) {
      if (place >= count) break;
      const fact = this.#log.at(place);
      const news = factCardOf(fact.type)?.group?.(fact);
      switch (news?.kind) {
        case 'view':
          standing.views.set(news.agent, news.view);
          break;
        case 'leader':
          standing.leader = news.agent;
          standing.term = news.term;
          break;
        case 'stored':
          standing.stored = news.members;
          break;
        case undefined:
      }
    }
  }

  #turnedAt(count: number): ReadonlySet<number> {
    const turned = new Set<number>();
    for (const place of this.#index.turned) {
      if (place >= count) break;
      const fact = this.#log.at(place);
      if (fact.type === 'agent.turned' && fact.on) turned.add(fact.agent);
    }
    return turned;
  }

  #member(agent: number, standing: Standing, phases: readonly Phase[], turned: ReadonlySet<number>): ConsensusMember {
    return {
      ...this.#who(agent),
      turned: turned.has(agent),
      view: standing.views.get(agent) ?? null,
      phases: phases.map((phase, at) => {
        const reached = standing.reached[at]!.get(agent);
        return reached === undefined ? null : this.#mark(reached, phase, standing, phases);
      }),
      refused: standing.refused.get(agent) ?? null,
    };
  }

  #mark({ place, at }: ReachedAt, phase: Phase, standing: Standing, phases: readonly Phase[]): PhaseMark {
    const by = at.certificate ?? (phase.byStored === true ? standing.stored : []);
    const from = standing.begun ?? 0;
    const before = phases.findIndex((each) => each.fact === phase.after);
    return {
      ...this.#when(place),
      value: 'value' in at ? toldValue(at, phase) : '',
      view: at.view ?? at.term ?? null,
      slot: at.slot ?? null,
      by: by.map((agent): Voucher => {
        const reached = standing.reached[before]?.get(agent);
        const own = reached === undefined || reached.place > place ? null : this.#log.stepOf(reached.place);
        const lied = this.#index.lied(agent, actorOfAgent(at.agent), phase.says, from, place);
        return { ...this.#who(agent), step: own, lied };
      }),
    };
  }

  #tally(standing: Standing, phases: readonly Phase[]): TallyRow[] {
    const counted = standing.reached[phases.findIndex(({ means }) => means === 'ballot')];
    if (counted === undefined) return [];
    const rows = new Map<string, { score: number; voters: WhyAgent[] }>();
    for (const { value, score } of standing.scores) rows.set(short(value), { score, voters: [] });
    const scored = rows.size > 0;
    for (const [agent, { at }] of counted) {
      const { value = null } = at;
      // What a list names first is what it is for.
      const first = Array.isArray(value) && value.length > 0 ? (value as readonly Json[])[0]! : value;
      const key = rows.has(short(value)) ? short(value) : short(first);
      const row = rows.get(key) ?? { score: 0, voters: [] };
      rows.set(key, { score: scored ? row.score : row.score + 1, voters: [...row.voters, this.#who(agent)] });
    }
    return [...rows]
      .map(([value, row]) => ({ value, ...row }))
      .sort((a, b) => b.score - a.score || (a.value < b.value ? -1 : 1));
  }

  #decision({ decided, reached }: Standing, phases: readonly Phase[]): ConsensusView['decided'] {
    if (decided === null) return null;
    const last = reached[phases.length - 1];
    return {
      ...this.#when(decided.place),
      value: short(decided.value),
      by: decided.members.map((agent) => {
        const own = last?.get(agent);
        const step = own === undefined || own.place > decided.place ? null : this.#log.stepOf(own.place);
        return { ...this.#who(agent), step, lied: false };
      }),
    };
  }

  #leader(standing: Standing, { members }: DecisionGroup, view: number | null): WhyAgent | null {
    if (standing.leader !== null) return this.#who(standing.leader);
    return view === null || members.length === 0 ? null : this.#who(members[view % members.length]!);
  }

  #who(agent: number): WhyAgent {
    return { id: agentAt(this.#plan, agent).id, name: agentTitle(this.#plan, agent) };
  }

  #when(place: number): { readonly step: number; readonly timeMs: number } {
    return { step: this.#log.stepOf(place), timeMs: this.#log.timeOf(place) };
  }
}

function nothing(phases: readonly Phase[]): Standing {
  return {
    begun: null,
    reached: phases.map(() => new Map<number, ReachedAt>()),
    refused: new Map(),
    views: new Map(),
    leader: null,
    term: null,
    stored: [],
    decided: null,
    scores: [],
    failed: null,
  };
}

/** A member has come to a phase. What it had come to in an older view, and is to be done again, is forgotten. */
function reach(standing: Standing, phases: readonly Phase[], fact: KnownFact, place: number): void {
  const refused = factCardOf(fact.type)?.refused?.(fact);
  if (refused !== undefined) standing.refused.set(refused.agent, refused.why);
  const here = phases.findIndex((phase) => phase.fact === fact.type);
  if (here === -1) return;
  const at = phases[here]!.reached(fact);
  const before = standing.reached[here]!.get(at.agent);
  standing.reached[here]!.set(at.agent, { place, at });
  if (before === undefined || (before.at.view ?? 0) >= (at.view ?? 0)) return;
  for (let later = here + 1; later < phases.length; later += 1)
    if (phases[later]!.means !== 'outcome') standing.reached[later]!.delete(at.agent);
}

/** The newest view of a group that has views, or its term. */
function viewOf({ views, term }: Standing, { protocol }: DecisionGroup, orderedBy: string | null): number | null {
  if (![protocol, orderedBy ?? ''].some((each) => decisionCardOf(each)?.leaders === 'views')) return term;
  return [...views.values()].reduce((most, view) => Math.max(most, view), 0);
}

function outcomesOf(members: readonly ConsensusMember[], phases: readonly Phase[]): ConsensusView['outcomes'] {
  const at = phases.findIndex(({ means }) => means === 'outcome');
  const outcomes = new Map<string, WhyAgent[]>();
  for (const { id, name, turned, phases: reached } of members) {
    const value = reached[at]?.value;
    if (value === undefined || turned) continue;
    outcomes.set(value, [...(outcomes.get(value) ?? []), { id, name }]);
  }
  return [...outcomes].map(([value, who]) => ({ value, members: who }));
}

/** A value; where ballots are put into an order, how many there are and which, for they are told elsewhere. */
function toldValue({ value = null, digest = '' }: Reached, { ordering }: Phase): string {
  return ordering && Array.isArray(value) ? `${value.length} ballots (${digest.slice(0, 6)})` : short(value);
}

function short(value: Json): string {
  return clipped(value, valueMax);
}
