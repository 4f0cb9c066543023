/** The door of the studio's state: classes for the app to build, context for components to read. */
export { addAgentsEdit } from './document/add-agents.ts';
export {
  getGhost,
  getLayOut,
  getMeasurer,
  getMemories,
  getNotices,
  getRunSession,
  getShortcuts,
  getStepLink,
  getTheme,
  getWorkspace,
  setGhost,
  setLayOut,
  setMeasurer,
  setMemories,
  setNotices,
  setRunSession,
  setShortcuts,
  setStepLink,
  setTheme,
  setWorkspace,
} from './context.ts';
export type { CopyStepLink, LayOut } from './context.ts';
export type { Measurer, StartMeasurer } from './run/measurer.ts';
export { bytesIn, fileBytesMax, textIn } from './chosen-file.ts';
export type { DocumentKeeper, KeptDocument, KeptState, SaveState } from './document/document-keeper.ts';
export type { EnginePort } from './run/engine-port.ts';
export { inventId } from './fresh-id.ts';
export { sameMeaning } from './document/same-meaning.ts';
export { nodeIdsOf } from './document/node-ids.ts';
export { namePartsIn } from './document/name-parts.ts';
export { LibraryKeeper } from './document/library-keeper.ts';
export { messageOf, Notices } from './notices.svelte.ts';
export type { Notice, NoticeAction, NoticeOptions } from './notices.svelte.ts';
export { isBoolean, isNumber, isString, allRemembered, recall, remember, rememberAgain } from './remembered.ts';
export { comparisonHref, documentHref, libraryHref, parseRoute, sharedHref } from './routes.ts';
export type { LinkedView, Route } from './routes.ts';
export { Ghost } from './run/ghost.svelte.ts';
export type { Trace } from './run/ghost.svelte.ts';
export { EachFrame, OneAtATime } from './run/one-at-a-time.ts';
export { RunSession } from './run/run-session.svelte.ts';
export type { RunBefore, StartOptions } from './run/run-session.svelte.ts';
export { edgeEnds, edgeId, Selection } from './document/selection.svelte.ts';
export type { EdgeEnds, SelectMode } from './document/selection.svelte.ts';
export { Shortcuts } from './shortcuts.svelte.ts';
export type { Offer, Shortcut } from './shortcuts.svelte.ts';
export { Theme } from './theme.svelte.ts';
export type { ThemeChoice } from './theme.svelte.ts';
export { thisPage } from './this-page.ts';
export type { LinkTarget } from './this-page.ts';
export { Views } from './views.svelte.ts';
export { Workspace } from './document/workspace.svelte.ts';
export type { EditOptions } from './document/workspace.svelte.ts';
