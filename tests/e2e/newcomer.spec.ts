/**
 * The main job as a newcomer does it, on the built page in a real browser: a story, a run, the playhead back and forth,
 * a reload, an export; then a real workflow dropped on the page. Nothing may go to any other host, nothing may be said
 * in the console, and axe finds nothing in either theme.
 */
import { expect, test } from '@playwright/test';
import { existsSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { axeFinds, badge, drop, scrubber, watch } from './studio-page.ts';

const river = path.resolve(import.meta.dirname, 'files/river-survey.json');
const published = path.resolve(
  process.env['CONCLAVE_DATA'] ?? path.resolve(import.meta.dirname, '../../../shared/data'),
  'wfcommons/montage-chameleon-2mass-005d-001.json',
);

test('a newcomer opens a story, runs it, steps both ways, reloads and finds everything', async ({ page }) => {
  const said = watch(page);
  await page.goto('/');
  await expect(page.getByRole('heading', { level: 1 })).toContainText('Draw agents that work together');
  await page.getByText('Field report').first().click();
  await expect(page.getByText('Collect sources').first()).toBeVisible();

  await page.getByRole('banner').getByRole('button', { name: /^Run/ }).click();
  await expect(badge(page)).toContainText('Step');
  await expect(page.getByText('succeeded').first()).toBeVisible();
  await expect(badge(page)).toContainText(/Step (\d+) of \1/, { timeout: 40_000 });

  const whole = await badge(page).innerText();
  await page.getByRole('button', { name: 'One step back' }).click();
  await expect(badge(page)).not.toContainText(whole);
  await page.getByRole('button', { name: 'One step forward' }).click();
  await expect(badge(page)).toContainText(/Step (\d+) of \1/);

  await scrubber(page).focus();
  await page.keyboard.press('Home');
  await expect(badge(page)).toContainText('Step 0 of');
  for (let press = 0; press < 20; press += 1) await page.keyboard.press('ArrowRight');
  await expect(badge(page)).toContainText('Step 20 of');
  const before = await page.locator('.svelte-flow__node').allInnerTexts();

  await page.waitForTimeout(1200);
  await page.reload();
  await expect(badge(page)).toContainText('Step 20 of');
  await expect.poll(() => page.locator('.svelte-flow__node').allInnerTexts()).toEqual(before);
  expect(said).toEqual([]);
});

test('edits are undone, redone, saved, and there after a reload', async ({ page }) => {
  const said = watch(page);
  await page.goto('/');
  await page.getByText('Kitchen at rush hour').first().click();
  await expect(page.locator('.svelte-flow__node').first()).toBeVisible();
  const nodes = () => page.locator('.svelte-flow__node').count();
  const count = await nodes();
  await page.getByRole('button', { name: /^Task/ }).first().click();
  await expect.poll(nodes).toBe(count + 1);
  await page.getByRole('button', { name: /^Undo/ }).click();
  await expect.poll(nodes).toBe(count);
  await page.getByRole('button', { name: /^Redo/ }).click();
  await expect.poll(nodes).toBe(count + 1);
  await expect(page.getByText('Saved', { exact: true })).toBeVisible();
  await page.reload();
  await expect.poll(nodes).toBe(count + 1);
  expect(said).toEqual([]);
});

for (const [what, file] of [
  ['a WfFormat file', river],
  ['a published scientific workflow', published],
] as const) {
  test(`${what} dropped on the page is supplied with agents, runs and is exported`, async ({ page }) => {
    test.skip(!existsSync(file), `${file} is not on this machine`);
    const said = watch(page);
    await page.goto('/');
    await drop(page, path.basename(file), readFileSync(file, 'utf8'));
    const dialog = page.getByRole('dialog');
    await dialog.getByRole('spinbutton').fill('4');
    await dialog.getByRole('button').last().click();
    await expect(page.locator('.svelte-flow__node').first()).toBeVisible();
    await page.getByRole('banner').getByRole('button', { name: /^Run/ }).click();
    await expect(page.getByText('succeeded').first()).toBeVisible({ timeout: 40_000 });
    await page.getByRole('button', { name: 'To the last step' }).click();
    await expect(badge(page)).toContainText(/Step (\d+) of \1/);

    await page.getByRole('button', { name: 'Export' }).click();
    const [download] = await Promise.all([
      page.waitForEvent('download'),
      page.getByRole('menuitem', { name: /WfFormat/ }).click(),
    ]);
    const exported = JSON.parse(readFileSync((await download.path()) ?? '', 'utf8')) as {
      workflow: { specification: { tasks: unknown[] } };
    };
    const given = JSON.parse(readFileSync(file, 'utf8')) as { workflow: { specification: { tasks: unknown[] } } };
    expect(exported.workflow.specification.tasks).toHaveLength(given.workflow.specification.tasks.length);
    expect(said).toEqual([]);
  });
}

for (const theme of ['light', 'dark'] as const) {
  test(`axe finds nothing on library and studio, ${theme}`, async ({ browser }) => {
    const context = await browser.newContext({
      colorScheme: theme,
      viewport: { width: 1440, height: 900 },
      bypassCSP: true,
    });
    const page = await context.newPage();
    await page.goto('/');
    await expect(page.getByRole('heading', { level: 1 })).toBeVisible();
    expect(await axeFinds(page)).toEqual([]);
    await page.getByText('Field report').first().click();
    await expect(page.getByText('Collect sources').first()).toBeVisible();
    expect(await axeFinds(page)).toEqual([]);
    await page.getByRole('banner').getByRole('button', { name: /^Run/ }).click();
    await expect(badge(page)).toContainText(/Step (\d+) of \1/, { timeout: 40_000 });
    for (const tab of ['Timeline', 'Log', 'Invariants', 'Metrics']) {
      await page.getByRole('tab', { name: new RegExp(tab) }).click();
      expect(await axeFinds(page), tab).toEqual([]);
    }
    await context.close();
  });
}

test('[row 9] a file of 100,000 tasks is refused with a sentence, and the page never stops for it', async ({
  page,
}) => {
  test.setTimeout(180_000);
  await page.goto('/');
  await expect(page.getByRole('heading', { level: 1 })).toBeVisible();
  await page.evaluate(() => {
    const tasks = Array.from({ length: 100_000 }, (_, at) => ({
      id: `t${String(at)}`,
      dependsOn: at === 0 ? [] : [`t${String(at - 1)}`],
    }));
    const text = JSON.stringify({ format: 'conclave', version: 1, name: 'Huge', tasks });
    const data = new DataTransfer();
    data.items.add(new File([text], 'huge.json', { type: 'application/json' }));
    const gaps = { longest: 0 };
    let last = performance.now();
    const beat = (): void => {
      const now = performance.now();
      gaps.longest = Math.max(gaps.longest, now - last);
      last = now;
      setTimeout(beat, 10);
    };
    Object.assign(globalThis, { gaps });
    for (const type of ['dragenter', 'dragover', 'drop']) {
      document.body.dispatchEvent(new DragEvent(type, { dataTransfer: data, bubbles: true, cancelable: true }));
    }
    last = performance.now();
    setTimeout(beat, 10);
  });
  await expect(page.getByText('the studio draws up to 10,000')).toBeVisible({ timeout: 60_000 });
  const longest = await page.evaluate(() => (globalThis as unknown as { gaps: { longest: number } }).gaps.longest);
  console.log(`longest pause of the page ${longest.toFixed(0)} ms`);
  expect(longest).toBeLessThan(1000);
});
