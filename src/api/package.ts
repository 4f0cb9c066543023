/**
 * What the package exports: a document is run, checked or replayed by a call that gives a value or throws one sentence. Names
 * are public: they are added to, never renamed.
 */
export { Refusal, type ListedProblem } from './refusal.ts';
export { replay, type Replayed } from './replay.ts';
export { simulate, type SimulateOptions, type Simulation, type Warning } from './simulate.ts';
export type { Source } from './source.ts';
export { validate, type Validated } from './validate.ts';
export type { RunResult } from '../replay/index.ts';
