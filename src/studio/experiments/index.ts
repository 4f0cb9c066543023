/** The door of the studio's experiments: what measures the open document, the dialog of what came of it, and two runs side by side. */
export { default as ExperimentDialog } from './ExperimentDialog.svelte';
export { Experiments } from './experiment.svelte.ts';
export { comparedWords, foundWords } from './earlier.ts';
export { labelsOfRuns } from './pair/chosen.ts';
export { default as PairView } from './pair/PairView.svelte';
export { RunPair, type PairSides } from './pair/run-pair.svelte.ts';
