/**
 * From what a person fills in to faults as documents write them: whom they befall is what was selected, when they end is how
 * long they last. Pure.
 */
import type { Json } from '../../../base/index.ts';
import { faultSchemas, fieldsOf, type FormField } from '../../../document/index.ts';
import type { Target } from './fault-kinds.ts';

type Values = Readonly<Record<string, Json>>;

/** A fault that is not planned yet. */
export interface Draft {
  readonly kind: string;
  /** The fields of its kind that a person fills in. */
  readonly values: Values;
  /** How long it lasts, ms; null for good. */
  readonly lastsMs: number | null;
  /** The agents that are in it, where there are several: colluders, or one side of a split. */
  readonly among: readonly string[];
}

/** What is told by what was selected, and by when. */
const settled: ReadonlySet<string> = new Set([
  'kind',
  'agent',
  'from',
  'atMs',
  'untilMs',
  'recoverMs',
  'groups',
  'agents',
]);
const ofLinks: ReadonlySet<string> = new Set(['loss', 'delay', 'duplicate', 'reorder']);
/** What is plain to begin with, where the schema asks for something. */
const first: Readonly<Record<string, Values>> = {
  slow: { factor: 3 },
  'selective-send': { to: [] },
  censor: { tasks: [] },
  replay: { rate: 0.5 },
  'false-view-change': { everyMs: 500 },
  loss: { rate: 0.3 },
  delay: { delayMs: 200 },
  duplicate: { rate: 0.3 },
  reorder: { rate: 0.3 },
};

export function draftOf(kind: string, target: Target): Draft {
  const among = target.kind === 'agents' ? target.ids : target.kind === 'agent' ? [target.id] : [];
  return { kind, values: first[kind] ?? {}, lastsMs: null, among };
}

/** The fields that a person fills in for a kind. */
export function draftFields(kind: string): readonly FormField[] {
  if (!Object.hasOwn(faultSchemas, kind)) return [];
  return fieldsOf(faultSchemas[kind as keyof typeof faultSchemas]).filter(
    ({ key }) => !settled.has(key) && !(key === 'to' && ofLinks.has(kind)),
  );
}

/** Whether several agents are chosen for it, and how that is asked. */
export function amongWords(kind: string, target: Target): string | null {
  if (kind === 'collude') return 'Who lies together';
  return kind === 'partition' && target.kind === 'network' ? 'On one side' : null;
}

/** The faults as documents write them, from a time on; a pair of agents makes one for each way. Null while something is missing. */
export function faultsOf(
  { kind, values, lastsMs, among }: Draft,
  {
    target,
    atMs,
    agents,
    standIns = [],
  }: {
    readonly target: Target;
    readonly atMs: number;
    readonly agents: readonly string[];
    /** Who else there is: whoever is cut off, is cut off from them too. */
    readonly standIns?: readonly string[];
  },
): readonly Values[] | null {
  const end: Values = lastsMs === null ? {} : { [kind === 'crash' ? 'recoverMs' : 'untilMs']: atMs + lastsMs };
  const fault: Values = { kind, ...values, atMs, ...end };
  if (kind === 'collude') return among.length === 0 ? null : [{ ...fault, agents: among }];
  if (kind === 'partition') {
    const others = target.kind === 'network' ? agents : [...agents, ...standIns];
    const rest = others.filter((id) => !among.includes(id));
    return among.length === 0 || rest.length === 0 ? null : [{ ...fault, groups: [among, rest] }];
  }
  if (target.kind === 'agent') return [{ ...fault, agent: target.id }];
  if (target.kind === 'network') return [fault];
  const [one, other] = target.ids;
  if (one === undefined || other === undefined) return null;
  return [
    { ...fault, from: one, to: other },
    { ...fault, from: other, to: one },
  ];
}

/** A fault to be put into a run at its playhead: it begins now. */
export function fromNow(fault: Values): Values {
  const { atMs: _now, ...rest } = fault;
  return rest;
}
