/**
 * What the world outside takes away in the middle of work: a part of the page or a worker that is gone after a deploy, a folder where a
 * file was meant, a clipboard that is refused. Each is told in one sentence, and nothing of the work is lost. And fingers, and paper.
 */
import { expect, test, type Page } from '@playwright/test';
import { cards, openStory, runToTheEnd } from './studio-page.ts';

const gone = /part of the page|newer version|could not be fetched/i;

/** Adds a task, so that there is work to keep. */
async function addTask(page: Page): Promise<number> {
  const before = await cards(page).count();
  await page.getByRole('button', { name: /^Task/ }).first().click();
  await expect(cards(page)).toHaveCount(before + 1);
  return before + 1;
}

test('a part of the page that is gone is told in one sentence, and a reload keeps the work', async ({ page }) => {
  await openStory(page, 'Field report');
  await page.route(/assets\/Palette-.*\.js/, (route) => route.fulfill({ status: 404, body: 'Not found' }));
  const count = await addTask(page);
  await page.keyboard.press('ControlOrMeta+k');
  const said = page.getByRole('alert').or(page.getByRole('status')).filter({ hasText: gone });
  await expect(said.first()).toBeVisible();
  await expect(page.getByRole('button', { name: 'Reload' })).toHaveCount(1);
  await page.unroute(/assets\/Palette-.*\.js/);
  await page.getByRole('button', { name: 'Reload' }).click();
  await page.waitForEvent('load');
  await expect(cards(page)).toHaveCount(count);
  await page.keyboard.press('ControlOrMeta+k');
  await expect(page.getByRole('dialog')).toBeVisible();
});

test('a worker that is gone is told in one sentence, and after a reload the run comes', async ({ page }) => {
  await page.route(/assets\/worker-.*\.js/, (route) => route.fulfill({ status: 404, body: 'Not found' }));
  await openStory(page, 'Field report');
  const count = await addTask(page);
  await page.getByRole('banner').getByRole('button', { name: /^Run/ }).click();
  await expect(page.getByText(gone).first()).toBeVisible();
  await page.unroute(/assets\/worker-.*\.js/);
  await page.getByRole('button', { name: 'Reload' }).first().click();
  await page.waitForEvent('load');
  await expect(cards(page)).toHaveCount(count);
  await runToTheEnd(page);
});

test('a folder that is dropped, a text that is no drawing and a refused clipboard are each told in one sentence', async ({
  page,
}) => {
  await openStory(page, 'Field report');
  const count = await cards(page).count();
  await page.evaluate(() => {
    // What a browser gives for a folder: a file without a type, which cannot be read.
    const folder = new File([], 'results');
    for (const way of ['text', 'arrayBuffer'] as const)
      Object.defineProperty(folder, way, {
        value: () => Promise.reject(new DOMException('It is a directory.', 'NotFoundError')),
      });
    Object.defineProperty(folder, 'stream', {
      value: () => {
        throw new DOMException('It is a directory.', 'NotFoundError');
      },
    });
    const data = new DataTransfer();
    Object.defineProperty(data, 'files', { value: [folder] });
    Object.defineProperty(data, 'types', { value: ['Files'] });
    for (const type of ['dragenter', 'dragover', 'drop']) {
      const event = new DragEvent(type, { bubbles: true, cancelable: true });
      Object.defineProperty(event, 'dataTransfer', { value: data });
      document.body.dispatchEvent(event);
    }
  });
  await expect(page.getByText(/A folder is no file/)).toHaveCount(1);
  await page.locator('.svelte-flow').focus();
  await page.evaluate(() => {
    const data = new DataTransfer();
    data.setData('text/plain', 'Dear all, please find attached');
    document.activeElement?.dispatchEvent(
      new ClipboardEvent('paste', { clipboardData: data, bubbles: true, cancelable: true }),
    );
  });
  await expect(page.getByText(/this text is no part of a workflow/).first()).toBeVisible();
  await expect(cards(page)).toHaveCount(count);
  await page.evaluate(() => {
    Object.defineProperty(navigator, 'clipboard', {
      value: {
        writeText: () => Promise.reject(new DOMException('no', 'NotAllowedError')),
        readText: () => Promise.reject(new DOMException('no', 'NotAllowedError')),
      },
    });
  });
  await cards(page).first().click();
  await page.keyboard.press('ControlOrMeta+k');
  await page.locator('dialog[open] input').fill('Copy the selection');
  await page.keyboard.press('Enter');
  await expect(page.getByText(/did not give us its clipboard/).first()).toBeVisible();
});

test('an undo on a sheet that is not seen is told, with where it was', async ({ page }) => {
  await openStory(page, 'Field report');
  await page.getByText('Draw the map', { exact: true }).first().click();
  await page
    .getByText('Analyse the facts', { exact: true })
    .first()
    .click({ modifiers: ['Shift'] });
  await page.keyboard.press('Shift+G');
  await page.keyboard.press('Enter');
  const trail = page.getByRole('navigation', { name: 'Where you are in the document' });
  await expect(trail).toBeVisible();
  await cards(page).first().click();
  await page.keyboard.press('Alt+Shift+ArrowDown');
  await trail.getByRole('button').first().click();
  await page.locator('.svelte-flow').focus();
  await page.keyboard.press('ControlOrMeta+z');
  await expect(page.getByText(/^Undone: Nudge, on /).first()).toBeVisible();
});

test('one finger pans the drawing', async ({ browser, baseURL }) => {
  const context = await browser.newContext({
    hasTouch: true,
    viewport: { width: 820, height: 1180 },
    ...(baseURL === undefined ? {} : { baseURL }),
  });
  const page = await context.newPage();
  await openStory(page, 'Kitchen at rush hour');
  const view = () =>
    page
      .locator('.svelte-flow__viewport')
      .evaluate((node) => new DOMMatrix(getComputedStyle(node).transform))
      .then(({ e, f }) => [e, f]);
  const before = await view();
  const box = (await page.locator('.svelte-flow__pane').boundingBox()) ?? { x: 0, y: 0, width: 0, height: 0 };
  const session = await context.newCDPSession(page);
  const at = { x: box.x + box.width / 2, y: box.y + box.height - 60 };
  const touch = (type: string, points: { x: number; y: number }[]) =>
    session.send('Input.dispatchTouchEvent', { type, touchPoints: points } as never);
  await touch('touchStart', [at]);
  for (let step = 1; step <= 8; step += 1) await touch('touchMove', [{ x: at.x - step * 10, y: at.y - step * 15 }]);
  await touch('touchEnd', []);
  await expect.poll(async () => Math.round((before[1] ?? 0) - ((await view())[1] ?? 0))).toBeGreaterThan(60);
  expect(await page.evaluate(() => [scrollX, scrollY])).toEqual([0, 0]);
  await context.close();
});

test('printing prints the drawing and nothing around it', async ({ page }) => {
  await page.addInitScript(() => {
    window.print = () => {
      document.documentElement.dataset['printed'] = 'yes';
    };
  });
  await openStory(page, 'Field report');
  await page.keyboard.press('ControlOrMeta+p');
  await expect(page.locator('html[data-printed]')).toHaveCount(1);
  await page.emulateMedia({ media: 'print' });
  await expect(page.locator('.print-sheet img')).toBeVisible();
  for (const around of ['banner', 'complementary', 'navigation'] as const)
    for (const part of await page.getByRole(around).all()) await expect(part).toBeHidden();
  const box = await page.locator('.print-sheet img').boundingBox();
  expect(box?.width).toBeGreaterThan(400);
});
