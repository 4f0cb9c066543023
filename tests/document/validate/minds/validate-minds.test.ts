/** What validation says of working memories: sizes, names, more pinned than there are places, and what nobody remembers. */
import { describe, expect, test } from 'vitest';
import { apply, validate, type Document, type Edit } from '../../../../src/document/index.ts';

const remembers = (...keys: string[]) => keys.map((key) => ({ key, pinned: true }));

/** What is said of a document, with its fixes. */
function problemsOf(document: object) {
  return validate({ format: 'conclave', ...document });
}

/** A document after the edits of a fix. */
function mended(document: Document, edits: readonly Edit[]): Document {
  return edits.reduce((made, edit) => {
    const applied = apply(made, edit);
    if (!applied.ok) throw new Error(applied.error.message);
    return applied.value.document;
  }, document);
}

/** Lines of a document's problems: code, severity, place. */
function lines(document: object): string[] {
  return problemsOf(document).map(({ code, severity, path }) => `${severity} ${code} ${path}`);
}

describe('more is pinned than there are places', () => {
  const tasks = [
    { id: 't', agent: 'ana', remembers: remembers('a', 'b', 'c') },
    { id: 'u', agent: 'ben', remembers: remembers('d') },
  ];
  const agents = (memory?: object) => [{ id: 'ana', ...(memory && { memory }) }, { id: 'ben' }];

  test('as many as there are places are in order', () => {
    expect(lines({ agents: agents({ capacity: 3 }), tasks })).toEqual([]);
    expect(lines({ agents: agents(), tasks })).toEqual([]);
  });
  test('one more is said, and the fix makes place for it', () => {
    const document = { agents: agents({ capacity: 2 }), tasks };
    expect(lines(document)).toEqual(['warning memory-pinned-full agents[0].memory.capacity']);
    const [problem] = problemsOf(document);
    expect(problem!.message).toBe(
      'The agent "ana" is to keep 3 things pinned and has a capacity of 2; raise the capacity or pin less.',
    );
    expect(lines(mended(document as Document, problem!.fix!.edits))).toEqual([]);
  });
  test('the places that it has where it names none count too', () => {
    const many = [{ id: 't', remembers: remembers('a', 'b', 'c', 'd', 'e', 'f', 'g', 'h') }];
    const document = { agents: [{ id: 'ana' }], tasks: many };
    expect(lines(document)).toEqual(['warning memory-pinned-full agents[0].memory.capacity']);
    expect(lines(mended(document as Document, problemsOf(document)[0]!.fix!.edits))).toEqual([]);
  });
});

describe('what is recalled', () => {
  test('and remembered by a task is in order', () => {
    expect(
      lines({
        agents: [{ id: 'a' }],
        tasks: [
          { id: 't', remembers: [{ key: 'note' }] },
          { id: 'u', dependsOn: ['t'], recalls: ['note'] },
        ],
      }),
    ).toEqual([]);
  });
  test('and remembered by nobody is said, with the name that is meant', () => {
    const document = {
      agents: [{ id: 'a' }],
      tasks: [{ id: 't', remembers: [{ key: 'note' }], recalls: ['nota', 'zebra'] }],
    };
    expect(problemsOf(document).map(({ code, message }) => [code, message])).toEqual([
      ['recall-unknown', 'The task "t" recalls "nota", which no task remembers; perhaps "note" is meant.'],
      ['recall-unknown', 'The task "t" recalls "zebra", which no task remembers; it is always a miss.'],
    ]);
    expect(lines(mended(document as Document, problemsOf(document)[0]!.fix!.edits))).toEqual([
      'warning recall-unknown tasks[0].recalls[1]',
    ]);
  });
});

describe('sizes and names', () => {
  test.each<[object, string]>([
    [{ capacity: 0 }, 'agents[0].memory.capacity'],
    [{ capacity: -3 }, 'agents[0].memory.capacity'],
    [{ capacity: 1e12 }, 'agents[0].memory.capacity'],
    [{ capacity: 2.5 }, 'agents[0].memory.capacity'],
    [{ longTerm: -1 }, 'agents[0].memory.longTerm'],
    [{ score: 'random' }, 'agents[0].memory.score'],
  ])('%j is refused', (memory, path) => {
    const found = problemsOf({ agents: [{ id: 'a', memory }] });
    expect(found.map((each) => [each.severity, each.path])).toEqual([['error', path]]);
  });
  test.each<[object, string]>([
    [{ recallMs: -1 }, 'tasks[0].recallMs'],
    [{ missMs: 1e15 }, 'tasks[0].missMs'],
    [{ remembers: [{ key: 'k', importance: -1 }] }, 'tasks[0].remembers[0].importance'],
  ])('%j is refused', (fields, path) => {
    const found = problemsOf({ agents: [{ id: 'a' }], tasks: [{ id: 't', ...fields }] });
    expect(found.filter(({ severity }) => severity === 'error').map((each) => each.path)).toEqual([path]);
  });
  test('a setting that is misspelt is said with its name', () => {
    const [problem] = problemsOf({ agents: [{ id: 'a', memory: { capacty: 3 } }] });
    expect([problem!.code, problem!.message]).toEqual([
      'unknown-setting',
      expect.stringContaining('perhaps "capacity" is meant'),
    ]);
  });
});
