/** The door of the canvas: the component, and the kinds of nodes that a palette may offer for it. */
export { default as Canvas } from './Canvas.svelte';
export { default as CommandMenu } from './hands/CommandMenu.svelte';
export { actionLook } from './cards/action-icons.ts';
export { kindTransfer, nodeKinds, searchKinds, transferTypeOf } from './graph/node-kinds.ts';
export type { NodeKindId, NodeKindItem } from './graph/node-kinds.ts';
export { agentLine, isLiar, loadOf, taskLine, taskWord } from './cards/card-words.ts';
export { agreementOf, consensusOf, usualProtocol, type ConsensusAction } from './standing/agreement.ts';
export { removalOf } from './commands/clipping.ts';
export { elementId } from './graph/drawing.ts';
export { placesOf } from './graph/places.ts';
export { memoryLine, resourceLine } from './shares/share-words.ts';
export { noteColours, paintOf, remarkEdit, remarkOf } from './notes/notes.ts';
export type { Remark } from './notes/notes.ts';
export { wireFor, wireWords } from './wires/autoconnect.ts';
