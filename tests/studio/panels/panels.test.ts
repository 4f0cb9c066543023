/** Palette, outline and problems as a person meets them, by keyboard and by name. */
import { screen, within } from '@testing-library/svelte';
import { userEvent } from '@testing-library/user-event';
import { describe, expect, it, vi } from 'vitest';
import type { Document } from '../../../src/document/index.ts';
import { AddPanel, OutlinePanel, ProblemsPanel } from '../../../src/studio/panels/index.ts';
import { twoTasks } from '../support/fake-keeper.ts';
import { stage } from './stage.ts';

describe('palette', () => {
  it('says when nothing is called so', async () => {
    await stage(AddPanel, twoTasks);
    await userEvent.type(screen.getByLabelText('Search what can be added'), 'dragon');
    expect(screen.getByRole('status')).toHaveTextContent('Nothing is called “dragon”');
  });

  it('adds what was searched for by Enter, and what is clicked', async () => {
    const { shortcuts } = await stage(AddPanel, twoTasks);
    const added: string[] = [];
    shortcuts.register(
      ['task', 'worker', 'manager'].map((kind) => ({
        id: `canvas.add.${kind}`,
        label: kind,
        group: 'Canvas',
        run: () => {
          added.push(kind);
        },
      })),
    );
    await userEvent.type(screen.getByLabelText('Search what can be added'), 'lead{Enter}');
    await userEvent.clear(screen.getByLabelText('Search what can be added'));
    await userEvent.click(screen.getByRole('button', { name: /^Task/ }));
    expect(added).toEqual(['manager', 'task']);
  });
});

describe('outline', () => {
  it('is operated by keyboard: arrows, folding, Enter, Space, Delete', async () => {
    const { workspace, kept } = await stage(OutlinePanel, twoTasks);
    const agents = screen.getByRole('tree', { name: /^Agents/ });
    agents.focus();
    await userEvent.keyboard('{ArrowDown}{Enter}');
    expect(workspace.selection.single).toBe('ana');
    expect(workspace.focusRequest?.id).toBe('ana');
    await userEvent.keyboard('{ArrowLeft}{ArrowLeft}');
    expect(within(agents).getAllByRole('treeitem')).toHaveLength(1);
    await userEvent.keyboard('{ArrowRight} ');
    expect([...workspace.selection.ids].sort()).toEqual(['ana', 'lead']);
    screen.getByRole('tree', { name: /^Tasks/ }).focus();
    await userEvent.keyboard('{End}{Delete}');
    expect(kept.appended).toEqual([{ kind: 'remove-node', collection: 'tasks', id: 'write' }]);
  });

  it('tells a screen reader level, place and what comes before', async () => {
    await stage(OutlinePanel, twoTasks);
    const ana = screen.getByRole('treeitem', { name: /^ana/ });
    expect(ana).toHaveAttribute('aria-level', '2');
    expect(ana).toHaveAttribute('aria-setsize', '1');
    expect(screen.getByRole('treeitem', { name: 'write 1.00 s, after collect' })).toBeInTheDocument();
    // The button that folds is for the hand: arrows do it, and no row is called after it.
    expect(screen.getByRole('treeitem', { name: /^lead/ })).toHaveAttribute('aria-expanded', 'true');
    expect(screen.queryByRole('button', { name: 'Fold' })).toBeNull();
  });

  it('names the row that comes into the place of one that was deleted', async () => {
    await stage(OutlinePanel, { tasks: [{ id: 'a b' }, { id: 'c' }] });
    const tree = screen.getByRole('tree', { name: /^Tasks/ });
    tree.focus();
    const named = () => document.getElementById(tree.getAttribute('aria-activedescendant') ?? '')?.textContent;
    const [first, id] = [named(), tree.getAttribute('aria-activedescendant')];
    expect(first).toContain('a b');
    await userEvent.keyboard('{Delete}');
    expect(named()).toContain('c');
    expect(tree.getAttribute('aria-activedescendant')).not.toBe(id);
  });

  it('keeps only the rows that are seen in the page', async () => {
    await stage(OutlinePanel, { tasks: Array.from({ length: 3000 }, (_, index) => ({ id: `t${String(index)}` })) });
    expect(screen.getAllByRole('treeitem').length).toBeLessThan(60);
    expect(screen.getByRole('heading', { name: /Tasks 3000/ })).toBeInTheDocument();
  });
});

describe('problems', () => {
  const wrong: Document = {
    agents: [{ id: 'ana' }],
    tasks: [
      { id: 'a', dependsOn: ['gone'] },
      { id: 'b', requires: ['flying'] },
    ],
  };

  it('says that there are none', async () => {
    await stage(ProblemsPanel, { agents: [{ id: 'ana' }], tasks: [{ id: 'a' }] });
    expect(screen.getByText('No problems')).toBeInTheDocument();
  });

  it('are grouped by severity, lead to their node, and are mended as one undo', async () => {
    const { workspace } = await stage(ProblemsPanel, wrong);
    vi.spyOn(workspace, 'focus');
    const errors = screen.getByRole('region', { name: '1 error' });
    expect(screen.getByRole('region', { name: '1 warning' })).toBeInTheDocument();
    await userEvent.click(within(errors).getByRole('button', { name: /There is no task "gone"/ }));
    expect(workspace.focus).toHaveBeenCalledWith('a');
    await userEvent.click(within(errors).getByRole('button', { name: 'Remove the reference' }));
    expect(workspace.document?.tasks?.[0]).toEqual({ id: 'a', dependsOn: [] });
    expect(workspace.canUndo).toBe(true);
    workspace.undo();
    expect(workspace.document).toEqual(wrong);
  });
});
