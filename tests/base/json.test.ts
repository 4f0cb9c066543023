import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import {
  canonical,
  clonePlain,
  decodeUtf8,
  digest,
  digestJson,
  digestWords,
  encodeUtf8,
  equalJson,
  InvariantError,
  mixInto,
  mixString,
  newTrace,
  pathText,
  traceHex,
} from '../../src/base/index.ts';

const SEED = { seed: 20_260_101, numRuns: 300 };
const plain = fc.jsonValue({ maxDepth: 4 });

describe('canonical form', () => {
  test('what JSON cannot carry is a bug and throws', () => {
    for (const bad of [Number.NaN, Infinity, undefined, () => 1, Symbol('x'), 1n, [undefined]]) {
      expect(() => canonical(bad)).toThrow(InvariantError);
    }
  });

  test('keys are sorted, blanks absent, -0 is 0, and a member that is undefined does not exist', () => {
    expect(canonical({ b: [1, -0, 1e21], a: 'é"', '\u20ac': null, c: undefined })).toBe(
      '{"a":"é\\"","b":[1,0,1e+21],"€":null}',
    );
  });

  test('the order of keys never matters, and the text reads back as the same value', () => {
    fc.assert(
      fc.property(plain, (value) => {
        const text = canonical(value);
        expect(equalJson(JSON.parse(text), JSON.parse(JSON.stringify(value)))).toBe(true);
        expect(canonical(JSON.parse(text))).toBe(text);
      }),
      SEED,
    );
  });
});

describe('equality and copies', () => {
  test('values that differ are told apart', () => {
    for (const [left, right] of [
      [{ a: 1 }, { b: 1 }],
      [{ a: 1 }, { a: 1, b: 2 }],
      [[1, 2], [1]],
      [[], {}],
      [null, {}],
      ['1', 1],
      [{ toString: 1 }, {}],
    ]) {
      expect(equalJson(left, right)).toBe(false);
      expect(equalJson(right, left)).toBe(false);
    }
    expect(equalJson({ a: [1, { b: null }], c: 2 }, { c: 2, a: [1, { b: null }] })).toBe(true);
  });

  test('a copy is equal and shares nothing', () => {
    fc.assert(
      fc.property(plain, (value) => {
        const copy = clonePlain(value);
        expect(copy).toEqual(value);
        const shared = (left: unknown, right: unknown): boolean =>
          typeof left === 'object' &&
          left !== null &&
          (left === right ||
            Object.keys(left).some((key) =>
              shared((left as Record<string, unknown>)[key], (right as Record<string, unknown>)[key]),
            ));
        expect(shared(value, copy)).toBe(false);
      }),
      SEED,
    );
  });

  test('a path is written as a person reads it', () => {
    expect(pathText(['tasks', 3, 'dependsOn', 0])).toBe('tasks[3].dependsOn[0]');
    expect(pathText(['view', 'nodes', 'a b'])).toBe('view.nodes["a b"]');
    expect(pathText([])).toBe('');
  });
});

describe('digest', () => {
  test('known vectors of MurmurHash3 x86 128 with seed 0', () => {
    const vectors: [string, string][] = [
      ['', '00000000000000000000000000000000'],
      ['a', 'a794933c5556b01b5556b01b5556b01b'],
      ['I will not buy this record, it is scratched.', 'a0a9683b25ac5e40d9af2895890dddf5'],
      ['The quick brown fox jumps over the lazy dog', '2f1583c3ecee2c675d7bf66ce5e91d2c'],
      ['é€𝄞', 'ad5c17ecc6a16a29f0c562b158554449'],
      ['0123456789abcdef', 'fb7d440936aed30a48ad1d9b572b3bfd'],
    ];
    for (const [text, expected] of vectors) expect(digest(text)).toBe(expected);
  });

  test('a string and its bytes have the same digest, and UTF-8 is what the platform makes of it', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'grapheme', maxLength: 60 }), (text) => {
        const bytes = encodeUtf8(text);
        expect([...bytes]).toEqual([...new TextEncoder().encode(text)]);
        expect(decodeUtf8(bytes)).toEqual({ text, whole: true });
        expect(digest(text)).toBe(digest(bytes));
      }),
      SEED,
    );
  });

  test('the digest of a value is that of its canonical text, however long it is and wherever a letter falls', () => {
    for (const count of [0, 15, 16, 17, 21_835, 22_000, 70_000])
      for (const letter of ['x', 'é', '€', '𝄞', 'ab𝄞']) {
        const long = letter.repeat(count);
        for (const value of [long, [long, long], { [`key ${long.slice(0, 40)}`]: [count, long, null] }])
          expect(digestJson(value) === digest(canonical(value))).toBe(true);
      }
    fc.assert(
      fc.property(fc.jsonValue({ maxDepth: 4 }), (value) => {
        expect(digestJson(value)).toBe(digest(canonical(value)));
      }),
      SEED,
    );
  });

  test('a text longer than what is read at once is whole, wherever a letter that is not ASCII stands', () => {
    for (let before = 8186; before < 8196; before += 1)
      for (const letter of ['é', '€', '𝄞']) {
        const text = `${'x'.repeat(before)}${letter}${'y'.repeat(20_000)}`;
        expect(decodeUtf8(encodeUtf8(text))).toEqual({ text, whole: true });
        const cut = encodeUtf8(text).subarray(0, before + 1);
        expect(decodeUtf8(cut)).toEqual({ text: 'x'.repeat(before), whole: false });
      }
  });

  test('bytes that are not UTF-8 are noticed, exactly as the platform notices them', () => {
    const strict = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true });
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 12 }), (bytes) => {
        let text: string | null;
        try {
          text = strict.decode(bytes);
        } catch {
          text = null;
        }
        const decoded = decodeUtf8(bytes);
        expect(decoded.whole).toBe(text !== null);
        if (text !== null) expect(decoded.text).toBe(text);
      }),
      { seed: 7, numRuns: 3000 },
    );
  });

  test('its words are its digits, for short texts, for long ones and after them', () => {
    for (const text of ['', 'a', 'x'.repeat(300), 'é'.repeat(256), '\ud83d\ude00'.repeat(128), 'a']) {
      const digits = digestWords(text).map((word) => word.toString(16).padStart(8, '0'));
      expect(digits.join('')).toBe(digest(text));
      expect(digest(text)).toBe(digest(encodeUtf8(text)));
    }
  });

  test('one changed bit changes the digest', () => {
    const seen = new Set<string>();
    const bytes = new Uint8Array(40);
    for (let bit = 0; bit < 320; bit += 1) {
      bytes[bit >> 3] = 1 << (bit & 7);
      seen.add(digest(bytes));
      bytes[bit >> 3] = 0;
    }
    expect(seen.size).toBe(320);
  });

  test('the digest of data does not depend on the order of keys', () => {
    expect(digestJson({ a: 1, b: 2 })).toBe(digestJson({ b: 2, a: 1 }));
    expect(digestJson({ a: 1 })).not.toBe(digestJson({ a: '1' }));
  });
});

describe('rolling trace', () => {
  const traceOf = (words: readonly number[]): string => {
    const state = newTrace();
    for (const word of words) mixInto(state, word);
    return traceHex(state);
  };

  test('the order, the number and the value of words all count', () => {
    const seen = new Set([[], [0], [0, 0], [1], [1, 2], [2, 1], [-1], [0x7fffffff], [-0x80000000]].map(traceOf));
    expect(seen.size).toBe(9);
  });

  test('no two of 50,000 short sequences collide, and the state stays plain integers', () => {
    const seen = new Set<string>();
    for (let i = 0; i < 50_000; i += 1) seen.add(traceOf([i & 0xff, i >> 8, i & 1]));
    expect(seen.size).toBe(50_000);
    const state = newTrace();
    mixString(state, 'task.started');
    expect(state.every(Number.isInteger)).toBe(true);
    expect(JSON.parse(JSON.stringify(state))).toEqual(state);
  });

  test('reading a trace does not change it, and a string is told from its parts', () => {
    const left = newTrace();
    mixString(left, 'ab');
    const hex = traceHex(left);
    expect(hex).toMatch(/^[0-9a-f]{32}$/);
    expect(traceHex(left)).toBe(hex);
    const right = newTrace();
    mixString(right, 'a');
    mixString(right, 'b');
    expect(traceHex(right)).not.toBe(hex);
  });
});
