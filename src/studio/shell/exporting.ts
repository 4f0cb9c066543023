/** The formats that a document is exported in. The writers come by dynamic import when one is wanted. */
import type { Document } from '../../document/index.ts';

export interface DocumentFormat {
  readonly id: 'conclave' | 'wfformat' | 'mermaid' | 'dot';
  readonly label: string;
  readonly hint: string;
  readonly ending: string;
  readonly type: string;
}

export const documentFormats: readonly DocumentFormat[] = [
  { id: 'conclave', label: 'Conclave JSON', hint: 'Everything, kind to version control.', ending: '.json', type: 'application/json' },
  { id: 'wfformat', label: 'WfFormat', hint: 'Tasks and dependencies, for scientific workflow tools.', ending: '.wfformat.json', type: 'application/json' },
  { id: 'mermaid', label: 'Mermaid', hint: 'A flowchart for Markdown.', ending: '.mmd', type: 'text/plain' },
  { id: 'dot', label: 'DOT', hint: 'A graph for Graphviz.', ending: '.dot', type: 'text/vnd.graphviz' },
];

/** The text of a document in a format. */
export async function writeDocument(document: Document, format: DocumentFormat['id']): Promise<string> {
  const { exportDocument } = await import('../../interchange/index.ts');
  return exportDocument(document, format);
}
