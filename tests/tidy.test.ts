/**
 * The test of the house itself: directions, doors, sizes, openings, words, and the rules' numbers in the
 * tests. Each checker first has to find a planted fault; only then is it trusted with the real tree.
 */
import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { describe, expect, it } from 'vitest';
import { floors, mayImport, rooms } from './support/floors.mjs';
import {
  actsWhenLoaded,
  bannedWords,
  crowdedFolders,
  importCycles,
  importsOf,
  importsUpward,
  missesTheDoor,
  opensUnexplained,
  ownFigures,
  roomOf,
  starExports,
  tooLong,
  wideClasses,
  untestedRules,
  type HouseFile,
} from './support/tidy.ts';

const root = path.resolve(import.meta.dirname, '..');
const readable = /\.(ts|svelte|mjs|js|css|html|md|json|ya?ml)$/;

function filesUnder(folder: string): HouseFile[] {
  return readdirSync(path.join(root, folder), { recursive: true, withFileTypes: true })
    .filter((item) => item.isFile() && readable.test(item.name))
    .map((item) => path.relative(root, path.join(item.parentPath, item.name)).split(path.sep).join('/'))
    .sort()
    .map((name) => ({ path: name, text: readFileSync(path.join(root, name), 'utf8') }));
}

const file = (name: string, text: string): HouseFile => ({ path: name, text });

// In pieces, so that this file passes its own check.
const reminder = ['TO', 'DO'].join('');
const home = ['', 'home'].join('/');

const source = filesUnder('src');
const code = source.filter(({ path: name }) => /\.(ts|svelte)$/.test(name));
const tests = filesUnder('tests');
const topLevel = readdirSync(root, { withFileTypes: true })
  .filter((item) => item.isFile() && readable.test(item.name))
  .map((item) => file(item.name, readFileSync(path.join(root, item.name), 'utf8')));

describe('a planted fault is found', () => {
  it('an import upward, beside, or out of the house', () => {
    const upward = file('src/kernel/queue.ts', "import { x } from '../engine/index.ts';\n");
    expect(importsUpward(upward)).toEqual([
      'src/kernel/queue.ts imports src/engine/index.ts: kernel may not see engine',
    ]);
    expect(importsUpward(file('src/kernel/a.ts', "export {\n  x,\n} from '../document/index.ts';"))).toHaveLength(1);
    expect(importsUpward(file('src/studio/A.svelte', "<script>\nimport A from '../app/App.svelte';"))).toHaveLength(1);
    expect(importsUpward(file('src/base/a.ts', "const a = await import('../kernel/index.ts');"))).toHaveLength(1);
    expect(importsUpward(file('src/base/a.ts', "import '../kernel/index.ts';"))).toHaveLength(1);
    expect(importsUpward(file('src/cli/a.ts', "import { x } from '../../tests/a.ts';"))).toHaveLength(1);
    expect(importsUpward(file('src/attic/a.ts', "import { x } from '../base/index.ts';"))).toHaveLength(1);
  });

  it('a module that acts when it is loaded', () => {
    expect(actsWhenLoaded(file('src/studio/a.ts', "import './b.ts';"))).toHaveLength(1);
    expect(actsWhenLoaded(file('src/studio/a.ts', "document.addEventListener('x', f);"))).toHaveLength(1);
    expect(actsWhenLoaded(file('src/studio/a.ts', "import './b.css';\nconst a = f();"))).toEqual([]);
    expect(actsWhenLoaded(file('src/app/a.ts', 'start();'))).toEqual([]);
  });

  it('an import past a door, or through the own one', () => {
    expect(missesTheDoor(file('src/kernel/a.ts', "import { x } from '../base/result.ts';"))).toHaveLength(1);
    expect(missesTheDoor(file('src/kernel/a.ts', "import { x } from './index.ts';"))).toHaveLength(1);
    expect(missesTheDoor(file('src/app/a.ts', "import { x } from '../studio/shell/bar/TopBar.ts';"))).toHaveLength(1);
    expect(missesTheDoor(file('src/app/a.ts', "import { x } from '../studio/shell/index.ts';"))).toEqual([]);
  });

  it('a cycle, named in order', () => {
    const ring = [
      file('src/base/a.ts', "import { b } from './b.ts';"),
      file('src/base/b.ts', "import type { c } from './c.ts';"),
      file('src/base/c.ts', "export { a } from './a.ts';"),
    ];
    expect(importCycles(ring)).toEqual(['src/base/a.ts -> src/base/b.ts -> src/base/c.ts -> src/base/a.ts']);
    expect(importCycles([file('src/base/a.ts', "import { a } from './a.ts';")])).toHaveLength(1);
    expect(importCycles([file('src/studio/A.svelte', "<script>\nimport A from './A.svelte';")])).toEqual([]);
  });

  it('a crowded folder', () => {
    const many = Array.from({ length: 7 }, (_, i) => file(`src/base/${i}.ts`, ''));
    expect(crowdedFolders(many, { any: 12, base: 6 })).toEqual(['src/base holds 7 files, at most 6']);
    expect(crowdedFolders(many, { any: 5, base: 9 })).toEqual([]);
  });

  it('a file that is too long', () => {
    expect(tooLong(file('src/base/a.ts', 'x\n'.repeat(401)))).toHaveLength(1);
    expect(tooLong(file('src/studio/A.svelte', 'x\n'.repeat(251)))).toHaveLength(1);
    const wide = (fields: number): string =>
      `export class A {\n${Array.from({ length: fields }, (_, at) => (at % 2 === 0 ? `  readonly #f${at}: number;\n` : `  f${at} = new Map<string, number>();\n`)).join('')}  go(): void {}\n}\n`;
    expect(wideClasses(file('src/kernel/a.ts', wide(13)))).toHaveLength(1);
    expect(wideClasses(file('src/kernel/a.ts', wide(12)))).toEqual([]);
  });

  it('a file that does not say what it is for', () => {
    expect(opensUnexplained(file('src/base/a.ts', 'const a = 1; // late'))).toHaveLength(1);
    expect(opensUnexplained(file('src/base/a.ts', ''))).toHaveLength(1);
    expect(opensUnexplained(file('src/a/w.ts', '/// <reference lib="webworker" />\nlet a;'))).toHaveLength(1);
    expect(opensUnexplained(file('src/studio/A.svelte', '<script lang="ts">\nlet a;'))).toHaveLength(1);
    expect(opensUnexplained(file('src/studio/A.svelte', '<!-- What. --><script>\nlet a;'))).toHaveLength(1);
  });

  it('a reminder without a number, and a path of one machine', () => {
    expect(bannedWords(file('src/base/a.ts', `// ${reminder} later`))).toHaveLength(1);
    expect(bannedWords(file('README.md', `see ${home}/ana/notes`))).toEqual([`README.md:1 says ${home}/ana`]);
    expect(bannedWords(file('package-lock.json', '"resolved": "http://mirror.local/a.tgz"'))).toHaveLength(1);
  });

  it('a star export', () => {
    expect(starExports(file('src/base/index.ts', "export * from './a.ts';"))).toHaveLength(1);
    expect(starExports(file('src/base/index.ts', "export type * as a from './a.ts';"))).toHaveLength(1);
  });

  it('a figure that is written in a way of its own', () => {
    const planted = ['(2.5).toFixed(1)', "count.toLocaleString('en')", 'new Intl.NumberFormat()', 'x.toExponential()'];
    for (const text of planted) expect(ownFigures(file('src/studio/a.ts', text)), text).toHaveLength(1);
    expect(ownFigures(file('src/studio/a.ts', 'Intl.NumberFormat.supportedLocalesOf(tag)'))).toEqual([]);
    expect(ownFigures(file('src/studio/format/format.ts', 'x.toFixed(1)'))).toEqual([]);
  });

  it('a rule that no title quotes', () => {
    const spec = file('src/protocols/x/SPEC.md', '- [CN1] one award. - [CN2] late bids are rejected.');
    const test = file('tests/protocols/x/a.test.ts', "// [CN2]\nit('[CN1] one award', () => {});");
    expect(untestedRules([spec], [test])).toEqual(['src/protocols/x/SPEC.md: no test quotes [CN2]']);
  });
});

describe('what is in order passes', () => {
  it('the floors: down is allowed, up and beside are not', () => {
    for (const [level, floor] of floors.entries())
      for (const room of floor)
        for (const [otherLevel, others] of floors.entries())
          for (const other of others) if (otherLevel !== level) expect(mayImport(room, other)).toBe(otherLevel < level);
    expect(mayImport('agents', 'plan')).toBe(true);
    expect(mayImport('plan', 'agents')).toBe(false);
    expect(mayImport('studio', 'engine')).toBe(false);
  });

  it('imports down, in prose, of packages and with a query', () => {
    expect(importsUpward(file('src/kernel/a.ts', "import { x } from '../base/index.ts';"))).toEqual([]);
    expect(importsUpward(file('src/base/a.ts', "/* import { x } from '../app/a.ts' */\n"))).toEqual([]);
    expect(importsUpward(file('src/base/a.ts', "import * as v from 'valibot';"))).toEqual([]);
    expect(importsOf(file('src/app/a.ts', "import url from '../engine/w.ts?worker&url';"))[0]?.target).toBe(
      'src/engine/w.ts',
    );
    expect(missesTheDoor(file('src/protocols/a/b.ts', "import { x } from '../room.ts';"))).toEqual([]);
  });

  it('openings, reminders with a number, ordinary addresses', () => {
    expect(opensUnexplained(file('src/studio/A.svelte', '<!-- What it shows. -->\n<script>'))).toEqual([]);
    expect(opensUnexplained(file('src/studio/A.svelte', '<script lang="ts">\n  /** What it shows. */'))).toEqual([]);
    expect(opensUnexplained(file('src/a/w.ts', '/// <reference lib="webworker" />\n/** The worker. */'))).toEqual([]);
    expect(bannedWords(file('src/base/a.ts', `// ${reminder}(#12) and https://example.org/work/it`))).toEqual([]);
  });
});

describe('the house', () => {
  it('has no room that the floor plan does not name', () => {
    const unknown = code.map((item) => roomOf(item.path)).filter((room) => room !== undefined && !rooms.includes(room));
    expect([...new Set(unknown)]).toEqual([]);
  });
  it('imports go down only', () => expect(code.flatMap(importsUpward)).toEqual([]));
  it('rooms are entered by their doors', () => expect(code.flatMap(missesTheDoor)).toEqual([]));
  it('modules do nothing when they are loaded', () => expect(code.flatMap(actsWhenLoaded)).toEqual([]));
  it('files form no cycle', () => expect(importCycles(code)).toEqual([]));
  it('no folder is crowded', () => expect(crowdedFolders(code, { any: 12, base: 6 })).toEqual([]));
  it('no file is too long', () => expect(code.flatMap(tooLong)).toEqual([]));
  it('no class that a step goes through has many fields', () => expect(code.flatMap(wideClasses)).toEqual([]));
  it('every file opens with what it is for', () => expect(code.flatMap(opensUnexplained)).toEqual([]));
  it('no door exports a star', () => expect(code.flatMap(starExports)).toEqual([]));
  it('figures are written in one place', () => expect(code.flatMap(ownFigures)).toEqual([]));
  it('no banned word stays', () => {
    const docs = filesUnder('docs');
    expect([...source, ...tests, ...docs, ...topLevel].flatMap(bannedWords)).toEqual([]);
  });
  it('every numbered rule is quoted by a test title', () => {
    const specs = source.filter(({ path: name }) => name.endsWith('/SPEC.md'));
    const suites = tests.filter(({ path: name }) => name.endsWith('.test.ts') && name !== 'tests/tidy.test.ts');
    expect(untestedRules(specs, suites)).toEqual([]);
  });
});
