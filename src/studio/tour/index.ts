/** The door of the first-run tour: three hints on the product itself, once. */
export { default as Tour } from './Tour.svelte';
