/** The entry point of the terms that explain themselves. */
export { default as Explained } from './Explained.svelte';
export { default as Term } from './Term.svelte';
export { meaningOf } from './terms.ts';
