/** The door of the left panels. */
export { default as AddPanel } from './AddPanel.svelte';
export { default as LeftPanel } from './LeftPanel.svelte';
export { default as OutlinePanel } from './OutlinePanel.svelte';
export { default as ProblemsPanel } from './ProblemsPanel.svelte';
export { LeftTab, type LeftTabId } from './left-tab.svelte.ts';
