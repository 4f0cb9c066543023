/**
 * What must be true before anything else runs: a Node that is new enough, and the packages of the lock
 * file. It uses nothing but Node, and everything it lets npm say goes to standard error, because the
 * command line tool keeps standard output for its results.
 */
import { spawnSync } from 'node:child_process';
import { existsSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { fileURLToPath } from 'node:url';

/** The folder of the repository. */
export const root = path.resolve(path.dirname(fileURLToPath(import.meta.url)), '../..');

/** Where everything made on the way is kept. */
export const cacheFolder = path.join(root, 'node_modules/.cache/conclave');

/**
 * Whether this Node can run the tools: 20.19 or newer on line 20, 22.12 or newer after it.
 * @param {string} version
 */
export function isNodeNewEnough(version) {
  const [major = 0, minor = 0] = version.split('.').map(Number);
  if (major === 20) return minor >= 19;
  return major > 22 || (major === 22 && minor >= 12);
}

/**
 * Runs npm, whose words all go to standard error.
 * @param {string[]} args
 */
export function runNpm(args) {
  const npm = process.env['npm_execpath'];
  const viaNode = npm !== undefined && /npm-cli\.c?js$/.test(npm);
  const { status } = spawnSync(viaNode ? process.execPath : 'npm', viaNode ? [npm, ...args] : args, {
    cwd: root,
    stdio: ['ignore', 2, 2],
    shell: !viaNode && process.platform === 'win32',
  });
  return status === 0;
}

/** @typedef {{ packages?: Record<string, { version?: string, integrity?: string, optional?: boolean, link?: boolean }> }} Lock */

/**
 * Whether the installed packages are those of the lock. Optional packages may be missing, since most of
 * them belong to another platform.
 * @param {Lock} lock
 * @param {Lock} installed
 */
export function isInstalled(lock, installed) {
  return Object.entries(lock.packages ?? {}).every(([place, wanted]) => {
    if (place === '' || wanted.link === true) return true;
    const present = installed.packages?.[place];
    if (present === undefined) return wanted.optional === true;
    return present.version === wanted.version && present.integrity === wanted.integrity;
  });
}

/** @param {string} file @returns {Lock} */
const readLock = (file) => JSON.parse(readFileSync(path.join(root, file), 'utf8'));

function areDependenciesInstalled() {
  const marker = 'node_modules/.package-lock.json';
  return existsSync(path.join(root, marker)) && isInstalled(readLock('package-lock.json'), readLock(marker));
}

/** Leaves with one clear sentence when Node is too old or the packages cannot be installed. */
export function prepare() {
  if (!isNodeNewEnough(process.versions.node)) {
    console.error(`Conclave needs Node 20.19 or newer (22.12 on line 22); this is Node ${process.versions.node}.`);
    process.exit(1);
  }
  if (areDependenciesInstalled()) return;
  console.error('Installing the packages of package-lock.json …');
  if (runNpm(['ci', '--no-fund', '--no-audit'])) return;
  console.error('The packages could not be installed: npm ci failed, see its words above.');
  process.exit(1);
}
