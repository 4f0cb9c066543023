/** The signs that stand among the messages, in the diagram, in its legend and in pictures of it. */

/** A mask, about its middle: what is said with it is a lie. */
export const maskPath = 'M-7 -3q7 3 14 0q1 8 -4 7l-3 -2l-3 2q-5 1 -4 -7z';
