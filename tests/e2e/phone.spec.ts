/** A phone: what was drawn stays in view when a run begins over it, and the strip of agents lets one agent's tasks stand out. */
import { expect, test } from '@playwright/test';
import { badge, cards, openStory, watch } from './studio-page.ts';

test.use({ viewport: { width: 390, height: 844 }, hasTouch: true });

test('after drawing by touch, a run begins beside what was drawn', async ({ page }) => {
  const said = watch(page);
  await page.goto('/');
  await page.getByRole('button', { name: 'New workflow' }).tap();
  await page.getByRole('navigation').getByRole('button', { name: 'Add', exact: true }).tap();
  for (const kind of [/^Worker/, /^Task/, /^Task/, /^Task/])
    await page.getByRole('button', { name: kind }).first().tap();
  await page.getByRole('button', { name: /^Close add/i }).tap();
  await page.getByRole('button', { name: /^Run/ }).last().tap();
  await expect(badge(page)).toContainText('Step');
  const room = await page.getByRole('main').boundingBox();
  await expect
    .poll(async () => {
      const boxes = await Promise.all((await cards(page).all()).map((card) => card.boundingBox()));
      return boxes.some(
        (box) => box !== null && room !== null && box.y > room.y && box.y + box.height < room.y + room.height,
      );
    })
    .toBe(true);
  expect(said).toEqual([]);
});

test('a press on an agent lets its tasks stand out, and the drawing opens clear of the strip', async ({ page }) => {
  await openStory(page, 'Kitchen at rush hour');
  const gil = page.getByRole('toolbar', { name: /^Agents/ }).getByRole('button', { name: /^Gil/ });
  await gil.tap();
  await expect(gil).toHaveAttribute('aria-pressed', 'true');
  await expect(page.locator('.svelte-flow__node-task.found').first()).toContainText('grill');
  await expect(page.locator('.svelte-flow__node-task:not(.found)', { hasText: 'prep' }).first()).toBeVisible();
  const size = await gil.boundingBox();
  expect(Math.min(size?.width ?? 0, size?.height ?? 0)).toBeGreaterThanOrEqual(44);
  await gil.tap();
  await expect(page.locator('.found')).toHaveCount(0);
});
