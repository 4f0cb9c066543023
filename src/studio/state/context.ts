/**
 * The studio's state, handed down by context. What an engineer of a panel must know:
 *
 * - `getWorkspace()` is the open document. `workspace.shown` is what to draw: the run's graph during a run, else the document.
 *   Change it only by `workspace.edit(edit, { coalesce?, label? })` with the edits of `document/edit/edit.ts`; the same `coalesce` key in a
 *   row (a drag, a slider) is one undo until `workspace.seal()`. It returns false when it was not taken, which was then said.
 * - `workspace.selection` is a `Selection` of node ids and edge ids (`edgeId(kind, from, to)`, `edgeEnds(id)`), shared by all panels.
 *   `workspace.focus(id)` selects a node and asks the canvas to centre on it: watch `workspace.focusRequest` (it has a growing `turn`).
 * - `workspace.editable` is false in read-only tabs, while a run plays, and when the open run's graph is no longer the document: show
 *   values, disable controls. Moving nodes keeps an open run on screen; any other edit closes it (it stays stored, and a toast says so).
 * - `getRunSession()` is the run. `taskView(id)` and `agentView(id)` are reactive for one node each; read them in the node's own
 *   component. `step`, `timeMs`, `caption`, `touched`, `status` change at most once a frame. Ask windows again when
 *   `status` or `step` changes; `look({ kind, ... })` asks one, and gives null when there is nothing to show. `player.seek(step)`
 *   may be called as often as a pointer moves.
 * - `getShortcuts().register([...])` returns how to take them back: `$effect(() => shortcuts.register([...]))`.
 * - `getNotices()` says one sentence: `toast(text, { actions })`, `banner(text, { key })`, `failure(what, error)`.
 * - Components come from `../design/index.ts`, icons one by one from `@lucide/svelte/icons/<name>`. Use tokens, never colours. No inline
 *   `style="..."` attributes (the page's CSP drops them): Svelte's `style:left="..."` works.
 * - The frame places what these doors export: `canvas` Canvas; `inspector` Inspector; `panels` LeftPanel (its tabs Add, Outline,
 *   Problems); `player` Player with `{ folded, toggle }` (folded: show the transport row only, 44 px free at its right end).
 * - Each panel is already inside `<Panel>` (an error boundary); a panel fills its parent (`height: 100%`, own scrolling).
 */
import { createContext, getContext, setContext } from 'svelte';
import type { Document, Place } from '../../document/index.ts';
import type { Library } from '../../storage/index.ts';
import type { Notices } from './notices.svelte.ts';
import type { Ghost } from './run/ghost.svelte.ts';
import type { StartMeasurer } from './run/measurer.ts';
import type { RunSession } from './run/run-session.svelte.ts';
import type { Shortcuts } from './shortcuts.svelte.ts';
import type { Theme } from './theme.svelte.ts';
import type { Workspace } from './document/workspace.svelte.ts';

export const [getWorkspace, setWorkspace] = createContext<Workspace>();
export const [getRunSession, setRunSession] = createContext<RunSession>();
export const [getTheme, setTheme] = createContext<Theme>();
export const [getShortcuts, setShortcuts] = createContext<Shortcuts>();
export const [getNotices, setNotices] = createContext<Notices>();

/** Works out where everything of a document stands best; the page does it in a worker. */
export type LayOut = (document: Document) => Promise<Readonly<Record<string, Place>>>;

const layOutKey = Symbol('layOut');

export function setLayOut(layOut: LayOut): void {
  setContext(layOutKey, layOut);
}

/** Null where nobody offers it, as in a page that only shows. */
export function getLayOut(): LayOut | null {
  return getContext<LayOut | undefined>(layOutKey) ?? null;
}

const measurerKey = Symbol('measurer');

export function setMeasurer(start: StartMeasurer): void {
  setContext(measurerKey, start);
}

/** Null where nobody offers it: then there are no experiments. */
export function getMeasurer(): StartMeasurer | null {
  return getContext<StartMeasurer | undefined>(measurerKey) ?? null;
}

const ghostKey = Symbol('ghost');

export function setGhost(ghost: Ghost): Ghost {
  return setContext(ghostKey, ghost);
}

/** Null where no run before is known of, as in a page that only shows. */
export function getGhost(): Ghost | null {
  return getContext<Ghost | undefined>(ghostKey) ?? null;
}

/** Puts a link to a step of the open run on the clipboard, about a node or else about what is selected, and says so. */
export type CopyStepLink = (step: number, node?: string | null) => void;

const stepLinkKey = Symbol('stepLink');

export function setStepLink(copy: CopyStepLink): void {
  setContext(stepLinkKey, copy);
}

/** Null where runs have no address, as in a page that only shows. */
export function getStepLink(): CopyStepLink | null {
  return getContext<CopyStepLink | undefined>(stepLinkKey) ?? null;
}

const memoriesKey = Symbol('memories');

/** Where what agents remember from run to run is kept. */
export function setMemories(library: Pick<Library, 'memories'>): void {
  setContext(memoriesKey, library);
}

/** Null where nothing is kept, as in a page that only shows. */
export function getMemories(): Pick<Library, 'memories'> | null {
  return getContext<Pick<Library, 'memories'> | undefined>(memoriesKey) ?? null;
}
