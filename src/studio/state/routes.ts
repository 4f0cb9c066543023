/**
 * The addresses of the page, after the `#`: the library at `/`, a document at `/d/<id>`, a run of it at `/d/<id>/r/<run>`, a shared
 * workflow at `/s/<payload>`.
 * Pure: reading and writing addresses only; who listens to them is the app's business.
 */
export type Route =
  | { readonly page: 'library' }
  | { readonly page: 'shared'; readonly payload: string }
  | { readonly page: 'studio'; readonly documentId: string; readonly runId: string | null };

/** The route of a hash; anything that is not understood is the library. */
export function parseRoute(hash: string): Route {
  const [, payload] = /^#\/s\/(.*)$/s.exec(hash) ?? [];
  if (payload !== undefined) return { page: 'shared', payload };
  const [, document, run] = /^#\/d\/([^/]+)(?:\/r\/([^/]+))?\/?$/.exec(hash) ?? [];
  const documentId = decoded(document);
  return documentId === null ? { page: 'library' } : { page: 'studio', documentId, runId: decoded(run) };
}

/** The address of the library. */
export const libraryHref = '#/';

/** The address of a document, or of one run of it. */
export function documentHref(documentId: string, runId: string | null = null): string {
  const run = runId === null ? '' : `/r/${encodeURIComponent(runId)}`;
  return `#/d/${encodeURIComponent(documentId)}${run}`;
}

/** The address of a workflow that is in the address itself. */
export function sharedHref(payload: string): string {
  return `#/s/${payload}`;
}

function decoded(part: string | undefined): string | null {
  if (part === undefined) return null;
  try {
    return decodeURIComponent(part);
  } catch {
    return null;
  }
}
