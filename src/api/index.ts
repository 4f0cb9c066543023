/** The door of `api`: a document is run, checked or replayed by one call; the command line prints what it gives. */
export { load, notRunnable, placed, runnable } from './load.ts';
export { Refusal } from './refusal.ts';
export { replay, runFrom, type OwnCheckpoints } from './replay.ts';
export { simulate, type Simulation, type Warning } from './simulate.ts';
export { validate } from './validate.ts';
