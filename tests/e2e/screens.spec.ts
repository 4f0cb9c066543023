/**
 * Every screen: axe finds nothing in both themes nor at 1024 (colours do not depend on the width), nothing stands outside the window, is
 * covered or cut off, no text is too small to be read or is lost where the browser forces its colours. At the sizes of a large and of a
 * zoomed page and of a telephone the same but for the colours, and Run can be pressed. With E2E_PICTURES set a picture of each is left
 * beside the report for whoever wants to look.
 */
import { expect, test, type Page, type TestInfo } from '@playwright/test';
import { faint, vanished } from './forced-colours.ts';
import { canRun, misfits } from './misfits.ts';
import { journeys, type Screen } from './screens.ts';
import { axeFinds, foldLesson, openStory, runToTheEnd, watch, wear } from './studio-page.ts';

// The longest file there is: its journeys need not wait for one another.
test.describe.configure({ mode: 'parallel' });

const pictured = process.env['E2E_PICTURES'] !== undefined;
const desk = { width: 1440, height: 900 };
/** Large; with side panels that fold; a screen of 1280 x 800 at 150 and 200 %, and a telephone. */
const sizes = [
  [1920, 1080],
  [1024, 768],
  [853, 533],
  [640, 400],
  [390, 844],
] as const;

/** A page takes a moment to follow a new size, and a slow machine longer; what is amiss for good stays amiss. */
async function amiss(page: Page): Promise<readonly string[]> {
  await page.evaluate(
    () => new Promise((resolve) => requestAnimationFrame(() => requestAnimationFrame(() => setTimeout(resolve)))),
  );
  let found = await misfits(page);
  for (let again = 0; found.length > 0 && again < 8; again += 1) {
    await page.waitForTimeout(250);
    found = await misfits(page);
  }
  return found;
}

/** All that is wrong with the screen as it stands, in every size and theme. */
async function wrong(page: Page, name: string, info: TestInfo): Promise<readonly string[]> {
  const found: string[] = [];
  const note = async (at: string, sentences: readonly string[]) => {
    found.push(...sentences.map((sentence) => `${name}, ${at}: ${sentence}`));
    if (pictured) await page.screenshot({ path: info.outputPath(`${name}-${at}.png`) });
  };
  await wear(page, 'light');
  await note('light', [...(await amiss(page)), ...(await axeFinds(page, 'all'))]);
  await wear(page, 'dark');
  await note('dark', await axeFinds(page, 'colours'));
  await page.emulateMedia({ colorScheme: 'dark', reducedMotion: 'reduce', forcedColors: 'active' });
  await note('forced colours', await faint(page));
  await page.emulateMedia({ colorScheme: 'light', reducedMotion: 'reduce', forcedColors: 'none' });
  for (const [width, height] of sizes) {
    await page.setViewportSize({ width, height });
    await page.waitForTimeout(150);
    const sentences = [...(await amiss(page))];
    if (width === 1024) sentences.push(...(await axeFinds(page, 'no colours')));
    const inFront = page.locator('dialog[open], [role=dialog]');
    if (page.url().includes('/d/') && (await inFront.count()) === 0 && !(await canRun(page)))
      sentences.push('Run cannot be pressed');
    await note(String(width), sentences);
  }
  await page.setViewportSize(desk);
  return found;
}

async function walk(page: Page, screens: readonly Screen[], info: TestInfo): Promise<readonly string[]> {
  const found: string[] = [];
  for (const [name, open] of screens)
    await test.step(name, async () => {
      await open(page);
      found.push(...(await wrong(page, name, info)));
    });
  return found;
}

for (const [name, screens] of Object.entries(journeys))
  test(`${name}: whole and clear at every size, in every theme`, async ({ page }, info) => {
    test.setTimeout(300_000);
    const said = watch(page);
    await page.setViewportSize(desk);
    expect(await walk(page, screens, info)).toEqual([]);
    expect(said).toEqual([]);
  });

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
  expect(await faint(page)).toEqual([]);
  // A style that knows nothing of forced colours, and one that is overruled as it should be.
  await page.evaluate(() => {
    for (const [words, adjust] of [
      ['Lost in the dark', 'none'],
      ['Overruled', 'auto'],
    ]) {
      const text = document.createElement('p');
      text.textContent = words ?? '';
      text.style.cssText = `position:fixed;left:0;bottom:0;color:#101010;forced-color-adjust:${adjust ?? ''}`;
      document.body.append(text);
    }
  });
  const lost = (await faint(page)).join('\n');
  expect(lost).toContain('Lost in the dark');
  expect(lost).not.toContain('Overruled');
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
