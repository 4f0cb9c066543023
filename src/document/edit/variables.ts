/*
 * What renaming a variable of a document does to all that means it: wants of goals, issues that are but its name, what parties to a
 * negotiation about it insist on, and conditions on the outcome of a deal.
 */
import type { Json } from '../../base/index.ts';
import type { Document } from '../schema.ts';
import type { NegotiateAction } from '../schema/deciding/negotiate.ts';
import { withNames, withVariables } from './cel-names.ts';
import type { Change } from './draft.ts';
import { expressionsOf } from './expressions.ts';

interface Renaming {
  readonly index: number;
  readonly to: string;
}

/** The changes that give a variable another name; a sentence where there is one of that name, or nothing could mean it. */
export function changesToRenameVariable(document: Document, { index, to }: Renaming): Change[] | string {
  const { variables = [], agents = [], tasks = [] } = document;
  const from = variables[index]?.name ?? '';
  if (from === to) return [];
  if (variables.some(({ name }) => name === to)) return `There is a variable “${to}” already; choose another name.`;
  if (to === 'outcome') return '“outcome” stands for all variables in an expression; choose another name.';
  const changes: Change[] = [{ kind: 'set-field', path: ['variables', index, 'name'], value: to }];
  const put = (path: (string | number)[], text: unknown): void => {
    if (typeof text !== 'string') return;
    const value = renamedIn(text, from, to);
    if (value !== text) changes.push({ kind: 'set-field', path, value });
  };
  agents.forEach(({ goals = [] }, at) => {
    goals.forEach((goal, place) => {
      put(['agents', at, 'goals', place, 'wants'], (Object(goal) as { readonly wants?: unknown }).wants);
    });
  });
  const about = new Set<string>();
  tasks.forEach(({ id, action }, at) => {
    if (action?.kind !== 'negotiate' || !isAbout(action, from)) return;
    about.add(id);
    action.issues?.forEach((issue, place) => {
      if (issue.name === from)
        changes.push({ kind: 'set-field', path: ['tasks', at, 'action', 'issues', place, 'name'], value: to });
    });
    for (const [party, { must }] of Object.entries(action.utilities ?? {}))
      put(['tasks', at, 'action', 'utilities', party, 'must'], must);
  });
  return [...changes, ...ofOutcomes(document, about, from, to)];
}

/** Whether a task negotiates the variable: it names it, and no values of its own, or negotiates all. */
function isAbout({ issues = [] }: NegotiateAction, variable: string): boolean {
  const own = issues.find(({ name }) => name === variable);
  if (issues.length === 0) return true;
  return own !== undefined && own.values === undefined && own.min === undefined && own.max === undefined;
}

/** A variable in what is wanted: by itself, or behind `outcome`. */
function renamedIn(text: string, from: string, to: string): string {
  const named = withNames(text, (variable, [first, ...rest]) =>
    variable === 'outcome' && first === from ? [to, ...rest] : null,
  );
  return withVariables(named, 'outcome', (variable) => (variable === from ? to : null));
}

/** Expressions over results that look at what such a task came to. */
function ofOutcomes(document: Document, tasks: ReadonlySet<string>, from: string, to: string): Change[] {
  return expressionsOf(document).flatMap(({ path, text, sees }): Change[] => {
    const value: Json = withNames(text, (variable, [task = '', part, name, ...rest]) => {
      const seen = (variable === 'results' && sees['results'] === 'tasks') || variable === 'deals';
      return seen && tasks.has(task) && part === 'outcome' && name === from ? [task, part, to, ...rest] : null;
    });
    return value === text ? [] : [{ kind: 'set-field', path, value }];
  });
}
