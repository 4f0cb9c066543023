/**
 * Sizes of the cards and where wires leave them. The canvas is told everything here, so that nothing has to be measured:
 * ten thousand nodes are ready at once. The styles of cards and handles must keep to these sizes.
 */
import { Position, type Node } from '@xyflow/svelte';

/** A rectangle of the drawing. */
export interface Box {
  readonly x: number;
  readonly y: number;
  readonly width: number;
  readonly height: number;
}

export const agentSize = { width: 152, height: 60 } as const;
export const taskSize = { width: 176, height: 62 } as const;
export const compositeSize = { width: 176, height: 76 } as const;
/** A resource or a shared memory. */
export const shareSize = { width: 168, height: 48 } as const;
/** A task elsewhere that a wire on this sheet leads to. */
export const beyondSize = { width: 148, height: 30 } as const;

/** A handle is a dot of this size that sits on the middle of an edge of its card. */
export const handleSize = 9;
/** How far a wire that ends at a handle stays off the card. */
export const handleReach = handleSize / 2;

export const agentHandles: NonNullable<Node['handles']> = [
  { type: 'target', position: Position.Top, ...dotAt(agentSize.width / 2, 0) },
  { type: 'source', position: Position.Bottom, ...dotAt(agentSize.width / 2, agentSize.height) },
];

export const taskHandles = sideHandles(taskSize);
export const compositeHandles = sideHandles(compositeSize);
export const beyondHandles = sideHandles(beyondSize);

export const shareHandles = sideHandles(shareSize);

/** In on the left, out on the right. */
function sideHandles({
  width,
  height,
}: {
  readonly width: number;
  readonly height: number;
}): NonNullable<Node['handles']> {
  return [
    { type: 'target', position: Position.Left, ...dotAt(0, height / 2) },
    { type: 'source', position: Position.Right, ...dotAt(width, height / 2) },
  ];
}

function dotAt(x: number, y: number): { x: number; y: number; width: number; height: number } {
  return { x: x - handleReach, y: y - handleReach, width: handleSize, height: handleSize };
}
