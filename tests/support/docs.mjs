/**
 * `npm run docs [-- --check]`: bundles tests/support/docs.ts, which knows what to write, and runs it.
 */
import { spawnSync } from 'node:child_process';
import path from 'node:path';
import { cacheFolder, prepare, root } from '../../src/tools/node.mjs';

prepare();
const { bundle } = await import('../../src/tools/bundle.mjs');
const file = path.join(cacheFolder, 'docs.js');
await bundle(path.join(root, 'tests/support/docs.ts'), file);
const { status } = spawnSync(process.execPath, [file, ...process.argv.slice(2)], {
  cwd: root,
  stdio: 'inherit',
});
process.exitCode = status ?? 1;
