/**
 * What does not fit on a page at the size it has: wider than its window, controls that stand outside, are cut or covered, and letters
 * too small to be read. Each finding is one sentence. It looks at what is laid out and asks nobody.
 */
import type { Page } from '@playwright/test';

/** No text that must be read is smaller, in pixels of the screen. */
const lettersMin = 11;

/** All that is wrong with the page as it stands. */
export async function misfits(page: Page): Promise<string[]> {
  return [...(await outOfPlace(page)), ...(await covered(page)), ...(await tooSmall(page))];
}

/** What does not fit: the page wider than the window, and buttons or tabs whose text is cut. */
function outOfPlace(page: Page): Promise<string[]> {
  return page.evaluate(() => {
    const found: string[] = [];
    const { scrollWidth } = document.documentElement;
    if (scrollWidth > innerWidth) found.push(`the page is ${String(scrollWidth)} px wide in ${String(innerWidth)}`);
    for (const element of document.querySelectorAll<HTMLElement>('button, [role=tab], [role=menuitem], h1, h2, h3')) {
      const box = element.getBoundingClientRect();
      if (box.width === 0 || !element.checkVisibility({ opacityProperty: true, visibilityProperty: true })) continue;
      const name = (element.getAttribute('aria-label') ?? element.textContent).trim();
      const scrolls =
        element.closest('[data-scrolls], [role=tablist], .svelte-flow, [role=listbox], table, ul, ol') !== null;
      if (!scrolls && (box.right > innerWidth + 1 || box.left < -1)) found.push(`${name} stands outside the window`);
      const cut = getComputedStyle(element).overflowX !== 'visible' && element.scrollWidth > element.clientWidth + 1;
      if (cut && !element.matches('.clip, :has(.clip)')) found.push(`${name} is cut off`);
    }
    return found;
  });
}

/** Controls of the frame that something else lies over. What opens over the page on purpose may: a sheet, a dialog, a menu, a hint. */
function covered(page: Page): Promise<string[]> {
  return page.evaluate(() => {
    const over = 'aside, dialog, [role=menu], [role=dialog], [aria-label="Notices"], .tooltip';
    const frame = 'header button, nav button, [aria-label="Player"] button, [aria-label="View"] button, [role=slider]';
    const found: string[] = [];
    for (const element of document.querySelectorAll<HTMLElement>(frame)) {
      if (element.closest(over) !== null || !element.checkVisibility({ visibilityProperty: true })) continue;
      const box = element.getBoundingClientRect();
      const [x, y] = [box.left + box.width / 2, box.top + box.height / 2];
      let clipped = box.width === 0 || x < 0 || y < 0 || x > innerWidth || y > innerHeight;
      for (let at = element.parentElement; at !== null && !clipped; at = at.parentElement) {
        if (getComputedStyle(at).overflow === 'visible') continue;
        const around = at.getBoundingClientRect();
        clipped = x < around.left || x > around.right || y < around.top || y > around.bottom;
      }
      const hit = clipped ? null : document.elementFromPoint(x, y);
      if (hit === null || element.contains(hit) || hit.contains(element) || hit.closest(over) !== null) continue;
      // Marks of a scrubber may stand over one another.
      if (hit.closest('[class*=mark]') !== null) continue;
      const name = (element.getAttribute('aria-label') ?? element.textContent).trim();
      found.push(
        `${name} is covered by ${hit.tagName.toLowerCase()} ${hit.getAttribute('class')?.split(' ')[0] ?? ''}`,
      );
    }
    return found;
  });
}

/** Text below the least size, as it is on the screen after every zoom. The initials in an agent's mark are a picture. */
function tooSmall(page: Page): Promise<string[]> {
  return page.evaluate((least) => {
    const found = new Set<string>();
    const texts = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
    for (let text = texts.nextNode(); text !== null; text = texts.nextNode()) {
      const holder = text.parentElement;
      const words = text.nodeValue?.trim() ?? '';
      if (words === '' || holder === null || holder.closest('style, script, .mark[aria-hidden], .sr-only') !== null)
        continue;
      if (!holder.checkVisibility({ opacityProperty: true, visibilityProperty: true })) continue;
      const range = document.createRange();
      range.selectNodeContents(text);
      const box = range.getBoundingClientRect();
      if (box.width === 0 || box.bottom < 0 || box.right < 0 || box.top > innerHeight || box.left > innerWidth)
        continue;
      const drawn = holder instanceof SVGGraphicsElement ? (holder.getScreenCTM()?.a ?? 1) : scaleOf(holder);
      const size = Number.parseFloat(getComputedStyle(holder).fontSize) * drawn;
      if (size < least - 0.05) found.add(`“${words.slice(0, 30)}” is ${size.toFixed(1)} px`);
    }
    function scaleOf(element: HTMLElement): number {
      const flow = element.closest<HTMLElement>('.svelte-flow__viewport');
      return flow === null ? 1 : new DOMMatrix(getComputedStyle(flow).transform).a;
    }
    return [...found];
  }, lettersMin);
}

/** Whether Run, or Stop in its place, can be pressed: in the window, and nothing over it. */
export function canRun(page: Page): Promise<boolean> {
  return page.evaluate(() => {
    const runs = [...document.querySelectorAll<HTMLElement>('header button, nav button')].filter((button) =>
      /^\s*(Run|Stop)\b/.test(button.textContent),
    );
    return runs.some((button) => {
      const box = button.getBoundingClientRect();
      const hit = document.elementFromPoint(box.left + box.width / 2, box.top + box.height / 2);
      return hit !== null && button.contains(hit) && box.right <= innerWidth && box.bottom <= innerHeight;
    });
  });
}
