/** Problems of resources: more units than there are, one that is named twice at once, and a lease that cannot be renewed. */
import {
  exactTime,
  problemAt,
  resolved,
  type Document,
  type FieldPath,
  type Fix,
  type Problem,
} from '../../document/index.ts';
import { longestDelay } from '../../protocols/index.ts';

export function resourceProblems(document: Document): Problem[] {
  if ((document.resources ?? []).length === 0) return [];
  return [...unitsOf(document), ...twiceIn(document), ...leasesOf(document)];
}

/** A task that wants more than there is would wait for ever. */
function unitsOf(document: Document): Problem[] {
  const there = new Map((document.resources ?? []).map(({ id, units = 1 }) => [id, units]));
  return (document.tasks ?? []).flatMap(({ id, resources = [] }, at) =>
    resources.flatMap(({ id: of, units = 1 }, place): Problem[] => {
      const most = there.get(of);
      if (most === undefined || units <= most) return [];
      const path = ['tasks', at, 'resources', place, 'units'];
      const message = `The task "${id}" wants ${String(units)} units of "${of}", and there are ${String(most)}: it would wait for ever; ask for ${String(most)} at most, or add units.`;
      return [wrong(document, path, 'units-too-many', message, set(`Ask for ${String(most)}`, path, most))];
    }),
  );
}

/** Whoever holds something and asks for it once more would wait for itself. */
function twiceIn(document: Document): Problem[] {
  return (document.tasks ?? []).flatMap(({ id, resources = [] }, at) =>
    resources.flatMap(({ id: of }, place): Problem[] => {
      if (resources.findIndex((each) => each.id === of) === place) return [];
      const path = ['tasks', at, 'resources', place];
      const message = `The task "${id}" names the resource "${of}" twice; name it once, with all units that it needs.`;
      const fix = {
        label: 'Remove the second',
        edits: [{ kind: 'remove-item', path: path.slice(0, -1), index: place } as const],
      };
      return [wrong(document, path, 'resource-twice', message, fix)];
    }),
  );
}

/** Signs of life that a lease must hold, at least a millisecond apart. */
const signsMs = 3;

function leasesOf(document: Document): Problem[] {
  const longest = longestDelay(resolved(document));
  const least = 2 * longest + signsMs;
  return (document.resources ?? []).flatMap(({ id, leaseMs }, at): Problem[] => {
    if (leaseMs === undefined || leaseMs >= least) return [];
    const path = ['resources', at, 'leaseMs'];
    const message = `The lease of ${exactTime(leaseMs)} on "${id}" runs out before it can be renewed: a message there and back takes up to ${exactTime(2 * longest)}, so that longer work loses it; write ${String(least)} or more, or leave it out.`;
    return [wrong(document, path, 'lease-short', message, set(`Make it ${exactTime(least)}`, path, least))];
  });
}

function wrong(document: Document, path: FieldPath, code: string, message: string, fix: Fix): Problem {
  return problemAt(document, path, { code, severity: 'error', message, fix });
}

function set(label: string, path: FieldPath, value: number): Fix {
  return { label, edits: [{ kind: 'set-field', path, value }] };
}
