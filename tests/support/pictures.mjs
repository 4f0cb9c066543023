/**
 * `npm run pictures`: takes the pictures of the README from the built page, in both themes, and writes them to docs/ as WebP, sharp
 * on dense screens. Build first; what they show is made by hand as a person would, so a picture shows what there is.
 */
import { writeFileSync } from 'node:fs';
import path from 'node:path';
import { chromium } from '@playwright/test';
import { preview } from 'vite';
import { chromiumArgs, findBrowser } from '../../src/tools/browser.mjs';
import { root } from '../../src/tools/node.mjs';

const docs = path.join(root, 'docs');
const outDir = process.env['PICTURES_DIST'] ?? 'dist';
const size = { width: 1440, height: 900 };
/** No picture is larger. */
const bytesMax = 200_000;

/** @typedef {import('@playwright/test').Page} Page */

/** @param {Page} page @param {string} name */
async function openStory(page, name) {
  await page.goto('./');
  await page.getByRole('button', { name, exact: true }).click();
  await page.locator('.svelte-flow__node').first().waitFor();
}

/** @param {Page} page */
async function run(page) {
  await page.getByRole('banner').getByRole('button', { name: /^Run/ }).click();
  await page.getByRole('button', { name: 'To the last step' }).click();
  await page
    .getByText(/Step (\d+) of \1/)
    .first()
    .waitFor();
}

/** What each picture shows. @type {Readonly<Record<string, (page: Page) => Promise<void>>>} */
const pictures = {
  /** A run in its middle, with who waits for whom. */
  async studio(page) {
    await openStory(page, 'Kitchen at rush hour');
    await run(page);
    const playhead = page.getByRole('slider', { name: /playhead/i }).first();
    await playhead.focus();
    for (let back = 0; back < 38; back += 1) await page.keyboard.press('Comma');
  },
  /** Four ways of coordinating one hospital, over thirty seeds. */
  async comparison(page) {
    await openStory(page, 'Field hospital');
    await page.getByRole('button', { name: 'Compare', exact: true }).click();
    await page
      .getByRole('dialog')
      .getByRole('button', { name: 'Run again', exact: true })
      .waitFor({ timeout: 180_000 });
    await page.getByRole('combobox', { name: 'Chart' }).waitFor();
  },
  /** Agreement in spite of a liar, message by message. */
  async messages(page) {
    await openStory(page, 'Four agents, one liar');
    await run(page);
    await page.getByRole('tab', { name: 'Messages' }).click();
  },
};

/** @param {Page} page @param {Buffer} png */
async function webpOf(page, png) {
  const address = `data:image/png;base64,${png.toString('base64')}`;
  const text = await page.evaluate(async (source) => {
    const image = new Image();
    image.src = source;
    await image.decode();
    const canvas = Object.assign(document.createElement('canvas'), { width: image.width, height: image.height });
    canvas.getContext('2d')?.drawImage(image, 0, 0);
    return canvas.toDataURL('image/webp', 0.82);
  }, address);
  return Buffer.from(text.slice(text.indexOf(',') + 1), 'base64');
}

const server = await preview({ root, build: { outDir }, preview: { port: 0, host: '127.0.0.1' }, logLevel: 'error' });
const found = findBrowser();
const browser = await chromium.launch({ ...(found && { executablePath: found.executablePath }), args: chromiumArgs });
try {
  const blank = await (await browser.newContext()).newPage();
  for (const [name, show] of Object.entries(pictures)) {
    for (const theme of /** @type {const} */ (['light', 'dark'])) {
      const context = await browser.newContext({
        baseURL: server.resolvedUrls?.local[0] ?? '',
        viewport: size,
        deviceScaleFactor: 1.6,
        colorScheme: theme,
        reducedMotion: 'reduce',
        serviceWorkers: 'block',
      });
      // Whoever looks at a picture is no newcomer to be led.
      await context.addInitScript(() => {
        localStorage.setItem('conclave:tour', '9');
      });
      const page = await context.newPage();
      await show(page);
      await page.mouse.move(2, 2);
      await page.waitForTimeout(7000);
      const picture = await webpOf(blank, await page.screenshot());
      const file = `${name}${theme === 'dark' ? '-dark' : ''}.webp`;
      if (picture.length > bytesMax) throw new Error(`${file} has ${String(picture.length)} bytes.`);
      writeFileSync(path.join(docs, file), picture);
      console.log(`docs/${file}  ${(picture.length / 1000).toFixed(0)} kB`);
      await context.close();
    }
  }
} finally {
  await browser.close();
  await server.close();
}
