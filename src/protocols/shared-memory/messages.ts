/**
 * What clients and replicas of a shared memory say to each other, and what is told of it. A client is the agent whose task reads or
 * writes; replicas are agents that hold a copy. All are agents by index.
 */
import { clipped, type FactCards } from '../../agents/index.ts';
import type { Json } from '../../base/index.ts';
import type { Fact, Message } from '../../kernel/index.ts';

export const room = 'shared-memory';

/** When a value was written: by a count, and by who wrote it where counts are equal. */
export interface Tag {
  readonly ts: number;
  /** The agent that wrote it; -1 for what stands there before anybody has. */
  readonly writer: number;
}
/** What stands under a key. */
export interface Kept extends Tag {
  readonly value: Json;
}
export const nothing: Kept = { ts: 0, writer: -1, value: null };

/** One thing that a piece of work reads or writes: at its place among all that its task uses. */
export interface Operation {
  readonly task: number;
  readonly lease: number;
  readonly place: number;
  readonly service: number;
}
interface OfOperation extends Message, Operation {}

/** Asks a replica for what stands under a key. */
export interface Query extends OfOperation {
  readonly type: 'shared-memory.query';
  readonly key: string;
}
export interface Tagged extends OfOperation, Kept {
  readonly type: 'shared-memory.tagged';
}
/** Asks a replica to keep a value, unless it has a later one. */
export interface Store extends OfOperation, Kept {
  readonly type: 'shared-memory.store';
  readonly key: string;
}
export interface Stored extends OfOperation {
  readonly type: 'shared-memory.stored';
}
/** Naive: tells a replica a value, whatever it has, and waits for nothing. */
export interface Broadcast extends OfOperation, Kept {
  readonly type: 'shared-memory.broadcast';
  readonly key: string;
}
/** The client's own timer: it has waited long enough for the answers of a phase. */
export interface Patience extends OfOperation {
  readonly type: 'shared-memory.patience';
}
export type MemoryMessage = Query | Tagged | Store | Stored | Broadcast | Patience;

export const messages = {
  'shared-memory.query': 'what do you have?',
  'shared-memory.tagged': 'I have this',
  'shared-memory.store': 'keep this',
  'shared-memory.stored': 'kept',
  'shared-memory.broadcast': 'here is a new value',
} as const;

interface OfClient extends Fact, Operation {
  readonly agent: number;
  readonly key: string;
}
/** A task begins to read or to write; of a write with its value. */
export interface AskedFact extends OfClient {
  readonly type: 'shared-memory.asked';
  readonly action: 'read' | 'write';
  readonly value: Json;
}
/** It has read this, or has written it; `members` are the replicas that answered at last. */
export interface DoneFact extends OfClient, Kept {
  readonly type: 'shared-memory.read' | 'shared-memory.written';
  readonly members: readonly number[];
}
/** A replica keeps another value from here on. */
export interface HeldFact extends Fact, Kept {
  readonly type: 'shared-memory.held';
  readonly agent: number;
  readonly service: number;
  readonly key: string;
}
/** Too few replicas answered, each time that they were asked. */
export interface UnavailableFact extends OfClient {
  readonly type: 'shared-memory.unavailable';
  readonly answered: number;
  readonly needed: number;
  readonly times: number;
}
export type MemoryFact = AskedFact | DoneFact | HeldFact | UnavailableFact;

export const facts: FactCards<MemoryFact> = {
  'shared-memory.asked': {
    told: ({ task, agent, action, key, value, service }, names) =>
      action === 'read'
        ? `${names.agent(agent)} asked to read ${key} of ${names.service(service)} for ${names.task(task)}`
        : `${names.agent(agent)} asked to write ${clipped(value)} to ${key} of ${names.service(service)} for ${names.task(task)}`,
  },
  'shared-memory.read': {
    told: ({ task, agent, key, value, service }, names) =>
      `${names.agent(agent)} finished reading ${key} of ${names.service(service)} for ${names.task(task)}: ${clipped(value)}`,
  },
  'shared-memory.written': {
    told: ({ task, agent, key, value, service }, names) =>
      `${names.agent(agent)} stored ${clipped(value)} under ${key} of ${names.service(service)} for ${names.task(task)}`,
    mark: 'decision',
  },
  'shared-memory.held': {
    told: ({ agent, key, value, service }, names) =>
      `${names.agent(agent)} updated ${key} in its copy of ${names.service(service)} to ${clipped(value)}`,
    memory: ({ agent, service, key, value, ts, writer }) => ({ kind: 'held', agent, service, key, value, ts, writer }),
  },
  'shared-memory.unavailable': {
    told: ({ task, agent, service, answered, needed }, names) =>
      `${names.service(service)} was unavailable to ${names.agent(agent)} for ${names.task(task)}: ${answered} of ${needed} replicas answered`,
    mark: 'failure',
  },
};
