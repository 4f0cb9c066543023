/*
 * One entry for every format that a document is written in: the text, a name for the file that is safe on every
 * system, and its media type. An export reads the document and changes nothing.
 */
import { unreachable } from '../base/index.ts';
import type { Document } from '../document/index.ts';
import { writeConclave } from './conclave.ts';
import { writeDot } from './drawing/dot.ts';
import { visible } from './drawing/drawing.ts';
import { writeMermaid } from './drawing/mermaid.ts';
import { writeWfFormat, type Measured } from './wfformat/write.ts';

/** The formats that a document can be written in. */
export const EXPORT_FORMATS = ['conclave', 'wfformat', 'mermaid', 'dot'] as const;
export type ExportFormat = (typeof EXPORT_FORMATS)[number];

/** A file to be saved. */
export interface Exported {
  readonly text: string;
  readonly fileName: string;
  readonly mediaType: string;
}

export interface ExportOptions {
  /** WfFormat: what a run really took. */
  readonly measured?: Measured;
}

const STEM_MAX = 80;
/** Names that Windows keeps for devices. */
const DEVICES = /^(?:con|prn|aux|nul|com\d|lpt\d)$/i;

/** Writes a document in a format. */
export function exportDocument(document: Document, format: ExportFormat, options: ExportOptions = {}): Exported {
  const { name = '' } = document;
  switch (format) {
    case 'conclave':
      return { text: writeConclave(document), fileName: safeFileName(name, '.json'), mediaType: 'application/json' };
    case 'wfformat': {
      const text = writeWfFormat(document, options.measured);
      return { text, fileName: safeFileName(name, '.wfformat.json'), mediaType: 'application/json' };
    }
    case 'mermaid':
      return { text: writeMermaid(document), fileName: safeFileName(name, '.mmd'), mediaType: 'text/vnd.mermaid' };
    case 'dot':
      return { text: writeDot(document), fileName: safeFileName(name, '.dot'), mediaType: 'text/vnd.graphviz' };
    default:
      return unreachable(format);
  }
}

/** A file name out of any text: letters, digits, dots and dashes, and never a path or a device. */
export function safeFileName(name: string, ending: string): string {
  const stem = visible(name)
    .replaceAll(/[^\p{L}\p{M}\p{N}._-]+/gu, '-')
    .replaceAll(/\.{2,}/g, '.')
    .replace(/^[-._]+/, '');
  const short = Array.from(stem)
    .slice(0, STEM_MAX)
    .join('')
    .replace(/[-._]+$/, '');
  return `${short === '' || DEVICES.test(short.replace(/\..*$/, '')) ? `conclave-${short}`.replace(/-$/, '') : short}${ending}`;
}
