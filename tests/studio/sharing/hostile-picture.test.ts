/** [row 11] [row 13] Three hundred hostile texts in every label of a picture: read by an XML parser, each is a text and nothing else. */
import { describe, expect, it } from 'vitest';
import type { Document } from '../../../src/document/index.ts';
import { drawPicture } from '../../../src/interchange/index.ts';
import { pictureWords } from '../../../src/studio/sharing/index.ts';
import { hostileTexts } from './hostile.ts';

const elements = new Set(['svg', 'title', 'g', 'rect', 'circle', 'path', 'text']);

function labelled(text: string): Document {
  return {
    name: text,
    description: text,
    agents: [
      { id: 'a', name: text, capabilities: { [text]: 1 } },
      { id: 'b', name: text, reportsTo: 'a' },
    ],
    tasks: [
      { id: 't', name: text, agent: 'b', requires: [text] },
      { id: 'u', name: text, dependsOn: [{ task: 't', when: text }] },
    ],
    view: {
      nodes: {},
      notes: [{ id: 'n', text, x: 0, y: 0, colour: text }],
      frames: [{ id: 'f', title: text, x: 0, y: 0, colour: text }],
    },
  };
}

/** Whatever in a picture is more than shapes and texts. */
function complaints(picture: XMLDocument): string[] {
  const found: string[] = [];
  for (const node of picture.querySelectorAll('*')) {
    if (!elements.has(node.localName) || node.namespaceURI !== 'http://www.w3.org/2000/svg') found.push(node.localName);
    for (const { name, value } of node.attributes)
      if (/^on|href|style|class/.test(name) || /script|url\(|hit|example/i.test(value))
        found.push(`${name}="${value}"`);
  }
  for (const { nodeType, nodeName } of picture.childNodes) if (nodeType !== Node.ELEMENT_NODE) found.push(nodeName);
  return found;
}

describe('[row 11] [row 13] hostile labels in a picture', () => {
  it('are three hundred', () => {
    expect(new Set(hostileTexts).size).toBe(300);
  });

  it('stay texts', () => {
    for (const text of hostileTexts) {
      const document = labelled(text);
      const svg = drawPicture(document, { theme: 'dark', ...pictureWords(document, null) });
      expect(complaints(new DOMParser().parseFromString(svg, 'image/svg+xml')), text).toEqual([]);
    }
  });

  it('are shown as they are where they fit', () => {
    const document = labelled('a<b>&"c\'');
    const parsed = new DOMParser().parseFromString(
      drawPicture(document, { theme: 'light', ...pictureWords(document, null) }),
      'image/svg+xml',
    );
    expect([...parsed.querySelectorAll('text')].map(({ textContent }) => textContent)).toContain('a<b>&"c\'');
    expect(parsed.querySelector('title')?.textContent).toBe('a<b>&"c\'');
  });

  it('[row 14] no colour of a document reaches a picture', () => {
    const document = labelled('red;fill:url(https://example.org)');
    const svg = drawPicture(document, { theme: 'light', ...pictureWords(document, null) });
    const colours = [...svg.matchAll(/(?:fill|stroke)="([^"]*)"/g)].map(([, colour]) => colour);
    for (const colour of colours) expect(colour).toMatch(/^(?:none|#[0-9a-f]{6})$/);
  });
});
