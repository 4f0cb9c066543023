/**
 * What a new node is wired to without a wire being drawn: the task or the manager that is selected, or the card that it is let go
 * beside. Pure; whoever adds the node says so in its words, and undo takes back both at once.
 */
import { shownName, type Document, type Place } from '../../../document/index.ts';
import type { CanvasNode } from '../graph/drawing.ts';
import type { Wire } from '../graph/edits.ts';
import { wireTypeOf, type NodeKindId } from '../graph/node-kinds.ts';

/** How far to the right of a card, or below it, and how far off its line a new one may be let go to come after it; px of the drawing. */
const reach = { along: 120, back: 60, across: 52 };

/** The wire to what is selected; null where a new node of the kind does not follow it. */
export function wireFor(document: Document, selected: string | null, kind: NodeKindId): Wire | null {
  const type = wireTypeOf(kind);
  if (selected === null || type === null) return null;
  if (type === 'depends')
    return document.tasks?.some(({ id }) => id === selected) === true ? { node: selected, side: 'after' } : null;
  const agent = document.agents?.find(({ id }) => id === selected);
  if (agent === undefined) return null;
  if (isLead(document, selected)) return { node: selected, side: 'after' };
  // Beside somebody who reports to a manager comes another who does.
  const { reportsTo } = agent;
  const known = document.agents?.some(({ id }) => id === reportsTo) === true;
  return known && reportsTo !== undefined ? { node: reportsTo, side: 'after' } : null;
}

/** Whether an agent manages, or is meant to. */
export function isLead({ agents = [] }: Document, id: string): boolean {
  return agents.some((agent) => (agent.id === id && agent.role === 'manager') || agent.reportsTo === id);
}

/** What the wire to be means, as words after the name of what is added: "after Plan", "reporting to Ann"; empty for none. */
export function wireWords(document: Document, wire: Wire | null): string {
  if (wire === null) return '';
  const { agents = [], tasks = [] } = document;
  const task = tasks.find(({ id }) => id === wire.node);
  const after = wire.side === 'after';
  if (task !== undefined) return `${after ? 'after' : 'before'} ${shownName(task)}`;
  const agent = agents.find(({ id }) => id === wire.node);
  if (agent === undefined) return '';
  return after ? `reporting to ${shownName(agent)}` : `managing ${shownName(agent)}`;
}

/** The card that a new one, whose middle is let go at a place, stands right after; null when it stands alone. */
export function wireBeside(
  { nodes, document }: { readonly nodes: readonly CanvasNode[]; readonly document: Document },
  kind: NodeKindId,
  place: Place,
  size: { readonly width: number; readonly height: number },
): Wire | null {
  const type = wireTypeOf(kind);
  if (type === null) return null;
  let best: { readonly id: string; readonly far: number } | null = null;
  for (const { id, type: card, position, width = 0, height = 0 } of nodes) {
    const fits =
      type === 'depends' ? card === 'task' || card === 'composite' : card === 'agent' && isLead(document, id);
    if (!fits) continue;
    const [along, across] =
      type === 'depends'
        ? [place.x - size.width / 2 - (position.x + width), place.y - (position.y + height / 2)]
        : [place.y - size.height / 2 - (position.y + height), place.x - (position.x + width / 2)];
    const wide = type === 'depends' ? reach.across : size.width;
    if (along < -reach.back || along > reach.along || Math.abs(across) > wide) continue;
    const far = Math.abs(along) + Math.abs(across);
    if (best === null || far < best.far) best = { id, far };
  }
  return best === null ? null : { node: best.id, side: 'after' };
}
