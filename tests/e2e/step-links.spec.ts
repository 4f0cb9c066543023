/** A link to a step of a run is copied where a person looks, opens there with its tabs and its selection, and comes back with a reload. */
import { expect, test, type Page } from '@playwright/test';
import { badge, openStory, runToTheEnd, watch } from './studio-page.ts';

test.use({ permissions: ['clipboard-read', 'clipboard-write'] });

const tab = (page: Page, name: string) => page.getByRole('tab', { name, exact: true });

/** What a link that was copied at step 12 of the kitchen leads to. */
async function isThere(page: Page): Promise<void> {
  await expect(badge(page)).toContainText(/Step 12 of \d+/);
  await expect(tab(page, 'Log')).toHaveAttribute('aria-selected', 'true');
  await expect(tab(page, 'Why')).toHaveAttribute('aria-selected', 'true');
  await expect(page.locator('.svelte-flow__node[data-id="gil"]')).toHaveClass(/selected/);
}

test('a link to a step opens there, stays through a reload, and goes when one goes on', async ({ page, context }) => {
  const errors = watch(page);
  await openStory(page, 'Kitchen at rush hour');
  await runToTheEnd(page);
  await tab(page, 'Log').click();
  await page.locator('.svelte-flow__node[data-id="gil"]').click();
  await tab(page, 'Why').click();
  await page.getByRole('button', { name: 'To the first step' }).click();
  await expect(badge(page)).toContainText(/Step 0 of/);
  for (let step = 1; step <= 12; step += 1) {
    await page.getByRole('button', { name: 'One step forward' }).click();
    await expect(badge(page)).toContainText(new RegExp(`Step ${String(step)} of`));
  }
  const bare = page.url();
  await page.getByRole('button', { name: 'More ways to go' }).click();
  await page.getByRole('menuitem', { name: /^Copy a link to this step/ }).click();
  await expect(page.getByText('Link to step 12 copied; it opens in this browser only')).toBeVisible();
  const link: string = await page.evaluate(() => navigator.clipboard.readText());
  expect(link).toBe(`${bare}?at=12&tab=log,why&select=gil`);

  // A second tab only watches, and is led there all the same.
  const other = await context.newPage();
  await other.goto(link);
  await isThere(other);
  await other.close();

  await page.getByRole('button', { name: 'To the last step' }).click();
  await tab(page, 'Metrics').click();
  await page.goto(link);
  await isThere(page);
  await page.reload();
  await isThere(page);
  await expect(page).toHaveURL(link);
  await page.getByRole('button', { name: 'One step forward' }).click();
  await expect(page).toHaveURL(bare);

  for (const query of [
    'at=-1',
    'at=NaN&tab=nonsense',
    'at=%ZZ&tab=%ZZ&select=%ZZ',
    'select=nobody,__proto__',
    '?&=&at',
  ]) {
    await page.goto(`${bare}?${query}`);
    await expect(badge(page)).toContainText(/Step 13 of/);
    await expect(page).toHaveURL(bare);
  }
  await page.goto(`${bare}?at=${'9'.repeat(30)}`);
  await expect(badge(page)).toContainText(/Step (\d+) of \1/);
  expect(errors).toEqual([]);
});
