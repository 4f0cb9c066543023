/** The door of the studio's experiments: what measures the open document, and the dialog that shows what came of it. */
export { default as ExperimentDialog } from './ExperimentDialog.svelte';
export { Experiments } from './experiment.svelte.ts';
