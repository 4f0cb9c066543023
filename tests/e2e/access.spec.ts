/**
 * The main job with the keyboard alone, read as a screen reader reads it: where one is from the accessibility tree, what happened from what
 * live regions say. Nothing is pressed by pointer and nothing is asked of pixels. After no command may the focus be lost to the page.
 */
import { expect, test, type Page } from '@playwright/test';

declare global {
  interface Window {
    spoken: string[];
  }
}

/** Notes down what live regions say, as it is said, from the first moment of the page on. */
async function listen(page: Page): Promise<void> {
  await page.addInitScript(() => {
    window.spoken = [];
    const regionOf = (node: Node): Element | null => {
      const element = node instanceof Element ? node : node.parentElement;
      const region = element?.closest('[aria-live], [role=status], [role=alert]') ?? null;
      return region?.getAttribute('aria-live') === 'off' ? null : region;
    };
    new MutationObserver((changes) => {
      const regions = new Set<Element>();
      for (const { target, addedNodes, type } of changes)
        for (const node of type === 'characterData' ? [target] : addedNodes) {
          const region = regionOf(node);
          if (region !== null) regions.add(region);
          if (node instanceof Element) for (const alert of node.querySelectorAll('[role=alert]')) regions.add(alert);
        }
      for (const region of regions) {
        const text = (region.textContent ?? '').replaceAll(/\s+/g, ' ').trim();
        if (text !== '') window.spoken.push(text);
      }
    }).observe(document, { subtree: true, childList: true, characterData: true });
  });
}

/** What has been said since this was asked last. */
const heard = (page: Page): Promise<string[]> => page.evaluate(() => window.spoken.splice(0));

/** Presses keys one after another; the focus stays on the page after each. */
async function press(page: Page, ...keys: string[]): Promise<void> {
  for (const key of keys) {
    await page.keyboard.press(key);
    await expect
      .poll(() => page.evaluate(() => document.activeElement === document.body), { message: `body after ${key}` })
      .toBe(false);
  }
}

/** Presses, and waits until this is said; without keys, until it is said by itself. */
async function says(page: Page, keys: readonly string[], words: RegExp): Promise<void> {
  if (keys.length > 0) await heard(page);
  await press(page, ...keys);
  const all: string[] = [];
  await expect
    .poll(
      async () => {
        all.push(...(await heard(page)));
        return all.some((text) => words.test(text)) ? 'said' : all.join(' | ');
      },
      { message: `${keys.join(' ')} says ${String(words)}`, timeout: 30_000 },
    )
    .toBe('said');
}

/** The name of what has the focus, or of what it points at inside of itself. */
const focused = (page: Page): Promise<string> =>
  page.evaluate(() => {
    const { activeElement } = document;
    const at = document.getElementById(activeElement?.getAttribute('aria-activedescendant') ?? '') ?? activeElement;
    const label = at instanceof HTMLInputElement ? at.labels?.[0]?.textContent : null;
    const copy = at?.cloneNode(true) as Element | undefined;
    for (const hidden of copy?.querySelectorAll('[aria-hidden=true]') ?? []) hidden.remove();
    return (at?.getAttribute('aria-label') ?? label ?? copy?.textContent ?? '').replaceAll(/\s+/g, ' ').trim();
  });

/** Goes around the parts of the page until one of them has the focus. */
async function toPart(page: Page, selector: string): Promise<void> {
  for (let turn = 0; turn < 8; turn += 1) {
    if (await page.evaluate((part) => document.activeElement?.closest(part) !== null, selector)) return;
    await press(page, 'F6');
  }
  throw new Error(`F6 leads nowhere into ${selector}`);
}
/** Runs a command by its name in the palette. */
async function command(page: Page, name: string): Promise<void> {
  await press(page, 'Control+k');
  const palette = page.getByRole('dialog', { name: 'Command palette' });
  await expect(palette.getByRole('combobox')).toBeFocused();
  await page.keyboard.type(name);
  await expect(palette.getByRole('option').first()).toContainText(name);
  await press(page, 'Enter');
  await expect(palette).toBeHidden();
}
/** Tabs on until what has the focus is called so. */
async function tabTo(page: Page, name: RegExp, most = 30): Promise<void> {
  for (let turn = 0; turn < most && !name.test(await focused(page)); turn += 1) await press(page, 'Tab');
  expect(await focused(page)).toMatch(name);
}

/** Opens a story from the library. Where one is then: the heading has the focus, the window its name. */
async function open(page: Page, story: string): Promise<void> {
  await page.goto('/');
  await expect(page.getByRole('heading', { level: 1 })).toBeVisible();
  await page.keyboard.press('Tab');
  await tabTo(page, new RegExp(`^${story}$`), 60);
  await press(page, 'Enter');
  await expect(page).toHaveTitle(`${story} · Conclave`);
  await expect.poll(() => page.evaluate(() => document.activeElement?.tagName)).toBe('H1');
  expect(await focused(page)).toBe(story);
}

test('a story is opened, run, stepped, asked why and read as a table, by keyboard and ear alone', async ({ page }) => {
  await listen(page);
  await open(page, 'Kitchen at rush hour');

  // The outline says how long a task takes and what it waits for.
  await toPart(page, 'aside[aria-label^="Add, outline"]');
  await press(page, 'ArrowRight');
  const tasks = page.getByRole('tree', { name: /^Tasks/ });
  for (let turn = 0; turn < 12 && !(await tasks.evaluate((tree) => tree === document.activeElement)); turn += 1)
    await press(page, 'Tab');
  await press(page, 'End');
  const row = await focused(page);
  expect(row).toMatch(/\d m?s.*, after /);
  await says(page, ['Enter'], / selected$/);

  // Run: that it plays, then how it ended; the focus stays where it was.
  await says(page, ['Control+Enter'], /^Playing/);
  await toPart(page, '[aria-label=Player]');
  await says(page, ['End'], /^The run succeeded/);
  expect(await tasks.getByRole('treeitem', { selected: true }).innerText()).toMatch(
    /succeeded by .* at \d.*, took \d/s,
  );
  await says(page, ['Comma'], /^Step [\d,]+ of [\d,]+, \d+(\.\d+)? m?s: /);
  await says(page, ['Period'], /^Step ([\d,]+) of \1, /);

  // Who waited for whom: as a table with heads, and in the words of Why.
  await toPart(page, '[aria-label=Player]');
  await page.getByRole('button', { name: 'Show every attempt as a table' }).focus();
  await press(page, 'Enter');
  const table = page.getByRole('table', { name: /^Every attempt/ });
  await expect(table.getByRole('columnheader')).toHaveText(['Task', 'Agent', 'Ready', 'Started', 'Ended', 'Waited']);
  await expect(table.getByRole('cell', { name: /for Gil, busy with / }).first()).toBeAttached();
  await command(page, 'Explain why');
  await expect(page.getByRole('tabpanel', { name: 'Why' })).toContainText(/got|was given|waited|chosen/i);

  // Something is broken at the playhead, and what comes of it is said.
  await toPart(page, '[aria-label=Player]');
  await says(page, ['Home'], /^Step 0 of [\d,]+, 0 ms: /);
  await command(page, 'Gil');
  await command(page, 'Inject a fault');
  await toPart(page, '[aria-label=Inspector]');
  await tabTo(page, /^Crash/);
  await press(page, 'Enter');
  await tabTo(page, /^Do it now$/);
  await says(page, ['Enter'], /^Step \d+ of [\d,]+, \d.*: Gil crashed$/);
});

test('a task is drawn, wired, given a duration, walked to, moved and deleted, and each is said', async ({ page }) => {
  await listen(page);
  await page.goto('/');
  await expect(page.getByRole('heading', { level: 1 })).toBeVisible();
  await page.keyboard.press('Tab');
  await tabTo(page, /^New workflow/);
  await press(page, 'Enter');
  await expect(page.getByText('Double-click to add a task')).toBeVisible();
  await command(page, 'Add a worker');
  await command(page, 'Add a task');
  await command(page, 'Add a task');

  await toPart(page, 'main');
  expect(await focused(page)).toMatch(/Task/);
  await says(page, ['ArrowLeft'], / selected$/);
  await says(page, ['ArrowRight'], / selected$/);
  // Arrows look; nothing moved, so there is nothing to take back but what was added.
  await says(page, ['Alt+Shift+ArrowDown'], / moved down, to -?\d+, -?\d+$/);
  await says(page, ['Control+z'], /^Undone: /);

  // Into the form by Enter, back by Escape.
  await press(page, 'Enter');
  await expect.poll(() => page.evaluate(() => document.activeElement?.closest('aside')?.ariaLabel)).toBe('Inspector');
  const inspector = page.getByRole('complementary', { name: 'Inspector' });
  await tabTo(page, /^Depends on/);
  await page.keyboard.type('nobody');
  await says(page, ['Enter'], /^There is no other task “nobody”; choose one of the list/);
  await expect(inspector.getByLabel('Depends on')).toHaveAttribute('aria-invalid', 'true');
  // What was added stands after what was selected, so there is something to take back and to draw again.
  await press(page, 'Shift+Tab');
  expect(await focused(page)).toMatch(/^Do not wait for /);
  await says(page, ['Enter'], /^Waits for .* no more$/);
  await tabTo(page, /^Depends on/);
  await page.keyboard.type('Task 1');
  await says(page, ['Enter'], /^Waits for Task 1 now$/);
  const time = inspector.getByLabel('Time', { exact: true }).first();
  await expect(time).toHaveAccessibleDescription(/in milliseconds, \d+ by default/);
  await time.focus();
  await page.keyboard.type('2500');
  await press(page, 'Enter', 'Escape');
  await expect
    .poll(() => page.evaluate(() => document.activeElement?.closest('[data-keys=canvas]') !== null))
    .toBe(true);

  // Letters act only on the drawing, and can be turned off.
  await says(page, ['d'], / disabled$/);
  await says(page, ['Control+z'], /^Undone: Disable/);
  await command(page, 'Let single characters act as keys, or no longer');
  await toPart(page, 'main');
  await heard(page);
  await press(page, 'd');
  await page.waitForTimeout(300);
  expect((await heard(page)).join()).not.toContain('disabled');
  await says(page, ['Delete'], / deleted with 1 connection$/);
  await says(page, ['Control+z'], /^Undone: Delete/);
});

test('marks are gone to by keys, ways compared and a file taken away, and each is said', async ({ page }) => {
  await listen(page);
  await open(page, 'Two couriers and a storm');
  await says(page, ['Control+Enter'], /^Playing/);
  await toPart(page, '[aria-label=Player]');
  await tabTo(page, /^Pause$/);
  await says(page, ['Space'], /^Paused at step [\d,]+, /);
  await says(page, ['Home'], /^Step 0 of [\d,]+, 0 ms: /);
  await says(page, ['Alt+Shift+Period'], /^Step [\d,]+ of [\d,]+, \d.*, Fault: /);
  await says(page, ['Alt+Shift+Period'], /^Step [\d,]+ of [\d,]+, \d.*, [A-Z][a-z ]+: /);

  await command(page, 'Compare coordination patterns');
  const compare = page.getByRole('dialog', { name: /^Compare/ });
  await expect(compare).toBeVisible();
  // It starts by itself, and says what it found.
  await says(page, [], /(is|are) the fastest: /);
  const grid = compare.getByRole('grid').first();
  expect(await grid.locator('button[tabindex="0"]').count()).toBe(1);
  await grid.locator('button[tabindex="0"]').focus();
  const first = await focused(page);
  await press(page, 'ArrowRight');
  expect(await focused(page)).not.toBe(first);
  await press(page, 'Escape');
  await expect(compare).toBeHidden();

  await toPart(page, 'header');
  await tabTo(page, /^Export$/);
  await press(page, 'Enter');
  await expect(page.getByRole('menu')).toBeVisible();
  for (let turn = 0; turn < 9 && !(await focused(page)).startsWith('Run file'); turn += 1)
    await press(page, 'ArrowDown');
  const download = page.waitForEvent('download');
  await says(page, ['Enter'], /^Downloading /);
  expect((await download).suggestedFilename()).toContain('Two-couriers');
});
