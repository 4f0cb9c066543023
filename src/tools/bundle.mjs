/**
 * Bundles a TypeScript entry into one file that plain Node runs, for the command line tool, the package, the benches
 * and the generator of the reference. The result is written beside its final name and moved there in one
 * step, so that two processes that build at once never see half a file. It carries no source map: Node would read
 * one three times as long as the program at every start, and nobody asks it to use one.
 */
import { mkdirSync, mkdtempSync, renameSync, rmSync } from 'node:fs';
import path from 'node:path';
import { build } from 'vite';
import { root } from './node.mjs';

/**
 * @param {string} entry
 * @param {string} file
 * @param {{ banner?: string, plugins?: import('vite').PluginOption[] }} [options]
 */
export async function bundle(entry, file, { banner = '', plugins = [] } = {}) {
  mkdirSync(path.dirname(file), { recursive: true });
  const workshop = mkdtempSync(`${file}-`);
  try {
    await build({
      configFile: false,
      root,
      publicDir: false,
      logLevel: 'error',
      plugins,
      ssr: { noExternal: true, external: ['prettier'] },
      build: {
        ssr: entry,
        outDir: workshop,
        target: 'node20',
        minify: false,
        rolldownOptions: { output: { entryFileNames: 'bundle.js', codeSplitting: false, banner } },
      },
    });
    renameSync(path.join(workshop, 'bundle.js'), file);
  } finally {
    rmSync(workshop, { recursive: true, force: true });
  }
}
