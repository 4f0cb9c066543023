/**
 * What is handed out: the built page's policy holds in its workers too where the host sends no headers, source maps stay at home, and
 * whatever was built in is named with its licence, in the page's folder and in each replay page.
 */
import { expect, test, type Browser } from '@playwright/test';
import { readFileSync, readdirSync } from 'node:fs';
import { createServer } from 'node:http';
import path from 'node:path';
import { serve } from '../support/serve.mjs';

const dist = path.resolve(import.meta.dirname, '../..', process.env['E2E_DIST'] ?? 'dist');
const read = (name: string): string => readFileSync(path.join(dist, name), 'utf8');

/** Another host, which answers whoever asks and counts them. */
async function collector(): Promise<{ url: string; hits: string[]; close: () => void }> {
  const hits: string[] = [];
  const server = createServer((request, response) => {
    hits.push(request.url ?? '');
    response.writeHead(200, { 'access-control-allow-origin': '*' }).end('taken');
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const address = server.address();
  const port = typeof address === 'object' && address !== null ? address.port : 0;
  return { url: `http://127.0.0.1:${String(port)}`, hits, close: () => server.close() };
}

/** Opens a story from a host without headers, and asks another host from the page and from each of its workers. */
async function leaks(browser: Browser, policy: 'kept' | 'stripped'): Promise<{ hits: string[]; workers: number }> {
  const host = await serve(dist, '/', (name, body) =>
    policy === 'stripped' && name === 'index.html'
      ? String(body).replace(/<meta\s[^>]*http-equiv="Content-Security-Policy"[^>]*>/i, '')
      : body,
  );
  const other = await collector();
  const page = await browser.newPage({ serviceWorkers: 'block' });
  await page.goto(host.url);
  await page.getByText('Field report').first().click();
  await expect(page.locator('.svelte-flow__node').first()).toBeVisible();
  await page.getByRole('banner').getByRole('button', { name: /^Run/ }).click();
  await expect(page.getByRole('group', { name: 'The open run' })).toBeVisible();
  const ask = (url: string): Promise<void> =>
    fetch(url).then(
      () => undefined,
      () => undefined,
    );
  await page.evaluate(ask, `${other.url}/page`);
  // A worker that ends meanwhile, as one that tries an advice does, can ask nobody; the engine's lives as long as the run is open.
  const asked = page.workers().map((worker) =>
    worker.evaluate(ask, `${other.url}/worker`).then(
      () => [worker],
      () => [],
    ),
  );
  const workers = (await Promise.all(asked)).flat();
  await page.close();
  await host.close();
  other.close();
  return { hits: other.hits, workers: workers.length };
}

test('neither the page nor a worker reaches another host, though the host of the page sends no headers', async ({
  browser,
}) => {
  const held = await leaks(browser, 'kept');
  expect(held.workers).toBeGreaterThan(0);
  expect(held.hits).toEqual([]);
  // Without the policy both get through, so that it was the policy that held them.
  const open = await leaks(browser, 'stripped');
  expect(new Set(open.hits)).toEqual(new Set(['/page', '/worker']));
});

test('no source map is shipped, and nothing names one', () => {
  const names = readdirSync(dist, { recursive: true }).map(String);
  expect(names).toContain('sw.js');
  expect(names.filter((name) => name.endsWith('.map'))).toEqual([]);
  const naming = names
    .filter((name) => /\.(js|css|html)$/.test(name))
    .filter((name) => /sourceMappingURL=/.test(read(name)));
  expect(naming).toEqual([]);
});

test('whatever was built in is named with its licence, beside the page and in each replay page', () => {
  const notices = read('third-party-notices.txt');
  const titles = [...notices.matchAll(/^-{80}\n\n(\S+) \d/gm)].map(([, name]) => name);
  const src = path.resolve(import.meta.dirname, '../../src');
  const sources = readdirSync(src, { recursive: true })
    .map(String)
    .filter((name) => /\.(ts|svelte|css)$/.test(name) && !name.startsWith('tools'))
    .map((name) => readFileSync(path.join(src, name), 'utf8'));
  const named = sources.flatMap((text) => [
    ...text.matchAll(/^\s*import [^;'"]*?['"]((?:@[\w-]+\/)?[a-z][\w-]*)(?:\/[^'":]*)?['"]/gm),
  ]);
  const packages = new Set(named.map(([, name]) => name));
  expect([...packages]).toEqual(expect.arrayContaining(['svelte', 'valibot', 'dexie', '@lucide/svelte']));
  // What writes the published schema is no part of the page.
  packages.delete('@valibot/to-json-schema');
  expect(titles).toEqual(
    expect.arrayContaining([...packages, '@fontsource-variable/inter', '@fontsource-variable/jetbrains-mono']),
  );
  // The keeper of the offline copy says itself what it is made of.
  const parts = [...read('sw.js').matchAll(/workbox:([a-z-]+):/g)].map(([, name = '']) => `workbox-${name}`);
  expect(parts).not.toEqual([]);
  expect(titles).toEqual(expect.arrayContaining(parts));
  for (const words of ['SIL OPEN FONT LICENSE', 'Apache License', 'Permission is hereby granted', 'Copyright'])
    expect(notices).toContain(words);

  const viewer = read('replay-viewer.html');
  const own = viewer.slice(viewer.lastIndexOf('<!--'));
  for (const name of ['svelte', '@xyflow/svelte', '@fontsource-variable/inter'])
    expect(own).toMatch(new RegExp(`^${name} \\d`, 'm'));
  expect(own).toMatch(/-->\s*<\/body>\s*<\/html>\s*$/);
  expect(own.indexOf('-->')).toBe(own.lastIndexOf('-->'));
});
