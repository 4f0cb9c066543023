/**
 * `npm run bench [NAME ...]`: bundles each tests/bench/*.bench.ts and runs it in a Node of its own, one after
 * the other, with the garbage collector at hand. The benches print their own tables; this adds only which
 * one is running.
 */
import { spawnSync } from 'node:child_process';
import { existsSync, readdirSync } from 'node:fs';
import path from 'node:path';
import { cacheFolder, prepare, root } from '../../src/tools/node.mjs';

prepare();
const { bundle } = await import('../../src/tools/bundle.mjs');
const folder = path.join(root, 'tests/bench');
const wanted = process.argv.slice(2);
const names = (existsSync(folder) ? readdirSync(folder) : [])
  .filter((name) => name.endsWith('.bench.ts'))
  .filter((name) => wanted.length === 0 || wanted.some((word) => name.includes(word)))
  .sort();

if (names.length === 0) {
  console.error('There is no bench of that name under tests/bench.');
  process.exit(1);
}
for (const name of names) {
  const file = path.join(cacheFolder, 'bench', name.replace(/\.ts$/, '.js'));
  await bundle(path.join(folder, name), file);
  console.log(`\n${name.replace('.bench.ts', '')}`);
  const { status } = spawnSync(process.execPath, ['--expose-gc', file], { cwd: root, stdio: 'inherit' });
  if (status !== 0) process.exitCode = 1;
}
