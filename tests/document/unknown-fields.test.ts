/** Fields that nobody knows, at any depth: one sentence a name, with what was meant where that is clear, and an edit that mends it. */
import { describe, expect, it } from 'vitest';
import { apply, validate, type Document, type Problem } from '../../src/document/index.ts';

const told = (document: object): Problem[] =>
  validate(document as Document).filter(({ code }) => code === 'unknown-field');
const of = (document: object): string[] => told(document).map(({ severity, path }) => `${severity} ${path}`);
const task = (more: object): object => ({ agents: [{ id: 'ana' }], tasks: [{ id: 't', ...more }] });

function mendedBy(document: Document, { fix }: Problem): Document {
  return fix!.edits.reduce((before, edit) => {
    const done = apply(before, edit);
    if (!done.ok) throw new Error(done.error.message);
    return done.value.document;
  }, document);
}

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
    expect(mendedBy(document, problem!).tasks).toEqual([
      { id: 'a', timeoutMs: 7 },
      { id: 'b', timeoutMs: 7 },
      { id: 'c', tiemoutMs: 7, timeoutMs: 9 },
    ]);
  });

  it.each<[string, object, string, string, object | null]>([
    [
      'one level further in',
      task({ durationMs: 5, action: { kind: 'simulate' } }),
      'durationMs" of the task "t" is not known',
      'action.durationMs',
      { id: 't', action: { kind: 'simulate', durationMs: 5 } },
    ],
    ['in a part that is not there', task({ backoffMs: 5 }), 'backoffMs', 'retry.backoffMs', null],
    ['in a part of another kind', task({ prompt: 'x' }), 'prompt', 'action.prompt', null],
    [
      'one level further out',
      task({ retry: { timeoutMs: 7 } }),
      'retry.timeoutMs',
      'timeoutMs',
      { id: 't', retry: {}, timeoutMs: 7 },
    ],
  ])('that stands %s is told with its right place, and moves there if it can', (_, document, what, meant, mended) => {
    const [problem, ...others] = told(document);
    expect(others).toEqual([]);
    expect(problem!.message).toContain(what);
    expect(problem!.message).toMatch(new RegExp(`perhaps "${meant}" is meant\\.$`, 'u'));
    if (mended === null) expect(problem!.fix).toBeUndefined();
    else {
      expect(problem!.fix!.label).toBe(`Move to "${meant}"`);
      expect(mendedBy(document as Document, problem!).tasks).toEqual([mended]);
    }
  });

  it('is not taken for one of a branch that the part does not take', () => {
    const [problem] = told(task({ prompt: 'x', action: { kind: 'simulate' } }));
    expect(problem!.severity).toBe('info');
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
