/**
 * Document to plan to world, once at the start of a run. Names become indexes, defaults are filled in, the pattern's
 * settings are read by its own room's schema. A document with errors is refused with all of them; nothing is guessed.
 */
import * as v from 'valibot';
import { err, invariant, ok, type Result } from '../base/index.ts';
import type { Document, Problem, ResolvedDocument } from '../document/index.ts';
import {
  actor,
  defaultLimits,
  stableActor,
  toMs,
  type ActorSpec,
  type Machine,
  type WorldSpec,
} from '../kernel/index.ts';
import { agentMachine, memoryRules, recoveryRules, sliceRules, type Corruption } from '../agents/index.ts';
import {
  agentOfActor,
  coordinatorActor,
  lightFacts,
  workflowActor,
  type ActorPlan,
  type Invariant,
  type Plan,
  type SeededPlan,
} from '../plan/index.ts';
import {
  decisionRooms,
  rooms,
  serviceRooms,
  snapshotOrders,
  snapshotRules,
  takingSnapshots,
  type ProtocolRoom,
} from '../protocols/index.ts';
import { roomsOf } from './decisions.ts';
import { draftOf } from './planning/drafted.ts';
import { recollectionsOf } from './recollections.ts';
import { serviceRoomsOf } from './services.ts';
import { checkDocument } from './check/check.ts';
import { conditionsOf } from './progress/conditions.ts';
import { networkOf, topicsOf } from './environment.ts';
import { Cast } from './inputs/cast.ts';
import { plannedFaults } from './inputs/faults.ts';
import { globalInvariants } from './invariants/rules.ts';
import { workflowMachine } from './machine.ts';
import { mindsOf } from './minds/minds.ts';

/** Raised by one when the same document and seed would run differently. */
export const engineVersion = '2';

/** Everything that a run needs, made from a document. */
export interface Compiled {
  readonly document: Document;
  readonly plan: SeededPlan;
  readonly room: ProtocolRoom;
  readonly spec: WorldSpec;
  readonly invariants: readonly Invariant[];
  /** Names of the actors, as their places in the world. */
  readonly actors: readonly string[];
  /** The same under another seed, without reading the document again. */
  readonly withSeed: (seed: number) => Compiled;
}

export interface CompileOptions {
  /** Overrides the document's seed. */
  readonly seed?: number;
  /** The work is done by the engine's executors, not by letting its time pass. */
  readonly live?: boolean;
  /** What `checkDocument` found of this very document, where it was asked before; else it is asked now. */
  readonly problems?: readonly Problem[];
}

/** The run of a document, ready to begin, or every problem that keeps it from running. */
export function compile(document: Document, options: CompileOptions = {}): Result<Compiled, readonly Problem[]> {
  const all = options.problems ?? checkDocument(document);
  const problems = all.filter((problem) => problem.severity === 'error');
  if (problems.length > 0) return err(problems);
  // Only a remark as long as agents can be supplied; now it is too late for that.
  const empty = all.find(({ code }) => code === 'no-agents');
  if (empty !== undefined) return err([{ ...empty, severity: 'error' }]);
  const { full, plan: draft } = draftOf(document);
  const room = rooms.get(full.coordination.pattern);
  invariant(room !== undefined, 'a pattern that was checked has a room');
  const settings = v.parse(room.settings, full.coordination.settings);
  const served: Plan = {
    ...draft,
    live: options.live ?? false,
    minds: mindsOf(full),
    holdingWords: holdingWordsOf(room),
  };
  const plan: Plan = {
    ...served,
    ...recollectionsOf(full, served),
    ...snapshotsOf(full, served),
    ...coordinatorOf(full),
  };
  return ok(assembled(document, full, plan, { room, settings })(options.seed ?? full.seed));
}

/** How often the coordinator writes checkpoints, where it does. */
function coordinatorOf({
  coordination: { recovers, checkpointEveryMs },
}: ResolvedDocument): Pick<Plan, 'coordinatorEveryMs'> {
  return recovers === 'all' ? {} : { coordinatorEveryMs: Math.max(1, toMs(checkpointEveryMs)) };
}

/** When snapshots are begun, and by whom. */
function snapshotsOf({ snapshots }: ResolvedDocument, plan: Plan): Pick<Plan, 'snapshots'> {
  if (snapshots.length === 0) return {};
  const cast = new Cast(plan);
  const byOf = (by: string | null): number => (by === null ? coordinatorActor : cast.named(by)[0]!);
  return { snapshots: snapshots.map(({ atMs, by }) => ({ atMs: toMs(atMs), by: byOf(by) })) };
}

/** What the facts of a room say of who holds a task, as its card tells. */
function holdingWordsOf({ facts }: ProtocolRoom): Plan['holdingWords'] {
  return Object.fromEntries(
    Object.entries(facts).flatMap(([type, { holds }]) => (holds === undefined ? [] : [[type, holds]])),
  );
}

/** How the work is coordinated. */
interface Coordination {
  readonly room: ProtocolRoom;
  readonly settings: unknown;
}

/**
 * The world of a plan: its actors, its surroundings, and what always holds of it. All of that is made once, whatever the
 * seed: between two steps actors remember nothing but their states, so that one set of them serves many worlds.
 */
function assembled(
  document: Document,
  full: ResolvedDocument,
  plan: Plan,
  { room, settings }: Coordination,
): (seed: number) => Compiled {
  const deciding = roomsOf(plan, decisionRooms);
  const serving = serviceRoomsOf(plan, serviceRooms);
  const roles = [...room.roles(plan, settings), ...[...deciding, ...serving].flatMap((each) => each.roles(plan))];
  const corruptions = new Map<string, Corruption>(deciding.map((each) => [each.name, each.corruption]));
  for (const { name, corruption } of [room, ...serving])
    if (corruption !== undefined) corruptions.set(name, corruption);
  const taking = <State>(machine: Machine<State>): Machine<State> =>
    plan.snapshots === undefined ? machine : takingSnapshots(plan, machine);
  const specOf = ({ kind, name, room: of }: ActorPlan, at: number): ActorSpec => {
    switch (kind) {
      case 'workflow':
        return actor(name, workflowMachine(plan, conditionsOf(plan)));
      case 'coordinator':
        return stableActor(name, taking(room.coordinator(plan, settings)));
      case 'agent':
        return actor(name, taking(agentMachine(plan, agentOfActor(at), roles, corruptions)));
      case 'client':
        return stableActor(name, deciding.find((each) => each.name === of)!.client(plan));
      case 'service': {
        const service = plan.services.find(({ actor: place }) => place === at)!;
        return stableActor(name, serving.find((each) => each.name === of)!.service!(plan, service));
      }
    }
  };
  const actors = plan.actors.map(specOf);
  const unseeded: Omit<WorldSpec, 'seed'> = {
    engine: engineVersion,
    actors,
    network: networkOf(full, plan),
    limits: { ...defaultLimits, stepsMax: full.limits.stepsMax },
    light: lightFacts,
    start: [{ to: workflowActor, message: { type: 'workflow.start' } }],
    planned: [...plannedFaults(full, plan), ...snapshotOrders(plan)],
    topic: topicsOf(plan),
    watcher: workflowActor,
  };
  // Made for whoever watches: of the runs of an experiment nobody does.
  let invariants: readonly Invariant[] | null = null;
  const names = actors.map((each) => each.name);
  const withSeed = (seed: number): Compiled => ({
    document,
    plan: { ...plan, seed },
    room,
    spec: { ...unseeded, seed },
    get invariants() {
      return (invariants ??= eachOnce([
        // Whoever waits for a service, or recalls, is idle beside a task that it can do.
        ...globalInvariants(
          plan,
          plan.services.length === 0 && plan.recollections.size === 0 && (room.workConserving?.(plan) ?? false),
        ),
        ...(plan.recollections.size === 0 ? [] : memoryRules),
        ...recoveryRules(plan),
        ...sliceRules(plan),
        ...(plan.snapshots === undefined ? [] : snapshotRules),
        ...room.invariants(plan, settings),
        ...[...deciding, ...serving].flatMap((each) => each.invariants(plan)),
      ]));
    },
    actors: names,
    withSeed,
  });
  return withSeed;
}

/** A number is what a rule is known by, in files and on the page. */
function eachOnce(invariants: readonly Invariant[]): readonly Invariant[] {
  const names = new Set<string>();
  for (const { room, rule } of invariants) {
    invariant(!names.has(`${room} ${rule}`), `${room} has two invariants called ${rule}`);
    names.add(`${room} ${rule}`);
  }
  return invariants;
}

/** The input that cancels a run: cooperatively, then by force. */
export function cancelInput(reason: string): {
  readonly to: number;
  readonly message: { readonly type: 'workflow.cancel'; readonly reason: string };
} {
  return { to: workflowActor, message: { type: 'workflow.cancel', reason } };
}
