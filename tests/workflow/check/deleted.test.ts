/** What is deleted and still named in expressions: each place is told, with a fix that mends it; nothing is a ghost that says nothing. */
import { describe, expect, it } from 'vitest';
import { apply, type Document, type Edit } from '../../../src/document/index.ts';
import { checkDocument } from '../../../src/workflow/index.ts';

const drawn: Document = {
  agents: [
    { id: 'ana', beliefs: { open: true }, goals: [{ id: 'g', when: 'results.first.ok && beliefs.open' }] },
    { id: 'ben', beliefs: { late: false } },
  ],
  memories: [{ id: 'board', consistency: 'primary-backup' }, { id: 'other' }],
  tasks: [
    { id: 'first', agent: 'ben', writes: ['board'] },
    {
      id: 'second',
      agent: 'ana',
      dependsOn: [{ task: 'first', when: 'memory.board.board != null && beliefs.ben.late' }],
      reads: ['board'],
      writes: [
        { memory: 'board', key: 'n', expect: 'memory.board.n' },
        { memory: 'other', key: 'o', value: 'memory.board.board' },
      ],
      believes: { open: 'results.first.ok' },
    },
    { id: 'third', dependsOn: [{ task: 'second', when: 'results.first.ok' }, 'first'] },
    { id: 'whole', reduce: 'results.part.n' },
    { id: 'part', parent: 'whole' },
  ],
};

const of = (document: Document) => checkDocument(document).filter(({ severity }) => severity !== 'info');
const applied = (document: Document, edit: Edit): Document => {
  const result = apply(document, edit);
  if (!result.ok) throw new Error(result.error.message);
  return result.value.document;
};

const deletions: readonly (readonly [string, Edit, readonly RegExp[]])[] = [
  [
    'a memory',
    { kind: 'remove-node', collection: 'memories', id: 'board' },
    [
      /second.*condition.*memory "board", and there is no such memory/,
      /second.*value.*"board", and there is no such memory/,
    ],
  ],
  [
    'an agent',
    { kind: 'remove-node', collection: 'agents', id: 'ben' },
    [/second.*names beliefs of "ben", and there is no such agent/],
  ],
  [
    'a task',
    { kind: 'remove-node', collection: 'tasks', id: 'first' },
    [/goal of ana.*"first", and there is no such task/, /second makes its agent believe.*"first"/, /third.*"first"/],
  ],
  ['a part', { kind: 'remove-node', collection: 'tasks', id: 'part' }, []],
  [
    'a belief',
    { kind: 'update-node', collection: 'agents', id: 'ben', field: ['beliefs', 'late'] },
    [/second.*names the belief "late", which nothing gives/],
  ],
];

describe('deleting', () => {
  it('is tried on a document in which nothing is wrong', () => {
    expect(of(drawn)).toEqual([]);
  });

  it.each(deletions)('%s leaves no name that is not told of, and each has a fix that mends it', (_what, edit, told) => {
    let document = applied(drawn, edit);
    const problems = of(document);
    for (const sentence of told)
      expect(problems.map(({ message }) => message)).toContainEqual(expect.stringMatching(sentence));
    for (let round = 0; round < 8; round += 1) {
      const next = of(document).find(({ code }) => code === 'name-unknown' || code === 'belief-unknown');
      if (next === undefined) break;
      expect(next.fix, next.message).toBeDefined();
      document = applied(document, { kind: 'batch', edits: next.fix?.edits ?? [] });
      expect(of(document).map(({ message }) => message)).not.toContain(next.message);
    }
    expect(of(document).filter(({ code }) => code === 'name-unknown' || code === 'belief-unknown')).toEqual([]);
  });

  it('and a slip of the pen in a value is put right by its fix', () => {
    for (const [value, meant] of [
      ['results.secnd.n', 'results.second.n'],
      ['memory.bord.n', 'memory.board.n'],
      ['reslts.second', 'results.second'],
      ['go', '"go"'],
    ] as const) {
      const document = applied(drawn, {
        kind: 'set-field',
        path: ['tasks', 1, 'writes', 1, 'value'],
        value,
      });
      const [problem] = of(document);
      const mended = applied(document, { kind: 'batch', edits: problem?.fix?.edits ?? [] });
      expect(mended.tasks?.[1]?.writes?.[1], problem?.message).toMatchObject({ value: meant });
      expect(of(mended)).toEqual([]);
    }
  });
});
