/**
 * What agents use and do not do themselves: the services of a plan, and what each task uses of them. A service stands for one
 * node of the document, by one actor behind all others; what it does with what it is asked is its room's business.
 */
import { compareIds, type Json, type JsonObject } from '../../base/index.ts';
import type { Gossip, MemoryType, SessionGuarantee, WriteKind } from '../../document/index.ts';
import type { Told } from '../cel/expression.ts';

/** One thing of a document that a room serves. */
export interface ServicePlan {
  /** The room that serves it. */
  readonly room: string;
  readonly of: 'memory' | 'resource';
  readonly id: string;
  readonly name: string;
  readonly units: number;
  /** How it is served, where a room knows several ways: the consistency of a memory, the mode of a resource. */
  readonly way: string;
  /** The actor that answers for it; -1 where the agents do that hold it. */
  readonly actor: number;
  /** Agents that hold a copy, by index in rising order; empty where an actor answers. */
  readonly replicas: readonly number[];
  /** Of a memory alone. */
  readonly memory?: SharedPlan;
  /** Of a resource alone. */
  readonly resource?: ResourcePlan;
}

/** Under which terms the units of a resource are held. */
export interface ResourcePlan {
  /** How long before a holder must have said that it lives, ms. */
  readonly leaseMs: number;
  /** Whether leases are held whatever is foreseen, because the document says how long they are. */
  readonly leased: boolean;
  /** In which time all units come back, ms; 0 where they are held and given back. */
  readonly everyMs: number;
  /** How many can be saved up, of one that renews. */
  readonly burst: number;
  /** The highest priority of all tasks that hold it for themselves. */
  readonly ceiling: number;
}

/** What is done about tasks that wait for each other, and about low priority that keeps high priority waiting. */
export interface ConflictPlan {
  readonly deadlock: 'detect' | 'wait-die' | 'wound-wait' | 'ordered' | 'all-or-nothing';
  readonly inversion: 'none' | 'inherit' | 'ceiling';
}

/** What a memory is made of, and how its copies come to be alike. */
export interface SharedPlan {
  readonly type: MemoryType;
  /** How often a copy is compared with another while any may differ, ms. */
  readonly syncMs: number;
  /** Which way changes go when copies are compared. */
  readonly gossip: Gossip;
  /** How long a primary answers reads after its members have followed it, ms. */
  readonly leaseMs: number;
  readonly sessions: readonly SessionGuarantee[];
  /** Until when the network and who is up change as it is planned, ms. */
  readonly changesUntilMs: number;
}

export type UseKind = 'read' | 'limit' | 'resource' | 'write';

/** One thing that a task uses of a service. */
export interface Use {
  readonly kind: UseKind;
  /** Index into `Plan.services`. */
  readonly service: number;
  readonly units: number;
  /** How far into the work it is needed, ms of the work's own clock; 0 for before it begins. Says nothing of what is written. */
  readonly fromMs: number;
  /** How far into the work it is given back, ms of the work's own clock; absent for at its end. */
  readonly toMs?: number;
  /** What becomes of the work where it is taken away; absent where it cannot be. */
  readonly takeable?: 'resume' | 'restart';
  /** The key of a memory; absent for what has none. */
  readonly key?: string;
  /** What a write does with its value; absent for what is no write. */
  readonly does?: WriteKind;
  /** What is written, out of the work's own result and what it has read; the result if absent. */
  readonly value?: (known: Known) => Told<Json>;
  /** Of a list: at which place it is written; the front if absent. */
  readonly at?: (known: Known) => Told<Json>;
  /** What has to stand there for a write to take effect; absent for anything. */
  readonly expect?: (known: Known) => Told<Json>;
}

/** What a value that is written may be made of. */
export interface Known {
  readonly result: Json;
  /** Results of tasks before it, by id, as conditions see them: those that go along with it. */
  readonly results: JsonObject;
  /** What the work has read and written so far, by memory and key. */
  readonly memory: JsonObject;
}

/** What one task uses, in the order in which it is met: first all that it needs, then what it writes when its work is over. */
export interface TaskUses {
  readonly all: readonly Use[];
  /** How many of them are needed; the others are written. */
  readonly needed: number;
  /** Tasks whose results go along with the work, as what it writes names them; absent for none. */
  readonly named?: readonly number[];
}

/** The order in which needs of one moment are met, the same everywhere, so that nobody waits in a circle for lack of one. */
const orderOf: Readonly<Record<UseKind, number>> = { read: 0, limit: 1, resource: 2, write: 3 };

/** Uses in the order in which they are met: needs by when they are needed, by kind, and by service; then what is written. */
export function inOrder(uses: readonly Use[]): TaskUses {
  const before = (a: Use, b: Use): number =>
    Number(a.kind === 'write') - Number(b.kind === 'write') ||
    a.fromMs - b.fromMs ||
    orderOf[a.kind] - orderOf[b.kind] ||
    a.service - b.service ||
    compareIds(a.key ?? '', b.key ?? '');
  const all = [...uses].sort(before);
  return { all, needed: all.filter(({ kind }) => kind !== 'write').length };
}
