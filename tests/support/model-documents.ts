/**
 * Random sagas for the reference model, as the model reads them and as documents: pinned tasks with triggers, conditions,
 * transfers, composites, switched off tasks, retries, and limits of every kind that often fall exactly on an end.
 */
import type { Document, Task } from '../../src/document/index.ts';
import type { Part } from './reference-model.ts';
import { Dice } from './documents.ts';

export interface Saga {
  readonly parts: readonly Part[];
  readonly agents: number;
  readonly runMs: number;
}

export function randomSaga(seed: number): Saga {
  const dice = new Dice(seed);
  const agents = dice.integer(1, 4);
  const count = dice.integer(2, 10);
  const parts: Part[] = [];
  // Few equal times by chance, many on purpose: a limit is often the length of some task, or one more or less.
  const spans = Array.from({ length: count }, () => dice.integer(1, 90_000));
  const limit = (chance: number): number =>
    dice.chance(chance) ? Math.max(1, dice.one(spans) + dice.one([0, 0, -1, 1])) : 0;
  for (let at = 0; at < count; at += 1) {
    const wholes = parts.filter(({ parent }) => parent === null).slice(-2);
    const parent = wholes.length > 0 && dice.chance(0.3) ? dice.one(wholes).id : null;
    const known = parts.filter(({ id, parent: theirs }) => id !== parent && (theirs === null || theirs === parent));
    // Whatever stands around it must not wait for it: only tasks outside of composites, or of its own.
    const free = known.filter((each) => each.parent === parent || parent === null || !waitsFor(parts, each.id, parent));
    const before = free
      .filter(() => dice.chance(0.4))
      .map(({ id }) => ({
        id,
        transferMs: dice.chance(0.3) ? dice.integer(1, 40_000) : 0,
        when: null as Part['before'][number]['when'],
      }));
    for (const edge of before)
      if (dice.chance(0.25) && !parts.find(({ id }) => id === edge.id)!.off)
        edge.when = { id: edge.id, ok: dice.chance(0.7) };
    if (before.length > 0 && dice.chance(0.1)) before.push({ ...before[0]! });
    const distinct = new Set(before.map(({ id }) => id)).size;
    parts.push({
      id: `t${String(at)}`,
      agent: dice.integer(0, agents - 1),
      ms: spans[at]!,
      priority: at * 7 + dice.integer(0, 6),
      before,
      trigger: dice.one([
        'all-success',
        'all-success',
        'all-done',
        1,
        Math.max(1, distinct - 1),
        distinct + 1,
      ] as const),
      parent,
      combine: dice.one(['all', 'all', 1, 2] as const),
      off: dice.chance(0.1),
      failsFirst: dice.one([0, 0, 0, 1, 2, 9]),
      attempts: dice.one([1, 1, 2, 3]),
      backoffMs: dice.integer(1, 20_000),
      cancelMs: dice.chance(0.4) ? dice.integer(1, 9000) : 0,
      deaf: dice.chance(0.15),
      graceMs: dice.integer(1, 9000),
      timeoutMs: limit(0.3),
      queueMs: limit(0.3),
      onFailure: dice.one(['fail-run', 'skip-dependents', 'continue', 'compensate', 'compensate'] as const),
      undo: dice.chance(0.6)
        ? {
            ms: dice.integer(1, 9000),
            failsFirst: dice.one([0, 0, 1, 3]),
            timeoutMs: limit(0.2),
            attempts: dice.integer(1, 3),
            backoffMs: dice.integer(1, 9000),
          }
        : null,
    });
  }
  return { parts: settled(parts), agents, runMs: limit(0.4) * dice.integer(1, 3) };
}

/** Whether one stands behind the other, through whatever is between. */
function waitsFor(parts: readonly Part[], id: string, other: string): boolean {
  const part = parts.find((each) => each.id === id)!;
  return part.before.some((edge) => edge.id === other || waitsFor(parts, edge.id, other));
}

/** What has parts is a composite: it is not tried again. What is off takes its parts along, and goes with the last of them. */
function settled(parts: readonly Part[]): Part[] {
  const own = (id: string): readonly Part[] => parts.filter(({ parent }) => parent === id);
  const off = new Set(
    parts.filter((part) => part.off || parts.find(({ id }) => id === part.parent)?.off === true).map(({ id }) => id),
  );
  for (const { id } of parts) if (own(id).length > 0 && own(id).every((part) => off.has(part.id))) off.add(id);
  return parts.map((part) => ({
    ...part,
    off: off.has(part.id),
    ...(own(part.id).length > 0 ? { attempts: 1, undo: null, queueMs: 0 } : {}),
    before: part.before.map((edge) => (edge.when !== null && off.has(edge.when.id) ? { ...edge, when: null } : edge)),
  }));
}

export function documentOfSaga({ parts, agents, runMs }: Saga): Document {
  return {
    name: 'saga',
    seed: 1,
    agents: Array.from({ length: agents }, (_, at) => ({ id: `a${String(at)}` })),
    scheduling: { order: 'priority', assignment: 'first-fit', ageingMs: 0 },
    limits: { timeoutMs: runMs },
    tasks: parts.map(taskOf),
  };
}

function taskOf(part: Part): Task {
  const { id, agent, ms, priority, before, trigger, parent, combine, off, failsFirst, attempts, backoffMs } = part;
  const { cancelMs, deaf, graceMs, timeoutMs, queueMs, onFailure, undo } = part;
  return {
    id,
    agent: `a${String(agent)}`,
    priority,
    dependsOn: before.map((edge) => ({
      task: edge.id,
      transferMs: edge.transferMs,
      ...(edge.when === null ? {} : { when: `results.${edge.when.id}.ok == ${String(edge.when.ok)}` }),
    })),
    trigger: typeof trigger === 'number' ? { atLeast: trigger } : trigger,
    combine: typeof combine === 'number' ? { atLeast: combine } : combine,
    ...(parent === null ? {} : { parent }),
    ...(off ? { disabled: true } : {}),
    action: { kind: 'simulate', durationMs: ms, failsFirst, cancelMs, ignoresCancel: deaf },
    retry: { attempts, backoffMs, capMs: 30_000 },
    graceMs,
    timeoutMs,
    queueTimeoutMs: queueMs,
    onFailure,
    ...(undo === null
      ? {}
      : {
          compensation: {
            durationMs: undo.ms,
            failsFirst: undo.failsFirst,
            timeoutMs: undo.timeoutMs,
            retry: { attempts: undo.attempts, backoffMs: undo.backoffMs, capMs: 30_000 },
          },
        }),
  };
}
