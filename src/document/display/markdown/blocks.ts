/**
 * Notes and descriptions as Markdown: headings, paragraphs, lists, quotes, code and rules. Line breaks are kept as they were typed. What
 * is no markup that is known here is text; nothing is ever refused, and nothing of it is markup for the page.
 */
import { inlinesOf, type Inline } from './inlines.ts';

export interface ListItem {
  /** 0 for the outermost. */
  readonly depth: number;
  /** Its number as it was typed, or null for a bullet. */
  readonly number: number | null;
  readonly parts: readonly Inline[];
}

export type Block =
  | { readonly kind: 'heading'; readonly level: number; readonly parts: readonly Inline[] }
  | { readonly kind: 'paragraph' | 'quote'; readonly parts: readonly Inline[] }
  | { readonly kind: 'list'; readonly items: readonly ListItem[] }
  | { readonly kind: 'code'; readonly text: string }
  | { readonly kind: 'rule' };

/** Longer texts are shown as they were typed from there on. */
const lengthMax = 20_000;
const listDepthMax = 4;
const fence = /^ {0,3}(`{3,}|~{3,})/u;
const heading = /^ {0,3}(#{1,6})[ \t]+(\S.*)$/u;
const item = /^([ \t]*)(?:[-*+]|(\d{1,9})[.)])[ \t]+(\S.*)$/u;
const quote = /^ {0,3}>[ \t]?(.*)$/u;
const rule = /^ {0,3}(?:(?:-[ \t]*){3,}|(?:\*[ \t]*){3,}|(?:_[ \t]*){3,})$/u;

export function markdownOf(text: string): readonly Block[] {
  const lines = text.slice(0, lengthMax).replace(/\r\n?/gu, '\n').split('\n');
  const blocks: Block[] = [];
  for (let at = 0; at < lines.length;) at = readBlock(lines, at, blocks);
  const rest = text.slice(lengthMax);
  return rest === '' ? blocks : [...blocks, { kind: 'paragraph', parts: [{ kind: 'text', text: rest }] }];
}

/** Whether any of a text would be shown otherwise than as it was typed. */
export function isMarked(text: string): boolean {
  return markdownOf(text).some(
    (block) => block.kind !== 'paragraph' || block.parts.some((part) => part.kind !== 'text' && part.kind !== 'break'),
  );
}

/** A text without its marks, in the lines in which it would be shown. */
export function plainOf(text: string): string {
  if (!isMarked(text)) return text;
  return markdownOf(text)
    .map((block) => {
      if (block.kind === 'rule') return '———';
      if (block.kind === 'code') return block.text;
      if (block.kind === 'list') return block.items.map((each) => `${signOf(each)} ${wordsOf(each.parts)}`).join('\n');
      return wordsOf(block.parts);
    })
    .join('\n');
}

const signOf = ({ depth, number }: ListItem): string =>
  `${'  '.repeat(depth)}${number === null ? '•' : `${String(number)}.`}`;

function wordsOf(parts: readonly Inline[]): string {
  return parts
    .map((part) => ('parts' in part ? wordsOf(part.parts) : part.kind === 'break' ? '\n' : part.text))
    .join('');
}

/** Reads the block that begins at a line; returns the line behind it. */
function readBlock(lines: readonly string[], from: number, blocks: Block[]): number {
  const line = lines[from] ?? '';
  if (line.trim() === '') return from + 1;
  const [, ticks] = fence.exec(line) ?? [];
  if (ticks !== undefined) return readCode(lines, from, ticks, blocks);
  const [, signs, title] = heading.exec(line) ?? [];
  if (signs !== undefined && title !== undefined) {
    blocks.push({ kind: 'heading', level: signs.length, parts: inlinesOf(title.replace(/[ \t]+#+[ \t]*$/u, '')) });
    return from + 1;
  }
  if (rule.test(line)) {
    blocks.push({ kind: 'rule' });
    return from + 1;
  }
  if (item.test(line)) return readList(lines, from, blocks);
  if (quote.test(line)) return readQuote(lines, from, blocks);
  let to = from + 1;
  while (to < lines.length && !beginsBlock(lines[to] ?? '')) to += 1;
  blocks.push({ kind: 'paragraph', parts: inlinesOf(lines.slice(from, to).join('\n').trim()) });
  return to;
}

const beginsBlock = (line: string): boolean =>
  line.trim() === '' || [fence, heading, item, quote, rule].some((begins) => begins.test(line));

function readCode(lines: readonly string[], from: number, ticks: string, blocks: Block[]): number {
  let to = from + 1;
  while (to < lines.length && !(lines[to] ?? '').trim().startsWith(ticks)) to += 1;
  blocks.push({ kind: 'code', text: lines.slice(from + 1, to).join('\n') });
  return to + 1;
}

function readList(lines: readonly string[], from: number, blocks: Block[]): number {
  const items: ListItem[] = [];
  const indents: number[] = [];
  let at = from;
  for (; at < lines.length; at += 1) {
    const [, indent, number, words] = item.exec(lines[at] ?? '') ?? [];
    if (indent === undefined || words === undefined || rule.test(lines[at] ?? '')) break;
    const width = indent.replaceAll('\t', '    ').length;
    while (indents.length > 0 && width < (indents.at(-1) ?? 0)) indents.pop();
    if (indents.length === 0 || width > (indents.at(-1) ?? 0) + 1) indents.push(width);
    const depth = Math.min(indents.length - 1, listDepthMax);
    items.push({ depth, number: number === undefined ? null : Number(number), parts: inlinesOf(words.trim()) });
  }
  blocks.push({ kind: 'list', items });
  return at;
}

function readQuote(lines: readonly string[], from: number, blocks: Block[]): number {
  const quoted: string[] = [];
  let at = from;
  for (; at < lines.length; at += 1) {
    const [, words] = quote.exec(lines[at] ?? '') ?? [];
    if (words === undefined) break;
    quoted.push(words);
  }
  blocks.push({ kind: 'quote', parts: inlinesOf(quoted.join('\n').trim()) });
  return at;
}
