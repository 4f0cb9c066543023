/**
 * The places that the command palette can go to: the nodes of the open document and the documents of the library. They are made when
 * the palette opens, never kept.
 */
import { shownName, type Document } from '../../document/index.ts';
import type { Offer } from '../state/index.ts';

/** What is asked of a library. */
export interface DocumentSource {
  listDocuments(): Promise<
    readonly { readonly id: string; readonly name: string; readonly trashedAtMs: number | null }[]
  >;
}

/** Every agent, task, resource and shared memory, to be gone to by name. */
export function nodeOffers(document: Document | null, go: (id: string) => void): readonly Offer[] {
  const offer =
    (kind: string) =>
    ({ id, name }: { readonly id: string; readonly name?: string | undefined }): Offer => ({
      id: `node:${id}`,
      label: shownName({ id, name }),
      hint: name === undefined || name === id ? kind : `${kind} ${id}`,
      group: 'Go to a node',
      run: () => {
        go(id);
      },
    });
  const { agents = [], tasks = [], resources = [], memories = [] } = document ?? {};
  return [
    ...agents.map(offer('agent')),
    ...tasks.map(offer('task')),
    ...resources.map(offer('resource')),
    ...memories.map(offer('shared memory')),
  ];
}

/** Every document that is not in the trash, to be opened by name. */
export async function documentOffers(library: DocumentSource, open: (id: string) => void): Promise<readonly Offer[]> {
  const listings = await library.listDocuments();
  return listings
    .filter(({ trashedAtMs }) => trashedAtMs === null)
    .map(({ id, name }) => ({
      id: `document:${id}`,
      label: name === '' ? 'Untitled' : name,
      group: 'Open a document',
      run: () => {
        open(id);
      },
    }));
}
