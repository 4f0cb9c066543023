/*
 * A document as a picture of boxes and arrows, for formats that draw. Every node gets a plain key (a1, n1 ...), so no
 * id of the document ever stands where a drawing language looks for words of its own; texts are cleaned of whatever
 * is no visible character and cut, and each format escapes what is left.
 */
import { compositesOf, memoryOf, type Document, shownName } from '../../document/index.ts';

export interface DrawnNode {
  readonly key: string;
  readonly label: string;
  readonly shape: 'manager' | 'agent' | 'task' | 'resource' | 'memory';
  /** What stands inside a composite; none where it is no composite. */
  readonly parts: readonly DrawnNode[];
}

export interface DrawnEdge {
  readonly from: string;
  readonly to: string;
  readonly kind: 'reports' | 'pinned' | 'depends' | 'shares';
  readonly label: string;
}

export interface Drawing {
  readonly title: string;
  readonly agents: readonly DrawnNode[];
  /** Tasks that stand in no composite. */
  readonly tasks: readonly DrawnNode[];
  readonly shares: readonly DrawnNode[];
  readonly edges: readonly DrawnEdge[];
}

/** Longest label, in characters. */
const LABEL_MAX = 200;

/** Deepest nesting that is drawn. */
const DEPTH_MAX = 32;

/** The boxes and arrows of a document; a reference that leads nowhere is not drawn. */
export function drawingOf(document: Document): Drawing {
  const { agents = [], tasks = [], resources = [], memories = [] } = document;
  const agentKeys = keysOf('a', agents);
  const taskKeys = keysOf('n', tasks);
  const shareKeys = keysOf('s', [...resources, ...memories]);
  const edges: DrawnEdge[] = [];
  const connect = (kind: DrawnEdge['kind'], from: string | undefined, to: string | undefined, label = ''): void => {
    if (from !== undefined && to !== undefined) edges.push({ from, to, kind, label: visible(label) });
  };
  agents.forEach(({ reportsTo }, at) => {
    if (reportsTo !== undefined) connect('reports', agentKeys.get(reportsTo), `a${String(at + 1)}`);
  });
  tasks.forEach((task, at) => {
    const key = `n${String(at + 1)}`;
    for (const dependency of task.dependsOn ?? []) {
      if (typeof dependency === 'string') connect('depends', taskKeys.get(dependency), key);
      else connect('depends', taskKeys.get(dependency.task), key, dependency.when ?? '');
    }
    if (task.agent !== undefined) connect('pinned', agentKeys.get(task.agent), key);
    for (const { id } of task.resources ?? []) connect('shares', shareKeys.get(id), key);
    for (const { resource } of task.holds ?? []) connect('shares', shareKeys.get(resource), key, 'holds');
    for (const id of task.reads ?? []) connect('shares', shareKeys.get(memoryOf(id)), key, 'reads');
    for (const id of task.writes ?? []) connect('shares', key, shareKeys.get(memoryOf(id)), 'writes');
  });
  for (const { id, replicas = [] } of memories)
    for (const agent of replicas) connect('shares', shareKeys.get(id), agentKeys.get(agent), 'copy');
  return {
    title: visible(document.name ?? ''),
    agents: agents.map(({ id, name, role }, at) => ({
      key: `a${String(at + 1)}`,
      label: visible(shownName({ id, name })),
      shape: role === 'manager' ? 'manager' : 'agent',
      parts: [],
    })),
    tasks: nested(document),
    shares: [...resources, ...memories].map(({ id, name }, at) => ({
      key: `s${String(at + 1)}`,
      label: visible(shownName({ id, name })),
      shape: at < resources.length ? 'resource' : 'memory',
      parts: [],
    })),
    edges,
  };
}

/** The tasks with what stands in each; what lies deeper than a picture can show stands outside. */
function nested(document: Document): readonly DrawnNode[] {
  const { parentOf } = compositesOf(document);
  const made = new Map<string, DrawnNode & { readonly parts: DrawnNode[] }>();
  const outer: DrawnNode[] = [];
  const all = (document.tasks ?? []).map(({ id, name }, at) => {
    const node = {
      key: `n${String(at + 1)}`,
      label: visible(shownName({ id, name })),
      shape: 'task' as const,
      parts: [],
    };
    if (!made.has(id)) made.set(id, node);
    return { id, node };
  });
  const depthOf = (id: string): number => {
    let depth = 0;
    for (let at = parentOf(id); at !== null && depth <= DEPTH_MAX; at = parentOf(at)) depth += 1;
    return depth;
  };
  for (const { id, node } of all) {
    const around = depthOf(id) > DEPTH_MAX ? null : parentOf(id);
    const list = around === null ? outer : (made.get(around)?.parts ?? outer);
    list.push(node);
  }
  return outer;
}

/** A text on one line, without control characters, marks of direction and halves of characters. */
export function visible(text: string): string {
  const line = text
    .slice(0, LABEL_MAX * 4)
    .replaceAll(/\p{Cs}/gu, '\ufffd')
    .replaceAll(/[\p{Cc}\p{Z}]+/gu, ' ');
  const plain = line.replaceAll(/[\u061c\u200b\u200e\u200f\u2028-\u202e\u2060-\u206f\ufeff]/g, '').trim();
  const characters = Array.from(plain);
  return characters.length > LABEL_MAX ? `${characters.slice(0, LABEL_MAX - 1).join('')}…` : plain;
}

function keysOf(prefix: string, nodes: readonly { readonly id: string }[]): Map<string, string> {
  const keys = new Map<string, string>();
  nodes.forEach(({ id }, at) => {
    if (!keys.has(id)) keys.set(id, `${prefix}${String(at + 1)}`);
  });
  return keys;
}
