/**
 * Rooms from outside, put where a guest would put them: a line in the catalogue and one in the registry, and nothing else. Those of
 * tests/fixtures/rooms are files; the one of CONTRIBUTING.md is made of the page's own blocks, which stand in for files of their names.
 */
import { readFileSync } from 'node:fs';
import path from 'node:path';
import { root } from '../../src/tools/node.mjs';

const rooms = ['coin', 'cell', 'auction'];
const catalogue = 'src/protocols/catalogue.ts';
const registry = 'src/protocols/registry.ts';

/** Where each list ends: before its closing bracket. @type {Record<string, RegExp>} */
const lists = {
  [catalogue]: /(cards: readonly Card\[\] = \[[^\]]*?),?\s*\]/u,
  [registry]: /(machines: [^=]*= \[[^\]]*?),?\s*\]/u,
};

/** What the recipe says to write, by the file it is for. @returns {Map<string, string>} */
export function recipe() {
  const page = readFileSync(path.join(root, 'CONTRIBUTING.md'), 'utf8').replaceAll('\r\n', '\n');
  return new Map(
    [...page.matchAll(/^```\w+ (\S+)\n([\s\S]*?)^```$/gmu)].map(([, file = '', text = '']) => [file, text]),
  );
}

/** The lines that go into a list: imports, and entries. @param {string} list @param {Map<string, string>} blocks */
function linesFor(list, blocks) {
  const added = (blocks.get(list) ?? '').split('\n').filter((line) => line.trim() !== '');
  const imports = added.filter((line) => line.startsWith('import '));
  const entries = added.filter((line) => !line.startsWith('import ')).map((line) => line.trim().replace(/,$/u, ''));
  for (const name of rooms) {
    const from = `'../../tests/fixtures/rooms/${name}/`;
    imports.push(
      list === catalogue
        ? `import { card as ${name}Guest } from ${from}card.ts';`
        : `import { ${name} as ${name}Guest } from ${from}index.ts';`,
    );
    entries.push(`${name}Guest`);
  }
  return { imports, entries };
}

/** @returns {import('vite').Plugin} */
export function withGuests() {
  const blocks = recipe();
  /** @param {string} id */
  const nameOf = (id) => path.relative(root, id).replaceAll('\\', '/');
  return {
    name: 'with-guests',
    enforce: 'pre',
    resolveId(source, importer) {
      if (!source.startsWith('.') || importer === undefined) return null;
      const file = path.resolve(path.dirname(importer), source);
      return blocks.has(nameOf(file)) && !(nameOf(file) in lists) ? file : null;
    },
    load: (id) => (nameOf(id) in lists ? null : (blocks.get(nameOf(id)) ?? null)),
    transform(code, id) {
      const list = nameOf(id);
      const where = lists[list];
      if (where === undefined) return null;
      if (!where.test(code)) throw new Error(`There is no list of rooms in ${id}.`);
      const { imports, entries } = linesFor(list, blocks);
      return { code: `${imports.join('\n')}\n${code.replace(where, `$1, ${entries.join(', ')}]`)}`, map: null };
    },
  };
}
