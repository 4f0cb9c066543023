/**
 * The Messages tab on the built page: a contract net is read, filtered, folded and walked through by keyboard, and the
 * drawing shows the messages of a step on their way.
 */
import { expect, test, type Page } from '@playwright/test';
import { axeFindsNothing, cards, drop, openStory, runToTheEnd, watch } from './studio-page.ts';

const net = {
  format: 'conclave',
  version: 1,
  name: 'Survey',
  seed: 7,
  coordination: { pattern: 'contract-net', leaseMs: 1000 },
  network: { delayMs: 20, loss: 0.04, duplicate: 0.1 },
  agents: ['Ida', 'Jun', 'Kim'].map((name) => ({ id: name.toLowerCase(), name, capabilities: { ride: 1 } })),
  tasks: ['North', 'South', 'East', 'West'].map((name) => ({
    id: name.toLowerCase(),
    name,
    requires: ['ride'],
    action: { kind: 'simulate', durationMs: 900 },
  })),
};

const list = (page: Page) => page.getByRole('listbox', { name: 'Messages of the run' });
const rows = (page: Page) => list(page).getByRole('option');

async function openMessages(page: Page): Promise<void> {
  await page.goto('/');
  await drop(page, 'survey.json', JSON.stringify(net));
  await expect(cards(page).first()).toBeVisible();
  await runToTheEnd(page);
  await page.getByRole('tab', { name: 'Messages' }).click();
  await expect(rows(page).first()).toBeVisible();
}

test('a run is walked through from message to message by keyboard', async ({ page }) => {
  const said = watch(page);
  await openMessages(page);
  await list(page).focus();
  await page.keyboard.press('Home');
  await page.keyboard.press('Enter');
  await expect(rows(page).first()).toHaveAccessibleName(/^Step \d+ \w+: call for proposals: \d messages/);
  const first = await page.getByRole('group', { name: 'The open run' }).textContent();
  await page.keyboard.press('ArrowDown');
  for (let turn = 0; turn < 6; turn += 1) await page.keyboard.press('ArrowDown');
  await page.keyboard.press('Enter');
  await expect(page.getByRole('group', { name: 'The open run' })).not.toHaveText(first ?? '');
  await expect(page.locator('.svelte-flow__node.selected').first()).toBeVisible();
  await axeFindsNothing(page);
  expect(said).toEqual([]);
});

test('messages are filtered by type and by node, and conversations fold', async ({ page }) => {
  await openMessages(page);
  await page.getByRole('button', { name: /Types of messages/ }).click();
  await page.getByRole('menuitemcheckbox', { name: /^bid/ }).click();
  await expect(page.getByRole('button', { name: 'Types of messages: bid' })).toBeVisible();
  await expect(rows(page).nth(1)).toHaveAccessibleName(/: bid \(/);
  await page.getByRole('button', { name: /Types of messages/ }).click();
  await page.getByRole('menuitem', { name: 'All types' }).click();

  await page.locator('.svelte-flow__node-agent').first().click();
  await page.getByRole('button', { name: 'Only Ida' }).click();
  await expect(page.locator('.heads .head')).toHaveText(['Coordinator', 'Ida']);
  await page.getByRole('button', { name: 'Only Ida' }).click();
  await expect(page.locator('.heads .head')).toHaveText(['Coordinator', 'Ida', 'Jun', 'Kim']);

  await page.getByRole('button', { name: 'Fold all conversations' }).click();
  await expect(page.getByText(/^\d+ folded away$/)).toBeVisible();
  expect(await rows(page).count()).toBeLessThan(6);
  await rows(page).first().click();
  await list(page).press('ArrowRight');
  await expect(rows(page).nth(1)).toHaveAccessibleName(/announcement/);
});

test('the drawing shows the messages of a step, as arrows that stand where motion is not wanted', async ({ page }) => {
  await page.emulateMedia({ reducedMotion: 'reduce' });
  await openMessages(page);
  await list(page).focus();
  await page.keyboard.press('Home');
  await page.keyboard.press('Enter');
  await expect(page.locator('.travels .head').first()).toBeVisible();
  await expect(page.locator('.travels .dot').first()).toBeHidden();
  await page.emulateMedia({ reducedMotion: 'no-preference' });
  await expect(page.locator('.travels .dot').first()).toBeVisible();
});

test('a run in which nobody says anything that passes says so', async ({ page }) => {
  await openStory(page, 'Two couriers and a storm');
  await runToTheEnd(page);
  await page.getByRole('tab', { name: 'Messages' }).click();
  await expect(rows(page).first()).toBeVisible();
  await page.getByRole('searchbox', { name: 'Filter by words' }).fill('no such words');
  await expect(page.getByText('No message passes this filter.')).toBeVisible();
});
