/**
 * Problems of resources: more units than there can be, one that is named twice at once, holds that begin behind their end, leases that
 * cannot be renewed, and what one that renews does not heed.
 */
import {
  exactTime,
  problemAt,
  resolved,
  type Document,
  type FieldPath,
  type Fix,
  type Problem,
  type Severity,
} from '../../../document/index.ts';
import { longestDelay } from '../../../protocols/index.ts';

type Resource = NonNullable<Document['resources']>[number];

/** A need of one task, wherever it stands. */
interface Need {
  readonly of: string;
  readonly units: number;
  readonly fromMs: number;
  readonly toMs: number;
  readonly path: FieldPath;
}

export function resourceProblems(document: Document): Problem[] {
  const { resources = [], tasks = [] } = document;
  if (resources.length === 0) return [];
  const there = new Map(resources.map((each) => [each.id, each]));
  const ofTasks = tasks.flatMap(({ id }, at) => {
    const needs = needsOf(document, at);
    return [
      ...needs.flatMap((need) => needProblems(document, id, need, there)),
      ...twiceIn(document, id, needs, there),
    ];
  });
  const least = 2 * longestDelay(resolved(document)) + signsMs;
  return [...ofTasks, ...resources.flatMap((each, at) => termsOf(document, each, at, least)), ...ageProblems(document)];
}

function needsOf({ tasks = [] }: Document, at: number): Need[] {
  const { resources = [], holds = [] } = tasks[at]!;
  return [
    ...resources.map(({ id, units = 1 }, place): Need => ({
      ...{ of: id, units, fromMs: 0, toMs: Infinity },
      path: ['tasks', at, 'resources', place],
    })),
    ...holds.map(({ resource, units = 1, fromMs = 0, toMs = Infinity }, place): Need => ({
      ...{ of: resource, units, fromMs, toMs },
      path: ['tasks', at, 'holds', place],
    })),
  ];
}

/** A task that wants more than there is would wait for ever. */
function needProblems(document: Document, id: string, need: Need, there: ReadonlyMap<string, Resource>): Problem[] {
  const { of, units, fromMs, toMs, path } = need;
  const resource = there.get(of);
  if (resource === undefined) return [];
  const problems: Problem[] = [];
  const { units: all = 1, everyMs } = resource;
  const most = everyMs === undefined ? all : (resource.burst ?? all);
  if (units > most) {
    const place = [...path, 'units'];
    const can = everyMs === undefined ? `there are ${String(most)}` : `no more than ${String(most)} are saved up`;
    const message = `The task "${id}" wants ${String(units)} units of "${of}", and ${can}: it would wait for ever; ask for ${String(most)} at most, or add units.`;
    problems.push(wrong(document, place, 'units-too-many', message, set(`Ask for ${String(most)}`, place, most)));
  }
  if (toMs <= fromMs) {
    const place = [...path, 'toMs'];
    const message = `The task "${id}" gives "${of}" back at ${exactTime(toMs)} and takes it at ${exactTime(fromMs)}; let it end later, or leave the end out.`;
    problems.push(
      wrong(document, place, 'hold-backward', message, {
        label: 'Hold it to the end',
        edits: [{ kind: 'set-field', path: place }],
      }),
    );
  }
  return problems;
}

/** Whoever holds something and asks for it once more would wait for itself. */
function twiceIn(
  document: Document,
  id: string,
  needs: readonly Need[],
  there: ReadonlyMap<string, Resource>,
): Problem[] {
  return needs.flatMap((need, place): Problem[] => {
    const { of, path } = need;
    const atOnce = there.get(of)?.everyMs === undefined;
    const meets = (other: Need): boolean => other.of === of && other.fromMs < need.toMs && need.fromMs < other.toMs;
    if (!atOnce || !needs.slice(0, place).some(meets)) return [];
    const message = `The task "${id}" holds the resource "${of}" twice at once; name it once, with all units that it needs.`;
    const index = Number(path.at(-1));
    const fix: Fix = { label: 'Remove the second', edits: [{ kind: 'remove-item', path: path.slice(0, -1), index }] };
    return [wrong(document, path, 'resource-twice', message, fix)];
  });
}

/** Signs of life that a lease must hold, at least a millisecond apart. */
const signsMs = 3;
/** Units times milliseconds are counted in whole numbers up to here. */
const countMax = Number.MAX_SAFE_INTEGER;

function termsOf(document: Document, resource: Resource, at: number, least: number): Problem[] {
  const { id, leaseMs, everyMs, burst, mode, units = 1 } = resource;
  const problems: Problem[] = [];
  const placeOf = (field: string): FieldPath => ['resources', at, field];
  const without = (field: string, why: string, severity: Severity): void => {
    const path = placeOf(field);
    const fix: Fix = { label: 'Leave it out', edits: [{ kind: 'set-field', path }] };
    problems.push(problemAt(document, path, { code: 'resource-terms', severity, message: why, fix }));
  };
  if (everyMs === undefined) {
    if (burst !== undefined)
      without(
        'burst',
        `"${id}" does not renew, so that its burst says nothing; leave it out, or say in which time it renews.`,
        'warning',
      );
    if (leaseMs === undefined || leaseMs >= least) return problems;
    const path = placeOf('leaseMs');
    const message = `The lease of ${exactTime(leaseMs)} on "${id}" runs out before it can be renewed: a message there and back takes up to ${exactTime(least - signsMs)}, so that longer work loses it; write ${String(least)} or more, or leave it out.`;
    return [
      ...problems,
      wrong(document, path, 'lease-short', message, set(`Make it ${exactTime(least)}`, path, least)),
    ];
  }
  if (mode === 'exclusive')
    without(
      'mode',
      `"${id}" renews: its units are used up and nobody holds them, so that it cannot be exclusive; leave the mode out.`,
      'error',
    );
  if (leaseMs !== undefined)
    without(
      'leaseMs',
      `"${id}" renews: its units are used up and nobody holds them, so that its lease says nothing; leave it out.`,
      'warning',
    );
  if ((burst ?? units) * everyMs > countMax || units * everyMs > countMax) {
    const path = placeOf('everyMs');
    const message = `"${id}" renews ${String(units)} units in ${exactTime(everyMs)}, which is more than can be counted exactly; say fewer units in less time.`;
    problems.push(problemAt(document, path, { code: 'resource-terms', severity: 'error', message }));
  }
  return problems;
}

/** By age tasks fail so that others go on: without a second attempt that fails the run. */
function ageProblems(document: Document): Problem[] {
  const { deadlock } = document.conflicts ?? {};
  if (deadlock !== 'wait-die' && deadlock !== 'wound-wait') return [];
  return (document.tasks ?? []).flatMap(({ id, retry }, at): Problem[] => {
    if (needsOf(document, at).length < 2 || (retry?.attempts ?? 1) > 1) return [];
    const path = ['tasks', at, 'retry', 'attempts'];
    const message = `Under ${deadlock} the task "${id}" may have to fail for another, and it is tried only once; let it be tried again.`;
    const fix = set('Try it five times', path, 5);
    return [problemAt(document, path, { code: 'victim-untried', severity: 'warning', message, fix })];
  });
}

function wrong(document: Document, path: FieldPath, code: string, message: string, fix: Fix): Problem {
  return problemAt(document, path, { code, severity: 'error', message, fix });
}

function set(label: string, path: FieldPath, value: number): Fix {
  return { label, edits: [{ kind: 'set-field', path, value }] };
}
