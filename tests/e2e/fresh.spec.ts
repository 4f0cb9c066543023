/**
 * What the page shows of a large run while it is computed and played: once it was there it is never empty, and it is never older than
 * half a second. The page is looked at every tenth of a second from inside; how long it was held up itself is no age of what it shows.
 */
import { expect, test, type Page } from '@playwright/test';
import { cards, drop, watch } from './studio-page.ts';

/** Layers of a hundred tasks, each behind one of the layer before. */
function layers(tasks: number, agents: number) {
  return {
    format: 'conclave',
    version: 1,
    name: `${String(tasks)} tasks`,
    agents: Array.from({ length: agents }, (_, at) => ({ id: `a${String(at)}`, name: `Worker ${String(at + 1)}` })),
    tasks: Array.from({ length: tasks }, (_, at) => ({
      id: `t${String(at)}`,
      name: `Parcel ${String(at)}`,
      dependsOn: at < 100 ? [] : [`t${String(at - 100)}`],
      action: { kind: 'simulate', durationMs: 400 + (at % 7) * 100 },
    })),
  };
}

interface Sample {
  /** Real time, ms. */
  readonly at: number;
  readonly corner: string;
  readonly lanes: string;
  /** How many colours the lanes' drawing has: one where nothing is drawn. */
  readonly colours: number;
  /** Virtual times as the page tells them. */
  readonly playhead: string;
  readonly known: string;
}

/** Looks at the page every tenth of a second, from inside. */
async function look(page: Page): Promise<void> {
  await page.evaluate(() => {
    const samples: Sample[] = [];
    Object.assign(globalThis, { samples });
    const text = (selector: string) => document.querySelector(selector)?.textContent?.trim() ?? '';
    setInterval(() => {
      const canvas = document.querySelector<HTMLCanvasElement>('.timeline .drawing canvas');
      const pixels = canvas?.getContext('2d')?.getImageData(0, 0, 400, 100).data ?? [];
      const colours = new Set<number>();
      for (let at = 0; at < pixels.length; at += 4)
        colours.add(((pixels[at] ?? 0) << 16) | ((pixels[at + 1] ?? 0) << 8) | (pixels[at + 2] ?? 0));
      samples.push({
        at: performance.now(),
        corner: text('.timeline .corner'),
        lanes: [...document.querySelectorAll('.timeline .lane .name')].map((name) => name.textContent).join(', '),
        colours: colours.size,
        playhead: text('.transport .where').split('\n').at(-1)?.trim() ?? '',
        known: text('.timeline caption').split('bars reach to ').at(-1) ?? '',
      });
    }, 100);
  });
}

/** `4.32 s` and `840 ms` as ms. */
function msOf(told: string): number {
  const found = /([\d.]+) (ms|s)$/u.exec(told);
  return found === null ? NaN : Number(found[1]) * (found[2] === 's' ? 1000 : 1);
}

for (const [tasks, agents] of [
  [1000, 40],
  [9900, 40],
] as const) {
  test(`${String(tasks)} tasks: names, lanes and bars stay while it plays, and are never older than half a second`, async ({
    page,
  }) => {
    const said = watch(page);
    await page.goto('/');
    await expect(page.getByText('Field report').first()).toBeVisible();
    await drop(page, 'large.json', JSON.stringify(layers(tasks, agents)));
    await expect(page.locator('.svelte-flow')).toBeVisible({ timeout: 30_000 });
    await look(page);
    await page.getByRole('banner').getByRole('button', { name: /^Run/ }).click();
    await expect(cards(page).first().or(page.locator('canvas.picture.shown'))).toBeVisible();
    await expect(page.locator('.transport').getByText('succeeded').first()).toBeAttached({ timeout: 60_000 });
    await expect(page.getByRole('button', { name: 'Play again from the start' })).toBeVisible({ timeout: 60_000 });
    const samples = await page.evaluate(() => (globalThis as unknown as { samples: Sample[] }).samples);

    // Once the timeline is there, whoever works and what they do is there.
    const shown = samples.slice(samples.findIndex(({ corner }) => corner !== ''));
    expect(shown.length).toBeGreaterThan(5);
    expect(shown.filter(({ corner }) => !corner.includes(`${String(agents)} agents`))).toEqual([]);
    expect(shown.filter(({ lanes }) => !lanes.startsWith('Worker 1, Worker 2'))).toEqual([]);
    const drawn = shown.slice(shown.findIndex(({ colours }) => colours > 4));
    expect(drawn.length).toBeGreaterThan(3);
    expect(drawn.filter(({ colours }) => colours <= 4)).toEqual([]);

    // The bars at hand reach to where the playhead stood half a second before, and what the page itself was held up.
    const late = drawn.flatMap((sample, index) => {
      const held = Math.max(
        0,
        ...drawn.slice(Math.max(1, index - 9), index + 1).map(({ at }, place, all) => at - (all[place - 1]?.at ?? at)),
      );
      const before = drawn.findLast(({ at }) => at <= sample.at - 500 - held);
      if (before === undefined || msOf(sample.known) + 10 >= msOf(before.playhead)) return [];
      return [{ ...sample, before }];
    });
    expect(late).toEqual([]);
    // And at the end they reach the end.
    await expect
      .poll(async () => {
        const { known, playhead } = await page.evaluate(() =>
          (globalThis as unknown as { samples: Sample[] }).samples.at(-1)!,
        );
        return msOf(playhead) - msOf(known);
      })
      .toBeLessThanOrEqual(10);
    expect(said).toEqual([]);
  });
}
