/**
 * What can no longer be told apart when the browser forces its own colours, as one sentence each: pictures are read from the pixels that
 * are painted, so that it does not matter which style took a thing away, and texts from the colours that they are given.
 */
import type { Locator, Page } from '@playwright/test';

/** What must show at least so many colours of its own, each over four thousandths of its picture. */
const pictures = [
  ['the timeline', '.timeline', 4],
  ['a chart', '.plot canvas', 3],
  ['the map', '.map.needed', 3],
  ['the scrubber', '.slider', 2],
  ['the marks of the scrubber', '.marks', 2],
] as const;

/** The colours of a picture, the rarest left out, with their shares; neighbours by less than 1/16 count as one. */
async function coloursOf(page: Page, picture: Buffer): Promise<Map<string, number>> {
  const shares = await page.evaluate(async (base64) => {
    const bytes = Uint8Array.from(atob(base64), (letter) => letter.charCodeAt(0));
    const image = await createImageBitmap(new Blob([bytes], { type: 'image/png' }));
    const context = new OffscreenCanvas(image.width, image.height).getContext('2d');
    context?.drawImage(image, 0, 0);
    const data = context?.getImageData(0, 0, image.width, image.height).data ?? new Uint8ClampedArray();
    const counts = new Map<string, number>();
    for (let at = 0; at < data.length; at += 4) {
      const colour = [0, 1, 2].map((part) => (data[at + part] ?? 0) >> 4).join(' ');
      counts.set(colour, (counts.get(colour) ?? 0) + 1);
    }
    return [...counts].map(([colour, count]) => [colour, (count * 4) / data.length] as const);
  }, picture.toString('base64'));
  return new Map(shares.filter(([, share]) => share > 0.004));
}

/** The first of it that is on the page; null where there is none. */
async function shown(place: Locator): Promise<Buffer | null> {
  if ((await place.count()) === 0) return null;
  return place.first().screenshot({ animations: 'disabled' });
}

/** What vanished, and how many things were looked at. */
export async function vanished(page: Page): Promise<{ readonly found: string[]; readonly seen: string[] }> {
  const found: string[] = [];
  const seen: string[] = [];
  for (const [what, place, least] of pictures) {
    const picture = await shown(page.locator(place));
    if (picture === null) continue;
    seen.push(what);
    const { size } = await coloursOf(page, picture);
    if (size < least) found.push(`${what} shows ${String(size)} colours, at least ${String(least)} are needed`);
  }
  const selected = await shown(page.locator('.svelte-flow__node-task.selected'));
  const plain = page.locator('.svelte-flow__node-task:not(.selected)');
  const count = Math.min(6, await plain.count());
  if (selected !== null && count > 0) {
    seen.push('the selection');
    const mine = await coloursOf(page, selected);
    // A line between two pixels is paler than one on them, so that several have to be looked at.
    const others: Map<string, number>[] = [];
    for (let at = 0; at < count; at += 1)
      others.push(await coloursOf(page, await plain.nth(at).screenshot({ animations: 'disabled' })));
    const most = (colour: string) => Math.max(...others.map((each) => each.get(colour) ?? 0));
    if (![...mine].some(([colour, share]) => share > 0.02 && most(colour) < share / 4))
      found.push('a card that is selected looks like one that is not');
  }
  return { found, seen };
}

/** Texts that cannot be told from what they stand on while colours are forced, as one sentence each. */
export function faint(page: Page): Promise<string[]> {
  return page.evaluate(() => {
    const found = new Set<string>();
    const context = new OffscreenCanvas(1, 1).getContext('2d', { willReadFrequently: true });
    const seen = new Map<string, readonly number[]>();
    /** Red, green, blue and how opaque, 0 to 255. */
    const partsOf = (colour: string): readonly number[] => {
      const known = seen.get(colour);
      if (known !== undefined || context === null) return known ?? [0, 0, 0, 255];
      context.clearRect(0, 0, 1, 1);
      context.fillStyle = colour;
      context.fillRect(0, 0, 1, 1);
      const parts = [...context.getImageData(0, 0, 1, 1).data];
      seen.set(colour, parts);
      return parts;
    };
    const light = (parts: readonly number[]) =>
      [0.2126, 0.7152, 0.0722].reduce((sum, weight, at) => {
        const share = (parts[at] ?? 0) / 255;
        return sum + weight * (share <= 0.04045 ? share / 12.92 : ((share + 0.055) / 1.055) ** 2.4);
      }, 0);
    const groundOf = (element: Element): readonly number[] => {
      for (let at: Element | null = element; at !== null; at = at.parentElement) {
        const parts = partsOf(getComputedStyle(at).backgroundColor);
        if ((parts[3] ?? 0) > 127) return parts;
      }
      return partsOf('Canvas');
    };
    const texts = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
    for (let text = texts.nextNode(); text !== null; text = texts.nextNode()) {
      const holder = text.parentElement;
      const words = text.nodeValue?.trim() ?? '';
      if (words === '' || holder === null || holder.closest('style, script, .sr-only') !== null) continue;
      if (!holder.checkVisibility({ opacityProperty: true, visibilityProperty: true })) continue;
      const { color, fill } = getComputedStyle(holder);
      const [one, other] = [light(partsOf(holder instanceof SVGElement ? fill : color)), light(groundOf(holder))];
      const contrast = (Math.max(one, other) + 0.05) / (Math.min(one, other) + 0.05);
      if (contrast < 3) found.add(`“${words.slice(0, 30)}” has a contrast of ${contrast.toFixed(1)}`);
    }
    return [...found];
  });
}
