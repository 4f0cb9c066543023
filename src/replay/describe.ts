/**
 * Facts as sentences, and the nodes that they touch. One wording for log, caption and command line; tasks and agents
 * go by their names in a sentence and by their ids among the nodes.
 */
import { clipped } from '../agents/index.ts';
import { exactTime } from '../document/index.ts';
import type { Limits } from '../kernel/index.ts';
import {
  actorsCalled,
  actorTitle,
  agentOfActor,
  agentTitle,
  groupAt,
  quoted,
  serviceAt,
  taskAt,
  taskTitle,
  type KnownFact,
  type SeenBelief,
  type MemoryFact,
  type Plan,
} from '../plan/index.ts';
import { factCardOf, messageWords } from '../protocols/index.ts';
import { sliceSentence } from './log/slices.ts';
import { usingFor } from './log/waits.ts';
import { actorsOf, conductSentence, networkSentence, recoverySentence } from './faults/sentences.ts';
import { ruleName } from './rule-name.ts';

/** Longest value that is written out. */
const valueMax = 120;

export interface Described {
  readonly text: string;
  /** Ids of the tasks and agents that it is about. */
  readonly nodes: readonly string[];
}

/** What a fact says, in one short sentence. */
export function describe(fact: KnownFact, plan: Plan): Described {
  return { text: begun(sentence(fact, plan)), nodes: nodesOf(fact, plan) };
}

/** A sentence as it begins: what stands first may be a name in small letters. */
export function begun(text: string): string {
  return text.charAt(0).toUpperCase() + text.slice(1);
}

/** Ids of the tasks and agents that a fact is about; of the coordinator and clients, that they crash and come back. */
export function nodesOf(fact: KnownFact, plan: Plan): string[] {
  const nodes: string[] = [];
  const addTask = (task: unknown): void => {
    if (typeof task === 'number' && task >= 0) nodes.push(taskAt(plan, task).id);
  };
  const addActor = (actor: number): void => {
    const name = plan.actors[actor]?.called ?? null;
    // An agent of the name of somebody beside the agents is meant before them.
    if (name !== null && actorsCalled(plan, name).includes(actor)) nodes.push(name);
  };
  const addAgent = (agent: number): void => {
    const id = plan.agents[agent]?.id;
    if (id !== undefined) nodes.push(id);
  };
  if ('message' in fact) {
    addAgent(agentOfActor(fact.from));
    addAgent(agentOfActor(fact.to));
    if ('task' in fact.message) addTask(fact.message.task);
    return nodes;
  }
  if ('task' in fact) addTask(fact.task);
  if ('agent' in fact) addAgent(fact.agent);
  if ('actor' in fact) addActor(fact.actor);
  if (fact.type === 'agent.lied') addAgent(agentOfActor(fact.to));
  if (fact.type === 'network.changed') for (const actor of actorsOf(fact.rule)) addAgent(agentOfActor(actor));
  return nodes;
}

function sentence(fact: KnownFact, plan: Plan): string {
  switch (fact.type) {
    case 'run.started':
      return `Run started: ${count(fact.tasks, 'task')}, ${count(fact.agents, 'agent')}`;
    case 'run.cancelling':
      return `Stopping all tasks: ${fact.reason}`;
    case 'run.timeout':
      return `Run timed out after ${exactTime(fact.limitMs)}`;
    case 'run.finished':
      return `Run ${fact.outcome}${because(fact.reason)}`;
    case 'message.sent':
      return `${actorTitle(plan, fact.from)} → ${actorTitle(plan, fact.to)}: ${saidIn(fact, plan)}`;
    case 'message.delivered':
      return `${actorTitle(plan, fact.to)} heard from ${actorTitle(plan, fact.from)}: ${saidIn(fact, plan)}`;
    case 'message.lost':
      return `Lost (${fact.reason}) from ${actorTitle(plan, fact.from)} to ${actorTitle(plan, fact.to)}: ${saidIn(fact, plan)}`;
    case 'actor.crashed':
      return `${actorTitle(plan, fact.actor)} crashed`;
    case 'actor.recovered':
      return `${actorTitle(plan, fact.actor)} recovered`;
    case 'network.changed':
    case 'network.healed':
      return networkSentence(fact, plan);
    case 'agent.turned':
    case 'agent.lied':
    case 'agent.slowed':
      return conductSentence(fact, plan);
    case 'agent.believed':
    case 'agent.unsure':
    case 'agent.minded':
    case 'agent.reached':
      return mindSentence(fact, plan);
    case 'memory.created':
    case 'memory.updated':
    case 'memory.refused':
    case 'memory.recalled':
    case 'memory.missed':
    case 'memory.searched':
    case 'memory.promoted':
    case 'memory.evicted':
    case 'memory.forgotten':
    case 'memory.restored':
    case 'memory.deleted':
      return memorySentence(fact, plan);
    case 'agent.checkpointed':
    case 'agent.restored':
    case 'coordinator.checkpointed':
    case 'coordinator.restored':
      return recoverySentence(fact, plan);
    case 'limit.reached':
      return `Run stopped: ${limitWords(fact.limit, fact.value)}`;
    default:
      return roomSentence(fact, plan) ?? ('agent' in fact ? withAgent(fact, plan) : aboutTask(fact, plan));
  }
}

/** What decided that these left, with what they were compared. */
function scoresSaid({
  left,
  kept,
}: Pick<Extract<MemoryFact, { readonly type: 'memory.evicted' }>, 'left' | 'kept'>): string {
  const most = left.reduce((highest, { score }) => Math.max(highest, score), 0);
  const what = left.length === 1 ? 'a score of' : 'scores of at most';
  return kept === null ? '' : `, by ${what} ${rounded(most)} against ${rounded(kept)} and more of what stayed`;
}

function promotedBy({ by, hits, score, against }: Extract<MemoryFact, { readonly type: 'memory.promoted' }>): string {
  if (by === 'pinned') return ', as it was pinned';
  if (by === 'hits') return `, found ${hits} times`;
  return against === null
    ? ''
    : `, by a score of ${rounded(score)} against ${rounded(against.score)} of ${quoted(against.key)}`;
}

/** Three figures of a score, however small it is. */
function rounded(score: number): string {
  return String(Number(score.toPrecision(3)));
}

/** What became of something in the working memory of an agent. */
function memorySentence(fact: MemoryFact, plan: Plan): string {
  const agent = agentTitle(plan, fact.agent);
  const names = (keys: readonly string[]): string => keys.map((key) => quoted(key)).join(', ');
  switch (fact.type) {
    case 'memory.created':
      return `${agent} remembered ${quoted(fact.key)}${fact.pinned ? ', pinned' : ''}`;
    case 'memory.updated':
      return `${agent} updated ${quoted(fact.key)} in ${fact.tier} memory`;
    case 'memory.refused':
      return `${agent} could not remember ${quoted(fact.key)}: all of its short-term memory is pinned`;
    case 'memory.recalled':
      return `${agent} recalled ${quoted(fact.key)} from ${fact.tier} memory`;
    case 'memory.missed':
      return `${agent} recalled nothing of ${quoted(fact.key)}`;
    case 'memory.searched':
      return `${agent} recalled ${names(fact.found.map(({ key }) => key))} for the query ${quoted(fact.key)}${fact.of > fact.found.length ? `, the best of ${fact.of}` : ''}`;
    case 'memory.promoted':
      return `${agent} brought ${quoted(fact.key)} back into short-term memory${promotedBy(fact)}`;
    case 'memory.evicted':
      return `${agent} moved ${names(fact.left.map(({ key }) => key))} to long-term memory${scoresSaid(fact)}`;
    case 'memory.forgotten':
      return `${agent} forgot ${names(fact.left.map(({ key }) => key))}${scoresSaid(fact)}`;
    case 'memory.restored':
      return `${agent} began with ${fact.keys.length === 0 ? 'nothing' : names(fact.keys)} in long-term memory${fact.pinned === undefined ? '' : ` and ${names(fact.pinned)} pinned`}, kept from another run`;
    case 'memory.deleted':
      return `${agent} lost ${names(fact.keys)} from short-term memory`;
  }
}

/** A fact of a protocol's own, in its words; null for those that all know. */
function roomSentence(fact: KnownFact, plan: Plan): string | null {
  const names = {
    task: (task: number) => taskTitle(plan, task),
    agent: (agent: number) => agentTitle(plan, agent),
    service: (service: number) => serviceAt(plan, service).name,
  };
  return factCardOf(fact.type)?.told(fact, names) ?? null;
}

function changesIn({ beliefs, forget, goals }: Extract<KnownFact, { readonly type: 'agent.minded' }>): string[] {
  return [
    ...Object.entries(beliefs).map(([name, value]) => `belief ${name} = ${clipped(value, valueMax)}`),
    ...forget.map((name) => `no belief ${name}`),
    ...Object.entries(goals).map(([id, status]) => `goal ${id} ${status}`),
  ];
}

/** A belief as a condition saw it. */
function believedAs({ agent, name, value }: SeenBelief, plan: Plan): string {
  const who = agentTitle(plan, agent);
  return value === undefined ? `${who} nothing of ${name}` : `${who} ${name} = ${clipped(value, valueMax)}`;
}

type OfMind = Extract<
  KnownFact,
  { readonly type: 'agent.believed' | 'agent.unsure' | 'agent.minded' | 'agent.reached' }
>;
type OfAgent = Exclude<Extract<KnownFact, { readonly task: number; readonly agent: number }>, OfMind | MemoryFact>;
type OfTask = Exclude<Extract<KnownFact, { readonly task: number }>, OfAgent | OfMind | MemoryFact>;

function mindSentence(fact: OfMind, plan: Plan): string {
  const agent = agentTitle(plan, fact.agent);
  switch (fact.type) {
    case 'agent.believed':
      return `${agent} changed the belief ${fact.name} to ${clipped(fact.value, valueMax)}: ${taskTitle(plan, fact.task)} ended`;
    case 'agent.unsure':
      return `${agent} keeps its belief of ${fact.name} after ${taskTitle(plan, fact.task)}${because(fact.reason)}`;
    case 'agent.minded':
      return `${agent} had its mind changed by hand: ${changesIn(fact).join(', ')}`;
    case 'agent.reached':
      return `${agent} reached its goal ${fact.goal}`;
  }
}

function withAgent(fact: OfAgent, plan: Plan): string {
  const task = taskTitle(plan, fact.task);
  const agent = agentTitle(plan, fact.agent);
  switch (fact.type) {
    case 'task.assigned':
      return `${task} assigned to ${agent} (${ruleName(fact.rule)})`;
    case 'task.withdrawn':
      return `${task} was withdrawn from ${agent}: ${fact.reason}`;
    case 'task.queued':
      return `${task} was queued at ${agent}`;
    case 'task.unqueued':
      return `${task} left the queue of ${agent}`;
    case 'task.waiting':
      return `${agent} waited for input of ${task} until ${exactTime(fact.untilMs)}`;
    case 'task.recalling':
      return `${agent} recalled for ${task} until ${exactTime(fact.untilMs)}`;
    case 'task.obtaining':
      return `${agent} began ${usingFor(fact.use, serviceAt(plan, fact.service).name)} for ${task}`;
    case 'task.blocked':
      return `${agent} paused ${task}, ${usingFor(fact.use, serviceAt(plan, fact.service).name)} for it`;
    case 'task.giving':
      return `${agent} finished ${task} and began ${usingFor(fact.use, serviceAt(plan, fact.service).name)}`;
    case 'task.suspended':
      return `${agent} suspended ${task}`;
    case 'task.resumed':
      return `${agent} resumed ${task}`;
    case 'task.restored':
      return `${agent} had ${task} again from its checkpoint${fact.doneMs > 0 ? `, ${exactTime(fact.doneMs)} of it done` : ''}`;
    case 'task.started':
      return `${agent} started ${task}`;
    case 'task.ended':
      return `${agent} finished ${task}: ${fact.end}${because(fact.reason)}`;
    case 'slice.waits':
    case 'slice.left':
    case 'slice.began':
    case 'slice.ended':
      return sliceSentence(fact, plan);
    case 'task.fenced':
      return `Late result from ${agent} for ${task} ignored`;
    case 'task.succeeded':
      return `${task} succeeded`;
    case 'task.failed':
      return `${task} failed${because(fact.reason)}`;
    case 'task.kept':
      return fact.pinned ? `${task} returned its overridden output` : `${task} ${fact.end} in an earlier run; reused`;
  }
}

function aboutTask(fact: OfTask, plan: Plan): string {
  const task = taskTitle(plan, fact.task);
  switch (fact.type) {
    case 'run.compensating':
      return `Compensation of ${task} began`;
    case 'task.ready':
      return fact.attempt > 1 ? `${task} became ready again, attempt ${fact.attempt}` : `${task} became ready`;
    case 'task.result':
      return `${task} returned ${clipped(fact.value, valueMax)}`;
    case 'task.opened':
      return `${task} started its subtasks`;
    case 'task.deciding':
      return `${task}: ${count(groupAt(plan, fact.group).members.length, 'agent')} asked to decide`;
    case 'decision.made':
      return `${task} was decided: ${clipped(fact.value, valueMax)}`;
    case 'task.closing':
      return `${task} cancelled its remaining subtasks${because(fact.reason)}`;
    case 'task.retrying':
      return `${task} was set to retry at ${exactTime(fact.dueMs)}${because(fact.reason)}`;
    case 'task.passed':
      return fact.met
        ? `${task} was passed over: it is disabled`
        : `${task} was passed over: it is disabled, and would have been skipped`;
    case 'task.saw':
      return `${task} saw what was believed when ${taskTitle(plan, fact.before)} had ended: ${fact.beliefs.map((each) => believedAs(each, plan)).join(', ')}`;
    case 'task.untaken':
      return `${task} ignored ${taskTitle(plan, fact.before)}${because(fact.reason)}`;
    case 'task.skipped':
      return `${task} was skipped${because(fact.reason)}`;
    case 'task.abandoned':
      return `${task} timed out: no agent confirmed that it stopped`;
    case 'task.cancelled':
      return `${task} was cancelled${because(fact.reason)}`;
    case 'task.unassignable':
      return `${task} could not be assigned${because(fact.reason)}`;
    case 'task.compensated':
      return `${task} was compensated`;
    case 'task.late':
      return `${task} missed its deadline of ${exactTime(fact.deadlineMs)}`;
  }
}

/** What a message says in its protocol's own words, and about which task. */
function saidIn({ message }: Extract<KnownFact, { readonly message: unknown }>, plan: Plan): string {
  const words = messageWords(message.type);
  const task = 'task' in message && typeof message.task === 'number' ? message.task : -1;
  return task >= 0 ? `${words} (${taskTitle(plan, task)})` : words;
}

function because(reason: string | null): string {
  return reason === null || reason === '' ? '' : `: ${reason}`;
}

function count(number: number, noun: string): string {
  return `${number} ${noun}${number === 1 ? '' : 's'}`;
}

const limits: Readonly<Record<keyof Limits, (value: number) => string>> = {
  stepsMax: (value) =>
    `stepsMax: ${grouped(value)} steps were taken; raise "stepsMax" in the limits of the document, or make what goes on for so long end`,
  queueMax: (value) =>
    `queueMax: more than ${grouped(value)} messages and timers wait at one time; take fewer tasks or agents, or let fewer be asked at once`,
  timeMaxMs: () => 'timeMaxMs: a hundred years of its time have passed; make what goes on for so long end',
  bytesMax: (value) =>
    `bytesMax: what was recorded and what waits take more than ${grouped(Math.floor(value / 1_048_576))} MiB by estimate, the most that a run may hold; take fewer tasks or agents, or let fewer be asked at once (such as "inviteMax" or fewer participants)`,
};

/** Which bound it was, and what to do. */
export function limitWords(limit: string, value: number): string {
  return limit in limits ? limits[limit as keyof Limits](value) : limit;
}

function grouped(value: number): string {
  return String(value).replace(/\B(?=(\d{3})+$)/g, ',');
}
