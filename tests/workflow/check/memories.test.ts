/** What is said of shared memories before a run, and conditions over what was read and written. */
import { describe, expect, it } from 'vitest';
import type { Document } from '../../../src/document/index.ts';
import { checkDocument } from '../../../src/workflow/index.ts';
import { crew, piece, play, task } from '../../scenarios/stage.ts';

const board = { id: 'board', consistency: 'strong', replicas: ['agent-1', 'agent-2', 'agent-3'] };
const writes = [{ memory: 'board', key: 'plan', value: 1 }];
const scene = (more: Partial<Document>): Document =>
  piece([task('draft', [], { writes })], { memories: [board], ...more });
const said = (more: Partial<Document>): string[] =>
  checkDocument(scene(more)).map(({ severity, path, message }) => `${severity} ${path}: ${message}`);

describe('problems of shared memories', () => {
  it('nothing where nothing is wrong', () => {
    expect(said({})).toEqual([]);
    expect(said({ memories: [{ id: 'board', consistency: 'strong' }] })).toEqual([]);
  });

  it.each<readonly [string, Partial<Document>, string]>([
    [
      'a replica that is no agent',
      { memories: [{ ...board, replicas: ['agent-1', 'agent-7'] }] },
      'error memories[0].replicas[1]: ',
    ],
    [
      'a memory that nobody holds',
      { memories: [{ id: 'board', consistency: 'strong' }], agents: [{ id: 'm', role: 'manager' }] },
      'error memories[0].replicas: Nobody holds the memory "board"; name agents as its replicas.',
    ],
    [
      'nor one that does not say how it is kept',
      { memories: [{ id: 'board' }], agents: [{ id: 'm', role: 'manager' }] },
      'error memories[0].replicas: Nobody holds the memory "board"; name agents as its replicas.',
    ],
    [
      'a replica that is named twice',
      { memories: [{ ...board, replicas: ['agent-1', 'agent-2', 'agent-1'] }] },
      'warning memories[0].replicas[2]: The memory "board" names "agent-1" as a replica twice, and an agent holds one copy; name it once.',
    ],
    [
      'a query in which no word stands',
      { tasks: [task('draft', [], { writes, recalls: [{ key: 'ants', query: ' -- !' }] })] },
      'warning tasks[0].recalls[0].query: The task "draft" recalls "ants" by the query "-- !", in which no word stands: it is always a miss; write what is looked for.',
    ],
    [
      'a quorum that is never there',
      { faults: ['agent-1', 'agent-2'].map((agent) => ({ kind: 'crash', agent, atMs: 0 })) },
      'warning memories[0].replicas: Of the 3 replicas of "board" 1 is ever up, and a majority must answer',
    ],
    [
      'a type that is not served so',
      { memories: [{ ...board, type: 'counter' }] },
      'error memories[0].type: The memory "board" is strong and holds registers alone; make it eventual, or its type register.',
    ],
    [
      'session guarantees where they change nothing',
      { memories: [{ ...board, sessions: ['monotonic-reads'] }] },
      'warning memories[0].sessions: The memory "board" is strong: session guarantees are those of eventual memories',
    ],
    [
      'a write that its type does not know',
      {
        memories: [{ id: 'board', type: 'counter' }],
        tasks: [task('draft', [], { writes: [{ ...writes[0]!, do: 'append' }] })],
      },
      'error tasks[0].writes[0].do: The task "draft" is to append in "board", which is a counter: that is written by add; change',
    ],
    [
      'a place where none has a meaning',
      {
        memories: [{ id: 'board', type: 'list' }],
        tasks: [task('draft', [], { writes: [{ ...writes[0]!, do: 'append', at: 1 }] })],
      },
      'warning tasks[0].writes[0].at: The task "draft" names a place to append in "board", which is a list: places are for insert, move and set in a list, and change nothing here; remove it.',
    ],
    [
      'a place that is none',
      {
        memories: [{ id: 'board', type: 'list' }],
        tasks: [task('draft', [], { writes: [{ ...writes[0]!, do: 'insert', at: -1 }] })],
      },
      'error tasks[0].writes[0].at: The task "draft" names the place -1 in "board": a place is a whole number from 0 on; write one, or CEL that gives one.',
    ],
    [
      'a place that cannot be read',
      {
        memories: [{ id: 'board', type: 'list' }],
        tasks: [task('draft', [], { writes: [{ ...writes[0]!, do: 'insert', at: 'size(' }] })],
      },
      'error tasks[0].writes[0].at: The task draft: the value "size(" cannot be read',
    ],
    [
      'a write that expects what nobody can compare',
      { tasks: [task('draft', [], { writes: [{ ...writes[0]!, expect: 0 }] })] },
      'error tasks[0].writes[0].expect: The task "draft" expects what stands in "board", which is strong: majorities alone cannot compare and set; make it primary-backup',
    ],
    [
      'an expectation that cannot be read',
      {
        memories: [{ ...board, consistency: 'primary-backup' }],
        tasks: [task('draft', [], { writes: [{ ...writes[0]!, expect: 'go on' }] })],
      },
      'error tasks[0].writes[0].expect: The task draft: the value "go on" cannot be read',
    ],
    [
      'a key that nobody writes',
      { tasks: [task('look', [], { reads: [{ memory: 'board', key: 'plan' }] })] },
      'warning tasks[0].reads[0]: The task "look" reads plan of "board", and no task writes it',
    ],
    [
      'a memory that is not there',
      { tasks: [task('look', [], { reads: [{ memory: 'boart', key: 'plan' }] })] },
      'error tasks[0].reads[0].memory: ',
    ],
    [
      'a value that cannot be read',
      { tasks: [task('draft', [], { writes: [{ memory: 'board', key: 'plan', value: 'go on' }] })] },
      'error tasks[0].writes[0].value: The task draft: the value "go on" cannot be read',
    ],
    [
      'a value that means nothing',
      { tasks: [task('draft', [], { writes: [{ memory: 'board', key: 'plan', value: 'go' }] })] },
      'error tasks[0].writes[0].value: The task draft: the value "go" names "go", which means nothing here; it sees results.draft and memory, and a text is written "\'go\'"',
    ],
    [
      'a value over the result of a task that does not stand before it',
      { tasks: [task('a'), task('draft', [], { writes: [{ memory: 'board', key: 'plan', value: 'results.a' }] })] },
      'error tasks[1].writes[0].value: The task draft: the value "results.a" names "a", which "draft" does not wait for; let it depend on "a" too.',
    ],
    [
      'a condition over a memory that is misspelt',
      { tasks: [task('draft', [], { writes }), task('next', [{ task: 'draft', when: 'memory.baord.plan == 1' }])] },
      'error tasks[1].dependsOn[0].when: A dependency of next: the condition "memory.baord.plan == 1" names the memory "baord", and there is no such memory; perhaps "board" is meant.',
    ],
    [
      'a condition over a memory that nobody it sees has used',
      {
        tasks: [
          task('draft', [], { writes }),
          task('mid', ['draft']),
          task('next', [{ task: 'mid', when: 'memory.board.plan == 1' }]),
        ],
      },
      'error tasks[2].dependsOn[0].when: A dependency of next: the condition "memory.board.plan == 1" names the memory "board", which "mid" neither reads nor writes',
    ],
  ])('%s', (_what, more, sentence) => {
    expect(said(more).filter((each) => each.startsWith(sentence))).toHaveLength(1);
  });
});

describe('[SM11] a condition sees what the dependency, or a task that it names, read or wrote last', () => {
  it('and sends no message for it', () => {
    const reads = [{ memory: 'board', key: 'plan' }];
    const add = [{ memory: 'board', key: 'plan', value: 'memory.board.plan + 1' }];
    const played = play(
      piece(
        [
          task('draft', [], { writes: [{ memory: 'board', key: 'plan', value: 4 }] }),
          task('edit', ['draft'], { reads, writes: add }),
          task('taken', [{ task: 'edit', when: 'memory.board.plan == 5' }]),
          task('untaken', [{ task: 'edit', when: 'memory.board.plan == 4' }], { onFailure: 'continue' }),
          task('named', ['edit', { task: 'taken', when: 'results.draft.ok && memory.board.plan == 4' }]),
        ],
        { agents: crew(3), memories: [board] },
      ),
    );
    expect(played.states).toEqual({
      draft: 'succeeded',
      edit: 'succeeded',
      taken: 'succeeded',
      untaken: 'skipped',
      named: 'succeeded',
    });
  });
});
