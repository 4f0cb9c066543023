/**
 * `npm start` and `npm test` from a bare clone. Prepares what is missing, then starts the development
 * server, or runs every test there is: Vitest's projects, and beside them the end-to-end tests on the built page. The last line counts them all, alone, so that a person and a machine can both read it.
 */
import { spawn } from 'node:child_process';
import { existsSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:net';
import path from 'node:path';
import { ensureBrowser, findFirefox } from './browser.mjs';
import { cacheFolder, prepare, root } from './node.mjs';
import { addCounts, closingLine, playwrightCounts, vitestCounts } from './counts.mjs';

/** @typedef {import('./counts.mjs').Counts} Counts */

const tools = {
  vite: 'node_modules/vite/bin/vite.js',
  vitest: 'node_modules/vitest/vitest.mjs',
  playwright: 'node_modules/@playwright/test/cli.js',
};

/**
 * Runs one of the installed tools to its end and gives its exit code.
 * @param {keyof typeof tools} tool
 * @param {string[]} args
 * @param {Record<string, string>} env
 * @returns {Promise<number>}
 */
function run(tool, args, env = {}) {
  return new Promise((resolve) => {
    const child = spawn(process.execPath, [path.join(root, tools[tool]), ...args], {
      cwd: root,
      stdio: 'inherit',
      env: { ...process.env, ...env },
    });
    for (const signal of /** @type {const} */ (['SIGINT', 'SIGTERM'])) process.once(signal, () => child.kill(signal));
    // A killed npm leaves its shell's children behind: without a parent there is nobody to serve.
    const parent = process.ppid;
    const watch = setInterval(() => process.ppid !== parent && child.kill('SIGTERM'), 500);
    child.on('close', () => clearInterval(watch));
    child.on('error', () => resolve(1));
    child.on('close', (code) => resolve(code ?? 1));
  });
}

/** @returns {Promise<number>} */
function freePort() {
  return new Promise((resolve, reject) => {
    const server = createServer().once('error', reject);
    server.listen(0, '127.0.0.1', () => {
      const address = server.address();
      server.close(() => resolve(typeof address === 'object' && address ? address.port : 0));
    });
  });
}

async function start() {
  const { PORT, HOST, CI } = process.env;
  const interactive = process.stdout.isTTY && !CI;
  return run('vite', [
    ...(PORT ? ['--port', PORT, '--strictPort'] : []),
    ...(HOST ? ['--host', HOST] : []),
    ...(interactive ? ['--open'] : []),
  ]);
}

/**
 * Runs a tool that writes a JSON report, and counts what the report says. A tool that fails without a
 * failed test to show for it counts as one failure.
 * @param {keyof typeof tools} tool
 * @param {string[]} args
 * @param {string} report
 * @param {(report: any) => Counts} count
 * @param {Record<string, string>} env
 */
async function counted(tool, args, report, count, env) {
  rmSync(report, { force: true });
  const code = await run(tool, args, env);
  const counts = existsSync(report)
    ? count(JSON.parse(readFileSync(report, 'utf8')))
    : { passed: 0, failed: 0, skipped: 0 };
  return code !== 0 && counts.failed === 0 ? { ...counts, failed: 1 } : counts;
}

/** @param {Record<string, string>} env @param {string[]} projects */
function runVitest(env, projects) {
  const report = path.join(cacheFolder, 'vitest.json');
  const selection = projects.flatMap((project) => ['--project', project]);
  const args = ['run', ...selection, '--reporter=default', '--reporter=json', `--outputFile.json=${report}`];
  return counted('vitest', args, report, vitestCounts, env);
}

/**
 * The end-to-end tests, on the built page and from a server of their own; the configuration says how many pages at a time.
 * @param {Record<string, string>} env
 */
async function runEndToEnd(env) {
  if ((await run('vite', ['build'])) !== 0) return { passed: 0, failed: 1, skipped: 0 };
  const report = path.join(cacheFolder, 'playwright.json');
  const config = path.join(root, 'tests/e2e/playwright.config.ts');
  const output = path.join(cacheFolder, 'e2e');
  const settings = { ...env, E2E_PORT: String(await freePort()), E2E_REPORT: report };
  return counted('playwright', ['test', '--config', config, '--output', output], report, playwrightCounts, settings);
}

/**
 * Every test there is: while Vitest's tests compute, the pages mostly wait.
 * @param {Record<string, string>} env
 * @returns {Promise<Counts>}
 */
async function runAll(env) {
  const [pages, others] = await Promise.all([runEndToEnd(env), runVitest(env, [])]);
  return addCounts(pages, others);
}

async function test() {
  mkdirSync(cacheFolder, { recursive: true });
  const browser = await ensureBrowser();
  let counts;
  if (browser === undefined) {
    console.error(
      'No Chromium was found or could be got: set CHROME_PATH. The tests that need one count as one failure.',
    );
    counts = addCounts(await runVitest({}, ['unit', 'component', 'guests']), { passed: 0, failed: 1, skipped: 0 });
  } else {
    console.log(`Browser: ${browser.executablePath} (from ${browser.from})`);
    console.log(`Second browser: ${findFirefox() ?? 'no Firefox here, its tests are skipped; FIREFOX_PATH names one'}`);
    const env = { CHROME_PATH: browser.executablePath };
    counts = await runAll(env);
  }
  const line = closingLine(counts);
  writeFileSync(path.join(cacheFolder, 'closing-line.txt'), `${line}\n`);
  console.log(`\n${line}`);
  return counts.failed === 0 && counts.passed > 0 ? 0 : 1;
}

const command = process.argv[2];
if (command !== 'start' && command !== 'test') {
  console.error('Usage: node src/tools/run.mjs start|test');
  process.exit(2);
}
prepare();
process.exitCode = await (command === 'start' ? start() : test());
