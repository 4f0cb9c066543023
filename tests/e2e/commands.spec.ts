/**
 * Everything by a few typed letters and by keys, on the built page in a real browser: palette, shortcut sheet, breakpoints, the steps
 * of the player, and the hints of the first run. Axe finds nothing in either theme.
 */
import { expect, test, type Page } from '@playwright/test';
import { axeFinds, badge, foldLesson, openStory } from './studio-page.ts';

const hint = (page: Page, at: number) => page.getByRole('complementary', { name: `Hint ${String(at)} of 3` });

for (const scheme of ['light', 'dark'] as const)
  test(`palette and sheet do and show everything, ${scheme}`, async ({ page }) => {
    await page.emulateMedia({ colorScheme: scheme });
    await openStory(page, 'Field report');
    await page.keyboard.press('Control+k');
    const palette = page.getByRole('dialog', { name: 'Command palette' });
    await expect(palette.getByRole('combobox')).toBeFocused();
    expect(await axeFinds(page)).toEqual([]);
    await page.keyboard.type('collect');
    await expect(palette.getByRole('option')).toHaveCount(1);
    await page.keyboard.press('Enter');
    await expect(palette).toBeHidden();
    await expect(page.getByRole('complementary', { name: 'Inspector' })).toContainText('Collect sources');

    await page.keyboard.press('Control+k');
    await expect(palette.getByRole('combobox')).toBeFocused();
    await page.keyboard.type('keyboard short');
    await page.keyboard.press('Enter');
    const sheet = page.getByRole('dialog', { name: 'Keyboard shortcuts' });
    await expect(sheet.getByRole('textbox', { name: 'Search shortcuts' })).toBeFocused();
    await expect(sheet.getByText('Play or pause')).toBeVisible();
    expect(await axeFinds(page)).toEqual([]);
    await page.keyboard.press('Escape');
    await expect(sheet).toBeHidden();
  });

test('a breakpoint pauses a run at its first step there, and is there after a reload', async ({ page }) => {
  await openStory(page, 'Field report');
  await page.getByText('Analyse the facts').first().click();
  await page.keyboard.press('F9');
  await page.keyboard.press('Control+Enter');
  await expect(badge(page)).toContainText('Step');
  await expect(page.getByRole('button', { name: 'Play', exact: true })).toBeVisible({ timeout: 40_000 });
  await expect(badge(page)).not.toContainText(/Step (\d+) of \1/);
  await expect(page.getByText('Analyse the facts became ready')).toBeVisible();
  const paused = await badge(page).innerText();

  await page.keyboard.press('Alt+.');
  await expect(badge(page)).not.toHaveText(paused);
  await page.keyboard.press('Alt+,');
  await page.keyboard.press('Shift+End');
  await expect(page.getByRole('complementary', { name: 'Inspector' })).toContainText('succeeded');

  await page.reload();
  const menu = page.getByRole('button', { name: 'Pause at… (1 set)' });
  await menu.click();
  await page.getByRole('menuitemcheckbox', { name: 'A task is to be tried again' }).click();
  await expect(page.getByRole('button', { name: 'Pause at… (2 set)' })).toBeVisible();
});

test('the first story ever comes with three hints, one after another, and never again', async ({ page }) => {
  await openStory(page, 'Field report');
  await foldLesson(page);
  await expect(hint(page, 1)).toContainText('Press Run');
  expect(await axeFinds(page)).toEqual([]);
  await page.keyboard.press('Control+Enter');
  await expect(hint(page, 2)).toContainText('playhead');
  await hint(page, 2).getByRole('button', { name: 'Got it' }).click();
  await expect(hint(page, 3)).toContainText('Select');
  await page.getByText('Collect sources').first().click();
  await expect(page.getByRole('complementary', { name: /Hint/ })).toHaveCount(0);
  await page.reload();
  await expect(page.getByText('Collect sources').first()).toBeVisible();
  await expect(page.getByRole('complementary', { name: /Hint/ })).toHaveCount(0);
});
