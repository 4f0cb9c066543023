/*
 * Documents for the tests of this room: one that uses every part of the format, and arbitrary ones for properties.
 */
import fc from 'fast-check';
import type { Json } from '../../src/base/index.ts';
import type { Document, Edit } from '../../src/document/index.ts';

/** Uses every part of the format, and fields and kinds of a future that this version does not know. */
export const FULL: Json = {
  format: 'conclave',
  version: 1,
  name: 'Field report',
  future: { kept: [1, { deep: true }] },
  seed: 7,
  coordination: { pattern: 'centralized', leaseMs: 50 },
  scheduling: { order: 'critical-path', assignment: 'greedy', balancing: 'least-loaded' },
  network: {
    delayMs: { min: 1, max: 5 },
    loss: 0,
    duplicate: 0,
    links: [{ from: 'lead', to: 'ana', delayMs: 3 }],
    partitions: [{ atMs: 5, healMs: 9, groups: [['lead'], ['ana', 'ben']] }],
  },
  limits: { timeoutMs: 100_000 },
  agents: [
    { id: 'lead', role: 'manager' },
    {
      id: 'ana',
      reportsTo: 'lead',
      capabilities: { research: 1 },
      slots: 1,
      behaviour: 'honest',
      future: { kept: true },
    },
    {
      id: 'ben',
      reportsTo: 'lead',
      capabilities: ['research', 'writing'],
      beliefs: { sky: 'blue' },
      goals: ['finish'],
    },
  ],
  tasks: [
    { id: 'collect', requires: ['research'], action: { kind: 'simulate', durationMs: { ana: 5, ben: 7 } }, future: 1 },
    {
      id: 'decide',
      dependsOn: ['collect', { task: 'draft', transferMs: 18, when: 'results.draft.ok && results.collect', future: 2 }],
      action: { kind: 'consensus', protocol: 'pbft', participants: ['ana', 'ben'], value: 'go' },
      retry: { attempts: 3, backoffMs: 100 },
      resources: [{ id: 'room', units: 1 }],
      onFailure: 'skip-dependents',
      parent: 'report',
    },
    {
      id: 'draft',
      agent: 'ben',
      requires: ['writing'],
      writes: ['board'],
      trigger: { atLeast: 1 },
      dependsOn: ['collect'],
    },
    { id: 'report', reads: ['board'], compensation: { durationMs: 10 }, onFailure: 'compensate' },
  ],
  resources: [{ id: 'room', units: 2 }],
  memories: [{ id: 'board', consistency: 'eventual', replicas: ['ana', 'ben'] }],
  faults: [
    { kind: 'crash', agent: 'ana', atMs: 500, recoverMs: 900 },
    { kind: 'flood', agent: 'ben', level: 2 },
  ],
  view: {
    nodes: { ana: { x: 0, y: 0 }, collect: { x: 10, y: 20, width: 5 } },
    notes: [{ id: 'n', text: '<b>', x: 0, y: 0 }],
    collapsed: ['report'],
  },
};

const name = fc.constantFrom('a', 'b', 'c', 'd', 'e', 'f', 'g', 'h');
const ids = (most: number) => fc.uniqueArray(name, { maxLength: most });

/** Documents with few names, so that references meet. Some dangle, some make cycles: edits must bear all of it. */
export const documents: fc.Arbitrary<Document> = fc
  .record({
    agents: ids(4),
    tasks: ids(5),
    resources: ids(2),
    memories: ids(2),
    links: fc.array(fc.tuple(name, name), { maxLength: 8 }),
  })
  .chain(({ agents, tasks, resources, memories, links }) =>
    fc.record({
      agents: fc.constant(
        agents.map((id, at) => ({
          id: `agent-${id}`,
          ...(at > 0 ? { reportsTo: `agent-${links[at % Math.max(1, links.length)]?.[0] ?? 'a'}` } : {}),
        })),
      ),
      tasks: fc.constant(
        tasks.map((id) => ({
          id: `task-${id}`,
          dependsOn: links
            .filter(([, to]) => to === id)
            .map(([from]) =>
              from < 'e' ? `task-${from}` : { task: `task-${from}`, when: `results["task-${from}"].ok` },
            ),
          action: {
            kind: 'simulate' as const,
            durationMs: Object.fromEntries(agents.map((agent, k) => [`agent-${agent}`, k])),
          },
          resources: resources.map((resource) => ({ id: `resource-${resource}` })),
          writes: memories.map((memory) => `memory-${memory}`),
        })),
      ),
      resources: fc.constant(resources.map((id) => ({ id: `resource-${id}` }))),
      memories: fc.constant(
        memories.map((id) => ({ id: `memory-${id}`, replicas: agents.map((agent) => `agent-${agent}`) })),
      ),
      faults: fc.constant(agents.map((id) => ({ kind: 'crash' as const, agent: `agent-${id}`, atMs: 3 }))),
      view: fc.constant({ nodes: Object.fromEntries(tasks.map((id, k) => [`task-${id}`, { x: k, y: -k }])) }),
    }),
  );

const kinds = { agents: 'agent', tasks: 'task', resources: 'resource', memories: 'memory' } as const;
const node = fc
  .tuple(fc.constantFrom('agents' as const, 'tasks' as const, 'resources' as const, 'memories' as const), name)
  .map(([collection, id]) => ({ collection, id: `${kinds[collection]}-${id}` }));
const task = name.map((id) => `task-${id}`);
const agent = name.map((id) => `agent-${id}`);
const number = fc.integer({ min: -50, max: 50 });
const place = fc.record({ x: number, y: number });

/** Edits of every kind over the same few names; many do not apply, which is half of what is tried. */
export const edits: fc.Arbitrary<Edit> = fc.oneof(
  node.chain(({ collection, id }) =>
    fc.record({
      kind: fc.constant('add-node' as const),
      collection: fc.constant(collection),
      node: fc.constant({ id }),
      place,
    }),
  ),
  node.map(({ collection, id }): Edit => ({ kind: 'remove-node', collection, id })),
  fc.tuple(node, name).map(([{ collection, id }, to]): Edit => ({
    kind: 'rename-node',
    collection,
    id,
    to: `${kinds[collection]}-${to}`,
  })),
  fc
    .tuple(node, fc.constantFrom('name', 'note', 'slots'), fc.constantFrom(undefined, 'x', 3))
    .map(([{ collection, id }, field, value]): Edit =>
      value === undefined
        ? { kind: 'update-node', collection, id, field: [field] }
        : { kind: 'update-node', collection, id, field: [field], value },
    ),
  fc.tuple(task, task).map(([from, to]): Edit => ({ kind: 'connect', from, to })),
  fc.tuple(task, task).map(([from, to]): Edit => ({ kind: 'disconnect', from, to })),
  fc.tuple(agent, fc.option(agent)).map(([one, manager]): Edit => ({ kind: 'set-manager', agent: one, manager })),
  fc.dictionary(task, place, { maxKeys: 3 }).map((places): Edit => ({ kind: 'move-nodes', places })),
  fc
    .tuple(
      fc.constantFrom(
        ['name'],
        ['network', 'loss'],
        ['limits', 'stepsMax'],
        ['tasks', 0, 'retry', 'attempts'],
        ['tasks', 1],
        ['view'],
        ['tasks', 0, 'dependsOn', 0],
      ),
      fc.constantFrom<(Json | undefined)[]>(undefined, 'x', 1, 0.5, { id: 'task-z' }, {}),
    )
    .map(([path, value]): Edit =>
      value === undefined ? { kind: 'set-field', path } : { kind: 'set-field', path, value },
    ),
  fc
    .tuple(fc.constantFrom('tasks', 'agents'), fc.nat({ max: 5 }))
    .map(([list, index]): Edit => ({ kind: 'remove-item', path: [list], index })),
);
