/**
 * Switching tasks off and on again: a task that is off is passed over when the document runs. One edit, whatever is selected.
 * What that means for a run is told in document/enabled.
 */
import { shownName, type Edit, type Task } from '../../../document/index.ts';
import { plural } from '../../design/index.ts';
import type { CanvasDesk } from '../desk.svelte.ts';

/** The tasks among what is selected. */
export function selectedTasks({ workspace }: CanvasDesk): readonly Task[] {
  return (workspace.document?.tasks ?? []).filter(({ id }) => workspace.selection.has(id));
}

/** Switches the selected tasks off; on again when all of them are off. */
export function switchSelection(desk: CanvasDesk): void {
  const chosen = selectedTasks(desk);
  const off = chosen.some(({ disabled }) => disabled !== true);
  const edits: Edit[] = chosen
    .filter(({ disabled }) => (disabled === true) !== off)
    .map(({ id }) => ({
      kind: 'update-node',
      collection: 'tasks',
      id,
      field: ['disabled'],
      ...(off ? { value: true } : {}),
    }));
  const [only] = chosen;
  const what = only !== undefined && chosen.length === 1 ? shownName(only) : plural(chosen.length, 'task');
  const said = `${what} ${off ? 'disabled' : 'enabled'}`;
  if (edits.length > 0) desk.edit({ kind: 'batch', edits }, off ? 'Disable' : 'Enable', { said });
}
