/**
 * From the consensus actions of a document to groups and decisions: who takes part, what each member puts forward, how
 * many faults are survived. What is known to break agreement is refused before (`check/groups.ts`); how a group decides is
 * never looked at.
 */
import { canonical, invariant, ok, type Json } from '../base/index.ts';
import type { Action, ResolvedDocument, ResolvedTask } from '../document/index.ts';
import { toMs } from '../kernel/index.ts';
import {
  agentAt,
  byzantineBound,
  byzantineQuorum,
  clientOf,
  crashBound,
  majorityOf,
  needAt,
  needOf,
  parsePredicate,
  type Decision,
  type DecisionGroup,
  type Plan,
  type Predicate,
} from '../plan/index.ts';
import { serves, wayOf, type DecisionRoom } from '../protocols/index.ts';
import { negotiated, PROTOCOL_DEFAULT } from './negotiating/negotiations.ts';

type Consensus = Extract<Action, { kind: 'consensus' }>;
type Decided = Pick<Plan, 'actors' | 'groups' | 'decisions'>;

/** Shortest patience with a silent leader or voter, ms, and how many of the longest delays it lasts at least. */
const patienceMs = 1000;
const patienceDelays = 10;

/** The groups and decisions of a document; what no room serves is done by its simulation model. */
export function decisionsOf(document: ResolvedDocument, plan: Plan, rooms: readonly DecisionRoom[]): Decided {
  const made = new Groups(plan, rooms);
  const decisions = new Map<number, Decision>();
  document.tasks.forEach((task, at) => {
    const { action } = task;
    if (action.kind === 'negotiate') {
      if (made.roomOf(action.protocol ?? PROTOCOL_DEFAULT) !== undefined)
        decisions.set(at, negotiated(action, made, plan, document));
      return;
    }
    if (action.kind !== 'consensus' || made.roomOf(action.protocol ?? 'pbft') === undefined) return;
    const members = membersOf(action, plan, at);
    const valid = action.valid === undefined ? ok(null) : parsePredicate(action.valid);
    invariant(valid.ok, 'what may be decided was checked and can be read');
    decisions.set(at, {
      group: made.of(action, members),
      value: action.value ?? null,
      ballots: ballotsOf(action, task, members, document),
      believed: believedIn(action, task, members, document),
      options: action.options ?? [],
      competence: members.map((agent) => competenceOf(plan, at, agent)),
      valid: valid.value === null ? () => true : remembering(valid.value),
    });
  });
  return { ...made.finished(), decisions };
}

/** Answers that are kept, so that a value is weighed once however many members ask. */
const answersMax = 1000;

/** A value for which it cannot be told is not valid. */
function remembering(predicate: Predicate): (value: Json) => boolean {
  const answers = new Map<string, boolean>();
  return (value) => {
    const key = canonical(value);
    const known = answers.get(key);
    if (known !== undefined) return known;
    const told = predicate.test(value);
    if (answers.size === answersMax) answers.clear();
    answers.set(key, told.ok && told.value);
    return told.ok && told.value;
  };
}

/** The rooms that this plan needs, in the order in which their clients stand behind the agents. */
export function roomsOf(plan: Plan, rooms: readonly DecisionRoom[]): readonly DecisionRoom[] {
  return plan.groups.length === 0 ? [] : usedBy(plan.groups, rooms);
}

function usedBy(groups: readonly { readonly protocol: string }[], rooms: readonly DecisionRoom[]): DecisionRoom[] {
  return rooms.filter((room) => groups.some(({ protocol }) => serves(room, protocol)));
}

type Draft = Omit<DecisionGroup, 'client'>;

/** Groups as they come up: what is alike in everything is one. Where their clients stand is known when all are there. */
class Groups {
  readonly #plan: Plan;
  readonly #rooms: readonly DecisionRoom[];
  readonly #made: Draft[] = [];
  readonly #known = new Map<string, number>();

  constructor(plan: Plan, rooms: readonly DecisionRoom[]) {
    this.#plan = plan;
    this.#rooms = rooms;
  }

  roomOf(protocol: string): DecisionRoom | undefined {
    return this.#rooms.find((room) => serves(room, protocol));
  }

  /** The group of an action, behind the one that orders its ballots. */
  of(action: Consensus, members: readonly number[]): number {
    const { protocol, orderedBy } = layersOf(action);
    const order = orderedBy === null ? -1 : this.#add(action, { protocol: orderedBy, members, orderedBy: -1 });
    return this.#add(action, { protocol, members, orderedBy: order });
  }

  /** The groups, and everybody who acts, with whoever asks them behind those that were there. */
  finished(): Pick<Plan, 'actors' | 'groups'> {
    const { actors } = this.#plan;
    const used = usedBy(this.#made, this.#rooms);
    const placeOf = (protocol: string): number => actors.length + used.findIndex((room) => serves(room, protocol));
    return {
      actors: [...actors, ...used.map(({ name }) => clientOf(name))],
      groups: this.#made.map((group) => ({ ...group, client: placeOf(group.protocol) })),
    };
  }

  /** The group of a negotiation: it survives nobody's lies, and has no log. */
  ofParties(protocol: string, members: readonly number[]): number {
    const patience = Math.max(patienceMs, patienceDelays * this.#plan.delayMaxMs);
    return this.#keep({
      ...{ protocol, members, faulty: 0, quorum: members.length, laboratory: false, checkpointEvery: 100 },
      ...{ viewTimeoutMs: toMs(patience), replyByMs: toMs(patience), orderedBy: -1 },
    });
  }

  #add(action: Consensus, { protocol, members, orderedBy }: Pick<Draft, 'protocol' | 'members' | 'orderedBy'>): number {
    const { faulty, quorum } = quorumOf(action, protocol, members.length);
    const patience = Math.max(patienceMs, patienceDelays * this.#plan.delayMaxMs);
    return this.#keep({
      protocol,
      members,
      faulty,
      quorum,
      laboratory: action.laboratory === true,
      checkpointEvery: action.checkpointEvery ?? 100,
      viewTimeoutMs: toMs(action.viewTimeoutMs ?? patience),
      replyByMs: toMs(action.replyByMs ?? patience),
      orderedBy,
    });
  }

  #keep(draft: Draft): number {
    const key = canonical(draft);
    const known = this.#known.get(key);
    if (known !== undefined) return known;
    this.#known.set(key, this.#made.length);
    this.#made.push(draft);
    return this.#made.length - 1;
  }
}

/**
 * How an action is decided, and by which protocol its ballots are put into one order, if any. Members of a PBFT group that
 * have values of their own vote first: the most named is agreed on.
 */
export function layersOf(action: Consensus): { readonly protocol: string; readonly orderedBy: string | null } {
  const protocol = action.protocol ?? 'pbft';
  if ((wayOf(protocol)?.survives ?? null) === null)
    return { protocol, orderedBy: action.ordered === true ? 'pbft' : null };
  const own = (action.source ?? 'fixed') !== 'fixed' || Object.keys(action.ballots ?? {}).length > 0;
  return own ? { protocol: 'plurality', orderedBy: protocol } : { protocol, orderedBy: null };
}

/** How many faulty members a group survives, and how many of them must agree. */
export function quorumOf(action: Consensus, protocol: string, members: number): { faulty: number; quorum: number } {
  const survives = wayOf(protocol)?.survives;
  if (survives === 'crashes')
    return { faulty: action.faulty ?? crashBound(members), quorum: action.quorum ?? majorityOf(members) };
  const faulty = action.faulty ?? byzantineBound(members);
  return { faulty, quorum: survives === 'liars' ? (action.quorum ?? byzantineQuorum(members, faulty)) : members };
}

function membersOf(action: Consensus, plan: Plan, task: number): number[] {
  const index = new Map(plan.agents.map(({ id }, at) => [id, at]));
  const named = [...new Set(action.participants ?? [])].flatMap((id) => index.get(id) ?? []);
  return named.length > 0 ? named : [...needAt(plan, needOf(plan, task)).capable];
}

function ballotsOf(
  action: Consensus,
  task: ResolvedTask,
  members: readonly number[],
  { agents }: ResolvedDocument,
): readonly Json[] | null {
  const source = action.source ?? 'fixed';
  if (source === 'model') return null;
  const written = new Map(Object.entries(action.ballots ?? {}));
  return members.map((agent) => {
    const { id, beliefs } = agents[agent]!;
    const own = written.get(id);
    if (own !== undefined) return own;
    if (source === 'fixed') return action.value ?? null;
    const name = action.belief ?? task.id;
    return Object.hasOwn(beliefs, name) ? beliefs[name]! : null;
  });
}

/** The name of the belief that each member puts forward; null where it has a ballot of its own. */
function believedIn(
  { source, ballots = {}, belief }: Consensus,
  { id }: ResolvedTask,
  members: readonly number[],
  { agents }: ResolvedDocument,
): readonly (string | null)[] | null {
  if (source !== 'belief') return null;
  return members.map((agent) => (Object.hasOwn(ballots, agents[agent]!.id) ? null : (belief ?? id)));
}

function competenceOf(plan: Plan, task: number, agent: number): number {
  const { requires } = needAt(plan, needOf(plan, task));
  const { capabilities } = agentAt(plan, agent);
  return requires.reduce(
    (least, name) => Math.min(least, Object.hasOwn(capabilities, name) ? capabilities[name]! : 0),
    1,
  );
}
