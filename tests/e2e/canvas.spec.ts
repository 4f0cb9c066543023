/**
 * The canvas in a real browser: wires that take a node in, notes and frames, dragging with guides, alignment, selection along
 * the wires, find; and hostile texts in the text fields of a task, an agent and a note of the inspector, of which none may ever run.
 */
import { expect, test, type Locator, type Page } from '@playwright/test';
import { drop } from './studio-page.ts';

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
  // A drag begins a few pixels after the press, and what is dragged stays behind by as much.
  await page.mouse.move(box.x + box.width / 2 + 4, box.y + box.height / 2);
  await page.mouse.move(to.x + 10, to.y + 10, { steps: 8 });
  await page.mouse.move(to.x, to.y, { steps: 4 });
}

/** Opens a file that holds a document, by dropping it on the page. */
async function open(page: Page, document: unknown): Promise<void> {
  await page.goto('/');
  await drop(page, 'drawing.json', JSON.stringify(document));
  await expect(canvas(page)).toBeVisible({ timeout: 40_000 });
  // The drawing takes its place once the first hint has taken its own, below it.
  await expect(page.getByRole('button', { name: 'Got it' })).toBeVisible();
  let before = '';
  const stands = async () => {
    const now = JSON.stringify(await boxOf(page.locator('.svelte-flow__node').first()));
    const same = now === before;
    before = now;
    return same;
  };
  await expect.poll(stands, { intervals: [100] }).toBe(true);
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
  await page.locator('.svelte-flow').focus();
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

test('dragging shows guides, several align at one key, and Shift with an arrow selects along the wires', async ({
  page,
}) => {
  await open(page, chain);
  const alpha = await boxOf(card(page, 'Alpha'));
  const beta = await boxOf(card(page, 'Beta'));
  await drag(page, card(page, 'Beta'), { x: beta.x + beta.width / 2, y: beta.y + beta.height / 2 + 90 });
  await page.mouse.move(beta.x + beta.width / 2, beta.y + beta.height / 2 + 3);
  await expect(page.locator('.guides line').first()).toBeAttached();
  await page.mouse.up();
  await expect(page.locator('.guides line')).toHaveCount(0);
  expect((await boxOf(card(page, 'Beta'))).y).toBeCloseTo(alpha.y, 0);

  await card(page, 'Gamma').click();
  await page.keyboard.press('Shift+ArrowLeft');
  await expect(page.getByRole('heading', { name: '3 selected' })).toBeVisible();
  await page.keyboard.press('Alt+a');
  await expect.poll(async () => (await boxOf(card(page, 'Gamma'))).x).toBeCloseTo(alpha.x, 0);
  await page.keyboard.press('ControlOrMeta+z');
  await expect.poll(async () => (await boxOf(card(page, 'Gamma'))).x).toBeGreaterThan(alpha.x + 100);
});

/** Texts that would run, or break what holds them, if any field took them for markup, a style or an address. */
function hostileTexts(): string[] {
  const attacks = [
    '<script>hit(1)</script>',
    '<img src=x onerror=hit(1)>',
    '<svg onload=hit(1)>',
    '"><img src=x onerror=hit(1)>',
    "' onmouseover='hit(1)",
    '</textarea><script>hit(1)</script>',
    '</style><script>hit(1)</script>',
    '<iframe srcdoc="<script>parent.hit(1)</script>">',
    'javascript:hit(1)',
    '${hit(1)}',
    '{{hit(1)}}',
    '{@html hit(1)}',
    'red;background:url(javascript:hit(1))',
    '<math><mtext><table><mglyph><style><img src=x onerror=hit(1)>',
    '<details open ontoggle=hit(1)>',
    '`;hit(1);`',
    '__proto__',
    '\u202etxet',
    'constructor.constructor("hit(1)")()',
    '<a href="data:text/html,<script>hit(1)</script>">x</a>',
  ];
  const dresses = [
    (text: string) => text,
    (text: string) => text.toUpperCase().replaceAll('HIT', 'hit'),
    (text: string) => `a${text}`,
    (text: string) => `${text}z`,
    (text: string) => `<!--${text}`,
    (text: string) => `]]>${text}`,
    (text: string) => `\\"${text}`,
    (text: string) => `&lt;${text}&gt;`,
    (text: string) => text.replaceAll('<', '<\u200b<'),
    (text: string) => `${text}${text}`,
    (text: string) => `x" ${text}`,
    (text: string) => `x' ${text}`,
    (text: string) => `%3C${text}`,
    (text: string) => `{${text}}`,
    (text: string) => `/*${text}*/`,
  ];
  return dresses.flatMap((dress) => attacks.map(dress));
}

test('[row 11] 300 hostile texts go through the text fields of a task, an agent and a note of the inspector, and none runs', async ({
  page,
}) => {
  test.setTimeout(300_000);
  await page.addInitScript(() => {
    const world = globalThis as unknown as { hits: number; hit: () => void };
    world.hits = 0;
    world.hit = () => {
      world.hits += 1;
    };
    addEventListener('securitypolicyviolation', world.hit);
  });
  await open(page, { ...chain, view: { ...chain.view, notes: [{ id: 'n', text: 'Remember', x: 400, y: 60 }] } });
  const texts = hostileTexts();
  expect(texts).toHaveLength(300);
  const subjects = [card(page, 'Alpha'), card(page, 'Ana'), page.locator('.svelte-flow__node-note')];
  for (const subject of subjects) {
    await subject.click();
    const typed = await page.evaluate((all) => {
      const fields = () =>
        [
          ...document.querySelectorAll<HTMLInputElement | HTMLTextAreaElement>(
            '.inspector input[type="text"], .inspector input:not([type]), .inspector textarea',
          ),
        ].filter((field) => !field.disabled && field.closest('[data-field$=".id"]') === null);
      let count = 0;
      for (let index = 0; index < fields().length; index += 1)
        for (const text of all) {
          const field = fields()[index];
          if (field === undefined) break;
          field.value = text;
          field.dispatchEvent(new Event('input', { bubbles: true }));
          field.dispatchEvent(new Event('change', { bubbles: true }));
          count += 1;
        }
      return count;
    }, texts);
    expect(typed).toBeGreaterThanOrEqual(300);
    await page.keyboard.press('Escape');
  }
  await expect(page.locator('.svelte-flow__node-task').first()).toContainText(texts.at(-1) ?? '');
  // A note is read as Markdown: its stars are emphasis.
  await expect(page.getByRole('note')).toContainText((texts.at(-1) ?? '').replaceAll('*', ''));
  expect(await page.locator('.canvas script, .canvas iframe, .inspector script, .inspector iframe').count()).toBe(0);
  expect(await page.evaluate(() => (globalThis as unknown as { hits: number }).hits)).toBe(0);
});
