/** What keys do with selection and places: select everything, nudge what is selected, go from one node to the next. */
import type { Place } from '../../../document/index.ts';
import { edgeEnds } from '../../state/index.ts';
import type { CanvasDesk } from '../desk.svelte.ts';
import { moveAllEdit, shifted } from '../graph/edits.ts';

/** Selects everything that is drawn. */
export function selectAll({ nodes, workspace }: CanvasDesk): void {
  workspace.select(nodes.filter(({ type }) => type !== 'beyond').map(({ id }) => id));
}

/** Moves what is selected by so much, and says it; nudges in a row are one step of undo. */
export function nudgeSelection(desk: CanvasDesk, by: Place, towards: string): void {
  const { document, selection } = desk.workspace;
  const moved = shifted(desk.standing, selection.ids, by);
  const [[only, place] = []] = moved;
  if (document === null || only === undefined || place === undefined) return;
  const said =
    moved.size === 1
      ? `${desk.nameOf(only)} moved ${towards}, to ${String(Math.round(place.x))}, ${String(Math.round(place.y))}`
      : `${String(moved.size)} moved ${towards}`;
  desk.edit(moveAllEdit(document, desk.places, moved), 'Nudge', {
    coalesce: `nudge:${[...moved.keys()].join(',')}`,
    said,
  });
}

/** Selects the nearest node in a direction from the selected one, or the one nearest the middle. */
export function walk(desk: CanvasDesk, direction: Place): void {
  const { single } = desk.workspace.selection;
  const from = single === null || edgeEnds(single) !== null ? null : single;
  const origin = (from === null ? undefined : desk.standing.get(from)) ?? desk.view?.centre() ?? { x: 0, y: 0 };
  let best: { id: string; score: number } | null = null;
  for (const { id, type, position } of desk.nodes) {
    if (type === 'frame' || type === 'beyond') continue;
    const { x, y } = position;
    const [dx, dy] = [x - origin.x, y - origin.y];
    const along = dx * direction.x + dy * direction.y;
    if (id === from || (from !== null && along <= 0)) continue;
    const aside = Math.abs(dx * direction.y) + Math.abs(dy * direction.x);
    const score = from === null ? Math.hypot(dx, dy) : along + aside * 2;
    if (best === null || score < best.score) best = { id, score };
  }
  if (best !== null) desk.workspace.focus(best.id);
}
