/** The door of the inspector. */
export { default as Inspector } from './Inspector.svelte';
export { requestField } from './field-request.ts';
