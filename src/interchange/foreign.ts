/*
 * What a file that is no JSON looks like by its first characters, so that a refusal can name it. It is a guess for a
 * sentence: nothing of such a file is read.
 */
import { decodeUtf8 } from '../base/index.ts';

/** So much of a file is looked at. */
const headBytes = 4096;

/** Beginnings in bytes. */
const marks: readonly (readonly [bytes: readonly number[], name: string])[] = [
  [[0x50, 0x4b, 0x03, 0x04], 'a zip archive (unpack it first)'],
  [[0x50, 0x4b, 0x05, 0x06], 'a zip archive (unpack it first)'],
  [[0x1f, 0x8b], 'a gzip archive (unpack it first)'],
  [[0x42, 0x5a, 0x68], 'a bzip2 archive (unpack it first)'],
  [[0x37, 0x7a, 0xbc, 0xaf], 'a 7z archive (unpack it first)'],
  [[0xfd, 0x37, 0x7a, 0x58], 'an xz archive (unpack it first)'],
  [[0x28, 0xb5, 0x2f, 0xfd], 'a zstd archive (unpack it first)'],
  [[0x25, 0x50, 0x44, 0x46], 'a PDF'],
  [[0x89, 0x50, 0x4e, 0x47], 'a picture (PNG)'],
  [[0xff, 0xd8, 0xff], 'a picture (JPEG)'],
  [[0x47, 0x49, 0x46, 0x38], 'a picture (GIF)'],
  [[0x53, 0x51, 0x4c, 0x69, 0x74, 0x65], 'a database (SQLite)'],
  [[0x7f, 0x45, 0x4c, 0x46], 'a program'],
];

/** Beginnings of texts, in the order in which they are tried. */
const texts: readonly (readonly [beginning: RegExp, name: string])[] = [
  [/^<\?xml[^>]*\?>\s*(?:<!--[\s\S]*?-->\s*)*<(?:\w+:)?definitions\b/u, 'BPMN (XML)'],
  [/^<(?:\w+:)?definitions\b/u, 'BPMN (XML)'],
  [/^(?:<\?xml[^>]*\?>\s*)?(?:<!--[\s\S]*?-->\s*)*(?:<!DOCTYPE svg[^>]*>\s*)?<svg\b/iu, 'a picture (SVG)'],
  [/^(?:<!DOCTYPE html|<html\b)/iu, 'a web page (HTML)'],
  [/^<[?!a-z]/iu, 'XML'],
  [/^(?:%%\{|%%\s)/u, 'Mermaid'],
  [
    /^---\s*\n(?:[^\n]*\n){0,20}?---\s*\n\s*(?:flowchart|graph|sequenceDiagram|stateDiagram|classDiagram|gantt)\b/u,
    'Mermaid',
  ],
  [/^(?:flowchart|graph)\s+(?:TB|TD|BT|RL|LR)\b/u, 'Mermaid'],
  [
    /^(?:flowchart|sequenceDiagram|stateDiagram(?:-v2)?|classDiagram|erDiagram|gantt|journey|mindmap|gitGraph|timeline)\b/u,
    'Mermaid',
  ],
  [/^(?:(?:\/\*[\s\S]*?\*\/|\/\/[^\n]*\n|#[^\n]*\n)\s*)*(?:strict\s+)?(?:di)?graph\b[^{:=\n]*\{/iu, 'DOT (Graphviz)'],
  [/^@start(?:uml|mindmap|json)/u, 'PlantUML'],
  [/^#!.*\bpython/u, 'Python'],
  [
    /^(?:(?:#[^\n]*)?\n|\s)*(?:from\s+[\w.]+\s+import\b|import\s+[\w.]+(?:\s*,\s*[\w.]+)*(?:\s+as\s+\w+)?\s*(?:\n|$)|def\s+\w+\s*\(|class\s+\w+\s*[(:]|async\s+def\b|@\w[\w.]*(?:\(|\s*\n)|"""|''')/u,
    'Python',
  ],
  [/^#!/u, 'a script'],
  [
    /^(?:\s*(?:\/\/[^\n]*\n|\/\*[\s\S]*?\*\/))*\s*(?:import\s+[\w*{'"]|export\s|const\s|let\s|var\s|function\s|'use strict'|"use strict")/u,
    'JavaScript or TypeScript',
  ],
  [/^(?:event|data|id|retry):\s?[^\n]*\n(?:[^\n]*\n)*?data:\s?[[{]/u, 'a stream of events (SSE)'],
  [/^data:\s?[[{]/u, 'a stream of events (SSE)'],
  [/^(?:#[^\n]*\n\s*)*(?:%YAML|---\s)/u, 'YAML'],
  [/^(?:#[^\n]*\n\s*)*\[[\w."' -]+\]\s*\n\s*(?:#[^\n]*\n\s*)*[\w."'-]+\s*=/u, 'TOML or INI'],
  [/^(?:#[^\n]*\n\s*)*(?:-\s+\S|(?:[\w.-]+|"[^"\n]+"|'[^'\n]+')\s*:(?:\s|$))/u, 'YAML'],
  [/^[^\n{}[\]<>]*[,;\t][^\n{}[\]<>]*\n[^\n{}[\]<>]*[,;\t]/u, 'a table (CSV)'],
];

/** What a file looks like that could not be read as JSON; null for what may be meant for it. */
export function foreignName(input: string | Uint8Array): string | null {
  if (typeof input !== 'string') {
    const mark = marks.find(([bytes]) => bytes.every((byte, at) => input[at] === byte));
    if (mark !== undefined) return mark[1];
  }
  const head = typeof input === 'string' ? input.slice(0, headBytes) : decodeUtf8(input.subarray(0, headBytes)).text;
  const text = head
    .replace(/^\ufeff/u, '')
    .replaceAll(/\r\n?/gu, '\n')
    .trimStart();
  if (text.startsWith('{') || text === '') return looksLikeLines(text) ? 'JSON Lines, one value a line' : null;
  return texts.find(([beginning]) => beginning.test(text))?.[1] ?? null;
}

/** Whether each of the first two lines is an object of its own. */
function looksLikeLines(text: string): boolean {
  return /^\{[^\n]*\}[ \t]*\n\{[^\n]*\}/u.test(text);
}
