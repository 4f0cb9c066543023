/** What a document and a run are taken away as. The writers come by dynamic import when one is wanted. */
import type { Document } from '../../../document/index.ts';
import type { Exported, ExportFormat, PictureOptions } from '../../../interchange/index.ts';
import { pictureFile, replayPage, tooLargeForPage, viewerAddress } from '../../sharing/index.ts';
import type { DownloadFile } from './download.ts';

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

export type PictureFormat = 'svg' | 'png';

export const pictureFormats: readonly { readonly id: PictureFormat; readonly label: string; readonly hint: string }[] =
  [
    { id: 'svg', label: 'SVG', hint: 'Sharp at every size; text stays text.' },
    { id: 'png', label: 'PNG', hint: 'Twice the size of the screen.' },
  ];

/** The document as a file in a format. */
export async function writeDocument(document: Document, format: ExportFormat): Promise<DownloadFile> {
  const { exportDocument } = await import('../../../interchange/index.ts');
  return file(exportDocument(document, format));
}

/** The picture of a document as a file. */
export async function writePicture(
  document: Document,
  format: PictureFormat,
  options: PictureOptions,
): Promise<DownloadFile> {
  const { drawPicture } = await import('../../../interchange/index.ts');
  return pictureFile(drawPicture(document, options), document.name ?? '', format);
}

/** The text of a run as a file. */
export async function writeRun(name: string, text: string): Promise<DownloadFile> {
  const { RUN_FILE_ENDING, safeFileName } = await import('../../../interchange/index.ts');
  return { content: text, fileName: safeFileName(name, RUN_FILE_ENDING), mediaType: 'application/json' };
}

/** A run as one page that replays it without anything else. Throws a sentence when it is too large for that. */
export async function writeReplay(name: string, text: string, steps: number): Promise<DownloadFile> {
  const refusal = tooLargeForPage(text, steps);
  if (refusal !== null) throw new Error(refusal);
  const { safeFileName } = await import('../../../interchange/index.ts');
  const response = await fetch(new URL(viewerAddress, document.baseURI));
  if (!response.ok) throw new Error('The viewer could not be fetched; reload the page and try again.');
  const content = replayPage(await response.text(), text);
  return { content, fileName: safeFileName(name, '.replay.html'), mediaType: 'text/html' };
}

function file({ text, fileName, mediaType }: Exported): DownloadFile {
  return { content: text, fileName, mediaType };
}
