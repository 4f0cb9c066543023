/** Markdown on the page: hostile text is text, links leave no trace, and nothing is fetched. */
import { render } from '@testing-library/svelte';
import { describe, expect, it } from 'vitest';
import { Markdown } from '../../../src/studio/design/index.ts';

const shown = (text: string): HTMLElement => render(Markdown, { text }).container;

describe('a note', () => {
  it.each([
    '<img src=x onerror=alert(1)>',
    '**<script>alert(1)</script>**',
    '[<b>x</b>](javascript:alert(1))',
    '`<svg onload=alert(1)>`',
    '![x](https://a.example/x.png)',
    '# <iframe src="https://a.example">',
    '- <a href="javascript:alert(1)">x</a>',
    '```\n<style>*{display:none}</style>\n```',
  ])('%j makes no element of its own', (text) => {
    const all = [...shown(text).querySelectorAll('*')];
    expect(all.filter((each) => /^(img|script|svg|iframe|style|b|object|form)$/iu.test(each.tagName))).toEqual([]);
    for (const each of all)
      for (const { name, value } of each.attributes) expect(`${name}=${value}`).not.toMatch(/^on|javascript:/iu);
  });

  it('shows headings, lists, emphasis, code and links that open elsewhere and tell nothing', () => {
    const note = shown('# Plan\n\n1. **Ask** *Ana*\n- `run`\n\n[The plan](https://a.example/p)');
    expect(note.querySelector('.heading')).toHaveTextContent('Plan');
    expect([...note.querySelectorAll('li')].map((each) => each.textContent.trim())).toEqual(['1. Ask Ana', '• run']);
    expect([note.querySelector('strong')?.textContent, note.querySelector('em')?.textContent]).toEqual(['Ask', 'Ana']);
    const link = note.querySelector('a');
    expect([link?.getAttribute('href'), link?.rel, link?.target, link?.getAttribute('referrerpolicy')]).toEqual([
      'https://a.example/p',
      'noopener noreferrer',
      '_blank',
      'no-referrer',
    ]);
  });
});
