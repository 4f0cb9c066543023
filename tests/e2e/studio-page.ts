/**
 * The built page as end-to-end tests handle it: opening a story, running it, dropping a file, asking axe, and listening
 * for whatever a page must never do. What only one specification needs stays in that specification.
 */
import { expect, type Page } from '@playwright/test';
import { readFileSync } from 'node:fs';
import path from 'node:path';

const axe = readFileSync(path.resolve(import.meta.dirname, '../../node_modules/axe-core/axe.min.js'), 'utf8');

/** The frame that tells a replay from live, with step and time. */
export const badge = (page: Page) => page.getByRole('group', { name: 'The open run' });
export const scrubber = (page: Page) => page.getByRole('slider', { name: /playhead|step/i });
export const cards = (page: Page) => page.locator('.svelte-flow__node');

/** What the console complained of, and requests that left this machine, as they come. */
export function watch(page: Page): string[] {
  const said: string[] = [];
  page.on('pageerror', (error) => said.push(`error: ${error.message}`));
  page.on('console', (message) => {
    if (message.type() === 'error') said.push(`console: ${message.text()}`);
  });
  page.on('request', (request) => {
    const { hostname, protocol } = new URL(request.url());
    if (protocol.startsWith('http') && hostname !== '127.0.0.1') said.push(`request: ${request.url()}`);
  });
  return said;
}

/** Opens a story from the library. */
export async function openStory(page: Page, name: string): Promise<void> {
  await page.goto('/');
  await page.getByRole('button', { name, exact: true }).first().click();
  await expect(cards(page).first()).toBeVisible();
}

/** Goes back to the library as a person does, without loading the page anew, and opens another story. */
export async function openNext(page: Page, name: string): Promise<void> {
  await page.evaluate(() => {
    location.hash = '#/';
  });
  const story = page.getByRole('button', { name, exact: true }).first();
  await expect(story).toBeVisible();
  await expect(cards(page)).toHaveCount(0);
  await story.click();
  await expect(cards(page).first()).toBeVisible();
}

/** Folds the lesson of a story: it keeps the hints of the first run silent while it leads. */
export async function foldLesson(page: Page): Promise<void> {
  await page.getByRole('button', { name: 'Fold the lesson' }).click();
}

/** Runs what is open and goes to its last step. */
export async function runToTheEnd(page: Page): Promise<void> {
  await page.getByRole('banner').getByRole('button', { name: /^Run/ }).click();
  await expect(badge(page)).toContainText('Step');
  const last = page.getByRole('button', { name: 'To the last step' });
  // A run that takes no time is there by itself.
  await last.click({ timeout: 3000 }).catch(() => undefined);
  await expect(badge(page)).toContainText(/Step (\d+) of \1/);
}

/** Draws four agents and one decision on a new workflow, by the palette. */
export async function drawDecision(page: Page): Promise<void> {
  await page.goto('/');
  await page.getByRole('button', { name: 'New workflow' }).click();
  for (let count = 0; count < 4; count += 1) await page.getByRole('button', { name: /^Worker/ }).click();
  await page.getByRole('button', { name: /^Decision/ }).click();
  await expect(page.locator('.svelte-flow__node-agent')).toHaveCount(4);
  await expect(page.locator('.svelte-flow__node-task')).toHaveCount(1);
}

/** Lets agents tell different things from the first step on, in the run that is open, and goes to its end. */
export async function breakAgents(page: Page, agents: readonly number[]): Promise<void> {
  for (const agent of agents) {
    await page.getByRole('button', { name: 'To the first step' }).click();
    await expect(badge(page)).toContainText('Step 0');
    await page.locator('.svelte-flow__node-agent').nth(agent).click();
    await page.keyboard.press('b');
    await page.getByRole('button', { name: /^Equivocates/ }).click();
    await page.getByLabel('Says instead').fill('stop');
    await page.getByRole('button', { name: 'Do it now' }).click();
    await expect(page.getByText('from here on the run goes another way')).toBeVisible();
    await page.getByRole('button', { name: 'To the last step' }).click();
    await expect(badge(page)).toContainText(/Step (\d+) of \1/);
  }
}

/** Drops files of these texts on the page, in one drop, once the page is there to take them: the document is loaded before it is. */
export async function dropAll(page: Page, files: readonly { name: string; content: string }[]): Promise<void> {
  await expect(page.locator('#app > .page')).toBeVisible();
  const transfer = await page.evaluateHandle((all) => {
    const data = new DataTransfer();
    for (const { name, content } of all) data.items.add(new File([content], name, { type: 'application/json' }));
    return data;
  }, files);
  for (const type of ['dragenter', 'dragover', 'drop'])
    await page.dispatchEvent('body', type, { dataTransfer: transfer });
}

/** Drops a file of this text on the page. */
export const drop = (page: Page, name: string, content: string): Promise<void> => dropAll(page, [{ name, content }]);

/** The rules of axe that look at colours. */
const ofColours = ['color-contrast', 'link-in-text-block'];

/**
 * What axe finds wrong on the page as it stands: `rule: where`. What rules say of colours alone changes with a theme, and nothing they
 * say of colours with the size of the page.
 */
export async function axeFinds(page: Page, rules: 'all' | 'colours' | 'no colours' = 'all'): Promise<string[]> {
  if (!(await page.evaluate(() => 'axe' in globalThis))) await page.evaluate(axe);
  // What is in order is not asked: to say where takes as long again.
  const options = {
    resultTypes: ['violations'],
    ...(rules === 'colours' ? { runOnly: { type: 'rule', values: ofColours } } : {}),
    ...(rules === 'no colours' ? { rules: Object.fromEntries(ofColours.map((id) => [id, { enabled: false }])) } : {}),
  };
  const look = () =>
    page.evaluate(async (wanted) => {
      const { axe: checker } = globalThis as unknown as {
        axe: { run(options: object): Promise<{ violations: { id: string; nodes: { target: unknown[] }[] }[] }> };
      };
      const { violations } = await checker.run(wanted);
      return violations.map(({ id, nodes }) => `${id}: ${nodes.map((node) => String(node.target[0])).join(', ')}`);
    }, options);
  let found = await look();
  // A colour on its way, or a list whose rows have been asked for, is not how the page stands: what is wrong is so again.
  for (let again = 0; found.length > 0 && again < 2; again += 1) {
    await page.waitForTimeout(400);
    found = await look();
  }
  return found;
}

/** Puts the page into a theme, without motion, and waits until no colour is on its way from the other. */
export async function wear(page: Page, colorScheme: 'light' | 'dark'): Promise<void> {
  await page.emulateMedia({ colorScheme, reducedMotion: 'reduce' });
  await page.waitForTimeout(100);
  await page.waitForFunction(() => document.getAnimations().every(({ playState }) => playState !== 'running'));
}

export async function axeFindsNothing(page: Page): Promise<void> {
  for (const [theme, rules] of [
    ['light', 'all'],
    ['dark', 'colours'],
  ] as const) {
    await wear(page, theme);
    expect(await axeFinds(page, rules), theme).toEqual([]);
  }
}
