/**
 * Four agents agree; one of them is turned into a liar, and it still holds; a second one, and agreement breaks at a rule and a step
 * that are named. By clicks alone, from an empty canvas.
 */
import { expect, test } from '@playwright/test';
import { badge, breakAgents, drawDecision, runToTheEnd, watch } from './studio-page.ts';

test('four agents survive one liar, and not two', async ({ page }) => {
  const said = watch(page);
  await drawDecision(page);
  await page.locator('.svelte-flow__node-task').first().click();
  await expect(page.getByText('4 agents survive 1 liar; 3 must agree.')).toBeVisible();

  await runToTheEnd(page);
  await page.getByRole('tab', { name: 'Consensus' }).click();
  await expect(page.getByText('Decided: "go".')).toBeVisible();
  await page.getByRole('tab', { name: /Invariants/ }).click();
  await expect(page.getByText(/^All \d+ invariants held/)).toBeVisible();

  await breakAgents(page, [0]);
  await expect(page.getByText('Under way at the playhead')).toBeVisible();
  await page.locator('.svelte-flow__node-task').first().click();
  await page.getByRole('tab', { name: 'Consensus' }).click();
  await expect(page.getByText('Decided:')).toBeVisible();
  await expect(page.getByText(/^All \d+ invariants held/)).toBeVisible();

  await breakAgents(page, [1]);
  await page.locator('.svelte-flow__node-task').first().click();
  await page.getByRole('tab', { name: 'Consensus' }).click();
  await expect(page.getByText(/Agreement is broken/)).toBeVisible();
  const rule = page.getByRole('listitem').filter({ hasText: /PB2\b/u });
  await expect(rule).toContainText('no two honest replicas execute different requests');
  const step = rule.getByRole('button', { name: /to step/ });
  const number = /\d+/.exec(await step.innerText())?.[0] ?? '';
  await step.click();
  await expect(badge(page)).toContainText(`Step ${number} of`);
  expect(said).toEqual([]);
});

test('what is planned stands in words, can be changed, and happens again in every run', async ({ page }) => {
  await drawDecision(page);
  await page.locator('.svelte-flow__node-agent').first().click();
  await page.getByRole('tab', { name: 'Faults' }).click();
  await page.getByRole('button', { name: /^Falls silent/ }).click();
  await page.getByRole('button', { name: 'Plan it at 0 ms' }).click();
  const planned = page.getByRole('region', { name: 'Planned faults' });
  await expect(planned).toContainText('stays silent from the start');
  await runToTheEnd(page);
  await page.locator('.svelte-flow__node-task').first().click();
  await page.getByRole('tab', { name: 'Consensus' }).click();
  await expect(page.getByText('Decided: "go".')).toBeVisible();
  await expect(page.getByText(/1 · .* leads/)).toBeVisible();
  await page.locator('.svelte-flow__node-agent').first().click();
  await page.getByRole('tab', { name: 'Faults' }).click();
  await page.getByRole('button', { name: /^Remove:/ }).click();
  await expect(planned).toBeHidden();
});
