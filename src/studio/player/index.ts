/** The door of the player: the bottom panel from which a run is played, stepped, scrubbed and read, and the timelines of two runs. */
export { default as PairTimelines } from './timeline/pair/PairTimelines.svelte';
export type { PairRun } from './timeline/pair/pair-run.ts';
export { default as Player } from './Player.svelte';
