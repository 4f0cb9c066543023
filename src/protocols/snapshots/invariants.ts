/**
 * What always holds of snapshots, as folds over facts: the cut is consistent, channels hold what crossed it, markers are one a channel, and what
 * was handed over stands in one place. Checked against the messages themselves, not against what anybody says of them.
 */
import {
  agentOfActor,
  agentTitle,
  actorTitle,
  invariantRule,
  taskTitle,
  type Invariant,
  type KnownFact,
  type Plan,
} from '../../plan/index.ts';
import { takingPart } from './machine.ts';
import { room, type Channel, type OfSnapshot, type Piece, type SnapshotFact } from './messages.ts';
import { carriedBy } from './recorded.ts';

type Told = KnownFact | SnapshotFact;
type Of<Type extends Told['type']> = Extract<Told, { readonly type: Type }>;

/** One snapshot as the facts have it. */
interface Cut {
  /** Who has recorded, and who has closed. */
  readonly recorded: Set<number>;
  readonly closed: Set<number>;
  /** Messages that were sent by somebody who had recorded. */
  readonly after: Set<number>;
  /** What crossed the cut, by receiver and sender. */
  readonly crossed: Map<string, string[]>;
  markers: number;
  /** Who first received before it recorded what another sent after that. */
  wrong: { readonly to: number; readonly from: number } | null;
}
type Cuts = Map<string, Cut>;

const nameOf = ({ by, number }: OfSnapshot): string => `${String(by)}/${String(number)}`;
const isOwn = (type: string): boolean => type.startsWith(`${room}.`);
const heardOfCuts = [
  'message.sent',
  'message.delivered',
  'snapshots.recorded',
  'snapshots.closed',
  'snapshots.complete',
] as const;

/** Follows all cuts. */
function follow(cuts: Cuts, fact: Told): void {
  switch (fact.type) {
    case 'snapshots.recorded':
      cutOf(cuts, fact).recorded.add(fact.actor);
      return;
    case 'snapshots.closed':
      cutOf(cuts, fact).closed.add(fact.actor);
      return;
    case 'message.sent':
      if (fact.message.type === 'snapshots.marker') cutOf(cuts, fact.message as never).markers += 1;
      else if (!isOwn(fact.message.type))
        for (const cut of cuts.values()) if (cut.recorded.has(fact.from)) cut.after.add(fact.id);
      return;
    case 'message.delivered':
      if (!isOwn(fact.message.type)) cross(cuts, fact);
      return;
    default:
  }
}

/** A message that crosses a cut is on its way in it, or, sent behind it and received before it, breaks it. */
function cross(cuts: Cuts, { id, from, to, message }: Of<'message.delivered'>): void {
  for (const cut of cuts.values()) {
    const after = cut.after.delete(id);
    if (after && !cut.recorded.has(to)) cut.wrong ??= { to, from };
    if (after || !cut.recorded.has(to) || cut.closed.has(to)) continue;
    const key = `${String(to)}<${String(from)}`;
    cut.crossed.set(key, [...(cut.crossed.get(key) ?? []), message.type]);
  }
}

function cutOf(cuts: Cuts, snapshot: OfSnapshot): Cut {
  const name = nameOf(snapshot);
  let cut = cuts.get(name);
  if (cut === undefined)
    cuts.set(
      name,
      (cut = { recorded: new Set(), closed: new Set(), after: new Set(), crossed: new Map(), markers: 0, wrong: null }),
    );
  return cut;
}

const consistent = invariantRule<Cuts, SnapshotFact>({
  rule: 'CL1',
  title: 'nothing was received before the cut that was sent behind it',
  room,
  hears: heardOfCuts,
  init: () => new Map(),
  fact(cuts, fact, _moment, plan) {
    follow(cuts, fact);
    // One without all of its markers is no snapshot: nobody ever says that it is complete.
    const wrong = fact.type === 'snapshots.complete' ? cutOf(cuts, fact).wrong : null;
    return wrong === null
      ? null
      : `${actorTitle(plan, wrong.to)} received before it recorded its state what ${actorTitle(plan, wrong.from)} sent after it had`;
  },
});

const channelsRight = invariantRule<Cuts, SnapshotFact>({
  rule: 'CL2',
  title: 'a channel holds what was on its way when the snapshot was taken',
  room,
  hears: heardOfCuts,
  init: () => new Map(),
  fact(cuts, fact, _moment, plan) {
    if (fact.type === 'snapshots.closed') {
      const { actor, channels } = fact;
      const cut = cutOf(cuts, fact);
      for (const from of takingPart(plan)) {
        const told = (channels.find((each) => each.from === from)?.carries ?? []).map(({ type }) => type);
        const was = cut.crossed.get(`${String(actor)}<${String(from)}`) ?? [];
        if (told.join() !== was.join())
          return `${actorTitle(plan, actor)} recorded ${String(told.length)} messages on the way from ${actorTitle(plan, from)}, and there were ${String(was.length)}`;
      }
    }
    follow(cuts, fact);
    return null;
  },
});

const markersCounted = invariantRule<Cuts, SnapshotFact>({
  rule: 'CL3',
  title: 'a complete snapshot takes one marker a channel',
  room,
  hears: heardOfCuts,
  init: () => new Map(),
  fact(cuts, fact, _moment, plan) {
    follow(cuts, fact);
    if (fact.type !== 'snapshots.complete') return null;
    const { recorded, closed, markers } = cutOf(cuts, fact);
    const parts = takingPart(plan).length;
    if (recorded.size < parts || closed.size < parts)
      return `a snapshot was complete before all had recorded their parts`;
    return markers >= parts * (parts - 1)
      ? null
      : `a snapshot took ${String(markers)} markers between ${String(parts)}`;
  },
});

/** What each snapshot has of work that is handed over, and what may be missing from it or there twice. */
interface Places {
  readonly held: Map<string, { readonly actor: number; readonly piece: Piece }[]>;
  readonly given: Map<string, { readonly by: number; readonly agent: number; readonly piece: Piece }[]>;
  readonly channels: Map<string, Channel[]>;
  readonly lost: Set<string>;
  readonly sent: Map<string, number>;
  readonly crashed: Set<number>;
}

const keyOf = ({ task, lease }: Piece): string => `${String(task)}/${String(lease)}`;

const conserved = invariantRule<Places, SnapshotFact>({
  rule: 'CL4',
  title: 'what was handed over stands in exactly one place of a snapshot',
  room,
  hears: [
    'message.sent',
    'message.lost',
    'actor.crashed',
    'snapshots.recorded',
    'snapshots.closed',
    'snapshots.complete',
  ],
  init: () => ({
    held: new Map(),
    given: new Map(),
    channels: new Map(),
    lost: new Set(),
    sent: new Map(),
    crashed: new Set(),
  }),
  fact(places, fact, _moment, plan) {
    switch (fact.type) {
      case 'message.sent': {
        const piece = carriedBy(fact.message);
        const key = piece === null ? '' : `${fact.message.type} ${keyOf(piece)}`;
        if (piece !== null) places.sent.set(key, (places.sent.get(key) ?? 0) + 1);
        if ((places.sent.get(key) ?? 0) > 1) places.lost.add(keyOf(piece!));
        return null;
      }
      case 'message.lost': {
        const piece = carriedBy(fact.message);
        if (piece !== null) places.lost.add(keyOf(piece));
        return null;
      }
      case 'actor.crashed':
        places.crashed.add(agentOfActor(fact.actor));
        return null;
      case 'snapshots.recorded':
        for (const piece of fact.held) push(places.held, nameOf(fact), { actor: fact.actor, piece });
        for (const piece of fact.given) push(places.given, nameOf(fact), { by: fact.actor, agent: piece.agent, piece });
        return null;
      case 'snapshots.closed':
        for (const channel of fact.channels) push(places.channels, nameOf(fact), channel);
        return null;
      case 'snapshots.complete':
        return unlike(places, fact, plan);
      default:
        return null;
    }
  },
});

function unlike(places: Places, snapshot: OfSnapshot, plan: Plan): string | null {
  const name = nameOf(snapshot);
  for (const { agent, piece } of places.given.get(name) ?? []) {
    const key = keyOf(piece);
    if (places.lost.has(key) || places.crashed.has(agent)) continue;
    const inHands = (places.held.get(name) ?? []).filter((each) => keyOf(each.piece) === key).length;
    const carried = (places.channels.get(name) ?? []).flatMap(({ carries }) => carries);
    const onTheWay = carried.filter((each) => each.piece !== null && keyOf(each.piece) === key).length;
    if (inHands + onTheWay === 1) continue;
    return `${taskTitle(plan, piece.task)}, given to ${agentTitle(plan, agent)}, stands in ${String(inHands + onTheWay)} places of a snapshot`;
  }
  return null;
}

function push<T>(lists: Map<string, T[]>, name: string, each: T): void {
  const list = lists.get(name);
  if (list === undefined) lists.set(name, [each]);
  else list.push(each);
}

export const snapshotRules: readonly Invariant[] = [consistent, channelsRight, markersCounted, conserved];
