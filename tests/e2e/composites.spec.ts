/**
 * What one can draw, in a real browser: composites that open in place, resources and shared memories, find on the canvas, and
 * copies of notes; by keyboard wherever a keyboard is enough. Axe finds nothing inside a composite, in either theme.
 */
import { expect, test, type Locator, type Page } from '@playwright/test';
import { axeFindsNothing, drop, scrubber } from './studio-page.ts';

const card = (page: Page, name: string) =>
  page.locator('.svelte-flow__node').filter({ has: page.getByText(name, { exact: true }) });
const canvas = (page: Page) => page.locator('.svelte-flow');
const wire = (page: Page, label: string) => page.locator(`.svelte-flow__edge[aria-label="${label}"]`);
const crumbs = (page: Page) => page.getByRole('navigation', { name: 'Where you are in the document' });

/** Opens a document as a file that is dropped on the page. */
async function open(page: Page, document: unknown): Promise<void> {
  await page.goto('/');
  await drop(page, 'drawing.json', JSON.stringify(document));
  await expect(canvas(page)).toBeVisible({ timeout: 40_000 });
}

async function handleOf(card: Locator, side: 'left' | 'right'): Promise<{ x: number; y: number }> {
  const box = await card.boundingBox();
  if (box === null) throw new Error('nothing is drawn there');
  return { x: side === 'left' ? box.x : box.x + box.width, y: box.y + box.height / 2 };
}

const study = {
  format: 'conclave',
  version: 1,
  name: 'Study',
  agents: [{ id: 'ana', name: 'Ana' }],
  tasks: [
    { id: 'plan', name: 'Plan' },
    { id: 'draft', name: 'Draft', dependsOn: ['plan'] },
    { id: 'check', name: 'Check', dependsOn: ['draft'] },
    { id: 'send', name: 'Send', dependsOn: ['check'] },
  ],
  view: {
    nodes: {
      ana: { x: 0, y: -160 },
      plan: { x: 0, y: 0 },
      draft: { x: 260, y: 0 },
      check: { x: 520, y: 0 },
      send: { x: 780, y: 0 },
    },
  },
};

/** Makes one composite of Draft and Check, by keyboard. */
async function compose(page: Page): Promise<void> {
  await card(page, 'Draft').click();
  await card(page, 'Check').click({ modifiers: ['Shift'] });
  await page.keyboard.press('Shift+G');
  await expect(card(page, 'Composite 1')).toBeVisible();
}

test('tasks become a composite that opens in place; what is added inside is a part; all of it is undone', async ({
  page,
}) => {
  await open(page, study);
  await compose(page);
  await expect(card(page, 'Draft')).toHaveCount(0);
  await expect(wire(page, 'Parts: Composite 1 depends on Plan')).toBeAttached();
  await page.keyboard.press('Enter');
  await expect(crumbs(page)).toContainText('Study');
  await expect(crumbs(page).getByText('Composite 1')).toHaveAttribute('aria-current', 'page');
  await expect(card(page, 'Draft')).toBeVisible();
  await expect(page.getByRole('button', { name: 'Go to Plan, which stands elsewhere' })).toBeVisible();
  await axeFindsNothing(page);
  // A new task inside is a part.
  await canvas(page).focus();
  await page.keyboard.press('n');
  await page.getByRole('option', { name: /^Task/ }).first().click();
  await expect(card(page, 'Task 1')).toBeVisible();
  await page.keyboard.press('Escape');
  await page.keyboard.press('Escape');
  await expect(crumbs(page)).toHaveCount(0);
  await expect(card(page, 'Composite 1')).toContainText('3 parts');
  // It goes with its parts, and comes back with them.
  await page.keyboard.press('Delete');
  await expect(card(page, 'Composite 1')).toHaveCount(0);
  await expect(page.getByText('3 parts went with it')).toBeVisible();
  await page.keyboard.press('Control+z');
  await expect(card(page, 'Composite 1')).toContainText('3 parts');
  // Taken apart, the parts stand alone and wait for what they waited for.
  await card(page, 'Composite 1').click();
  await page.keyboard.press('Control+Shift+G');
  await expect(card(page, 'Draft')).toBeVisible();
  await expect(wire(page, 'Draft depends on Plan')).toBeAttached();
});

test('a run shows how far the parts are; a part that is chosen elsewhere opens its composite', async ({ page }) => {
  await open(page, study);
  await compose(page);
  await page.keyboard.press('Control+Enter');
  const whole = card(page, 'Composite 1');
  await expect(whole).toContainText('of 2 parts');
  await scrubber(page).focus();
  await page.keyboard.press('End');
  await expect(whole).toContainText('2 of 2 parts');
  await expect(whole).toContainText('succeeded');
  await page.getByRole('button', { name: 'Outline', exact: true }).click();
  await page.getByRole('treeitem', { name: /Check/ }).click();
  await expect(crumbs(page)).toBeVisible();
  await expect(card(page, 'Check')).toContainText('done in');
  await crumbs(page).getByRole('button', { name: 'Study' }).click();
  await expect(whole).toBeVisible();
});

test('a composite is copied with its parts and its notes', async ({ page }) => {
  await open(page, study);
  await compose(page);
  await page.keyboard.press('Enter');
  await page.keyboard.press('Shift+S');
  await page.keyboard.type('Mind the draft');
  await page.keyboard.press('Escape');
  await crumbs(page).getByRole('button', { name: 'Back to what is around it' }).click();
  await expect(crumbs(page)).toHaveCount(0);
  await canvas(page).focus();
  await page.keyboard.press('Control+d');
  await expect(page.locator('.svelte-flow__node-composite')).toHaveCount(2);
  await page.keyboard.press('Enter');
  await expect(page.locator('.svelte-flow__node-task')).toHaveCount(2);
  await expect(page.locator('.svelte-flow__node-note')).toContainText('Mind the draft');
});

test('a resource and a shared memory are added, wired, told of in the inspector, and leave no trace', async ({
  page,
}) => {
  await open(page, study);
  await page.getByRole('button', { name: /^Resource/ }).click();
  await expect(card(page, 'Resource 1')).toContainText('1 unit · shared');
  const units = page.getByLabel('Units');
  await units.fill('3');
  await units.press('Enter');
  await expect(card(page, 'Resource 1')).toContainText('3 units');
  await page.getByRole('button', { name: 'Fit everything in view' }).click();
  await page.waitForTimeout(400);
  // From the resource to a task.
  await card(page, 'Resource 1').hover();
  const [from, to] = [await handleOf(card(page, 'Resource 1'), 'right'), await handleOf(card(page, 'Send'), 'left')];
  await page.mouse.move(from.x, from.y);
  await page.mouse.down();
  await page.mouse.move(to.x - 12, to.y, { steps: 6 });
  await page.mouse.move(to.x, to.y, { steps: 4 });
  await page.mouse.up();
  await expect(wire(page, 'Send needs Resource 1')).toBeAttached();
  await card(page, 'Send').click();
  await expect(page.getByLabel('Units of Resource 1')).toBeVisible();
  await page.getByRole('button', { name: /^Shared memory/ }).click();
  await expect(card(page, 'Memory 1')).toContainText('eventual');
  await page.getByRole('tab', { name: 'Outline' }).click();
  await page.getByRole('treeitem', { name: /Resource 1/ }).click();
  await canvas(page).focus();
  await page.keyboard.press('Delete');
  await expect(wire(page, 'Send needs Resource 1')).toHaveCount(0);
  await page.keyboard.press('Control+z');
  await expect(wire(page, 'Send needs Resource 1')).toBeAttached();
});

test('find goes from match to match across sheets, dims the rest, and gives the focus back', async ({ page }) => {
  await open(page, study);
  await compose(page);
  await page.keyboard.press('Control+f');
  const field = page.getByRole('textbox', { name: 'Find on the canvas' });
  await expect(field).toBeFocused();
  await field.fill('dragon');
  await expect(page.getByRole('search').getByRole('status')).toHaveText('nothing');
  await field.fill('simulate task');
  await expect(page.getByRole('search').getByRole('status')).toHaveText('4 found');
  await expect(page.locator('.svelte-flow__node.found')).toHaveCount(3);
  await field.press('Enter');
  await expect(page.getByRole('search').getByRole('status')).toHaveText('1 of 4');
  await field.press('Enter');
  await expect(crumbs(page)).toBeVisible();
  await field.press('Shift+Enter');
  await expect(crumbs(page)).toHaveCount(0);
  await field.press('Escape');
  await expect(page.getByRole('search')).toHaveCount(0);
  await expect(canvas(page)).toBeFocused();
});
