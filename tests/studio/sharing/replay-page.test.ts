/** A run written into a page: as data that nothing in it can leave, and never without a bound. */
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  dataPlace,
  inert,
  replayPage,
  stepsMax,
  textMax,
  tooLargeForPage,
} from '../../../src/studio/sharing/replay-page.ts';
import { hostileTexts } from './hostile.ts';

const viewer = `<!doctype html><html><head><title>x</title></head><body>${dataPlace}<script>1</script></body></html>`;

/** What a browser takes the page's data for, and how many scripts it finds. */
function parsed(html: string) {
  const page = new DOMParser().parseFromString(html, 'text/html');
  return { data: page.getElementById('run')?.textContent ?? '', elements: page.querySelectorAll('*').length };
}

describe('a run in a page', () => {
  it('refuses a viewer without a place for it, or with two', () => {
    expect(() => replayPage('<html></html>', '{}')).toThrow('no place');
    expect(() => replayPage(dataPlace + dataPlace, '{}')).toThrow('no place');
  });

  it('refuses what is not JSON', () => {
    expect(() => replayPage(viewer, '<script>')).toThrow();
  });

  it('is refused in one sentence when it is too large', () => {
    expect(tooLargeForPage('{}', stepsMax)).toBeNull();
    expect(tooLargeForPage('{}', stepsMax + 1)).toContain('200,001 steps');
    expect(tooLargeForPage('x'.repeat(textMax + 1), 1)).toContain('take the run file');
  });

  it('[row 11] stays one data block, whatever its texts say', () => {
    const { elements } = parsed(viewer);
    for (const text of [...hostileTexts, '$&$`$1', '\u2028\u2029', '</SCRIPT\n>', '<!--<script>']) {
      const found = parsed(replayPage(viewer, JSON.stringify({ name: text, [text]: [text] })));
      expect(found.elements).toBe(elements);
      expect(JSON.parse(found.data)).toEqual({ name: text, [text]: [text] });
    }
  });

  it('holds no sign that ends a script, a comment or a line, and means the same', () => {
    fc.assert(
      fc.property(fc.json(), (json) => {
        const text = inert(json);
        expect(text).not.toMatch(/[<>&\u2028\u2029]/);
        expect(JSON.parse(text)).toEqual(JSON.parse(json));
      }),
      { seed: 11, numRuns: 300 },
    );
  });
});
