/**
 * What does not fit on a page at the size it has: wider than its window, controls that stand outside, are cut or covered, and letters
 * too small to be read. Each finding is one sentence. It looks at what is laid out and asks nobody.
 */
import type { Page } from '@playwright/test';

/** No text that must be read is smaller, in pixels of the screen. */
const lettersMin = 11;

/** All that is wrong with the page as it stands. */
export async function misfits(page: Page): Promise<string[]> {
  await ringAtRest(page);
  return [
    ...(await outOfPlace(page)),
    ...(await covered(page)),
    ...(await inTheWay(page)),
    ...(await tooSmall(page)),
    ...(await tooFlat(page)),
  ];
}

/** The ring of a hint follows what it speaks of a moment later. */
async function ringAtRest(page: Page): Promise<void> {
  await page.waitForFunction(() => {
    const ring = document.querySelector('.ring')?.getBoundingClientRect();
    if (ring === undefined) return true;
    return [...document.querySelectorAll('[data-hint], .svelte-flow__node, [role=tab], [data-field], summary')].some(
      (ringed) => {
        const box = ringed.getBoundingClientRect();
        return Math.abs(box.left - ring.left - 3) < 2 && Math.abs(box.top - ring.top - 3) < 2;
      },
    );
  });
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

/** Controls that lie over one another in one layer of the page, or stand half outside of what cannot be scrolled; and what a hint covers. */
function inTheWay(page: Page): Promise<string[]> {
  return page.evaluate(() => {
    const layers = 'dialog, [role=menu], [role=dialog], [aria-label="Notices"], .sheet.over, .tooltip';
    const controls =
      'button, a[href], input:not([type=radio]), select, textarea, [role=tab], [role=slider], [role=menuitem]';
    const found = new Set<string>();
    type Part = { left: number; top: number; right: number; bottom: number };
    const scrolls = (value: string) => value === 'auto' || value === 'scroll';
    const nameOf = (element: Element) =>
      (
        element.getAttribute('aria-label') ??
        (element.textContent.trim() || (element.getAttribute('placeholder') ?? ''))
      )
        .trim()
        .slice(0, 40) || element.tagName.toLowerCase();
    /** What shows of an element; null where nothing does. Of a control it is said when it is cut for good. */
    const shownOf = (element: Element, isControl: boolean): Part | null => {
      const { left, top, right, bottom } = element.getBoundingClientRect();
      const part = { left, top, right, bottom };
      let cut: Element | null = null;
      let reachable = false;
      for (let at = element.parentElement; at !== null; at = at.parentElement) {
        const { overflowX, overflowY } = getComputedStyle(at);
        if (overflowX === 'visible' && overflowY === 'visible') continue;
        const around = at.getBoundingClientRect();
        if (scrolls(overflowX) || scrolls(overflowY)) reachable = true;
        const beyond =
          left < around.left - 1 || right > around.right + 1 || top < around.top - 1 || bottom > around.bottom + 1;
        if (beyond && !reachable) cut ??= at;
        part.left = Math.max(part.left, around.left);
        part.top = Math.max(part.top, around.top);
        part.right = Math.min(part.right, around.right);
        part.bottom = Math.min(part.bottom, around.bottom);
      }
      const shows = part.right - part.left > 2 && part.bottom - part.top > 2;
      if (shows && isControl && cut !== null)
        found.add(`${nameOf(element)} is cut by ${cut.getAttribute('class')?.split(' ')[0] ?? ''}`);
      return shows ? part : null;
    };
    const meet = (one: Part, other: Part) =>
      Math.min(one.right, other.right) - Math.max(one.left, other.left) > 2 &&
      Math.min(one.bottom, other.bottom) - Math.max(one.top, other.top) > 2;
    const all = [...document.querySelectorAll<HTMLElement>(controls)]
      .filter(
        (element) =>
          element.closest('.svelte-flow__viewport, .sr-only, [class*=mark]') === null &&
          element.checkVisibility({ opacityProperty: true, visibilityProperty: true }),
      )
      .flatMap((element) => {
        const part = shownOf(element, true);
        return part === null ? [] : [{ element, part, layer: element.closest(layers) }];
      });
    for (const [at, { element, part, layer }] of all.entries())
      for (const other of all.slice(at + 1)) {
        if (layer !== other.layer || element.contains(other.element) || other.element.contains(element)) continue;
        if (meet(part, other.part)) found.add(`${nameOf(element)} and ${nameOf(other.element)} overlap`);
      }
    const hint = document.querySelector('aside.hint');
    const held = hint === null ? null : shownOf(hint, true);
    const under = 'header button, main button, h2, [aria-label=Player] button, [role=slider], .svelte-flow__node';
    for (const other of held === null ? [] : document.querySelectorAll(under)) {
      const part = hint?.contains(other) === true ? null : shownOf(other, false);
      if (held !== null && part !== null && meet(held, part)) found.add(`the hint covers ${nameOf(other)}`);
    }
    // On a small page every bit of the drawing counts: the tools stand beside it.
    const tools = innerWidth < 1280 ? document.querySelector('[aria-label=View]') : null;
    const toolsAt = tools === null ? null : shownOf(tools, false);
    for (const card of toolsAt === null ? [] : document.querySelectorAll('.svelte-flow__node')) {
      const part = shownOf(card, false);
      if (toolsAt !== null && part !== null && meet(toolsAt, part)) found.add(`the zoom bar covers ${nameOf(card)}`);
    }
    const ring = document.querySelector('.ring')?.getBoundingClientRect();
    const halo = 4;
    const ringed = ring && {
      left: ring.left - halo,
      top: ring.top - halo,
      right: ring.right + halo,
      bottom: ring.bottom + halo,
    };
    const beside = [
      ...all,
      ...[...document.querySelectorAll('.where')].map((element) => ({ element, part: shownOf(element, false) })),
    ];
    for (const { element, part } of beside) {
      if (ringed === undefined || part === null || element.matches('[role=slider], .hint *')) continue;
      const within =
        part.left >= ringed.left &&
        part.right <= ringed.right &&
        part.top >= ringed.top &&
        part.bottom <= ringed.bottom;
      if (!within && meet(ringed, part)) found.add(`the ring of the hint touches ${nameOf(element)}`);
    }
    return [...found];
  });
}

/** A view of the run in which nothing can be seen. */
function tooFlat(page: Page): Promise<string[]> {
  return page.evaluate(() =>
    [...document.querySelectorAll('[aria-label=Player] [role=tabpanel]')]
      .map((panel) => ({ panel, height: panel.getBoundingClientRect().height }))
      .filter(({ height }) => height > 0 && height < 64)
      .map(({ panel, height }) => `${panel.id} is ${height.toFixed(0)} px high`),
  );
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
