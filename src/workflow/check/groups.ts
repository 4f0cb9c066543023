/**
 * Problems of tasks that several agents decide: a group without members, and settings that are known to break agreement,
 * which only the laboratory lets through.
 */
import {
  canPerform,
  onlyManagers,
  problemAt,
  resolvedAgent,
  type Document,
  type Problem,
  type Task,
} from '../../document/index.ts';
import { byzantineQuorum, majorityOf } from '../../plan/index.ts';
import { decisionCardOf, messagesMax, wayOf } from '../../protocols/index.ts';
import { layersOf, quorumOf } from '../decisions.ts';
import { decidedTasks, type Consensus } from './tasks.ts';

export function groupProblems(document: Document): Problem[] {
  const problems: Problem[] = [];
  const membersOf = membersIn(document);
  const decisions: Sized[] = [];
  const report = (at: number, id: string, { field, message }: Clause): void => {
    const path = ['tasks', at, 'action', field];
    const rest = { code: 'consensus-unsafe', severity: 'error', message: `The task ${id}: ${message}.` } as const;
    problems.push(problemAt(document, path, rest));
  };
  for (const { at, task, action } of decidedTasks(document)) {
    if (!isServed(action)) continue;
    const members = membersOf(task, action);
    decisions.push({ at, id: task.id, action, members });
    const clause = members === 0 ? nobody(document) : unsafe(action, members);
    if (clause !== null) report(at, task.id, clause);
  }
  const beyond = beyondBounds(decisions);
  if (beyond !== null) report(beyond.at, beyond.id, beyond);
  return problems;
}

interface Sized {
  readonly at: number;
  readonly id: string;
  readonly action: Consensus;
  readonly members: number;
}

/** Decisions that take more messages than a run can hold are refused before it starts, with the arithmetic. */
function beyondBounds(decisions: readonly Sized[]): (Clause & Pick<Sized, 'at' | 'id'>) | null {
  let all = 0;
  let most: { readonly decision: Sized; readonly messages: number; readonly says: string } | null = null;
  for (const decision of decisions) {
    const { action, members: n } = decision;
    const { protocol, orderedBy } = layersOf(action);
    const asked = [protocol, ...(orderedBy === null ? [] : [orderedBy])].flatMap(
      (each) => wayOf(each)?.messages(n) ?? [],
    );
    const messages = asked.reduce((sum, { count }) => sum + count, 0);
    all += messages;
    const says = asked.find(({ exactly }) => exactly !== undefined)?.exactly ?? `about ${messages} messages`;
    if (messages > (most?.messages ?? 0)) most = { decision, messages, says };
  }
  if (all <= messagesMax || most === null) return null;
  const { at, id, members } = most.decision;
  const together = decisions.length === 1 ? '' : `, and all ${decisions.length} decisions take ${all}`;
  const message = `among ${members} agents one decision takes ${most.says}${together}; a run holds ${messagesMax} at most, so name fewer participants`;
  return { at, id, field: 'participants', message };
}

/** What no room serves is done by its simulation model. */
function isServed({ protocol = 'pbft' }: Consensus): boolean {
  return wayOf(protocol) !== undefined;
}

interface Clause {
  readonly field: string;
  readonly message: string;
}

/** Where a document has no agents at all, they are supplied at the run. */
function nobody({ agents = [] }: Document): Clause | null {
  if (agents.length === 0) return null;
  const message =
    'nobody can decide it, since no agent can do what it requires; name participants, or give agents what it requires';
  return { field: 'participants', message };
}

/** What makes agreement impossible or unsafe; null when it holds, or when the laboratory wants to see it break. */
function unsafe(action: Consensus, members: number): Clause | null {
  const protocol = action.protocol ?? 'pbft';
  if (action.laboratory === true) return null;
  const { faulty, quorum } = quorumOf(action, protocol, members);
  const survives = wayOf(protocol)?.survives ?? null;
  if (survives === null) return null;
  const liars = survives === 'liars';
  const needed = liars ? 3 * faulty + 1 : 2 * faulty + 1;
  const name = decisionCardOf(protocol)?.title ?? protocol;
  if (members < needed) {
    const bound = `${name} survives ${faulty} faulty ${faulty === 1 ? 'agent' : 'agents'} only among ${needed} or more`;
    const message = `${bound}, and there are ${members}; add agents, lower the number, or switch the laboratory on to see it break`;
    return { field: 'faulty', message };
  }
  const least = liars ? byzantineQuorum(members, faulty) : majorityOf(members);
  const most = members - faulty;
  if (quorum >= least && quorum <= most) return null;
  const takes = `${least}${most > least ? ` to ${most}` : ''}`;
  const message = `a quorum of ${quorum} among ${members} agents is not safe with ${faulty} of them faulty, which takes ${takes}; correct it, or switch the laboratory on to see it break`;
  return { field: 'quorum', message };
}

/** How many members a decision has: those named, or all that can do it; asked once for tasks that ask for the same. */
function membersIn({ agents = [] }: Document): (task: Task, action: Consensus) => number {
  const offers = agents.map(resolvedAgent);
  const ids = new Set(offers.map(({ id }) => id));
  const managers = onlyManagers(offers);
  const known = new Map<string, number>();
  return ({ requires = [], agent = null }, { participants = [] }) => {
    const named = new Set(participants.filter((id) => ids.has(id))).size;
    if (named > 0) return named;
    const key = JSON.stringify([agent, requires]);
    const count = known.get(key) ?? offers.filter((offer) => canPerform(offer, { requires, agent }, managers)).length;
    known.set(key, count);
    return count;
  };
}
