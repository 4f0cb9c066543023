/**
 * One configuration for the page, the engine worker and the three kinds of tests that Vitest runs. Tests
 * mirror `src/` by path, so their folder says where they run: Node, jsdom for the studio, a real Chromium
 * for tests/browser. The command line tool is built by src/tools/bundle.mjs.
 */
import { svelte } from '@sveltejs/vite-plugin-svelte';
import { svelteTesting } from '@testing-library/svelte/vite';
import { playwright } from '@vitest/browser-playwright';
import type { Plugin } from 'vite';
import { VitePWA } from 'vite-plugin-pwa';
import { defineConfig } from 'vitest/config';
import { withGuests } from './tests/support/guests.mjs';
import { chromiumArgs, findBrowser } from './src/tools/browser.mjs';
import { noticesOf, thirdPartyNotices } from './src/tools/notices.mjs';
import { replayViewer } from './src/tools/replay-viewer.mjs';

const browser = process.env['VITEST'] === undefined ? undefined : findBrowser();

/** The page's Content-Security-Policy holds in the built page; hot reloading needs what it forbids. */
function withoutCspInDevelopment(): Plugin {
  return {
    name: 'without-csp-in-development',
    apply: 'serve',
    transformIndexHtml: (html, context) =>
      context.server === undefined ? html : html.replace(/<meta\s[^>]*http-equiv="Content-Security-Policy"[^>]*>/i, ''),
  };
}

/** The offline copy: everything that the page loads. `src/app/offline.ts` registers it. */
const offline = VitePWA({
  registerType: 'prompt',
  injectRegister: false,
  manifest: false,
  workbox: {
    globPatterns: ['**/*.{js,css,html,svg,png,woff2,webmanifest,json}'],
    maximumFileSizeToCacheInBytes: 8_000_000,
    dontCacheBustURLsMatching: /assets\//,
    navigateFallbackDenylist: [/\.\w+$/],
    inlineWorkboxRuntime: true,
    sourcemap: false,
  },
});

/** What does nothing when it is loaded: every module but those that start the page and its workers. */
const silent = /\/src\/(?!app\/|engine\/).+\.(?:ts|svelte)$/u;

export default defineConfig({
  base: './',
  plugins: [svelte(), withoutCspInDevelopment(), replayViewer(), thirdPartyNotices(), offline],
  server: { host: '127.0.0.1' },
  preview: { host: '127.0.0.1' },
  worker: { format: 'es', plugins: () => [noticesOf()] },
  build: {
    target: 'baseline-widely-available',
    assetsInlineLimit: 0,
    // A door then brings along only what is asked of it: the first screen no studio, a page that reads cards no machines.
    rollupOptions: { treeshake: { moduleSideEffects: (id) => !silent.test(id) } },
  },
  test: {
    passWithNoTests: true,
    projects: [
      {
        extends: true,
        test: {
          name: 'unit',
          environment: 'node',
          include: ['tests/**/*.test.ts'],
          exclude: ['tests/{studio,app,browser,e2e,guests}/**'],
          // What is below the studio holds no state between calls: its modules are loaded once for all files.
          isolate: false,
          testTimeout: 60_000,
          hookTimeout: 60_000,
        },
      },
      {
        extends: true,
        plugins: [svelteTesting()],
        test: {
          name: 'component',
          environment: 'jsdom',
          include: ['tests/{studio,app}/**/*.test.ts'],
          setupFiles: ['tests/support/component.ts'],
          // Each test takes away what it drew and keeps: loading the studio anew for each file would take half as long again.
          isolate: false,
          testTimeout: 60_000,
        },
      },
      {
        extends: true,
        plugins: [svelteTesting(), withGuests()],
        test: {
          name: 'guests',
          environment: 'jsdom',
          include: ['tests/guests/**/*.test.ts'],
          setupFiles: ['tests/support/component.ts'],
          testTimeout: 60_000,
        },
      },
      {
        extends: true,
        optimizeDeps: {
          include: [
            'svelte',
            'dexie',
            'idb',
            'valibot',
            'fast-check',
            'pure-rand/distribution/uniformInt',
            'pure-rand/generator/xoroshiro128plus',
            '@xyflow/svelte',
            '@marcbachmann/cel-js',
            'vitest-browser-svelte',
          ],
        },
        test: {
          name: 'browser',
          include: ['tests/browser/**/*.test.ts'],
          testTimeout: 60_000,
          browser: {
            enabled: true,
            headless: true,
            screenshotFailures: false,
            provider: playwright({
              launchOptions: {
                ...(browser && { executablePath: browser.executablePath }),
                args: chromiumArgs,
              },
            }),
            instances: [{ browser: 'chromium' }],
          },
        },
      },
    ],
  },
});
