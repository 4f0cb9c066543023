/**
 * What a row of a lesson may say: the kinds of what ticks a step off, what each begins with, and the nodes that it can be about. Pure.
 */
import type { Json } from '../../../base/index.ts';
import { DEED_KINDS, shownName, type DeedKind, type Document, type LessonStep } from '../../../document/index.ts';

const kindWords: Readonly<Record<DeedKind, string>> = {
  run: 'A run that ends',
  select: 'Selecting a node',
  tab: 'Opening a tab',
  setting: 'Changing a setting',
  fault: 'Putting in a fault',
  back: 'Going back in a run',
  comparison: 'Measuring a comparison',
};
export const deedKinds = DEED_KINDS.map((kind) => ({ value: kind, label: kindWords[kind] }));

const collections = { agent: 'agents', task: 'tasks', resource: 'resources', memory: 'memories' } as const;
const names = Object.keys(collections) as (keyof typeof collections)[];
export const nodeKeys: ReadonlySet<string> = new Set(names);

type Written = { readonly kind: string; readonly [key: string]: Json };

/** What a kind begins with, so that nothing of it is missing. */
export function begun({ agents = [], tasks = [] }: Document, kind: DeedKind): Written {
  if (kind === 'tab') return { kind, tab: 'timeline' };
  if (kind === 'setting') return { kind, field: 'coordination.pattern', is: 'contract-net' };
  if (kind !== 'select') return { kind };
  const [agent] = agents;
  const [task] = tasks;
  return { kind, ...(agent === undefined ? (task === undefined ? {} : { task: task.id }) : { agent: agent.id }) };
}

/** Another step, by a title that no other has. */
export function nextStep(steps: readonly LessonStep[]): LessonStep {
  const taken = new Set(steps.map(({ title }) => title));
  let title = steps.length === 0 ? 'Run it' : `Step ${String(steps.length + 1)}`;
  for (let more = steps.length + 2; taken.has(title); more += 1) title = `Step ${String(more)}`;
  return { title, done: { kind: 'run' } };
}

export function swapped<T>(list: readonly T[], one: number, other: number): T[] {
  const next = [...list];
  const [a, b] = [next[one], next[other]];
  if (a === undefined || b === undefined) return next;
  [next[one], next[other]] = [b, a];
  return next;
}

/** The node of a deed as the value of a choice; empty for none. */
export function nodeText(deed: Written): string {
  const name = names.find((each) => typeof deed[each] === 'string');
  const id = name === undefined ? undefined : deed[name];
  return typeof id === 'string' ? `${String(name)} ${id}` : '';
}

/** The deed about another node; about none where the choice is empty. */
export function withNode(deed: Written, choice: string): Written {
  const rest = Object.fromEntries(Object.entries(deed).filter(([key]) => !nodeKeys.has(key))) as Written;
  const gap = choice.indexOf(' ');
  if (gap === -1) return rest;
  const { kind, ...more } = rest;
  return { kind, [choice.slice(0, gap)]: choice.slice(gap + 1), ...more };
}

/** The nodes that a deed of a kind can be about, with the one that is written and not there. */
export function nodeChoices(
  document: Document,
  deed: Written,
  able: ReadonlySet<string>,
): { value: string; label: string }[] {
  const none = deed.kind === 'setting' ? 'The document' : deed.kind === 'select' ? 'Not chosen' : 'Any';
  const known = names.flatMap((name) =>
    able.has(name)
      ? (document[collections[name]] ?? []).map((node) => ({ value: `${name} ${node.id}`, label: shownName(node) }))
      : [],
  );
  const written = nodeText(deed);
  const missing = written !== '' && known.every(({ value }) => value !== written);
  return [
    { value: '', label: none },
    ...known,
    ...(missing ? [{ value: written, label: `${written.slice(written.indexOf(' ') + 1)} (missing)` }] : []),
  ];
}
