/**
 * A reader of EDN (https://github.com/edn-format/edn), as far as histories need it: every form with the line on which it begins.
 * Text may come from anywhere: depth and number of forms are bounded, and what cannot be read is refused with its line.
 */
import { JSON_LIMITS, type Json } from '../../base/index.ts';

/** A keyword is its name with the colon; a list, a vector and a set are all `many`. */
export type Form = { readonly line: number } & (
  | { readonly kind: 'atom'; readonly value: Json }
  | { readonly kind: 'name'; readonly name: string }
  | { readonly kind: 'many'; readonly items: readonly Form[] }
  | { readonly kind: 'map'; readonly items: readonly Form[] }
);

/** One sentence on what is wrong, with its line. */
export class UnreadableHistory extends Error {
  override readonly name = 'UnreadableHistory';
  readonly where: string;

  constructor(where: string, says: string) {
    super(`${where}: ${says}`);
    this.where = where;
  }
}

interface Open {
  readonly line: number;
  readonly closing: string;
  readonly items: Form[];
}

const closingOf: Readonly<Record<string, string>> = { '(': ')', '[': ']', '{': '}', '#{': '}' };
const escapes: Readonly<Record<string, string>> = { n: '\n', t: '\t', r: '\r', b: '\b', f: '\f', '\\': '\\', '"': '"' };
const characters: Readonly<Record<string, string>> = { newline: '\n', space: ' ', tab: '\t', return: '\r' };
const token = /[\s,]+|;[^\n]*|#_|#\{|[()[\]{}]|\\(?:[a-zA-Z]+|.)|#?[^\s,;"()[\]{}\\]+/suy;
const whole = /^[+-]?(?:0|[1-9]\d*)N?$/u;
const decimal = /^[+-]?\d+(?:\.\d*)?(?:[eE][+-]?\d+)?M?$/u;

/** All forms of a text, one after the other; throws `UnreadableHistory`. `lineAt` is the line on which the text begins. */
export function readEdn(text: string, lineAt = 1): readonly Form[] {
  const top: Open = { line: lineAt, closing: '', items: [] };
  const stack: Open[] = [top];
  /** Where the next form of a level is to be left out (`#_`): how many at that level. */
  const dropped: number[] = [0];
  let line = lineAt;
  let forms = 0;
  const put = (form: Form): void => {
    forms += 1;
    if (forms > JSON_LIMITS.elementsMax)
      fail(line, `there are more than ${String(JSON_LIMITS.elementsMax)} forms; split the file`);
    const level = stack.length - 1;
    if (dropped[level]! > 0) dropped[level]! -= 1;
    else stack[level]!.items.push(form);
  };
  for (let at = 0; at < text.length;) {
    const found = tokenAt(text, at, line);
    at += found.length;
    const open = stack[stack.length - 1]!;
    if (closingOf[found] !== undefined) {
      if (stack.length > JSON_LIMITS.depthMax)
        fail(line, `more than ${String(JSON_LIMITS.depthMax)} forms stand inside one another; make it flatter`);
      stack.push({ line, closing: found === '#{' ? '#}' : closingOf[found], items: [] });
      dropped.push(0);
    } else if (found === ')' || found === ']' || found === '}') {
      close(open, found, line, stack, dropped, put);
    } else if (found === '#_') dropped[stack.length - 1]! += 1;
    else if (!/^(?:[\s,;]|#[^_{])/u.test(found)) put(atom(found, line));
    for (let end = found.indexOf('\n'); end >= 0; end = found.indexOf('\n', end + 1)) line += 1;
  }
  const open = stack[stack.length - 1]!;
  if (open !== top) fail(open.line, `what begins here is never closed; add ${open.closing.slice(-1)}`);
  return top.items;
}

/** A text is read by hand: a pattern would run out of room for a long one. */
function tokenAt(text: string, at: number, line: number): string {
  if (text[at] === '"') {
    let end = at + 1;
    while (end < text.length && text[end] !== '"') end += text[end] === '\\' ? 2 : 1;
    if (end >= text.length) fail(line, 'a text does not end; close it with "');
    return text.slice(at, end + 1);
  }
  token.lastIndex = at;
  const [found] = token.exec(text) ?? fail(line, `nothing begins with ${text[at]!}; remove it`);
  return found;
}

/** Refuses what stands on a line. */
export function fail(line: number, says: string): never {
  throw new UnreadableHistory(`line ${String(line)}`, says);
}

function close(
  open: Open,
  found: string,
  line: number,
  stack: Open[],
  dropped: number[],
  put: (form: Form) => void,
): void {
  if (open.closing.slice(-1) !== found)
    fail(
      line,
      open.closing === ''
        ? `${found} closes nothing; remove it`
        : `${found} stands where ${open.closing.slice(-1)} is due, which closes line ${String(open.line)}`,
    );
  if (open.closing === '}' && open.items.length % 2 === 1) fail(open.line, 'a map has a key without a value; add it');
  stack.pop();
  dropped.pop();
  put({ kind: open.closing === '}' ? 'map' : 'many', items: open.items, line: open.line });
}

function atom(found: string, line: number): Form {
  const is = (value: Json): Form => ({ kind: 'atom', value, line });
  if (found === 'nil') return is(null);
  if (found === 'true' || found === 'false') return is(found === 'true');
  if (found.startsWith('"')) return is(textOf(found.slice(1, -1), line));
  if (found.startsWith('\\')) return is(characters[found.slice(1)] ?? found.slice(1));
  if (/^[+-]?\d/u.test(found)) {
    const value = Number(found.replace(/[NM]$/u, ''));
    if (!whole.test(found) && !decimal.test(found)) fail(line, `${found} is no number; write it as a text in quotes`);
    if (!Number.isFinite(value) || (whole.test(found) && !Number.isSafeInteger(value)))
      fail(line, `${found} is too large to be kept exactly; write it as a text in quotes`);
    return is(value === 0 ? 0 : value);
  }
  return { kind: 'name', name: found, line };
}

function textOf(written: string, line: number): string {
  const read = written.replace(/\\(u[0-9a-fA-F]{4}|[\s\S])/gu, (_, sign: string) => {
    if (sign.length === 5) return String.fromCharCode(Number.parseInt(sign.slice(1), 16));
    return escapes[sign] ?? fail(line, `\\${sign} means nothing in a text; write \\\\ for a backslash`);
  });
  if (/\p{Cs}/u.test(read)) fail(line, 'a text holds half of a character; remove it');
  return read;
}

/** A form as plain data: names are texts, a map is an object whose keys are written as texts. */
export function plainForm(form: Form): Json {
  if (form.kind === 'atom') return form.value;
  if (form.kind === 'name') return form.name;
  if (form.kind === 'many') return form.items.map(plainForm);
  const pairs: [string, Json][] = [];
  for (let at = 0; at < form.items.length; at += 2)
    pairs.push([JSON.stringify(plainForm(form.items[at]!)), plainForm(form.items[at + 1]!)]);
  return Object.fromEntries(pairs);
}
