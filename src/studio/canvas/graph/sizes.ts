/**
 * Sizes of the cards and where wires leave them. The canvas is told everything here, so that nothing has to be measured:
 * ten thousand nodes are ready at once. A card's style must keep to these sizes.
 */
import { Position, type Node } from '@xyflow/svelte';

export const agentSize = { width: 152, height: 60 } as const;
export const taskSize = { width: 164, height: 62 } as const;

/** Room between a dependency's arrow and the card that it points to. */
const arrowGap = 3;
const reach = 10;

export const agentHandles: NonNullable<Node['handles']> = [
  { type: 'target', position: Position.Top, x: agentSize.width / 2 - reach / 2, y: 0, width: reach, height: 1 },
  { type: 'source', position: Position.Bottom, x: agentSize.width / 2 - reach / 2, y: agentSize.height - 1, width: reach, height: 1 },
];

export const taskHandles: NonNullable<Node['handles']> = [
  { type: 'target', position: Position.Left, x: -arrowGap, y: taskSize.height / 2 - reach / 2, width: 1, height: reach },
  { type: 'source', position: Position.Right, x: taskSize.width - 1, y: taskSize.height / 2 - reach / 2, width: 1, height: reach },
];
