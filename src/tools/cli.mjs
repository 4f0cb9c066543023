#!/usr/bin/env node
/**
 * `npm run -s conclave -- COMMAND ...`: the command line tool from a checkout. Builds src/cli/main.ts when a
 * source is newer than the last build, then runs it in this process, so that standard input, standard
 * output and the exit status are the tool's own. Whatever preparing has to say goes to standard error.
 */
import { existsSync, readdirSync, statSync } from 'node:fs';
import path from 'node:path';
import { pathToFileURL } from 'node:url';
import { cacheFolder, prepare, root } from './node.mjs';

const entry = path.join(root, 'src/cli/main.ts');
const built = path.join(cacheFolder, 'cli.js');

/** The time of the last change under a folder; a deleted file shows in the time of its folder. @param {string} folder @returns {number} */
function lastChange(folder) {
  let latest = statSync(folder).mtimeMs;
  for (const item of readdirSync(folder, { withFileTypes: true })) {
    const place = path.join(folder, item.name);
    latest = Math.max(latest, item.isDirectory() ? lastChange(place) : statSync(place).mtimeMs);
  }
  return latest;
}

function isStale() {
  if (!existsSync(built)) return true;
  const made = statSync(built).mtimeMs;
  return [path.join(root, 'src'), path.join(root, 'package-lock.json')].some(
    (place) => (place.endsWith('.json') ? statSync(place).mtimeMs : lastChange(place)) > made,
  );
}

prepare();
if (isStale()) {
  const { bundle } = await import('./bundle.mjs');
  await bundle(entry, built);
}
process.argv[1] = built;
await import(pathToFileURL(built).href);
