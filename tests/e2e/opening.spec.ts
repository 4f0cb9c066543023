/**
 * Opening a document of 300 tasks on the built page: nothing that is drawn jumps, the drawing is there before all cards are, cards come
 * a few at a time, and what is tidied glides to its places as one step of undo.
 */
import { expect, test, type Page } from '@playwright/test';
import { drop } from './studio-page.ts';

/** Layout shifts and long tasks since the page began. */
interface Watched {
  shift: number;
  readonly long: number[];
}

const document = {
  format: 'conclave',
  version: 1,
  name: 'Three hundred',
  agents: Array.from({ length: 12 }, (_, at) => ({
    id: `a${String(at)}`,
    name: `Agent ${String(at)}`,
    ...(at === 0 ? {} : { reportsTo: `a${String(Math.floor((at - 1) / 4))}` }),
  })),
  tasks: Array.from({ length: 300 }, (_, at) => ({
    id: `t${String(at)}`,
    name: `Task ${String(at)}`,
    dependsOn: at < 15 ? [] : [`t${String(at - 15)}`, `t${String(at - 1 - (at % 15))}`],
  })),
};

/** Brings the document into the library and leaves it open. */
async function bring(page: Page): Promise<void> {
  await page.goto('/');
  await drop(page, 'drawing.json', JSON.stringify(document));
  await expect(page.locator('.svelte-flow')).toBeVisible({ timeout: 40_000 });
}

async function watch(page: Page): Promise<void> {
  await page.addInitScript(() => {
    const watched: Watched = { shift: 0, long: [] };
    Object.assign(globalThis, { watched });
    new PerformanceObserver((list) => {
      for (const entry of list.getEntries()) watched.shift += (entry as unknown as { value: number }).value;
    }).observe({ type: 'layout-shift', buffered: true });
    new PerformanceObserver((list) => {
      for (const { duration } of list.getEntries()) watched.long.push(Math.round(duration));
    }).observe({ type: 'longtask', buffered: true });
  });
}

const watchedOn = (page: Page): Promise<Watched> => page.evaluate('globalThis.watched');

test('a document of 300 tasks opens without anything that jumps', async ({ page }) => {
  await bring(page);
  await watch(page);
  await page.reload();
  await expect(page.locator('canvas.picture')).toBeVisible();
  await page.waitForTimeout(1500);
  const { shift, long } = await watchedOn(page);
  test.info().annotations.push({ type: 'long tasks, ms', description: long.join(' ') });
  console.log(`opening 300 tasks: layout shift ${shift.toFixed(4)}, long tasks ${long.join(' ') || 'none'} ms`);
  expect(shift).toBeLessThan(0.001);
});

test('from afar there is a picture whose nodes can be taken hold of; nearer there are cards, and only those in view', async ({
  page,
}) => {
  await bring(page);
  await expect(page.locator('canvas.picture')).toBeVisible();
  await expect(page.locator('.svelte-flow__node')).toHaveCount(0);
  await page.getByRole('button', { name: /^Zoom to 100/ }).click();
  await expect(page.locator('.svelte-flow__node').first()).toBeVisible();
  await expect(page.locator('canvas.picture')).toBeHidden();
  const cards = await page.locator('.svelte-flow__node .task, .svelte-flow__node .agent').count();
  expect(cards).toBeLessThan(120);
});

test('tidying moves everything in one step of undo', async ({ page }) => {
  await bring(page);
  await page.getByRole('button', { name: /^Zoom to 100/ }).click();
  const card = page
    .locator('.svelte-flow__node')
    .filter({ has: page.locator('.task') })
    .first();
  await expect(card).toBeVisible();
  const id = (await card.getAttribute('data-id')) ?? '';
  const place = () =>
    page
      .locator(`.svelte-flow__node[data-id="${id}"]`)
      .evaluate((node) => new DOMMatrix(getComputedStyle(node).transform).e);
  const first = await place();
  await page.locator('.svelte-flow').focus();
  await page.keyboard.press('Control+a');
  await page.keyboard.press('Alt+Shift+ArrowRight');
  await expect.poll(place).toBe(first + 8);
  await page.getByRole('button', { name: /^Tidy/ }).click();
  await expect(page.locator('canvas.picture')).toBeVisible();
  await page.keyboard.press('Control+z');
  await page.getByRole('button', { name: /^Zoom to 100/ }).click();
  await expect.poll(place).toBe(first + 8);
  await page.keyboard.press('Control+z');
  await expect.poll(place).toBe(first);
});
