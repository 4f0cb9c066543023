/**
 * Who acts in a run, in one list: the workflow, the coordinator, the agents, whoever asks groups to decide, and what services
 * bring. The world is made from this list, in its order; whoever wants to know who somebody is asks it, by kind and name.
 */
import { CLIENT_NAME, COORDINATOR_NAME } from '../../document/index.ts';

export type ActorKind = 'workflow' | 'coordinator' | 'agent' | 'client' | 'service';

export interface ActorPlan {
  readonly kind: ActorKind;
  /** Its name in the world, which no other bears. */
  readonly name: string;
  /** What links, partitions and faults call it, and whatever is shown of it; null for whom they cannot name. */
  readonly called: string | null;
  /** As it is called in a sentence; that of an agent is its name. */
  readonly title: string;
  /** The room that it belongs to, where it is a client or a service. */
  readonly room: string | null;
  /** What else it is called, where it serves several things. */
  readonly alsoCalled?: readonly string[];
}

/** Places of those that every world has, in front of the agents in their order. What comes behind them is found in the list. */
export const workflowActor = 0;
export const coordinatorActor = 1;
const firstAgentActor = 2;

export function actorOfAgent(agent: number): number {
  return agent + firstAgentActor;
}
/** The agent at a place; no agent of the plan has the number where another stands there. */
export function agentOfActor(actor: number): number {
  return actor - firstAgentActor;
}

/** The beginning of the list: what every world has. */
export function firstActors(agents: readonly { readonly id: string; readonly name: string }[]): ActorPlan[] {
  return [
    { kind: 'workflow', name: '@workflow', called: null, title: 'the workflow', room: null },
    { kind: 'coordinator', name: '@coordinator', called: COORDINATOR_NAME, title: 'the coordinator', room: null },
    ...agents.map(({ id, name }): ActorPlan => ({ kind: 'agent', name: id, called: id, title: name, room: null })),
  ];
}

/** Whoever asks the groups of a room to decide. */
export function clientOf(room: string): ActorPlan {
  return { kind: 'client', name: `@${room}`, called: CLIENT_NAME, title: 'the client', room };
}

/** Whoever answers for a service: it goes by the id of what it serves. */
export function serviceOf(room: string, { id, name }: { readonly id: string; readonly name: string }): ActorPlan {
  return { kind: 'service', name: `@${room}/${id}`, called: id, title: name, room };
}

/** Whoever answers for all that a room serves: it goes by the id of each. */
export function serviceOfAll(room: string, title: string, ids: readonly string[]): ActorPlan {
  const [called = null, ...alsoCalled] = ids;
  return { kind: 'service', name: `@${room}`, called, title, room, alsoCalled };
}

/** Who is no agent, and may still be named, cut off and crash. */
function isNamedBeside({ kind }: ActorPlan): boolean {
  return kind !== 'workflow' && kind !== 'agent';
}

/** Everybody that goes by a name: the agent that bears it, or else whoever stands beside the agents under it. */
export function actorsCalled({ actors }: { readonly actors: readonly ActorPlan[] }, name: string): number[] {
  const agent = actors.findIndex(({ kind, called }) => kind === 'agent' && called === name);
  if (agent !== -1) return [agent];
  return actors.flatMap((each, at) => (isNamedBeside(each) && isCalled(each, name) ? [at] : []));
}

function isCalled({ called, alsoCalled }: ActorPlan, name: string): boolean {
  return called === name || alsoCalled?.includes(name) === true;
}
