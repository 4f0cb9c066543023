/** Names over a drawing that is seen from afar: families where they stand, managers, single nodes, and none over another. */
import { expect, it } from 'vitest';
import type { Document } from '../../../src/document/index.ts';
import { sheetOf, shownName } from '../../../src/document/index.ts';
import { candidatesOf, placed, type Region } from '../../../src/studio/canvas/far/regions.ts';
import { drawNodes } from '../../../src/studio/canvas/graph/drawing.ts';
import { placesOf } from '../../../src/studio/canvas/graph/places.ts';
import { partsOfNames } from '../../../src/studio/format/index.ts';

const none = new Set<string>();

function regionsOf(document: Document): readonly Region[] {
  const named = [...(document.agents ?? []), ...(document.tasks ?? [])];
  const names = new Map(named.map((node) => [node.id, shownName(node)]));
  const nodes = drawNodes(sheetOf(document, null), placesOf(document), { selected: none, found: none, previous: [] });
  return candidatesOf(nodes, (id) => names.get(id) ?? id, partsOfNames(names.values()));
}

const chains: Document = {
  agents: [
    { id: 'lead', name: 'Lead' },
    ...['a', 'b', 'c'].map((id) => ({ id, name: `Worker ${id}`, reportsTo: 'lead' })),
  ],
  tasks: [
    ...Array.from({ length: 12 }, (_, at) => ({ id: `p${String(at)}`, name: `mProject_ID00${String(at + 10)}` })),
    ...Array.from({ length: 12 }, (_, at) => ({
      id: `d${String(at)}`,
      name: `mDiffFit_ID00${String(at + 30)}`,
      dependsOn: [`p${String(at)}`],
    })),
    { id: 'end', name: 'Collect', dependsOn: ['d0', 'd11'] },
  ],
};

it('are of families and teams first, with how many they are, then of whatever stands alone', () => {
  const texts = regionsOf(chains).map(({ text }) => text);
  expect(texts[0]).toBe('Lead');
  expect(texts.slice(1, 4).sort()).toEqual(['Worker × 3', 'mDiffFit × 12', 'mProject × 12']);
  expect(texts).toContain('Collect');
  expect(regionsOf(chains).flatMap(({ ids }) => ids)).toHaveLength(29);
});

it('stand for all that are called the same', () => {
  const same = Array.from({ length: 5 }, (_, at) => ({ id: `t${String(at)}`, name: 'A.B.FASTQC' }));
  const [region] = regionsOf({ tasks: [...same, { id: 'o', name: 'A.B.TRIM' }] });
  expect(region).toMatchObject({ text: 'FASTQC × 5', ids: ['t0', 't1', 't2', 't3', 't4'] });
});

it('stay within the drawing', () => {
  const long = regionsOf({
    tasks: [
      { id: 'a', name: 'A long name at the edge' },
      { id: 'b', dependsOn: ['a'] },
      { id: 'c', dependsOn: ['b'] },
      { id: 'd', dependsOn: ['c'] },
      { id: 'e', dependsOn: ['d'] },
    ],
  });
  const box = { x: 0, y: 0, width: 1100, height: 76 };
  const [first] = placed(long, 0.25, box).filter(({ text }) => text.startsWith('A'));
  expect(first?.x).toBeGreaterThan(200);
  expect(placed(long, 0.25).find(({ text }) => text.startsWith('A'))?.x).toBe(88);
});

it('never cover each other, and are the same wherever the view is', () => {
  const many = regionsOf({
    tasks: Array.from({ length: 300 }, (_, at) => ({
      id: `t${String(at)}`,
      name: `${'xyz'.charAt(at % 3)}${String(at)}oddly named`,
    })),
  });
  for (const zoom of [0.05, 0.12, 0.3]) {
    const shown = placed(many, zoom);
    expect(shown.length).toBeGreaterThan(0);
    for (const one of shown)
      for (const other of shown)
        if (one !== other && Math.abs(one.y - other.y) * zoom < 20)
          expect(Math.abs(one.x - other.x) * zoom).toBeGreaterThan(one.text.length * 2 + other.text.length * 2);
  }
});
