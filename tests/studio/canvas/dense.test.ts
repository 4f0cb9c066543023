/** When wires step back: where they cross by the hundred, not where they are many side by side. */
import { expect, it } from 'vitest';
import type { Document } from '../../../src/document/index.ts';
import { sheetOf } from '../../../src/document/index.ts';
import { isDense } from '../../../src/studio/canvas/graph/dense.ts';
import { drawNodes } from '../../../src/studio/canvas/graph/drawing.ts';
import { placesOf } from '../../../src/studio/canvas/graph/places.ts';
import { drawEdges } from '../../../src/studio/canvas/graph/wires.ts';

const none = new Set<string>();

function dense(document: Document): boolean {
  const sheet = sheetOf(document, null);
  const nodes = drawNodes(sheet, placesOf(document), { selected: none, found: none, previous: [] });
  return isDense(drawEdges(sheet, { selected: none, previous: [] }), new Map(nodes.map((node) => [node.id, node])));
}

const task = (id: string, dependsOn: string[] = []) => ({ id, dependsOn });
const all = (letter: string, count: number) => Array.from({ length: count }, (_, at) => `${letter}${String(at)}`);

it('is no tangle where chains run side by side, however many', () => {
  const tasks = all('a', 100).flatMap((id, at) => [task(id), task(`b${String(at)}`, [id])]);
  expect(
    dense({
      tasks,
      view: {
        nodes: Object.fromEntries(
          tasks.map(({ id }) => [id, { x: id.startsWith('a') ? 0 : 300, y: Number(id.slice(1)) * 90 }]),
        ),
      },
    }),
  ).toBe(false);
});

it('is one where everybody waits for everybody', () => {
  expect(
    dense({ tasks: [...all('a', 9).map((id) => task(id)), ...all('b', 9).map((id) => task(id, all('a', 9)))] }),
  ).toBe(true);
  expect(
    dense({ tasks: [...all('a', 5).map((id) => task(id)), ...all('b', 5).map((id) => task(id, all('a', 5)))] }),
  ).toBe(false);
});

it('is one from so many wires on that counting them would take too long', () => {
  expect(dense({ tasks: [...all('a', 1).map((id) => task(id)), ...all('b', 500).map((id) => task(id, ['a0']))] })).toBe(
    true,
  );
});
