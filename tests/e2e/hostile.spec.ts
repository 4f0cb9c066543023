/**
 * [row 11] Hostile texts in every text field of a document, through import and on every screen, with the page's policy and without it:
 * each is shown as a text, nothing is executed, no dialog opens and nothing leaves this machine. A planted fault shows that the check bites.
 */
import { expect, test, type Browser, type Page } from '@playwright/test';
import { hostileDocument, hostileDocuments, texts } from '../support/hostile-documents.ts';
import { axeFinds, cards, drop, runToTheEnd, watch } from './studio-page.ts';

/** Whatever a page must not do: what was executed, asked for, opened or complained of. */
interface Guarded {
  readonly page: Page;
  readonly complaints: () => Promise<readonly string[]>;
}

async function guarded(browser: Browser, policy: 'kept' | 'stripped', baseURL = ''): Promise<Guarded> {
  const context = await browser.newContext({
    baseURL,
    viewport: { width: 1280, height: 800 },
    serviceWorkers: 'block',
    reducedMotion: 'reduce',
  });
  const page = await context.newPage();
  const said = watch(page);
  page.on('dialog', (dialog) => {
    said.push(`dialog: ${dialog.message()}`);
    void dialog.dismiss();
  });
  context.on('page', () => said.push('another page was opened'));
  await page.addInitScript(() => {
    const world = globalThis as unknown as { violations: string[] };
    world.violations = [];
    document.addEventListener('securitypolicyviolation', ({ blockedURI, violatedDirective }) => {
      world.violations.push(`policy: ${violatedDirective} ${blockedURI}`);
    });
  });
  if (policy === 'stripped')
    await page.route('/', async (route) => {
      const response = await route.fetch();
      const html = (await response.text()).replace(/<meta\s[^>]*Content-Security-Policy[^>]*>/i, '');
      await route.fulfill({ response, body: html });
    });
  const complaints = async (): Promise<readonly string[]> => {
    const found = await page.evaluate(() => {
      const world = globalThis as unknown as { hit?: unknown; violations: string[] };
      const strange = document.querySelectorAll(
        'iframe, object, embed, base, math, [srcdoc], [onerror], [onload], [onmouseover]',
      );
      return [
        ...world.violations,
        ...(world.hit === undefined ? [] : ['executed']),
        ...[...strange].map((each) => each.outerHTML),
      ];
    });
    return [...said, ...found];
  };
  return { page, complaints };
}

/** The library, ready to take files. */
async function library(page: Page): Promise<void> {
  await page.goto('/');
  await expect(page.getByRole('heading', { level: 1 })).toBeVisible();
}

/** Back from a document to the library, on the page that has seen it. */
async function backToLibrary(page: Page): Promise<void> {
  await page.evaluate(() => (location.hash = '#/'));
  await expect(page.getByRole('searchbox', { name: 'Search workflows' })).toBeVisible();
}

/** Looks at a document on every panel: cards, outline, problems, the inspector of one node of each kind, the palette. */
async function lookAround(page: Page, turn: number, search = 'script'): Promise<void> {
  await expect(page.getByRole('tab', { name: 'Outline' })).toBeVisible();
  await page.getByRole('tab', { name: 'Problems' }).click();
  await page.getByRole('tab', { name: 'Outline' }).click();
  for (const tree of await page.getByRole('tree').all()) {
    const rows = tree.getByRole('treeitem');
    const count = await rows.count();
    for (let at = 0; at < Math.min(count, 4); at += 1) {
      await rows.nth((turn + at * 7) % count).click();
      await expect(page.locator('.inspector :is(input, textarea)').first()).toBeVisible();
      await expect(page.getByText('stopped working')).toHaveCount(0);
    }
  }
  await page.getByRole('button', { name: /^Zoom to 100/ }).click();
  await expect(cards(page).first()).toBeVisible();
  await page.keyboard.press('Control+k');
  const palette = page.getByRole('dialog');
  await palette.getByRole('combobox').fill(search);
  await expect(palette.getByRole('option').first()).toBeVisible();
  await page.keyboard.press('Escape');
}

test('the check finds a planted fault: markup of these texts is executed where there is no policy', async ({
  browser,
  baseURL,
}) => {
  const plant = (page: Page) =>
    page.evaluate((all) => {
      const panel = document.body.appendChild(document.createElement('div'));
      for (const text of all) {
        const part = panel.appendChild(document.createElement('p'));
        try {
          part.innerHTML = text;
        } catch {
          // The policy refuses markup that did not pass it, and says so by an event.
        }
      }
    }, texts);
  const open = await guarded(browser, 'stripped', baseURL);
  await open.page.goto('/');
  expect(await open.complaints()).toEqual([]);
  await plant(open.page);
  await expect.poll(open.complaints).toContain('executed');
  await open.page.context().close();

  const kept = await guarded(browser, 'kept', baseURL);
  await kept.page.goto('/');
  await plant(kept.page);
  await expect.poll(async () => (await kept.complaints()).some((each) => each.startsWith('policy: '))).toBe(true);
  expect(await kept.complaints()).not.toContain('executed');
  await kept.page.context().close();
});

for (const policy of ['kept', 'stripped'] as const) {
  test(`[row 11] hostile texts in every field come in by files and are texts on every panel, policy ${policy}`, async ({
    browser,
    baseURL,
  }) => {
    test.setTimeout(400_000);
    const { page, complaints } = await guarded(browser, policy, baseURL);
    // With the policy, some: what it forbids beside is counted, and without it all must be texts.
    const documents = hostileDocuments(64).filter((_, at) => policy === 'stripped' || at % 3 === 0);
    await library(page);
    for (const [turn, document] of documents.entries()) {
      await drop(page, `${texts[turn * 29] ?? ''}.json`, JSON.stringify(document));
      await expect(page).toHaveURL(/#\/d\//, { timeout: 40_000 });
      await lookAround(page, turn);
      await backToLibrary(page);
      expect(await complaints(), `document ${String(turn)}`).toEqual([]);
    }
    await library(page);
    // A few stand there at once.
    const all = page.getByRole('button', { name: `All ${String(documents.length)} workflows` });
    if (documents.length > 5) await all.click();
    await expect(page.locator('tbody tr')).toHaveCount(documents.length);
    expect(await complaints()).toEqual([]);
    await page.context().close();
  });
}

test('[row 12] hostile outcomes of tasks are texts wherever a run shows them', async ({ browser, baseURL }) => {
  const { page, complaints } = await guarded(browser, 'stripped', baseURL);
  const answers = texts.filter((_, at) => at % 8 === 0);
  const tasks = answers.map((text, at) => ({
    id: `t${String(at)}`,
    name: text,
    action: { kind: 'llm', prompt: text, durationMs: 10, result: { [`a ${text}`]: text, markdown: `![x](${text})` } },
    ...(at === 0 ? {} : { dependsOn: [`t${String(at - 1)}`] }),
  }));
  await library(page);
  const agents = [{ id: 'a', name: answers[0] }];
  await drop(page, 'run.json', JSON.stringify({ format: 'conclave', version: 1, name: 'Answers', agents, tasks }));
  await expect(page).toHaveURL(/#\/d\//);
  await runToTheEnd(page);
  await page.getByRole('button', { name: 'Outline', exact: true }).click();
  const rows = page.getByRole('tree', { name: /^Tasks/ }).getByRole('treeitem');
  for (let at = 1; at < 6; at += 1) {
    await rows.nth(at).click();
    const inspector = page.locator('.inspector');
    for (const tab of await inspector.getByRole('tab').all()) await tab.click();
    await expect(inspector).toBeVisible();
  }
  for (const view of ['Log', 'Invariants', 'Metrics', 'Timeline'])
    await page.getByRole('tab', { name: view }).first().click();
  await expect(page.getByText('stopped working')).toHaveCount(0);
  expect(await complaints()).toEqual([]);
  await page.context().close();
});

test('[row 8] a document with ids, names and entries given twice is shown on every panel', async ({
  browser,
  baseURL,
}) => {
  const { page, complaints } = await guarded(browser, 'kept', baseURL);
  const twice = <T>(value: T): readonly T[] => [value, value];
  const document = {
    format: 'conclave',
    version: 1,
    name: 'Twice',
    agents: twice({ id: 'a', name: 'Ana', capabilities: twice('x') }),
    tasks: [
      ...twice({ id: 't', name: 'Do', requires: twice('x'), dependsOn: twice('u') }),
      { id: 'u', name: 'Do', reads: twice('m'), uses: twice({ id: 'r' }) },
    ],
    resources: twice({ id: 'r', name: 'Desk' }),
    memories: twice({ id: 'm', name: 'Board' }),
    view: {
      nodes: { a: { x: 0, y: 0 }, t: { x: 0, y: 200 }, u: { x: 300, y: 200 } },
      notes: twice({ id: 'n', text: 'Note', x: 0, y: 400 }),
      frames: twice({ id: 'f', title: 'Frame', x: 0, y: 600 }),
    },
  };
  await library(page);
  await drop(page, 'twice.json', JSON.stringify(document));
  await expect(page).toHaveURL(/#\/d\//);
  for (let turn = 0; turn < 3; turn += 1) await lookAround(page, turn, 'do');
  await page.getByRole('button', { name: 'History' }).click();
  const dialog = page.getByRole('dialog', { name: 'History' });
  await dialog.getByRole('textbox', { name: 'Name of this version' }).fill('Once');
  await page.keyboard.press('Enter');
  await dialog.getByRole('button', { name: /^Once/ }).click();
  await expect(dialog).toContainText('Nothing differs');
  await library(page);
  await expect(page.locator('tbody tr')).toHaveCount(1);
  await expect(page.getByText('stopped working')).toHaveCount(0);
  expect(await complaints()).toEqual([]);
  await page.context().close();
});

test('[row 11] hostile names of files, documents, versions and what is in the trash are texts', async ({
  browser,
  baseURL,
}) => {
  test.setTimeout(300_000);
  const { page, complaints } = await guarded(browser, 'stripped', baseURL);
  await library(page);
  for (const text of texts.filter((_, at) => at % 12 === 0)) {
    await drop(page, `${text}.json`, `{"format": "conclave", ${text}`);
    await expect(page.getByRole('region', { name: 'Notices' }).getByRole('alert').first()).toBeVisible();
  }
  expect(await complaints()).toEqual([]);

  const documents = texts.map((name) => ({ format: 'conclave', version: 1, name, tasks: [{ id: 't', name }] }));
  await drop(page, 'conclave-library.json', JSON.stringify({ format: 'conclave-library', version: 1, documents }));
  // Each is a document of its own: on a slow machine that takes its time.
  await page.getByRole('button', { name: `All ${String(texts.length)} workflows` }).click({ timeout: 120_000 });
  await expect(page.locator('tbody tr')).toHaveCount(texts.length);
  expect(await complaints()).toEqual([]);
  for (let at = 0; at < 6; at += 1) {
    await page
      .getByRole('button', { name: /^Actions for/ })
      .nth(at * 3)
      .click();
    await page.getByRole('menuitem', { name: /trash/i }).click();
    await expect(page.locator('tbody tr')).toHaveCount(texts.length - at - 1);
  }
  await page.getByRole('button', { name: /^Trash/ }).click();
  await expect(page.getByRole('button', { name: 'Empty the trash' })).toBeVisible();
  expect(await complaints()).toEqual([]);

  await library(page);
  await drop(page, 'one.json', JSON.stringify(hostileDocument(texts.slice(0, 2), 'One')));
  await expect(page).toHaveURL(/#\/d\//);
  await page.getByRole('button', { name: 'History' }).click();
  const dialog = page.getByRole('dialog', { name: 'History' });
  const chosen = texts.filter((_, at) => at % 10 === 0);
  for (const text of chosen) {
    await dialog.getByRole('textbox', { name: 'Name of this version' }).fill(text);
    await page.keyboard.press('Enter');
    await expect(dialog.getByRole('textbox', { name: 'Name of this version' })).toHaveValue('');
  }
  const versions = dialog.getByRole('list', { name: 'Versions' }).getByRole('listitem');
  await expect(versions).toHaveCount(chosen.length);
  await versions.first().getByRole('button').first().click();
  await expect(dialog.getByRole('combobox', { name: 'Compare with' })).toBeVisible();
  expect(await axeFinds(page)).toEqual([]);
  expect(await complaints()).toEqual([]);
  await page.context().close();
});
