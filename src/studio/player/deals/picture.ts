/** A drawing of the page as a picture that stands alone: what the style sheets say of it is written into it. */

/** What of a style a drawing needs. */
const kept = [
  'fill',
  'stroke',
  'stroke-width',
  'stroke-dasharray',
  'opacity',
  'font-family',
  'font-size',
  'font-weight',
  'paint-order',
] as const;

export function pictureOf(drawing: SVGSVGElement, title: string): string {
  const copy = drawing.cloneNode(true) as SVGSVGElement;
  const shown = [drawing, ...drawing.querySelectorAll('*')];
  [copy, ...copy.querySelectorAll('*')].forEach((target, at) => {
    const style = getComputedStyle(shown[at] ?? drawing);
    target.removeAttribute('class');
    for (const name of kept) target.setAttribute(name, style.getPropertyValue(name));
  });
  copy.setAttribute('xmlns', 'http://www.w3.org/2000/svg');
  const named = document.createElementNS('http://www.w3.org/2000/svg', 'title');
  named.textContent = title;
  copy.prepend(named);
  return `${new XMLSerializer().serializeToString(copy)}\n`;
}
