/**
 * How much it takes to draw: five agents and eight tasks with durations, dependencies and capabilities on an empty canvas, by mouse and
 * by keyboard alone, counted; then the tools of a card, its menus, its name, and connecting by name.
 *
 * The page counts what reaches it, so no gesture goes uncounted. By mouse: a click (a double one is one), a right click, a drag, or a
 * text that is typed, whatever its length, with the Enter that ends it. By keyboard: a press of one key or of a combination (Ctrl+Enter
 * is one), or a text that is typed, whatever its length; the Enter that ends it is another. Pointing without a press, waiting, opening
 * the empty document and the run at the end are not counted.
 */
import { expect, test, type Page } from '@playwright/test';
import { badge, openStory, runToTheEnd, watch } from './studio-page.ts';

const flow = (page: Page) => page.locator('.svelte-flow');
/** The card of exactly this name. */
const card = (page: Page, name: string) =>
  page.locator(`.svelte-flow__node:is([aria-label="Agent ${name}"], [aria-label="Task ${name}"])`);
const field = (page: Page) => page.locator('.finder input');

/** What was pressed since counting began. */
interface Gestures {
  /** Presses of the mouse: a second one at once at the same place is of the first. */
  presses: number;
  /** Keys that are no text, combinations among them. */
  keys: number;
  texts: number;
  /** Those of the keys that are the Enter that ends a text. */
  enters: number;
}

/** Lets the page count, from here on, what a hand does to it; what a script does by itself is no gesture. */
async function countGestures(page: Page): Promise<void> {
  await page.evaluate(() => {
    const seen = { presses: 0, keys: 0, texts: 0, enters: 0 };
    let inText = false;
    const press = (event: MouseEvent) => {
      if (!event.isTrusted) return;
      inText = false;
      if (event.detail < 2) seen.presses += 1;
    };
    const key = (event: KeyboardEvent) => {
      if (!event.isTrusted || ['Shift', 'Control', 'Alt', 'Meta'].includes(event.key)) return;
      const writes = event.target instanceof HTMLInputElement && !event.ctrlKey && !event.metaKey && !event.altKey;
      const isText = writes && event.key.length === 1;
      if (isText && !inText) seen.texts += 1;
      if (!isText) seen.keys += 1;
      if (inText && event.key === 'Enter') seen.enters += 1;
      inText = isText;
    };
    addEventListener('mousedown', press, { capture: true });
    addEventListener('keydown', key, { capture: true });
    Object.assign(globalThis, { gesturesSeen: seen });
  });
}

const gestures = (page: Page): Promise<Gestures> =>
  page.evaluate(() => ({ ...(globalThis as unknown as { gesturesSeen: Gestures }).gesturesSeen }));

/** Fails when more was pressed than may be; what it says is what it counted. */
async function expectGestures(page: Page, by: 'mouse' | 'keyboard', most: number): Promise<void> {
  const seen = await gestures(page);
  const { presses, keys, texts, enters } = seen;
  const count = by === 'mouse' ? presses + texts + keys - enters : keys + texts;
  test.info().annotations.push({ type: `gestures by ${by}`, description: String(count) });
  if (by === 'keyboard') expect(presses, 'presses of the mouse').toBe(0);
  // A count that missed what was typed would be within any bound.
  expect(texts, 'texts that were typed').toBeGreaterThan(0);
  expect(count, `gestures by ${by}: ${JSON.stringify(seen)}`).toBeLessThanOrEqual(most);
}

/** What is drawn, as it is typed; what stands after < is what a task waits for. */
const agents = ['Rosa @review x2', 'Ben @write', 'Cleo @write', 'Dan @write', 'Eve @plan'];
const plan = 'Plan 500ms @plan';
const writing = ['Write one 1s @write', 'Write two 1.5s @write', 'Write three 900ms @write'];
const reviews = ['Review one 300ms @review', 'Review two 400ms @review', 'Review three 300ms @review'];
const publish = 'Publish 200ms @plan < Review one, Review two, Review three';

async function begin(page: Page): Promise<void> {
  await page.setViewportSize({ width: 1440, height: 900 });
  await page.goto('/');
  await page.getByRole('button', { name: 'New workflow' }).click();
  await expect(page.locator('h1')).toBeFocused();
  await countGestures(page);
}

/** What was drawn says all that was typed, by its cards and its wires. */
async function expectDrawn(page: Page): Promise<void> {
  await expect(page.locator('.svelte-flow__node-agent')).toHaveCount(5);
  await expect(page.locator('.svelte-flow__node-task')).toHaveCount(8);
  for (const [name, line] of [
    ['Rosa', 'review'],
    ['Ben', 'write'],
    ['Cleo', 'write'],
    ['Dan', 'write'],
    ['Eve', 'plan'],
    ['Plan', '500 ms'],
    ['Write one', '1.00 s'],
    ['Write two', '1.50 s'],
    ['Write three', '900 ms'],
    ['Review one', '300 ms'],
    ['Review two', '400 ms'],
    ['Review three', '300 ms'],
    ['Publish', '200 ms'],
  ] as const)
    await expect(card(page, name)).toContainText(line);
  const after: Readonly<Record<string, readonly string[]>> = {
    Plan: ['Write one', 'Write two', 'Write three'],
    'Write one': ['Review one'],
    'Write two': ['Review two'],
    'Write three': ['Review three'],
    'Review one': ['Publish'],
    'Review two': ['Publish'],
    'Review three': ['Publish'],
  };
  const wires = Object.entries(after).flatMap(([from, tos]) => tos.map((to) => `${to} depends on ${from}`));
  const drawn = await page
    .locator('.svelte-flow__edge')
    .evaluateAll((edges) => edges.map((edge) => edge.getAttribute('aria-label') ?? ''));
  expect(drawn.sort()).toEqual(wires.sort());
}

/** Eight tasks have ended, and all of them well: nobody lacked what a task requires. */
async function expectDone(page: Page): Promise<void> {
  await expect(badge(page)).toContainText(/Step (\d+) of \1/);
  await expect(page.getByRole('group', { name: 'The result of the run' })).toContainText('Succeeded');
  await expect(page.locator('.svelte-flow__node-task').filter({ hasText: /done in [\d.]+ m?s/u })).toHaveCount(8);
}

test('five agents and eight tasks are drawn by mouse in at most 60 gestures', async ({ page }) => {
  const said = watch(page);
  await begin(page);
  const type = async (text: string) => {
    await expect(field(page)).toBeFocused();
    await page.keyboard.type(text);
    await page.keyboard.press('Enter');
    await expect(field(page)).toHaveCount(0);
  };
  const pane = (await flow(page).boundingBox()) ?? { x: 0, y: 0, width: 0, height: 0 };
  const double = (x: number, y: number) => page.mouse.dblclick(pane.x + x, pane.y + y);
  /** The plus beside a card that is pointed at. */
  const goOn = async (name: string) => {
    await card(page, name).hover();
    await page
      .getByRole('toolbar', { name: `Tools of ${name}`, exact: true })
      .getByRole('button', { name: /^Add what comes/ })
      .click();
  };
  // On an empty drawing a double click adds a task at once: the first agent comes by its button, named on its card.
  await page.getByRole('button', { name: 'Worker', exact: true }).click();
  await card(page, 'Agent 1').locator('.name').dblclick();
  await page.keyboard.type('Rosa');
  await page.keyboard.press('Enter');
  await page.locator('[data-field="agents[0].capabilities"] input').first().click();
  await page.keyboard.type('review');
  await page.keyboard.press('Enter');
  await expect(card(page, 'Rosa')).toContainText('review');
  for (const [at, agent] of agents.slice(1).entries()) {
    await double(330 + at * 180, 70);
    await type(`agent ${agent}`);
  }
  await double(120, 330);
  await type(plan);
  for (const text of writing) {
    await goOn('Plan');
    await type(text);
  }
  for (const [at, text] of reviews.entries()) {
    await goOn(['Write one', 'Write two', 'Write three'][at] ?? '');
    await type(text);
  }
  await goOn('Review one');
  await type(publish.replace('Review one, ', ''));
  await expectGestures(page, 'mouse', 60);
  await expectDrawn(page);
  await runToTheEnd(page);
  await expectDone(page);
  expect(said).toEqual([]);
});

test('five agents and eight tasks are drawn by keyboard alone in at most 80 gestures', async ({ page }) => {
  const said = watch(page);
  await begin(page);
  const { keyboard } = page;
  /** Types into the list that is open, and takes it by Enter or a combination with it. */
  const type = async (text: string, keys: string) => {
    await expect(field(page)).toBeFocused();
    await expect(field(page)).toHaveValue('');
    await keyboard.type(text);
    await keyboard.press(keys);
  };
  await keyboard.press('F6');
  await keyboard.press('F6');
  await expect(flow(page)).toBeFocused();
  await keyboard.press('n');
  // Shift+Enter goes on with another of the kind.
  for (const [at, agent] of agents.entries())
    await type(at === 0 ? `agent ${agent}` : agent, at < agents.length - 1 ? 'Shift+Enter' : 'Enter');
  await expect(flow(page)).toBeFocused();
  await keyboard.press('Escape');
  await keyboard.press('n');
  // Ctrl+Enter goes on with what comes after it, Shift+Enter with another that comes after the same.
  await type(plan, 'ControlOrMeta+Enter');
  for (const [at, text] of writing.entries()) await type(text, at < 2 ? 'Shift+Enter' : 'Enter');
  for (const [at, text] of reviews.entries()) {
    await keyboard.press('n');
    // What was just drawn is not what this one waits for.
    await keyboard.press('Backspace');
    await type(`${text} < ${['Write one', 'Write two', 'Write three'][at] ?? ''}`, 'Enter');
  }
  await keyboard.press('n');
  await type(publish, 'Enter');
  await expect(flow(page)).toBeFocused();
  await expectGestures(page, 'keyboard', 80);
  await expectDrawn(page);
  await keyboard.press('ControlOrMeta+Enter');
  await expect(badge(page)).toContainText('Step');
  await keyboard.press('End');
  await expectDone(page);
  expect((await gestures(page)).presses).toBe(0);
  expect(said).toEqual([]);
});

test('one gesture too many is counted, by mouse and by keyboard', async ({ page }) => {
  await begin(page);
  // Two clicks, a double one, two texts with their Enter, and a drag.
  await page.getByRole('button', { name: 'Worker', exact: true }).click();
  await card(page, 'Agent 1').locator('.name').dblclick();
  await page.keyboard.type('Rosa of the reviews');
  await page.keyboard.press('Enter');
  await page.locator('[data-field="agents[0].capabilities"] input').first().click();
  await page.keyboard.type('review');
  await page.keyboard.press('Enter');
  await expect(card(page, 'Rosa of the reviews')).toContainText('review');
  await card(page, 'Rosa of the reviews').hover();
  await page.mouse.down();
  await page.mouse.move(500, 500, { steps: 3 });
  await page.mouse.up();
  expect(await gestures(page)).toEqual({ presses: 4, keys: 2, texts: 2, enters: 2 });
  await expectGestures(page, 'mouse', 6);
  await expect(expectGestures(page, 'mouse', 5)).rejects.toThrow(/gestures by mouse/u);
  // A hand at the mouse is no drawing by keyboard alone.
  await expect(expectGestures(page, 'keyboard', 80)).rejects.toThrow(/presses of the mouse/u);
  await begin(page);
  await page.keyboard.press('F6');
  await page.keyboard.press('F6');
  await page.keyboard.press('n');
  await page.keyboard.type('Plan 500ms');
  await page.keyboard.press('ControlOrMeta+Enter');
  await expect(card(page, 'Plan')).toContainText('500 ms');
  expect(await gestures(page)).toEqual({ presses: 0, keys: 4, texts: 1, enters: 1 });
  await expectGestures(page, 'keyboard', 5);
  await expect(expectGestures(page, 'keyboard', 4)).rejects.toThrow(/gestures by keyboard/u);
});

test('the tools of a card are reached by Tab, and Escape leads back', async ({ page }) => {
  await openStory(page, 'Kitchen at rush hour');
  const task = card(page, 'Table 1: grill');
  await task.click();
  const tools = page.getByRole('toolbar', { name: 'Tools of Table 1: grill' });
  for (const button of await tools.getByRole('button').all()) {
    const box = await button.boundingBox();
    expect(Math.min(box?.width ?? 0, box?.height ?? 0)).toBeGreaterThanOrEqual(24);
  }
  await flow(page).focus();
  await page.keyboard.press('Tab');
  await expect(tools.getByRole('button').first()).toBeFocused();
  await page.keyboard.press('ArrowRight');
  await expect(tools.getByRole('button', { name: 'Disable' })).toBeFocused();
  // The focus stays while the view moves, wherever the card goes from under the pointer.
  const view = page.locator('.svelte-flow__viewport');
  const before = await view.getAttribute('style');
  await page.mouse.wheel(0, 60);
  await expect(view).not.toHaveAttribute('style', before ?? '');
  await expect(tools.getByRole('button', { name: 'Disable' })).toBeFocused();
  await page.keyboard.press('Enter');
  await expect(flow(page)).toBeFocused();
  await expect(task.locator('.back')).toHaveClass(/off/);
  await page.keyboard.press('ControlOrMeta+z');
  await expect(task.locator('.back')).not.toHaveClass(/off/);
  await page.keyboard.press('Tab');
  await page.keyboard.press('Escape');
  await expect(flow(page)).toBeFocused();
});

test('a name is written on the card: Escape takes it back, Enter keeps it', async ({ page }) => {
  await openStory(page, 'Kitchen at rush hour');
  await card(page, 'Table 1: grill').click();
  await page.keyboard.press('F2');
  const name = page.getByRole('textbox', { name: 'Name of Table 1: grill' });
  await expect(name).toBeFocused();
  await page.keyboard.type('Nothing');
  await page.keyboard.press('Escape');
  await expect(name).toHaveCount(0);
  await expect(flow(page)).toBeFocused();
  await expect(card(page, 'Nothing')).toHaveCount(0);
  await card(page, 'Table 1: grill').locator('.name').dblclick();
  await expect(name).toBeFocused();
  // While an input method composes, its Enter is its own.
  await name.evaluate((input) => {
    input.dispatchEvent(new KeyboardEvent('keydown', { key: 'Enter', isComposing: true, bubbles: true }));
  });
  await expect(name).toBeFocused();
  await page.keyboard.type('Sear the steak');
  await page.keyboard.press('Enter');
  await expect(card(page, 'Sear the steak')).toHaveCount(1);
  await expect(flow(page)).toBeFocused();
  await page.keyboard.press('ControlOrMeta+z');
  await expect(card(page, 'Table 1: grill')).toHaveCount(1);
});

test('menus open by right click and by key, on cards, connections, the canvas and the outline', async ({ page }) => {
  await openStory(page, 'Kitchen at rush hour');
  const menu = page.getByRole('menu');
  await card(page, 'Table 1: grill').click({ button: 'right' });
  await expect(menu).toHaveAccessibleName('Table 1: grill');
  await menu.getByRole('menuitem', { name: 'Rename' }).click();
  await expect(page.getByRole('textbox', { name: 'Name of Table 1: grill' })).toBeFocused();
  await page.keyboard.press('Escape');
  for (const keys of ['Shift+F10', 'ContextMenu']) {
    await page.keyboard.press(keys);
    await expect(menu).toHaveAccessibleName('Table 1: grill');
    await page.keyboard.press('Escape');
    await expect(menu).toHaveCount(0);
    await expect(flow(page)).toBeFocused();
  }
  const edge = page.locator('.svelte-flow__edge').last();
  await edge.dispatchEvent('contextmenu', { clientX: 700, clientY: 400, bubbles: true });
  await expect(menu).toHaveAccessibleName('Connection');
  const edges = await page.locator('.svelte-flow__edge').count();
  await menu.getByRole('menuitem', { name: 'Delete' }).click();
  await expect(page.locator('.svelte-flow__edge')).toHaveCount(edges - 1);
  await expect(flow(page)).toBeFocused();
  const pane = (await flow(page).boundingBox()) ?? { x: 0, y: 0, width: 0, height: 0 };
  await page.mouse.click(pane.x + 12, pane.y + pane.height / 2, { button: 'right' });
  await expect(menu).toHaveAccessibleName('Canvas');
  await menu.getByRole('menuitem', { name: 'Add here…' }).click();
  await expect(field(page)).toBeFocused();
  await page.keyboard.press('Escape');
  await page.getByRole('tab', { name: 'Outline' }).click();
  const tree = page.getByRole('tree', { name: /^Tasks/ });
  await tree.getByRole('treeitem', { name: /^Table 2: prep/ }).click({ button: 'right' });
  await expect(menu).toHaveAccessibleName('Table 2: prep');
  await page.keyboard.press('Escape');
  await expect(tree).toBeFocused();
  await page.keyboard.press('Shift+F10');
  await expect(menu).toHaveAccessibleName('Table 2: prep');
  await menu.getByRole('menuitem', { name: 'Delete' }).click();
  await expect(tree).toBeFocused();
  await expect(card(page, 'Table 2: prep')).toHaveCount(0);
});

test('tasks are connected and let go of by name', async ({ page }) => {
  await openStory(page, 'Kitchen at rush hour');
  const edges = page.locator('.svelte-flow__edge');
  const before = await edges.count();
  await card(page, 'Table 1: plate').click();
  await page.keyboard.press('c');
  await expect(page.getByRole('combobox', { name: 'What Table 1: plate waits for' })).toBeFocused();
  await page.keyboard.type('table 2: gr');
  await page.keyboard.press('Enter');
  await expect(edges).toHaveCount(before + 1);
  await expect(flow(page)).toBeFocused();
  await page.keyboard.press('c');
  await page.keyboard.type('table 2: gr');
  await expect(page.getByRole('option', { name: /connected; Enter lets go of it/ })).toBeVisible();
  await page.keyboard.press('Enter');
  await expect(edges).toHaveCount(before);
});

test('several tasks have one form: what differs is mixed, and one undo takes back what was set', async ({ page }) => {
  await openStory(page, 'Kitchen at rush hour');
  await card(page, 'Table 1: prep').click();
  await card(page, 'Table 2: prep').click({ modifiers: ['Shift'] });
  const time = page.locator('.inspector .shared').getByLabel('Time', { exact: true });
  await expect(time).toHaveAttribute('placeholder', 'mixed');
  await time.fill('250');
  await time.press('Tab');
  for (const name of ['Table 1: prep', 'Table 2: prep']) await expect(card(page, name)).toContainText('250 ms');
  await page.getByRole('button', { name: 'Undo' }).click();
  await expect(card(page, 'Table 1: prep')).toContainText('900 ms');
  await expect(card(page, 'Table 2: prep')).toContainText('700 ms');
});
