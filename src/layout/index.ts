/*
 * The door of `layout`: where the nodes of a document stand when nobody has placed them. It is pure, it knows no
 * screen, and it never moves a node by itself: whoever asks decides what to do with the places.
 */
export { AGENT_SIZES, layoutDocument, LAYOUT_SIZES, type Place } from './layered.ts';
