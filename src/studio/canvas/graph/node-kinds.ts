/**
 * The kinds of nodes that a person can add, said once for the palette, the quick add and the command list.
 * What can only be written in the inspector is not offered here.
 */
import type { Component } from 'svelte';
import Boxes from '@lucide/svelte/icons/boxes';
import Database from '@lucide/svelte/icons/database';
import ListTodo from '@lucide/svelte/icons/list-todo';
import Network from '@lucide/svelte/icons/network';
import Scale from '@lucide/svelte/icons/scale';
import Server from '@lucide/svelte/icons/server';
import User from '@lucide/svelte/icons/user';

export type NodeKindId = 'task' | 'decision' | 'composite' | 'worker' | 'manager' | 'resource' | 'memory';

export interface NodeKindItem {
  readonly id: NodeKindId;
  readonly label: string;
  /** What it is for, in one clause. */
  readonly hint: string;
  readonly group: 'Agents' | 'Tasks' | 'Shared';
  readonly icon: Component;
  /** Further words by which the search finds it. */
  readonly words: string;
}

export const nodeKinds: readonly NodeKindItem[] = [
  {
    id: 'worker',
    label: 'Worker',
    hint: 'An agent that works on tasks',
    group: 'Agents',
    icon: User,
    words: 'agent person peer',
  },
  {
    id: 'manager',
    label: 'Manager',
    hint: 'An agent that others report to',
    group: 'Agents',
    icon: Network,
    words: 'agent lead team hierarchy',
  },
  {
    id: 'task',
    label: 'Task',
    hint: 'Work with a duration and dependencies',
    group: 'Tasks',
    icon: ListTodo,
    words: 'simulated work step job',
  },
  {
    id: 'decision',
    label: 'Decision',
    hint: 'A decision by several agents: agreement or vote',
    group: 'Tasks',
    icon: Scale,
    words: 'task consensus agreement vote voting ballot pbft raft quorum byzantine liar',
  },
  {
    id: 'composite',
    label: 'Composite task',
    hint: 'A task made of subtasks; it opens in place',
    group: 'Tasks',
    icon: Boxes,
    words: 'group sub-graph subgraph nested parts',
  },
  {
    id: 'resource',
    label: 'Resource',
    hint: 'What tasks hold while they run',
    group: 'Shared',
    icon: Server,
    words: 'units lock machine limit exclusive',
  },
  {
    id: 'memory',
    label: 'Shared memory',
    hint: 'What agents hold copies of, and tasks read and write',
    group: 'Shared',
    icon: Database,
    words: 'store replica consistency state data',
  },
];

/** The type of wire that a new node of a kind can be put into; null when it goes into none. */
export function wireTypeOf(kind: NodeKindId): 'depends' | 'reports' | null {
  if (kind === 'task' || kind === 'decision' || kind === 'composite') return 'depends';
  return kind === 'worker' || kind === 'manager' ? 'reports' : null;
}

/** How a dragged kind is named on its way from the palette to the canvas. */
export const kindTransfer = 'application/x-conclave-kind';

/** The kind with this name; null when there is none. */
export function kindOf(id: string): NodeKindId | null {
  return nodeKinds.find((kind) => kind.id === id)?.id ?? null;
}

/** The type under which a dragged kind can be told before it is dropped: a page may read types while dragging, but no data. */
export function transferTypeOf(kind: NodeKindId): string {
  return `${kindTransfer}.${kind}`;
}

/** The kind that is being dragged, by the types of what is dragged; null when it is none. */
export function transferredKind(types: readonly string[]): NodeKindId | null {
  return nodeKinds.find(({ id }) => types.includes(transferTypeOf(id)))?.id ?? null;
}

/** The kinds whose label, hint or words hold every word of a search. */
export function searchKinds(text: string): readonly NodeKindItem[] {
  const parts = text
    .toLowerCase()
    .split(/\s+/)
    .filter((part) => part !== '');
  return nodeKinds.filter((kind) => {
    const inside = `${kind.label} ${kind.hint} ${kind.group} ${kind.words}`.toLowerCase();
    return parts.every((part) => inside.includes(part));
  });
}
