/**
 * The outline as a flat list of rows: agents as their hierarchy, tasks in an order in which each comes after what it waits for and
 * parts beneath their composite, then what is shared, and notes and groups.
 * Pure, and safe for documents with circles: what no order reaches is listed last, once.
 */
import {
  compositesOf,
  shownName,
  type Agent,
  type Document,
  type Memory,
  type Resource,
  type Task,
} from '../../document/index.ts';

/** What a row stands for, as the document has it; notes and groups say all there is by their names. */
export type RowNode =
  | { readonly of: 'agent'; readonly agent: Agent; readonly leads: number }
  | { readonly of: 'task'; readonly task: Task }
  | { readonly of: 'resource'; readonly resource: Resource }
  | { readonly of: 'memory'; readonly memory: Memory };

export interface OutlineRow {
  readonly id: string;
  readonly kind: 'agent' | 'task' | 'composite' | 'resource' | 'memory' | 'note' | 'frame';
  readonly name: string;
  /** 1 at the top. */
  readonly level: number;
  /** Place among its siblings, from 1, and how many they are. */
  readonly position: number;
  readonly siblings: number;
  readonly expandable: boolean;
  readonly expanded: boolean;
  /** What a task waits for, as names. */
  readonly after: readonly string[];
  readonly node?: RowNode;
  /** Only of a task that has one, ms. */
  readonly deadlineMs?: number;
}

/** The rows of all agents that are not inside a collapsed manager. With a filter, every agent whose name matches, flat. */
export function agentRows(document: Document, collapsed: ReadonlySet<string>, filter = ''): OutlineRow[] {
  const agents = document.agents ?? [];
  const known = new Set(agents.map(({ id }) => id));
  const children = new Map<string | null, typeof agents>();
  for (const agent of agents) {
    const manager =
      agent.reportsTo !== undefined && known.has(agent.reportsTo) && agent.reportsTo !== agent.id
        ? agent.reportsTo
        : null;
    children.set(manager, [...(children.get(manager) ?? []), agent]);
  }
  const rows: OutlineRow[] = [];
  const seen = new Set<string>();
  const visit = (list: typeof agents, level: number): void => {
    list.forEach((agent, index) => {
      if (seen.has(agent.id)) return;
      seen.add(agent.id);
      const below = children.get(agent.id) ?? [];
      const expanded = below.length > 0 && !collapsed.has(agent.id);
      const node = { of: 'agent', agent, leads: below.length } as const;
      const base = { id: agent.id, kind: 'agent', name: shownName(agent), after: [], node } as const;
      rows.push({ ...base, level, position: index + 1, siblings: list.length, expandable: below.length > 0, expanded });
      if (expanded || filter !== '') visit(below, level + 1);
      else for (const id of under(below, children)) seen.add(id);
    });
  };
  visit(children.get(null) ?? [], 1);
  visit(
    agents.filter(({ id }) => !seen.has(id)),
    1,
  );
  return filter === '' ? rows : flat(rows, filter);
}

/** The rows of all tasks that are not inside a collapsed composite, each after what it depends on; ties keep the document's order. */
export function taskRows(document: Document, collapsed: ReadonlySet<string>, filter = ''): OutlineRow[] {
  const tasks = document.tasks ?? [];
  const names = new Map(tasks.map((task) => [task.id, shownName(task)]));
  const byId = new Map(tasks.map((task) => [task.id, task]));
  const deadlines = new Map(
    tasks.flatMap(({ id, deadlineMs = 0 }) => (deadlineMs > 0 ? [[id, deadlineMs] as const] : [])),
  );
  const before = new Map(
    tasks.map((task) => [
      task.id,
      (task.dependsOn ?? [])
        .map((one) => (typeof one === 'string' ? one : one.task))
        .filter((id) => names.has(id) && id !== task.id),
    ]),
  );
  const { parts, parentOf } = compositesOf(document);
  const sheets = new Map<string | null, string[]>();
  const order = sorted(
    tasks.map(({ id }) => id),
    before,
  );
  for (const id of order) {
    const list = sheets.get(parentOf(id));
    if (list === undefined) sheets.set(parentOf(id), [id]);
    else list.push(id);
  }
  const rows: OutlineRow[] = [];
  // A stack, because composites may stand deep in one another.
  const stack = [{ list: sheets.get(null) ?? [], at: 0 }];
  for (let top = stack.at(-1); top !== undefined; top = stack.at(-1)) {
    const id = top.list[top.at];
    if (id === undefined) {
      stack.pop();
      continue;
    }
    top.at += 1;
    const expandable = parts.has(id);
    const expanded = expandable && !collapsed.has(id);
    const task = byId.get(id);
    rows.push({
      id,
      kind: expandable ? 'composite' : 'task',
      name: names.get(id) ?? id,
      level: stack.length,
      position: top.at,
      siblings: top.list.length,
      expandable,
      expanded,
      after: (before.get(id) ?? []).map((one) => names.get(one) ?? one),
      ...(task === undefined ? {} : { node: { of: 'task', task } }),
      ...(deadlines.has(id) ? { deadlineMs: deadlines.get(id) ?? 0 } : {}),
    });
    if (expanded || (expandable && filter !== '')) stack.push({ list: sheets.get(id) ?? [], at: 0 });
  }
  return filter === '' ? rows : flat(rows, filter);
}

/** The rows of resources, shared memories, groups and notes. */
export function otherRows({ resources = [], memories = [], view }: Document, filter = ''): OutlineRow[] {
  const all = [
    ...resources.map((resource) => ({
      id: resource.id,
      name: shownName(resource),
      kind: 'resource' as const,
      node: { of: 'resource', resource } as const,
    })),
    ...memories.map((memory) => ({
      id: memory.id,
      name: shownName(memory),
      kind: 'memory' as const,
      node: { of: 'memory', memory } as const,
    })),
    ...(view?.frames ?? []).map(({ id, title = '' }) => ({ id, name: title.trim() || id, kind: 'frame' as const })),
    ...(view?.notes ?? []).map(({ id, text = '' }) => ({ id, name: firstLine(text) || id, kind: 'note' as const })),
  ];
  // Of two with one id the canvas draws the first; that there are two is a problem, and listed as one.
  const named = [...new Map(all.toReversed().map((row) => [row.id, row])).values()].reverse();
  const rows = named.map((row, index): OutlineRow => ({
    ...row,
    level: 1,
    position: index + 1,
    siblings: named.length,
    expandable: false,
    expanded: false,
    after: [],
  }));
  return filter === '' ? rows : flat(rows, filter);
}

function firstLine(text: string): string {
  return text.trim().split('\n', 1)[0]?.slice(0, 80) ?? '';
}

/** Kahn's order by layers, without recursion; what lies in a circle comes last in the document's order. */
function sorted(ids: readonly string[], before: ReadonlyMap<string, readonly string[]>): string[] {
  const waiting = new Map<string, number>();
  const after = new Map<string, string[]>();
  for (const id of ids) {
    const earlier = new Set(before.get(id));
    waiting.set(id, earlier.size);
    for (const one of earlier) after.set(one, [...(after.get(one) ?? []), id]);
  }
  const order = [...new Set(ids)].filter((id) => waiting.get(id) === 0);
  for (const id of order) {
    for (const later of after.get(id) ?? []) {
      const left = (waiting.get(later) ?? 0) - 1;
      waiting.set(later, left);
      if (left === 0) order.push(later);
    }
  }
  const reached = new Set(order);
  return [...order, ...new Set(ids.filter((id) => !reached.has(id)))];
}

function under(
  list: readonly { readonly id: string }[],
  children: ReadonlyMap<string | null, readonly { readonly id: string }[]>,
): string[] {
  const found = new Set(list.map(({ id }) => id));
  for (const id of found) for (const child of children.get(id) ?? []) found.add(child.id);
  return [...found];
}

function flat(rows: readonly OutlineRow[], filter: string): OutlineRow[] {
  const wanted = filter.trim().toLowerCase();
  const found = rows.filter(({ id, name }) => name.toLowerCase().includes(wanted) || id.toLowerCase().includes(wanted));
  return found.map((row, index) => ({
    ...row,
    level: 1,
    position: index + 1,
    siblings: found.length,
    expandable: false,
    expanded: false,
  }));
}
