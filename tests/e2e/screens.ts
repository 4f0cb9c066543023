/**
 * The screens that are looked at, as journeys: a page is loaded once for each, and one screen is opened from the one before, as a person
 * comes to it. What is looked for on them is no matter of this file.
 */
import { expect, type Page } from '@playwright/test';
import { badge, breakAgents, drawDecision, drop, openNext, openStory, runToTheEnd } from './studio-page.ts';

/** A screen by its name, and the way to it from the one before. */
export type Screen = readonly [string, (page: Page) => Promise<void>];

/** Agents on both sides of a cut write to a board, and one of them reads what is old. */
const whiteboard = JSON.stringify({
  format: 'conclave',
  version: 1,
  name: 'Whiteboard',
  agents: ['Ana', 'Bo', 'Cy'].map((name) => ({ id: name.toLowerCase(), name })),
  memories: [{ id: 'board', consistency: 'naive' }],
  network: { delayMs: 20, partitions: [{ atMs: 0, healMs: 9000, groups: [['ana', 'bo'], ['cy']] }] },
  tasks: [
    { id: 'draft', agent: 'ana', writes: [{ memory: 'board', key: 'plan', value: "'two pages'" }] },
    { id: 'read', dependsOn: ['draft'], agent: 'cy', reads: [{ memory: 'board', key: 'plan' }] },
  ],
});

/** Closes what lies over the page. */
async function escape(page: Page): Promise<void> {
  await page.keyboard.press('Escape');
  await expect(page.getByRole('dialog')).toHaveCount(0);
}

const atFirst: readonly Screen[] = [
  [
    'an empty library',
    async (page) => {
      await page.goto('/');
      await expect(page.getByRole('heading', { level: 1 })).toBeVisible();
    },
  ],
  [
    'an empty canvas',
    async (page) => {
      await page.getByRole('button', { name: 'New workflow' }).click();
      await expect(page.getByText('Double-click to add a task')).toBeVisible();
    },
  ],
  [
    "a run's memories",
    async (page) => {
      await page.goto('/');
      await drop(page, 'whiteboard.json', whiteboard);
      await expect(page.locator('.svelte-flow__node').first()).toBeVisible();
      await runToTheEnd(page);
      await page.getByRole('tab', { name: 'Memory' }).click();
      await expect(page.getByRole('table', { name: /What each replica of board/ })).toBeVisible();
      await expect(page.getByText(/A naive memory does nothing against that/)).toBeVisible();
    },
  ],
  [
    'a library with work in it',
    async (page) => {
      await openNext(page, 'Field hospital');
      await runToTheEnd(page);
      await page.goto('/');
      await expect(page.locator('tbody tr').first()).toBeVisible();
    },
  ],
];

const selecting: readonly Screen[] = [
  [
    'an agent selected',
    async (page) => {
      await openStory(page, 'Kitchen at rush hour');
      await page.locator('.svelte-flow__node-agent').first().click();
      await expect(page.getByRole('complementary', { name: 'Inspector' }).getByLabel('Role')).toBeVisible();
    },
  ],
  [
    'several tasks selected',
    async (page) => {
      await page.locator('.svelte-flow__node-task').first().click();
      await page.keyboard.press('Control+a');
    },
  ],
  [
    'find on the canvas',
    async (page) => {
      await page.locator('.svelte-flow__node').first().click();
      await page.keyboard.press('Control+f');
      await page.keyboard.type('grill');
      await expect(page.getByText('4 found')).toBeVisible();
    },
  ],
];

const beside: readonly Screen[] = [
  [
    'the outline',
    async (page) => {
      await openStory(page, 'Night migration');
      await page.getByRole('tab', { name: 'Outline' }).click();
      await expect(page.getByRole('tree').first()).toBeVisible();
    },
  ],
  [
    'problems',
    async (page) => {
      await page.locator('.svelte-flow__node-agent').last().click();
      await page.keyboard.press('Delete');
      await page.getByRole('tab', { name: /Problems/ }).click();
    },
  ],
  [
    'what went into a task and came out',
    async (page) => {
      await page.keyboard.press('Control+z');
      await runToTheEnd(page);
      await page.locator('.svelte-flow__node-task').nth(4).click();
      await page.getByRole('tab', { name: 'Data' }).click();
      await expect(page.getByRole('heading', { name: 'Output' })).toBeVisible();
    },
  ],
];

const tabs: readonly Screen[] = (['Timeline', 'Messages', 'Log', 'Invariants', 'Metrics', 'Agents'] as const).map(
  (tab, at): Screen => [
    `a run's ${tab.toLowerCase()}`,
    async (page) => {
      if (at === 0) {
        await openStory(page, 'Two couriers and a storm');
        await runToTheEnd(page);
      }
      await page.getByRole('tab', { name: new RegExp(tab) }).click();
      await expect(page.getByRole('tabpanel', { name: new RegExp(tab) })).toBeVisible();
    },
  ],
);

const over: readonly Screen[] = [
  [
    'the palette',
    async (page) => {
      await openStory(page, 'Field report');
      await page.keyboard.press('Control+k');
      await expect(page.getByRole('dialog')).toBeVisible();
    },
  ],
  [
    'the shortcut sheet',
    async (page) => {
      await escape(page);
      await page.keyboard.press('Control+/');
      await expect(page.getByRole('dialog')).toBeVisible();
    },
  ],
  [
    'help',
    async (page) => {
      await escape(page);
      await page.getByRole('button', { name: 'Help' }).click();
      await page.getByText('What do the patterns differ in?').click();
      await expect(page.getByRole('dialog')).toBeVisible();
    },
  ],
  [
    'the history',
    async (page) => {
      await escape(page);
      await page.getByRole('button', { name: 'History' }).click();
      await expect(page.getByRole('dialog', { name: 'History' })).toBeVisible();
    },
  ],
  [
    'a task in a run',
    async (page) => {
      await escape(page);
      await runToTheEnd(page);
      await page.locator('.svelte-flow__node-task').nth(2).click();
      await expect(badge(page)).toBeVisible();
    },
  ],
  [
    'a resource',
    async (page) => {
      await page.getByRole('button', { name: 'Close the run and edit' }).click();
      await expect(badge(page)).toBeHidden();
      await page.getByRole('button', { name: /^Resource/ }).click();
      await expect(page.getByRole('complementary', { name: 'Inspector' }).getByLabel('Units')).toBeVisible();
    },
  ],
  [
    'the inside of a composite',
    async (page) => {
      await page.getByText('Draw the map', { exact: true }).first().click();
      await page
        .getByText('Analyse the facts', { exact: true })
        .first()
        .click({ modifiers: ['Shift'] });
      await page.keyboard.press('Shift+G');
      await page.keyboard.press('Enter');
      await expect(page.getByRole('navigation', { name: 'Where you are in the document' })).toBeVisible();
    },
  ],
];

const deciding: readonly Screen[] = [
  [
    "a decision's form",
    async (page) => {
      await drawDecision(page);
      await page.locator('.svelte-flow__node-task').first().click();
      await expect(page.getByText('4 agents survive 1 liar; 3 must agree.')).toBeVisible();
    },
  ],
  [
    'what can be broken',
    async (page) => {
      await page.locator('.svelte-flow__node-agent').first().click();
      await page.keyboard.press('b');
      await page.getByRole('button', { name: /^Sends selectively/ }).click();
      await page.getByRole('button', { name: /^Plan it at/ }).click();
      await page.getByRole('button', { name: /^Crash/ }).click();
    },
  ],
];

const lying: readonly Screen[] = [
  [
    'a decision that is broken',
    async (page) => {
      await drawDecision(page);
      await runToTheEnd(page);
      await breakAgents(page, [0, 1]);
      await page.getByRole('tab', { name: /Invariants/ }).click();
      await page.locator('.svelte-flow__node-task').first().click();
      await page.getByRole('tab', { name: 'Consensus' }).click();
      await page
        .getByRole('button', { name: /prepared/ })
        .first()
        .click();
      await expect(page.getByRole('region', { name: 'Supporting messages' })).toBeVisible();
    },
  ],
  [
    'lies in the sequence diagram, and a network that loses messages',
    async (page) => {
      await page.getByRole('tab', { name: /Messages/ }).click();
      await page.getByRole('button', { name: 'To the first step' }).click();
      await page.locator('.svelte-flow__pane').click({ position: { x: 10, y: 90 } });
      await page.getByRole('tab', { name: 'Faults' }).click();
      await page.getByRole('button', { name: /^Lose messages .* of all messages/ }).click();
      await page.getByRole('button', { name: 'Do it now' }).click();
      await page.getByRole('button', { name: 'To the last step' }).click();
      await expect(page.getByText('All messages: 30% lost')).toBeVisible();
    },
  ],
];

export const journeys: Readonly<Record<string, readonly Screen[]>> = {
  'the library, an empty canvas and memories': atFirst,
  'what is selected and found': selecting,
  'outline, problems and data': beside,
  'the views of a run': tabs,
  'what lies over the page, a resource and a composite': over,
  "a decision's form and its faults": deciding,
  'a decision that is broken': lying,
};
