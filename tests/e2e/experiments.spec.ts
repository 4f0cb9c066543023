/**
 * Comparing on the built page: one button runs the drawing under every pattern and says in a sentence what came of it; figures open
 * their run in the player, and are still there after a reload.
 */
import { expect, test } from '@playwright/test';
import { readFileSync } from 'node:fs';
import { axeFindsNothing, badge, openStory, watch } from './studio-page.ts';

test('one click compares every pattern; a figure opens its run; the figures are kept', async ({ page }) => {
  const said = watch(page);
  await openStory(page, 'The herd');
  await page.getByRole('button', { name: 'Compare', exact: true }).click();
  const dialog = page.getByRole('dialog', { name: 'Compare ways of coordinating' });
  await expect(dialog.getByText(/is the fastest|are the fastest/u)).toBeVisible();
  await expect(dialog.getByText('4 settings × 30 seeds')).toBeVisible();
  await expect(dialog.getByText('30 of 30')).toHaveCount(4);
  await axeFindsNothing(page);

  const [csv] = await Promise.all([page.waitForEvent('download'), dialog.getByRole('button', { name: 'CSV' }).click()]);
  expect(csv.suggestedFilename()).toBe('The herd comparison.csv');
  expect(
    readFileSync((await csv.path()) ?? '', 'utf8')
      .trimEnd()
      .split('\r\n'),
  ).toHaveLength(121);

  await dialog.getByRole('tab', { name: 'Messages' }).click();
  const line = dialog.getByRole('slider', { name: /^Runs of Delegation by messages/u });
  await line.press('ArrowRight');
  await expect(line).toHaveAttribute('aria-valuetext', /^seed \d+: \d+/u);
  const [, messages = ''] = /: (\d+)/u.exec((await line.getAttribute('aria-valuetext')) ?? '') ?? [];
  await line.press('Enter');
  await expect(dialog).toBeHidden();
  await expect(badge(page)).toContainText('Step');
  await expect(page.getByRole('banner').getByRole('button', { name: 'Coordination: Delegation' })).toBeVisible();
  const state = page.getByRole('tabpanel', { name: 'State' });
  await expect(state.getByText('Messages', { exact: true }).locator('..')).toContainText(messages);

  await page.keyboard.press('Escape');
  await page.reload();
  await page.getByRole('button', { name: 'Compare', exact: true }).click();
  await expect(dialog.getByText(/is the fastest|are the fastest/u)).toBeVisible();
  await dialog.getByRole('button', { name: 'What to compare' }).click();
  await axeFindsNothing(page);
  for (const pattern of ['Load balancing', 'Contract net', 'Delegation'])
    await dialog.getByRole('checkbox', { name: pattern }).uncheck();
  await dialog.getByRole('combobox', { name: 'Vary something else' }).selectOption('Number of agents');
  await dialog.getByRole('button', { name: 'Run again' }).click();
  await expect(dialog.getByText('3 settings × 30 seeds')).toBeVisible();
  await expect(dialog.getByRole('row', { name: /agents 8/u }).first()).toBeVisible();
  expect(said).toEqual([]);
});

test('thousands of runs can be paused and cancelled, and what was measured stays on screen', async ({ page }) => {
  await openStory(page, 'The herd');
  await page.getByRole('button', { name: 'Compare', exact: true }).click();
  const dialog = page.getByRole('dialog', { name: 'Compare ways of coordinating' });
  await dialog.getByRole('button', { name: 'What to compare' }).click();
  await dialog.getByRole('spinbutton', { name: 'Seeds' }).fill('10000');
  await dialog.getByRole('spinbutton', { name: 'Seeds' }).press('Tab');
  await dialog.getByRole('button', { name: 'Run again' }).click();
  await dialog.getByRole('button', { name: 'Pause' }).click();
  await expect(dialog.getByText(/^Paused: \d+ of 40000 runs/u)).toBeVisible();
  await dialog.getByRole('button', { name: 'Resume' }).click();
  await dialog.getByRole('button', { name: 'Cancel' }).click();
  await expect(dialog.getByText('Cancelled: these are the runs made so far.')).toBeVisible();
});
