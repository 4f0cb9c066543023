/** The door of the player: the bottom panel from which a run is played, stepped, scrubbed and read. */
export { default as Player } from './Player.svelte';
