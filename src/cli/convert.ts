/**
 * `conclave convert`: a file in another format, on standard output or into a file. A domain of GENIUS comes in several files.
 */
import { exportDocument, importFile, looksLikeGenius } from '../interchange/index.ts';
import type { CommandLine } from './arguments/command-line.ts';
import { load, Refusal } from '../api/index.ts';
import type { Ended } from './ended.ts';

type Line = Extract<CommandLine, { command: 'convert' }>;

export function convert(line: Line, read: (path: string) => Uint8Array): Ended {
  const { document } = loaded(line, read);
  const { text } = exportDocument(document, line.to);
  if (line.output === null) return { output: { text }, status: 0 };
  return { output: null, status: 0, files: [{ path: line.output, text }] };
}

function loaded(line: Line, read: (path: string) => Uint8Array): ReturnType<typeof load> {
  const [first = '-', ...more] = line.files;
  if (more.length === 0) return load(read(first), first, line);
  const parts = line.files.map((file) => ({ file, bytes: read(file) }));
  for (const { file, bytes } of parts) {
    if (!looksLikeGenius(bytes))
      throw new Refusal(`convert takes one file, or several of GENIUS; ${file} is none of GENIUS: leave it out.`);
    const alone = importFile(bytes, file);
    // Its own lines are told; that it is a part only is no fault here.
    if (!alone.ok && alone.error.code !== 'genius/parties') load(bytes, file, line);
  }
  return load(joined(parts.map(({ bytes }) => bytes)), first, line);
}

const newline = 10;

function joined(parts: readonly Uint8Array[]): Uint8Array {
  const all = new Uint8Array(parts.reduce((sum, { length }) => sum + length + 1, 0)).fill(newline);
  let at = 0;
  for (const part of parts) {
    all.set(part, at);
    at += part.length + 1;
  }
  return all;
}
