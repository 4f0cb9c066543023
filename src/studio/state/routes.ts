/**
 * The addresses of the page, after the `#`: the library at `/`, a document at `/d/<id>`, a run of it at `/d/<id>/r/<run>`, and where to
 * look in it at `/d/<id>/r/<run>?at=<step>&tab=<tab>&select=<id>,<id>`; a comparison that is kept with it at
 * `/d/<id>/compare/<comparison>`; a shared workflow at `/s/<payload>`.
 * Pure: reading and writing addresses only; who listens to them is the app's business.
 */
export type Route =
  | { readonly page: 'library' }
  | { readonly page: 'shared'; readonly payload: string }
  | {
      readonly page: 'studio';
      readonly documentId: string;
      readonly runId: string | null;
      /** Null where the address says nothing of it, or nothing that is understood. */
      readonly view: LinkedView | null;
      /** The kept comparison that is shown over the document; null where none is. */
      readonly comparisonId: string | null;
    };

/** Where to look in a run: what an address may say beside it. Whether there are such tabs and nodes is not known here. */
export interface LinkedView {
  readonly step: number | null;
  readonly tabs: readonly string[];
  readonly selected: readonly string[];
}

/** Of more nodes an address would grow too long to be sent. */
const linkedNodesMax = 50;
const linkedTabsMax = 2;

/** The route of a hash; anything that is not understood is the library. */
export function parseRoute(hash: string): Route {
  const [, payload] = /^#\/s\/(.*)$/s.exec(hash) ?? [];
  if (payload !== undefined) return { page: 'shared', payload };
  const [, document, kind, part, query] =
    /^#\/d\/([^/?]+)(?:\/(r|compare)\/([^/?]+))?\/?(?:\?(.*))?$/s.exec(hash) ?? [];
  const documentId = decoded(document);
  if (documentId === null) return { page: 'library' };
  const partId = decoded(part);
  const [runId, comparisonId] = kind === 'compare' ? [null, partId] : [partId, null];
  return { page: 'studio', documentId, runId, view: runId === null ? null : viewIn(query ?? ''), comparisonId };
}

/** The address of the library. */
export const libraryHref = '#/';

/** The address of a document, or of one run of it, and where to look in that. */
export function documentHref(documentId: string, runId: string | null = null, view: LinkedView | null = null): string {
  const run = runId === null ? '' : `/r/${encodeURIComponent(runId)}${view === null ? '' : queryOf(view)}`;
  return `#/d/${encodeURIComponent(documentId)}${run}`;
}

/** The address of a comparison that is kept with a document. */
export function comparisonHref(documentId: string, comparisonId: string): string {
  return `#/d/${encodeURIComponent(documentId)}/compare/${encodeURIComponent(comparisonId)}`;
}

/** The address of a workflow that is in the address itself. */
export function sharedHref(payload: string): string {
  return `#/s/${payload}`;
}

function queryOf({ step, tabs, selected }: LinkedView): string {
  const nodes = selected.length > linkedNodesMax ? [] : selected;
  const parts = [
    ...(step === null ? [] : [`at=${String(step)}`]),
    ...(tabs.length === 0 ? [] : [`tab=${tabs.map(encodeURIComponent).join(',')}`]),
    ...(nodes.length === 0 ? [] : [`select=${nodes.map(encodeURIComponent).join(',')}`]),
  ];
  return parts.length === 0 ? '' : `?${parts.join('&')}`;
}

/** What a query says; what is damaged or unknown in it says nothing. */
function viewIn(query: string): LinkedView | null {
  const said = (name: string): string =>
    query
      .split('&')
      .find((part) => part.startsWith(`${name}=`))
      ?.slice(name.length + 1) ?? '';
  const step = stepIn(said('at'));
  const tabs = listIn(said('tab'), linkedTabsMax);
  const selected = listIn(said('select'), linkedNodesMax);
  return step === null && tabs.length === 0 && selected.length === 0 ? null : { step, tabs, selected };
}

/** A step that no run reaches is as good as its end. */
function stepIn(text: string): number | null {
  return /^\d+$/.test(text) ? Math.min(Number(text), Number.MAX_SAFE_INTEGER) : null;
}

function listIn(text: string, max: number): readonly string[] {
  const parts = text.split(',').map(decoded);
  return [...new Set(parts.filter((part) => part !== null && part !== ''))].slice(0, max) as readonly string[];
}

function decoded(part: string | undefined): string | null {
  if (part === undefined) return null;
  try {
    return decodeURIComponent(part);
  } catch {
    return null;
  }
}
