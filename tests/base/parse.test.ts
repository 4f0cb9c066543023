import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { parseJson, type JsonLimits, type JsonProblem } from '../../src/base/index.ts';

function refused(input: string | Uint8Array, limits: Partial<JsonLimits> = {}): JsonProblem {
  const result = parseJson(input, limits);
  expect(result.ok, typeof input === 'string' ? input.slice(0, 80) : 'bytes').toBe(false);
  if (result.ok) throw new Error('was accepted');
  expect(result.error.message).toMatch(/\.$/);
  expect(result.error.line).toBeGreaterThan(0);
  expect(result.error.column).toBeGreaterThan(0);
  return result.error;
}

const bytes = (...values: number[]): Uint8Array => Uint8Array.from(values);

describe('strict JSON', () => {
  test('[row 1] a truncated text is refused at its end, wherever it is cut', () => {
    const text = '{"tasks": [{"id": "a\\u00e9\\n", "n": -1.5e+3, "t": true, "z": null}]}';
    for (let end = 0; end < text.length; end += 1) {
      const problem = refused(text.slice(0, end));
      expect(problem.code, text.slice(0, end)).toBe(end === 0 ? 'json/empty' : 'json/truncated');
      expect(problem.line).toBe(1);
      expect(problem.column).toBe(end + 1);
    }
  });

  test('[row 1] an empty text and one of blanks are refused with a remedy', () => {
    for (const text of ['', '  \n ']) expect(refused(text)).toMatchObject({ code: 'json/empty', path: '' });
    expect(refused(bytes()).message).toBe('Line 1, column 1: there is nothing in it; choose a file with content.');
  });

  test('[row 1] a byte order mark is refused with its place', () => {
    for (const input of ['\ufeff{}', bytes(0xef, 0xbb, 0xbf, 0x7b, 0x7d)]) {
      expect(refused(input)).toMatchObject({ code: 'json/encoding', line: 1, column: 1 });
    }
  });

  test('[row 1] UTF-16 of either order, with and without its mark, is refused and named', () => {
    const inputs = [
      bytes(0xff, 0xfe, 0x7b, 0, 0x7d, 0),
      bytes(0xfe, 0xff, 0, 0x7b, 0, 0x7d),
      bytes(0x7b, 0, 0x7d, 0),
      bytes(0, 0x7b, 0, 0x7d),
    ];
    for (const input of inputs) expect(refused(input).message).toContain('UTF-16');
  });

  test('[row 1] bytes that are not UTF-8 are refused where they stand', () => {
    expect(refused(bytes(0x7b, 0x0a, 0x22, 0xff, 0x22, 0x7d))).toMatchObject({
      code: 'json/encoding',
      line: 2,
      column: 2,
    });
  });

  test('[row 2] prototype keys are refused with their path, escaped or not', () => {
    for (const key of ['__proto__', 'constructor', 'prototype', '\\u005f_proto__']) {
      const problem = refused(`{"a": [1, {"${key}": {"polluted": true}}]}`);
      expect(problem.code).toBe('json/forbidden-key');
      expect(problem.path).toMatch(/^a\[1\]\./);
    }
    expect(({} as Record<string, unknown>)['polluted']).toBeUndefined();
  });

  test('[row 3] depth 64 is read and depth 65 is refused', () => {
    const nest = (depth: number): string => '['.repeat(depth) + ']'.repeat(depth);
    expect(parseJson(nest(64)).ok).toBe(true);
    expect(refused(nest(65)).code).toBe('json/too-deep');
    expect(refused('{"a":'.repeat(65) + '1' + '}'.repeat(65)).code).toBe('json/too-deep');
  });

  test('[row 3] ten million levels are refused at once, without overflow', () => {
    expect(refused('['.repeat(10_000_000)).code).toBe('json/too-deep');
  });

  test('[row 4] a text beyond the byte cap is refused before it is read', () => {
    const problem = refused(new Uint8Array(100 * 1024 * 1024));
    expect(problem).toMatchObject({ code: 'json/too-large', line: 1, column: 1 });
    expect(refused(' '.repeat(65 * 1024 * 1024)).code).toBe('json/too-large');
    expect(refused('[1,2,3]', { bytesMax: 6 }).code).toBe('json/too-large');
  });

  test('[row 4] more values than the cap are refused', () => {
    expect(refused(`[${'0,'.repeat(6_000_000)}0]`).code).toBe('json/too-many-elements');
    expect(refused('[1,2,3]', { elementsMax: 3 }).code).toBe('json/too-many-elements');
    expect(parseJson('[1,2,3]', { elementsMax: 4 }).ok).toBe(true);
  });

  test('[row 7] numbers that would be bent are refused with their place', () => {
    for (const text of ['1e400', '-1e999', '9007199254740993', '-9007199254740995', '123456789012345678901']) {
      expect(refused(`{"x":\n ${text}}`)).toMatchObject({ code: 'json/number-range', path: 'x', line: 2, column: 2 });
    }
    expect(parseJson('[9007199254740991, 1.5e300, 1e2]')).toEqual({
      ok: true,
      value: [9007199254740991, 1.5e300, 100],
    });
  });

  test('[row 7] a large number that we wrote ourselves is read again unchanged', () => {
    fc.assert(
      fc.property(fc.double({ noDefaultInfinity: true, noNaN: true }), (number) => {
        expect(parseJson(JSON.stringify(number))).toEqual({ ok: true, value: number === 0 ? 0 : number });
      }),
      { seed: 5, numRuns: 2000 },
    );
    for (const number of [2 ** 53, 2 ** 60, 1e20, -(2 ** 63)]) {
      expect(parseJson(String(number))).toEqual({ ok: true, value: number });
    }
  });

  test('[row 7] -0 is normalised to 0', () => {
    for (const text of ['-0', '-0.0', '-0e5', '-1e-400']) {
      const result = parseJson(text);
      expect(result.ok && Object.is(result.value, 0)).toBe(true);
    }
  });

  test('[row 7] duplicate keys are refused, escaped or not', () => {
    expect(refused('{"a": 1,\n "b": 2,\n "a": 3}')).toMatchObject({
      code: 'json/duplicate-key',
      path: 'a',
      line: 3,
      column: 2,
    });
    expect(refused('{"a": 1, "\\u0061": 2}').code).toBe('json/duplicate-key');
    expect(parseJson('{"toString": 1, "valueOf": 2}').ok).toBe(true);
  });

  test('[row 7] lone surrogates are refused in values and keys, raw or escaped', () => {
    for (const half of ['\ud800', '\udc00', '\\ud83d', '\\ude00', '\\ud83dx\\ude00']) {
      expect(refused(`["${half}"]`).code).toBe('json/lone-surrogate');
      expect(refused(`{"${half}": 1}`).code).toBe('json/lone-surrogate');
    }
    expect(parseJson('"\\ud83d\\ude00 😀"')).toEqual({ ok: true, value: '😀 😀' });
  });

  test('what is not JSON is refused', () => {
    const texts = [
      '{a:1}',
      "['x']",
      '[1,]',
      '{"a":1,}',
      '[1 2]',
      '01',
      '1.',
      '.5',
      '+1',
      '1e',
      'NaN',
      'nulll',
      '[1]x',
      '"\t"',
      '"\\x"',
      '"\\u12g4"',
      '// c',
      'undefined',
      '--1',
      '{"a" 1}',
      '{,}',
      ']',
    ];
    for (const text of texts) expect(['json/syntax', 'json/truncated']).toContain(refused(text).code);
  });

  test('a valid text reads as JSON.parse reads it, as text and as bytes', () => {
    fc.assert(
      fc.property(fc.json({ maxDepth: 6 }), fc.constantFrom(undefined, 2), (text, indent) => {
        const pretty = JSON.stringify(JSON.parse(text), null, indent);
        const result = parseJson(pretty);
        // What the strict parser refuses and this generator makes: prototype keys and half characters.
        if (!result.ok) {
          expect(['json/forbidden-key', 'json/lone-surrogate']).toContain(result.error.code);
          return;
        }
        expect(JSON.stringify(result.value)).toBe(JSON.stringify(JSON.parse(pretty)));
        expect(parseJson(new TextEncoder().encode(pretty))).toEqual(result);
      }),
      { seed: 11, numRuns: 1000 },
    );
  });

  test('a text is read or refused alike whether or not anything in it has to be looked at strictly', () => {
    const blanks = fc.constantFrom('', ' ', '\n\t');
    const key = fc.constantFrom('a', 'b', 'c:', 'd\\":', '__proto__', 'e,[', '1');
    const leaf = fc.constantFrom(
      '0',
      '-0',
      '-0.5',
      '7.25',
      '1e5',
      '1e400',
      '9007199254740993',
      '9007199254740992',
      '12345678901234567890.5',
      '"x\\\\"',
      '"\\":"',
      '" -0"',
      '"{"',
      '"\ud83d\ude00"',
      '"\ud83d"',
      'true',
      'nul',
      '01',
      '{}',
      '[[]]',
    );
    const { value } = fc.letrec<{ value: string; list: string; record: string }>((tie) => ({
      value: fc.oneof({ depthSize: 'small', withCrossShrink: true }, leaf, tie('list'), tie('record')),
      list: fc
        .tuple(fc.array(tie('value'), { maxLength: 3 }), blanks)
        .map(([items, gap]) => `[${gap}${items.join(`${gap},`)}]`),
      record: fc
        .tuple(fc.array(fc.tuple(key, tie('value')), { maxLength: 3 }), blanks, blanks)
        .map(
          ([items, before, after]) =>
            `{${items.map(([name, item]) => `"${name}"${before}:${after}${item}`).join(',')}}`,
        ),
    }));
    const limits = { elementsMax: 40, depthMax: 5 };
    let read = 0;
    fc.assert(
      fc.property(value, (text) => {
        const [plain, strict] = ['A', '\\u0041'].map((sign) => parseJson(`[${text},"${sign}"]`, limits));
        if (plain!.ok) read += 1;
        expect(plain!.ok ? plain : plain!.error.sentence).toStrictEqual(strict!.ok ? strict : strict!.error.sentence);
      }),
      { seed: 17, numRuns: 3000 },
    );
    expect(read).toBeGreaterThan(500);
    expect(read).toBeLessThan(2500);
  });

  test('a damaged text is read exactly when JSON.parse reads it, or refused for a stated reason', () => {
    const damaged = fc
      .tuple(
        fc.json({ maxDepth: 3 }),
        fc.nat(),
        fc.constantFrom('', '"', ',', '{', ']', '\\', '0', 'e', '-', '\n', ' '),
      )
      .map(
        ([text, at, sign]) => text.slice(0, at % (text.length + 1)) + sign + text.slice((at % (text.length + 1)) + 1),
      );
    fc.assert(
      fc.property(damaged, (text) => {
        let native = true;
        try {
          JSON.parse(text);
        } catch {
          native = false;
        }
        const result = parseJson(text);
        if (!native) expect(result.ok).toBe(false);
        if (native && !result.ok)
          expect(['json/syntax', 'json/truncated', 'json/empty']).not.toContain(result.error.code);
      }),
      { seed: 13, numRuns: 3000 },
    );
  });
});
