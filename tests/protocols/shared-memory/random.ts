/** Random documents in which tasks share a memory while its replicas crash, are cut off, and lose what they are told. */
import type { Json } from '../../../src/base/index.ts';
import {
  keyOfUse,
  GOSSIPS,
  WRITES_OF,
  type Document,
  type Fault,
  type MemoryType,
  type Task,
} from '../../../src/document/index.ts';
import { Dice } from '../../support/documents.ts';

export function randomShared(
  seed: number,
  consistency: 'strong' | 'primary-backup' | 'naive' | 'eventual',
  { faults = true, doubled = false }: { faults?: boolean; doubled?: boolean } = {},
): Document {
  const dice = new Dice(seed);
  const integer = (from: number, to: number): number => dice.integer(from, to);
  const chance = (share: number): boolean => dice.chance(share);
  const replicas = integer(1, 5);
  const agents = Array.from({ length: replicas + integer(0, 2) }, (_, at) => ({
    id: `a${String(at)}`,
    slots: integer(1, 2),
  }));
  const keys = ['x', 'y'].slice(0, integer(1, 2));
  const tasks = Array.from({ length: integer(4, 12) }, (_, at): Task => {
    const id = `t${String(at)}`;
    const some = () => keys.filter(() => chance(0.7)).map((key) => ({ memory: 'board', key }));
    return {
      id,
      dependsOn: at > 0 && chance(0.5) ? [`t${String(integer(0, at - 1))}`] : [],
      action: { kind: 'simulate', durationMs: integer(1, 30) },
      reads: some(),
      // Values are unique, so that an answer tells where it comes from.
      writes: some().map((use) => ({ ...use, value: at + 1 })),
      retry: { attempts: 4, backoffMs: integer(5, 60) },
      onFailure: 'continue',
      ...(chance(0.2) ? { timeoutMs: integer(10, 60) } : {}),
    };
  });
  const names = agents.map(({ id }) => id);
  const crashes = names.flatMap((agent): Fault[] =>
    chance(0.3) ? [{ kind: 'crash', agent, atMs: integer(0, 150), recoverMs: integer(151, 400) }] : [],
  );
  const side = names.filter(() => chance(0.4));
  const cut = chance(0.5)
    ? [
        {
          atMs: integer(0, 100),
          healMs: integer(120, 500),
          groups: [side, names.filter((each) => !side.includes(each))],
        },
      ]
    : [];
  const memory = { id: 'board', consistency, replicas: names.slice(0, replicas) };
  return {
    name: 'shared',
    seed,
    agents,
    ...(consistency === 'eventual'
      ? typed(dice, memory, tasks)
      : {
          tasks: tasks.map((task) => registered(new Dice(seed + 0.25 + tasks.indexOf(task)), consistency, task)),
          memories: [memory],
        }),
    network: {
      delayMs: { min: 1, max: integer(2, 20) },
      ...(faults
        ? { loss: chance(0.5) ? integer(0, 25) / 100 : 0, duplicate: 0.1, reorder: 0.2, partitions: cut }
        : {}),
      ...(doubled ? doubling(new Dice(seed + 0.5)) : {}),
    },
    faults: faults ? crashes : [],
    limits: { stepsMax: 50_000, timeoutMs: 20_000 },
  };
}

/** Most messages come twice, and late: work that was done is handed over once more, and answers to it are still on their way. */
function doubling(dice: Dice): NonNullable<Document['network']> {
  return {
    delayMs: { min: 0, max: dice.one([20, 60, 200]) },
    duplicate: dice.one([0.3, 0.6, 0.9]),
    reorder: 0.5,
    loss: dice.one([0, 0.1]),
  };
}

/** Some remove what stands there; where there is a primary some write only if what they have read, or nothing, still stands there. */
function registered(dice: Dice, consistency: string, task: Task): Task {
  if (consistency === 'naive') return task;
  const read = (key: string): boolean => (task.reads ?? []).some((use) => keyOfUse(use) === key);
  const writes = (task.writes ?? []).map((use) => {
    const { memory, key, ...more } = use as { memory: string; key: string };
    const expect = read(key) ? `memory.board.${key}` : null;
    return {
      ...{ memory, key, ...more },
      ...(dice.chance(0.1) ? { do: 'remove' as const } : {}),
      ...(consistency === 'primary-backup' && dice.chance(0.3) ? { expect } : {}),
    };
  });
  return { ...task, writes };
}

/** Of any type, with any promises; and tasks that write as the type allows. */
function typed(dice: Dice, memory: object, tasks: readonly Task[]): Pick<Document, 'memories' | 'tasks'> {
  const types = Object.keys(WRITES_OF) as MemoryType[];
  const type = types[dice.integer(0, types.length - 1)]!;
  const promises = ['read-your-writes', 'monotonic-reads', 'monotonic-writes', 'writes-follow-reads'] as const;
  const sessions = promises.filter(() => dice.chance(0.4));
  const fields = ['a', 'b', 'c'];
  const wanted = (number: number): Json => {
    if (type !== 'map') return type === 'register' || type === 'multi-value' ? number : dice.integer(1, 4);
    return { [fields[dice.integer(0, 2)]!]: number };
  };
  const changed = tasks.map((task, at): Task => ({
    ...task,
    writes: (task.writes ?? []).map((use) => {
      const does = WRITES_OF[type][dice.integer(0, WRITES_OF[type].length - 1)]!;
      const value = does === 'remove' && type === 'map' ? `'${fields[dice.integer(0, 2)]!}'` : wanted(at + 1);
      const placed = type === 'list' && does !== 'append' && does !== 'remove' ? { at: dice.integer(0, 2) } : {};
      return { ...(use as { memory: string; key: string }), do: does, value, ...placed };
    }),
  }));
  return {
    tasks: changed,
    memories: [
      { ...memory, type, sessions, syncMs: dice.integer(5, 60), gossip: GOSSIPS[dice.integer(0, 2)]! } as Memory,
    ],
  };
}

type Memory = NonNullable<Document['memories']>[number];
