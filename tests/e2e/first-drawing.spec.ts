/**
 * A person who has never seen it draws five agents and eight tasks on an empty canvas, runs them and is told who held
 * the run up; takes the advice, and the run gets shorter. Only what the screen offers by name is used.
 */
import { expect, test, type Page } from '@playwright/test';
import { badge, cards, runToTheEnd, watch } from './studio-page.ts';

const inspector = (page: Page) => page.getByRole('complementary', { name: 'Inspector' });
const card = (page: Page, name: string) => cards(page).filter({ hasText: name });

async function rename(page: Page, name: string): Promise<void> {
  await inspector(page).getByLabel('Name', { exact: true }).fill(name);
  await page.keyboard.press('Tab');
}

/** Drags a wire from a task into the empty canvas and takes the first offer: a task. */
async function pull(page: Page, from: string, by: { x: number; y: number }): Promise<void> {
  const handle = await card(page, from).locator('.svelte-flow__handle.source').first().boundingBox();
  if (handle === null) throw new Error(`${from} has no handle`);
  const [x, y] = [handle.x + handle.width / 2, handle.y + handle.height / 2];
  await page.mouse.move(x, y);
  await page.mouse.down();
  await page.mouse.move(x + by.x / 2, y + by.y / 2, { steps: 4 });
  await page.mouse.move(x + by.x, y + by.y, { steps: 4 });
  await page.mouse.up();
  await expect(page.getByRole('dialog', { name: `New after ${from}` })).toBeVisible();
  await page.keyboard.press('Enter');
}

async function makespan(page: Page): Promise<number> {
  const said = await page.getByText(/of its [\d.]+ s|takes all [\d.]+ s|these [\d.]+ s/).innerText();
  return Number(/(?:its|all|these) ([\d.]+) s/.exec(said)?.[1]);
}

test('five agents, eight tasks, a run, and the bottleneck by name', async ({ page }) => {
  const said = watch(page);
  await page.setViewportSize({ width: 1440, height: 900 });
  await page.goto('/');
  await page.getByRole('button', { name: 'New workflow' }).click();

  for (const name of ['Rosa', 'Ben', 'Cleo', 'Dan', 'Eve']) {
    await page.getByRole('button', { name: /^Worker/ }).click();
    await rename(page, name);
  }
  await expect(cards(page)).toHaveCount(5);
  await card(page, 'Rosa').click();
  await inspector(page)
    .getByRole('combobox', { name: /capabilit/i })
    .fill('review');
  await page.keyboard.press('Enter');
  await expect(card(page, 'Rosa')).toContainText('review');

  await page.getByRole('button', { name: /^Task/ }).click();
  await rename(page, 'Plan');
  for (const [at, name] of ['Write one', 'Write two', 'Write three'].entries()) {
    await pull(page, 'Plan', { x: 70, y: at * 90 - 60 });
    await rename(page, name);
  }
  for (const [from, name] of [
    ['Write one', 'Review one'],
    ['Write two', 'Review two'],
    ['Write three', 'Review three'],
  ] as const) {
    await pull(page, from, { x: 70, y: 0 });
    await rename(page, name);
    await inspector(page)
      .getByRole('combobox', { name: /requires/i })
      .fill('review');
    await page.keyboard.press('Enter');
  }
  await pull(page, 'Review one', { x: 60, y: 30 });
  await rename(page, 'Publish');
  await expect(cards(page)).toHaveCount(13);

  await runToTheEnd(page);
  await expect(page.getByText('for Rosa, the only one with review.')).toBeVisible();
  await expect(page.getByText(/^With a second slot for Rosa: [\d.]+ s$/u)).toBeVisible();
  const before = await makespan(page);

  await page.getByRole('button', { name: 'Show it' }).click();
  await badge(page).getByRole('button').click();
  await page.getByRole('tab', { name: 'Settings' }).click();
  await inspector(page).getByLabel('Slots').fill('3');
  await page.keyboard.press('Tab');
  await runToTheEnd(page);
  await expect(page.getByText('for Rosa, the only one')).toBeHidden();
  expect(await makespan(page)).toBeLessThan(before);
  expect(said).toEqual([]);
});
