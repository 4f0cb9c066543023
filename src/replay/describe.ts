/**
 * Facts as sentences, and the nodes that they touch. One wording for log, caption and command line.
 */
import { agentOfActor, type KnownFact, type Plan } from '../plan/index.ts';

export interface Described {
  readonly text: string;
  /** Ids of the tasks and agents that it is about. */
  readonly nodes: readonly string[];
}

/** What a fact says, in one short sentence. */
export function describe(fact: KnownFact, plan: Plan): Described {
  const task = (at: number): string => plan.tasks[at]!.id;
  const agent = (at: number): string => (at < 0 ? 'nobody' : plan.agents[at]!.id);
  const said = (text: string, ...nodes: string[]): Described => ({ text, nodes });
  switch (fact.type) {
    case 'run.started':
      return said(`The run begins: ${count(fact.tasks, 'task')}, ${count(fact.agents, 'agent')}`);
    case 'run.cancelling':
      return said(`Everything is stopped: ${fact.reason}`);
    case 'run.compensating':
      return said(`${task(fact.task)} is being undone`, task(fact.task));
    case 'run.finished':
      return said(
        `The run ${fact.outcome === 'stalled' ? 'has stalled' : `ends: ${fact.outcome}`}${because(fact.reason)}`,
      );
    case 'task.ready':
      return said(
        fact.attempt > 1 ? `${task(fact.task)} is ready again, attempt ${fact.attempt}` : `${task(fact.task)} is ready`,
        task(fact.task),
      );
    case 'task.assigned':
      return said(
        `${task(fact.task)} is given to ${agent(fact.agent)} (${fact.rule})`,
        task(fact.task),
        agent(fact.agent),
      );
    case 'task.withdrawn':
      return said(
        `${task(fact.task)} is taken back from ${agent(fact.agent)}: ${fact.reason}`,
        task(fact.task),
        agent(fact.agent),
      );
    case 'task.queued':
      return said(`${task(fact.task)} waits for a slot of ${agent(fact.agent)}`, task(fact.task), agent(fact.agent));
    case 'task.unqueued':
      return said(`${task(fact.task)} leaves the queue of ${agent(fact.agent)}`, task(fact.task), agent(fact.agent));
    case 'task.waiting':
      return said(
        `${agent(fact.agent)} waits for the data of ${task(fact.task)} until ${fact.untilMs} ms`,
        task(fact.task),
        agent(fact.agent),
      );
    case 'task.started':
      return said(`${agent(fact.agent)} starts ${task(fact.task)}`, task(fact.task), agent(fact.agent));
    case 'task.ended':
      return said(
        `${agent(fact.agent)} ends ${task(fact.task)}: ${fact.end}${because(fact.reason)}`,
        task(fact.task),
        agent(fact.agent),
      );
    case 'task.fenced':
      return said(
        `A late result of ${agent(fact.agent)} for ${task(fact.task)} changes nothing`,
        task(fact.task),
        agent(fact.agent),
      );
    case 'task.retrying':
      return said(`${task(fact.task)} will be tried again at ${fact.dueMs} ms${because(fact.reason)}`, task(fact.task));
    case 'task.succeeded':
      return said(`${task(fact.task)} has succeeded`, task(fact.task), agent(fact.agent));
    case 'task.failed':
      return said(`${task(fact.task)} has failed${because(fact.reason)}`, task(fact.task));
    case 'task.skipped':
      return said(`${task(fact.task)} is skipped${because(fact.reason)}`, task(fact.task));
    case 'task.cancelled':
      return said(`${task(fact.task)} is cancelled${because(fact.reason)}`, task(fact.task));
    case 'task.unassignable':
      return said(`${task(fact.task)} can be given to nobody${because(fact.reason)}`, task(fact.task));
    case 'task.compensated':
      return said(`${task(fact.task)} is undone`, task(fact.task));
    case 'task.late':
      return said(`${task(fact.task)} has missed its deadline of ${fact.deadlineMs} ms`, task(fact.task));
    case 'message.sent':
    case 'message.delivered':
    case 'message.lost':
      return describeMessage(fact, plan);
    case 'actor.crashed':
    case 'actor.recovered': {
      const name = actorName(fact.actor, plan);
      return said(fact.type === 'actor.crashed' ? `${name} crashes` : `${name} is back`, name);
    }
    case 'limit.reached':
      return said(`The run is ended by its limit ${fact.limit} of ${fact.value}`);
    default:
      return said((fact as { type: string }).type);
  }
}

function describeMessage(
  fact: Extract<KnownFact, { type: 'message.sent' | 'message.delivered' | 'message.lost' }>,
  plan: Plan,
): Described {
  const from = actorName(fact.from, plan);
  const to = actorName(fact.to, plan);
  const word = fact.message.type;
  const about =
    'task' in fact.message && typeof fact.message.task === 'number' ? plan.tasks[fact.message.task]!.id : null;
  const nodes = [from, to, about].filter((id): id is string => id !== null && id !== 'coordinator');
  const subject = about === null ? word : `${word} ${about}`;
  switch (fact.type) {
    case 'message.sent':
      return { text: `${from} → ${to}: ${subject}`, nodes };
    case 'message.delivered':
      return { text: `${to} hears from ${from}: ${subject}`, nodes };
    case 'message.lost':
      return { text: `Lost (${fact.reason}): ${subject} from ${from} to ${to}`, nodes };
  }
}

function actorName(actor: number, plan: Plan): string {
  return plan.agents[agentOfActor(actor)]?.id ?? 'coordinator';
}

function because(reason: string | null): string {
  return reason === null || reason === '' ? '' : `: ${reason}`;
}

function count(number: number, noun: string): string {
  return `${number} ${noun}${number === 1 ? '' : 's'}`;
}
