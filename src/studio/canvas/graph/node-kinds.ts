/**
 * The kinds of nodes that a person can add, said once for the palette, the quick add and the command list.
 * What can only be written in the inspector is not offered here.
 */
import type { Component } from 'svelte';
import Boxes from '@lucide/svelte/icons/boxes';
import Database from '@lucide/svelte/icons/database';
import Group from '@lucide/svelte/icons/group';
import ListTodo from '@lucide/svelte/icons/list-todo';
import Network from '@lucide/svelte/icons/network';
import Scale from '@lucide/svelte/icons/scale';
import Server from '@lucide/svelte/icons/server';
import StickyNote from '@lucide/svelte/icons/sticky-note';
import User from '@lucide/svelte/icons/user';

/** What is part of the system that is drawn. */
export type CardKindId = 'task' | 'decision' | 'composite' | 'worker' | 'manager' | 'resource' | 'memory';
/** What stands on the drawing for the reader alone. */
export type RemarkKindId = 'note' | 'frame';
export type NodeKindId = CardKindId | RemarkKindId;

export interface NodeKindItem {
  readonly id: NodeKindId;
  readonly label: string;
  /** What it is for, in one clause. */
  readonly hint: string;
  readonly group: 'Agents' | 'Tasks' | 'Shared' | 'On the drawing';
  readonly icon: Component;
  /** The token of its colour in lists. */
  readonly tone: 'accent' | 'muted' | 'idle' | 'waiting';
  /** Further words by which the search finds it: ours, and those that other tools have for it. */
  readonly words: string;
}

export const nodeKinds: readonly NodeKindItem[] = [
  {
    id: 'worker',
    label: 'Worker',
    hint: 'An agent that works on tasks',
    group: 'Agents',
    icon: User,
    tone: 'accent',
    words: 'agent person peer node assistant bot llm actor role persona member subagent executor specialist',
  },
  {
    id: 'manager',
    label: 'Manager',
    hint: 'An agent that others report to',
    group: 'Agents',
    icon: Network,
    tone: 'accent',
    words: 'agent lead team hierarchy node supervisor orchestrator coordinator router delegator boss crew',
  },
  {
    id: 'task',
    label: 'Task',
    hint: 'Work with a duration and dependencies',
    group: 'Tasks',
    icon: ListTodo,
    tone: 'muted',
    words: 'simulated work step job node action activity operation function tool call',
  },
  {
    id: 'decision',
    label: 'Decision',
    hint: 'A decision by several agents: agreement or vote',
    group: 'Tasks',
    icon: Scale,
    tone: 'accent',
    words: 'task consensus agreement vote voting ballot pbft raft quorum byzantine liar node debate judge jury panel',
  },
  {
    id: 'composite',
    label: 'Composite task',
    hint: 'A task made of subtasks; it opens in place',
    group: 'Tasks',
    icon: Boxes,
    tone: 'muted',
    words: 'group sub-graph subgraph nested parts node workflow sub-workflow subflow flow subprocess module map loop',
  },
  {
    id: 'resource',
    label: 'Resource',
    hint: 'What tasks hold while they run',
    group: 'Shared',
    icon: Server,
    tone: 'idle',
    words: 'units lock machine limit exclusive node semaphore mutex licence api rate tool server',
  },
  {
    id: 'memory',
    label: 'Shared memory',
    hint: 'What agents hold copies of, and tasks read and write',
    group: 'Shared',
    icon: Database,
    tone: 'idle',
    words: 'store replica consistency state data node blackboard knowledge context database vector key-value',
  },
  {
    id: 'note',
    label: 'Note',
    hint: 'Text on the drawing; runs ignore it',
    group: 'On the drawing',
    icon: StickyNote,
    tone: 'waiting',
    words: 'sticky comment remark annotation text label',
  },
  {
    id: 'frame',
    label: 'Frame',
    hint: 'A named group around what stands together; runs ignore it',
    group: 'On the drawing',
    icon: Group,
    tone: 'idle',
    words: 'group section box area region container lane swimlane crew stage',
  },
];

/** Whether a kind is a note or a frame. */
export function isRemarkKind(kind: NodeKindId): kind is RemarkKindId {
  return kind === 'note' || kind === 'frame';
}

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
