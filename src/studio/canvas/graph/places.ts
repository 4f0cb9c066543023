/**
 * Where every node stands: at its place in the document, or, when it has none yet, where the layout would put it. Pure.
 * A place that was only worked out is written down with the first move, so that nothing jumps when one node is dragged.
 */
import { compositesOf, flattened, sheetOf, type Document, type Edit, type Place } from '../../../document/index.ts';
import { layoutDocument } from '../../../layout/index.ts';

export type Places = ReadonlyMap<string, Place>;

const columns = 6;
const columnWidth = 200;
const rowHeight = 100;
const stepDown = 84;
/** Ways to step aside, the nearest first; of equals, down before right before left before up. */
const steps = [0, 1, 2, 3, 4, -1, -2, -3, -4]
  .flatMap((right) => [0, 1, 2, 3, 4, 5, -1, -2, -3, -4, -5].map((down) => ({ right, down })))
  .sort(
    (one, other) => Math.abs(one.right) * 2 + Math.abs(one.down) - (Math.abs(other.right) * 2 + Math.abs(other.down)),
  );

/** A place for every node: on each sheet what has none yet stands below the rest, and where nothing has, as laid out. */
export function placesOf(document: Document): Places {
  const written = document.view?.nodes ?? {};
  const places = new Map<string, Place>();
  const { parts, parentOf } = compositesOf(document);
  const missing = new Map<string | null, string[]>();
  const started = new Set<string | null>();
  for (const id of nodeIds(document)) {
    const place = Object.hasOwn(written, id) ? written[id] : undefined;
    const sheet = parts.size === 0 ? null : parentOf(id);
    if (place !== undefined) {
      places.set(id, { x: place.x, y: place.y });
      started.add(sheet);
    } else if (missing.get(sheet)?.push(id) === undefined) missing.set(sheet, [id]);
  }
  for (const [sheet, ids] of missing) {
    if (!started.has(sheet)) {
      const laid = layoutDocument(flattened(sheetOf(document, sheet)));
      for (const id of ids) places.set(id, laid[id] ?? { x: 0, y: 0 });
      continue;
    }
    const all = [...places].filter(([id]) => parts.size === 0 || parentOf(id) === sheet);
    const origin = below(all.map(([, place]) => place));
    ids.forEach((id, index) => {
      places.set(id, {
        x: origin.x + (index % columns) * columnWidth,
        y: origin.y + Math.floor(index / columns) * rowHeight,
      });
    });
  }
  return places;
}

/** The edits that write down places which so far were only worked out; none when all are written. */
export function settlingEdits(document: Document, places: Places): Edit[] {
  const written = document.view?.nodes ?? {};
  const loose = [...places].filter(([id]) => !Object.hasOwn(written, id));
  return loose.length === 0 ? [] : [{ kind: 'move-nodes', places: Object.fromEntries(loose) }];
}

/** The edit that puts everything where a layout has it; null when there is nothing to lay out. */
export function tidyEdit(places: Readonly<Record<string, Place>>): Edit | null {
  return Object.keys(places).length === 0 ? null : { kind: 'move-nodes', places };
}

/** The place nearest to `wanted`, in steps of a card, where a card covers no other. */
export function freePlace(places: Places, wanted: Place): Place {
  const others = [...places.values()].filter(
    ({ x, y }) => Math.abs(x - wanted.x) < 5 * columnWidth && Math.abs(y - wanted.y) < 9 * stepDown,
  );
  for (const { right, down } of steps) {
    const place = { x: wanted.x + right * columnWidth, y: wanted.y + down * stepDown };
    if (isFree(others, place)) return place;
  }
  return wanted;
}

/** The first place, read in rows of the given width from a corner on, where a card covers no other; px of the drawing. */
export function nextInRows(places: Places, from: Place, width: number): Place {
  const others = [...places.values()];
  const across = Math.max(1, Math.floor(width / columnWidth));
  // A card covers at most four of these places, so one of them is free.
  for (let at = 0; at <= others.length * 4; at += 1) {
    const place = { x: from.x + (at % across) * columnWidth, y: from.y + Math.floor(at / across) * rowHeight };
    if (isFree(others, place)) return place;
  }
  return from;
}

function isFree(others: readonly Place[], { x, y }: Place): boolean {
  return !others.some((other) => Math.abs(other.x - x) < columnWidth - 8 && Math.abs(other.y - y) < stepDown - 8);
}

function nodeIds({ agents = [], tasks = [], resources = [], memories = [] }: Document): string[] {
  return [...agents, ...tasks, ...resources, ...memories].map(({ id }) => id);
}

function below(places: readonly Place[]): Place {
  let x = Infinity;
  let y = -Infinity;
  for (const place of places) {
    x = Math.min(x, place.x);
    y = Math.max(y, place.y);
  }
  return { x, y: y + rowHeight };
}
