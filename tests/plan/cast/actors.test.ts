/** The one list of who acts: the world is made from it, and names lead to places through it, whatever stands beside the agents. */
import { describe, expect, it } from 'vitest';
import { compile } from '../../../src/workflow/index.ts';
import { actorOfAgent, actorsCalled, agentOfActor, coordinatorActor, workflowActor } from '../../../src/plan/index.ts';
import type { Document } from '../../../src/document/index.ts';
import { randomDecisions } from '../../protocols/random-decisions.ts';
import { randomDocument } from '../../support/documents.ts';

const made = (document: Document) => {
  const read = compile(document);
  if (!read.ok) throw new Error(JSON.stringify(read.error));
  return read.value;
};
const documents = [
  ...Array.from({ length: 6 }, (_, seed) => randomDocument(seed, { composites: true })),
  ...['pbft', 'raft', 'majority'].map((protocol, at) => randomDecisions(at, protocol)),
];

describe('the list of actors', () => {
  it('is the world, place by place, and no name stands twice', () => {
    for (const document of documents) {
      const { plan, spec } = made(document);
      const names = plan.actors.map(({ name }) => name);
      expect(spec.actors.map(({ name }) => name)).toEqual(names);
      expect(new Set(names).size).toBe(names.length);
    }
  });

  it('has workflow and coordinator at their places, the agents in their order, and clients behind them', () => {
    for (const document of documents) {
      const { plan } = made(document);
      expect(plan.actors[workflowActor]!.kind).toBe('workflow');
      expect(plan.actors[coordinatorActor]!.kind).toBe('coordinator');
      plan.agents.forEach(({ id }, agent) => {
        expect(plan.actors[actorOfAgent(agent)]).toMatchObject({ kind: 'agent', name: id, called: id });
      });
      plan.actors.forEach(({ kind }, at) => expect(plan.agents[agentOfActor(at)] !== undefined).toBe(kind === 'agent'));
      for (const { client } of plan.groups) expect(plan.actors[client]!.kind).toBe('client');
    }
  });

  it('leads from a name to everybody who goes by it, an agent before whoever stands beside the agents', () => {
    const { plan } = made(randomDecisions(1, 'majority'));
    expect(actorsCalled(plan, 'nobody')).toEqual([]);
    expect(actorsCalled(plan, '@workflow')).toEqual([]);
    expect(actorsCalled(plan, 'coordinator')).toEqual([coordinatorActor]);
    expect(actorsCalled(plan, 'client')).toEqual([...new Set(plan.groups.map(({ client }) => client))]);
    const named = made({ agents: [{ id: 'a' }, { id: 'coordinator' }], tasks: [{ id: 't' }] }).plan;
    expect(actorsCalled(named, 'coordinator')).toEqual([actorOfAgent(1)]);
  });
});
