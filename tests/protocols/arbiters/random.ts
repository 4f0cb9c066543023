/** Random documents in which tasks compete for resources while agents and the arbiter crash, are cut off, and lose what they are told. */
import type { Document, Fault, Task } from '../../../src/document/index.ts';
import { Dice } from '../../support/documents.ts';

const patterns = ['centralized', 'centralized', 'load-balancing', 'contract-net'] as const;

const deadlocks = ['detect', 'detect', 'wait-die', 'wound-wait', 'ordered', 'all-or-nothing'] as const;
const inversions = ['none', 'inherit', 'ceiling'] as const;

export function randomContended(seed: number, { faults = true }: { faults?: boolean } = {}): Document {
  const dice = new Dice(seed);
  const agents = Array.from({ length: dice.integer(2, 5) }, (_, at) => ({
    id: `a${String(at)}`,
    slots: dice.one([1, 1, 2]),
  }));
  const resources = Array.from({ length: dice.integer(1, 4) }, (_, at) => ({
    id: `r${String(at)}`,
    units: dice.integer(1, 3),
    mode: dice.one(['shared', 'exclusive'] as const),
    ...(dice.chance(0.2) ? { leaseMs: dice.one([60, 200]) } : {}),
  }));
  const limit = { id: 'calls', units: dice.integer(2, 3), everyMs: dice.one([7, 20, 50]), burst: dice.integer(2, 4) };
  const tasks = Array.from({ length: dice.integer(3, 12) }, (_, at): Task => {
    const durationMs = dice.integer(1, 60);
    const wanted = resources
      .filter(() => dice.chance(0.6))
      .map(({ id, units }) => ({ id, units: dice.integer(1, units) }));
    const whole = wanted.filter(() => dice.chance(0.5));
    return {
      id: `t${String(at)}`,
      dependsOn: at > 0 && dice.chance(0.3) ? [`t${String(dice.integer(0, at - 1))}`] : [],
      action: { kind: 'simulate', durationMs, failureRate: dice.one([0, 0, 0.3]), cancelMs: dice.one([0, 5]) },
      priority: dice.integer(0, 3),
      resources: [...whole, ...(dice.chance(0.3) ? [{ id: 'calls', units: dice.integer(1, 2) }] : [])],
      holds: wanted
        .filter((each) => !whole.includes(each))
        .map(({ id, units }) => heldFor(dice, id, units, durationMs)),
      ...(dice.chance(0.4) ? { preemptible: dice.one(['resume', 'restart'] as const) } : {}),
      retry: { attempts: dice.integer(1, 5), backoffMs: dice.integer(1, 60) },
      onFailure: 'continue',
      ...(dice.chance(0.2) ? { timeoutMs: dice.integer(10, 90) } : {}),
      ...(dice.chance(0.1) ? { queueTimeoutMs: dice.integer(10, 90) } : {}),
    };
  });
  const names = [...agents.map(({ id }) => id), 'r0'];
  const crashes = names.flatMap((agent): Fault[] =>
    dice.chance(0.3) ? [{ kind: 'crash', agent, atMs: dice.integer(0, 150), recoverMs: dice.integer(151, 1500) }] : [],
  );
  const side = names.filter(() => dice.chance(0.4));
  const groups = [side, names.filter((each) => !side.includes(each))];
  const cut = { atMs: dice.integer(0, 100), healMs: dice.integer(120, 2500), groups };
  const losing = {
    loss: dice.one([0, 0.1, 0.25]),
    duplicate: 0.2,
    reorder: 0.3,
    partitions: dice.chance(0.5) ? [cut] : [],
  };
  return {
    name: 'contended',
    seed,
    coordination: { pattern: dice.one(patterns) },
    scheduling: { ageingMs: dice.one([0, 0, 20]) },
    agents,
    tasks,
    resources: [...resources, limit],
    conflicts: { deadlock: dice.one(deadlocks), inversion: dice.one(inversions) },
    network: { delayMs: dice.one([0, { min: 1, max: dice.integer(2, 12) }]), ...(faults ? losing : {}) },
    faults: faults ? crashes : [],
    limits: { stepsMax: 60_000, timeoutMs: 30_000 },
  };
}

/** Taken in the middle of the work, and mostly given back before its end. */
function heldFor(dice: Dice, resource: string, units: number, durationMs: number): NonNullable<Task['holds']>[number] {
  const fromMs = dice.integer(0, durationMs);
  return { resource, units, fromMs, ...(dice.chance(0.7) ? { toMs: fromMs + dice.integer(1, durationMs) } : {}) };
}
