/*
 * SVG as text, by an allow-list: only these elements and attributes can be written, every text and every value is
 * escaped, and characters that XML forbids are left out. There is no way through here for a script, a style, a link or
 * anything foreign, whatever a document says.
 */
import { invariant } from '../../base/index.ts';
import { visible } from '../drawing/drawing.ts';

const ELEMENTS = ['svg', 'title', 'g', 'rect', 'circle', 'path', 'text'] as const;
type ElementName = (typeof ELEMENTS)[number];

const ATTRIBUTES = [
  'xmlns',
  'viewBox',
  'width',
  'height',
  'role',
  'x',
  'y',
  'rx',
  'cx',
  'cy',
  'r',
  'd',
  'transform',
  'fill',
  'stroke',
  'fill-opacity',
  'stroke-opacity',
  'stroke-width',
  'stroke-dasharray',
  'stroke-linecap',
  'stroke-linejoin',
  'font-family',
  'font-size',
  'font-weight',
  'text-anchor',
] as const;
type Attributes = Partial<Record<(typeof ATTRIBUTES)[number], string | number>>;

const ELEMENT_SET: ReadonlySet<string> = new Set(ELEMENTS);
const ATTRIBUTE_SET: ReadonlySet<string> = new Set(ATTRIBUTES);

/** A piece of finished markup; only this file makes one. */
export interface Markup {
  readonly markup: string;
}

/** An element with its attributes and what stands in it. */
export function element(name: ElementName, attributes: Attributes, children: readonly Markup[] = []): Markup {
  invariant(ELEMENT_SET.has(name), 'a picture is made of known elements');
  const written = Object.entries(attributes).map(([key, value]) => {
    invariant(ATTRIBUTE_SET.has(key), 'a picture is made of known attributes');
    return ` ${key}="${escaped(typeof value === 'number' ? figure(value) : value)}"`;
  });
  const inside = children.map((child) => child.markup).join('');
  return { markup: `<${name}${written.join('')}${inside === '' ? '/>' : `>${inside}</${name}>`}` };
}

/** A text as it is to be read. */
export function words(text: string): Markup {
  return { markup: escaped(visible(text)) };
}

/** A number with at most two decimals; what is not finite is 0. */
export function figure(value: number): string {
  if (!Number.isFinite(value)) return '0';
  const rounded = Math.round(value * 100) / 100;
  return String(rounded === 0 ? 0 : rounded);
}

const ENTITIES: Readonly<Record<string, string>> = {
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  '"': '&quot;',
  "'": '&#39;',
};

function escaped(text: string): string {
  return text
    .replaceAll(/[&<>"']/g, (sign) => ENTITIES[sign] ?? '')
    .replaceAll(/[^\t\n\r\u{20}-\u{d7ff}\u{e000}-\u{fffd}\u{10000}-\u{10ffff}]/gu, '');
}
