/** The door of the commands: the desk that opens palette and sheet, and the places that others offer to the palette. */
export { default as CommandDesk } from './CommandDesk.svelte';
export { documentOffers, nodeOffers } from './offers.ts';
