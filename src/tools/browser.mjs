/**
 * Finds a Chromium for the tests, and gets one when the machine has none, trying what is cheap first; finds a Firefox where there is one. It
 * uses nothing but Node, because it runs before anything is installed, and it never writes outside
 * node_modules/.cache except through Playwright's own installer or the system's package manager.
 */
import { spawnSync } from 'node:child_process';
import { accessSync, constants, existsSync, readdirSync, statSync } from 'node:fs';
import { homedir, tmpdir } from 'node:os';
import path from 'node:path';
import { pathToFileURL } from 'node:url';
import { root, runNpm } from './node.mjs';

const isRoot = process.getuid?.() === 0;

/** Headless flags for a quiet browser. With the last one it asks the network for nothing but this machine. */
export const chromiumArgs = [
  ...(isRoot || process.env['CI'] ? ['--no-sandbox'] : []),
  '--disable-dev-shm-usage',
  '--disable-background-networking',
  '--disable-component-update',
  '--disable-sync',
  '--no-first-run',
  '--host-resolver-rules=MAP * ~NOTFOUND, EXCLUDE 127.0.0.1, EXCLUDE localhost',
];

/** @param {string} file */
function isProgram(file) {
  try {
    accessSync(file, constants.X_OK);
    return statSync(file).isFile();
  } catch {
    return false;
  }
}

/** Playwright keeps each browser in a folder that carries its revision; the newest comes first. */
function* inPlaywrightCache() {
  const home = homedir();
  const folder =
    process.env['PLAYWRIGHT_BROWSERS_PATH'] ??
    {
      darwin: path.join(home, 'Library/Caches/ms-playwright'),
      win32: path.join(process.env['LOCALAPPDATA'] ?? home, 'ms-playwright'),
    }[/** @type {'darwin' | 'win32'} */ (process.platform)] ??
    path.join(process.env['XDG_CACHE_HOME'] ?? path.join(home, '.cache'), 'ms-playwright');
  if (!existsSync(folder)) return;
  const revision = (/** @type {string} */ name) => Number(name.split('-').at(-1));
  const installed = readdirSync(folder)
    .filter((name) => /^chromium(_headless_shell)?-\d+$/.test(name))
    .sort((a, b) => revision(b) - revision(a) || (a < b ? -1 : 1));
  for (const name of installed)
    for (const program of [
      'chrome-linux/chrome',
      'chrome-linux64/chrome',
      'chrome-linux/headless_shell',
      'chrome-headless-shell-linux64/chrome-headless-shell',
      'chrome-mac/Chromium.app/Contents/MacOS/Chromium',
      'chrome-mac-arm64/Google Chrome for Testing.app/Contents/MacOS/Google Chrome for Testing',
      'chrome-mac-x64/Google Chrome for Testing.app/Contents/MacOS/Google Chrome for Testing',
      'chrome-win/chrome.exe',
      'chrome-win64/chrome.exe',
    ])
      yield path.join(folder, name, program);
}

function* onPath() {
  const names = ['chromium', 'chromium-browser', 'google-chrome', 'google-chrome-stable', 'microsoft-edge'];
  for (const folder of (process.env['PATH'] ?? '').split(path.delimiter))
    for (const name of names) if (folder !== '') yield path.join(folder, name);
}

function* wellKnown() {
  yield '/usr/bin/chromium';
  yield '/usr/lib/chromium/chromium';
  yield '/snap/bin/chromium';
  yield '/opt/google/chrome/chrome';
  yield '/opt/microsoft/msedge/msedge';
  yield '/Applications/Google Chrome.app/Contents/MacOS/Google Chrome';
  yield '/Applications/Chromium.app/Contents/MacOS/Chromium';
  yield '/Applications/Microsoft Edge.app/Contents/MacOS/Microsoft Edge';
  for (const folder of ['PROGRAMFILES', 'PROGRAMFILES(X86)', 'LOCALAPPDATA']) {
    const base = process.env[folder];
    if (base === undefined) continue;
    yield path.join(base, 'Google/Chrome/Application/chrome.exe');
    yield path.join(base, 'Microsoft/Edge/Application/msedge.exe');
  }
  // Where the packaged Chromium of the last resort unpacks itself.
  if (existsSync(packagedFolder)) yield path.join(tmpdir(), 'chromium');
}

const packagedFolder = path.join(root, 'node_modules/.cache/chromium');

/**
 * The first browser that is already here, or undefined. Nothing is installed.
 * @returns {{ executablePath: string, from: string } | undefined}
 */
export function findBrowser() {
  const chosen = process.env['CHROME_PATH'];
  if (chosen !== undefined && chosen !== '') {
    if (isProgram(chosen)) return { executablePath: chosen, from: 'CHROME_PATH' };
    console.error(`CHROME_PATH names ${chosen}, which is not a program; looking further.`);
  }
  const places = { "Playwright's cache": inPlaywrightCache, PATH: onPath, 'a well-known place': wellKnown };
  for (const [from, candidates] of Object.entries(places))
    for (const executablePath of candidates()) if (isProgram(executablePath)) return { executablePath, from };
  return undefined;
}

function* firefoxes() {
  for (const folder of (process.env['PATH'] ?? '').split(path.delimiter))
    for (const name of ['firefox', 'firefox-esr']) if (folder !== '') yield path.join(folder, name);
  yield '/usr/bin/firefox-esr';
  yield '/snap/bin/firefox';
  yield '/opt/firefox/firefox';
  yield '/usr/lib/firefox/firefox';
  yield '/Applications/Firefox.app/Contents/MacOS/firefox';
  for (const folder of ['PROGRAMFILES', 'PROGRAMFILES(X86)', 'LOCALAPPDATA'])
    if (process.env[folder] !== undefined) yield path.join(process.env[folder], 'Mozilla Firefox/firefox.exe');
}

/**
 * A Firefox that is here, or undefined: it is never fetched. What is a second browser for the tests may be absent.
 * @returns {string | undefined}
 */
export function findFirefox() {
  const chosen = process.env['FIREFOX_PATH'];
  if (chosen !== undefined && chosen !== '') {
    if (isProgram(chosen)) return chosen;
    console.error(`FIREFOX_PATH names ${chosen}, which is not a program; looking further.`);
  }
  for (const candidate of firefoxes()) if (isProgram(candidate)) return candidate;
  return undefined;
}

/** @param {string} program @param {string[]} args @param {number} minutes */
function attempt(program, args, minutes) {
  const stdio = /** @type {import('node:child_process').StdioOptions} */ (['ignore', 'inherit', 'inherit']);
  return spawnSync(program, args, { cwd: root, stdio, timeout: minutes * 60_000 }).status === 0;
}

async function installPackaged() {
  const installed = runNpm([
    'install',
    '--prefix',
    packagedFolder,
    '--no-save',
    '--no-package-lock',
    '@sparticuz/chromium@147.0.0',
  ]);
  if (!installed) return undefined;
  const entry = path.join(packagedFolder, 'node_modules/@sparticuz/chromium/build/esm/index.js');
  const fallback = path.join(packagedFolder, 'node_modules/@sparticuz/chromium/build/index.js');
  const module = await import(pathToFileURL(existsSync(entry) ? entry : fallback).href);
  const executablePath = /** @type {string} */ (await module.default.executablePath());
  return isProgram(executablePath) ? { executablePath, from: 'the npm registry' } : undefined;
}

/**
 * A browser, got by whatever way works here; undefined when none does.
 * @returns {Promise<{ executablePath: string, from: string } | undefined>}
 */
export async function ensureBrowser() {
  const found = findBrowser();
  if (found !== undefined) return found;
  console.log('No Chromium on this machine; trying to get one.');
  const playwright = path.join(root, 'node_modules/playwright/cli.js');
  if (attempt(process.execPath, [playwright, 'install', 'chromium'], 5)) {
    const installed = findBrowser();
    if (installed !== undefined) return installed;
  }
  const canUseApt = isRoot && isProgram('/usr/bin/apt-get');
  if (canUseApt && attempt('apt-get', ['install', '-y', '--no-install-recommends', 'chromium'], 5)) {
    const installed = findBrowser();
    if (installed !== undefined) return installed;
  }
  if (process.platform !== 'linux' || process.arch !== 'x64') return undefined;
  try {
    return await installPackaged();
  } catch (error) {
    console.error(`The packaged Chromium did not unpack: ${String(error)}`);
    return undefined;
  }
}
