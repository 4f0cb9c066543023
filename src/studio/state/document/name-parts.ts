/** What tells the names of a document from each other. Names of tasks are compared with those of tasks, and so on; each list is read once. */
import { shownName, type Document } from '../../../document/index.ts';
import { partsOfNames, wholeName, type PartsOf } from '../../format/index.ts';

type Named = readonly { readonly id: string; readonly name?: string | undefined }[];

const read = new WeakMap<Named, PartsOf>();

function partsIn(nodes: Named | undefined): PartsOf {
  if (nodes === undefined) return () => wholeName;
  let parts = read.get(nodes);
  if (parts === undefined) {
    parts = partsOfNames(nodes.map(shownName));
    read.set(nodes, parts);
  }
  return parts;
}

/** Says of a name that something in the document has what tells it from others. */
export function namePartsIn(document: Document | null): PartsOf {
  const lists = [document?.tasks, document?.agents, document?.resources, document?.memories].map(partsIn);
  return (name) => {
    for (const list of lists) {
      const parts = list(name);
      if (parts.tell > 0 || parts.own > 0) return parts;
    }
    return wholeName;
  };
}
