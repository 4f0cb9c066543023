/** What files may put into a run as faults: first what is named and refused, then what every fault becomes. */
import { describe, expect, it } from 'vitest';
import type { Injection } from '../../../src/document/index.ts';
import type { Message } from '../../../src/kernel/index.ts';
import { actorOfAgent } from '../../../src/plan/index.ts';
import { faultInputs, inputProblem } from '../../../src/workflow/index.ts';
import { compiled, piece, task } from '../../scenarios/stage.ts';

const { plan } = compiled(piece([task('a')], { agents: [{ id: 'ana' }, { id: 'ben' }] }));
const actor = actorOfAgent(0);
const problem = (to: number, message: object): string | null => inputProblem(plan, { to, message: message as Message });
const rule = { rule: 'r', from: [], to: [], both: false, loss: 1, delayMs: 0, duplicate: 0, reorder: 0 };
const tell = (message: object, to: unknown = actor) => ({ type: 'kernel.tell', actor: to, message });

describe('refused', () => {
  it.each<[number, object]>([
    [actor, { type: 'kernel.rule', rule }],
    [-1, { type: 'kernel.rule' }],
    [-1, { type: 'kernel.rule', rule: { ...rule, loss: 2 } }],
    [-1, { type: 'kernel.rule', rule: { ...rule, delayMs: 0.5 } }],
    [-1, { type: 'kernel.rule', rule: { ...rule, from: 'ana' } }],
    [-1, { type: 'kernel.rule', rule: { rule: 'p', group: [0, -2] } }],
    [-1, { type: 'kernel.heal' }],
    [-1, { type: 'kernel.crash', actor, alert: 2 }],
    [-1, { type: 'kernel.rule', rule, alert: 'yes' }],
    [-1, { type: 'kernel.crash', actor: 0 }],
    [-1, { type: 'kernel.crash', actor: 4 }],
    [-1, { type: 'kernel.recover', actor: -1 }],
    [-1, { type: 'kernel.heal', rule: 3 }],
    [-1, tell({ type: 'task.done' })],
    [-1, tell({ type: 'agent.slow', factor: 0, spell: null })],
    [-1, tell({ type: 'agent.conduct', id: 'x', conduct: { kind: 'mad' } })],
    [-1, tell({ type: 'agent.conduct', id: 'x', conduct: { kind: 'replay', rate: 2 } })],
    [-1, tell({ type: 'agent.conduct', id: null, conduct: { kind: 'silent' } })],
    [-1, tell({ type: 'agent.conduct', id: 'x', conduct: { kind: 'false-view-change', everyMs: 0 } })],
    [-1, tell({ type: 'agent.conduct', id: 'x', conduct: null }, 99)],
    [-1, tell({ type: 'agent.conduct', id: 'x', conduct: null }, 0)],
    [-1, { type: 'workflow.cancel', reason: '' }],
    [-1, { type: 'kernel.later', atMs: 5, to: -1, message: { type: 'kernel.heal', rule: null } }],
  ])('to %i: %o', (to, message) => {
    expect(problem(to, message)).toMatch(/\w/u);
  });
});

describe('accepted', () => {
  const ana = { agent: 'ana' };
  const all: Injection[] = [
    { kind: 'crash', ...ana, atMs: 1, recoverMs: 9 },
    { kind: 'crash', agent: 'coordinator', atMs: 1, recoverMs: 9 },
    { kind: 'recover', agent: 'coordinator' },
    { kind: 'slow', ...ana, atMs: 1, factor: 3, untilMs: 9 },
    { kind: 'silent', ...ana, untilMs: 9 },
    { kind: 'equivocate', ...ana, value: { any: [1] } },
    { kind: 'lie', ...ana },
    { kind: 'flip-votes', ...ana },
    { kind: 'selective-send', ...ana, to: ['ben', 'coordinator'] },
    { kind: 'replay', ...ana, rate: 0.5 },
    { kind: 'false-view-change', ...ana, everyMs: 100 },
    { kind: 'bad-new-view', ...ana },
    { kind: 'collude', agents: ['ana', 'ben'], untilMs: 9 },
    { kind: 'loss', rate: 1, untilMs: 9 },
    { kind: 'delay', delayMs: 10, ...ana },
    { kind: 'duplicate', rate: 0.1, from: 'ana' },
    { kind: 'reorder', rate: 0.1, from: 'ben', to: 'coordinator' },
    { kind: 'partition', groups: [['ana', 'coordinator'], ['ben']], untilMs: 9 },
    { kind: 'recover', ...ana },
    { kind: 'honest', ...ana },
    { kind: 'heal' },
    { kind: 'mind', ...ana, beliefs: { open: [1] }, forget: ['shut'], goals: {} },
  ];
  it.each(all)('$kind, as it is made and as a file brings it back', (fault) => {
    const inputs = faultInputs(fault, plan, 'x');
    expect(inputs).not.toEqual([]);
    for (const { to, message } of JSON.parse(JSON.stringify(inputs)) as typeof inputs)
      expect(problem(to, message)).toBeNull();
  });
  it('clients, one for each way of deciding, crash and come back together', () => {
    const decide = (protocol: string) => ({ action: { kind: 'consensus', protocol, value: 1 } as never });
    const tasks = [task('raft', [], decide('raft')), task('vote', [], decide('majority'))];
    const deciding = compiled(piece(tasks, { faults: [{ kind: 'crash', agent: 'client', atMs: 1, recoverMs: 9 }] }));
    const clients = [...new Set(deciding.plan.groups.map(({ client }) => client))];
    expect(clients).toHaveLength(2);
    expect(deciding.spec.planned).toEqual(
      clients.flatMap((client) => [
        { atMs: 1, to: -1, message: { type: 'kernel.crash', actor: client } },
        { atMs: 9, to: -1, message: { type: 'kernel.recover', actor: client } },
      ]),
    );
    for (const { to, message } of deciding.spec.planned!)
      expect(inputProblem(deciding.plan, { to, message })).toBeNull();
  });
  it('links and partitions of the network name them too', () => {
    const action = { kind: 'consensus', protocol: 'raft', value: 1 } as never;
    const network = {
      links: [{ from: 'client', to: 'agent-1', loss: 0.5 }],
      partitions: [{ atMs: 5, groups: [['client', 'coordinator'], ['agent-2']] }],
    };
    const { spec, plan: of } = compiled(piece([task('a', [], { action })], { network }));
    const client = of.groups[0]!.client;
    expect(spec.network!.overrides.map(({ from, to }) => [from, to])).toEqual([[client, actorOfAgent(0)]]);
    const { group } = spec.network!.partitions[0]!;
    expect([group[client], group[1], group[actorOfAgent(1)], group[actorOfAgent(0)]]).toEqual([0, 0, 1, -1]);
  });
  it('nobody by the name of a client where no group decides: nothing is put in', () => {
    expect(faultInputs({ kind: 'loss', rate: 1, from: 'client' }, plan, 'x')).toEqual([]);
  });
});
