/** The door of the library: the page, and the desk that takes files in. */
export { default as BackupDialog } from './BackupDialog.svelte';
export { default as DropZone } from './DropZone.svelte';
export { ImportDesk } from './shelf/import-desk.svelte.ts';
export type { RunJournal } from './shelf/library-backup.ts';
export type { Imported, ImportFile, OpenImported } from './shelf/import-desk.svelte.ts';
export { LibraryShelf } from './shelf/library-shelf.ts';
export { default as LibraryPage } from './LibraryPage.svelte';
export { recordRuns } from './shelf/run-recorder.ts';
export type { Shelf, ShelfRow, ToldRun } from './shelf/shelf-port.ts';
export { default as SupplyAgentsDialog } from './SupplyAgentsDialog.svelte';
