/**
 * Shared memories for a random document, of every consistency and type, with tasks that read and write them as these allow, and
 * now and then as what stands there does not. The same dice give the same; the document still comes to an end.
 */
import type { Json, JsonObject } from '../../src/base/index.ts';
import {
  memoryOf,
  WRITES_OF,
  type Document,
  type Memory,
  type MemoryType,
  type Task,
} from '../../src/document/index.ts';
import { MEMORY_TYPES, SESSION_GUARANTEES, WRITE_KINDS } from '../../src/document/schema/world.ts';
import type { Dice } from './documents.ts';

type Write = NonNullable<Task['writes']>[number];
const keys = ['x', 'y'] as const;

/** The document with memories; naive ones only where they are asked for: they break what they promise. */
export function sharing(document: Document, dice: Dice, { naive = false }: { naive?: boolean } = {}): Document {
  const { agents = [], tasks = [] } = document;
  const ids = agents.map(({ id }) => id);
  const ways = naive ? ['naive'] : dice.some(['strong', 'primary-backup', 'eventual', 'eventual'], 0.5);
  const memories = (ways.length === 0 ? ['eventual'] : ways).map((way, at) => ({
    id: `m${String(at)}`,
    consistency: way,
    replicas: held(ids, dice),
    ...(way === 'eventual' ? loose(dice) : {}),
    ...(way === 'primary-backup' ? { leaseMs: dice.one([0, 20, 200]) } : {}),
  }));
  const sharers = tasks.map((task) =>
    task.action?.kind === 'simulate' ? naming(sharer(task, memories, dice), memories, tasks, dice) : task,
  );
  return { ...document, memories, tasks: sharers.map((task) => looking(task, sharers, dice)) };
}

/**
 * The same where nobody answers: every replica is down for good from some moment on, mostly from the start, and others are left
 * to do the work. Nothing is ever undone there.
 */
export function unanswered(document: Document, dice: Dice): Document {
  const { agents = [], tasks = [], faults = [] } = document;
  const holders = ['h0', 'h1', 'h2'].slice(0, dice.integer(1, 3));
  const plain = tasks.map(({ compensation: _, ...task }) => task);
  const shared = sharing({ ...document, tasks: plain }, dice);
  const gone = dice.chance(0.7) ? 0 : dice.integer(1, 200);
  return {
    ...shared,
    agents: [...agents, ...holders.map((id) => ({ id, role: 'manager' as const }))],
    memories: shared.memories!.map((memory) => ({ ...memory, replicas: holders })),
    faults: [...faults, ...holders.map((agent) => ({ kind: 'crash' as const, agent, atMs: gone }))],
  };
}

/** A memory that was made from the schema joins the others: as it is, or so that somebody serves its type. */
export function noted(memories: Memory[], made: JsonObject, asItIs: boolean): Json[] {
  const { type: _, sessions: __, ...plain } = made;
  const eventual = made['consistency'] === undefined || made['consistency'] === 'eventual';
  memories.push((eventual || asItIs ? made : plain) as unknown as Memory);
  return memories as unknown as Json[];
}

/** What a task reads or writes of these memories, a key by its full name or one that is called like its memory. */
export function usesOf(field: 'reads' | 'writes', memories: readonly Memory[], dice: Dice): Json[] {
  return memories.flatMap((memory) => {
    const { id } = memory;
    const uses = dice.some(keys, 0.5).map((key): Json => ({
      memory: id,
      key,
      ...(field === 'reads' ? {} : written(memory, `memory.${id}.${key}`, false, dice)),
    }));
    return dice.chance(0.2) ? [id, ...uses] : uses;
  });
}

function held(ids: readonly string[], dice: Dice): string[] {
  const some = dice.some(ids, 0.6);
  return some.length === 0 ? [dice.one(ids)] : some;
}

function loose(dice: Dice): Partial<Memory> {
  return {
    type: dice.one(MEMORY_TYPES),
    sessions: dice.some(SESSION_GUARANTEES, 0.4),
    syncMs: dice.one([1, 20, 100]),
  };
}

function sharer(task: Task, memories: readonly Memory[], dice: Dice): Task {
  const places = memories.flatMap(({ id: memory }) => keys.map((key) => ({ memory, key })));
  const reads = dice.some(places, 0.2);
  const writes = dice.some(places, 0.2).map(({ memory, key }) => {
    const reading = reads.some((use) => use.memory === memory && use.key === key);
    return {
      memory,
      key,
      ...written(
        memories.find(({ id }) => id === memory)!,
        `memory.${memory}.${key}`,
        reading,
        dice,
      ),
    };
  });
  return { ...task, reads, writes };
}

/** Some of what is written is told of the result of a task before it. */
function naming(task: Task, memories: readonly Memory[], tasks: readonly Task[], dice: Dice): Task {
  const before = (task.dependsOn ?? []).map((one) => (typeof one === 'string' ? one : one.task));
  if (before.length === 0 || tasks.some(({ disabled }) => disabled === true)) return task;
  const writes = (task.writes ?? []).map((use) => {
    if (typeof use === 'string' || !dice.chance(0.2)) return use;
    const sum = `results[${JSON.stringify(dice.one(before))}].ok ? 1 : 2`;
    const isMap = memories.find(({ id }) => id === use.memory)?.type === 'map';
    return isMap && use.do === 'remove' ? use : { ...use, value: isMap ? `{'a': ${sum}}` : sum };
  });
  return { ...task, writes };
}

/** What is written, and on which condition; sometimes nothing of that kind can be done there. */
function written({ consistency, type = 'register' }: Memory, name: string, reading: boolean, dice: Dice): JsonObject {
  // A type may be none at all, where a document is to be wrong.
  const does = dice.one(Object.hasOwn(WRITES_OF, type) ? WRITES_OF[type] : WRITE_KINDS);
  const placed = type === 'list' && ['insert', 'move', 'set'].includes(does);
  const expects = consistency === 'primary-backup' && dice.chance(0.5);
  return {
    ...(dice.chance(0.2) ? {} : { do: does }),
    ...(dice.chance(0.9)
      ? { value: reading && dice.chance(0.5) ? built(type, name) : valueFor(type, does, dice) }
      : {}),
    ...(placed && dice.chance(0.7) ? { at: dice.one<Json>([0, 1, 2, 'int(1)']) } : {}),
    ...(expects ? { expect: reading ? name : dice.one<Json>([null, 0, 1]) } : {}),
  };
}

/** CEL over what was read. */
function built(type: MemoryType, name: string): string {
  return type === 'map' ? `{'a': size(${name})}` : type === 'counter' ? `${name} + 1` : `${name} == null ? 1 : 2`;
}

function valueFor(type: MemoryType, does: string, dice: Dice): Json {
  if (dice.chance(0.05)) return "'of a wrong kind'";
  if (type !== 'map') return dice.integer(0, 5);
  return does === 'remove' ? dice.one(["'a'", "'b'"]) : { [dice.one(['a', 'b'])]: dice.integer(0, 5) };
}

/** Some conditions look at what the task before has read or written. */
function looking(task: Task, tasks: readonly Task[], dice: Dice): Task {
  if (task.dependsOn === undefined) return task;
  const dependsOn = task.dependsOn.map((one) => {
    const waits = typeof one === 'string' ? { task: one } : one;
    const before = tasks.find(({ id }) => id === waits.task);
    const uses = [...(before?.reads ?? []), ...(before?.writes ?? [])].filter((use: Write) => typeof use !== 'string');
    if (uses.length === 0 || 'when' in waits || !dice.chance(0.3)) return one;
    const use = dice.one(uses) as { memory: string; key: string };
    const name = `memory.${memoryOf(use)}.${use.key}`;
    return { ...waits, when: dice.one([`${name} == null || true`, `${name} != null`, `${name} == 1`]) };
  });
  return { ...task, dependsOn };
}
