/**
 * The library and a document's past on the built page: a backup and back, the trash with undo and for good, named versions,
 * runs on the graph that they ran on. Nothing is ever overwritten, and axe finds nothing in either theme.
 */
import { expect, test, type Page } from '@playwright/test';
import { readFileSync } from 'node:fs';
import { axeFindsNothing, badge, openStory, runToTheEnd } from './studio-page.ts';

const rows = (page: Page) => page.locator('tbody tr');
const history = (page: Page) => page.getByRole('dialog', { name: 'History' });

test('[row 16] a backup comes back beside what is here, and nothing is overwritten', async ({ page }) => {
  await openStory(page, 'The herd');
  await openStory(page, 'Field hospital');
  await page.goto('/');
  await expect(rows(page)).toHaveCount(2);
  const [download] = await Promise.all([
    page.waitForEvent('download'),
    page.getByRole('button', { name: 'Back up everything' }).click(),
  ]);
  expect(download.suggestedFilename()).toBe('conclave-library.json');
  const text = readFileSync(await download.path(), 'utf8');
  const bringBack = (content: string) =>
    page.setInputFiles('input[type=file]', {
      name: 'conclave-library.json',
      mimeType: 'application/json',
      buffer: Buffer.from(content),
    });

  await bringBack(text.slice(0, text.length / 2));
  await expect(page.getByText('was not imported')).toBeVisible();
  await expect(rows(page)).toHaveCount(2);

  // What is here already comes twice only where that is said to be meant.
  await bringBack(text);
  await page.getByRole('button', { name: 'Bring back all, as copies' }).click();
  await expect(page.getByText('nothing was replaced')).toBeVisible();
  await expect(rows(page)).toHaveCount(4);
  const targets = await page
    .locator('tbody .name a')
    .evaluateAll((links) => links.map((link) => link.getAttribute('href')));
  expect(new Set(targets).size).toBe(4);
  await page.getByRole('button', { name: 'Actions for The herd' }).first().click();
  await page.getByRole('menuitem', { name: 'Rename' }).click();
  await page.keyboard.type('The flock');
  await page.keyboard.press('Enter');
  await expect(page.getByRole('link', { name: 'The flock' })).toBeVisible();
  await axeFindsNothing(page);
});

test('what is trashed comes back by undo or from the trash, and goes for good only after a question', async ({
  page,
}) => {
  await openStory(page, 'Two couriers and a storm');
  await runToTheEnd(page);
  await page.goto('/');
  await expect(rows(page)).toContainText('succeeded');
  const trash = async () => {
    await page.getByRole('button', { name: 'Actions for Two couriers and a storm' }).click();
    await page.getByRole('menuitem', { name: 'Move to trash' }).click();
    await expect(rows(page)).toHaveCount(0);
  };
  await trash();
  await page.getByRole('button', { name: 'Undo' }).click();
  await expect(rows(page)).toHaveCount(1);
  await trash();
  await page.getByRole('button', { name: 'Trash (1)' }).click();
  await axeFindsNothing(page);
  await page.getByRole('button', { name: 'Restore Two couriers and a storm' }).click();
  await expect(page.getByText('The trash is empty.')).toBeVisible();
  await page.getByRole('button', { name: 'Back to your workflows' }).click();
  await trash();
  await page.getByRole('button', { name: 'Trash (1)' }).click();
  await page.getByRole('button', { name: 'Delete for ever: Two couriers and a storm' }).click();
  await page.getByRole('dialog').getByRole('button', { name: 'Cancel' }).click();
  await expect(page.getByRole('button', { name: 'Restore Two couriers and a storm' })).toBeVisible();
  await page.getByRole('button', { name: 'Empty the trash' }).click();
  await page.getByRole('dialog').getByRole('button', { name: 'Delete for ever' }).click();
  await expect(page.getByText('The trash is empty.')).toBeVisible();
  await page.reload();
  await expect(page.getByText('Nothing here yet.')).toBeVisible();
});

test('a version is restored as one more edit; a run opens on the graph that it ran on', async ({ page }) => {
  await openStory(page, 'Field report');
  const nodes = page.locator('.svelte-flow__node');
  const count = await nodes.count();
  const open = () => page.getByRole('button', { name: 'History' }).click();
  await open();
  await history(page).getByRole('textbox', { name: 'Name of this version' }).fill('As told');
  await history(page).getByRole('button', { name: 'Save version' }).click();
  await history(page)
    .getByRole('button', { name: /^As told/ })
    .click();
  await expect(history(page)).toContainText('Nothing differs between “As told” and now.');
  await page.keyboard.press('Escape');
  await runToTheEnd(page);
  await page.keyboard.press('Escape');
  await page.getByRole('button', { name: /^Task/ }).first().click();
  await expect(nodes).toHaveCount(count + 1);
  await page.keyboard.press('Escape');

  await open();
  await history(page)
    .getByRole('button', { name: /^As told/ })
    .click();
  await expect(history(page)).toContainText('1 added');
  await axeFindsNothing(page);
  await history(page).getByRole('tab', { name: /Runs/ }).click();
  await expect(history(page)).toContainText('edited since');
  await axeFindsNothing(page);
  await history(page).getByRole('list', { name: 'Runs' }).getByRole('button').click();
  await expect(badge(page)).toContainText('Step');
  await expect(nodes).toHaveCount(count);

  await open();
  await history(page)
    .getByRole('tab', { name: /Versions/ })
    .click();
  await history(page)
    .getByRole('button', { name: /^As told/ })
    .click();
  await history(page).getByRole('button', { name: 'Restore this version' }).click();
  await expect(page.getByText('“As told” is restored')).toBeVisible();
  await expect(nodes).toHaveCount(count);
  await page.keyboard.press('Control+z');
  await expect(nodes).toHaveCount(count + 1);
  await page.keyboard.press('Control+Shift+z');
  await expect(nodes).toHaveCount(count);
  await expect(page.getByText('Saved', { exact: true })).toBeVisible();
  await page.reload();
  await expect(nodes).toHaveCount(count);
  await open();
  await expect(history(page)).toContainText('Before restoring “As told”');
});

test('any two versions are compared on a drawing of both; a version is renamed, deleted and brought back', async ({
  page,
}) => {
  await openStory(page, 'Field report');
  const dialog = history(page);
  const save = async (name: string): Promise<void> => {
    await dialog.getByRole('textbox', { name: 'Name of this version' }).fill(name);
    await page.keyboard.press('Enter');
    await expect(dialog.getByRole('button', { name: new RegExp(`^${name}`) })).toBeVisible();
  };
  await page.getByRole('button', { name: 'History' }).click();
  await save('First');
  await page.keyboard.press('Escape');
  await page.locator('.svelte-flow__node-task').filter({ hasText: 'Draw the map' }).click();
  await page.keyboard.press('Delete');
  await page.getByRole('button', { name: /^Task/ }).first().click();
  await page.getByRole('button', { name: 'History' }).click();
  await save('Second');
  await dialog.getByRole('button', { name: /^First/ }).click();
  await dialog.getByRole('combobox', { name: 'Compare with' }).selectOption({ label: 'Second' });
  await expect(dialog).toContainText(/From “First” to “Second”: 2 added, 3 removed/);
  const gone = dialog.locator('.svelte-flow__node').filter({ hasText: 'Draw the map' });
  await expect(gone).toContainText('removed');
  const list = dialog.getByRole('list', { name: 'Differences' });
  await list
    .getByRole('button', { name: /Draw the map task/ })
    .first()
    .click();
  await expect(list.locator('[aria-current=true]')).toHaveCount(1);
  await expect(gone.locator('.selected')).toBeVisible();
  await axeFindsNothing(page);

  await dialog.getByRole('button', { name: /^First/ }).press('F2');
  await dialog.getByRole('textbox', { name: 'New name of First' }).fill('The first');
  await page.keyboard.press('Enter');
  await dialog.getByRole('button', { name: /^The first/ }).press('Delete');
  await expect(dialog).toContainText('“The first” is deleted.');
  await expect(dialog.getByRole('button', { name: /^The first/ })).toHaveCount(0);
  await dialog.getByRole('button', { name: 'Undo' }).click();
  await expect(dialog.getByRole('button', { name: /^The first/ })).toBeVisible();
});
