/**
 * The page without a network, on the built page in a real browser: it can be installed, comes back offline with its workers and stories,
 * also under a path of its own, and a newer version is offered and never forced.
 */
import { expect, test, type Page } from '@playwright/test';
import { existsSync } from 'node:fs';
import path from 'node:path';
import { serve } from '../support/serve.mjs';

test.use({ serviceWorkers: 'allow' });

const dist = path.resolve(import.meta.dirname, '../..', process.env['E2E_DIST'] ?? 'dist');

/** A host of static files, with the page under a path. */
async function host(change?: (name: string, body: Buffer) => Buffer | string) {
  return serve(dist, '/org/repo/', change);
}

async function copied(page: Page): Promise<void> {
  await page.evaluate(async () => {
    await navigator.serviceWorker.ready;
  });
}

test('the page runs a story offline after its first load, from a sub-path', async ({ page }) => {
  const said: string[] = [];
  page.on('pageerror', (error) => said.push(error.message));
  page.on('console', (message) => {
    if (message.type() === 'error' && !message.text().includes('ERR_')) said.push(message.text());
  });
  const server = await host();
  await page.goto(server.url);
  await copied(page);
  // The host is gone, which is more than a browser that only pretends to be offline.
  await server.close();
  await page.reload();
  await page.getByText('Field report').first().click();
  await expect(page.locator('.svelte-flow__node').first()).toBeVisible();
  await page.getByRole('banner').getByRole('button', { name: /^Run/ }).click();
  await expect(page.getByRole('group', { name: 'The open run' })).toBeVisible();
  await page.getByRole('slider', { name: /playhead/i }).press('End');
  await expect(page.getByText('Succeeded').first()).toBeVisible();
  await page.getByRole('button', { name: 'Export' }).click();
  await expect(page.getByRole('menuitem', { name: /^SVG/ })).toBeVisible();
  expect(said).toEqual([]);
});

test('the manifest names icons that exist, one of them maskable', async ({ page }) => {
  await page.goto('/');
  const address = await page.locator('link[rel=manifest]').getAttribute('href');
  const manifest = (await (await page.request.get(`/${address ?? ''}`)).json()) as {
    readonly start_url: string;
    readonly icons: readonly { readonly src: string; readonly purpose: string; readonly sizes: string }[];
  };
  expect(manifest.icons.filter(({ src }) => !existsSync(path.join(dist, src)))).toEqual([]);
  expect(manifest.icons.map(({ sizes, purpose }) => `${sizes} ${purpose}`)).toEqual(
    expect.arrayContaining(['192x192 any', '512x512 any', '512x512 maskable']),
  );
  expect(new URL(manifest.start_url, 'http://127.0.0.1/org/repo/').pathname).toBe('/org/repo/');
});

test('a newer version is offered and not forced; Reload brings it', async ({ page }) => {
  let newer = false;
  const server = await host((name, body) => {
    if (!newer) return body;
    if (name === 'index.html') return String(body).replace('</head>', '<meta name="newer" /></head>');
    // The next build names another digest of the page.
    if (name === 'sw.js') return String(body).replace(/(url:"index\.html",revision:")/, '$1n');
    return body;
  });
  await page.goto(server.url);
  await copied(page);
  await page.reload();
  await expect(page.getByText('A new version is ready.')).toBeHidden();
  newer = true;
  await page.evaluate(async () => {
    await (await navigator.serviceWorker.ready).update();
  });
  await expect(page.getByText('A new version is ready.')).toBeVisible();
  await expect(page.locator('meta[name=newer]')).toHaveCount(0);
  await page.getByRole('button', { name: 'Reload' }).click();
  await expect(page.locator('meta[name=newer]')).toHaveCount(1);
  await expect(page.getByText('A new version is ready.')).toBeHidden();
  await server.close();
});
