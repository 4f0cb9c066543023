/*
 * A strict JSON parser with limits, for text that may come from anywhere.
 * What `JSON.parse` would quietly bend (1e400, 2^53+1, duplicate keys, lone surrogates, prototype keys, endless depth)
 * is refused here with its place; -0 is normalised to 0. A refusal is a value, and nothing is half read. A text in which
 * nothing of the kind stands is left to `JSON.parse`, which takes half the time and half the memory.
 */
import { isForbiddenKey } from './ids.ts';
import { decodeUtf8, pathText, type Json, type JsonObject } from './json.ts';
import { err, ok, type Result } from './result.ts';

/** Why a text was refused. */
export type JsonProblemCode =
  | 'json/too-large'
  | 'json/too-many-elements'
  | 'json/too-deep'
  | 'json/encoding'
  | 'json/empty'
  | 'json/truncated'
  | 'json/syntax'
  | 'json/forbidden-key'
  | 'json/duplicate-key'
  | 'json/number-range'
  | 'json/lone-surrogate';

/** A refusal with its place: line and column count from 1, `path` is like `tasks[3].id` ('' is the whole text). */
export interface JsonProblem {
  readonly code: JsonProblemCode;
  /** The sentence with its place before it. */
  readonly message: string;
  /** The sentence alone, with the path where there is one: for whoever writes line and column before it. */
  readonly sentence: string;
  readonly path: string;
  readonly line: number;
  readonly column: number;
}

/** Bounds on what is read at all. */
export interface JsonLimits {
  /** Size of the text in bytes (of a string: its UTF-16 units), checked before anything is read. */
  readonly bytesMax: number;
  /** Values in the whole text. */
  readonly elementsMax: number;
  /** Arrays and objects inside one another. */
  readonly depthMax: number;
}

/** The bounds used when none are given. 100,000 tasks with a million plain dependencies, written out, take about 40 MB. */
export const JSON_LIMITS: JsonLimits = { bytesMax: 64 * 1024 * 1024, elementsMax: 5_000_000, depthMax: 64 };

/** Reads one JSON text, strictly and within limits. Never throws. */
export function parseJson(input: string | Uint8Array, limits: Partial<JsonLimits> = {}): Result<Json, JsonProblem> {
  const bounds: JsonLimits = { ...JSON_LIMITS, ...limits };
  if (input.length > bounds.bytesMax) {
    const message = `The text has ${String(input.length)} bytes, and at most ${String(bounds.bytesMax)} are read; split it.`;
    return err({ code: 'json/too-large', message, sentence: message, path: '', line: 1, column: 1 });
  }
  const parser = new Parser(bounds);
  try {
    return ok(parser.read(input));
  } catch (error) {
    if (error instanceof Refusal) return err(parser.problem(error));
    throw error;
  }
}

const NOT_UTF8 = 'it looks like UTF-16; save it as UTF-8';

class Refusal extends Error {
  readonly code: JsonProblemCode;
  readonly at: number;
  constructor(code: JsonProblemCode, message: string, at: number) {
    super(message);
    this.code = code;
    this.at = at;
  }
}

const ESCAPES: Readonly<Record<string, string>> = {
  '"': '"',
  '\\': '\\',
  '/': '/',
  b: '\b',
  f: '\f',
  n: '\n',
  r: '\r',
  t: '\t',
};

/** What `JSON.parse` bends, or may: halves of characters, -0, and numbers that are rounded or too large. */
const BENT = /\\u|[\ud800-\udfff]|(?:^|[\s:,[])(?:-0|-?\d{16}|-?\d[\d.]*[eE])/;

/** What `JSON.parse` makes of a text of which it bends nothing; undefined for any other, and for one that is not sound. */
function plainValue(text: string, limits: JsonLimits): Json | undefined {
  if (BENT.test(text)) return undefined;
  let [keys, elements] = [0, 1];
  for (let at = 0; at < text.length; at += 1) {
    const code = text.charCodeAt(at);
    if (code === 58 && isKeyBefore(text, at)) keys += 1;
    else if (code === 44 || code === 91 || code === 123) elements += 1;
  }
  // What stands in strings is counted too: never too few.
  if (elements > limits.elementsMax) return undefined;
  try {
    const value = JSON.parse(text) as Json;
    // Keys that stood twice are one now.
    return keysIn(value, limits.depthMax) === keys ? value : undefined;
  } catch {
    return undefined;
  }
}

/** Whether a colon stands behind a key, or may. */
function isKeyBefore(text: string, colon: number): boolean {
  let at = colon - 1;
  while (at > 0 && text.charCodeAt(at) <= 32) at -= 1;
  return text.charCodeAt(at) === 34;
}

/** How many keys a value has in all; infinitely many where it is too deep, or has one that is not allowed. */
function keysIn(value: Json, depthMax: number): number {
  if (typeof value !== 'object' || value === null) return 0;
  if (depthMax === 0) return Infinity;
  let keys = 0;
  if (Array.isArray(value)) {
    for (const item of value as readonly Json[]) keys += keysIn(item, depthMax - 1);
    return keys;
  }
  const record = value as JsonObject;
  for (const key in record) {
    if (isForbiddenKey(key)) return Infinity;
    keys += 1 + keysIn(record[key] ?? null, depthMax - 1);
  }
  return keys;
}

class Parser {
  readonly #limits: JsonLimits;
  readonly #path: (string | number)[] = [];
  #text = '';
  #at = 0;
  #elements = 0;

  constructor(limits: JsonLimits) {
    this.#limits = limits;
  }

  read(input: string | Uint8Array): Json {
    this.#text = typeof input === 'string' ? input : this.#decode(input);
    const plain = plainValue(this.#text, this.#limits);
    if (plain !== undefined) return plain;
    if (this.#text.startsWith('\ufeff')) {
      this.#refuse('json/encoding', 'it starts with a byte order mark; save it as UTF-8 without one', 0);
    }
    if (this.#text.startsWith('\0') || this.#text.startsWith('\0', 1)) this.#refuse('json/encoding', NOT_UTF8, 0);
    this.#blanks();
    if (this.#at >= this.#text.length) this.#refuse('json/empty', 'there is nothing in it; choose a file with content');
    const value = this.#value(0);
    this.#blanks();
    if (this.#at < this.#text.length)
      this.#refuse('json/syntax', 'nothing may follow the end of the value; remove the rest');
    return value;
  }

  problem(refusal: Refusal): JsonProblem {
    const lineStart = this.#text.lastIndexOf('\n', refusal.at - 1) + 1;
    let line = 1;
    for (let i = this.#text.indexOf('\n'); i !== -1 && i < refusal.at; i = this.#text.indexOf('\n', i + 1)) line += 1;
    const column = refusal.at - (refusal.at === 0 ? 0 : lineStart) + 1;
    const path = pathText(this.#path);
    const sentence = `${path === '' ? '' : `${path}: `}${refusal.message}.`;
    const where = `Line ${String(line)}, column ${String(column)}${path === '' ? '' : ` (${path})`}`;
    return { code: refusal.code, message: `${where}: ${refusal.message}.`, sentence, path, line, column };
  }

  #refuse(code: JsonProblemCode, message: string, at = this.#at): never {
    throw new Refusal(code, message, at);
  }

  #unexpected(wanted: string): never {
    if (this.#at >= this.#text.length) {
      this.#refuse(
        'json/truncated',
        `the text ends where ${wanted} should follow; it may be cut off, fetch it again`,
        this.#text.length,
      );
    }
    this.#refuse('json/syntax', `${wanted} should stand here, not ${JSON.stringify(this.#text[this.#at])}; correct it`);
  }

  #decode(bytes: Uint8Array): string {
    const marked = (bytes[0] === 0xff && bytes[1] === 0xfe) || (bytes[0] === 0xfe && bytes[1] === 0xff);
    if (marked) this.#refuse('json/encoding', NOT_UTF8, 0);
    const decoded = decodeUtf8(bytes);
    this.#text = decoded.text;
    if (!decoded.whole) this.#refuse('json/encoding', 'this is not UTF-8; save the file as UTF-8', this.#text.length);
    return decoded.text;
  }

  #blanks(): void {
    for (;;) {
      const code = this.#text.charCodeAt(this.#at);
      if (code !== 32 && code !== 10 && code !== 13 && code !== 9) return;
      this.#at += 1;
    }
  }

  #value(depth: number): Json {
    this.#elements += 1;
    if (this.#elements > this.#limits.elementsMax) {
      this.#refuse(
        'json/too-many-elements',
        `there are more than ${String(this.#limits.elementsMax)} values; split the file`,
      );
    }
    const code = this.#text.charCodeAt(this.#at);
    if (code === 34) return this.#string();
    if (code === 123 || code === 91) {
      if (depth >= this.#limits.depthMax) {
        this.#refuse(
          'json/too-deep',
          `values are nested more than ${String(this.#limits.depthMax)} deep; flatten them`,
        );
      }
      return code === 123 ? this.#object(depth) : this.#array(depth);
    }
    if (code === 45 || (code >= 48 && code <= 57)) return this.#number();
    if (code === 116) return this.#word('true', true);
    if (code === 102) return this.#word('false', false);
    if (code === 110) return this.#word('null', null);
    this.#unexpected('a value');
  }

  #word(word: string, value: Json): Json {
    if (this.#text.startsWith(word, this.#at)) {
      this.#at += word.length;
      return value;
    }
    if (word.startsWith(this.#text.slice(this.#at))) this.#at = this.#text.length;
    this.#unexpected(`"${word}"`);
  }

  #array(depth: number): Json[] {
    const items: Json[] = [];
    this.#at += 1;
    this.#blanks();
    if (this.#text.charCodeAt(this.#at) === 93) {
      this.#at += 1;
      return items;
    }
    const level = this.#path.length;
    for (;;) {
      this.#path[level] = items.length;
      items.push(this.#value(depth + 1));
      this.#blanks();
      const code = this.#text.charCodeAt(this.#at);
      if (code !== 44 && code !== 93) this.#unexpected('"," or "]"');
      this.#at += 1;
      if (code === 93) break;
      this.#blanks();
    }
    this.#path.length = level;
    return items;
  }

  #object(depth: number): JsonObject {
    const record: Record<string, Json> = {};
    this.#at += 1;
    this.#blanks();
    if (this.#text.charCodeAt(this.#at) === 125) {
      this.#at += 1;
      return record;
    }
    const level = this.#path.length;
    for (;;) {
      if (this.#text.charCodeAt(this.#at) !== 34) this.#unexpected('a key in double quotes');
      const keyAt = this.#at;
      const key = this.#string();
      this.#path[level] = key;
      if (isForbiddenKey(key)) this.#refuse('json/forbidden-key', `the key "${key}" is not allowed; rename it`, keyAt);
      if (Object.hasOwn(record, key))
        this.#refuse('json/duplicate-key', `the key ${JSON.stringify(key)} stands twice; remove one`, keyAt);
      this.#blanks();
      if (this.#text.charCodeAt(this.#at) !== 58) this.#unexpected('":"');
      this.#at += 1;
      this.#blanks();
      record[key] = this.#value(depth + 1);
      this.#blanks();
      const code = this.#text.charCodeAt(this.#at);
      if (code !== 44 && code !== 125) this.#unexpected('"," or "}"');
      this.#at += 1;
      if (code === 125) break;
      this.#path.length = level;
      this.#blanks();
    }
    this.#path.length = level;
    return record;
  }

  #string(): string {
    const text = this.#text;
    const start = this.#at + 1;
    let from = start;
    let built = '';
    let wide = false;
    this.#at = start;
    for (;;) {
      const code = text.charCodeAt(this.#at);
      if (code === 34) break;
      if (code === 92) {
        built += text.slice(from, this.#at) + this.#escape();
        wide = true;
        from = this.#at;
      } else if (code >= 32) {
        wide ||= code >= 0xd800 && code < 0xe000;
        this.#at += 1;
      } else {
        if (this.#at >= text.length) this.#unexpected('the rest of a string');
        this.#refuse('json/syntax', 'a control character stands in a string; write it as an escape');
      }
    }
    const value = from === start ? text.slice(start, this.#at) : built + text.slice(from, this.#at);
    if (wide && /\p{Cs}/u.test(value)) {
      this.#refuse(
        'json/lone-surrogate',
        'a string holds half of a character (a lone surrogate); remove it',
        start - 1,
      );
    }
    this.#at += 1;
    return value;
  }

  #escape(): string {
    const sign = this.#text[this.#at + 1];
    if (sign === 'u') {
      const digits = this.#text.slice(this.#at + 2, this.#at + 6);
      if (/^[0-9a-fA-F]{4}$/.test(digits)) {
        this.#at += 6;
        return String.fromCharCode(Number.parseInt(digits, 16));
      }
      if (digits.length < 4 && !digits.includes('"')) this.#at = this.#text.length;
      this.#unexpected('an escape such as \\u00e9');
    }
    const known = sign === undefined ? undefined : ESCAPES[sign];
    if (known === undefined) {
      if (sign === undefined) this.#at = this.#text.length;
      this.#unexpected('an escape such as \\n');
    }
    this.#at += 2;
    return known;
  }

  #number(): number {
    const start = this.#at;
    if (this.#text.charCodeAt(this.#at) === 45) this.#at += 1;
    const first = this.#at;
    this.#digits();
    if (this.#text.charCodeAt(first) === 48 && this.#at > first + 1) {
      this.#refuse('json/syntax', 'a number may not start with 0; remove the zero', first);
    }
    const whole = this.#at;
    if (this.#text.charCodeAt(this.#at) === 46) {
      this.#at += 1;
      this.#digits();
    }
    const exponent = this.#text.charCodeAt(this.#at);
    if (exponent === 101 || exponent === 69) {
      this.#at += 1;
      const sign = this.#text.charCodeAt(this.#at);
      if (sign === 43 || sign === 45) this.#at += 1;
      this.#digits();
    }
    const written = this.#text.slice(start, this.#at);
    const value = Number(written);
    if (!Number.isFinite(value)) {
      this.#refuse('json/number-range', 'the number is too large to be kept; use a smaller one', start);
    }
    // Large integers are kept where nothing is lost: the number is exact, or it is what we ourselves would write.
    if (
      this.#at === whole &&
      !Number.isSafeInteger(value) &&
      String(value) !== written &&
      BigInt(written) !== BigInt(value)
    ) {
      this.#refuse('json/number-range', 'the integer is beyond 2^53 and would be rounded; write it as a string', start);
    }
    return value === 0 ? 0 : value;
  }

  #digits(): void {
    const start = this.#at;
    for (let code = this.#text.charCodeAt(this.#at); code >= 48 && code <= 57; code = this.#text.charCodeAt(this.#at))
      this.#at += 1;
    if (this.#at === start) this.#unexpected('a digit');
  }
}
