/** Renaming a task, an agent, a memory or a belief: whatever names it follows, and nothing else does. */
import { describe, expect, it } from 'vitest';
import { apply, changesToRenameBelief, type Document } from '../../../src/document/index.ts';

const drawn: Document = {
  agents: [
    { id: 'ana', beliefs: { open: true }, goals: ['results.a', { id: 'g', when: 'results.a.ok && beliefs.open' }] },
    { id: 'ben', beliefs: { open: false } },
  ],
  memories: [{ id: 'board' }],
  tasks: [
    {
      id: 'a',
      agent: 'ana',
      writes: ['board', { memory: 'board', key: 'n', value: 'results.a.n + memory.board.n', expect: "'board'" }],
    },
    {
      id: 'b',
      agent: 'ben',
      dependsOn: [{ task: 'a', when: 'memory.board.board == "memory.board" || beliefs.ana.open' }],
    },
    { id: 'c', agent: 'ana', believes: { open: '!beliefs.open && results.a.ok', x: 'beliefs.x' }, reads: ['board'] },
  ],
  expect: [{ that: 'tasks.a.endMs < 5 && agents.ana.busyMs > 0 && decisions["a"] == null' }],
};

function renamed(collection: 'agents' | 'tasks' | 'memories', id: string, to: string): Document {
  const result = apply(drawn, { kind: 'rename-node', collection, id, to });
  if (!result.ok) throw new Error(result.error.message);
  const back = apply(result.value.document, { kind: 'rename-node', collection, id: to, to: id });
  // What is written in brackets stays so: it means the same.
  const plainly = (document: unknown) => JSON.stringify(document).replaceAll(/\[\\"(\w+)\\"\]/g, '.$1');
  expect(plainly(back.ok && back.value.document)).toBe(plainly(drawn));
  const undone = apply(result.value.document, result.value.inverse);
  expect(undone.ok && undone.value.document).toEqual(drawn);
  return result.value.document;
}

describe('renaming', () => {
  it('a memory: in what tasks read and write, in conditions and in values; its keys keep their names', () => {
    const { tasks = [] } = renamed('memories', 'board', 'the wall');
    expect(tasks[0]?.writes).toEqual([
      { memory: 'the wall', key: 'board' },
      { memory: 'the wall', key: 'n', value: 'results.a.n + memory["the wall"].n', expect: "'board'" },
    ]);
    expect(tasks[1]?.dependsOn).toEqual([
      { task: 'a', when: 'memory["the wall"].board == "memory.board" || beliefs.ana.open' },
    ]);
    expect(tasks[2]?.reads).toEqual([{ memory: 'the wall', key: 'board' }]);
  });

  it('a task: in values, in what is believed, in goals and in what is expected; never in the words of a goal', () => {
    const { tasks = [], agents = [], expect: expected } = renamed('tasks', 'a', 'z');
    expect(tasks[0]?.writes?.[1]).toMatchObject({ value: 'results.z.n + memory.board.n' });
    expect(tasks[2]?.believes).toEqual({ open: '!beliefs.open && results.z.ok', x: 'beliefs.x' });
    expect(agents[0]?.goals).toEqual(['results.a', { id: 'g', when: 'results.z.ok && beliefs.open' }]);
    expect(expected?.[0]?.that).toBe('tasks.z.endMs < 5 && agents.ana.busyMs > 0 && decisions["z"] == null');
  });

  it('an agent: in conditions and in what is expected, not where an agent speaks of itself', () => {
    const { tasks = [], expect: expected } = renamed('agents', 'ana', 'open');
    expect(tasks[1]?.dependsOn).toMatchObject([{ when: 'memory.board.board == "memory.board" || beliefs.open.open' }]);
    expect(tasks[2]?.believes).toMatchObject({ open: '!beliefs.open && results.a.ok' });
    expect(expected?.[0]?.that).toContain('agents.open.busyMs');
  });

  it('a task that asks for a belief of its own name goes on asking for that', () => {
    const asked: Document = {
      agents: [{ id: 'x', beliefs: { vote: 1 } }],
      tasks: [{ id: 'vote', action: { kind: 'consensus', source: 'belief' } }],
    };
    const result = apply(asked, { kind: 'rename-node', collection: 'tasks', id: 'vote', to: 'ballot' });
    expect(result.ok && result.value.document.tasks?.[0]?.action).toMatchObject({ belief: 'vote' });
  });
});

describe('renaming a belief', () => {
  const edited = (document: Document, agent: string, from: string, to: string): Document | string => {
    const changes = changesToRenameBelief(document, { agent, from, to });
    if (typeof changes === 'string') return changes;
    const result = apply(document, { kind: 'batch', edits: changes });
    if (!result.ok) throw new Error(result.error.message);
    return result.value.document;
  };

  it('of one agent: where it begins with it, where its tasks change it, in its goals and in conditions', () => {
    const after = edited(drawn, 'ana', 'open', 'ready');
    if (typeof after === 'string') throw new Error(after);
    expect(after.agents?.map(({ beliefs }) => beliefs)).toEqual([{ ready: true }, { open: false }]);
    expect(after.agents?.[0]?.goals?.[1]).toEqual({ id: 'g', when: 'results.a.ok && beliefs.ready' });
    expect(after.tasks?.[2]?.believes).toEqual({ ready: '!beliefs.ready && results.a.ok', x: 'beliefs.x' });
    expect(after.tasks?.[1]?.dependsOn).toMatchObject([
      { when: 'memory.board.board == "memory.board" || beliefs.ana.ready' },
    ]);
    expect(edited(after, 'ana', 'ready', 'open')).toEqual(drawn);
  });

  it('that a task may give to any agent is one for all of them, and for those who vote by it', () => {
    const shared: Document = {
      agents: [{ id: 'ana', beliefs: { open: 1 } }, { id: 'ben', beliefs: { open: 2 } }, { id: 'cleo' }],
      tasks: [
        { id: 'any', believes: { open: 'results.any.ok' } },
        { id: 'vote', action: { kind: 'consensus', source: 'belief', belief: 'open' } },
        { id: 'after', dependsOn: [{ task: 'any', when: 'has(beliefs.cleo.open)' }] },
      ],
    };
    const after = edited(shared, 'ana', 'open', 'free');
    expect(JSON.stringify(after)).not.toContain('open');
    expect(edited(after as Document, 'cleo', 'free', 'open')).toEqual(shared);
  });

  it('is refused where the name is another belief already, and nothing is changed', () => {
    expect(edited({ agents: [{ id: 'ana', beliefs: { a: 1, b: 2 } }] }, 'ana', 'a', 'b')).toBe(
      'The agent "ana" has a belief “b” already; choose another name.',
    );
    const given: Document = { agents: [{ id: 'ana', beliefs: { a: 1 } }], tasks: [{ id: 't', believes: { b: 1 } }] };
    expect(edited(given, 'ana', 'a', 'b')).toMatch(/^The task "t" has a belief “b” already/);
  });
});
