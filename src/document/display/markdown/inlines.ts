/**
 * What stands in a line of a note: plain text, bold and italic words, code and links. A link leads to http, https or mailto, or is the
 * text that was typed; there is no other markup and no picture. Any text is read, in time that grows with its length.
 */
export type Inline =
  | { readonly kind: 'text'; readonly text: string }
  | { readonly kind: 'code'; readonly text: string }
  | { readonly kind: 'break' }
  | { readonly kind: 'bold' | 'italic'; readonly parts: readonly Inline[] }
  | { readonly kind: 'link'; readonly href: string; readonly parts: readonly Inline[] };

/** Marks within marks are read so deep; deeper ones are text. */
const depthMax = 6;
const labelMax = 500;
const hrefMax = 2000;
const punctuation = /[!-/:-@[-`{-~]/u;
const letter = /[\p{L}\p{N}]/u;
const blank = /\s/u;

/** The address of a link as it may be followed; null for anything that is no web page or mail. */
export function safeHref(written: string): string | null {
  const href = written.trim();
  if (href.length > hrefMax || !/^(?:https?:\/\/[^/?#]|mailto:[^?#])/iu.test(href)) return null;
  // What no address holds unwritten: blanks, controls, quotes, angles, backslashes and signs that turn the reading about.
  return /[\s\p{Cc}\p{Cf}"'<>\\`]/u.test(href) ? null : href;
}

export function inlinesOf(text: string): readonly Inline[] {
  return new Reader(text, 0).read();
}

class Reader {
  readonly #text: string;
  readonly #depth: number;
  readonly #parts: Inline[] = [];
  /** Marks that do not close any more, so that each is looked for once. */
  readonly #open = new Set<string>();
  #plain = '';
  #at = 0;

  constructor(text: string, depth: number) {
    this.#text = text;
    this.#depth = depth;
  }

  read(): readonly Inline[] {
    const text = this.#text;
    while (this.#at < text.length) {
      if (this.#marked()) continue;
      this.#plain += text[this.#at] ?? '';
      this.#at += 1;
    }
    this.#flush();
    return this.#parts;
  }

  /** Reads a mark where it stands; false where there is none. */
  #marked(): boolean {
    const sign = this.#text[this.#at];
    switch (sign) {
      case '\n':
        return this.#put({ kind: 'break' }, this.#at + 1);
      case '\\':
        return this.#escaped();
      case '`':
        return this.#code();
      case '*':
      case '_':
        return this.#strong(sign) || this.#emphasis(sign) || this.#run(sign);
      case '[':
        return this.#link();
      case 'h':
        return this.#address();
      default:
        return false;
    }
  }

  #put(part: Inline, next: number): true {
    this.#flush();
    this.#parts.push(part);
    this.#at = next;
    return true;
  }

  #flush(): void {
    if (this.#plain !== '') this.#parts.push({ kind: 'text', text: this.#plain });
    this.#plain = '';
  }

  #escaped(): boolean {
    const next = this.#text[this.#at + 1];
    if (next === undefined || !punctuation.test(next)) return false;
    this.#plain += next;
    this.#at += 2;
    return true;
  }

  /** Signs that close nothing are text, all of a row at once. */
  #run(sign: string): true {
    while (this.#text[this.#at] === sign) {
      this.#plain += sign;
      this.#at += 1;
    }
    return true;
  }

  #code(): boolean {
    const ticks = /^`+/u.exec(this.#text.slice(this.#at, this.#at + 16))?.[0] ?? '`';
    const from = this.#at + ticks.length;
    const to = this.#closing(ticks, from, (at) => this.#text[at - 1] !== '`' && this.#text[at + ticks.length] !== '`');
    if (to === -1) return this.#run('`');
    return this.#put({ kind: 'code', text: this.#text.slice(from, to).trim() }, to + ticks.length);
  }

  #strong(sign: string): boolean {
    const marks = sign.repeat(2);
    const from = this.#at + 2;
    if (!this.#text.startsWith(marks, this.#at) || !this.#opens(sign, from)) return false;
    const closes = (at: number) => at > from && this.#text[at + 2] !== sign && this.#ends(sign, at, 2);
    const to = this.#closing(marks, from, closes);
    return to !== -1 && this.#within('bold', from, to, 2);
  }

  #emphasis(sign: string): boolean {
    const from = this.#at + 1;
    if (this.#text[from] === sign || !this.#opens(sign, from)) return false;
    const alone = (at: number) => this.#text[at - 1] !== sign && this.#text[at + 1] !== sign;
    const closes = (at: number) => at > from && alone(at) && this.#ends(sign, at, 1);
    const to = this.#closing(sign, from, closes);
    return to !== -1 && this.#within('italic', from, to, 1);
  }

  /** What marks open begins with no blank, and not within a word. */
  #opens(sign: string, from: number): boolean {
    return this.#depth < depthMax && !this.#blankAt(from) && !this.#inWord(sign, this.#at - 1);
  }

  #ends(sign: string, at: number, marks: number): boolean {
    return !this.#blankAt(at - 1) && !this.#inWord(sign, at + marks);
  }

  #within(kind: 'bold' | 'italic', from: number, to: number, marks: number): true {
    return this.#put({ kind, parts: new Reader(this.#text.slice(from, to), this.#depth + 1).read() }, to + marks);
  }

  /** `[label](address)`; one that may not be followed stays as it was typed. */
  #link(): boolean {
    const labelTo = this.#text.slice(this.#at, this.#at + labelMax).indexOf('](');
    if (labelTo < 2 || this.#depth >= depthMax) return false;
    const from = this.#at + labelTo + 2;
    const to = this.#text.slice(from, from + hrefMax).indexOf(')');
    const href = to === -1 ? null : safeHref(this.#text.slice(from, from + to));
    if (href === null) return false;
    const label = this.#text.slice(this.#at + 1, this.#at + labelTo);
    const parts = new Reader(label, depthMax).read().filter(({ kind }) => kind !== 'link');
    return this.#put({ kind: 'link', href, parts }, from + to + 1);
  }

  /** An address as it stands, up to what ends a sentence. */
  #address(): boolean {
    if (this.#depth >= depthMax || !/^https?:\/\//u.test(this.#text.slice(this.#at, this.#at + 8))) return false;
    if (this.#at > 0 && letter.test(this.#text[this.#at - 1] ?? '')) return false;
    const [found = ''] = /^[^\s<>()[\]"'`*]+/u.exec(this.#text.slice(this.#at, this.#at + hrefMax)) ?? [];
    const written = found.replace(/[.,;:!?]+$/u, '');
    const href = found.length === hrefMax ? null : safeHref(written);
    if (href === null) return false;
    return this.#put({ kind: 'link', href, parts: [{ kind: 'text', text: written }] }, this.#at + written.length);
  }

  /** Where marks close that opened before; -1 for nowhere. */
  #closing(marks: string, from: number, closes: (at: number) => boolean): number {
    if (this.#open.has(marks)) return -1;
    for (let at = this.#text.indexOf(marks, from); at !== -1; at = this.#text.indexOf(marks, at + 1))
      if (closes(at)) return at;
    this.#open.add(marks);
    return -1;
  }

  #blankAt(at: number): boolean {
    const sign = this.#text[at];
    return sign === undefined || blank.test(sign);
  }

  /** Underlines in words, as in names of files, mark nothing. */
  #inWord(sign: string, beside: number): boolean {
    return sign === '_' && letter.test(this.#text[beside] ?? '');
  }
}
