/** Fields that nobody knows, at any depth: one sentence a name, with what was meant where that is clear, and an edit that mends it. */
import { describe, expect, it } from 'vitest';
import { apply, validate, type Document, type Problem } from '../../src/document/index.ts';

const told = (document: object): Problem[] =>
  validate(document as Document).filter(({ code }) => code === 'unknown-field');
const of = (document: object): string[] => told(document).map(({ severity, path }) => `${severity} ${path}`);
const task = (more: object): object => ({ agents: [{ id: 'ana' }], tasks: [{ id: 't', ...more }] });

describe('a field that nobody knows', () => {
  it.each<[string, object, string]>([
    ['of the document', { tsks: [] }, 'warning tsks'],
    ['of a node', task({ tiemoutMs: 5 }), 'warning tasks[0].tiemoutMs'],
    ['of an action', task({ action: { kind: 'simulate', durationMS: 5 } }), 'warning tasks[0].action.durationMS'],
    [
      'of a decision',
      task({ action: { kind: 'consensus', protocol: 'pbft', vallue: 1 } }),
      'warning tasks[0].action.vallue',
    ],
    [
      'of a dependency',
      task({ dependsOn: [{ task: 't', transfreMs: 1 }] }),
      'warning tasks[0].dependsOn[0].transfreMs',
    ],
    ['of a write', task({ writes: [{ memory: 'm', key: 'k', vlaue: 1 }] }), 'warning tasks[0].writes[0].vlaue'],
    ['of a retry', task({ retry: { atempts: 3 } }), 'warning tasks[0].retry.atempts'],
    ['of the network', { network: { los: 0.1 } }, 'warning network.los'],
    ['of a link', { network: { links: [{ from: 'a', to: 'b', dellayMs: 1 }] } }, 'warning network.links[0].dellayMs'],
    ['of a fault', { faults: [{ kind: 'crash', agent: 'ana', atMs: 1, recoverMS: 9 }] }, 'warning faults[0].recoverMS'],
    ['that is like no other', task({ zebra: 1 }), 'info tasks[0].zebra'],
  ])('%s is told with its place', (_, document, place) => {
    expect(of(document)).toEqual([place]);
  });

  it('is mended by one edit in all its places, without touching what is there', () => {
    const tasks = ['a', 'b', 'c'].map((id) => ({ id, tiemoutMs: 7, ...(id === 'c' ? { timeoutMs: 9 } : {}) }));
    const document = { agents: [{ id: 'ana' }], tasks } as Document;
    const [problem, ...others] = told(document);
    expect(others).toEqual([]);
    expect(problem!.message).toBe(
      'The field "tiemoutMs" of the task "a" (and of 2 more) is not known and does nothing; perhaps "timeoutMs" is meant.',
    );
    let mended = document;
    for (const edit of problem!.fix!.edits) {
      const done = apply(mended, edit);
      if (!done.ok) throw new Error(done.error.message);
      mended = done.value.document;
    }
    expect(mended.tasks).toEqual([
      { id: 'a', timeoutMs: 7 },
      { id: 'b', timeoutMs: 7 },
      { id: 'c', tiemoutMs: 7, timeoutMs: 9 },
    ]);
  });

  it.each<[string, object]>([
    ['data of any shape', task({ action: { kind: 'simulate', result: { anything: { at: 'all' } } } })],
    ['names of maps', { agents: [{ id: 'ana', capabilities: { weld: 1 }, beliefs: { open: true } }] }],
    ['what an import keeps for its export', task({ wfformat: { cores: 2 } })],
    ['what belongs to an action of a kind that is not known', task({ action: { kind: 'sing', loud: true } })],
    ['settings of a pattern, of which others tell', { coordination: { pattern: 'centralized', bogus: 1 } }],
  ])('%s is none', (_, document) => {
    expect(of(document)).toEqual([]);
  });
});
