/** Tries Mermaid, DOT and file names with hostile labels: a small reader of each language has to find nothing but text. */
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Document } from '../../../src/document/index.ts';
import { visible } from '../../../src/interchange/drawing/drawing.ts';
import { exportDocument, EXPORT_FORMATS, safeFileName } from '../../../src/interchange/index.ts';

const bites = [
  '"',
  "'",
  '`',
  '\\',
  '\\"',
  '\n',
  '\r\n',
  '\u2028',
  '\0',
  '\u001b[31m',
  '</script><script>alert(1)</script>',
  '<img src=x onerror=alert(1)>',
  ']]',
  '"]',
  ')',
  '}}',
  '|',
  '-->',
  '---',
  '%%{init: {}}%%',
  '%% x',
  ';',
  'end',
  'subgraph',
  'click n1 "javascript:alert(1)"',
  'click n1 call f()',
  'style n1 fill:#f00',
  'javascript:alert(1)',
  '#quot;',
  '#34;',
  '&quot;',
  '&lt;b&gt;',
  '\\N',
  '\\',
  '1. x',
  '- x',
  '**b**',
  '`md`',
  '$$x$$',
  '\u202e',
  '\u2066',
  '\u200b',
  '\ufeff',
  '\ud800',
  '\u05d0\u05d1',
  '\u{1f600}',
  'é',
  '/*',
  '*/',
  '//',
  '#',
  '];',
  'URL="javascript:x"',
  '__x__',
  '@{ shape: x }',
];
const hostile = fc
  .array(fc.oneof(fc.constantFrom(...bites), fc.string({ unit: 'binary', maxLength: 6 })), { maxLength: 8 })
  .map((parts) => parts.join(''));

const drawn = (label: string): Document => ({
  name: label,
  agents: [
    { id: 'lead', role: 'manager', name: label },
    { id: 'ana', reportsTo: 'lead' },
  ],
  tasks: [
    { id: 'a', name: label },
    { id: 'b', dependsOn: [{ task: 'a', when: label }, 'gone'], agent: 'ana' },
    { id: label, dependsOn: ['a'] },
  ],
});

/** Every line that the writer may write; a label is letters, digits, a few signs and numbered characters. */
const mermaidText = String.raw`(?:[\p{L}\p{M}\p{N} .,:_-]|#\d+;)+`;
const mermaidLines = new RegExp(
  `^(?:flowchart LR|  subgraph agents\\["Agents"\\]|    direction TB|  end` +
    `|    a\\d+(?:\\{\\{"${mermaidText}"\\}\\}|\\("${mermaidText}"\\))|    a\\d+ --- a\\d+` +
    `|  n\\d+\\["${mermaidText}"\\]|  n\\d+ -->(?:\\|"${mermaidText}"\\|)? n\\d+|  a\\d+ -.-> n\\d+)$`,
  'u',
);

/** The tokens of a DOT text, read as Graphviz reads them: in quotes only \" and \\ are pairs. */
function dotTokens(text: string): { words: string[]; strings: string[] } {
  const words: string[] = [];
  const strings: string[] = [];
  for (let at = 0; at < text.length;) {
    if (text[at] === '"') {
      let end = at + 1;
      while (end < text.length && text[end] !== '"') end += text[end] === '\\' ? 2 : 1;
      expect(end).toBeLessThan(text.length);
      strings.push(text.slice(at + 1, end));
      words.push('""');
      at = end + 1;
    } else {
      const word = /^(?:\s+|->|[a-z_]+\d*|[A-Z]+|[{}[\]=,;])/.exec(text.slice(at))?.[0];
      if (word === undefined) throw new Error(`Not a word of DOT: ${text.slice(at, at + 40)}`);
      if (word.trim() !== '') words.push(word);
      at += word.length;
    }
  }
  return { words, strings };
}

describe('drawings of hostile labels', () => {
  it('[row 11] never leave the quotes of Mermaid', () => {
    fc.assert(
      fc.property(hostile, (label) => {
        const lines = exportDocument(drawn(label), 'mermaid').text.split('\n');
        expect(lines.pop()).toBe('');
        for (const line of lines) expect(line).toMatch(mermaidLines);
        for (const line of lines) expect(line).not.toMatch(/"(?:\d+\.|-)/);
      }),
      { seed: 300, numRuns: 300, examples: bites.map((bite) => [bite]) },
    );
  });

  it('[row 11] never leave the quotes of DOT, and carry no mark-up', () => {
    // A condition without any visible character is no label at all, so both forms are allowed.
    const shapes = ['x', ''].map((label) => dotTokens(exportDocument(drawn(label), 'dot').text).words.join(' '));
    fc.assert(
      fc.property(hostile, (label) => {
        const { words, strings } = dotTokens(exportDocument(drawn(label), 'dot').text);
        expect(shapes).toContain(words.join(' '));
        // eslint-disable-next-line no-control-regex
        for (const text of strings) expect(text).not.toMatch(/[<>\u0000-\u001f\u2028\u202e\u2066]/);
        for (const text of strings) expect(text.replaceAll(/&(?:amp|lt|gt);/g, '')).not.toContain('&');
      }),
      { seed: 301, numRuns: 300, examples: bites.map((bite) => [bite]) },
    );
  });

  it('[row 11] make file names that are one plain name', () => {
    for (const name of [
      '../../etc/passwd',
      '..\\x',
      'con',
      'NUL.txt',
      '.hidden',
      '',
      '   ',
      '-rf',
      'a/b:c*?"<>|',
      'x'.repeat(500),
      '\u202egnp.exe',
    ])
      expect(safeFileName(name, '.json')).toMatch(/^(?!(?:con|nul)\b)[a-zA-Z0-9][a-zA-Z0-9._-]{0,100}\.json$/i);
    fc.assert(
      fc.property(hostile, (label) => {
        for (const format of EXPORT_FORMATS) {
          const { fileName } = exportDocument(drawn(label), format);
          expect(fileName).toMatch(/^[\p{L}\p{M}\p{N}][\p{L}\p{M}\p{N}._-]{0,110}$/u);
          expect(fileName).not.toContain('..');
        }
      }),
      { seed: 302, numRuns: 300 },
    );
  });
});

describe('drawings', () => {
  const document: Document = {
    name: 'Field report',
    agents: [
      { id: 'lead', role: 'manager' },
      { id: 'ana', reportsTo: 'lead' },
    ],
    tasks: [
      { id: 'collect' },
      { id: 'write', name: 'Write "it" up', agent: 'ana', dependsOn: [{ task: 'collect', when: 'a > 1' }] },
    ],
  };

  it('show the hierarchy, the tasks and what holds them in Mermaid', () => {
    expect(exportDocument(document, 'mermaid')).toEqual({
      fileName: 'Field-report.mmd',
      mediaType: 'text/vnd.mermaid',
      text: [
        'flowchart LR',
        '  subgraph agents["Agents"]',
        '    direction TB',
        '    a1{{"lead"}}',
        '    a2("ana")',
        '    a1 --- a2',
        '  end',
        '  n1["collect"]',
        '  n2["Write #34;it#34; up"]',
        '  n1 -->|"a #62; 1"| n2',
        '  a2 -.-> n2',
        '',
      ].join('\n'),
    });
  });

  it('show the same in DOT', () => {
    expect(exportDocument(document, 'dot')).toEqual({
      fileName: 'Field-report.dot',
      mediaType: 'text/vnd.graphviz',
      text: [
        'digraph conclave {',
        '  rankdir=LR;',
        '  label="Field report";',
        '  node [style=rounded];',
        '  subgraph cluster_agents {',
        '    label="Agents";',
        '    a1 [shape=hexagon, label="lead"];',
        '    a2 [shape=ellipse, label="ana"];',
        '    a1 -> a2 [arrowhead=none];',
        '  }',
        '  n1 [shape=box, label="collect"];',
        '  n2 [shape=box, label="Write \\"it\\" up"];',
        '  n1 -> n2 [label="a &gt; 1"];',
        '  a2 -> n2 [style=dashed];',
        '}',
        '',
      ].join('\n'),
    });
  });

  it('of an empty document are empty', () => {
    expect(exportDocument({}, 'mermaid').text).toBe('flowchart LR\n');
    expect(exportDocument({}, 'dot').text).toContain('digraph conclave {');
  });
});

it('a label is whole up to 200 characters, and one that is longer is cut to as many, letters of two halves counted once', () => {
  for (const letter of ['a', '\u{1f600}'])
    for (const length of [0, 1, 199, 200, 201, 300]) {
      const shown = visible(letter.repeat(length));
      expect(shown).toBe(length <= 200 ? letter.repeat(length) : `${letter.repeat(199)}…`);
    }
});
