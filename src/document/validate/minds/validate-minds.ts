/*
 * Problems of what an agent has in mind: names in its working memory, its goals, and what tasks recall that nobody
 * remembers. The sizes of a memory are bounds of the schema; names stay free there, so that what later versions write is kept.
 */
import type { Json } from '../../../base/index.ts';
import { type Agent, MEMORY_SCORES } from '../../schema/agent.ts';
import type { Document } from '../../schema.ts';
import { resolvedAgent, resolvedRecall } from '../../defaults.ts';
import { nearestName } from '../unknown/nearest.ts';
import { problemAt, type Fix, type Problem } from '../problem.ts';

interface Known {
  readonly fits: (value: Json) => boolean;
  /** What to give instead. */
  readonly wants: string;
}

/** Sizes and flags are looked at by the schema. */
const sized = (): boolean => true;

/** Settings of a working memory. */
const memorySettings: Readonly<Record<string, Known>> = {
  capacity: { fits: sized, wants: '' },
  longTerm: { fits: sized, wants: '' },
  score: {
    fits: (value) => MEMORY_SCORES.includes(value as never),
    wants: `one of ${MEMORY_SCORES.join(', ')}`,
  },
  keep: { fits: sized, wants: '' },
};

export function mindProblems(document: Document): Problem[] {
  return [
    ...(document.agents ?? []).flatMap((agent, at) => [
      ...memoryProblems(document, agent, at),
      ...goalProblems(document, agent, at),
      ...pinnedProblems(document, agent, at),
    ]),
    ...recallProblems(document),
  ];
}

function memoryProblems(document: Document, { id, memory = {} }: Agent, at: number): Problem[] {
  return Object.entries(memory as Readonly<Record<string, Json>>).flatMap(([name, value]) => {
    const path = ['agents', at, 'memory', name];
    const known = Object.hasOwn(memorySettings, name) ? memorySettings[name] : undefined;
    if (known === undefined) {
      const meant = nearestName(name, Object.keys(memorySettings));
      const what =
        meant === null ? `known are ${Object.keys(memorySettings).join(', ')}` : `perhaps "${meant}" is meant`;
      const message = `The working memory of the agent "${id}" has no setting "${name}"; ${what}.`;
      const fix = meant === null ? undefined : renaming(path, meant, value);
      return [told(document, path, { code: 'unknown-setting', severity: 'warning', message, fix })];
    }
    if (known.fits(value)) return [];
    const message = `The working memory of the agent "${id}" has ${JSON.stringify(value)} for ${name}; give ${known.wants}.`;
    const fix: Fix = { label: 'Remove it', edits: [{ kind: 'set-field', path }] };
    return [told(document, path, { code: 'setting-invalid', severity: 'error', message, fix })];
  });
}

/** More pinned than there are places, by tasks that only this agent does. */
function pinnedProblems(document: Document, agent: Agent, at: number): Problem[] {
  const { id } = agent;
  const { capacity } = resolvedAgent(agent).memory;
  const only = document.agents?.length === 1;
  const own = (document.tasks ?? []).filter((task) => only || task.agent === id);
  const pinned = new Set(
    own.flatMap((task) => task.remembers ?? []).flatMap((each) => (each.pinned ? [each.key] : [])),
  );
  if (pinned.size === 0 || pinned.size <= capacity) return [];
  const message = `The agent "${id}" is to keep ${String(pinned.size)} things pinned and has a capacity of ${String(capacity)}; raise the capacity or pin less.`;
  const edits = [{ kind: 'set-field', path: ['agents', at, 'memory', 'capacity'], value: pinned.size }] as const;
  const fix: Fix = { label: `Raise it to ${String(pinned.size)}`, edits };
  const path = ['agents', at, 'memory', 'capacity'];
  return [told(document, path, { code: 'memory-pinned-full', severity: 'warning', message, fix })];
}

/** What is recalled and never remembered: each time it is a miss. */
function recallProblems(document: Document): Problem[] {
  const tasks = document.tasks ?? [];
  const keys = new Set(tasks.flatMap(({ remembers = [] }) => remembers.map(({ key }) => key)));
  return tasks.flatMap(({ id, recalls = [] }, at) =>
    recalls.flatMap((recall, place) => {
      const { key, query } = resolvedRecall(recall);
      if (query !== null || keys.has(key)) return [];
      const path = ['tasks', at, 'recalls', place];
      const meant = nearestName(key, [...keys]);
      const what = meant === null ? 'it is always a miss' : `perhaps "${meant}" is meant`;
      const message = `The task "${id}" recalls "${key}", which no task remembers; ${what}.`;
      const fix: Fix | undefined =
        meant === null ? undefined : { label: `Recall "${meant}"`, edits: [{ kind: 'set-field', path, value: meant }] };
      return [told(document, path, { code: 'recall-unknown', severity: 'warning', message, fix })];
    }),
  );
}

function goalProblems(document: Document, { id, goals = [] }: Agent, at: number): Problem[] {
  const known = new Set<string>();
  return goals.flatMap((goal, place) => {
    if (isGoal(goal)) {
      const own = typeof goal === 'string' ? goal : (goal as { readonly id: string }).id;
      if (!known.has(own)) {
        known.add(own);
        return [];
      }
      const message = `The agent "${id}" has the goal "${own.slice(0, 60)}" twice; give each an id of its own.`;
      const path = ['agents', at, 'goals', place];
      return [told(document, path, { code: 'goal-twice', severity: 'error', message, fix: undefined })];
    }
    const written = JSON.stringify(goal).slice(0, 60);
    const message = `The agent "${id}" has the goal ${written}; write a text, or an object such as {"id": "done", "when": "results.decide.ok"} or {"id": "cheap", "wants": "price <= 5", "weight": 2}.`;
    const edits = [{ kind: 'remove-item', path: ['agents', at, 'goals'], index: place }] as const;
    const path = ['agents', at, 'goals', place];
    return [
      told(document, path, { code: 'goal-invalid', severity: 'error', message, fix: { label: 'Remove it', edits } }),
    ];
  });
}

/** A text, or an object with an id; expressions in it are texts, a weight is no less than 0, and what it excludes are ids. */
function isGoal(goal: Json): boolean {
  if (typeof goal === 'string') return goal.trim() !== '';
  if (typeof goal !== 'object' || goal === null || Array.isArray(goal)) return false;
  const { id, when, wants, weight, excludes } = goal as Readonly<Partial<Record<string, Json>>>;
  const isText = (value: Json | undefined): boolean => value === undefined || typeof value === 'string';
  return (
    typeof id === 'string' &&
    id.trim() !== '' &&
    isText(when) &&
    isText(wants) &&
    (weight === undefined || (typeof weight === 'number' && weight >= 0)) &&
    (excludes === undefined || (Array.isArray(excludes) && excludes.every((each) => typeof each === 'string')))
  );
}

/** A fix that gives a value to the name that was meant. */
export function renaming(path: readonly (string | number)[], to: string, value: Json): Fix {
  const edits = [
    { kind: 'set-field', path },
    { kind: 'set-field', path: [...path.slice(0, -1), to], value },
  ] as const;
  return { label: `Rename to "${to}"`, edits };
}

function told(
  document: Document,
  path: readonly (string | number)[],
  { fix, ...rest }: Pick<Problem, 'code' | 'severity' | 'message'> & { readonly fix: Fix | undefined },
): Problem {
  return problemAt(document, path, fix === undefined ? rest : { ...rest, fix });
}
