/**
 * The story of four agents, as its lesson tells it: they agree, one of them colludes and it holds, a second one and a rule breaks.
 * Then all numbers of liars at once: where it holds, where it breaks, and a run that shows it.
 */
import { expect, test, type Page } from '@playwright/test';
import { axeFindsNothing, badge, openStory, runToTheEnd, watch } from './studio-page.ts';

async function collude(page: Page, name: string): Promise<void> {
  await page.locator('.svelte-flow__node-agent').filter({ hasText: name }).click();
  await page.getByRole('tab', { name: 'Settings' }).click();
  await page.getByRole('combobox', { name: 'Behaviour' }).selectOption({ label: 'Colluding' });
}

test('the lesson of the story says what to do, and it happens', async ({ page }) => {
  const said = watch(page);
  await openStory(page, 'Four agents, one liar');
  const lesson = page.getByRole('region', { name: 'Lesson' });
  await expect(lesson).toContainText('Let Cleo collude');
  const invariants = page.getByRole('tab', { name: /Invariants/u });
  await runToTheEnd(page);
  await invariants.click();
  await expect(page.getByText(/^All \d+ invariants held/u)).toBeVisible();

  await collude(page, 'Cleo');
  await runToTheEnd(page);
  await expect(page.getByText(/^All \d+ invariants held/u)).toBeVisible();

  await collude(page, 'Dan');
  await runToTheEnd(page);
  await expect(lesson).toContainText('6 of 6');
  const rule = page.getByRole('listitem').filter({ hasText: /PB2\b/u });
  await expect(rule).toContainText('Ben executed false at slot 1, and Ana true');
  await rule.getByRole('button', { name: /to step/u }).click();
  await expect(badge(page)).toContainText('Step 28 of');
  expect(said).toEqual([]);
});

test('ever more liars: how far agents agree is drawn, said, and opens as a run', async ({ page }) => {
  const said = watch(page);
  await openStory(page, 'Four agents, one liar');
  await page.getByRole('button', { name: 'Compare', exact: true }).click();
  const dialog = page.getByRole('dialog', { name: 'Compare numbers of liars' });
  await expect(
    dialog.getByText(/^With up to 1 of 4 lying, the agents agreed in all 30 runs\. With 2, agreement/u),
  ).toBeVisible();
  await expect(dialog.getByText('PBFT holds up to 1 of 4: n ≥ 3f + 1.')).toBeVisible();
  await expect(
    dialog.getByRole('img', { name: /^Runs in which they agreed by number of liars: 0: 100%, 1: 100%/u }),
  ).toBeVisible();
  await axeFindsNothing(page);

  await dialog.getByRole('button', { name: 'Settings' }).click();
  await dialog.getByRole('combobox', { name: 'Agents that' }).selectOption({ label: 'Fall silent' });
  await dialog.getByRole('button', { name: 'Run again' }).click();
  await expect(dialog.getByText(/With 2, nothing was decided in all 30 runs\./u)).toBeVisible();

  await dialog.getByRole('button', { name: 'Turn agents into liars' }).click();
  await dialog.getByRole('button', { name: 'See it fail with 2 lying' }).click();
  await expect(dialog).toBeHidden();
  await expect(badge(page)).toContainText('Step');
  await expect(page.getByRole('tab', { name: /Invariants.*2/u })).toBeVisible();
  expect(said).toEqual([]);
});
