/** The calls that the package exports: a document as an object, a text or bytes; a value, or one sentence thrown. */
import { describe, expect, it } from 'vitest';
import { Refusal, replay, simulate, validate, type SimulateOptions } from '../../src/api/package.ts';

const kitchen = {
  format: 'conclave',
  agents: [{ id: 'ana' }, { id: 'ben' }],
  tasks: [
    { id: 'chop', action: { kind: 'simulate', durationMs: 100 } },
    { id: 'boil', action: { kind: 'simulate', durationMs: 300 } },
    { id: 'serve', dependsOn: ['chop', 'boil'], action: { kind: 'simulate', durationMs: 50 } },
  ],
};

/** What a call throws. */
function refusalOf(call: () => unknown): Refusal {
  try {
    call();
  } catch (error) {
    if (error instanceof Refusal) return error;
    throw error;
  }
  throw new Error('Nothing was refused.');
}

describe('what cannot be taken is one sentence', () => {
  const cycle: { self?: object } = {};
  cycle.self = cycle;
  it.each<readonly [string, object | string, SimulateOptions, string]>([
    ['a document that cannot run', { ...kitchen, tasks: [{ id: 'a', dependsOn: ['a'] }] }, {}, 'document: tasks[0]'],
    [
      'a name of its own',
      { ...kitchen, tasks: [{ id: 'a', dependsOn: ['a'] }] },
      { name: 'x.json' },
      'x.json: tasks[0]',
    ],
    ['a text that is no JSON', 'digraph { a -> b }', {}, 'document: This looks like DOT'],
    ['an object that is no JSON', cycle, {}, 'the document cannot be written as JSON'],
    ['a list', [], {}, 'document: '],
    ['a setting of nothing', kitchen, { set: { 'scheduling.nothing.at.all': 1 } }, 'set scheduling.nothing.at.all: '],
    ['a wrong setting', kitchen, { set: { 'scheduling.order': 3 } }, 'document: scheduling.order'],
    ['a step behind the end', kitchen, { inject: [{ step: 1e6, fault: {} }] }, 'inject 1000000: the run has only'],
    ['a step that is none', kitchen, { inject: [{ step: -1, fault: {} }] }, 'inject -1: a step is a whole number'],
    ['a fault that is none', kitchen, { inject: [{ step: 3, fault: { kind: 'nap' } }] }, 'inject 3: '],
    ['a task that is none', kitchen, { why: 'bake' }, 'why there is no task "bake"'],
  ])('%s', (_, source, options, sentence) => {
    const { message } = refusalOf(() => simulate(source, options));
    expect(message.startsWith(sentence), message).toBe(true);
    expect(message).not.toContain('\n');
  });

  it('every error of a document goes with it', () => {
    const broken = { ...kitchen, tasks: [{ id: 'a', dependsOn: ['b', 'c'] }] };
    const { problems } = refusalOf(() => simulate(broken));
    expect(problems.map(({ path }) => path)).toEqual(['tasks[0].dependsOn[0]', 'tasks[0].dependsOn[1]']);
    expect(validate(broken)).toEqual({ valid: false, problems });
  });

  it('a document is no run file', () => {
    expect(refusalOf(() => replay(kitchen)).message).toContain('this is a document, not a run file');
  });
});

describe('what can be taken', () => {
  it('gives the same run as an object, a text and bytes', () => {
    const text = JSON.stringify(kitchen);
    const runs = [kitchen, text, new TextEncoder().encode(text)].map((source) => simulate(source).result);
    expect(new Set(runs.map(({ digest }) => digest)).size).toBe(1);
    expect(runs[0]).toMatchObject({ outcome: 'succeeded', makespanMs: 350 });
    expect(runs[0]?.invariants.every(({ holds }) => holds)).toBe(true);
  });

  it('takes settings, seeds, faults and questions', () => {
    const { result, why } = simulate(kitchen, {
      seed: 7,
      set: { 'coordination.pattern': 'contract-net' },
      inject: [{ step: 2, fault: { kind: 'crash', agent: 'ana' } }],
      why: 'serve',
    });
    expect(result).toMatchObject({ outcome: 'succeeded', seed: 7 });
    expect(Object.keys(result.messages.byType).some((type) => type.startsWith('contract-net.'))).toBe(true);
    expect(result.tasks['serve']?.agent).toBe('ben');
    expect(why?.task).toBe('serve');
  });

  it('writes a run file that replays to the same digest, and not when a digest in it is another', () => {
    const { result, runFile } = simulate(kitchen);
    expect(replay(runFile())).toMatchObject({ same: true, digest: result.digest, outcome: 'succeeded' });
    const bent = runFile().replace(/"trace":"(.)/u, (_, first) => `"trace":"${first === '0' ? '1' : '0'}`);
    expect(replay(bent)).toMatchObject({ same: false });
  });
});
