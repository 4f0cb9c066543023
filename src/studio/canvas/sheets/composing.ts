/**
 * Making a composite of tasks, and taking one apart. Nothing about what waits for what changes: the wires of the tasks stay theirs,
 * and what a composite waited for falls to its first parts, what waited for it to its last. Pure.
 */
import { apply, compositesOf, type Dependency, type Document, type Edit, type Place } from '../../../document/index.ts';
import { freshName, takenIds, type Addition } from '../graph/edits.ts';
import { placesOf, settlingEdits, type Places } from '../graph/places.ts';
import { compositeSize, taskSize } from '../graph/sizes.ts';

/** The tasks among `ids`, when nothing else is and all of them stand on one sheet; else none. */
export function composable(document: Document, ids: ReadonlySet<string>): readonly string[] {
  const { parentOf } = compositesOf(document);
  const tasks = (document.tasks ?? []).filter(({ id }) => ids.has(id)).map(({ id }) => id);
  const [first] = tasks;
  return first !== undefined && tasks.every((id) => parentOf(id) === parentOf(first)) ? tasks : [];
}

/** Makes a composite of tasks; null when they cannot be one. */
export function composeEdit(document: Document, places: Places, ids: ReadonlySet<string>): Addition | null {
  const tasks = composable(document, ids);
  const [first] = tasks;
  if (first === undefined) return null;
  const around = compositesOf(document).parentOf(first);
  const { id, name } = freshName('composite', takenIds(document));
  const node = { id, name, ...(around === null ? {} : { parent: around }) };
  const middle = middleOf(tasks, places);
  const place = {
    x: Math.round(middle.x - compositeSize.width / 2),
    y: Math.round(middle.y - compositeSize.height / 2),
  };
  const edits: Edit[] = [
    ...settlingEdits(document, places),
    { kind: 'add-node', collection: 'tasks', node, place },
    ...tasks.map((task): Edit => ({
      kind: 'update-node',
      collection: 'tasks',
      id: task,
      field: ['parent'],
      value: id,
    })),
  ];
  return { id, edit: { kind: 'batch', label: 'Make a composite', edits } };
}

/** Takes composites apart, one after the other: their parts stand where they stood. */
export function dissolveEdit(
  document: Document,
  places: Places,
  ids: ReadonlySet<string>,
): { readonly edit: Edit; readonly parts: readonly string[] } | null {
  const chosen = (document.tasks ?? []).filter(({ id }) => ids.has(id)).map(({ id }) => id);
  const edits: Edit[] = [];
  const freed = new Set<string>();
  let now = document;
  let stand = places;
  for (const id of chosen) {
    const own = compositesOf(now).parts.get(id);
    if (own === undefined) continue;
    const edit = dissolved(now, stand, { id, own });
    const result = apply(now, edit);
    if (!result.ok) return null;
    edits.push(edit);
    now = result.value.document;
    stand = placesOf(now);
    for (const part of own) freed.add(part);
    freed.delete(id);
  }
  if (edits.length === 0) return null;
  return { edit: { kind: 'batch', label: 'Dissolve', edits }, parts: [...freed] };
}

function dissolved(document: Document, places: Places, { id, own }: { id: string; own: readonly string[] }): Edit {
  const around = compositesOf(document).parentOf(id);
  const dependsOn = document.tasks?.find((task) => task.id === id)?.dependsOn ?? [];
  const corner = places.get(id) ?? { x: 0, y: 0 };
  const from = middleOf(own, places);
  const moved: Record<string, Place> = {};
  for (const part of own) {
    const { x, y } = places.get(part) ?? { x: 0, y: 0 };
    moved[part] = {
      x: Math.round(x + corner.x + compositeSize.width / 2 - from.x),
      y: Math.round(y + corner.y + compositeSize.height / 2 - from.y),
    };
  }
  const edits: Edit[] = [
    ...settlingEdits(document, places),
    ...wiresOf(document, { id, own, dependsOn }),
    ...own.map((part): Edit => {
      const change = { kind: 'update-node', collection: 'tasks', id: part, field: ['parent'] } as const;
      return around === null ? change : { ...change, value: around };
    }),
    { kind: 'move-nodes', places: moved },
    { kind: 'remove-node', collection: 'tasks', id },
  ];
  return { kind: 'batch', edits };
}

/** What a composite waited for falls to its first parts, and what waited for it to its last. */
function wiresOf(
  document: Document,
  { id, own, dependsOn }: { id: string; own: readonly string[]; dependsOn: readonly Dependency[] },
): Edit[] {
  const tasks = document.tasks ?? [];
  const inside = new Set(own);
  const waits = new Map(tasks.map((task) => [task.id, new Set((task.dependsOn ?? []).map(nameOf))]));
  const waited = new Set(own.flatMap((part) => [...(waits.get(part) ?? [])]));
  const first = own.filter((part) => ![...(waits.get(part) ?? [])].some((before) => inside.has(before)));
  const last = own.filter((part) => !waited.has(part));
  const edits: Edit[] = [];
  for (const part of first)
    for (const one of dependsOn)
      if (waits.get(part)?.has(nameOf(one)) !== true) edits.push({ ...carriedBy(one), from: nameOf(one), to: part });
  for (const task of tasks) {
    const written = (task.dependsOn ?? []).find((one) => nameOf(one) === id);
    if (written === undefined || inside.has(task.id)) continue;
    for (const part of last)
      if (waits.get(task.id)?.has(part) !== true) edits.push({ ...carriedBy(written), from: part, to: task.id });
  }
  return edits;
}

function carriedBy(dependency: Dependency): Edit & { readonly kind: 'connect' } {
  const { transferMs, when } = typeof dependency === 'string' ? {} : dependency;
  return {
    kind: 'connect',
    from: '',
    to: '',
    ...(transferMs === undefined ? {} : { transferMs }),
    ...(when === undefined ? {} : { when }),
  };
}

function middleOf(ids: readonly string[], places: Places): Place {
  const stand = ids.flatMap((id) => places.get(id) ?? []);
  if (stand.length === 0) return { x: 0, y: 0 };
  const [xs, ys] = [stand.map(({ x }) => x), stand.map(({ y }) => y)];
  return {
    x: (Math.min(...xs) + Math.max(...xs) + taskSize.width) / 2,
    y: (Math.min(...ys) + Math.max(...ys) + taskSize.height) / 2,
  };
}

function nameOf(dependency: Dependency): string {
  return typeof dependency === 'string' ? dependency : dependency.task;
}
