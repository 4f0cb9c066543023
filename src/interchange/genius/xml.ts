/*
 * A strict reader of XML, for files that hold nothing but elements with attributes: no document types, no entities but the five that
 * XML has and numbers of characters, bounded in size and depth. Several documents may stand one after the other. Nothing is fetched,
 * nothing is expanded, and text between elements is passed over.
 */
import { err, ok, type Result } from '../../base/index.ts';

export interface Element {
  readonly name: string;
  readonly attributes: ReadonlyMap<string, string>;
  readonly children: readonly Element[];
  /** Counted from 1. */
  readonly line: number;
}

/** Characters, elements and levels that are read at most. */
export const charactersMax = 8_000_000;
const elementsMax = 200_000;
const depthMax = 40;

export const tooLong = `The file has more than ${String(charactersMax / 1_000_000)} million characters, and no more are read; take a part of it.`;

export interface XmlProblem {
  readonly sentence: string;
  readonly line: number;
}

class Refused extends Error {
  readonly at: number;
  constructor(sentence: string, at: number) {
    super(sentence);
    this.at = at;
  }
}

/** The outermost elements of a text, or where and why it cannot be read. */
export function readXml(text: string): Result<readonly Element[], XmlProblem> {
  if (text.length > charactersMax) return err({ sentence: tooLong, line: 1 });
  try {
    return ok(new Reader(text).read());
  } catch (error) {
    if (!(error instanceof Refused)) throw error;
    return err({ sentence: error.message, line: lineAt(text, error.at) });
  }
}

function lineAt(text: string, at: number): number {
  let line = 1;
  for (let place = text.indexOf('\n'); place !== -1 && place < at; place = text.indexOf('\n', place + 1)) line += 1;
  return line;
}

const name = /[A-Za-z_:][\w:.-]*/y;
const attribute = /\s+([A-Za-z_:][\w:.-]*)\s*=\s*(?:"([^"<]*)"|'([^'<]*)')/y;
const end = /\s*(\/?)>/y;
const named: Readonly<Record<string, string>> = { amp: '&', lt: '<', gt: '>', quot: '"', apos: "'" };

interface Open {
  readonly name: string;
  readonly children: Element[];
}

class Reader {
  readonly #text: string;
  #at = 0;
  #count = 0;
  /** Lines are counted as the reader goes on. */
  #line = 1;
  #counted = 0;

  constructor(text: string) {
    this.#text = text;
  }

  read(): readonly Element[] {
    const roots: Element[] = [];
    const open: Open[] = [];
    for (;;) {
      const next = this.#text.indexOf('<', this.#at);
      if (next === -1) break;
      this.#at = next;
      if (this.#skips('<!--', '-->') || this.#skips('<![CDATA[', ']]>') || this.#skips('<?', '?>')) continue;
      if (this.#text.startsWith('<!', next))
        throw new Refused('A document type or entity stands here, and none is read; take it out.', next);
      if (this.#text.startsWith('</', next)) this.#close(open);
      else this.#open(open, roots);
    }
    const [left] = open.slice(-1);
    if (left !== undefined)
      throw new Refused(`The element ${left.name} is not closed; the file may be cut off.`, this.#text.length);
    return roots;
  }

  /** Passes over what begins and ends so. */
  #skips(begin: string, close: string): boolean {
    if (!this.#text.startsWith(begin, this.#at)) return false;
    const to = this.#text.indexOf(close, this.#at + begin.length);
    if (to === -1) throw new Refused(`What begins with ${begin} is not closed; the file may be cut off.`, this.#at);
    this.#at = to + close.length;
    return true;
  }

  #open(open: Open[], roots: Element[]): void {
    const from = this.#at;
    this.#at += 1;
    const [own] = this.#match(name) ?? [];
    if (own === undefined)
      throw new Refused('A < stands here without the name of an element; write &lt; for it.', from);
    this.#count += 1;
    if (this.#count > elementsMax)
      throw new Refused(`There are more than ${String(elementsMax)} elements, and no more are read.`, from);
    if (open.length >= depthMax)
      throw new Refused(`Elements are nested more than ${String(depthMax)} deep; flatten them.`, from);
    const attributes = new Map<string, string>();
    for (let found = this.#match(attribute); found !== null; found = this.#match(attribute)) {
      const [, key = '', double, single] = found;
      if (attributes.has(key)) throw new Refused(`The element ${own} has ${key} twice; keep one.`, from);
      attributes.set(key, this.#unescaped(double ?? single ?? '', from));
    }
    const closed = this.#match(end);
    if (closed === null)
      throw new Refused(`The element ${own} is not well written; attributes stand as name="value".`, from);
    const children: Element[] = [];
    const element: Element = { name: own, attributes, children, line: this.#lineOf(from) };
    (open.at(-1)?.children ?? roots).push(element);
    if (closed[1] === '') open.push({ name: own, children });
  }

  #close(open: Open[]): void {
    const from = this.#at;
    this.#at += 2;
    const [own = ''] = this.#match(name) ?? [];
    const last = open.pop();
    if (last?.name !== own || this.#match(end)?.[1] !== '')
      throw new Refused(`</${own}> closes nothing here${last === undefined ? '' : `; ${last.name} is open`}.`, from);
  }

  #match(pattern: RegExp): RegExpExecArray | null {
    pattern.lastIndex = this.#at;
    const found = pattern.exec(this.#text);
    if (found !== null) this.#at = pattern.lastIndex;
    return found;
  }

  #unescaped(text: string, at: number): string {
    return text.replace(/&([^;&\s]{0,40});?/g, (whole, what: string) => {
      const known = Object.hasOwn(named, what) ? named[what] : undefined;
      if (known !== undefined && whole.endsWith(';')) return known;
      const [, hex, decimal] = /^#(?:x([\da-fA-F]{1,6})|(\d{1,7}))$/.exec(what) ?? [];
      const code = hex === undefined ? Number(decimal) : Number.parseInt(hex, 16);
      if (!(code > 0 && code <= 0x10_ffff))
        throw new Refused(`&${what.slice(0, 20)} is no character; write &amp; for an &.`, at);
      return String.fromCodePoint(code);
    });
  }

  #lineOf(at: number): number {
    for (; this.#counted < at; this.#counted += 1) if (this.#text.charCodeAt(this.#counted) === 10) this.#line += 1;
    return this.#line;
  }
}
