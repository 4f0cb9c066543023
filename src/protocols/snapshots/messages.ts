/**
 * What travels when a snapshot is taken and what is told of it (Chandy and Lamport 1985): markers between all who take part,
 * reports to whoever began it. Who takes part goes by its actor; a snapshot by who began it and a number.
 */
import type { FactCards, Names } from '../../agents/index.ts';
import type { Fact, Message } from '../../kernel/index.ts';
import { agentOfActor, coordinatorActor } from '../../plan/index.ts';

export const room = 'snapshots';

/** Which snapshot. */
export interface OfSnapshot {
  readonly by: number;
  readonly number: number;
}

/** To whoever is to begin one. */
export interface Take extends Message {
  readonly type: 'snapshots.take';
}
/** All that its sender sent before this stands before the cut, and all after it behind. */
export interface Marker extends Message, OfSnapshot {
  readonly type: 'snapshots.marker';
}
/** What its sender has recorded, in numbers. */
export interface Report extends Message, OfSnapshot, Counts {
  readonly type: 'snapshots.report';
}

interface Counts {
  /** Tasks in hand, and tasks given away. */
  readonly held: number;
  readonly given: number;
  /** Messages that were on their way to it. */
  readonly carried: number;
}

export const messages = {
  'snapshots.marker': 'marker',
  'snapshots.report': 'my part of the snapshot',
} as const satisfies Record<Exclude<(Take | Marker | Report)['type'], 'snapshots.take'>, string>;

/** A task under a lease. */
export interface Piece {
  readonly task: number;
  readonly lease: number;
}
/** One that was given to an agent, by index. */
export interface GivenPiece extends Piece {
  readonly agent: number;
}

/** A message on its way, as far as a snapshot tells: what it carries of a task, null for nothing. */
export interface Carried {
  readonly type: string;
  readonly piece: Piece | null;
}

export interface Channel {
  /** An actor. */
  readonly from: number;
  readonly carries: readonly Carried[];
}

interface OfActor extends Fact, OfSnapshot {
  readonly actor: number;
}

export type SnapshotFact =
  | (OfActor & {
      readonly type: 'snapshots.recorded';
      readonly held: readonly Piece[];
      readonly given: readonly GivenPiece[];
    })
  /** The markers of all the others have come; channels on which something was on its way. */
  | (OfActor & { readonly type: 'snapshots.closed'; readonly channels: readonly Channel[] })
  /** Whoever began it has heard from all. */
  | (Fact & OfSnapshot & Counts & { readonly type: 'snapshots.complete' })
  /** Its recording went with a crash. */
  | (OfActor & { readonly type: 'snapshots.broken' });

const who = (actor: number, { agent }: Names): string =>
  actor === coordinatorActor ? 'The coordinator' : agent(agentOfActor(actor));
const which = ({ by, number }: OfSnapshot, names: Names): string =>
  `snapshot ${String(number)} of ${who(by, names).replace(/^The/, 'the')}`;
const count = (many: number, noun: string): string => `${String(many)} ${noun}${many === 1 ? '' : 's'}`;

export const facts: FactCards<SnapshotFact> = {
  'snapshots.recorded': {
    told: (fact, names) => {
      const { actor, held, given } = fact;
      const has =
        actor === coordinatorActor
          ? `${count(given.length, 'task')} given away`
          : `${count(held.length, 'task')} in hand`;
      return `${who(actor, names)} recorded its state for ${which(fact, names)}: ${has}`;
    },
  },
  'snapshots.closed': {
    told: (fact, names) => {
      const carried = fact.channels.reduce((sum, { carries }) => sum + carries.length, 0);
      return `${who(fact.actor, names)} had all markers of ${which(fact, names)}: ${count(carried, 'message')} on the way to it`;
    },
  },
  'snapshots.complete': {
    told: (fact, names) => {
      const { held, given, carried } = fact;
      const has = `${count(given, 'task')} given away, ${count(held, 'task')} in hand, ${count(carried, 'message')} on the way`;
      return `${who(fact.by, names)} had ${which(fact, names).replace(/ of .*/, '')} complete: ${has}`;
    },
    mark: 'snapshot',
  },
  'snapshots.broken': {
    told: (fact, names) => `${who(fact.actor, names)} lost its part of ${which(fact, names)} with a crash`,
    mark: 'fault',
  },
};
