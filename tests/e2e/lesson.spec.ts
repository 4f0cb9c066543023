/** A lesson is gone through to its end by doing what it says, and how far one is comes back with the page, the story card and a restart. */
import { expect, test, type Page } from '@playwright/test';
import { axeFindsNothing, openStory, runToTheEnd, watch } from './studio-page.ts';

const lesson = (page: Page) => page.getByRole('region', { name: 'Lesson' });
const step = (page: Page) => lesson(page).locator('[aria-current="step"]');

test('the kitchen teaches: run, select, change, run again; then the card of the story says that it is done', async ({
  page,
}) => {
  const errors = watch(page);
  await openStory(page, 'Kitchen at rush hour');
  await expect(step(page)).toContainText('Run it');
  await expect(lesson(page)).toContainText('1 of 4');
  await expect(page.locator('.ring')).toBeVisible();
  await runToTheEnd(page);
  await expect(step(page)).toContainText('Find what everything waits for');
  await page.locator('.svelte-flow__node[data-id="gil"]').click();
  await expect(step(page)).toContainText('Give Gil a second slot');
  await page.reload();
  await expect(step(page)).toContainText('Give Gil a second slot');
  await page.locator('.svelte-flow__node[data-id="gil"]').click();
  await page.getByRole('tab', { name: 'Settings' }).click();
  const slots = page.getByRole('spinbutton', { name: 'Slots' });
  await slots.fill('2');
  await slots.press('Tab');
  await expect(step(page)).toContainText('Run again');
  await axeFindsNothing(page);
  await runToTheEnd(page);
  await expect(lesson(page)).toContainText('done');
  await expect(lesson(page).locator('[aria-current="step"]')).toHaveCount(0);
  await page.goto('/');
  await expect(page.getByRole('article').filter({ hasText: 'Kitchen at rush hour' })).toContainText('Done');
  await expect(page.getByRole('article').filter({ hasText: 'Field report' })).toContainText('Next');
  expect(errors).toEqual([]);
});

test('who pauses before the fault meets its mark by going on; to play past it is not enough', async ({ page }) => {
  await openStory(page, 'Newsroom');
  await page.getByRole('banner').getByRole('button', { name: /^Run/ }).click();
  await expect(step(page)).toContainText('Go back to the flood');
  await page.locator('.transport').getByRole('button', { name: 'Pause', exact: true }).click();
  await page.locator('.marks .mark.fault').first().click();
  await expect(step(page)).toContainText('Ask why');
  await page.getByRole('button', { name: 'Start the lesson again' }).click();
  await page.getByRole('banner').getByRole('button', { name: /^Run/ }).click();
  await expect(step(page)).toContainText('Go back to the flood');
  await expect(page.locator('.transport')).toContainText('Run succeeded', { timeout: 30_000 });
  await expect(step(page)).toContainText('Go back to the flood');
});

test('a lesson that was begun goes on from its card, is folded by the keyboard, and can be started again', async ({
  page,
}) => {
  await openStory(page, 'Kitchen at rush hour');
  await runToTheEnd(page);
  await expect(lesson(page)).toContainText('2 of 4');
  await page.goto('/');
  const card = page.getByRole('article').filter({ hasText: 'Kitchen at rush hour' });
  await expect(card).toContainText('1 of 4');
  await expect(card).toContainText('Go on');
  await card.getByRole('button').click();
  await expect(lesson(page)).toContainText('2 of 4');
  const fold = page.getByRole('button', { name: 'Fold the lesson' });
  await fold.focus();
  await page.keyboard.press('Enter');
  await expect(page.getByRole('button', { name: 'Show the lesson' })).toBeFocused();
  await page.keyboard.press('Enter');
  await page.getByRole('button', { name: 'Start the lesson again' }).click();
  await expect(step(page)).toContainText('Run it');
  await expect(page.locator('body')).not.toBeFocused();
});

test('where the right panel is away the open step stands in a line above the player', async ({ page }) => {
  await page.setViewportSize({ width: 1024, height: 768 });
  await openStory(page, 'Kitchen at rush hour');
  await expect(page.getByRole('complementary', { name: 'Lesson' })).toContainText('Run it');
});
