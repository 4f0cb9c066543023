/**
 * The built page against a browser that has no room, forgets, refuses to store, or has the same document open twice:
 * one sentence says what is the matter, and work goes on.
 */
import { expect, test, type BrowserContext, type Page } from '@playwright/test';
import { readFileSync } from 'node:fs';
import { drop } from './studio-page.ts';

const nodes = (page: Page): Promise<number> => page.locator('.svelte-flow__node').count();
const badge = (page: Page) => page.getByRole('group', { name: 'The open run' });
const addTask = (page: Page): Promise<void> => page.getByRole('button', { name: /^Task/ }).first().click();

async function openStory(page: Page): Promise<number> {
  await page.goto('/');
  await page.getByText('Field report').first().click();
  await expect(page.getByText('Collect sources').first()).toBeVisible();
  return nodes(page);
}

/** Runs the document to its end. */
async function runIt(page: Page): Promise<void> {
  await page.getByRole('banner').getByRole('button', { name: /^Run/ }).click();
  await expect(badge(page)).toContainText('Step');
  await page.getByRole('button', { name: 'To the last step' }).click();
  await expect(badge(page)).toContainText(/Step (\d+) of \1/);
}

/** The exported document. */
async function exported(page: Page): Promise<string> {
  await page.getByRole('button', { name: 'Export' }).click();
  const [download] = await Promise.all([
    page.waitForEvent('download'),
    page
      .getByRole('menuitem', { name: /Conclave/ })
      .first()
      .click(),
  ]);
  return readFileSync(await download.path(), 'utf8');
}

/** The number of tasks in it. */
async function exportedTasks(page: Page): Promise<number> {
  return (JSON.parse(await exported(page)) as { tasks: unknown[] }).tasks.length;
}

async function protocol(context: BrowserContext, page: Page) {
  const session = await context.newCDPSession(page);
  return { session, origin: new URL(page.url()).origin };
}

test('[row 32] no room: said in one sentence, work goes on, and it can be exported', async ({
  context,
  page,
  baseURL,
}) => {
  // Chromium shares out room in advance and asks again only much later, so there must be none from the beginning.
  const { origin } = new URL(baseURL ?? '');
  const session = await context.newCDPSession(page);
  await session.send('Storage.overrideQuotaForOrigin', { origin, quotaSize: 1 });
  const count = await openStory(page);
  await expect(page.getByText(/no room left/u).first()).toBeVisible();
  await addTask(page);
  await addTask(page);
  await expect.poll(() => nodes(page)).toBe(count + 2);
  expect(await exportedTasks(page)).toBeGreaterThan(2);
  await runIt(page);
  await expect(page.getByRole('alert').getByText(/^The browser has no room left/u)).toHaveCount(1);
  await page.getByRole('button', { name: 'Close the run and edit' }).click();
  await session.send('Storage.overrideQuotaForOrigin', { origin });
  await addTask(page);
  await expect(page.getByText('Saved', { exact: true })).toBeVisible();
  await page.reload();
  await expect.poll(() => nodes(page)).toBe(count + 3);
});

test('[row 33] data cleared in mid-session: said, written again, and there after a reload', async ({
  context,
  page,
}) => {
  const count = await openStory(page);
  await runIt(page);
  await page.getByRole('button', { name: 'Close the run and edit' }).click();
  const { session, origin } = await protocol(context, page);
  await session.send('Storage.clearDataForOrigin', { origin, storageTypes: 'indexeddb' });
  await addTask(page);
  await expect(page.getByText(/cleared or cut off/u).first()).toBeVisible();
  await expect.poll(() => nodes(page)).toBe(count + 1);
  await runIt(page);
  await page.getByRole('button', { name: 'Close the run and edit' }).click();
  await expect(page.getByText('Saved', { exact: true })).toBeVisible();
  await page.reload();
  await expect.poll(() => nodes(page)).toBe(count + 1);
});

test('[row 39] storage refused: said before work starts, and the page works in memory', async ({ page }) => {
  await page.addInitScript(() => {
    Object.defineProperty(IDBFactory.prototype, 'open', {
      value: () => {
        throw new DOMException('refused', 'SecurityError');
      },
    });
  });
  await page.goto('/');
  await expect(page.getByText(/does not let this page store anything/u).first()).toBeVisible();
  await page.getByText('Field report').first().click();
  await expect(page.getByText('Collect sources').first()).toBeVisible();
  const count = await nodes(page);
  await addTask(page);
  await expect.poll(() => nodes(page)).toBe(count + 1);
  expect(await exportedTasks(page)).toBeGreaterThan(1);
  await runIt(page);
});

test('[row 35] two tabs on one document: one writes, the other reads until it takes over, and nothing is lost', async ({
  context,
  page,
}) => {
  const count = await openStory(page);
  await addTask(page);
  await expect(page.getByText('Saved', { exact: true })).toBeVisible();
  const second = await context.newPage();
  await second.goto(page.url());
  const takeOver = second.getByRole('button', { name: 'Take over' });
  await expect(takeOver).toBeVisible();
  await expect.poll(() => nodes(second)).toBe(count + 1);
  await addTask(page);
  await expect(page.getByText('Saved', { exact: true })).toBeVisible();
  const began = Date.now();
  await takeOver.click();
  await expect(takeOver).toBeHidden();
  await expect.poll(() => nodes(second)).toBe(count + 2);
  expect(Date.now() - began).toBeLessThan(2000);
  await expect(page.getByRole('button', { name: 'Take over' })).toBeVisible();
  await addTask(second);
  await expect(second.getByText('Saved', { exact: true })).toBeVisible();
  await second.reload();
  await expect.poll(() => nodes(second)).toBe(count + 3);
});

test('[row 35] the tab that reads becomes the writer when the one that wrote is gone, its run with it', async ({
  context,
  page,
}) => {
  const count = await openStory(page);
  await runIt(page);
  const second = await context.newPage();
  await second.goto(page.url());
  await expect(second.getByRole('button', { name: 'Take over' })).toHaveCount(2);
  const began = Date.now();
  await page.close();
  await expect(second.getByRole('button', { name: 'Take over' })).toHaveCount(0);
  expect(Date.now() - began).toBeLessThan(2000);
  await second.getByRole('button', { name: 'Close the run and edit' }).click();
  await addTask(second);
  await expect(second.getByText('Saved', { exact: true })).toBeVisible();
  await second.reload();
  await expect.poll(() => nodes(second)).toBe(count + 1);
});

test('[row 35] a lone tab never locks itself out, however fast it goes back and forth', async ({ page }) => {
  const count = await openStory(page);
  await addTask(page);
  for (let turn = 0; turn < 6; turn += 1) {
    await page.evaluate(() => {
      history.back();
    });
    await page.waitForTimeout(turn * 40);
    await page.evaluate(() => {
      history.forward();
    });
    await page.waitForTimeout(turn * 40);
  }
  await page.reload();
  await expect.poll(() => nodes(page)).toBe(count + 1);
  await expect(page.getByRole('button', { name: 'Take over' })).toHaveCount(0);
  await addTask(page);
  await expect(page.getByText('Saved', { exact: true })).toBeVisible();
});

test('words are saved as they are typed, in one step of undo, and nothing asks who leaves', async ({ page }) => {
  const count = await openStory(page);
  await page.keyboard.press('Escape');
  await page.locator('.svelte-flow').focus();
  await page.keyboard.press('Shift+S');
  await page.keyboard.press('Escape');
  await expect.poll(() => nodes(page)).toBe(count + 1);
  const inspector = page.getByRole('complementary', { name: 'Inspector' });
  await inspector.getByRole('textbox', { name: 'Text' }).fill('Mind the gap');
  await expect(page.getByRole('note')).toHaveText('Mind the gap');
  await page.getByText('Collect sources').first().click();
  const name = inspector.getByLabel('Name', { exact: true });
  await name.press('End');
  await name.pressSequentially(' and maps', { delay: 20 });
  await expect(page.locator('[data-id=sources]')).toContainText('and maps');
  await name.pressSequentially(' of it', { delay: 20 });
  await expect(page.locator('[data-id=sources]')).toContainText('of it');
  await expect(name).toBeFocused();
  await expect(page.getByText('Saved', { exact: true })).toBeVisible();
  // A dialog that asks would be dismissed, and the page would stay.
  await page.reload();
  await expect(page.getByText('Collect sources and maps of it').first()).toBeVisible();
  await expect(page.getByRole('note')).toHaveText('Mind the gap');

  await page.getByText('Collect sources and maps of it').first().click();
  await name.fill('Collect');
  await expect(page.locator('[data-id=sources]')).not.toContainText('sources');
  await name.fill('Collect nothing');
  await expect(page.locator('[data-id=sources]')).toContainText('nothing');
  await name.press('Tab');
  await page.getByRole('button', { name: 'Undo' }).click();
  await expect(name).toHaveValue('Collect sources and maps of it');
});

/** A field of each kind, and what is typed there. */
const fields = {
  'a number': ['[data-field$=".action.durationMs"] input', '4321'],
  'an expression': ['[data-field$=".reduce"] textarea', 'size(inputs)'],
  data: ['[data-field$=".action.result"] textarea', '4711'],
  'the name of the document': ['header h1 input', 'Quite another name'],
  'a note on the drawing': ['.svelte-flow__node-note textarea', 'Half a thought'],
  'a name of a list': ['[data-field$=".requires"] input', 'cartography'],
  'an id': ['[data-field$=".id"] input', 'renamed-task'],
  'half of data': ['[data-field$=".action.result"] textarea', '{"done": '],
  'a number out of bounds': ['[data-field$=".action.durationMs"] input', '-5'],
} as const;

/** Brings a field to where it can be written in. */
async function fieldFor(page: Page, what: keyof typeof fields) {
  await page.locator('.svelte-flow').focus();
  if (what === 'a note on the drawing') await page.keyboard.press('Shift+S');
  else if (what === 'the name of the document') await page.locator('header h1 button').click();
  else await page.locator('.svelte-flow__node-task').nth(2).click();
  await page.evaluate(() => {
    for (const fold of document.querySelectorAll<HTMLDetailsElement>('.inspector details')) fold.open = true;
  });
  return page.locator(fields[what][0]).first();
}

test('numbers, expressions, data, names and notes are saved as they are typed, and nothing asks who leaves', async ({
  page,
}) => {
  await openStory(page);
  const kinds = ['a number', 'an expression', 'data', 'the name of the document', 'a note on the drawing'] as const;
  for (const what of kinds) {
    const field = await fieldFor(page, what);
    await expect(page.getByText('Saved', { exact: true })).toBeVisible();
    await field.fill(fields[what][1]);
    await expect(page.getByText('Unsaved changes', { exact: true })).toBeVisible();
    await expect(page.getByText('Saved', { exact: true })).toBeVisible();
    await expect(field).toBeFocused();
  }
  // A dialog that asks would be dismissed, and the page would stay.
  await page.reload();
  await expect(page.getByText('Saved', { exact: true })).toBeVisible();
  const written = await exported(page);
  for (const what of kinds) expect(written, what).toContain(fields[what][1]);
});

test('a number is stored under the node it was typed for, though another is chosen before the typing pauses', async ({
  page,
}) => {
  await openStory(page);
  const field = await fieldFor(page, 'a number');
  const place = await page.locator('.inspector [data-field$=".action.durationMs"]').getAttribute('data-field');
  await field.fill('4321');
  await page.locator('.svelte-flow__node-task').nth(1).click();
  await expect(page.getByText('Saved', { exact: true })).toBeVisible();
  await expect(field).not.toHaveValue('4321');
  await page.locator('.svelte-flow__node-task').nth(2).click();
  await expect(page.locator(`[data-field="${place ?? ''}"] input`)).toHaveValue('4321');
});

for (const what of ['a name of a list', 'an id', 'half of data', 'a number out of bounds'] as const)
  test(`${what} that is being typed is not called saved, leaving asks, and who stays has it still`, async ({
    page,
  }) => {
    await openStory(page);
    const field = await fieldFor(page, what);
    const before = await field.inputValue();
    const [, typed] = fields[what];
    await expect(page.getByText('Saved', { exact: true })).toBeVisible();
    await field.fill(typed);
    await expect(page.getByText('Unsaved changes', { exact: true })).toBeVisible();
    const refused = what === 'half of data' || what === 'a number out of bounds';
    if (refused) await expect(field).toHaveAccessibleDescription(/This is not JSON|At least 0/);
    else await page.waitForTimeout(700);
    await expect(page.getByText('Unsaved changes', { exact: true })).toBeVisible();
    const asked = page.waitForEvent('dialog');
    await page.evaluate(() => void setTimeout(() => location.reload(), 0));
    const dialog = await asked;
    expect(dialog.type()).toBe('beforeunload');
    await dialog.dismiss();
    await expect(field).toHaveValue(typed);
    await field.blur();
    await expect(page.getByText('Saved', { exact: true })).toBeVisible();
    if (refused) await expect(field).toHaveValue(before);
    else expect(await exported(page)).toContain(typed);
  });

test('[row 33] the database deleted by another page: told within a second, written anew, there after a reload', async ({
  context,
  page,
}) => {
  const count = await openStory(page);
  await addTask(page);
  await expect(page.getByText('Saved', { exact: true })).toBeVisible();
  const other = await context.newPage();
  await other.goto('/icon.svg');
  const began = Date.now();
  await other.evaluate(() => void indexedDB.deleteDatabase('conclave-library'));
  await expect(page.getByText(/cleared or cut off/u).first()).toBeVisible();
  expect(Date.now() - began).toBeLessThan(1000);
  await page.reload();
  await expect.poll(() => nodes(page)).toBe(count + 1);
});

test('[row 36] over a newer database the address of a document says what is the matter, not that it is gone', async ({
  context,
  page,
}) => {
  await openStory(page);
  await expect(page.getByText('Saved', { exact: true })).toBeVisible();
  const address = page.url();
  await page.goto('about:blank');
  const other = await context.newPage();
  await other.goto('/icon.svg');
  await other.evaluate(
    () =>
      new Promise<void>((resolve, reject) => {
        const request = indexedDB.open('conclave-library', 990);
        request.onsuccess = () => {
          request.result.close();
          resolve();
        };
        request.onerror = () => {
          reject(new Error('not opened'));
        };
      }),
  );
  await page.goto(address);
  await expect(page.getByText('This workflow cannot be opened now.')).toBeVisible();
  await expect(page.getByText(/newer version of Conclave/u).first()).toBeVisible();
  await expect(page.getByText(/not in th(e storage of )?this browser/u)).toHaveCount(0);
});

test('a run that an older engine recorded says so, is taken away as it is, and runs again here by one press', async ({
  page,
}) => {
  await openStory(page);
  await runIt(page);
  await page.getByRole('button', { name: 'Export' }).click();
  const [download] = await Promise.all([
    page.waitForEvent('download'),
    page.getByRole('menuitem', { name: /^Run file/ }).click(),
  ]);
  const older = {
    ...(JSON.parse(readFileSync(await download.path(), 'utf8')) as Record<string, unknown>),
    engine: '1',
  };
  await page.goto('/');
  await drop(page, 'older.conclave-run.json', JSON.stringify(older));
  const again = page.getByRole('button', { name: 'Run again here' });
  await expect(again).toBeVisible();
  await expect(page.getByText(/older|engine 1/i).first()).toBeVisible();
  await expect(badge(page)).toHaveCount(0);
  await again.click();
  await expect(badge(page)).toContainText(/Step \d+ of \d+/);
  await expect(again).toHaveCount(0);
  await page
    .getByRole('button', { name: 'To the last step' })
    .click({ timeout: 3000 })
    .catch(() => undefined);
  await expect(badge(page)).toContainText(/Step (\d+) of \1/);
});
