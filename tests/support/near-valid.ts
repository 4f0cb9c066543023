/**
 * Documents that are nearly right, made from the schema itself: every action, fault, protocol and setting, conditions of
 * every kind, values at the edges of what is allowed and a little beyond. A new field is in it without a word. The same seed
 * gives the same document.
 */
import * as v from 'valibot';
import type { Json } from '../../src/base/index.ts';
import { actionSchemas, documentSchema, faultSchemas, type Memory } from '../../src/document/index.ts';
import { baseOf, entriesOf, infoOf, itemOf, optionsOf, type FieldInfo } from '../../src/document/schema/field.ts';
import { knownNames, rooms } from '../../src/protocols/index.ts';
import { Dice } from './documents.ts';
import { expression } from './near-valid-expressions.ts';
import { noted, usesOf } from './sharing.ts';

interface Shape {
  readonly type: string;
  readonly wrapped?: v.GenericSchema;
  readonly options?: readonly unknown[];
  readonly literal?: Json;
  readonly key?: v.GenericSchema;
  readonly value?: v.GenericSchema;
  readonly pipe?: readonly Shape[];
  readonly requirement?: unknown;
}

type Fields = Record<string, Json>;

/** What a document of this seed has. */
interface Cast {
  readonly dice: Dice;
  readonly agents: readonly string[];
  readonly tasks: readonly string[];
  /** Filled as they are made, before the tasks. */
  readonly memories: Memory[];
  /** How often a field is written, and how often a value is an extreme, or wrong. */
  readonly fill: number;
  readonly extreme: number;
  readonly wrong: number;
}

/** Nothing that is not meant to be: a value that fits nowhere, or only by chance. */
const odd: readonly Json[] = [
  null,
  true,
  '',
  'x',
  -1,
  0,
  1.5,
  1e300,
  9007199254740991,
  [],
  {},
  [[]],
  { id: 7 },
  'constructor',
];

export function nearValid(seed: number): Fields {
  const dice = new Dice(seed);
  const cast: Cast = {
    dice,
    agents: ids('a', dice.integer(dice.chance(0.03) ? 0 : 1, 6)),
    tasks: ids('t', dice.integer(dice.chance(0.03) ? 0 : 1, 9)),
    memories: [],
    fill: dice.one([0.05, 0.15, 0.3, 0.6]),
    extreme: dice.one([0, 0, 0, 0.02, 0.1]),
    wrong: dice.one([0, 0, 0, 0.01, 0.05]),
  };
  /** The tasks from here on are parts of one composite. */
  const from = dice.chance(0.3) ? dice.integer(0, cast.tasks.length) : cast.tasks.length;
  /** What is to be settled is mostly what can be. */
  const settled = !dice.chance(cast.wrong);
  const made: Fields = {
    format: 'conclave',
    ...objectOf(documentSchema, cast, [
      'format',
      'version',
      'view',
      'agents',
      'tasks',
      'faults',
      'limits',
      'resources',
      'memories',
      ...(settled ? ['variables'] : []),
    ]),
    limits: { stepsMax: 200_000, ...(dice.chance(0.3) ? { timeoutMs: dice.one([0, 1, 500, 20_000]) } : {}) },
    agents: cast.agents.map((id, at) => nodeOf('agents', id, { ...cast, agents: cast.agents.slice(0, at) })),
    ...(dice.chance(0.2) ? { resources: ['r0', 'r1'].map((id) => nodeOf('resources', id, cast)) } : {}),
    ...(dice.chance(0.2)
      ? { memories: noted(cast.memories, nodeOf('memories', 'm0', cast), dice.chance(cast.wrong)) }
      : {}),
    ...(settled && dice.chance(cast.fill) ? { variables: [{ name: 'price', min: 1, max: 9 }] } : {}),
    tasks: [
      ...cast.tasks.map((id) => taskOf(id, from, cast)),
      ...(from < cast.tasks.length ? [compositeOf(cast)] : []),
    ],
    faults: dice.some(Object.keys(faultSchemas), 0.1).map((kind) => faultOf(kind, cast)),
  };
  const pattern = dice.one([...rooms.keys()]);
  const settings = objectOf(rooms.get(pattern)!.settings, cast, []);
  return cast.wrong > 0 && dice.chance(0.02)
    ? { ...made, [dice.one(Object.keys(made))]: dice.one(odd) }
    : { ...made, coordination: { pattern, ...settings } };
}

function ids(name: string, count: number): string[] {
  return Array.from({ length: count }, (_, at) => `${name}${String(at)}`);
}

function nodeOf(collection: 'agents' | 'resources' | 'memories', id: string, cast: Cast): Fields {
  const without = cast.agents.length === 0 ? ['id', 'reportsTo'] : ['id'];
  const made = { ...objectOf(itemOf(entriesOf(documentSchema)[collection]!)!, cast, without), id };
  if (collection !== 'resources' || cast.dice.chance(cast.wrong)) return made;
  // What renews is held by nobody, and a lease outlasts a message there and back.
  const { mode, leaseMs, burst, everyMs, ...plain } = made as Fields;
  if (everyMs !== undefined) return { ...plain, everyMs: 50, ...(burst === undefined ? {} : { burst: 1000 }) };
  return { ...plain, ...(mode === undefined ? {} : { mode }), ...(leaseMs === undefined ? {} : { leaseMs: 100_000 }) };
}

/** Mostly without circles: a task depends on those before it, and is part of one behind it. */
function taskOf(id: string, from: number, cast: Cast): Fields {
  const { dice, tasks } = cast;
  const at = tasks.indexOf(id);
  const known = dice.chance(0.02) ? cast : { ...cast, tasks: tasks.slice(0, at) };
  const kind = dice.chance(0.5) ? 'simulate' : dice.one(Object.keys(actionSchemas) as (keyof typeof actionSchemas)[]);
  const behind = tasks.slice(at + 1);
  const fields = objectOf(itemOf(entriesOf(documentSchema)['tasks']!)!, known, [
    'id',
    'action',
    'dependsOn',
    'parent',
    'reduce',
    'combine',
  ]);
  const before = known.tasks.slice(-4);
  return {
    ...fields,
    id,
    ...(before.length > 0 ? { dependsOn: dice.some(before, 0.35).map((task) => dependencyOf(task, known)) } : {}),
    ...(at >= from
      ? { parent: 'c0' }
      : dice.chance(cast.wrong) && behind.length > 0
        ? { parent: dice.one(behind) }
        : {}),
    ...(dice.chance(0.85) ? { action: { ...actionOf(kind, known), kind } } : {}),
  };
}

/** Nobody works at it, so most of what a task says would be wrong here. */
function compositeOf(cast: Cast): Fields {
  const { dice } = cast;
  return {
    id: 'c0',
    ...(dice.chance(0.4) ? { combine: dice.one<Json>(['all', 'any', { atLeast: 1 }, { atLeast: 9 }]) } : {}),
    ...(dice.chance(0.4) ? { reduce: expression(cast) } : {}),
    ...(dice.chance(0.2) ? { timeoutMs: time(cast) } : {}),
    ...(dice.chance(0.2) ? { onFailure: dice.one(['fail-run', 'skip-dependents', 'continue', 'compensate']) } : {}),
    ...(dice.chance(0.1) ? { fallback: anything(cast) } : {}),
  };
}

function dependencyOf(task: string, cast: Cast): Json {
  const { dice } = cast;
  if (dice.chance(0.5)) return task;
  return {
    task,
    ...(dice.chance(0.5) ? { transferMs: time(cast) } : {}),
    ...(dice.chance(0.6)
      ? { when: expression({ ...cast, tasks: dice.chance(0.1) ? [...cast.tasks, task] : [task] }) }
      : {}),
  };
}

function actionOf(kind: keyof typeof actionSchemas, cast: Cast): Fields {
  const { dice, agents } = cast;
  const fields = objectOf(actionSchemas[kind], cast, ['kind', 'durationMs', 'participants', 'protocol', 'valid']);
  const short = dice.chance(0.8) ? { durationMs: duration(cast) } : {};
  if (kind === 'negotiate' && agents.length > 1 && !dice.chance(cast.wrong))
    return { ...fields, ...short, ...bargainOf(agents.slice(0, 2)) };
  if (kind !== 'consensus' && kind !== 'negotiate') return { ...fields, ...short };
  return {
    ...fields,
    ...short,
    ...(dice.chance(0.8) ? { participants: dice.some(agents, 0.8) } : {}),
    ...(kind === 'consensus' ? { protocol: dice.one(knownNames.decisions) } : {}),
    ...(dice.chance(0.15)
      ? { valid: dice.one(['value > 0', 'value == "go"', 'size(value) > 1', 'value +', '1']) }
      : {}),
  };
}

/** What two can come to an agreement about: what is drawn by its shape alone hardly ever is. */
function bargainOf(participants: readonly string[]): Fields {
  const wants = participants.map((id, at) => [id, { values: [at === 0 ? [0, 1] : [1, 0]] }] as const);
  return { participants, issues: [{ name: 'day', values: ['early', 'late'] }], utilities: Object.fromEntries(wants) };
}

function faultOf(kind: string, cast: Cast): Fields {
  const schema = faultSchemas[kind as keyof typeof faultSchemas];
  const made = objectOf(schema, { ...cast, fill: Math.max(cast.fill, 0.4) }, [
    'kind',
    'groups',
    'atMs',
    'untilMs',
    'recoverMs',
  ]);
  if (made['agent'] !== undefined && kind !== 'selective-send' && cast.dice.chance(0.95)) {
    delete made['from'];
    delete made['to'];
  }
  const atMs = cast.dice.integer(0, 800);
  const end = kind === 'crash' ? 'recoverMs' : 'untilMs';
  return {
    ...made,
    kind,
    atMs,
    ...(cast.dice.chance(0.7) ? { [end]: atMs + cast.dice.integer(cast.wrong > 0 ? -5 : 0, 900) } : {}),
    ...(kind === 'partition'
      ? { groups: [cast.dice.some(cast.agents, 0.5), cast.dice.chance(0.5) ? ['coordinator'] : ['client']] }
      : {}),
  };
}

/** Every field that must be there, and some of the others. */
function objectOf(schema: v.GenericSchema, cast: Cast, without: readonly string[]): Fields {
  const made: Fields = {};
  for (const [key, entry] of Object.entries(entriesOf(schema))) {
    const optional = ['exact_optional', 'optional'].includes((entry as unknown as Shape).type);
    if (without.includes(key) || (optional && !cast.dice.chance(cast.fill))) continue;
    // A goal is a text or an object; what else may stand in the list is for validation to say.
    if (key === 'goals' && !cast.dice.chance(cast.wrong)) made[key] = ['done', { id: 'told', when: 'true' }];
    // What is drawn for these by their shape alone is refused nearly always.
    else if (key === 'that' && !cast.dice.chance(cast.wrong)) made[key] = 'makespanMs >= 0';
    else if (key === 'recalls' && !cast.dice.chance(cast.wrong)) made[key] = [{ key: 'note' }, { query: 'go on' }];
    else if (key === 'holds' && !cast.dice.chance(cast.wrong)) made[key] = [];
    else if (key === 'key' && !cast.dice.chance(cast.wrong)) made[key] = cast.dice.one(['plan', 'route', 'note']);
    // Texts among beliefs that change are expressions.
    else if (key === 'believes' && !cast.dice.chance(cast.wrong)) made[key] = { told: 'true', count: 3 };
    else made[key] = cast.dice.chance(cast.wrong) ? cast.dice.one(odd) : valueOf(entry, cast, infoOf(entry), key);
  }
  return made;
}

function valueOf(written: v.GenericSchema, cast: Cast, info?: FieldInfo, key = ''): Json {
  const { dice, agents, tasks } = cast;
  const shape = written as unknown as Shape;
  if (shape.wrapped !== undefined) return valueOf(shape.wrapped, cast, info, key);
  const named = (names: readonly string[]): string =>
    names.length === 0 || dice.chance(cast.wrong) ? 'nobody' : dice.one(names);
  switch (info?.control) {
    case 'agent':
      return agents.length === 0 ? 'coordinator' : named(agents);
    case 'agents':
      return dice.some(agents, 0.5);
    case 'resources':
    case 'uses':
      return key === 'reads' || key === 'writes' ? usesOf(key, cast.memories, dice) : [];
    case 'tasks':
      return baseOf(written).type === 'array' ? dice.some(tasks, 0.5) : named(tasks);
    case 'code':
      return expression(cast);
    case 'duration':
      return key === 'delayMs' ? dice.one<Json>([0, 1, 7, { min: 0, max: 9 }]) : duration(cast);
    case 'names':
      return dice.some(['x', 'y'], 0.2);
    case 'capabilities':
      return dice.one<Json>([['x'], ['x', 'y'], { x: 0.5 }, { x: 1, y: 0.9 }, {}]);
    default:
      break;
  }
  const options = info === undefined ? undefined : optionsOf(info, knownNames);
  if (options !== undefined && shape.type !== 'union' && dice.chance(0.98)) return dice.one(options);
  return ofShape(baseOf(written), cast, info);
}

function ofShape(schema: v.GenericSchema, cast: Cast, info?: FieldInfo): Json {
  const { dice } = cast;
  const shape = schema as unknown as Shape;
  switch (shape.type) {
    case 'number':
      return numberOf(shape, cast);
    case 'string':
      if (shape.pipe?.some(({ type }) => type === 'check') === true) return dice.one([...cast.agents, 'coordinator']);
      if (shape.pipe?.some(({ type }) => type === 'regex') === true) return dice.one(['red', '#00ff7f']);
      return dice.one(['', 'go', 'A name', 'Ærlig 李 👩‍👩‍👧', `long ${'x'.repeat(dice.one([10, 900]))}`]);
    case 'boolean':
      return dice.chance(0.5);
    case 'picklist':
      return dice.one(shape.options as readonly Json[]);
    case 'literal':
      return shape.literal ?? null;
    case 'union':
      return valueOf(dice.one(shape.options as readonly v.GenericSchema[]), cast);
    case 'variant':
      return objectOf(dice.one(shape.options as readonly v.GenericSchema[]), cast, []);
    case 'array':
      return Array.from({ length: dice.integer(0, 3) }, () => valueOf(itemOf(schema)!, cast));
    case 'record':
      return Object.fromEntries(dice.some(cast.agents, 0.4).map((key) => [key, valueOf(shape.value!, cast)]));
    case 'custom':
      return anything(cast);
    default:
      return Object.keys(entriesOf(schema)).length > 0
        ? objectOf(schema, cast, [])
        : info?.control === 'json'
          ? {}
          : anything(cast);
  }
}

/** Most are small; some stand at a bound, one step beyond it, or between. */
function numberOf(shape: Shape, cast: Cast): number {
  const { dice } = cast;
  let [least, most, whole] = [-Infinity, Infinity, false];
  const visit = (item: Shape): void => {
    if (item.type === 'min_value') least = Math.max(least, item.requirement as number);
    if (item.type === 'gt_value') least = Math.max(least, (item.requirement as number) + 1);
    if (item.type === 'max_value') most = Math.min(most, item.requirement as number);
    whole ||= item.type === 'integer';
    for (const inner of item.pipe ?? []) if (inner !== item) visit(inner);
  };
  visit(shape);
  const small = whole ? dice.integer(0, 6) : dice.one([0, 0.1, 0.25, 0.5, 1, 2, 3, 40]);
  if (!dice.chance(cast.extreme)) return Math.min(most, Math.max(Number.isFinite(least) ? least : 0, small));
  const edges = [least, most, least + 1, most - 1, (least + most) / 2, most * 1.001, least - 0.001].filter(
    Number.isFinite,
  );
  return edges.length === 0 ? small : dice.one(edges);
}

function time(cast: Cast): number {
  const { dice } = cast;
  return dice.chance(cast.extreme) ? dice.one([0, 1e10, 1e10 - 1, 0.5]) : dice.integer(0, 90);
}

function duration(cast: Cast): Json {
  const { dice, agents } = cast;
  switch (dice.integer(0, 4)) {
    case 0:
      return { min: dice.integer(0, 9), max: dice.integer(cast.wrong > 0 ? 5 : 9, 80) };
    case 1:
      return { mean: time(cast), deviation: time(cast) };
    case 2:
      return Object.fromEntries(agents.map((agent) => [agent, time(cast)]));
    default:
      return time(cast);
  }
}

function anything({ dice }: Cast): Json {
  return dice.one<Json>([
    null,
    true,
    0,
    1,
    2.5,
    -3,
    'go',
    'stop',
    [],
    [1, 2],
    ['go', 'stop'],
    {},
    { ok: true, n: 2 },
    { score: 3 },
    { list: [{ n: 1 }, { n: 2 }] },
    'x'.repeat(500),
    9007199254740991,
  ]);
}
