/**
 * Random documents for properties of whole runs: agents of unequal capability, speed and slots, task graphs with every
 * policy of failure, and a network and agents that fail. The same seed gives the same document. Every one of them comes
 * to an end: what could wait for ever stands under a timeout of the run.
 */
import {
  ASSIGNMENTS,
  BALANCINGS,
  FAILURE_POLICIES,
  ORDERS,
  type Document,
  type Fault,
  type Task,
} from '../../src/document/index.ts';

export interface RandomDocumentOptions {
  /** Patterns to choose from; centralized and load balancing unless said otherwise. */
  readonly patterns?: readonly string[];
  readonly balancings?: readonly (typeof BALANCINGS)[number][];
  readonly assignments?: readonly (typeof ASSIGNMENTS)[number][];
  readonly tasksMax?: number;
  readonly agentsMax?: number;
  /** Whether messages and agents may fail, and whether they take time; true unless said otherwise. */
  readonly faults?: boolean;
  readonly delays?: boolean;
  /** Whether attempts may fail, be late or be cancelled; true unless said otherwise. */
  readonly failures?: boolean;
  /** Whether tasks may be parts of others; false unless said otherwise. */
  readonly composites?: boolean;
  /** Whether tasks remember and recall; false unless said otherwise. */
  readonly memory?: boolean;
}

/** Chance for tests: mulberry32, the same on every machine. */
export class Dice {
  #state: number;

  constructor(seed: number) {
    this.#state = (seed * 0x9e3779b1) | 0;
  }

  fraction(): number {
    this.#state = (this.#state + 0x6d2b79f5) | 0;
    let t = Math.imul(this.#state ^ (this.#state >>> 15), this.#state | 1);
    t = (t + Math.imul(t ^ (t >>> 7), t | 61)) ^ t;
    return ((t ^ (t >>> 14)) >>> 0) / 4294967296;
  }
  /** From `from` to `to`, both included. */
  integer(from: number, to: number): number {
    return from + Math.floor(this.fraction() * (to - from + 1));
  }
  chance(probability: number): boolean {
    return this.fraction() < probability;
  }
  one<T>(choices: readonly T[]): T {
    return choices[this.integer(0, choices.length - 1)]!;
  }
  /** Each with the given chance. */
  some<T>(choices: readonly T[], probability: number): T[] {
    return choices.filter(() => this.chance(probability));
  }
}

/** Those from which a document draws unless it is told: more would change what every seed gives. */
const assignments = [
  'first-fit',
  'greedy',
  'hungarian',
  'heft',
] as const satisfies readonly (typeof ASSIGNMENTS)[number][];

const skills = ['cook', 'draw', 'sing'] as const;

export function randomDocument(seed: number, options: RandomDocumentOptions = {}): Document {
  const dice = new Dice(seed);
  const { faults = true, delays = true, failures = true } = options;
  const agents = agentsOf(dice, dice.integer(1, options.agentsMax ?? 6));
  const ids = agents.map((agent) => agent.id);
  const plainly = tasksOf(dice, dice.integer(0, options.tasksMax ?? 24), ids, failures);
  const drawn = options.memory === true ? remembering(new Dice(seed + 0.375), plainly) : plainly;
  const tasks = options.composites === true ? composed(new Dice(seed + 0.5), drawn) : drawn;
  const weighty = options.assignments?.includes('regret') === true ? weighed(new Dice(seed + 0.125), tasks) : tasks;
  const forGood = tasks.every((task) => task.compensation === undefined);
  const pattern = dice.one(options.patterns ?? ['centralized', 'load-balancing']);
  const limited = pattern === 'delegation' ? budgeted(new Dice(seed + 0.75), weighty) : weighty;
  const staff = pattern === 'delegation' ? inHierarchy(new Dice(seed + 0.25), agents) : agents;
  return {
    name: `Random ${String(seed)}`,
    seed: dice.integer(0, 1_000_000),
    coordination: { pattern, ...settingsOf(dice, pattern) },
    scheduling: {
      order: dice.one(ORDERS),
      assignment: dice.one(options.assignments ?? assignments),
      balancing: dice.one(options.balancings ?? BALANCINGS),
      ageingMs: dice.one([0, 0, 5, 50]),
    },
    network: {
      delayMs: delays ? dice.one([0, 0, 3, { min: 0, max: 9 }, { min: 5, max: 40 }]) : 0,
      ...(faults && dice.chance(0.6) ? failingNetwork(dice, ids) : {}),
    },
    limits: {
      ...(pattern === 'delegation' ? { spanMax: new Dice(seed + 0.625).one([7, 1, 2, 3]) } : {}),
      timeoutMs: faults || dice.chance(0.2) ? dice.one([500, 20_000, 60_000]) : 1_000_000,
    },
    agents: options.memory === true ? minded(new Dice(seed + 0.4375), staff) : staff,
    tasks: limited,
    faults: faults
      ? [...faultsOf(dice, ids, forGood), ...coordinatorFaults(new Dice(seed + 0.1875), ids, forGood)]
      : [],
  };
}

function agentsOf(dice: Dice, count: number) {
  return Array.from({ length: count }, (_, at) => ({
    id: `a${String(at)}`,
    capabilities: Object.fromEntries(dice.some(skills, 0.7).map((skill) => [skill, dice.one([1, 0.5, 0.9])])),
    slots: dice.one([1, 1, 1, 2, 3]),
    speed: dice.one([1, 1, 0.5, 2, 3]),
    cost: dice.integer(0, 3),
  }));
}

function tasksOf(dice: Dice, count: number, agents: readonly string[], failures: boolean): Task[] {
  return Array.from({ length: count }, (_, at): Task => {
    const before = Array.from({ length: at }, (_each, place) => `t${String(place)}`).slice(-6);
    return {
      id: `t${String(at)}`,
      requires: dice.some(skills, 0.2),
      ...(dice.chance(0.06) ? { agent: dice.one(agents) } : {}),
      priority: dice.integer(0, 4),
      dependsOn: dice
        .some(before, 0.3)
        .map((task) => (dice.chance(0.4) ? { task, transferMs: dice.integer(0, 60) } : task))
        .map((dependency, _, all) => (failures && dice.chance(0.08) ? conditional(dice, dependency, all) : dependency)),
      action: {
        kind: 'simulate',
        durationMs: durationOf(dice, agents),
        ...(failures ? { failureRate: dice.one([0, 0, 0.2, 0.5]), failsFirst: dice.one([0, 0, 0, 1]) } : {}),
        ...(failures && dice.chance(0.3) ? { result: { score: dice.integer(0, 5) } } : {}),
        ...(failures ? { cancelMs: dice.one([0, 5, 90]), ignoresCancel: dice.chance(0.1) } : {}),
      },
      ...(failures ? failingTask(dice, before.length) : {}),
    };
  });
}

/**
 * Puts runs of neighbours into composites, and some of these into others. A dependency that would make tasks wait for
 * one another across a border is left out: parts look back past the first of their composite only to what stands
 * outside of it, and nobody waits for a composite but tasks behind its last part.
 */
function composed(dice: Dice, tasks: readonly Task[]): Task[] {
  const made = tasks.map((task) => ({ ...task }));
  const add = (from: number, until: number, outer: string | null): void => {
    for (let at = from; at < until;) {
      const size = dice.integer(1, 5);
      const end = Math.min(until, at + size);
      if (dice.chance(0.4) && end > at) {
        const id = `c${String(made.length - tasks.length)}`;
        const before = Array.from({ length: from === 0 ? at : 0 }, (_, place) => `t${String(place)}`).slice(-5);
        made.push({
          id,
          ...(outer === null ? {} : { parent: outer }),
          dependsOn: dice.some(before, 0.3),
          combine: dice.one(['all', 'all', 'any', { atLeast: 2 }] as const),
          onFailure: dice.one(FAILURE_POLICIES),
          trigger: before.length > 0 ? dice.one(['all-success', 'all-done'] as const) : 'all-success',
          ...(dice.chance(0.15) ? { timeoutMs: dice.integer(5, 200) } : {}),
          ...(dice.chance(0.2) ? { fallback: { score: 1 } } : {}),
        });
        for (let part = at; part < end; part += 1) made[part] = { ...made[part]!, parent: id };
        if (end - at > 2 && dice.chance(0.4)) add(at, end, id);
        const behind = made[end];
        if (end < tasks.length && outer === null && dice.chance(0.5))
          made[end] = {
            ...behind!,
            dependsOn: [...(behind!.dependsOn ?? []), { task: id, transferMs: dice.integer(0, 9) }],
          };
      }
      at = end;
    }
  };
  add(0, tasks.length, null);
  const counts = new Map<string, number>();
  for (const { parent } of made) if (parent !== undefined) counts.set(parent, (counts.get(parent) ?? 0) + 1);
  return made.filter(({ id }) => id.startsWith('t') || counts.has(id));
}

/** Tasks that take more than one slot where assignment is by regret, some more than anybody has. */
function weighed(dice: Dice, tasks: readonly Task[]): Task[] {
  return tasks.map((task) => ({ ...task, load: dice.one([0.5, 1, 1, 1.5, 2, 3, 4]) }));
}

/** Small memories, so that much is evicted and forgotten. */
function minded(dice: Dice, agents: NonNullable<Document['agents']>): NonNullable<Document['agents']> {
  return agents.map((agent) => ({
    ...agent,
    memory: {
      capacity: dice.integer(1, 3),
      longTerm: dice.integer(0, 4),
      score: dice.one(['source', 'act-r', 'generative']),
    },
  }));
}

/** Most tasks remember some of a few keys and recall some, at a cost or at none. */
function remembering(dice: Dice, tasks: readonly Task[]): Task[] {
  const keys = ['k0', 'k1', 'k2', 'k3', 'k4', 'k5'];
  return tasks.map((task) => ({
    ...task,
    recalls: [
      ...dice.some(keys, 0.4),
      ...(dice.chance(0.3) ? [{ query: dice.one(['k1 7', 'k', '42 k5']), top: dice.integer(1, 4) }] : []),
    ],
    recallMs: dice.one([0, 3, 20]),
    missMs: dice.one([0, 9, 60]),
    remembers: dice
      .some(keys, 0.4)
      .map((key) => ({ key, importance: dice.integer(0, 9), pinned: dice.chance(0.1), value: dice.integer(0, 99) })),
  }));
}

/** Some tasks, composites more often, may cost only so much; often it is not enough. */
function budgeted(dice: Dice, tasks: readonly Task[]): Task[] {
  if (dice.chance(0.5)) return [...tasks];
  const composites = new Set(tasks.map(({ parent }) => parent));
  return tasks.map((task) =>
    dice.chance(composites.has(task.id) ? 0.7 : 0.15)
      ? { ...task, budget: dice.one([0, 0.02, 0.05, 0.1, 0.3, 1]) }
      : task,
  );
}

/**
 * A dependency under a condition that holds, does not, depends on what was given by itself or by another one that the task
 * waits for, or cannot be told.
 */
function conditional(dice: Dice, dependency: Waits, all: readonly Waits[]) {
  const { task, ...more } = typeof dependency === 'string' ? { task: dependency } : dependency;
  const other = dice.one(all.map((each) => (typeof each === 'string' ? each : each.task)));
  const when = dice.one([
    `results.${task}.ok`,
    `results.${task}.score > 2`,
    `!results.${task}.ok`,
    'size(results) > 1',
    `results.${other}.ok || results.${task}.ok`,
    `has(results.${other}.score) && results.${other}.score >= 1 + results.${task}.score`,
    '1 + 1',
  ]);
  return { task, ...more, when };
}

type Waits = string | { task: string; transferMs: number };

function durationOf(dice: Dice, agents: readonly string[]) {
  switch (dice.integer(0, 3)) {
    case 0:
      return dice.integer(0, 50);
    case 1:
      return { min: dice.integer(0, 20), max: dice.integer(20, 80) };
    case 2:
      return { mean: dice.integer(10, 60), deviation: dice.integer(0, 20) };
    default:
      return Object.fromEntries(agents.map((agent) => [agent, dice.integer(1, 90)]));
  }
}

function failingTask(dice: Dice, before: number): Partial<Task> {
  return {
    retry: { attempts: dice.integer(1, 3), backoffMs: dice.integer(0, 20), jitter: dice.one([0, 0, 0.5]) },
    onFailure: dice.one(FAILURE_POLICIES),
    graceMs: dice.one([0, 20, 1000]),
    trigger: dice.one(['all-success', 'all-success', 'all-done', before > 0 ? 'one-success' : 'all-success'] as const),
    ...(dice.chance(0.15) ? { timeoutMs: dice.integer(5, 90) } : {}),
    ...(dice.chance(0.1) ? { queueTimeoutMs: dice.integer(1, 90) } : {}),
    ...(dice.chance(0.2) ? { deadlineMs: dice.integer(1, 400) } : {}),
    ...(dice.chance(0.3)
      ? { compensation: { durationMs: dice.integer(0, 30), failureRate: dice.one([0, 0, 0.5]) } }
      : {}),
  };
}

function settingsOf(dice: Dice, pattern: string): Record<string, number | boolean | string> {
  if (pattern === 'contract-net') return biddingOf(dice);
  if (pattern === 'delegation')
    return {
      leaseMs: dice.one(['auto', 'auto', 100, 300] as const),
      patience: dice.integer(1, 8),
      inside: dice.one(['least-loaded', 'least-loaded', 'contract-net']),
    };
  const shared = { acknowledge: dice.chance(0.3), leaseMs: dice.one(['auto', 'auto', 100, 300] as const) };
  if (pattern === 'centralized') return shared;
  if (pattern !== 'load-balancing') return {};
  return {
    ...shared,
    choices: dice.integer(1, 3),
    queueLimit: dice.one([0, 0, 1, 3]),
    staleMs: dice.one([0, 0, 30]),
    ttlMs: dice.one([0, 0, 500]),
  };
}

/** Most agents report to one before them; some of those to whom others report do no work unless it is named. */
function inHierarchy<T extends { readonly id: string }>(dice: Dice, agents: readonly T[]) {
  const above = agents.map((_, at) => (at > 0 && dice.chance(0.75) ? dice.integer(0, at - 1) : -1));
  return agents.map((agent, at) => ({
    ...agent,
    ...(above[at]! === -1 ? {} : { reportsTo: agents[above[at]!]!.id }),
    ...(above.includes(at) && dice.chance(0.5) ? { role: 'manager' as const } : {}),
  }));
}

/** A contract net in which every bidder refuses: from the start, or from some moment on; all else is random as ever. */
export function allRefusing(seed: number): Document {
  const document = randomDocument(seed, { patterns: ['contract-net'] });
  const dice = new Dice(seed + 0.375);
  const late = dice.chance(0.3);
  const refusing = (document.agents ?? []).map(({ id }): Fault => ({
    kind: 'flip-votes',
    agent: id,
    atMs: late ? dice.integer(0, 200) : 0,
  }));
  return { ...document, faults: [...(document.faults ?? []), ...refusing] };
}

function biddingOf(dice: Dice): Record<string, number | string> {
  return {
    bid: dice.one(['completion', 'source', 'marginal-cost', 'confidence', 'weighted']),
    binding: dice.one(['reserve', 'reserve', 'confirm']),
    payment: dice.one(['first', 'second']),
    replyMs: dice.one(['auto', 'auto', 3, 30]),
    validMs: dice.one(['auto', 'auto', 2, 60]),
    backlog: dice.one([0, 0, 1, 3]),
    penalty: dice.one([0, 0, 1]),
    callsMax: dice.one([1, 2, 8]),
    invite: dice.one(['free', 'free', 'capable']),
    rounds: dice.integer(1, 6),
    backoffMs: dice.one([1, 20, 100]),
    leaseMs: dice.one(['auto', 'auto', 100, 300] as const),
  };
}

function failingNetwork(dice: Dice, agents: readonly string[]): NonNullable<Document['network']> {
  return {
    loss: dice.one([0, 0.02, 0.1, 0.3]),
    duplicate: dice.one([0, 0.1, 0.5]),
    reorder: dice.one([0, 0.1, 0.5]),
    partitions: dice.chance(0.2) ? [partitionOf(dice, agents)] : [],
  };
}

function partitionOf(dice: Dice, agents: readonly string[]) {
  const one = dice.some(agents, 0.5);
  if (dice.chance(0.5))
    return { atMs: dice.integer(0, 200), healMs: dice.integer(200, 2000), groups: [one, ['coordinator']] };
  const other = agents.filter((agent) => !one.includes(agent));
  return { atMs: dice.integer(0, 200), healMs: dice.integer(200, 2000), groups: [one, other] };
}

/** An agent goes down for good only where nothing will ever have to be undone: that waits without a timeout. */
function faultsOf(dice: Dice, agents: readonly string[], forGood: boolean): Fault[] {
  return dice.some(agents, 0.35).map((agent): Fault => {
    const atMs = dice.integer(0, 300);
    if (dice.chance(0.3))
      return { kind: 'slow', agent, atMs, factor: dice.one([2, 5]), untilMs: atMs + dice.integer(1, 300) };
    return !forGood || dice.chance(0.75)
      ? { kind: 'crash', agent, atMs, recoverMs: atMs + dice.integer(1, 600) }
      : { kind: 'crash', agent, atMs };
  });
}

/** The coordinator goes down, mostly for a while and now and then twice, or is cut off from some. */
function coordinatorFaults(dice: Dice, agents: readonly string[], forGood: boolean): Fault[] {
  if (dice.chance(0.6)) return [];
  const agent = 'coordinator';
  const atMs = dice.integer(0, 300);
  const endMs = atMs + dice.one([1, 40, 400, 3000]);
  return dice.one<() => Fault[]>([
    () => [{ kind: 'crash', agent, atMs, recoverMs: endMs }],
    () => [
      { kind: 'crash', agent, atMs, recoverMs: endMs },
      { kind: 'crash', agent, atMs: endMs + 1, recoverMs: endMs + dice.integer(2, 900) },
    ],
    () => (forGood ? [{ kind: 'crash', agent, atMs }] : []),
    () => [{ kind: 'partition', groups: [[agent], dice.some(agents, 0.7)], atMs, untilMs: endMs }],
    () => [{ kind: 'loss', agent, rate: dice.one([0.3, 1]), atMs, untilMs: endMs }],
  ])();
}
