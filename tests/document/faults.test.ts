/** What goes wrong on purpose, as it is written: what is refused, what is named, what a rename or removal does to it. */
import { describe, expect, it } from 'vitest';
import { apply, readDocument, validate, type Document } from '../../src/document/index.ts';
import type { Json } from '../../src/base/index.ts';

const agents = [{ id: 'ana' }, { id: 'ben' }, { id: 'cid' }];

/** Codes and places of what is wrong with these faults. */
function problems(...faults: object[]): string[] {
  const tasks = [{ id: 'choice', action: { kind: 'consensus' } }];
  const { document, problems: unread } = readDocument({ agents, tasks, faults } as unknown as Json);
  return [...unread, ...validate(document)]
    .filter(({ code }) => code !== 'not-enforced')
    .map(({ code, path }) => `${code} ${path}`);
}
const after = (faults: object[], edit: Parameters<typeof apply>[1]): Document['faults'] => {
  const done = apply({ agents, faults } as unknown as Document, edit);
  if (!done.ok) throw new Error(done.error.message);
  return done.value.document.faults;
};

describe('faults that are refused', () => {
  it.each([
    [{ kind: 'crash', agent: 'ana', atMs: 5, recoverMs: 3 }, 'time-order faults[0].recoverMs'],
    [{ kind: 'silent', agent: 'ana', atMs: 5, untilMs: 3 }, 'time-order faults[0].untilMs'],
    [{ kind: 'loss', rate: 1, atMs: 5, untilMs: 3 }, 'time-order faults[0].untilMs'],
    [{ kind: 'silent', agent: 'dan' }, 'dangling-reference faults[0].agent'],
    [{ kind: 'silent', agent: 'coordinator' }, 'dangling-reference faults[0].agent'],
    [{ kind: 'slow', agent: 'client', atMs: 5, factor: 2 }, 'dangling-reference faults[0].agent'],
    [{ kind: 'crash', agent: 'workflow', atMs: 5 }, 'dangling-reference faults[0].agent'],
    [{ kind: 'collude', agents: ['ana', 'client'] }, 'dangling-reference faults[0].agents[1]'],
    [{ kind: 'selective-send', agent: 'ana', to: ['dan'] }, 'dangling-reference faults[0].to[0]'],
    [{ kind: 'delay', delayMs: 5, from: 'dan', to: 'ana' }, 'dangling-reference faults[0].from'],
    [{ kind: 'partition', groups: [['ana'], ['dan']] }, 'dangling-reference faults[0].groups[1][0]'],
    [{ kind: 'partition', groups: [['ana'], ['ben', 'ana']] }, 'fault-groups faults[0].groups'],
    [{ kind: 'partition', groups: [['ana'], []] }, 'fault-idle faults[0].groups'],
    [{ kind: 'loss', rate: 1, agent: 'ana', from: 'ben' }, 'fault-scope faults[0].agent'],
    [{ kind: 'collude', agents: [] }, 'fault-idle faults[0].agents'],
    [{ kind: 'heal' }, 'unknown-fault faults[0]'],
  ])('%o: %s', (fault, problem) => {
    expect(problems(fault)).toContain(problem);
  });
  it.each([
    { kind: 'silent' },
    { kind: 'loss', rate: 1.5 },
    { kind: 'loss' },
    { kind: 'replay', agent: 'ana', rate: -1 },
    { kind: 'false-view-change', agent: 'ana', everyMs: 0 },
    { kind: 'delay', delayMs: 0 },
    { kind: 'delay', delayMs: 1e12 },
    { kind: 'partition', groups: ['ana', 'ben'] },
    { kind: 'selective-send', agent: 'ana', to: 'ben' },
  ])('%o has a wrong shape', (fault) => {
    expect(problems(fault)).not.toEqual([]);
  });
});

describe('the coordinator and the client', () => {
  const sentences = (document: object): string[] =>
    validate({ agents, ...document }).flatMap(({ code, message, path }) =>
      code === 'dangling-reference' || code === 'shadowing-id' ? [`${path}: ${message}`] : [],
    );
  const deciding = { tasks: [{ id: 'choice', action: { kind: 'consensus' } }] };

  it('misbehave in no way: the sentence says what may befall them', () => {
    const faults = [{ kind: 'lie', agent: 'coordinator' }];
    expect(sentences({ faults })).toEqual([
      'faults[0].agent: This affects agents only, and the coordinator is none; the coordinator can crash, be cut off, and its messages can be lost, delayed, doubled or reordered.',
    ]);
  });
  it('where nobody decides together there is no client, in faults, links and partitions', () => {
    const there =
      'There is no client here, since no task is decided by several agents; add such a task or remove what names the client.';
    const named = {
      faults: [{ kind: 'crash', agent: 'client', atMs: 5 }],
      network: {
        links: [{ from: 'client', to: 'ana', loss: 1 }],
        partitions: [{ atMs: 5, groups: [['client'], ['ana']] }],
      },
    };
    const places = ['faults[0].agent', 'network.links[0].from', 'network.partitions[0].groups[0][0]'];
    expect(sentences(named)).toEqual(places.map((place) => `${place}: ${there}`));
    const off = { id: 'choice', enabled: false, action: { kind: 'consensus' } };
    expect(sentences({ ...named, tasks: [off] })).toHaveLength(3);
    expect(sentences({ ...named, ...deciding })).toEqual([]);
  });
  it('an agent of that name is meant where it is named, and a warning says so', () => {
    const own = { ...deciding, agents: [...agents, { id: 'coordinator' }] };
    expect(sentences(own)).toEqual([]);
    expect(sentences({ ...own, faults: [{ kind: 'lie', agent: 'coordinator' }] })).toEqual([]);
    expect(sentences({ ...own, faults: [{ kind: 'crash', agent: 'coordinator', atMs: 5 }] })).toEqual([
      'agents[3].id: The agent "coordinator" bears the name of the coordinator, so that faults and links that name it mean the agent; rename it if the coordinator is meant.',
    ]);
  });
});

describe('faults', () => {
  it('of every kind are accepted as the reference has them', () => {
    const ana = { agent: 'ana' };
    const faults = [
      { kind: 'crash', ...ana, atMs: 1, recoverMs: 1 },
      { kind: 'crash', agent: 'coordinator', atMs: 1, recoverMs: 9 },
      { kind: 'crash', agent: 'client', atMs: 1 },
      { kind: 'loss', agent: 'coordinator', rate: 1, untilMs: 9 },
      { kind: 'slow', ...ana, atMs: 1, factor: 3, untilMs: 9 },
      { kind: 'silent', ...ana },
      { kind: 'equivocate', ...ana, value: { any: [1] }, atMs: 1, untilMs: 2 },
      { kind: 'lie', ...ana, value: null },
      { kind: 'flip-votes', ...ana },
      { kind: 'selective-send', ...ana, to: ['ben', 'coordinator', 'client'] },
      { kind: 'replay', ...ana, rate: 0.5 },
      { kind: 'false-view-change', ...ana, everyMs: 100 },
      { kind: 'bad-new-view', ...ana },
      { kind: 'collude', agents: ['ana', 'ben'], value: 'no', deceived: ['cid'] },
      { kind: 'equivocate', ...ana, deceived: ['ben'] },
      { kind: 'other-order', ...ana },
      { kind: 'gaps', ...ana, atMs: 3 },
      { kind: 'rogue-proposals', ...ana, untilMs: 9 },
      { kind: 'censor', ...ana, tasks: [] },
      { kind: 'loss', rate: 1 },
      { kind: 'delay', delayMs: 10, ...ana },
      { kind: 'duplicate', rate: 0.1, from: 'ana' },
      { kind: 'reorder', rate: 0.1, from: 'client', to: 'coordinator' },
      { kind: 'partition', groups: [['ana', 'coordinator'], ['ben'], ['cid', 'client']], atMs: 5 },
    ];
    expect(problems(...faults)).toEqual([]);
  });
  it('follow an agent that is renamed', () => {
    const faults = [
      { kind: 'selective-send', agent: 'ben', to: ['ana'] },
      { kind: 'collude', agents: ['ana', 'ben'] },
      { kind: 'loss', rate: 1, from: 'ana', to: 'ben' },
      { kind: 'partition', groups: [['ana'], ['ben']] },
    ];
    const renamed = after(faults, { kind: 'rename-node', collection: 'agents', id: 'ana', to: 'eve' });
    expect(renamed).toEqual(JSON.parse(JSON.stringify(faults).replaceAll('"ana"', '"eve"')));
  });
  it('go with an agent that is removed, or lose it from their lists', () => {
    const faults = [
      { kind: 'silent', agent: 'ana' },
      { kind: 'selective-send', agent: 'ben', to: ['ana', 'cid'] },
      { kind: 'collude', agents: ['ana', 'ben'] },
      { kind: 'loss', rate: 1, from: 'ana' },
      { kind: 'partition', groups: [['ana', 'cid'], ['ben']] },
    ];
    expect(after(faults, { kind: 'remove-node', collection: 'agents', id: 'ana' })).toEqual([
      { kind: 'selective-send', agent: 'ben', to: ['cid'] },
      { kind: 'collude', agents: ['ben'] },
      { kind: 'partition', groups: [['cid'], ['ben']] },
    ]);
  });
  it('that only those who decide together could feel are told where nobody does', () => {
    const told = validate({ agents, faults: [{ kind: 'equivocate', agent: 'ana' }] });
    expect(told.map(({ code, path }) => `${code} ${path}`)).toEqual(['fault-idle faults[0]']);
  });
  it('that a behaviour only hints at are told', () => {
    const told = validate({
      agents: [
        { id: 'ana', behaviour: 'crashing' },
        { id: 'ben', behaviour: 'lying' },
      ],
    });
    expect(told.map(({ code, path }) => `${code} ${path}`)).toEqual(['not-enforced agents[0].behaviour']);
  });
});
