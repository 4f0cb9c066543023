/**
 * The machine of whoever takes part in snapshots: its own, and around it what markers ask of it. It records before it does anything
 * else with a marker, and notes what comes until all markers are there; its own machine is never told.
 */
import type { Context, Machine, Message } from '../../kernel/index.ts';
import { actorOfAgent, coordinatorActor, type Plan } from '../../plan/index.ts';
import type { Carried, Marker, OfSnapshot, Report, SnapshotFact, Take } from './messages.ts';
import { carriedBy, givenBy, heldIn, type Seen } from './recorded.ts';

/** One snapshot, as somebody has it that takes part. */
interface Part extends OfSnapshot {
  /** Whose markers have not come, by actor. */
  open: number[];
  /** What came on each channel since, by the actor that sent it. */
  carried: Record<number, Carried[]>;
  readonly held: number;
  readonly given: number;
}

interface Sum {
  /** Actors. */
  from: number[];
  held: number;
  given: number;
  carried: number;
}

/** Beside the machine's own state; absent while nothing was ever begun. */
interface Snapshots {
  parts: Part[];
  /** How many it has begun. */
  begun: number;
  /** Those that it has recorded for, so that the marker of one that is over begins none. */
  known: string[];
  /** What it was told of those that it began, by number. */
  reports: Record<number, Sum>;
  /** Those of its own that are complete. */
  over: number[];
}
interface Taking extends Seen {
  snapshots?: Snapshots;
}

/** Who takes part: the coordinator and all agents, by actor. */
export function takingPart({ agents }: Pick<Plan, 'agents'>): number[] {
  return [coordinatorActor, ...agents.map((_, at) => actorOfAgent(at))];
}

export function takingSnapshots<State>(plan: Plan, machine: Machine<State>): Machine<State> {
  const everybody = takingPart(plan);
  return {
    init: () => machine.init(),
    receive(state, message, context) {
      const own = message as Take | Marker | Report;
      const taking = state as Taking;
      switch (own.type) {
        case 'snapshots.take': {
          const { begun } = (taking.snapshots ??= fresh());
          taking.snapshots.begun = begun + 1;
          record(taking, { by: context.self, number: begun + 1 }, everybody, context);
          return;
        }
        case 'snapshots.marker':
          heed(taking, own, everybody, context);
          return;
        case 'snapshots.report':
          hear(taking, own, { from: context.from, parts: everybody.length }, context);
          return;
        default:
          if (taking.snapshots !== undefined) note(taking.snapshots, message, context);
          machine.receive(state, message, context);
      }
    },
  };
}

function fresh(): Snapshots {
  return { parts: [], begun: 0, known: [], reports: {}, over: [] };
}

/** Its own state, and a marker to everybody else before anything else is sent. */
function record(taking: Taking, { by, number }: OfSnapshot, everybody: readonly number[], context: Context): void {
  const { self } = context;
  const snapshots = (taking.snapshots ??= fresh());
  const others = everybody.filter((actor) => actor !== self);
  const [held, given] = [heldIn(taking), givenBy(taking)];
  snapshots.known.push(`${String(by)}/${String(number)}`);
  snapshots.parts.push({ by, number, open: others, carried: {}, held: held.length, given: given.length });
  context.record({ type: 'snapshots.recorded', by, number, actor: self, held, given } satisfies SnapshotFact);
  for (const to of others) context.send(to, { type: 'snapshots.marker', by, number } satisfies Marker);
}

function heed(taking: Taking, { by, number }: Marker, everybody: readonly number[], context: Context): void {
  if (taking.snapshots?.known.includes(`${String(by)}/${String(number)}`) !== true)
    record(taking, { by, number }, everybody, context);
  const snapshots = taking.snapshots!;
  const part = snapshots.parts.find((each) => each.by === by && each.number === number);
  if (part === undefined) return;
  part.open = part.open.filter((actor) => actor !== context.from);
  if (part.open.length > 0) return;
  snapshots.parts.splice(snapshots.parts.indexOf(part), 1);
  const channels = Object.entries(part.carried).map(([from, carries]) => ({ from: Number(from), carries }));
  context.record({ type: 'snapshots.closed', by, number, actor: context.self, channels } satisfies SnapshotFact);
  const carried = channels.reduce((sum, { carries }) => sum + carries.length, 0);
  const report: Report = { type: 'snapshots.report', by, number, held: part.held, given: part.given, carried };
  if (by === context.self) hear(taking, report, { from: by, parts: everybody.length }, context);
  else context.send(by, report);
}

/** What comes while the marker of its channel is still to come; and what a crash leaves of it. */
function note(snapshots: Snapshots, message: Message, context: Context): void {
  const { from, self } = context;
  if (message.type === 'kernel.recovered') {
    for (const { by, number } of snapshots.parts)
      context.record({ type: 'snapshots.broken', by, number, actor: self } satisfies SnapshotFact);
    snapshots.parts = [];
    return;
  }
  if (context.kind !== 'message') return;
  for (const { open, carried } of snapshots.parts)
    if (open.includes(from)) (carried[from] ??= []).push({ type: message.type, piece: carriedBy(message) });
}

function hear(
  taking: Taking,
  report: Report,
  { from, parts }: { readonly from: number; readonly parts: number },
  context: Context,
): void {
  const { by, number } = report;
  const snapshots = taking.snapshots;
  if (snapshots === undefined || snapshots.over.includes(number)) return;
  const sum = (snapshots.reports[number] ??= { from: [], held: 0, given: 0, carried: 0 });
  if (sum.from.includes(from)) return;
  sum.from.push(from);
  sum.held += report.held;
  sum.given += report.given;
  sum.carried += report.carried;
  if (sum.from.length < parts) return;
  const { held, given, carried } = sum;
  delete snapshots.reports[number];
  snapshots.over.push(number);
  context.record({ type: 'snapshots.complete', by, number, held, given, carried } satisfies SnapshotFact);
}
