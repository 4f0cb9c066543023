/**
 * The canvas in a real browser: wires that take a node in, notes and frames, dragging with guides, alignment, selection along
 * the wires, find; and hostile texts in every text field of the inspector, of which none may ever run.
 */
import { expect, test, type Locator, type Page } from '@playwright/test';

const card = (page: Page, name: string) =>
  page.locator('.svelte-flow__node').filter({ has: page.getByText(name, { exact: true }) });
const canvas = (page: Page) => page.locator('.svelte-flow');
const wires = (page: Page) => page.locator('.svelte-flow__edge');

async function boxOf(locator: Locator) {
  const box = await locator.boundingBox();
  if (box === null) throw new Error('nothing is drawn there');
  return box;
}

/** Drags a card so that its middle comes to a place. */
async function drag(page: Page, from: Locator, to: { x: number; y: number }): Promise<void> {
  const box = await boxOf(from);
  await page.mouse.move(box.x + box.width / 2, box.y + box.height / 2);
  await page.mouse.down();
  await page.mouse.move(to.x + 10, to.y + 10, { steps: 8 });
  await page.mouse.move(to.x, to.y, { steps: 4 });
}

/** Opens a file that holds a document, by dropping it on the page. */
async function open(page: Page, document: unknown): Promise<void> {
  await page.goto('/');
  await expect(page.getByRole('heading', { level: 1 })).toBeVisible();
  const transfer = await page.evaluateHandle((text) => {
    const data = new DataTransfer();
    data.items.add(new File([text], 'drawing.json', { type: 'application/json' }));
    return data;
  }, JSON.stringify(document));
  for (const type of ['dragenter', 'dragover', 'drop'])
    await page.dispatchEvent('body', type, { dataTransfer: transfer });
  await expect(canvas(page)).toBeVisible();
}

const chain = {
  format: 'conclave',
  version: 1,
  name: 'Chain',
  agents: [
    { id: 'lead', name: 'Lead', role: 'manager' },
    { id: 'ana', name: 'Ana', reportsTo: 'lead' },
  ],
  tasks: [
    { id: 'a', name: 'Alpha' },
    { id: 'b', name: 'Beta', dependsOn: ['a'] },
    { id: 'c', name: 'Gamma', dependsOn: ['b'] },
    { id: 'loose', name: 'Loose' },
  ],
  view: {
    nodes: {
      lead: { x: 0, y: 0 },
      ana: { x: 0, y: 120 },
      a: { x: 0, y: 240 },
      b: { x: 400, y: 240 },
      c: { x: 800, y: 240 },
      loose: { x: 0, y: 400 },
    },
  },
};

test('a card that is let go on a wire is put into it; deleting it joins its neighbours again', async ({ page }) => {
  await open(page, chain);
  await expect(wires(page)).toHaveCount(3);
  const [first, second] = [await boxOf(card(page, 'Alpha')), await boxOf(card(page, 'Beta'))];
  const middle = { x: (first.x + first.width + second.x) / 2, y: first.y + first.height / 2 };
  await drag(page, card(page, 'Loose'), middle);
  await expect(page.locator('.svelte-flow__edge-path.target')).toHaveCount(1);
  await page.mouse.up();
  await expect(wires(page)).toHaveCount(4);
  await expect(page.locator('.svelte-flow__edge[aria-label="Loose depends on Alpha"]')).toBeAttached();
  await page.keyboard.press('Delete');
  await expect(page.locator('.svelte-flow__edge[aria-label="Beta depends on Alpha"]')).toBeAttached();
  await page.keyboard.press('ControlOrMeta+z');
  await card(page, 'Loose').click();
  await page.keyboard.press('Shift+Delete');
  await expect(wires(page)).toHaveCount(2);
});

test('a task of the palette that is dropped on a wire is put into it', async ({ page }) => {
  await open(page, chain);
  const [first, second] = [await boxOf(card(page, 'Beta')), await boxOf(card(page, 'Gamma'))];
  const frame = await boxOf(canvas(page));
  await page.getByRole('button', { name: /^Task/ }).dragTo(canvas(page), {
    targetPosition: {
      x: (first.x + first.width + second.x) / 2 - frame.x,
      y: first.y + first.height / 2 - frame.y,
    },
  });
  await expect(wires(page)).toHaveCount(4);
  await expect(page.locator('.svelte-flow__edge[aria-label="Task 1 depends on Beta"]')).toBeAttached();
});

test('notes take words and colours, frames group, move what stands in them and go again', async ({ page }) => {
  await open(page, chain);
  const place = await boxOf(canvas(page));
  await page.mouse.move(place.x + 500, place.y + 420);
  await page.keyboard.press('Shift+S');
  await page.getByRole('textbox', { name: 'Text of the note' }).fill('<b>Mind</b> the gap');
  await page.keyboard.press('Escape');
  const note = page.getByRole('note');
  await expect(note).toHaveText('<b>Mind</b> the gap');
  await page.getByRole('radio', { name: 'green' }).check({ force: true });
  await expect(page.getByRole('radio', { name: 'green' })).toBeChecked();

  await card(page, 'Alpha').click();
  await card(page, 'Beta').click({ modifiers: ['Shift'] });
  await page.keyboard.press('ControlOrMeta+g');
  await page.getByRole('textbox', { name: 'Name of the group' }).fill('First half');
  await page.keyboard.press('Enter');
  const handle = page.locator('.svelte-flow__node-frame .grip');
  await expect(handle).toHaveText('First half');
  const [alpha, gamma, head] = [
    await boxOf(card(page, 'Alpha')),
    await boxOf(card(page, 'Gamma')),
    await boxOf(handle),
  ];
  await drag(page, handle, { x: head.x + head.width / 2, y: head.y + head.height / 2 - 60 });
  await page.mouse.up();
  await expect.poll(async () => Math.round((await boxOf(card(page, 'Alpha'))).y - alpha.y)).toBeLessThan(-45);
  expect((await boxOf(card(page, 'Gamma'))).y).toBe(gamma.y);
  await page.keyboard.press('ControlOrMeta+z');
  await expect.poll(async () => (await boxOf(card(page, 'Alpha'))).y).toBe(alpha.y);
  await page.keyboard.press('ControlOrMeta+Shift+g');
  await expect(handle).toHaveCount(0);
  await expect(card(page, 'Alpha')).toBeVisible();
});
