/** The door of the canvas: the component, and the kinds of nodes that a palette may offer for it. */
export { default as Canvas } from './Canvas.svelte';
export { actionLook } from './cards/action-icons.ts';
export { kindTransfer, nodeKinds, searchKinds } from './graph/node-kinds.ts';
export type { NodeKindId, NodeKindItem } from './graph/node-kinds.ts';
