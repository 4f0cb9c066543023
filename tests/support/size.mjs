/**
 * `npm run size`: how much JavaScript the built page needs before it shows anything, gzipped, against its
 * budget. Counts the page's module scripts, what it preloads, and all that these import statically; what is
 * loaded on demand and the worker are reported beside it and do not count.
 */
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { gzipSync } from 'node:zlib';
import { root } from '../../src/tools/node.mjs';

const budgetBytes = 155_000;
const dist = path.join(root, 'dist');

/** @param {number} bytes */
const kilobytes = (bytes) => `${(bytes / 1000).toFixed(1)} kB`;

/** @param {string} file */
const weigh = (file) => gzipSync(readFileSync(file), { level: 9 }).length;

/** @param {string} html @param {string} tag @param {RegExp} marker @param {string} attribute */
function addresses(html, tag, marker, attribute) {
  return [...html.matchAll(new RegExp(`<${tag}\\b[^>]*>`, 'g'))]
    .filter(([text]) => marker.test(text))
    .flatMap(([text]) => new RegExp(`\\s${attribute}="([^"]+)"`).exec(text)?.[1] ?? []);
}

/** @param {string} file @param {Set<string>} seen */
function follow(file, seen) {
  if (seen.has(file) || !existsSync(file)) return;
  seen.add(file);
  const code = readFileSync(file, 'utf8');
  for (const [, specifier = ''] of code.matchAll(/\b(?:from|import)\s*["'](\.{1,2}\/[^"']+\.js)["']/g))
    follow(path.resolve(path.dirname(file), specifier), seen);
}

if (!existsSync(path.join(dist, 'index.html'))) {
  console.error('There is no dist/index.html: run npm run build first.');
  process.exit(2);
}
const html = readFileSync(path.join(dist, 'index.html'), 'utf8');
/** @type {Set<string>} */
const first = new Set();
for (const address of [
  ...addresses(html, 'script', /type="module"/, 'src'),
  ...addresses(html, 'link', /rel="modulepreload"/, 'href'),
])
  follow(path.resolve(dist, address.replace(/^\//, '')), first);

if (first.size === 0) {
  console.error('dist/index.html names no module script: nothing to weigh.');
  process.exit(2);
}

const total = [...first].reduce((sum, file) => sum + weigh(file), 0);
for (const file of first) console.log(`  ${path.relative(dist, file)}  ${kilobytes(weigh(file))}`);
console.log(`First load: ${kilobytes(total)} of JavaScript, gzipped, of at most ${kilobytes(budgetBytes)}.`);

const others = readdirSync(dist, { recursive: true })
  .map((name) => path.join(dist, String(name)))
  .filter((file) => file.endsWith('.js') && !first.has(file))
  .sort();
for (const file of others) {
  const kind = /worker/i.test(path.basename(file)) ? 'worker' : 'on demand';
  console.log(`  ${path.relative(dist, file)}  ${kilobytes(weigh(file))} (${kind})`);
}

if (total > budgetBytes) {
  console.error(`Over the budget by ${kilobytes(total - budgetBytes)}.`);
  process.exitCode = 1;
}
