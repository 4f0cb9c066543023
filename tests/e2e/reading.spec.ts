/**
 * Whether a drawing can be read at first sight, on the built page at 1440 x 900: every story with names of 12 px or more on the screen,
 * names of one family told apart, nothing under the map, and names over the drawing from afar.
 */
import { expect, test, type Page } from '@playwright/test';
import { stories } from '../../src/studio/library/stories.ts';
import { drop, openNext, openStory, runToTheEnd } from './studio-page.ts';

test.use({ viewport: { width: 1440, height: 900 } });

interface Title {
  readonly text: string;
  /** As it is on the screen, px. */
  readonly size: number;
}

/** The names on the cards, with the size of their letters on the screen. */
function titles(page: Page): Promise<Title[]> {
  return page.locator('.svelte-flow__node .name').evaluateAll((all) => {
    const view = document.querySelector('.svelte-flow__viewport');
    const zoom = view === null ? Number.NaN : new DOMMatrix(getComputedStyle(view).transform).a;
    return all.map((one) => ({
      text: one.textContent,
      size: Number.parseFloat(getComputedStyle(one).fontSize) * zoom,
    }));
  });
}

/** The cards that the map lies over. */
function underTheMap(page: Page): Promise<string[]> {
  return page.evaluate(() => {
    const map = document.querySelector('.map.needed')?.getBoundingClientRect();
    if (map === undefined) return [];
    return [...document.querySelectorAll('.svelte-flow__node')]
      .filter((node) => {
        const { left, right, top, bottom } = node.getBoundingClientRect();
        return left < map.right && right > map.left && top < map.bottom && bottom > map.top;
      })
      .map((node) => node.getAttribute('aria-label') ?? '');
  });
}

/** What cannot be read as the page stands. */
async function unread(page: Page): Promise<unknown[]> {
  const found = await titles(page);
  const small = found.filter(({ size, text }) => !(size >= 11.95) || text.trim() === '');
  return [...(found.length > 1 ? [] : ['hardly a name']), ...small, ...(await underTheMap(page))];
}

test('every story can be read as it opens', async ({ page }) => {
  await page.goto('/');
  for (const { name } of stories)
    await test.step(name, async () => {
      await openNext(page, name);
      await expect.poll(() => unread(page), { message: name, timeout: 5000 }).toEqual([]);
      // A fit on its way may look well for a moment.
      await page.waitForTimeout(200);
      expect(await unread(page), name).toEqual([]);
    });
});

/** Names of which fewer than ten letters are to be seen, though they have more, and cards without a name. */
function cutShort(page: Page): Promise<string[]> {
  return page.locator('.svelte-flow__node-task, .svelte-flow__node-agent').evaluateAll((all) =>
    all.flatMap((card) => {
      const one = card.querySelector('.name');
      if (one === null) return [`no name on ${card.getAttribute('aria-label') ?? ''}`];
      const whole = (one.querySelector('.sr-only') ?? one).textContent;
      const seen = [...one.querySelectorAll('[aria-hidden=true]')].map(({ textContent }) => textContent).join(' ');
      return seen === '' || seen.length >= Math.min(10, whole.length - 1) ? [] : [`${seen} of ${whole}`];
    }),
  );
}

test('beside the messages of a run its cards can still be read', async ({ page }) => {
  for (const name of ['Field report', 'Newsroom', 'Field hospital']) {
    await openStory(page, name);
    await runToTheEnd(page);
    await page.getByRole('tab', { name: 'Messages' }).click();
    await expect(page.getByText(/^\d+ messages$/).first()).toBeVisible();
    await expect.poll(() => unread(page), { message: name }).toEqual([]);
    expect(await cutShort(page), name).toEqual([]);
  }
  // Smaller than that: what the check is for.
  await page.locator('.svelte-flow').focus();
  for (let turn = 0; turn < 3; turn += 1) await page.keyboard.press('-');
  await expect.poll(() => cutShort(page)).not.toEqual([]);
});

test('the check catches names that are too small, and a map over a card', async ({ page }) => {
  await openStory(page, 'The herd');
  await page.evaluate(() => {
    const sheet = new CSSStyleSheet();
    sheet.replaceSync(
      '.svelte-flow__node .name { font-size: 9px } .svelte-flow .map { inset: 0 auto auto 0; width: 100% !important; height: 100% !important; visibility: visible }',
    );
    document.adoptedStyleSheets.push(sheet);
    document.querySelector('.map')?.classList.add('needed');
  });
  expect((await titles(page)).filter(({ size }) => size < 11.95)).not.toEqual([]);
  expect(await underTheMap(page)).not.toEqual([]);
});

/** Tasks whose names are alike for fifteen letters, in a layer that is broken into columns, and what waits for them. */
const families = JSON.stringify({
  format: 'conclave',
  version: 1,
  name: 'Families',
  agents: [{ id: 'one' }],
  tasks: ['mProject', 'mDiffFit', 'mBackground', 'mShrink', 'mAdd'].flatMap((stem, layer, stems) =>
    Array.from({ length: 14 }, (_, at) => ({
      id: `${stem}_ID${String(at + 1).padStart(7, '0')}`,
      dependsOn: layer === 0 ? [] : [`${stems[layer - 1] ?? ''}_ID${String(at + 1).padStart(7, '0')}`],
    })),
  ),
});

test('names of one family are told apart on cards, and from afar there are names over the drawing', async ({
  page,
}) => {
  await page.goto('/');
  await drop(page, 'families.json', families);
  const card = (id: string) => page.locator(`.svelte-flow__node[data-id="${id}"] .name`);
  await expect(card('mProject_ID0000001')).toBeVisible();
  const ends = await page
    .locator('.svelte-flow__node-task .name .tail')
    .evaluateAll((all) => all.map((one) => one.textContent));
  expect(new Set(ends)).toContain('2');
  expect(new Set(ends)).toContain('3');
  expect(await underTheMap(page)).toEqual([]);
  await page.locator('.svelte-flow').focus();
  await page.keyboard.press('1');
  for (let turn = 0; turn < 4; turn += 1) await page.keyboard.press('-');
  await expect(page.locator('.region').filter({ hasText: 'mProject × 14' })).toBeVisible();
  const sizes = await page.locator('.region').evaluateAll((all) => {
    const view = document.querySelector('.svelte-flow__viewport');
    const zoom = view === null ? Number.NaN : new DOMMatrix(getComputedStyle(view).transform).a;
    return all.map((one) => Number.parseFloat(getComputedStyle(one).fontSize) * zoom);
  });
  expect(Math.min(...sizes)).toBeGreaterThanOrEqual(11.9);
});

test('the legend unfolds below the drawing and is remembered', async ({ page }) => {
  await openStory(page, 'Kitchen at rush hour');
  const legend = page.getByRole('list', { name: 'Legend' });
  await expect(legend).toBeHidden();
  await page.getByRole('button', { name: 'Legend' }).click();
  await expect(legend).toContainText('comes before');
  await page.reload();
  await expect(legend).toContainText('reports to');
});
