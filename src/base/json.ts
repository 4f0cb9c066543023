/*
 * Plain data: its canonical text (RFC 8785 in spirit), equality, copies, and one synchronous 128-bit digest, which is
 * for equality and damage and never for secrecy: MurmurHash3 x86 128 (Appleby, public domain) over canonical bytes.
 * The rolling trace beside it is fed word by word and is itself plain data. Nothing here reads a clock or a file.
 */
import { invariant } from './result.ts';

/** Any JSON value. */
export type Json = null | boolean | number | string | readonly Json[] | { readonly [key: string]: Json };

/** A JSON object. */
export type JsonObject = { readonly [key: string]: Json };

/** Renders a path of keys and indices as `tasks[3].dependsOn[0]`. */
export function pathText(path: readonly (string | number)[]): string {
  let text = '';
  for (const part of path) {
    if (typeof part === 'number') text += `[${String(part)}]`;
    else if (/^[\p{L}_$][\p{L}\p{N}_$-]*$/u.test(part)) text += text === '' ? part : `.${part}`;
    else text += `[${JSON.stringify(part)}]`;
  }
  return text;
}

/** Whether two values are the same JSON; the order of keys does not matter, a member `undefined` does not exist. */
export function equalJson(left: unknown, right: unknown): boolean {
  if (left === right) return true;
  if (typeof left !== 'object' || typeof right !== 'object' || left === null || right === null) return false;
  if (Array.isArray(left) || Array.isArray(right)) {
    if (!Array.isArray(left) || !Array.isArray(right) || left.length !== right.length) return false;
    for (let i = 0; i < left.length; i += 1) if (!equalJson(left[i], right[i])) return false;
    return true;
  }
  const a = left as Record<string, unknown>;
  const b = right as Record<string, unknown>;
  for (const key of Object.keys(a)) {
    if (a[key] !== undefined && !(Object.hasOwn(b, key) && equalJson(a[key], b[key]))) return false;
  }
  for (const key of Object.keys(b)) if (b[key] !== undefined && !Object.hasOwn(a, key)) return false;
  return true;
}

/** A deep copy of plain data (JSON values, `undefined` members kept); much faster than `structuredClone`. What is frozen, and all in it with it, is its own copy. */
export function clonePlain<T>(value: T): T {
  return (typeof value === 'object' && value !== null ? cloneObject(value) : value) as T;
}

/** Bytes of what was copied since it was last set to 0. */
let copied = 0;

/** A deep copy with the bytes that it takes, about: its lists and objects, not what copies share. */
export function weighedCopy<T>(value: T): { readonly copy: T; readonly bytes: number } {
  copied = 0;
  return { copy: clonePlain(value), bytes: copied };
}

function cloneObject(value: object): object {
  if (Object.isFrozen(value)) return value;
  if (Array.isArray(value)) {
    const copy = value.slice() as unknown[];
    copied += 24 + copy.length * 8;
    for (let i = 0; i < copy.length; i += 1) {
      const item = copy[i];
      if (typeof item === 'object' && item !== null) copy[i] = cloneObject(item);
    }
    return copy;
  }
  const copy = { ...value } as Record<string, unknown>;
  copied += 24;
  for (const key in copy) {
    const member = copy[key];
    copied += 16;
    if (typeof member === 'object' && member !== null) copy[key] = cloneObject(member);
  }
  return copy;
}

const C1 = 0x239b961b;
const C2 = 0xab0e9789 | 0;
const C3 = 0x38b34ae5;
const C4 = 0xa1e38b93 | 0;

/** State of a rolling trace: four 32-bit integers, plain data. */
export type TraceState = number[];

/** A fresh rolling trace. */
export function newTrace(): TraceState {
  return [0x6a09e667, 0x3c6ef372, 0x510e527f, 0x1f83d9ab];
}

/** Mixes one 32-bit integer into a rolling trace, in place. Order matters; no word is lost (each step is a bijection). */
export function mixInto(state: TraceState, word: number): void {
  const h1 = state[1] ?? 0;
  const k = Math.imul(rotate(Math.imul(word | 0, C1), 15), C2);
  const mixed = (Math.imul((rotate((state[0] ?? 0) ^ k, 19) + h1) | 0, 5) + 0x561ccd1b) | 0;
  state[0] = h1;
  state[1] = state[2] ?? 0;
  state[2] = state[3] ?? 0;
  state[3] = mixed;
}

/** Mixes a string into a rolling trace: its length, then its UTF-16 units two by two. */
export function mixString(state: TraceState, text: string): void {
  const length = text.length;
  mixInto(state, length);
  for (let i = 0; i < length; i += 2) {
    mixInto(state, text.charCodeAt(i) | (i + 1 < length ? text.charCodeAt(i + 1) << 16 : 0));
  }
}

/** The 32 hexadecimal digits of a rolling trace; the trace itself is left as it is. */
export function traceHex(state: TraceState): string {
  const [h0 = 0, h1 = 0, h2 = 0, h3 = 0] = state;
  return hexOf(finish(h0, h1, h2, h3));
}

/** The 128-bit digest of bytes, or of the UTF-8 bytes of a string, as 32 hexadecimal digits. */
export function digest(input: Uint8Array | string): string {
  return hexOf(digestWords(input));
}

/** The same digest as four unsigned 32-bit integers, the first digits first: they sort as the digits do. */
export function digestWords(input: Uint8Array | string): Words {
  if (typeof input !== 'string') return mixBytes(input, input.length);
  const bytes = input.length <= shortMax ? shortBytes : new Uint8Array(input.length * 3 + 16);
  const length = encodeInto(bytes, input);
  // The tail is read as whole words.
  for (let i = length; i < length + 16; i += 1) bytes[i] = 0;
  return mixBytes(bytes, length);
}

type Words = readonly [number, number, number, number];

/** Strings up to here are encoded into one array that is there already. */
const shortMax = 256;
const shortBytes = new Uint8Array(shortMax * 3 + 16);

/** The digest of the first `length` bytes; what follows them, up to a whole block, is 0 or the end. */
function mixBytes(bytes: Uint8Array, length: number): Words {
  whole.fill(0);
  mixBlocks(whole, bytes, length - (length % 16));
  return mixTail(whole, bytes, length - (length % 16), length);
}

/** What bytes that are all there are mixed into: four 32-bit integers. */
const whole = [0, 0, 0, 0];

/** Mixes in bytes up to `end`, which is that of a block. */
function mixBlocks(into: number[], bytes: Uint8Array, end: number): void {
  let [h1 = 0, h2 = 0, h3 = 0, h4 = 0] = into;
  for (let i = 0; i < end; i += 16) {
    h1 ^= Math.imul(rotate(Math.imul(word(bytes, i), C1), 15), C2);
    h1 = (Math.imul((rotate(h1, 19) + h2) | 0, 5) + 0x561ccd1b) | 0;
    h2 ^= Math.imul(rotate(Math.imul(word(bytes, i + 4), C2), 16), C3);
    h2 = (Math.imul((rotate(h2, 17) + h3) | 0, 5) + 0x0bcaa747) | 0;
    h3 ^= Math.imul(rotate(Math.imul(word(bytes, i + 8), C3), 17), C4);
    h3 = (Math.imul((rotate(h3, 15) + h4) | 0, 5) + 0x96cd1c35) | 0;
    h4 ^= Math.imul(rotate(Math.imul(word(bytes, i + 12), C4), 18), C1);
    h4 = (Math.imul((rotate(h4, 13) + h1) | 0, 5) + 0x32ac3b17) | 0;
  }
  into[0] = h1;
  into[1] = h2;
  into[2] = h3;
  into[3] = h4;
}

/** The digest, by the last bytes, which stand from `at` on, and how many there were in all: beyond the end they read as 0, and a zero word mixes to zero. */
function mixTail(
  [h1 = 0, h2 = 0, h3 = 0, h4 = 0]: readonly number[],
  bytes: Uint8Array,
  at: number,
  length: number,
): Words {
  return finish(
    h1 ^ Math.imul(rotate(Math.imul(word(bytes, at), C1), 15), C2) ^ length,
    h2 ^ Math.imul(rotate(Math.imul(word(bytes, at + 4), C2), 16), C3) ^ length,
    h3 ^ Math.imul(rotate(Math.imul(word(bytes, at + 8), C3), 17), C4) ^ length,
    h4 ^ Math.imul(rotate(Math.imul(word(bytes, at + 12), C4), 18), C1) ^ length,
  );
}

/** Where pieces of a text wait: one text after the other is taken. */
const gathered = new Uint8Array(1 << 16);

/** A text that is mixed in piece by piece and kept no longer. */
class Digester {
  readonly #mixed = [0, 0, 0, 0];
  readonly #bytes = gathered;
  /** How many bytes wait, and how many were mixed in before them. */
  #end = 0;
  #before = 0;

  add(text: string): void {
    if (this.#end + text.length * 3 > this.#bytes.length - 16) this.#mix();
    if (text.length * 3 > this.#bytes.length - 32) {
      // A pair that makes one letter stays together.
      const half = text.length >> 1;
      const at = half + ((text.codePointAt(half - 1) ?? 0) > 0xffff ? 1 : 0);
      this.add(text.slice(0, at));
      this.add(text.slice(at));
      return;
    }
    this.#end += encodeInto(this.#bytes, text, this.#end);
  }

  /** A piece of one byte. */
  byte(code: number): void {
    if (this.#end > this.#bytes.length - 32) this.#mix();
    this.#bytes[this.#end++] = code;
  }

  text(): string {
    this.#mix();
    this.#bytes.fill(0, this.#end, this.#end + 16);
    return hexOf(mixTail(this.#mixed, this.#bytes, 0, this.#before + this.#end));
  }

  /** Mixes in whole blocks; what is left stands at the beginning. */
  #mix(): void {
    const end = this.#end - (this.#end % 16);
    mixBlocks(this.#mixed, this.#bytes, end);
    this.#bytes.copyWithin(0, end, this.#end);
    this.#end -= end;
    this.#before += end;
  }
}

/** The digest of a JSON value: of the bytes of its canonical text, which is never put together for it, however long it is. */
export function digestJson(value: unknown): string {
  const digester = new Digester();
  writeCanonical(value, digester);
  return digester.text();
}

/**
 * The canonical text of plain data: keys sorted by UTF-16 units, no blanks, one form a number (-0 is 0).
 * Members that are `undefined` do not exist. Anything that JSON cannot carry is a bug and throws.
 */
export function canonical(value: unknown): string {
  let all = '';
  writeCanonical(value, {
    add: (text) => (all += text),
    byte: (code) => (all += String.fromCharCode(code)),
  });
  return all;
}

function writeCanonical(value: unknown, into: { add(text: string): unknown; byte(code: number): unknown }): void {
  if (typeof value === 'number') {
    invariant(Number.isFinite(value), 'canonical: a number must be finite');
    if (value >= 0 && value <= 9 && Number.isInteger(value)) into.byte(0x30 + value);
    else into.add(String(value));
  } else if (value === null || value === true || value === false) into.add(String(value));
  else if (typeof value === 'string') into.add(JSON.stringify(value));
  else if (Array.isArray(value)) {
    if (value.length === 0) into.byte(sign.list);
    for (let i = 0; i < value.length; i += 1) {
      into.byte(i === 0 ? sign.list : sign.comma);
      writeCanonical(value[i], into);
    }
    into.byte(sign.list + 2);
  } else {
    invariant(typeof value === 'object', `canonical: ${typeof value} is not plain data`);
    const record = value as Record<string, unknown>;
    let before: number = sign.record;
    for (const key of Object.keys(record).sort()) {
      const member = record[key];
      if (member === undefined) continue;
      into.byte(before);
      into.add(keyText(key));
      before = sign.comma;
      writeCanonical(member, into);
    }
    if (before !== sign.comma) into.byte(before);
    into.byte(sign.record + 2);
  }
}

/** What begins a list or a record, two before what ends it. */
const sign = { list: 0x5b, record: 0x7b, comma: 0x2c } as const;

/** Keys as they are written, the first few thousand of them: the same come again and again. */
const keyTexts = new Map<string, string>();

function keyText(key: string): string {
  const known = keyTexts.get(key);
  const text = known ?? `${JSON.stringify(key)}:`;
  if (known === undefined && keyTexts.size < 4096) keyTexts.set(key, text);
  return text;
}

function rotate(value: number, bits: number): number {
  return (value << bits) | (value >>> (32 - bits));
}

function word(bytes: Uint8Array, at: number): number {
  return (bytes[at] ?? 0) | ((bytes[at + 1] ?? 0) << 8) | ((bytes[at + 2] ?? 0) << 16) | ((bytes[at + 3] ?? 0) << 24);
}

function avalanche(value: number): number {
  let h = Math.imul(value ^ (value >>> 16), 0x85ebca6b);
  h = Math.imul(h ^ (h >>> 13), 0xc2b2ae35);
  return h ^ (h >>> 16);
}

function finish(a: number, b: number, c: number, d: number): Words {
  const sum = (a + b + c + d) | 0;
  const f1 = avalanche(sum);
  const f2 = avalanche((b + sum) | 0);
  const f3 = avalanche((c + sum) | 0);
  const f4 = avalanche((d + sum) | 0);
  const total = (f1 + f2 + f3 + f4) | 0;
  return [total >>> 0, (f2 + total) >>> 0, (f3 + total) >>> 0, (f4 + total) >>> 0];
}

function hexOf([a, b, c, d]: Words): string {
  return hex(a) + hex(b) + hex(c) + hex(d);
}

function hex(value: number): string {
  return value.toString(16).padStart(8, '0');
}

/** The UTF-8 bytes of a string. */
export function encodeUtf8(text: string): Uint8Array {
  const bytes = new Uint8Array(text.length * 3);
  return bytes.subarray(0, encodeInto(bytes, text));
}

/** Writes the UTF-8 bytes of a string from a place on, for which there must be room; how many they are. */
function encodeInto(bytes: Uint8Array, text: string, from = 0): number {
  let end = from;
  for (let i = 0; i < text.length; i += 1) {
    let code = text.charCodeAt(i);
    if (code < 0x80) {
      bytes[end++] = code;
      continue;
    }
    if (code < 0x800) {
      bytes[end++] = 0xc0 | (code >> 6);
    } else {
      code = text.codePointAt(i) ?? code;
      if (code > 0xffff) {
        i += 1;
        bytes[end++] = 0xf0 | (code >> 18);
        bytes[end++] = 0x80 | ((code >> 12) & 63);
      } else {
        bytes[end++] = 0xe0 | (code >> 12);
      }
      bytes[end++] = 0x80 | ((code >> 6) & 63);
    }
    bytes[end++] = 0x80 | (code & 63);
  }
  return end - from;
}

/** Units of text that are made at once. */
const chunk = 8192;

function isAscii(bytes: Uint8Array, from: number, end: number): boolean {
  let any = 0;
  for (let i = from; i < end; i += 1) any |= bytes[i] ?? 0;
  return any < 0x80;
}

/** The text of UTF-8 bytes; where they stop being UTF-8, the text so far and `whole: false`. */
export function decodeUtf8(bytes: Uint8Array): { readonly text: string; readonly whole: boolean } {
  const units: number[] = [];
  let i = 0;
  // Nearly all of nearly every text is ASCII, which needs no look at what comes next: a quarter of the time.
  let text = '';
  for (let end = chunk; end <= bytes.length && isAscii(bytes, i, end); i = end, end += chunk)
    text += String.fromCharCode.apply(null, bytes.subarray(i, end) as unknown as number[]);
  while (i < bytes.length) {
    if (units.length >= chunk) {
      text += String.fromCharCode.apply(null, units);
      units.length = 0;
    }
    const first = bytes[i] ?? 0;
    if (first < 0x80) {
      units.push(first);
      i += 1;
      continue;
    }
    const size = first < 0xc2 ? 0 : first < 0xe0 ? 2 : first < 0xf0 ? 3 : first < 0xf5 ? 4 : 0;
    let code = size === 0 ? -1 : first & (0xff >> (size + 1));
    for (let k = 1; k < size && code >= 0; k += 1) {
      const next = bytes[i + k] ?? 0;
      code = (next & 0xc0) === 0x80 ? (code << 6) | (next & 63) : -1;
    }
    const overlong = (size === 3 && code < 0x800) || (size === 4 && (code < 0x10000 || code > 0x10ffff));
    if (code < 0 || overlong || (code >= 0xd800 && code < 0xe000)) {
      return { text: text + String.fromCharCode.apply(null, units), whole: false };
    }
    if (code > 0xffff) units.push(0xd800 + ((code - 0x10000) >> 10), 0xdc00 + ((code - 0x10000) & 0x3ff));
    else units.push(code);
    i += size;
  }
  return { text: text + String.fromCharCode.apply(null, units), whole: true };
}
