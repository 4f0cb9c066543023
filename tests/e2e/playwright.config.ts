/**
 * The end-to-end tests run on the built page, served from this machine alone. `npm test` builds it first
 * and names the port and the report; `npm run test:e2e` does with the defaults.
 */
import { defineConfig } from '@playwright/test';
import path from 'node:path';
import { chromiumArgs, findBrowser } from '../../src/tools/browser.mjs';

const port = Number(process.env['E2E_PORT'] ?? 4173);
const dist = process.env['E2E_DIST'] ?? 'dist';
const report = process.env['E2E_REPORT'];
const browser = findBrowser();
const root = path.resolve(import.meta.dirname, '../..');

export default defineConfig({
  testDir: '.',
  outputDir: path.join(root, 'node_modules/.cache/conclave/e2e'),
  // Two files at a time: while one page waits, another computes.
  fullyParallel: false,
  workers: 2,
  timeout: 120_000,
  expect: { timeout: 15_000 },
  reporter: [['list'], ...(report === undefined ? [] : [['json', { outputFile: report }] as const])],
  use: {
    baseURL: `http://127.0.0.1:${String(port)}/`,
    actionTimeout: 15_000,
    // A page that is new for every test would copy the whole of itself each time; offline.spec.ts tries the copy.
    serviceWorkers: 'block',
    viewport: { width: 1280, height: 800 },
    launchOptions: {
      ...(browser && { executablePath: browser.executablePath }),
      args: chromiumArgs,
    },
  },
  webServer: {
    command: `node node_modules/vite/bin/vite.js preview --outDir ${dist} --port ${String(port)} --strictPort`,
    cwd: root,
    url: `http://127.0.0.1:${String(port)}/`,
    reuseExistingServer: false,
    timeout: 60_000,
  },
});
