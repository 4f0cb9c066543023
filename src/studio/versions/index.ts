/** The door of the versions: the past of the open document, and the dialog that shows it. */
export { DocumentPast } from './history.svelte.ts';
export { default as HistoryDialog } from './HistoryDialog.svelte';
export { default as RunsPopover } from './runs/RunsPopover.svelte';
