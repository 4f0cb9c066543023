/**
 * Why a task went where it went, in a real browser: the tab says who got it, shows every bid with the winner marked, each a
 * way to its step, and nothing that lies behind the playhead. Axe finds nothing, in either theme.
 */
import { expect, test } from '@playwright/test';
import { axeFindsNothing, badge, drop, scrubber, watch } from './studio-page.ts';

const auction = {
  format: 'conclave',
  version: 1,
  name: 'Auction',
  coordination: { pattern: 'contract-net' },
  agents: [
    { id: 'ana', name: 'Ana', capabilities: ['write'], speed: 0.5 },
    { id: 'bo', name: 'Bo', capabilities: ['write'] },
    { id: 'cy', name: 'Cy' },
  ],
  tasks: [
    { id: 'draft', name: 'Draft', requires: ['write'], action: { kind: 'simulate', durationMs: 100 } },
    { id: 'send', name: 'Send', dependsOn: ['draft'], action: { kind: 'simulate', durationMs: 100 } },
  ],
};

test('every bid is there, the winner marked; each leads to its step, and of the future nothing is told', async ({
  page,
}) => {
  const said = watch(page);
  await page.goto('/');
  await drop(page, 'auction.json', JSON.stringify(auction));
  await page
    .locator('.svelte-flow__node')
    .filter({ has: page.getByText('Draft', { exact: true }) })
    .click();
  await expect(page.getByRole('tab', { name: 'Why' })).toHaveCount(0);
  await page.keyboard.press('Control+Enter');
  await expect(badge(page)).toContainText('Step');
  await scrubber(page).focus();
  await page.keyboard.press('End');
  await page.keyboard.press('w');
  const panel = page.getByRole('tabpanel', { name: 'Why' });
  await expect(panel).toContainText('Bo got it at 100 (expected finish, ms), against Ana at 200.');
  await panel.getByText('Not eligible (1)').click();
  await expect(panel).toContainText('lacks write');
  const rows = panel.getByRole('table').getByRole('row');
  await expect(rows).toHaveCount(3);
  await expect(rows.nth(1)).toContainText('Chosen:Bo');
  await expect(rows.nth(2)).toContainText('Ana');
  await expect(rows.nth(2)).toContainText('outbid');
  await axeFindsNothing(page);
  // A line is a way to its step; there, the winner is not known yet.
  await panel.getByRole('button', { name: /Bo bid 100 for draft/i }).click();
  await expect(panel).toContainText('Not assigned yet.');
  await expect(panel).toContainText('would finish at 100 ms');
  await scrubber(page).focus();
  await page.keyboard.press('Home');
  await expect(panel).toContainText('Not assigned yet');
  await page.keyboard.press('End');
  await panel.getByRole('button', { name: 'Ana', exact: true }).first().click();
  await expect(panel).toContainText(/Considered at 200 \(expected finish, ms\); assigned to Bo/);
  expect(said).toEqual([]);
});
