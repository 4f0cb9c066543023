/** Notes as Markdown: what is no markup stays text, no link leads anywhere but to the web or mail, and any text is read in time. */
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { isMarked, markdownOf, plainOf, type Block, type Inline } from '../../../src/document/index.ts';
import { safeHref } from '../../../src/document/display/markdown/inlines.ts';

/** Parts as a short text: `*` bold, `/` italic, `` ` `` code, `[words](address)`, `|` a break. */
const told = (parts: readonly Inline[]): string =>
  parts
    .map((part) => {
      if (part.kind === 'text') return part.text;
      if (part.kind === 'break') return '|';
      if (part.kind === 'code') return `\`${part.text}\``;
      if (part.kind === 'link') return `[${told(part.parts)}](${part.href})`;
      const sign = part.kind === 'bold' ? '*' : '/';
      return `${sign}${told(part.parts)}${sign}`;
    })
    .join('');
const line = (text: string): string => {
  const [block, ...others] = markdownOf(text);
  expect(others).toEqual([]);
  return block !== undefined && 'parts' in block ? told(block.parts) : JSON.stringify(block);
};
const partsIn = (parts: readonly Inline[]): readonly Inline[] =>
  parts.flatMap((part) => ('parts' in part ? [part, ...partsIn(part.parts)] : [part]));
const allIn = (blocks: readonly Block[]): readonly Inline[] =>
  blocks.flatMap((block) =>
    block.kind === 'list'
      ? block.items.flatMap(({ parts }) => partsIn(parts))
      : 'parts' in block
        ? partsIn(block.parts)
        : [],
  );

describe('a link', () => {
  it.each([
    'javascript:alert(1)',
    'JAVASCRIPT:alert(1)',
    ' javascript:alert(1)',
    'java\nscript:alert(1)',
    'java\tscript:alert(1)',
    'data:text/html,<script>alert(1)</script>',
    'vbscript:x',
    'file:///etc/passwd',
    'blob:https://a.example/x',
    'ftp://a.example/',
    '//a.example/',
    '/here',
    '#/d/d-1',
    'http:',
    'https://',
    'https:a.example',
    'http:/a.example',
    'mailto:',
    'https://a.example/"onclick="alert(1)',
    'https://a.example/<b>',
    'https://a.example/\u202Egpj.exe',
    'https://a.example/\u0000',
    `https://a.example/${'a'.repeat(2000)}`,
  ])('to %j is none: it stays as it was typed', (href) => {
    expect(safeHref(href)).toBeNull();
    const links = allIn(markdownOf(`[Look](${href})`)).filter((part) => part.kind === 'link');
    // An address within the text is a link by itself, as far as it is one: never under another name.
    expect(links.filter((part) => part.href !== told(part.parts))).toEqual([]);
  });

  it('leads to the web or to mail', () => {
    expect(line('See [the plan](https://a.example/p?q=1#z).')).toBe('See [the plan](https://a.example/p?q=1#z).');
    expect(line('[Mail](mailto:ana@a.example)')).toBe('[Mail](mailto:ana@a.example)');
    expect(line('at https://a.example/x, or')).toBe('at [https://a.example/x](https://a.example/x), or');
    expect(line('xhttps://a.example')).toBe('xhttps://a.example');
  });

  it('holds no link, and a picture is a link at most, never fetched', () => {
    expect(line('[https://b.example](https://a.example)')).toBe('[https://b.example](https://a.example)');
    expect(line('![x](https://a.example/x.png)')).toBe('![x](https://a.example/x.png)');
    expect(allIn(markdownOf('![x](https://a.example/x.png)')).map(({ kind }) => kind)).toEqual([
      'text',
      'link',
      'text',
    ]);
  });
});

describe('a line', () => {
  it.each([
    ['2 * 3 * 4', '2 * 3 * 4'],
    ['snake_case_name and a__b__c', 'snake_case_name and a__b__c'],
    ['**open', '**open'],
    ['** not **', '** not **'],
    ['`open', '`open'],
    ['[a] (b)', '[a] (b)'],
    [String.raw`\*no\*`, '*no*'],
    ['<b>x</b> &amp;', '<b>x</b> &amp;'],
  ])('%j is text', (typed, read) => {
    expect(line(typed)).toBe(read);
  });

  it.each([
    ['a **b** c', 'a *b* c'],
    ['a *b* _c_ __d__', 'a /b/ /c/ *d*'],
    ['***both***', '*/both/*'],
    ['**a *b* c**', '*a /b/ c*'],
    ['`a **b**`', '`a **b**`'],
    ['``a ` b``', '`a ` b`'],
    ['one\ntwo', 'one|two'],
  ])('%j has its marks', (typed, read) => {
    expect(line(typed)).toBe(read);
  });
});

describe('blocks', () => {
  it('are headings, lists, quotes, code, rules and paragraphs', () => {
    const text = '# Plan\n\nFirst.\n- a\n  - b\n2. c\n\n> said\n> so\n\n```js\n**x**\n```\n---\nLast';
    expect(markdownOf(text).map(({ kind }) => kind)).toEqual([
      'heading',
      'paragraph',
      'list',
      'quote',
      'code',
      'rule',
      'paragraph',
    ]);
    const list = markdownOf(text)[2];
    expect(list?.kind === 'list' && list.items.map(({ depth, number }) => [depth, number])).toEqual([
      [0, null],
      [1, null],
      [0, 2],
    ]);
  });

  it('a number sign without a blank, and a list sign without words, are text', () => {
    expect(markdownOf('#tag\n-\n1)').map(({ kind }) => kind)).toEqual(['paragraph']);
    expect(isMarked('#tag\nplain 2 * 3')).toBe(false);
    expect(isMarked('a **b**')).toBe(true);
  });

  it('code that is not closed goes on to the end', () => {
    expect(markdownOf('```\na\n\nb')).toEqual([{ kind: 'code', text: 'a\n\nb' }]);
  });

  it('without their marks are the words in their lines; a text without marks is as it was typed', () => {
    expect(plainOf('# Plan\n- **a**\n  - [b](https://a.example)\n3. c')).toBe('Plan\n• a\n  • b\n3. c');
    expect(plainOf('one\n\n\ntwo  ')).toBe('one\n\n\ntwo  ');
  });
});

describe('any text', () => {
  const pieces = [
    '*',
    '**',
    '_',
    '`',
    '```',
    '[',
    '](',
    ')',
    'https://a.example',
    '#',
    '- ',
    '1. ',
    '> ',
    '\n',
    ' ',
    'a',
    '\\',
    '\u0000',
  ];
  const texts = fc.array(fc.constantFrom(...pieces), { maxLength: 60 }).map((parts) => parts.join(''));

  it('is read, and every link of it may be followed', () => {
    fc.assert(
      fc.property(fc.oneof(texts, fc.string({ unit: 'binary' })), (text) => {
        for (const part of allIn(markdownOf(text)))
          if (part.kind === 'link') expect(safeHref(part.href)).toBe(part.href);
      }),
      { seed: 7, numRuns: 2000 },
    );
  });

  it('loses no word', () => {
    const words = (text: string): string => text.replaceAll(/[^a-z]/gu, '');
    fc.assert(
      fc.property(
        fc.array(fc.constantFrom('*', '**', '_', '`', '[', '- ', '> ', '\n', ' ', 'a', 'b', 'c'), { maxLength: 60 }),
        (parts) => {
          const text = parts.join('').replaceAll('```', '');
          expect(words(plainOf(text))).toBe(words(text));
        },
      ),
      { seed: 8, numRuns: 2000 },
    );
  });

  it('that nests for ever, or opens for ever, is read', () => {
    for (const piece of ['*a ', '**a ', '_a ', '[', '[a](', '`', '> ', '- ', '`a``', '*a*', '**a*b', 'https://', '\\'])
      expect(markdownOf(piece.repeat(20_000 / piece.length)).length).toBeGreaterThan(0);
    const deep = `${'**a *b '.repeat(2000)}${'*c **d'.repeat(2000)}`;
    const depth = (parts: readonly Inline[]): number =>
      Math.max(0, ...parts.map((part) => ('parts' in part ? 1 + depth(part.parts) : 0)));
    expect(Math.max(...markdownOf(deep).map((block) => ('parts' in block ? depth(block.parts) : 0)))).toBeLessThan(10);
  });
});
