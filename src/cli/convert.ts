/**
 * `conclave convert`: a file in another format, on standard output or into a file.
 */
import { exportDocument } from '../interchange/index.ts';
import type { CommandLine } from './arguments/command-line.ts';
import { load } from '../api/index.ts';
import type { Ended } from './ended.ts';

export function convert(bytes: Uint8Array, line: Extract<CommandLine, { command: 'convert' }>): Ended {
  const { document } = load(bytes, line.file, line);
  const { text } = exportDocument(document, line.to);
  if (line.output === null) return { output: { text }, status: 0 };
  return { output: null, status: 0, files: [{ path: line.output, text }] };
}
