/** From what is filled in to faults as documents write them, and their sentences. Pure. */
import { describe, expect, it } from 'vitest';
import type { Json } from '../../../../src/base/index.ts';
import { faultSchemas, validate } from '../../../../src/document/index.ts';
import { knownNames } from '../../../../src/protocols/index.ts';
import { draftFields, draftOf, faultsOf, fromNow } from '../../../../src/studio/inspector/faults/fault-draft.ts';
import { sectionsFor, type Target } from '../../../../src/studio/inspector/faults/fault-kinds.ts';
import { faultSentence, ruleSentence } from '../../../../src/studio/inspector/faults/fault-words.ts';

const agents = ['ana', 'ben', 'cleo', 'dan'];
const targets: readonly Target[] = [
  { kind: 'agent', id: 'ana' },
  { kind: 'agents', ids: ['ana', 'ben'] },
  { kind: 'network' },
];
const kindsOf = (target: Target) => sectionsFor(target).flatMap(({ kinds }) => kinds.map(({ kind }) => kind));
const name = (id: string) => id.toUpperCase();

describe('what can be broken', () => {
  it('is every kind of fault that documents know, each in plain words', () => {
    const offered = new Set(targets.flatMap(kindsOf));
    expect([...offered].sort()).toEqual(Object.keys(faultSchemas).sort());
    for (const target of targets)
      for (const { kinds } of sectionsFor(target))
        for (const { kind, name, line } of kinds)
          expect([name === kind, line.length > 20], kind).toEqual([false, true]);
  });

  it('is a valid fault as soon as it is chosen, but for who is in it', () => {
    for (const target of targets)
      for (const kind of kindsOf(target)) {
        const draft = { ...draftOf(kind, target), lastsMs: 300 };
        const among = draft.among.length === 0 ? ['ana'] : draft.among;
        const faults = faultsOf({ ...draft, among }, { target, atMs: 500, agents });
        expect(faults, kind).not.toBeNull();
        const document = { agents: agents.map((id) => ({ id })), faults: faults as never };
        expect(
          validate(document).filter(({ severity, path }) => severity === 'error' && path.startsWith('faults')),
          kind,
        ).toEqual([]);
      }
  });

  it('is the coordinator and the client too, where nothing is selected: each fault of theirs is valid', () => {
    const sections = sectionsFor({ kind: 'network' }, ['coordinator', 'client']).filter(({ target }) => target);
    expect(sections.map(({ title }) => title)).toEqual(['The coordinator', 'The client']);
    const tasks = [{ id: 'choice', action: { kind: 'consensus' } }];
    for (const { kinds, target = { kind: 'network' } as const } of sections) {
      expect(kinds.map(({ kind }) => kind)).toEqual(['crash', 'partition', 'loss', 'delay', 'duplicate', 'reorder']);
      for (const { kind } of kinds) {
        const faults = faultsOf(draftOf(kind, target), {
          target,
          atMs: 5,
          agents,
          standIns: ['coordinator', 'client'],
        });
        const document = { agents: agents.map((id) => ({ id })), tasks, faults } as never;
        expect(
          validate(document).filter(({ path }) => path.startsWith('faults')),
          kind,
        ).toEqual([]);
      }
    }
    expect(sectionsFor({ kind: 'agent', id: 'ana' }, ['coordinator'])).toEqual(
      sectionsFor({ kind: 'agent', id: 'ana' }),
    );
  });

  it('is the arbiter of a resource, which can crash and come back: as valid as that of an agent', () => {
    const target: Target = { kind: 'agent', id: 'oven', arbiter: true };
    expect(kindsOf(target)).toEqual(['crash']);
    const faults = faultsOf({ ...draftOf('crash', target), lastsMs: 300 }, { target, atMs: 50, agents });
    expect(faults).toEqual([{ kind: 'crash', atMs: 50, recoverMs: 350, agent: 'oven' }]);
    const tasks = [{ id: 'bake', resources: [{ id: 'oven' }] }];
    const document = { agents: agents.map((id) => ({ id })), tasks, resources: [{ id: 'oven' }], faults } as never;
    expect(validate(document, knownNames).filter(({ severity }) => severity === 'error')).toEqual([]);
  });

  it('cuts an agent off from the coordinator and the client as well', () => {
    const target = { kind: 'agent', id: 'ana' } as const;
    const all = { target, atMs: 0, agents, standIns: ['coordinator', 'client'] };
    expect(faultsOf(draftOf('partition', target), all)).toEqual([
      { kind: 'partition', atMs: 0, groups: [['ana'], ['ben', 'cleo', 'dan', 'coordinator', 'client']] },
    ]);
    const coordinator = { kind: 'agent', id: 'coordinator' } as const;
    expect(faultsOf(draftOf('partition', coordinator), { ...all, target: coordinator })).toEqual([
      { kind: 'partition', atMs: 0, groups: [['coordinator'], [...agents, 'client']] },
    ]);
  });

  it('is nothing while nobody, or everybody, is on one side', () => {
    const target = { kind: 'network' } as const;
    const split = draftOf('partition', target);
    expect(faultsOf(split, { target, atMs: 0, agents })).toBeNull();
    expect(faultsOf({ ...split, among: agents }, { target, atMs: 0, agents })).toBeNull();
    expect(faultsOf({ ...split, among: ['dan'] }, { target, atMs: 0, agents })).toEqual([
      { kind: 'partition', atMs: 0, groups: [['dan'], ['ana', 'ben', 'cleo']] },
    ]);
  });

  it('between two is a fault for each way; how long it lasts becomes when it ends', () => {
    const target = { kind: 'agents', ids: ['ana', 'ben'] } as const;
    expect(faultsOf({ ...draftOf('loss', target), lastsMs: 100 }, { target, atMs: 50, agents })).toEqual([
      { kind: 'loss', rate: 0.3, atMs: 50, untilMs: 150, from: 'ana', to: 'ben' },
      { kind: 'loss', rate: 0.3, atMs: 50, untilMs: 150, from: 'ben', to: 'ana' },
    ]);
    const agent = { kind: 'agent', id: 'ana' } as const;
    expect(faultsOf({ ...draftOf('crash', agent), lastsMs: 100 }, { target: agent, atMs: 50, agents })).toEqual([
      { kind: 'crash', atMs: 50, recoverMs: 150, agent: 'ana' },
    ]);
    expect(fromNow({ kind: 'lie', atMs: 50, agent: 'ana' })).toEqual({ kind: 'lie', agent: 'ana' });
  });

  it('asks for what the schema has, and not for what was selected', () => {
    const keys = (kind: string) => draftFields(kind).map(({ key }) => key);
    expect(keys('lie')).toEqual(['value']);
    expect(keys('selective-send')).toEqual(['to']);
    expect(keys('loss')).toEqual(['rate']);
    expect(keys('partition')).toEqual([]);
    expect(keys('dragon')).toEqual([]);
  });
});

describe('sentences', () => {
  const said = (fault: Record<string, Json>) => faultSentence(fault, name);
  it('say who, what and when', () => {
    expect(said({ kind: 'crash', agent: 'ana', atMs: 500, recoverMs: 900 })).toBe(
      'ANA crashes at 500 ms, back at 900 ms',
    );
    expect(faultSentence({ kind: 'crash', agent: 'coordinator', atMs: 500 }, (id) => `the ${id}`)).toBe(
      'The coordinator crashes at 500 ms',
    );
    expect(said({ kind: 'lie', agent: 'ana', value: 'stop' })).toBe('ANA lies (says stop) from the start');
    expect(said({ kind: 'collude', agents: ['ana', 'ben'], atMs: 100, untilMs: 200 })).toBe(
      'ANA, BEN lie together from 100 ms to 200 ms',
    );
    expect(said({ kind: 'loss', rate: 0.3, from: 'ana' })).toBe('30% of the messages from ANA are lost from the start');
    expect(said({ kind: 'dragon' })).toContain('dragon');
  });

  it('tell what befalls the network', () => {
    const link = { id: 'x', kind: 'link', both: true, loss: 1, delayMs: 0, duplicate: 0, reorder: 0 } as const;
    expect(ruleSentence({ ...link, from: ['ana'], to: [] }, name)).toBe('Messages from and to ANA: 100% are lost');
    expect(ruleSentence({ ...link, from: [], to: [] }, name)).toBe('Messages everywhere: 100% are lost');
    expect(ruleSentence({ id: 'y', kind: 'partition', groups: [['ana'], ['ben']] }, name)).toBe(
      'Network partitioned: ANA | BEN',
    );
  });
});
