/**
 * Whether what a step of a lesson waits for is so: judged by the document, the open run, and where the person looks. Pure; what it is
 * told is all that it knows.
 */
import type { RunStatus } from '../../bridge/index.ts';
import { equalJson, type Json } from '../../base/index.ts';
import { defaultOf, isDeedKind, type Deed, type Document, type LessonStep } from '../../document/index.ts';

/** What can be seen of what the person did. */
export interface Seen {
  readonly document: Document | null;
  /** The one selected node. */
  readonly selected: string | null;
  /** The tabs that are shown; null where none is. */
  readonly player: string | null;
  readonly inspector: string | null;
  readonly run: SeenRun | null;
  /** Whether a comparison of this document was measured. */
  readonly compared: boolean;
}

export interface SeenRun {
  readonly status: Pick<RunStatus, 'complete' | 'outcome' | 'metrics' | 'endMs' | 'marks' | 'invariants' | 'steps'>;
  /** How long the run before took, ms. */
  readonly beforeMs: number | null;
  /** What was put in by hand. */
  readonly injected: readonly Json[];
  /** Where the playhead rests after it was moved back; null where it was not, or plays. */
  readonly backAt: number | null;
  /** Where it rests after a hand brought it there: who pauses early meets a mark by going on. */
  readonly broughtTo: number | null;
}

/** Collections by what a step calls a node of them. */
const collections = { agent: 'agents', task: 'tasks', resource: 'resources', memory: 'memories' } as const;
export type NodeName = keyof typeof collections;
export const nodeNames = Object.keys(collections) as NodeName[];

/** What the tab of faults goes by in the inspector. */
export const tabIds: Readonly<Record<string, string>> = { faults: 'break' };
const viewsOfRun: ReadonlySet<string> = new Set([
  'timeline',
  'messages',
  'log',
  'memory',
  'conflicts',
  'deals',
  'invariants',
  'metrics',
  'agents',
]);

/** Whether a tab is a view of the run, and not one of what is selected. */
export function isViewOfRun(tab: string): boolean {
  return viewsOfRun.has(tab);
}

/** What a step waits for; null where this version does not know it. */
export function deedOf({ done }: LessonStep): Deed | null {
  return isDeedKind(done.kind) ? done : null;
}

/** The node that a step speaks of. */
export function nodeOf(deed: Deed): { readonly name: NodeName; readonly id: string } | null {
  for (const name of nodeNames) {
    const id = (deed as { readonly [Name in NodeName]?: unknown })[name];
    if (typeof id === 'string') return { name, id };
  }
  return null;
}

/** Whether it is so. */
export function isDone(deed: Deed, seen: Seen): boolean {
  const node = nodeOf(deed);
  switch (deed.kind) {
    case 'run':
      return seen.run !== null && hasRun(deed, seen.run);
    case 'select':
      return node !== null && seen.selected === node.id;
    case 'tab':
      if (isViewOfRun(deed.tab)) return seen.player === deed.tab;
      return seen.inspector === (tabIds[deed.tab] ?? deed.tab) && (node === null || seen.selected === node.id);
    case 'setting':
      return seen.document !== null && isSet(deed, seen.document);
    case 'fault':
      return [...(seen.document?.faults ?? []), ...(seen.run?.injected ?? [])].some((fault) => isFault(deed, fault));
    case 'back': {
      const { backAt = null, broughtTo = null, status } = seen.run ?? {};
      const at = backAt ?? (deed.mark === undefined ? null : broughtTo);
      if (at === null || status === undefined) return false;
      // A hand that drags the playhead meets a mark as nearly as the track lets it.
      const near = Math.max(1, status.steps / 100);
      return (
        deed.mark === undefined ||
        status.marks.some(({ kind, step }) => kind === deed.mark && Math.abs(step - at) <= near)
      );
    }
    case 'comparison':
      return seen.compared;
  }
}

function hasRun(deed: Deed & { readonly kind: 'run' }, { status, beforeMs }: SeenRun): boolean {
  if (!status.complete || status.outcome === null) return false;
  const ms = status.metrics?.makespanMs ?? status.endMs;
  const holds = status.invariants.every((each) => each.holds);
  return (
    (deed.outcome === undefined || deed.outcome === status.outcome) &&
    (deed.underMs === undefined || ms < deed.underMs) &&
    (deed.overMs === undefined || ms > deed.overMs) &&
    (deed.faster !== true || (beforeMs !== null && ms < beforeMs)) &&
    (deed.deadlines === undefined ||
      (status.metrics !== null && (deed.deadlines === 'met') === (status.metrics.deadlines.missed.length === 0))) &&
    (deed.invariants === undefined || (deed.invariants === 'hold') === holds)
  );
}

function isSet(deed: Deed & { readonly kind: 'setting' }, document: Document): boolean {
  const node = nodeOf(deed);
  const parts = deed.field.split('.');
  const owner = node === null ? document : document[collections[node.name]]?.find(({ id }) => id === node.id);
  if (owner === undefined) return false;
  let value: unknown = owner;
  for (const part of parts) value = isObject(value) ? value[part] : undefined;
  const { is, least, most } = deed;
  const bare = is === undefined && least === undefined && most === undefined;
  if (bare) return value !== undefined;
  const counts =
    value ?? defaultOf([...(node === null ? [] : [`${collections[node.name]}[]`]), ...parts].join('.')) ?? null;
  return (
    (is === undefined || equalJson(counts, is)) &&
    (least === undefined || (typeof counts === 'number' && counts >= least)) &&
    (most === undefined || (typeof counts === 'number' && counts <= most))
  );
}

function isFault(deed: Deed & { readonly kind: 'fault' }, fault: unknown): boolean {
  if (!isObject(fault)) return false;
  const { kind, agent, agents } = fault;
  return (
    (deed.fault === undefined || deed.fault === kind) &&
    (deed.agent === undefined || deed.agent === agent || (Array.isArray(agents) && agents.includes(deed.agent)))
  );
}

function isObject(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null;
}
