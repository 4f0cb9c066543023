/** Rows of what a task reads, writes, remembers and believes, and of an agent's goals, as a person meets them: by pointer and by keys. */
import { screen, within } from '@testing-library/svelte';
import { userEvent } from '@testing-library/user-event';
import { describe, expect, it } from 'vitest';
import type { Document } from '../../../../src/document/index.ts';
import { Inspector } from '../../../../src/studio/inspector/index.ts';
import { stage } from '../../panels/stage.ts';

const board: Document = {
  agents: [{ id: 'ana' }],
  memories: [{ id: 'board', name: 'Board' }],
  tasks: [
    { id: 'draft', writes: [{ memory: 'board', key: 'plan' }] },
    { id: 'print', dependsOn: ['draft'] },
  ],
};

async function chosen(document: Document, id: string) {
  const staged = await stage(Inspector, document);
  staged.workspace.select([id]);
  const task = () => staged.workspace.document?.tasks?.find((each) => each.id === id);
  await screen.findByLabelText('Id');
  return { ...staged, task, rows: (name: string) => within(screen.getByRole('group', { name })) };
}

describe('what a task reads and writes', () => {
  it('begins with a memory of its own where there is none, in one step', async () => {
    const { workspace, task, rows } = await chosen({ tasks: [{ id: 'a' }] }, 'a');
    rows('Reads').getByRole('button', { name: 'Read a key of a new memory' }).focus();
    await userEvent.keyboard('{Enter}');
    expect(task()?.reads).toEqual(['memory-1']);
    expect(workspace.document?.memories).toEqual([{ id: 'memory-1', name: 'Memory' }]);
    expect(document.activeElement).toBe(rows('Reads').getByLabelText('Memory'));
    workspace.undo();
    expect(workspace.document).toEqual({ tasks: [{ id: 'a' }] });
  });

  it('by key: a read of what others write, then another key, and none any more', async () => {
    const { workspace, task, rows } = await chosen(board, 'print');
    await userEvent.click(rows('Reads').getByRole('button', { name: 'Read a key' }));
    expect(task()?.reads).toEqual([{ memory: 'board', key: 'plan' }]);
    const key = rows('Reads').getByLabelText('Key');
    await userEvent.clear(key);
    await userEvent.type(key, 'notes{Delete}{Enter}');
    expect(task()?.reads).toEqual([{ memory: 'board', key: 'notes' }]);
    await userEvent.click(rows('Reads').getByRole('button', { name: 'Remove notes of Board' }));
    expect(task()).toEqual({ id: 'print', dependsOn: ['draft'] });
    expect(document.activeElement).toBe(rows('Reads').getByRole('button', { name: 'Read a key' }));
    expect(workspace.document?.tasks).toHaveLength(2);
  });

  it('a write of its result, of a value and of an expression', async () => {
    const { workspace, task, rows } = await chosen(board, 'draft');
    const value = () => (task()?.writes?.[0] as { readonly value?: unknown }).value;
    await userEvent.selectOptions(rows('Writes').getByLabelText('Value'), 'A value');
    const typed = rows('Writes').getByLabelText('Value: value');
    for (const [text, stored] of [
      ['go', '"go"'],
      ['12', 12],
      ['true', true],
    ] as const) {
      await userEvent.clear(typed);
      await userEvent.type(typed, `${text}{Enter}`);
      expect(value()).toEqual(stored);
    }
    await userEvent.clear(typed);
    await userEvent.type(typed, '[[1{Enter}');
    expect(value()).toBe(true);
    expect(screen.getByText(/^This is not JSON/)).toBeInTheDocument();
    await userEvent.selectOptions(rows('Writes').getByLabelText('Value'), 'An expression (CEL)');
    expect(value()).toBe('results.draft');
    await userEvent.selectOptions(rows('Writes').getByLabelText('Value'), 'Its result');
    expect(task()?.writes).toEqual([{ memory: 'board', key: 'plan' }]);
    workspace.undo();
    expect(value()).toBe('results.draft');
  });

  it('offers what the type of the memory can do, with the reason, and to compare where that is possible', async () => {
    const memories = [
      { id: 'sum', type: 'counter' as const },
      { id: 'cell', consistency: 'primary-backup' },
    ];
    const { task, rows } = await chosen({ ...board, memories, tasks: [{ id: 'draft', writes: ['sum'] }] }, 'draft');
    expect(rows('Writes').queryByLabelText('Do')).toBeNull();
    expect(rows('Writes').queryByLabelText('Only if')).toBeNull();
    expect(rows('Writes').getByText('A counter adds up the numbers written.')).toBeInTheDocument();
    await userEvent.selectOptions(rows('Writes').getByLabelText('Memory'), 'cell');
    await userEvent.selectOptions(rows('Writes').getByLabelText('Do'), 'Remove');
    await userEvent.selectOptions(rows('Writes').getByLabelText('Only if'), 'An expression (CEL)');
    expect(task()?.writes).toEqual([{ memory: 'cell', key: 'cell', do: 'remove', expect: 'memory.cell.cell' }]);
    await userEvent.selectOptions(rows('Writes').getByLabelText('Memory'), 'A new memory');
    expect(task()?.writes).toMatchObject([{ memory: 'memory-1' }]);
  });

  it('says at its row what is wrong there', async () => {
    const tasks = [{ id: 'a', reads: ['gone', { memory: 'board', key: 'plan' }] }];
    const { rows } = await chosen({ ...board, tasks }, 'a');
    const first = within(rows('Reads').getByRole('group', { name: 'gone of gone' }));
    expect(first.getByText(/no memory "gone"/)).toBeInTheDocument();
    const second = within(rows('Reads').getByRole('group', { name: 'plan of Board' }));
    expect(second.queryByText(/no memory/)).toBeNull();
  });
});

describe('what is remembered, believed and wanted', () => {
  it('a key with its importance, kept as a value', async () => {
    const { task, rows } = await chosen({ tasks: [{ id: 'a' }, { id: 'b', recalls: ['route'] }] }, 'a');
    await userEvent.click(rows('Remembers').getByRole('button', { name: 'Remember a key' }));
    expect(task()?.remembers).toEqual([{ key: 'route' }]);
    await userEvent.type(rows('Remembers').getByLabelText('Importance'), '2{Enter}');
    await userEvent.selectOptions(rows('Remembers').getByLabelText('Value'), 'A value');
    await userEvent.type(rows('Remembers').getByLabelText('Value: value'), 'north{Enter}');
    expect(task()?.remembers).toEqual([{ key: 'route', importance: 2, value: 'north' }]);
  });

  it('a thing is recalled by its key or by words, at most so many, seen under a name', async () => {
    const { task, rows } = await chosen(
      {
        tasks: [
          { id: 'a', remembers: [{ key: 'route' }] },
          { id: 'b', recalls: [] },
        ],
      },
      'b',
    );
    await userEvent.click(rows('Recalls').getByRole('button', { name: 'Recall something' }));
    expect(task()?.recalls).toEqual(['route']);
    await userEvent.selectOptions(rows('Recalls').getByLabelText('Found'), 'By words');
    await userEvent.type(rows('Recalls').getByLabelText('At most'), '2{Enter}');
    await userEvent.type(rows('Recalls').getByLabelText('Seen as'), 'way{Enter}');
    expect(task()?.recalls).toEqual([{ query: 'route', top: 2, key: 'way' }]);
    await userEvent.clear(rows('Recalls').getByLabelText('Words'));
    await userEvent.keyboard('{Enter}');
    expect(screen.getByText('Say what is looked for.')).toBeInTheDocument();
    expect(task()?.recalls).toEqual([{ query: 'route', top: 2, key: 'way' }]);
    await userEvent.selectOptions(rows('Recalls').getByLabelText('Found'), 'By its key');
    expect(task()?.recalls).toEqual(['way']);
  });

  it('a resource is held from and to, chosen from those that there are', async () => {
    const resources = [{ id: 'oven', name: 'Oven' }, { id: 'api' }];
    const { task, rows } = await chosen({ resources, tasks: [{ id: 'a' }] }, 'a');
    await userEvent.click(rows('Holds').getByRole('button', { name: 'Hold a resource' }));
    expect(task()?.holds).toEqual([{ resource: 'oven' }]);
    await userEvent.type(rows('Holds').getByLabelText('From'), '200{Enter}');
    await userEvent.type(rows('Holds').getByLabelText('To'), '600{Enter}');
    await userEvent.selectOptions(rows('Holds').getByLabelText('Resource'), 'api');
    expect(task()?.holds).toEqual([{ resource: 'api', fromMs: 200, toMs: 600 }]);
    await userEvent.click(rows('Holds').getByRole('button', { name: 'Remove api, 200 ms to 600 ms' }));
    expect(task()).toEqual({ id: 'a' });
  });

  it('a belief has one name, and a value that is a text only where it is written as one', async () => {
    const { workspace, rows } = await chosen({ agents: [{ id: 'ana', beliefs: { open: true } }] }, 'ana');
    const beliefs = () => workspace.document?.agents?.[0]?.beliefs;
    await userEvent.click(rows('Beliefs').getByRole('button', { name: 'Add a belief' }));
    const second = within(rows('Beliefs').getByRole('group', { name: 'belief-1' }));
    await userEvent.clear(second.getByLabelText('Belief'));
    await userEvent.type(second.getByLabelText('Belief'), 'open{Enter}');
    expect(await screen.findByText(/There is “open” already/)).toBeInTheDocument();
    expect(beliefs()).toEqual({ open: true, 'belief-1': true });
    await userEvent.clear(second.getByLabelText('Value'));
    await userEvent.type(second.getByLabelText('Value'), 'late{Enter}');
    expect(beliefs()).toEqual({ open: true, 'belief-1': 'late' });
    await userEvent.click(rows('Beliefs').getByRole('button', { name: 'Remove belief-1' }));
    await userEvent.click(rows('Beliefs').getByRole('button', { name: 'Remove open' }));
    expect(workspace.document?.agents?.[0]).toEqual({ id: 'ana' });
  });

  it('a goal is words, or has a condition', async () => {
    const { workspace, rows } = await chosen({ agents: [{ id: 'ana' }] }, 'ana');
    const goals = () => workspace.document?.agents?.[0]?.goals;
    await userEvent.click(rows('Goals').getByRole('button', { name: 'Add a goal' }));
    expect(goals()).toEqual(['goal 1']);
    const when = rows('Goals').getByLabelText('Reached when');
    await userEvent.type(when, 'results.a.ok');
    await userEvent.tab();
    expect(goals()).toEqual([{ id: 'goal 1', when: 'results.a.ok' }]);
    await userEvent.clear(when);
    await userEvent.tab();
    expect(goals()).toEqual(['goal 1']);
  });
});
