/**
 * Every screen in light and dark, and at 1024 (colours do not depend on the width): axe finds nothing, nothing stands outside the window, is
 * covered or cut off, and no text is too small to be read. At the sizes of a zoomed page and of a telephone the same but for the colours, and Run
 * can be pressed. With E2E_PICTURES set a picture of each is left beside the report for whoever wants to look.
 */
import { expect, test, type Page } from '@playwright/test';
import { vanished } from './forced-colours.ts';
import { canRun, misfits } from './misfits.ts';
import {
  axeFinds,
  badge,
  breakAgents,
  drawDecision,
  drop,
  foldLesson,
  openStory,
  runToTheEnd,
  watch,
  wear,
} from './studio-page.ts';

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

const screens: readonly (readonly [string, (page: Page) => Promise<void>])[] = [
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
      await page.goto('/');
      await page.getByRole('button', { name: 'New workflow' }).click();
      await expect(page.getByText('Double-click to add a task')).toBeVisible();
    },
  ],
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
      await openStory(page, 'Kitchen at rush hour');
      await page.locator('.svelte-flow__node-task').first().click();
      await page.keyboard.press('Control+a');
    },
  ],
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
      await openStory(page, 'Night migration');
      await page.locator('.svelte-flow__node-agent').last().click();
      await page.keyboard.press('Delete');
      await page.getByRole('tab', { name: /Problems/ }).click();
    },
  ],
  ...(['Timeline', 'Messages', 'Log', 'Invariants', 'Metrics', 'Agents'] as const).map(
    (tab) =>
      [
        `a run's ${tab.toLowerCase()}`,
        async (page: Page) => {
          await openStory(page, 'Two couriers and a storm');
          await runToTheEnd(page);
          await page.getByRole('tab', { name: new RegExp(tab) }).click();
        },
      ] as const,
  ),
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
    'a task in a run',
    async (page) => {
      await openStory(page, 'Field report');
      await runToTheEnd(page);
      await page.locator('.svelte-flow__node-task').nth(2).click();
      await expect(badge(page)).toBeVisible();
    },
  ],
  [
    'what went into a task and came out',
    async (page) => {
      await openStory(page, 'Night migration');
      await runToTheEnd(page);
      await page.locator('.svelte-flow__node-task').nth(4).click();
      await page.getByRole('tab', { name: 'Data' }).click();
      await expect(page.getByRole('heading', { name: 'Output' })).toBeVisible();
    },
  ],
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
      await drawDecision(page);
      await page.locator('.svelte-flow__node-agent').first().click();
      await page.keyboard.press('b');
      await page.getByRole('button', { name: /^Sends selectively/ }).click();
      await page.getByRole('button', { name: /^Plan it at/ }).click();
      await page.getByRole('button', { name: /^Crash/ }).click();
    },
  ],
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
      await drawDecision(page);
      await runToTheEnd(page);
      await breakAgents(page, [0]);
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
  [
    'the inside of a composite',
    async (page) => {
      await openStory(page, 'Field report');
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
  [
    'find on the canvas',
    async (page) => {
      await openStory(page, 'Kitchen at rush hour');
      await page.locator('.svelte-flow__node').first().click();
      await page.keyboard.press('Control+f');
      await page.keyboard.type('grill');
      await expect(page.getByText('4 found')).toBeVisible();
    },
  ],
  [
    'a resource',
    async (page) => {
      await openStory(page, 'Field report');
      await page.getByRole('button', { name: /^Resource/ }).click();
      await expect(page.getByRole('complementary', { name: 'Inspector' }).getByLabel('Units')).toBeVisible();
    },
  ],
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
      await openStory(page, 'Field report');
      await page.keyboard.press('Control+/');
      await expect(page.getByRole('dialog')).toBeVisible();
    },
  ],
  [
    'help',
    async (page) => {
      await openStory(page, 'Field report');
      await page.getByRole('button', { name: 'Help' }).click();
      await page.getByText('What do the patterns differ in?').click();
      await expect(page.getByRole('dialog')).toBeVisible();
    },
  ],
  [
    'the history',
    async (page) => {
      await openStory(page, 'Field report');
      await page.getByRole('button', { name: 'History' }).click();
      await expect(page.getByRole('dialog', { name: 'History' })).toBeVisible();
    },
  ],
  [
    'a library with work in it',
    async (page) => {
      await openStory(page, 'Field hospital');
      await runToTheEnd(page);
      await page.goto('/');
      await expect(page.locator('tbody tr').first()).toBeVisible();
    },
  ],
];

const pictured = process.env['E2E_PICTURES'] !== undefined;

/** A screen of 1280 x 800 at 150 and 200 %, and a telephone. */
const smallSizes = [
  [853, 533],
  [640, 400],
  [390, 844],
] as const;

/** A page takes a moment to follow a new size, and a slow machine longer; what is amiss for good stays amiss. */
async function fits(page: Page, size: string): Promise<void> {
  await page.evaluate(
    () => new Promise((resolve) => requestAnimationFrame(() => requestAnimationFrame(() => setTimeout(resolve)))),
  );
  await expect.poll(() => misfits(page), { message: size }).toEqual([]);
}

for (const [name, open] of screens) {
  test(`${name} is whole and clear in both themes, at 1024 and smaller`, async ({ page }, info) => {
    const said = watch(page);
    await page.setViewportSize({ width: 1440, height: 900 });
    await open(page);
    for (const [width, height, theme, rules] of [
      [1440, 900, 'light', 'all'],
      [1440, 900, 'dark', 'colours'],
      [1024, 768, 'light', 'no colours'],
    ] as const) {
      await page.setViewportSize({ width, height });
      await wear(page, theme);
      if (pictured) await page.screenshot({ path: info.outputPath(`${name}-${String(width)}-${theme}.png`) });
      await fits(page, `${String(width)} ${theme}`);
      expect(await axeFinds(page, rules), `${String(width)} ${theme}`).toEqual([]);
    }
    for (const [width, height] of smallSizes) {
      await page.setViewportSize({ width, height });
      await page.waitForTimeout(150);
      if (pictured) await page.screenshot({ path: info.outputPath(`${name}-${String(width)}.png`) });
      await fits(page, String(width));
      const inFront = page.locator('dialog[open], [role=dialog]');
      if (page.url().includes('/d/') && (await inFront.count()) === 0)
        expect(await canRun(page), `Run can be pressed at ${String(width)}`).toBe(true);
    }
    expect(said).toEqual([]);
  });
}

test('the check of screens catches a label that is cut, a control outside, one that is covered, two that overlap, one that is half gone, small letters and a nameless button', async ({
  page,
}) => {
  await page.goto('/');
  await expect(page.getByRole('heading', { level: 1 })).toBeVisible();
  await page.evaluate(() => {
    const outside = document.createElement('button');
    outside.textContent = 'Far away';
    outside.style.cssText = 'position:absolute;left:calc(100vw + 40px);top:0';
    const cut = document.createElement('button');
    cut.textContent = 'Much too long for its place';
    cut.style.cssText = 'width:20px;overflow:hidden;white-space:nowrap';
    const small = document.createElement('p');
    small.textContent = 'Hardly to be read';
    small.style.cssText = 'position:fixed;left:0;bottom:0;font-size:10px';
    const lid = document.createElement('div');
    lid.style.cssText = 'position:fixed;inset:0 0 auto;height:48px;z-index:9';
    const [left, right, gone] = ['Left', 'Right', 'Half gone'].map((name, at) => {
      const button = document.createElement('button');
      button.textContent = name;
      button.style.cssText = `position:absolute;top:0;left:${String(at * 30)}px;width:50px;height:24px`;
      return button;
    });
    const pair = document.createElement('div');
    pair.style.cssText = 'position:fixed;left:200px;bottom:60px;width:200px;height:60px';
    pair.append(left ?? '', right ?? '');
    const hole = document.createElement('div');
    hole.className = 'hole';
    hole.style.cssText = 'position:fixed;left:500px;bottom:60px;width:80px;height:60px;overflow:hidden';
    hole.append(gone ?? '');
    document.querySelector('main')?.append(outside, cut, small, lid, pair, hole, document.createElement('button'));
  });
  const found = (await misfits(page)).join('\n');
  expect(found).toContain('Far away stands outside the window');
  expect(found).toContain('Much too long for its place is cut off');
  expect(found).toContain('Left and Right overlap');
  expect(found).toContain('Half gone is cut by hole');
  expect(found).toContain('the page is');
  expect(found).toContain('New workflow is covered by div');
  expect(found).toContain('“Hardly to be read” is 10.0 px');
  expect((await axeFinds(page)).join('\n')).toContain('button-name');
});

test('the check of screens catches a hint over a card, a ring over figures, and a view of a run without height', async ({
  page,
}) => {
  await openStory(page, 'Kitchen at rush hour');
  await foldLesson(page);
  await runToTheEnd(page);
  await expect(page.getByRole('complementary', { name: 'Hint 2 of 3' })).toBeVisible();
  expect(await misfits(page)).toEqual([]);
  await page.evaluate(() => {
    const sheet = new CSSStyleSheet();
    sheet.replaceSync(
      'aside.hint { position: fixed; left: 30vw; top: 10vh; height: 50vh } [aria-label=Player] [role=tabpanel] { max-height: 20px } [data-hint=playhead] { margin: 0 -14px }',
    );
    document.adoptedStyleSheets.push(sheet);
  });
  const found = (await misfits(page)).join('\n');
  expect(found).toMatch(/the hint covers (Agent|Task) /);
  expect(found).toContain('player-panel-timeline is 20 px high');
  expect(found).toMatch(/the ring of the hint touches \d+ \/ \d+/);
});

test('beside a hint and a run the drawing can still be read, and it stands still when the hint goes', async ({
  page,
}) => {
  await openStory(page, 'Kitchen at rush hour');
  await foldLesson(page);
  await runToTheEnd(page);
  await expect(page.getByRole('complementary', { name: 'Hint 2 of 3' })).toBeVisible();
  const zoom = page.getByRole('button', { name: /^Zoom to 100%/ });
  await expect.poll(async () => parseInt(await zoom.innerText(), 10)).toBeGreaterThanOrEqual(60);
  const height = () => page.getByRole('main').evaluate(({ clientHeight }) => clientHeight);
  const before = await height();
  await page.getByRole('button', { name: 'No more hints' }).click();
  await expect(page.getByRole('complementary', { name: /^Hint/ })).toBeHidden();
  await expect.poll(height).toBe(before);
});

test('the check of screens catches letters that a zoom made small, and a Run that cannot be pressed', async ({
  page,
}) => {
  await openStory(page, 'Kitchen at rush hour');
  expect(await canRun(page)).toBe(true);
  await page.getByRole('button', { name: 'Zoom out' }).click();
  await page.getByRole('button', { name: 'Zoom out' }).click();
  await page.waitForTimeout(400);
  expect(await misfits(page)).toEqual([]);
  await page.evaluate(() => {
    for (const name of document.querySelectorAll<HTMLElement>('.lines')) name.style.setProperty('font-size', '13px');
    const lid = document.createElement('div');
    lid.style.cssText = 'position:fixed;inset:0 0 auto;height:48px;z-index:9';
    document.body.append(lid);
  });
  expect((await misfits(page)).join('\n')).toMatch(/“.*” is \d\.\d px/);
  expect(await canRun(page)).toBe(false);
});

test('in forced colours timeline, charts, map, scrubber and selection can be told apart, and what vanishes is caught', async ({
  page,
}) => {
  await page.setViewportSize({ width: 1440, height: 900 });
  await openStory(page, 'Two couriers and a storm');
  await foldLesson(page);
  await runToTheEnd(page);
  // A hint rings the scrubber in a colour of its own.
  await page.getByRole('button', { name: 'No more hints' }).click();
  // The map shows while not all is in sight.
  await page.getByRole('button', { name: 'Zoom in', exact: true }).click();
  await page.locator('.svelte-flow__node-task').first().click();
  await page.mouse.move(700, 20);
  const look = async () => {
    await page.getByRole('tab', { name: /Timeline/ }).click();
    const one = await vanished(page);
    await page.getByRole('tab', { name: /Metrics/ }).click();
    await expect(page.locator('.plot canvas').first()).toBeVisible();
    const two = await vanished(page);
    return { found: [...one.found, ...two.found], seen: new Set([...one.seen, ...two.seen]) };
  };
  for (const colorScheme of ['light', 'dark'] as const) {
    await page.emulateMedia({ forcedColors: 'active', colorScheme, reducedMotion: 'reduce' });
    await page.waitForTimeout(300);
    let seen = new Set<string>();
    // Colours are on their way for a moment.
    await expect
      .poll(
        async () => {
          const looked = await look();
          seen = looked.seen;
          return looked.found;
        },
        { message: colorScheme },
      )
      .toEqual([]);
    expect([...seen].sort()).toEqual([
      'a chart',
      'the map',
      'the marks of the scrubber',
      'the scrubber',
      'the selection',
      'the timeline',
    ]);
  }
  // A style that knows nothing of forced colours.
  await page.evaluate(
    (rules) => {
      const sheet = new CSSStyleSheet();
      sheet.replaceSync(rules);
      document.adoptedStyleSheets.push(sheet);
    },
    `.timeline, .slider, .slider *, .marks, .marks * { forced-color-adjust: auto !important; border-color: Canvas !important }
      .timeline *, .slider *, .marks * { forced-color-adjust: auto !important; background: none !important; color: Canvas !important; border-color: Canvas !important; outline: 0 !important; fill: Canvas !important }
      .svelte-flow__node::after { display: none !important }
      .svelte-flow__node, .svelte-flow__node * { outline: 0 !important; box-shadow: none !important; border-color: CanvasText !important; background: Canvas !important }
      .map canvas, .map .seen, .plot canvas { opacity: 0 !important }`,
  );
  const { found } = await look();
  for (const what of [
    'the timeline',
    'a chart',
    'the map',
    'the scrubber',
    'the marks of the scrubber',
    'a card that is selected',
  ])
    expect(found.join('\n'), what).toContain(what);
});
