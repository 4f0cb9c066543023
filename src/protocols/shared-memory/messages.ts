/**
 * What clients and replicas of a shared memory say to each other, and what is told of it. A client is the agent whose task reads or
 * writes; replicas are agents that hold a copy. All are agents by index.
 */
import { clipped, type FactCards, type MemoryNews } from '../../agents/index.ts';
import type { Json } from '../../base/index.ts';
import type { WriteKind } from '../../document/index.ts';
import type { Fact, Message } from '../../kernel/index.ts';
import type { Cell } from './eventual/contents.ts';
import type { Vector } from './eventual/vector.ts';
import type { Tag } from './tag.ts';

export const room = 'shared-memory';

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
/** A piece of work that is handed over twice asks twice under one name: each asking has a number of its own at its agent. */
interface OfAsking extends OfOperation {
  readonly ask: number;
}

/** Asks a replica for what stands under a key. */
export interface Query extends OfAsking {
  readonly type: 'shared-memory.query';
  readonly key: string;
}
export interface Tagged extends OfAsking, Kept {
  readonly type: 'shared-memory.tagged';
}
/** Asks a replica to keep a value, unless it has a later one. */
export interface Store extends OfAsking, Kept {
  readonly type: 'shared-memory.store';
  readonly key: string;
}
export interface Stored extends OfAsking {
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
/** Eventual: a client that holds no copy asks a replica to read or to write for it, once that has seen so much. */
export interface Request extends OfAsking {
  readonly type: 'shared-memory.request';
  readonly key: string;
  /** What a write does; null to read. */
  readonly does: WriteKind | null;
  readonly value: Json;
  /** At which place of a list; absent where nobody says. */
  readonly at?: number;
  readonly after: Vector;
  /** Of a read: what its client has seen so far, so that a replica that is behind learns of it. */
  readonly known: Vector;
}
/** What it read or wrote, and what the replica has seen by then. */
export interface Answer extends OfAsking, Kept {
  readonly type: 'shared-memory.answer';
  readonly seen: Vector;
}
/** It cannot be done to what stands there. */
export interface Refusal extends OfAsking {
  readonly type: 'shared-memory.refusal';
  readonly reason: string;
}
interface OfCopy extends Message {
  readonly service: number;
  /** What its sender has seen, and who has seen the same as far as that knows. */
  readonly seen: Vector;
  readonly alike: readonly number[];
}
/** A replica tells another what it has seen, and what it wants to be told: all that it lacks, only how much the other has seen, or nothing. */
export interface Digest extends OfCopy {
  readonly type: 'shared-memory.digest';
  readonly wants: 'news' | 'digest' | 'nothing';
}
/** What the other lacks; where it answers a digest its sender may want the same. */
export interface News extends OfCopy {
  readonly type: 'shared-memory.news';
  readonly news: readonly Cell[];
  readonly answers: boolean;
}
/** A word within the simulation, on no network: somebody has written, so that comparing is worth while again. */
export interface Stir extends Message {
  readonly type: 'shared-memory.stir';
  readonly service: number;
  readonly replica: number;
  readonly seen: Vector;
}
/** A replica's own timer: it compares its copy with another. */
export interface Sync extends Message {
  readonly type: 'shared-memory.sync';
  readonly service: number;
}
/** Primary and backups: a client asks whom it takes for the primary, and says which epoch's it has waited for in vain. */
export interface Submit extends OfAsking {
  readonly type: 'shared-memory.submit';
  readonly key: string;
  /** What a write does; null to read. */
  readonly does: WriteKind | null;
  readonly value: Json;
  /** What must stand there for a write to take effect; absent for anything. */
  readonly expect?: Json;
  /** -1 for none. */
  readonly suspects: number;
}
/** What the primary has read or written, with the members of its view. */
export interface Outcome extends OfAsking, Kept {
  readonly type: 'shared-memory.outcome';
  readonly members: readonly number[];
}
/** Somebody else is the primary, as far as this replica knows. */
export interface Moved extends OfAsking {
  readonly type: 'shared-memory.moved';
  readonly epoch: number;
}
interface OfEpoch extends Message {
  readonly service: number;
  readonly epoch: number;
}
/** What came of a write: what it left there, or, refused, what stood there instead of what it expected. */
export interface Settled extends Kept {
  readonly refused?: true;
}
/** One write as the primary orders it: the answer to its client is part of it. */
export interface Entry extends Settled {
  readonly key: string;
  /** The operation that asked for it. */
  readonly by: string;
}
/** The primary orders a change, or only asks whether it still is the primary; whoever agrees grants it a lease. */
export interface Prepare extends OfEpoch {
  readonly type: 'shared-memory.prepare';
  readonly turn: number;
  readonly entry: Entry | null;
}
export interface Prepared extends OfEpoch {
  readonly type: 'shared-memory.prepared';
  readonly turn: number;
}
/** A replica wants to lead from this epoch on, and asks what others have. */
export interface Claim extends OfEpoch {
  readonly type: 'shared-memory.claim';
}
/** All that a replica has: under each key, and of each operation. */
export interface Image {
  /** The last epoch in which it took part, and how many changes it knows. */
  readonly last: number;
  readonly count: number;
  readonly copy: Readonly<Record<string, Kept>>;
  readonly done: Readonly<Record<string, Settled>>;
}
/** It follows nobody of an earlier epoch any more. */
export interface Joined extends OfEpoch {
  readonly type: 'shared-memory.joined';
  readonly image: Image;
}
/** A view begins: these are its members, and this is what they all have. */
export interface Begin extends OfEpoch {
  readonly type: 'shared-memory.begin';
  readonly turn: number;
  readonly members: readonly number[];
  readonly image: Image;
}
/** There is a later epoch. */
export interface Fenced extends OfEpoch {
  readonly type: 'shared-memory.fenced';
}
/** A replica's own timers: whoever leads has waited long enough, and a promise to an earlier primary is over. */
export interface Tick extends OfEpoch {
  readonly type: 'shared-memory.tick';
  readonly turn: number;
}
export interface Free extends OfEpoch {
  readonly type: 'shared-memory.free';
  readonly to: number;
}
export type PrimaryMessage =
  Submit | Outcome | Moved | Prepare | Prepared | Claim | Joined | Begin | Fenced | Tick | Free;
export type EventualMessage = Request | Answer | Refusal | Digest | News | Stir | Sync;
export type MemoryMessage = Query | Tagged | Store | Stored | Broadcast | Patience | EventualMessage | PrimaryMessage;

export const messages = {
  'shared-memory.query': 'what do you have?',
  'shared-memory.tagged': 'I have this',
  'shared-memory.store': 'keep this',
  'shared-memory.stored': 'kept',
  'shared-memory.broadcast': 'here is a new value',
  'shared-memory.request': 'read or write this for me',
  'shared-memory.answer': 'this came of it',
  'shared-memory.refusal': 'that cannot be done',
  'shared-memory.digest': 'I have seen so much',
  'shared-memory.news': 'here is what you lack',
  'shared-memory.submit': 'do this as the primary',
  'shared-memory.outcome': 'this came of it',
  'shared-memory.moved': 'somebody else is the primary',
  'shared-memory.prepare': 'keep this, or tell me that I still lead',
  'shared-memory.prepared': 'kept, and you lead',
  'shared-memory.claim': 'I want to lead: what do you have?',
  'shared-memory.joined': 'I follow you, and have this',
  'shared-memory.begin': 'a view begins: have this',
  'shared-memory.fenced': 'there is a later epoch',
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
  /** What a write does where it is more than to set the value. */
  readonly does?: Exclude<WriteKind, 'set'>;
  /** Of a list: at which place. */
  readonly at?: number;
  /** Compare and set: what has to stand there. */
  readonly expect?: Json;
}
/** It has read this, or this stands there by its write; `members` are the replicas that answered at last. */
export interface DoneFact extends OfClient, Kept {
  readonly type: 'shared-memory.read' | 'shared-memory.written';
  readonly members: readonly number[];
  /** Eventual: what the replica that answered had seen. */
  readonly seen?: Vector;
}
interface OfReplica extends Fact {
  readonly agent: number;
  readonly service: number;
}
/** A replica keeps another value from here on, by a change that bears this tag. */
export interface HeldFact extends OfReplica, Kept {
  readonly type: 'shared-memory.held';
  readonly key: string;
  /** Whether the change took something away. */
  readonly removed?: true;
}
/** A replica lets go the note that something was removed: all others know. */
export interface CollectedFact extends OfReplica, Tag {
  readonly type: 'shared-memory.collected';
  readonly key: string;
}
/** A replica knows that all others have what it has, but for those that it has given up. */
export interface AgreedFact extends OfReplica {
  readonly type: 'shared-memory.agreed';
  /** Agents that did not answer any more. */
  readonly without: readonly number[];
}
/** A replica leads from here on, in this epoch, with these members, itself among them. */
export interface LedFact extends OfReplica {
  readonly type: 'shared-memory.led';
  readonly epoch: number;
  readonly members: readonly number[];
}
/** Too few replicas answered, each time that they were asked. */
export interface UnavailableFact extends OfClient {
  readonly type: 'shared-memory.unavailable';
  readonly answered: number;
  readonly needed: number;
  readonly times: number;
}
/** What it was to do cannot be done to what stands there: it has not taken effect, and never will. */
export interface RefusedFact extends OfClient {
  readonly type: 'shared-memory.refused';
  readonly reason: string;
}
export type MemoryFact =
  AskedFact | DoneFact | RefusedFact | HeldFact | CollectedFact | AgreedFact | LedFact | UnavailableFact;

const wanted: Readonly<Record<WriteKind, (value: string, key: string, at: number | undefined) => string>> = {
  set: (value, key, at) => `write ${value} to ${key}${at === undefined ? '' : ` behind ${String(at)} others`}`,
  add: (value, key) => `add ${value} to ${key}`,
  append: (value, key) => `append ${value} to ${key}`,
  insert: (value, key, at = 0) => `insert ${value} in ${key} behind ${String(at)} others`,
  move: (value, key, at = 0) => `move ${value} of ${key} behind ${String(at)} others`,
  remove: (value, key) => (value === 'null' ? `remove ${key}` : `remove ${value} from ${key}`),
};

/** What one call goes by, from its beginning to its end. */
export const callOf = ({ task, lease, place }: Operation): string =>
  `${String(task)}/${String(lease)}/${String(place)}`;

/** What a client did under a key. */
function ofKey({ service, agent, key }: OfClient): Pick<OfClient, 'service' | 'agent' | 'key'> {
  return { service, agent, key };
}

function done(fact: DoneFact): MemoryNews {
  return { kind: 'done', ...ofKey(fact), call: callOf(fact), value: fact.value };
}

export const facts: FactCards<MemoryFact> = {
  'shared-memory.asked': {
    told: ({ task, agent, action, key, value, service, does, at }, names) =>
      action === 'read'
        ? `${names.agent(agent)} asked to read ${key} of ${names.service(service)} for ${names.task(task)}`
        : `${names.agent(agent)} asked to ${wanted[does ?? 'set'](clipped(value), key, at)} of ${names.service(service)} for ${names.task(task)}`,
    memory: (fact) => ({
      kind: 'asked',
      ...ofKey(fact),
      call: callOf(fact),
      task: fact.task,
      action: fact.does ?? fact.action,
      value: fact.value,
      ...(fact.expect === undefined ? {} : { expect: fact.expect }),
    }),
  },
  'shared-memory.read': {
    told: ({ task, agent, key, value, service }, names) =>
      `${names.agent(agent)} finished reading ${key} of ${names.service(service)} for ${names.task(task)}: ${clipped(value)}`,
    memory: done,
    mark: 'read',
  },
  'shared-memory.written': {
    told: ({ task, agent, key, value, service }, names) =>
      `${names.agent(agent)} stored ${clipped(value)} under ${key} of ${names.service(service)} for ${names.task(task)}`,
    memory: done,
    mark: 'write',
  },
  'shared-memory.held': {
    told: ({ agent, key, value, service }, names) =>
      `${names.agent(agent)} updated ${key} in its copy of ${names.service(service)} to ${clipped(value)}`,
    memory: ({ agent, service, key, value, ts, writer, removed = false }) => ({
      kind: 'held',
      ...{ agent, service, key, value, ts, writer, removed },
    }),
  },
  'shared-memory.collected': {
    told: ({ agent, key, service }, names) =>
      `${names.agent(agent)} forgot what was removed from ${key} of ${names.service(service)}, as all replicas had seen it`,
  },
  'shared-memory.agreed': {
    told: ({ agent, service, without }, names) =>
      without.length === 0
        ? `${names.agent(agent)} confirmed that all copies of ${names.service(service)} were like its own`
        : `${names.agent(agent)} gave up comparing ${names.service(service)} with ${without.map(names.agent).join(', ')}`,
  },
  'shared-memory.led': {
    told: ({ agent, service, epoch, members }, names) =>
      `${names.agent(agent)} became the primary of ${names.service(service)} in epoch ${epoch}, with ${members.map(names.agent).join(', ')} as its members`,
    mark: 'view-change',
  },
  'shared-memory.refused': {
    told: ({ task, agent, key, service, reason }, names) =>
      `${names.service(service)} refused to change ${key} as ${names.agent(agent)} asked for ${names.task(task)}: ${reason}`,
    memory: (fact) => ({ kind: 'refused', ...ofKey(fact), call: callOf(fact), definite: true }),
  },
  'shared-memory.unavailable': {
    told: ({ task, agent, service, answered, needed }, names) =>
      `${names.service(service)} was unavailable to ${names.agent(agent)} for ${names.task(task)}: ${answered} of ${needed} replicas answered`,
    memory: (fact) => ({ kind: 'refused', ...ofKey(fact), call: callOf(fact), definite: false }),
    mark: 'unavailable',
  },
};
