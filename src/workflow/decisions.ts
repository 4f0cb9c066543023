/**
 * From the consensus actions of a document to groups and decisions: who takes part, what each member puts forward, how
 * many faults are survived. Settings that are known to break agreement are refused here, unless the laboratory is on.
 * How a group decides is never looked at.
 */
import { canonical, err, ok, type Json, type Result } from '../base/index.ts';
import type { Action, Problem, ResolvedDocument, ResolvedTask } from '../document/index.ts';
import { toMs } from '../kernel/index.ts';
import {
  actorOfAgent,
  byzantineBound,
  byzantineQuorum,
  crashBound,
  parsePredicate,
  type Decision,
  type DecisionGroup,
  type Plan,
  type Predicate,
} from '../plan/index.ts';
import type { DecisionRoom } from '../protocols/index.ts';

type Consensus = Extract<Action, { kind: 'consensus' }>;
type Decided = Pick<Plan, 'groups' | 'decisions'>;

/** Shortest patience with a silent leader or voter, ms, and how many of the longest delays it lasts at least. */
const patienceMs = 1000;
const patienceDelays = 10;

/** The groups and decisions of a document; what no room serves is done by its simulation model. */
export function decisionsOf(
  document: ResolvedDocument,
  plan: Plan,
  rooms: readonly DecisionRoom[],
): Result<Decided, readonly Problem[]> {
  const made = new Groups(plan, rooms);
  const decisions = new Map<number, Decision>();
  const problems: Problem[] = [];
  document.tasks.forEach((task, at) => {
    const { action } = task;
    if (action.kind !== 'consensus' || made.roomOf(action.protocol ?? 'pbft') === undefined) return;
    const members = membersOf(action, plan, at);
    const problem = problemOf(action, members.length);
    const valid = action.valid === undefined ? ok(null) : parsePredicate(action.valid);
    if (problem !== null) problems.push(problemAt(task, at, problem));
    else if (!valid.ok) problems.push(problemAt(task, at, { field: 'valid', message: valid.error }));
    else
      decisions.set(at, {
        group: made.of(action, members),
        value: action.value ?? null,
        ballots: ballotsOf(action, task, members, document),
        options: action.options ?? [],
        competence: members.map((agent) => competenceOf(plan, at, agent)),
        valid: valid.value === null ? () => true : remembering(valid.value),
      });
  });
  const beyond = problems.length > 0 ? null : beyondBounds(document, made.finished(), decisions);
  if (beyond !== null) problems.push(beyond);
  return problems.length > 0 ? err(problems) : ok({ groups: made.finished(), decisions });
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

/** Messages of all decisions of a document together: what a run of them takes, some 350 bytes each, fits a browser. */
const messagesMax = 4_000_000;

/** What is said about one decision when nobody fails. */
function messagesOf(protocol: string, n: number): number {
  if (protocol === 'pbft') return 2 * n * n - n + 1;
  return protocol === 'raft' ? 2 * (n - 1) + 2 : 2 * n;
}

/** Decisions that take more messages than a run can hold are refused before it starts, with the arithmetic. */
function beyondBounds(
  { tasks }: ResolvedDocument,
  groups: readonly DecisionGroup[],
  decisions: ReadonlyMap<number, Decision>,
): Problem | null {
  let all = 0;
  let most = { at: -1, messages: 0, says: '' };
  for (const [at, { group }] of decisions) {
    const { protocol, members, orderedBy } = groups[group]!;
    const n = members.length;
    const agreeing = protocol === 'pbft' || groups[orderedBy]?.protocol === 'pbft';
    const messages = messagesOf(protocol, n) + (orderedBy === -1 ? 0 : messagesOf(groups[orderedBy]!.protocol, n));
    all += messages;
    const formula = agreeing ? `2 x ${n} x ${n} - ${n} + 1` : `about ${messages}`;
    if (messages > most.messages) most = { at, messages, says: `${formula} = ${messagesOf('pbft', n)} messages` };
  }
  if (all <= messagesMax) return null;
  const task = tasks[most.at]!;
  const together = decisions.size === 1 ? '' : `, and all ${decisions.size} decisions take ${all}`;
  return problemAt(task, most.at, {
    field: 'participants',
    message: `among ${groups[decisions.get(most.at)!.group]!.members.length} agents one decision takes ${most.says}${together}; a run holds ${messagesMax} at most, so name fewer participants`,
  });
}

/** The rooms that this plan needs, in the order in which their clients stand behind the agents. */
export function roomsOf(plan: Plan, rooms: readonly DecisionRoom[]): readonly DecisionRoom[] {
  return plan.groups.length === 0 ? [] : usedBy(plan.groups, rooms);
}

function usedBy(groups: readonly { readonly protocol: string }[], rooms: readonly DecisionRoom[]): DecisionRoom[] {
  return rooms.filter((room) => groups.some(({ protocol }) => room.protocols.includes(protocol)));
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
    return this.#rooms.find((room) => room.protocols.includes(protocol));
  }

  /** The group of an action. Members of a PBFT group that have values of their own vote first: the most named is agreed on. */
  of(action: Consensus, members: readonly number[]): number {
    const protocol = action.protocol ?? 'pbft';
    const own = (action.source ?? 'fixed') !== 'fixed' || Object.keys(action.ballots ?? {}).length > 0;
    if (protocol === 'pbft' || protocol === 'raft') {
      const agreeing = this.#add(action, { protocol, members, orderedBy: -1 });
      return own ? this.#add(action, { protocol: 'plurality', members, orderedBy: agreeing }) : agreeing;
    }
    const orderedBy = action.ordered === true ? this.#add(action, { protocol: 'pbft', members, orderedBy: -1 }) : -1;
    return this.#add(action, { protocol, members, orderedBy });
  }

  finished(): DecisionGroup[] {
    const first = actorOfAgent(this.#plan.agents.length);
    const used = usedBy(this.#made, this.#rooms);
    return this.#made.map((group) => ({
      ...group,
      client: first + used.findIndex((room) => room.protocols.includes(group.protocol)),
    }));
  }

  #add(action: Consensus, { protocol, members, orderedBy }: Pick<Draft, 'protocol' | 'members' | 'orderedBy'>): number {
    const { faulty, quorum } = quorumOf(action, protocol, members.length);
    const patience = Math.max(patienceMs, patienceDelays * this.#plan.delayMaxMs);
    const draft: Draft = {
      protocol,
      members,
      faulty,
      quorum,
      laboratory: action.laboratory === true,
      checkpointEvery: action.checkpointEvery ?? 100,
      viewTimeoutMs: toMs(action.viewTimeoutMs ?? patience),
      replyByMs: toMs(action.replyByMs ?? patience),
      orderedBy,
    };
    const key = canonical(draft);
    const known = this.#known.get(key);
    if (known !== undefined) return known;
    this.#known.set(key, this.#made.length);
    this.#made.push(draft);
    return this.#made.length - 1;
  }
}

function quorumOf(action: Consensus, protocol: string, members: number): { faulty: number; quorum: number } {
  if (protocol === 'raft')
    return { faulty: action.faulty ?? crashBound(members), quorum: action.quorum ?? Math.floor(members / 2) + 1 };
  const faulty = action.faulty ?? byzantineBound(members);
  return { faulty, quorum: protocol === 'pbft' ? (action.quorum ?? byzantineQuorum(members, faulty)) : members };
}

interface Clause {
  readonly field: string;
  readonly message: string;
}

/** What makes agreement impossible or unsafe; null when it holds, or when the laboratory wants to see it break. A group of nobody is none. */
function problemOf(action: Consensus, members: number): Clause | null {
  const protocol = action.protocol ?? 'pbft';
  if (members === 0)
    return {
      field: 'participants',
      message:
        'nobody can decide it, since no agent can do what it requires; name participants, or give agents what it requires',
    };
  if (action.laboratory === true) return null;
  const { faulty, quorum } = quorumOf(action, protocol, members);
  const raft = protocol === 'raft';
  if (!raft && protocol !== 'pbft') return null;
  const needed = raft ? 2 * faulty + 1 : 3 * faulty + 1;
  const name = raft ? 'Raft' : 'PBFT';
  if (members < needed)
    return {
      field: 'faulty',
      message: `${name} survives ${faulty} faulty ${faulty === 1 ? 'agent' : 'agents'} only among ${needed} or more, and there are ${members}; add agents, lower the number, or switch the laboratory on to see it break`,
    };
  const least = raft ? Math.floor(members / 2) + 1 : byzantineQuorum(members, faulty);
  const most = members - faulty;
  if (quorum < least || quorum > most)
    return {
      field: 'quorum',
      message: `a quorum of ${quorum} among ${members} agents is not safe with ${faulty} of them faulty, which takes ${least}${most > least ? ` to ${most}` : ''}; correct it, or switch the laboratory on to see it break`,
    };
  return null;
}

function problemAt(task: ResolvedTask, at: number, { field, message }: Clause): Problem {
  return {
    code: field === 'valid' ? 'condition-unreadable' : 'consensus-unsafe',
    severity: 'error',
    path: `tasks[${at}].action.${field}`,
    place: { kind: 'task', id: task.id },
    message: `The task ${task.id}: ${message}.`,
  };
}

function membersOf(action: Consensus, plan: Plan, task: number): number[] {
  const index = new Map(plan.agents.map(({ id }, at) => [id, at]));
  const named = [...new Set(action.participants ?? [])].flatMap((id) => index.get(id) ?? []);
  return named.length > 0 ? named : [...plan.needs[plan.needOf[task]!]!.capable];
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

function competenceOf(plan: Plan, task: number, agent: number): number {
  const { requires } = plan.needs[plan.needOf[task]!]!;
  const { capabilities } = plan.agents[agent]!;
  return requires.reduce(
    (least, name) => Math.min(least, Object.hasOwn(capabilities, name) ? capabilities[name]! : 0),
    1,
  );
}
