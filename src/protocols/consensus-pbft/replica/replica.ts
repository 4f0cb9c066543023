/**
 * What an agent plays in the PBFT groups that it belongs to: a replica in each. It hands every message to the replica of
 * its group and passes over what comes from strangers. A replica is honest; lies are told on the way out of the agent.
 */
import type { AgentHost, Role } from '../../../agents/index.ts';
import { invariant } from '../../../base/index.ts';
import type { Context } from '../../../kernel/index.ts';
import { groupAt, type ConductKind, type Plan } from '../../../plan/index.ts';
import { room, type ReplicaMessage } from '../messages.ts';
import { initialReplica, type ReplicaState } from './state.ts';
import { ViewChanges } from './view-change.ts';

/** The replicas of one agent, by group. */
export type ReplicaSlice = Record<number, ReplicaState>;

export function replicaRole(plan: Plan): Role<ReplicaSlice, ReplicaMessage> {
  const groups = plan.groups.flatMap(({ protocol }, number) => (protocol === 'pbft' ? [number] : []));
  const replicas = new Map<number, Replica>();
  const replicaOf = (group: number, agent: number): Replica => {
    const key = agent * plan.groups.length + group;
    let known = replicas.get(key);
    if (known === undefined) replicas.set(key, (known = new Replica(plan, group, agent)));
    return known;
  };
  return {
    room,
    init(agent) {
      const mine = groups.filter((group) => groupAt(plan, group).members.includes(agent));
      return Object.fromEntries(mine.map((group) => [group, initialReplica(groupAt(plan, group).members.length)]));
    },
    receive(slice, message, context, host) {
      const state = slice[message.group];
      if (state !== undefined) replicaOf(message.group, host.agent).receive(state, message, context);
    },
    ended() {
      invariant(false, 'a replica holds no work');
    },
    recovered(slice, context, host) {
      for (const group of Object.keys(slice).map(Number))
        replicaOf(group, host.agent).recovered(slice[group]!, context);
    },
    provoke(slice: ReplicaSlice, conduct: ConductKind, context: Context, host: AgentHost) {
      if (conduct !== 'false-view-change') return;
      for (const group of Object.keys(slice).map(Number)) replicaOf(group, host.agent).provoke(slice[group]!, context);
    },
  };
}

class Replica extends ViewChanges {
  receive(state: ReplicaState, message: ReplicaMessage, context: Context): void {
    this.enter(state, context);
    switch (message.type) {
      case 'consensus-pbft.request':
        if (this.sender !== -1 || context.from === this.group.client) this.request(message);
        return;
      case 'consensus-pbft.timeout':
        this.expired();
        return;
      case 'consensus-pbft.behind':
        this.fetchMissing();
        return;
      default:
        if (this.sender !== -1) this.#fromMember(message);
    }
  }

  #fromMember(message: Exclude<ReplicaMessage, { type: `consensus-pbft.${'request' | 'timeout' | 'behind'}` }>): void {
    switch (message.type) {
      case 'consensus-pbft.pre-prepare':
        this.prePrepare(message);
        return;
      case 'consensus-pbft.prepare':
      case 'consensus-pbft.commit':
        this.voted(message);
        return;
      case 'consensus-pbft.checkpoint':
        this.claimed(message);
        return;
      case 'consensus-pbft.view-change':
        this.changing(message);
        return;
      case 'consensus-pbft.new-view':
        this.newView(message);
        return;
      case 'consensus-pbft.fetch':
        this.help(this.sender, message.view, message.slot);
        return;
      case 'consensus-pbft.state':
        this.told(message);
    }
  }

  recovered(state: ReplicaState, context: Context): void {
    this.enter(state, context);
    this.resumed();
  }

  provoke(state: ReplicaState, context: Context): void {
    this.enter(state, context);
    this.cry();
  }
}
