/**
 * The outline of an icon as one path, so that a card shows another state by another attribute and no element is made for it:
 * a hundred cards may change in one frame. Each icon is drawn once, aside, and read; nothing of it stays in the page.
 */
import { mount, unmount, type Component } from 'svelte';

const paths = new Map<Component, string>();

/** The path of an icon in its own square of 24 by 24. */
export function signPath(icon: Component): string {
  let path = paths.get(icon);
  if (path === undefined) {
    const aside = document.createElement('div');
    const drawn = mount(icon, { target: aside });
    path = [...aside.querySelectorAll('svg > *')].map(outlineOf).join('');
    paths.set(icon, path);
    void unmount(drawn);
  }
  return path;
}

/** One shape as a piece of a path. */
function outlineOf(shape: Element): string {
  const at = (name: string): number => Number(shape.getAttribute(name) ?? 0);
  switch (shape.tagName.toLowerCase()) {
    case 'path':
      // It may begin with a relative move, which counts from where the shape before it ended.
      return `M0 0${shape.getAttribute('d') ?? ''}`;
    case 'line':
      return `M${at('x1')} ${at('y1')}L${at('x2')} ${at('y2')}`;
    case 'polyline':
      return `M${(shape.getAttribute('points') ?? '').trim().replace(/[ ,]+/g, ' ')}`;
    case 'circle':
      return `M${at('cx') - at('r')} ${at('cy')}a${at('r')} ${at('r')} 0 1 0 ${2 * at('r')} 0a${at('r')} ${at('r')} 0 1 0 ${-2 * at('r')} 0`;
    case 'rect':
      return roundRect(at('x'), at('y'), at('width'), at('height'), at('rx'));
    default:
      return '';
  }
}

function roundRect(x: number, y: number, width: number, height: number, r: number): string {
  const arc = (dx: number, dy: number): string => `a${r} ${r} 0 0 1 ${dx} ${dy}`;
  const [across, down] = [width - 2 * r, height - 2 * r];
  return `M${x + r} ${y}h${across}${arc(r, r)}v${down}${arc(-r, r)}h${-across}${arc(-r, -r)}v${-down}${arc(r, -r)}z`;
}
