/** The table of planted faults: each still fits the file that it is for, names a rule that there is, and is read as it is written. */
import { existsSync, readFileSync, readdirSync } from 'node:fs';
import path from 'node:path';
import { describe, expect, it } from 'vitest';
import { parseTable, plant, plantInFile, roomNames, tableOf } from './table.mjs';

const root = path.resolve(import.meta.dirname, '../..');
const tables = roomNames().map((room) => tableOf(room));

describe('a table that is written wrongly is refused, with its place', () => {
  const head = 'tests: tests/kernel\n\n';

  it('one that does not say which tests are run', () => {
    expect(() => parseTable('kernel', 'a fault\nin a.ts\n- a\n+ b')).toThrow(/kernel\.txt: the first lines say/u);
    expect(() => parseTable('kernel', '')).toThrow(/kernel\.txt: the first lines say/u);
  });

  it('a fault without a file, without a text, or with two files', () => {
    for (const block of [
      'a fault\n- a\n+ b',
      'a fault\nin a.ts\n+ b',
      'a fault\nin a.ts\n- a',
      'a fault\nin a\nin b\n- a\n+ b',
    ])
      expect(() => parseTable('kernel', head + block), block).toThrow(
        /kernel\.txt, "a fault": a fault has one line "in FILE"/u,
      );
  });

  it('a line that means nothing', () => {
    expect(() => parseTable('kernel', `${head}a fault\nin a.ts\n- a\n+ b\n* c`)).toThrow(/"\* c" begins with none of/u);
  });

  it('a text that is not there, or is there twice', () => {
    const { planted } = parseTable('kernel', `${head}a fault\nin a.ts\n- n < 3\n+ n <= 3`);
    expect(() => plant(planted[0]!, 'n > 3')).toThrow('kernel.txt, "a fault": its text is found 0 times in a.ts');
    expect(() => plant(planted[0]!, 'n < 3 && n < 3')).toThrow('its text is found 2 times in a.ts');
    expect(plant(planted[0]!, 'while (n < 3);')).toBe('while (n <= 3);');
  });
});

it('is read with several lines, a reason to survive, and remarks', () => {
  const text =
    'tests: tests/a\ntests: tests/b\n# a remark\n\na fault\nin a.ts\n- a\n-   b\n+ c\nsurvives: why\nsurvives: so\n';
  expect(parseTable('kernel', text)).toEqual({
    room: 'kernel',
    tests: ['tests/a', 'tests/b'],
    planted: [{ room: 'kernel', says: 'a fault', file: 'a.ts', from: 'a\n  b', to: 'c', survives: 'why so' }],
  });
});

it.each(tables)(
  'every fault of $room fits its file once and changes it, and its tests are there',
  ({ tests, planted }) => {
    for (const suite of tests) expect(existsSync(path.join(root, suite)), suite).toBe(true);
    expect(planted.length).toBeGreaterThan(0);
    expect(new Set(planted.map(({ says }) => says)).size).toBe(planted.length);
    for (const each of planted) expect(plantInFile(each)).not.toBe(readFileSync(path.join(root, each.file), 'utf8'));
  },
);

it('quotes no rule that no room has', () => {
  const specs = readdirSync(path.join(root, 'src'), { recursive: true })
    .map(String)
    .filter((name) => name.endsWith('SPEC.md'))
    .map((name) => readFileSync(path.join(root, 'src', name), 'utf8'))
    .join('\n');
  const quoted = tables.flatMap(({ planted }) => planted.flatMap(({ says }) => says.match(/^\[\w+\]/u) ?? []));
  expect(quoted.length).toBeGreaterThan(60);
  expect(quoted.filter((rule) => !specs.includes(rule))).toEqual([]);
});
