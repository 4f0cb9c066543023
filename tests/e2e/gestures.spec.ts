/** Gestures as people make them on a node that was just added, with the hand and with the keyboard alone. */
import { expect, test, type Page } from '@playwright/test';
import { cards, dropAll, openStory, runToTheEnd, watch } from './studio-page.ts';

const flow = (page: Page) => page.locator('.svelte-flow');
const active = (page: Page) => page.evaluate(() => document.activeElement?.tagName ?? '');

/** Closes whatever floats, as Escape does. */
async function closeAll(page: Page): Promise<void> {
  await page.waitForTimeout(150);
  for (let presses = 0; presses < 3; presses += 1) {
    if ((await page.locator('dialog[open], [role=menu], .finder').count()) === 0) return;
    await page.keyboard.press('Escape');
    await page.waitForTimeout(150);
  }
}

test('a task that was just added takes a duration, and a refused one shows what is stored and why', async ({
  page,
}) => {
  const said = watch(page);
  await page.goto('/');
  await page.getByRole('button', { name: 'New workflow' }).click();
  await expect(page.locator('h1')).toBeFocused();
  await page.getByRole('button', { name: 'Add a task' }).click();
  await expect(flow(page)).toBeFocused();
  const time = page.locator('[data-field="tasks[0].action.durationMs"]').getByLabel('Time', { exact: true });
  await time.fill('1500');
  await time.press('Tab');
  await expect(cards(page).first()).toContainText('1.50 s');
  await time.fill('-5');
  await time.press('Tab');
  await expect(time).toHaveValue('1500');
  await expect(time).toHaveAttribute('aria-invalid', 'true');
  await expect(page.getByText('At least 0.')).toBeVisible();
  expect(said).toEqual([]);
});

test('arrows look around, Alt+Shift moves and says it, and Escape takes a drag back', async ({ page }) => {
  await openStory(page, 'Kitchen at rush hour');
  const card = page.locator('.svelte-flow__node-task').first();
  await card.click();
  /** Where it stands in the drawing, wherever the view is. */
  const place = () => card.evaluate((node) => getComputedStyle(node).transform);
  const before = await place();
  for (const key of ['ArrowDown', 'ArrowUp', 'ArrowRight']) await page.keyboard.press(key);
  expect(await place()).toBe(before);
  await card.click();
  await page.keyboard.press('Alt+Shift+ArrowDown');
  await expect(page.getByRole('status').filter({ hasText: /moved down, to/ })).toHaveCount(1);
  await page.keyboard.press('ControlOrMeta+z');
  await expect(page.getByRole('status').filter({ hasText: 'Undone: Nudge' })).toHaveCount(1);
  expect(await place()).toBe(before);
  const at = (await card.boundingBox()) ?? { x: 0, y: 0 };
  await page.mouse.move(at.x + 40, at.y + 12);
  await page.mouse.down();
  await page.mouse.move(at.x + 160, at.y + 90, { steps: 6 });
  await page.keyboard.press('Escape');
  await page.mouse.up();
  expect(await place()).toBe(before);
});

test('the canvas is one stop that names the node walked to, by role and name, and a field says what it does', async ({
  page,
}) => {
  await openStory(page, 'Kitchen at rush hour');
  await flow(page).focus();
  const heard: string[] = [];
  for (const key of ['ArrowRight', 'ArrowRight', 'ArrowDown', 'ArrowLeft']) {
    await page.keyboard.press(key);
    const id = (await flow(page).getAttribute('aria-activedescendant')) ?? 'none';
    const walked = page.locator(`.svelte-flow [id="${id}"]`);
    await expect(walked).toHaveClass(/selected/);
    await expect(walked).toHaveRole('group');
    await expect(walked).toHaveAccessibleName(/^(Agent|Task) ./);
    await expect(flow(page)).toBeFocused();
    heard.push(id);
  }
  expect(new Set(heard).size).toBeGreaterThan(1);
  const stops = await flow(page).evaluate((canvas) =>
    [...canvas.querySelectorAll<HTMLElement>('.svelte-flow__node, .svelte-flow__node *, .svelte-flow__handle')]
      .filter((element) => element.tabIndex >= 0)
      .map((element) => element.outerHTML.slice(0, 80)),
  );
  expect(stops).toEqual([]);
  await page.locator('.svelte-flow__node-task').first().click();
  const fields = page.locator('.inspector [data-field] :is(input, select, textarea):visible');
  await expect(fields.first()).toBeVisible();
  for (const field of await fields.all()) await expect(field).toHaveAccessibleDescription(/\w.{8,}/);
});

test('letters and Delete act on the drawing alone', async ({ page }) => {
  await openStory(page, 'Kitchen at rush hour');
  await page.locator('.svelte-flow__node-task').first().click();
  const count = await cards(page).count();
  await page.getByRole('button', { name: 'Compare' }).focus();
  for (const key of ['d', 'n', 'Shift+L', 'Shift+S', 'Delete', 'Backspace']) await page.keyboard.press(key);
  await expect(page.getByRole('combobox', { name: 'Add here' })).toHaveCount(0);
  await expect(cards(page)).toHaveCount(count);
  await expect(page.getByRole('button', { name: 'Undo' })).toBeDisabled();
  await flow(page).focus();
  await page.keyboard.press('n');
  await expect(page.getByRole('combobox', { name: /^New after/ })).toBeFocused();
});

test('after no command is the focus on nothing', async ({ page }) => {
  test.setTimeout(240_000);
  const prepare = async () => {
    await openStory(page, 'Kitchen at rush hour');
    await runToTheEnd(page);
    await page.locator('.svelte-flow__node-task').first().click();
  };
  await prepare();
  await page.keyboard.press('ControlOrMeta+k');
  const options = page.locator('dialog[open] [role=option]');
  await expect(options.first()).toBeVisible();
  const ids = await options.evaluateAll((all) => all.map((each) => each.id.replace(/^[^-]*-/, '')));
  const commands = ids.filter((id) => !/^(node|document):/.test(id) && !id.startsWith('document.print'));
  expect(commands.length).toBeGreaterThan(25);
  await page.keyboard.press('Escape');
  const lost: string[] = [];
  for (const id of commands) {
    if ((await flow(page).count()) === 0) await prepare();
    // What is fetched when it is first wanted may open late.
    await expect(async () => {
      await closeAll(page);
      await flow(page).focus();
      await page.keyboard.press('ControlOrMeta+k');
      await expect(options.first()).toBeVisible({ timeout: 2000 });
    }).toPass();
    const option = page.locator(`dialog[open] [role=option][id$="-${id}"]`);
    if ((await option.count()) === 0) {
      await page.keyboard.press('Escape');
      continue;
    }
    await option.click();
    await closeAll(page);
    if ((await active(page)) === 'BODY') lost.push(id);
  }
  expect(lost).toEqual([]);
});

test('two workflows without agents in one drop are both asked about', async ({ page }) => {
  await page.goto('/');
  const flowOf = (name: string) =>
    JSON.stringify({
      name,
      schemaVersion: '1.5',
      workflow: {
        specification: {
          tasks: [{ name: 'a', id: 'a', parents: [], children: [], inputFiles: [], outputFiles: [] }],
          files: [],
        },
        execution: {
          makespanInSeconds: 1,
          executedAt: '2020-01-01T00:00:00Z',
          tasks: [{ id: 'a', runtimeInSeconds: 1 }],
        },
      },
    });
  await dropAll(page, [
    { name: 'flow-0.json', content: flowOf('First flow') },
    { name: 'flow-1.json', content: flowOf('Second flow') },
  ]);
  for (const name of ['flow-0.json', 'flow-1.json']) {
    const dialog = page.getByRole('dialog');
    await expect(dialog).toContainText(name);
    await dialog.getByRole('button', { name: 'Import with 4 agents' }).click();
  }
  await expect(flow(page)).toBeVisible();
});
