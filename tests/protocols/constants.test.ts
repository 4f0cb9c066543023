/** A constant that a SPEC names has one home: the room's code, its rules and its tests take it from there. */
import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { describe, expect, it } from 'vitest';
import { constantsOf, strayConstants } from '../support/constants.ts';
import type { HouseFile } from '../support/tidy.ts';

const root = path.resolve(import.meta.dirname, '../..');
const under = (folder: string, name: RegExp): HouseFile[] =>
  readdirSync(path.join(root, folder), { recursive: true, withFileTypes: true })
    .filter((item) => item.isFile() && name.test(item.name))
    .map((item) => path.relative(root, path.join(item.parentPath, item.name)).split(path.sep).join('/'))
    .map((each) => ({ path: each, text: readFileSync(path.join(root, each), 'utf8') }));
const file = (name: string, text: string): HouseFile => ({ path: name, text });

describe('a planted fault is found', () => {
  const spec = [file('src/protocols/x/SPEC.md', 'asks 40\n  (`triesMax`) times')];
  const home = file('src/protocols/x/tries.ts', 'export const triesMax = 40;');
  const test = file('tests/protocols/x/a.test.ts', "import { triesMax } from '../../../src/protocols/x/tries.ts';");
  const found = (code: HouseFile[], tests = [test]): string[] => strayConstants(spec, code, tests);
  it('nothing where all is in order, in another room, or where a number only looks alike', () => {
    expect(constantsOf(spec)).toEqual([{ spec: 'src/protocols/x/SPEC.md', name: 'triesMax', value: 40 }]);
    expect(found([home, file('src/protocols/y/a.ts', 'const triesMax = 40;')])).toEqual([]);
    expect(found([home, file('src/protocols/x/a.ts', "const a = x40 + 1.40 + 400; // 40\nlet b = '40';")])).toEqual([]);
  });
  it.each([
    ['a second home in the room', [home, file('src/protocols/x/b.ts', 'const triesMax = 40;')], /more than one home/],
    ['a second home below the rooms', [home, file('src/plan/b.ts', 'export const triesMax = 4;')], /more than one/],
    ['the number itself', [home, file('src/protocols/x/rules.ts', 'if (tries > 40) return;')], /written down again/],
    ['another value', [file('src/protocols/x/tries.ts', 'export const triesMax = 41;')], /is 40 there and 41 in/],
    ['no home', [], /declared nowhere/],
  ] as const)('%s', (_what, code, said) => {
    const complaints = found([...code]);
    expect(complaints).toHaveLength(1);
    expect(complaints[0]).toMatch(said);
  });
  it('a test that has a number of its own', () => {
    expect(found([home], [file('tests/protocols/x/a.test.ts', 'expect(tries).toBe(40);')])).toEqual([
      'src/protocols/x/SPEC.md: triesMax is imported by no test',
    ]);
  });
});

describe('the rooms', () => {
  const specs = under('src', /^SPEC\.md$/);
  it('name constants in every SPEC that counts with some', () => {
    const named = constantsOf(specs).map(({ name }) => name);
    expect(named.length).toBeGreaterThan(15);
  });
  it('give each of them one home', () => {
    expect(strayConstants(specs, under('src', /\.ts$/), under('tests', /\.test\.ts$/))).toEqual([]);
  });
});
