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
  const dialog = page.getByRole('dialog');
  await expect(dialog).toHaveAccessibleName('Compare coordination patterns');
  await expect(dialog.getByText(/is the fastest|are the fastest/u)).toBeVisible();
  await expect(dialog.getByText('4 settings × 30 seeds')).toBeVisible();
  await expect(dialog.getByRole('grid', { name: /^Means/u }).getByText('30 of 30')).toHaveCount(4);
  await axeFindsNothing(page);

  await dialog.getByRole('button', { name: 'CSV' }).click();
  const [csv] = await Promise.all([
    page.waitForEvent('download'),
    page.getByRole('menuitem', { name: 'Runs, with commas' }).click(),
  ]);
  expect(csv.suggestedFilename()).toBe('The herd comparison.csv');
  expect(
    readFileSync((await csv.path()) ?? '', 'utf8')
      .trimEnd()
      .split('\r\n'),
  ).toHaveLength(121);

  await dialog.getByRole('tab', { name: 'Messages' }).click();
  const line = dialog.getByRole('listbox', { name: /^Runs of Delegation by messages/u });
  await line.press('ArrowRight');
  await expect(line.getByRole('option')).toHaveText(/^seed \d+: \d+/u);
  const [, messages = ''] = /: (\d+)/u.exec(await line.getByRole('option').innerText()) ?? [];
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
  await dialog.getByRole('button', { name: 'Settings' }).click();
  await axeFindsNothing(page);
  for (const pattern of ['Load balancing', 'Contract net', 'Delegation'])
    await dialog.getByRole('checkbox', { name: pattern }).uncheck();
  await dialog.getByRole('button', { name: 'Vary something else' }).click();
  await dialog.getByRole('menuitem', { name: 'Number of agents' }).click();
  await dialog.getByRole('button', { name: 'Run again' }).click();
  await expect(dialog.getByText('3 settings × 30 seeds')).toBeVisible();
  await expect(dialog).toHaveAccessibleName('Compare by pattern and agents');
  await expect(dialog.getByRole('row', { name: /8 agents/u }).first()).toBeVisible();
  expect(said).toEqual([]);
});

test('a comparison as other charts: each leads to its runs by keyboard, and is kept as a picture', async ({ page }) => {
  const said = watch(page);
  await openStory(page, 'The herd');
  await page.getByRole('button', { name: 'Compare', exact: true }).click();
  const dialog = page.getByRole('dialog');
  await expect(dialog.getByText('4 settings × 30 seeds')).toBeVisible();
  const head = dialog.getByRole('columnheader', { name: /^Messages/u });
  await head.getByRole('button').press('Enter');
  await expect(head).toHaveAttribute('aria-sort', 'ascending');
  const chart = dialog.getByRole('combobox', { name: 'Chart' });
  for (const [kind, title] of [
    ['response', /^Total time over pattern/u],
    ['front', /the Pareto frontier/u],
    ['ecdf', /^Total time: share of runs/u],
    ['paired', /seed by seed/u],
  ] as const) {
    await chart.selectOption(kind);
    await expect(dialog.getByRole('figure', { name: title })).toBeVisible();
    await axeFindsNothing(page);
  }
  for (const ending of ['SVG', 'PNG']) {
    await dialog.getByRole('button', { name: 'Save picture' }).click();
    const [file] = await Promise.all([
      page.waitForEvent('download'),
      page.getByRole('menuitem', { name: ending, exact: true }).click(),
    ]);
    expect(file.suggestedFilename()).toMatch(new RegExp(`seed-by-seed\\.${ending.toLowerCase()}$`, 'u'));
    const bytes = readFileSync((await file.path()) ?? '');
    if (ending === 'PNG') expect(bytes.subarray(1, 4).toString()).toBe('PNG');
    else expect(bytes.toString('utf8')).toMatch(/^<svg xmlns=[\s\S]*30 seeds a setting[\s\S]*<\/svg>\n$/u);
  }
  const points = dialog.getByRole('listbox', { name: /seed by seed/u });
  await points.press('End');
  await expect(points.getByRole('option')).toHaveAttribute('aria-posinset', '30');
  await points.press('Enter');
  await expect(dialog).toHaveAccessibleName('Two runs side by side');
  expect(said).toEqual([]);
});

test('thousands of runs can be paused and cancelled, and what was measured stays on screen', async ({ page }) => {
  await openStory(page, 'The herd');
  await page.getByRole('button', { name: 'Compare', exact: true }).click();
  const dialog = page.getByRole('dialog', { name: 'Compare coordination patterns' });
  await dialog.getByRole('button', { name: 'Settings' }).click();
  await dialog.getByRole('spinbutton', { name: 'Seeds' }).fill('10000');
  await dialog.getByRole('spinbutton', { name: 'Seeds' }).press('Tab');
  await dialog.getByRole('button', { name: 'Run again' }).click();
  await dialog.getByRole('button', { name: 'Pause' }).click();
  await expect(dialog.getByText(/^Paused: \d+ of 40000 runs/u)).toBeVisible();
  await dialog.getByRole('button', { name: 'Resume' }).click();
  await dialog.getByRole('button', { name: 'Cancel' }).click();
  await expect(dialog.getByText(/^Cancelled: these are the runs made so far/u)).toBeVisible();
});

test('two runs side by side: where they part is said and marked on both, and leads into a run at that step', async ({
  page,
}) => {
  const said = watch(page);
  await openStory(page, 'The herd');
  await page.getByRole('button', { name: 'Compare', exact: true }).click();
  const dialog = page.getByRole('dialog');
  await dialog.getByRole('button', { name: 'Two runs side by side', exact: true }).click();
  await expect(dialog.getByText(/^Until step \d+, at .*, both are the same\. Then with Centralized: /u)).toBeVisible();
  await expect(dialog.getByText(/^The first task that goes another way is Guest \d+: /u)).toBeVisible();
  for (const name of ['Centralized', 'Load balancing'])
    await expect(
      dialog.getByRole('region', { name: `Timeline of ${name}` }).getByRole('button', { name: /^Runs diverge here/u }),
    ).toBeVisible();
  await expect(dialog.getByRole('table', { name: 'Figures of both runs' }).getByRole('row')).toHaveCount(7);
  await axeFindsNothing(page);

  await dialog.getByRole('combobox', { name: 'Second run: setting' }).selectOption('Centralized');
  await dialog.getByRole('combobox', { name: 'Second run: seed' }).selectOption({ index: 0 });
  await dialog.getByRole('combobox', { name: 'First run: seed' }).selectOption({ index: 0 });
  await expect(dialog.getByText('Both runs are the same from the first step to the last.')).toBeVisible();
  await dialog.getByRole('combobox', { name: 'Second run: setting' }).selectOption('Contract net');
  const flag = dialog.getByRole('region', { name: 'Timeline of Contract net' }).getByRole('button').first();
  await expect(flag).toHaveAttribute('title', /at step \d+$/u);
  const [, step = ''] = /at step (\d+)$/u.exec((await flag.getAttribute('title')) ?? '') ?? [];
  await flag.click();
  await expect(dialog).toBeHidden();
  await expect(badge(page)).toContainText(`Step ${step} of`);
  expect(said).toEqual([]);
});

test('two runs of the history side by side, each on the graph that it ran on', async ({ page }) => {
  await openStory(page, 'The herd');
  const banner = page.getByRole('banner');
  await banner.getByRole('button', { name: /^Run/u }).click();
  await expect(badge(page)).toContainText('Step');
  await page.keyboard.press('Escape');
  await banner.getByRole('button', { name: 'Coordination: Load balancing' }).click();
  await page.getByRole('menuitemcheckbox', { name: /^Contract net/u }).click();
  await banner.getByRole('button', { name: /^Run/u }).click();
  await expect(badge(page)).toContainText('Step');
  await banner.getByRole('button', { name: /^History/u }).click();
  const dialog = page.getByRole('dialog', { name: 'History' });
  await dialog.getByRole('tab', { name: /^Runs/u }).click();
  await expect(dialog.getByRole('checkbox')).toHaveCount(2);
  await expect(dialog.getByRole('button', { name: 'Compare two runs' })).toBeDisabled();
  for (const box of await dialog.getByRole('checkbox').all()) await box.check();
  await dialog.getByRole('button', { name: 'Compare two runs' }).click();
  await expect(dialog.getByText(/Then with Load balancing: .*; with Contract net: /u)).toBeVisible();
  await axeFindsNothing(page);
  await dialog.getByRole('region', { name: 'Timeline of Load balancing' }).getByRole('button').first().click();
  await expect(dialog).toBeHidden();
  await expect(banner.getByRole('button', { name: 'Coordination: Load balancing' })).toBeVisible();
});

test('under an old board the queues are seen to herd', async ({ page }) => {
  await openStory(page, 'The herd');
  await page.getByRole('banner').getByRole('button', { name: /^Run/u }).click();
  await page.getByRole('tab', { name: 'Metrics' }).click();
  await expect(page.getByRole('figure', { name: 'Queue length by agent' })).toBeVisible();
});
