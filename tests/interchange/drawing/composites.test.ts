/** Composites, resources and shared memories in what draws a document outside of the page: Mermaid, DOT and the SVG picture. */
import { describe, expect, it } from 'vitest';
import type { Document } from '../../../src/document/index.ts';
import { drawPicture, type PictureOptions } from '../../../src/interchange/index.ts';
import { writeDot } from '../../../src/interchange/drawing/dot.ts';
import { writeMermaid } from '../../../src/interchange/drawing/mermaid.ts';

const report: Document = {
  agents: [{ id: 'ana' }],
  tasks: [
    { id: 'plan' },
    { id: 'report', dependsOn: ['plan'] },
    { id: 'draft', parent: 'report', resources: [{ id: 'press' }] },
    { id: 'check', parent: 'report', dependsOn: ['draft'] },
    { id: 'send', dependsOn: ['check'], writes: ['notes'] },
  ],
  resources: [{ id: 'press', name: 'Press' }],
  memories: [{ id: 'notes', replicas: ['ana'] }],
};
const options: PictureOptions = {
  theme: 'light',
  agentWords: () => ({ line: '', initials: 'A', lies: false, crashed: false, load: 0, running: ['draft'] }),
  taskWords: () => ({ state: null, line: 'one line', who: null }),
  shareWords: () => 'its terms',
};

describe('a composite', () => {
  it('too deep to be drawn inside stands outside, and nothing overflows', () => {
    const tasks = Array.from({ length: 20_000 }, (_, at) => ({
      id: `t${String(at)}`,
      ...(at === 0 ? {} : { parent: `t${String(at - 1)}` }),
    }));
    expect(writeMermaid({ tasks }).split('subgraph').length).toBeGreaterThan(30);
    expect(writeDot({ tasks })).toContain('n20000');
  });

  it('is a subgraph in Mermaid, with its parts in it', () => {
    expect(writeMermaid(report)).toContain(
      ['  subgraph n2["report"]', '    n3["draft"]', '    n4["check"]', '  end'].join('\n'),
    );
    expect(writeMermaid(report)).toContain('n1 --> n2');
  });

  it('is a cluster in DOT, at whose border wires end', () => {
    const dot = writeDot(report);
    expect(dot).toContain('subgraph cluster_n2 {');
    expect(dot).toContain('n1 -> n2 [lhead=cluster_n2];');
    expect(dot).toContain('compound=true;');
    expect(writeDot({ tasks: [{ id: 'a' }] })).not.toContain('compound');
  });

  it('is drawn closed in the picture: no part of it, a card behind its card, and what crosses its border', () => {
    const svg = drawPicture(report, options);
    expect(svg).not.toContain('>draft<');
    expect(svg).toContain('>report<');
    // check -> send, lifted to report -> send.
    expect(svg.split('stroke-dasharray="6 4"')).toHaveLength(2);
    // The work on a part leads to the composite.
    expect(svg.split('stroke-dasharray="4 4"')).toHaveLength(2);
  });
});

describe('what is shared', () => {
  it('is drawn with its wires, and named', () => {
    expect(writeMermaid(report)).toContain('s1[/"Press"/]');
    expect(writeMermaid(report)).toContain('n5 -. "writes" .- s2');
    expect(writeDot(report)).toContain('s2 [shape=cylinder, label="notes"];');
    const svg = drawPicture(report, options);
    expect(svg).toContain('>Press<');
    expect(svg).toContain('>its terms<');
    expect(svg.split('stroke-dasharray="2 3"')).toHaveLength(4);
  });
});
