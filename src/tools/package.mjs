/**
 * Builds what `npm pack` takes: the command line as one file that starts at once, and the calls for somebody's own tests as one
 * file with its types. Nothing is fetched where the package is installed, since everything stands in these files.
 */
import { chmodSync, mkdirSync, rmSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { rolldown } from 'rolldown';
import { dts } from 'rolldown-plugin-dts';
import { bundle } from './bundle.mjs';
import { root } from './node.mjs';
import { notices, noticesName, packagesOf } from './notices.mjs';

const folder = path.join(root, 'lib');

/** @type {Set<string>} */
const packages = new Set();

/** @type {import('vite').Plugin} */
const noting = {
  name: 'packages-of-a-bundle',
  generateBundle(_, made) {
    for (const each of packagesOf(made)) packages.add(each);
  },
};

/** The types of an entry with all that they are made of, in one file. @param {string} entry @param {string} file */
async function typesOf(entry, file) {
  const plugins = [dts({ emitDtsOnly: true, tsconfig: path.join(root, 'tsconfig.json') })];
  const { output } = await (await rolldown({ input: entry, cwd: root, plugins })).generate();
  const [types, ...more] = output;
  if (types.imports.length > 0 || more.length > 0) throw new Error('The types do not stand alone.');
  writeFileSync(file, types.code);
}

rmSync(folder, { recursive: true, force: true });
mkdirSync(folder);
const program = path.join(folder, 'conclave.js');
const options = { plugins: [noting] };
await bundle(path.join(root, 'src/cli/main.ts'), program, { ...options, banner: '#!/usr/bin/env node' });
chmodSync(program, 0o755);
await bundle(path.join(root, 'src/api/package.ts'), path.join(folder, 'index.js'), options);
await typesOf(path.join(root, 'src/api/package.ts'), path.join(folder, 'index.d.ts'));
writeFileSync(path.join(folder, noticesName), notices(packages));
