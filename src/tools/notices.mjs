/**
 * Third-party notices: the licence files of every package of which something is built into the page, a worker, the offline copy or the
 * replay viewer. `dist/` gets them as one text, and each replay page carries its own. A package without a licence file fails the build.
 */
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { root } from './node.mjs';

export const noticesName = 'third-party-notices.txt';

/** What the keeper of the offline copy is made of: it is written by a tool of its own, which names no modules. */
const offlineCopy = ['workbox-core', 'workbox-precaching', 'workbox-routing', 'workbox-strategies'];

/** Bundlers write a few lines of their own into what they build, under names without a file. */
const helpers = /^\0(vite|rolldown)\b/;

const licenceFile = /^(licen[cs]e|copying|notice)(\.(md|txt))?$/i;

/** Here a bundler's licence goes on to what the bundler itself is made of, none of which is in the page. */
const beyond = '# Licenses of bundled dependencies';

/** The folder of the package to which a module belongs; null for our own and for what no package wrote. @param {string} id */
function folderOf(id) {
  const helper = helpers.exec(id)?.[1];
  if (helper !== undefined) return path.join(root, 'node_modules', helper);
  const file = id.replaceAll('\\', '/').replace(/^\0/, '');
  return (
    /^.*\/node_modules\/(?:@[^/]+\/)?[^/]+/.exec(path.posix.resolve(root.replaceAll('\\', '/'), file))?.[0] ?? null
  );
}

/** Files of packages that a style sheet of ours names: written into the style itself they leave no other trace. @param {string} id */
function namedBy(id) {
  if (!id.endsWith('.css') || folderOf(id) !== null || !existsSync(id)) return [];
  const names = readFileSync(id, 'utf8').matchAll(/url\(\s*['"]?((?:@[\w.-]+\/)?[a-z][\w.-]*)\//g);
  return [...names].map(([, name = '']) => path.join(root, 'node_modules', name, 'a')).map(folderOf);
}

/** The folders of the packages of which a build holds something. @param {import('vite').Rolldown.OutputBundle} bundle */
export function packagesOf(bundle) {
  const ids = Object.values(bundle).flatMap((item) =>
    item.type === 'chunk' ? item.moduleIds : item.originalFileNames,
  );
  const folders = ids.flatMap((id) => [folderOf(id), ...namedBy(id)]);
  return [...new Set(folders.filter((folder) => folder !== null))];
}

/** One package's notice: its name, where it lives, and its licence files in full. @param {string} folder */
function notice(folder) {
  const { name, version, license, homepage } = JSON.parse(readFileSync(path.join(folder, 'package.json'), 'utf8'));
  const texts = readdirSync(folder)
    .filter((each) => licenceFile.test(each))
    .sort()
    .map((each) => readFileSync(path.join(folder, each), 'utf8').split(beyond)[0]?.trim() ?? '');
  if (texts.length === 0) throw new Error(`${name} ${version} has no licence file, and is built into the page.`);
  const title = `${name} ${version}${license ? ` (${license})` : ''}${homepage ? `, ${homepage}` : ''}`;
  return { name: String(name), text: [title, ...texts].join('\n\n') };
}

/** The notices of these packages as one text, in the order of their names. @param {Iterable<string>} folders */
export function notices(folders) {
  const all = [...new Set(folders)].map(notice).sort((a, b) => (a.name < b.name ? -1 : 1));
  const own = readFileSync(path.join(root, 'LICENSE'), 'utf8').trim();
  return `${[`Conclave\n\n${own}`, ...all.map(({ text }) => text)].join(`\n\n${'-'.repeat(80)}\n\n`)}\n`;
}

/** Packages that workers hold: each worker is a build of its own, and ends before the page does. @type {Set<string>} */
const inWorkers = new Set();

/** Notes what a worker is made of. @returns {import('vite').Plugin} */
export function noticesOf() {
  return {
    name: 'notices-of-workers',
    generateBundle(_, bundle) {
      for (const folder of packagesOf(bundle)) inWorkers.add(folder);
    },
  };
}

/** Puts the notices beside the built page. @returns {import('vite').Plugin} */
export function thirdPartyNotices() {
  return {
    name: 'third-party-notices',
    apply: 'build',
    generateBundle(_, bundle) {
      const offline = offlineCopy.map((name) => path.join(root, 'node_modules', name));
      const source = notices([...packagesOf(bundle), ...inWorkers, ...offline]);
      this.emitFile({ type: 'asset', fileName: noticesName, source });
    },
  };
}
