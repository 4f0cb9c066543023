/** The formats that a document is exported in. The writers come by dynamic import when one is wanted. */
import type { Document } from '../../../document/index.ts';
import type { Exported, ExportFormat } from '../../../interchange/index.ts';

export interface DocumentFormat {
  readonly id: ExportFormat;
  readonly label: string;
  readonly hint: string;
}

export const documentFormats: readonly DocumentFormat[] = [
  { id: 'conclave', label: 'Conclave JSON', hint: 'Everything, kind to version control.' },
  { id: 'wfformat', label: 'WfFormat', hint: 'Tasks and dependencies, for scientific workflow tools.' },
  { id: 'mermaid', label: 'Mermaid', hint: 'A flowchart for Markdown.' },
  { id: 'dot', label: 'DOT', hint: 'A graph for Graphviz.' },
];

/** The document as a file in a format. */
export async function writeDocument(document: Document, format: ExportFormat): Promise<Exported> {
  const { exportDocument } = await import('../../../interchange/index.ts');
  return exportDocument(document, format);
}

/** The text of a run as a file. */
export async function writeRun(name: string, text: string): Promise<Exported> {
  const { RUN_FILE_ENDING, safeFileName } = await import('../../../interchange/index.ts');
  return { text, fileName: safeFileName(name, RUN_FILE_ENDING), mediaType: 'application/json' };
}
