import * as v from 'valibot';
import { describe, expect, test } from 'vitest';
import { defaultOf, documentSchema, resolved, resolvedDuration, type Document } from '../../src/document/index.ts';

const EXAMPLE = {
  format: 'conclave',
  version: 1,
  name: 'Field report',
  seed: 7,
  coordination: { pattern: 'centralized', leaseMs: 50 },
  scheduling: { order: 'critical-path', assignment: 'greedy', balancing: 'least-loaded', ties: 'seeded' },
  network: { delayMs: { min: 1, max: 5 }, loss: 0, duplicate: 0, partitions: [] },
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
    { id: 'ben', capabilities: ['research', 'writing'] },
  ],
  tasks: [
    { id: 'collect', requires: ['research'], action: { kind: 'simulate', durationMs: 1200 } },
    {
      id: 'decide',
      dependsOn: ['collect', { task: 'collect', transferMs: 18, when: 'results.collect.ok' }],
      action: { kind: 'consensus', protocol: 'pbft', participants: ['ana', 'ben'], value: 'go' },
      retry: { attempts: 3 },
      resources: [{ id: 'room' }],
    },
    { id: 'odd', action: { kind: 'telepathy', depth: 3 } },
  ],
  resources: [{ id: 'room', units: 2 }],
  memories: [{ id: 'board' }],
  faults: [
    { kind: 'crash', agent: 'ana', atMs: 500, recoverMs: 900 },
    { kind: 'flood', level: 2 },
  ],
  view: { nodes: { ana: { x: 0, y: 0 } } },
} as unknown as Document;

describe('defaults', () => {
  test('the example of the format passes the schema untouched', () => {
    const parsed = v.safeParse(documentSchema, EXAMPLE);
    expect(parsed.issues).toBeUndefined();
    expect(parsed.output).toEqual(EXAMPLE);
  });

  test('an empty document resolves to the stated defaults', () => {
    expect(resolved({})).toEqual({
      name: 'Untitled',
      description: '',
      seed: 1,
      coordination: { pattern: 'centralized', settings: {}, recovers: 'all', checkpointEveryMs: 1000 },
      conflicts: { deadlock: 'detect', inversion: 'inherit' },
      variables: [],
      scheduling: {
        order: 'critical-path',
        assignment: 'greedy',
        balancing: 'least-loaded',
        ties: 'seeded',
        ageingMs: 0,
      },
      network: {
        delay: { minMs: 0, maxMs: 0 },
        loss: 0,
        duplicate: 0,
        reorder: 0,
        links: [],
        partitions: [],
        stableAfterMs: null,
        boundMs: null,
      },
      limits: { timeoutMs: null, stepsMax: 20_000_000, depthMax: 8, spanMax: 7 },
      agents: [],
      tasks: [],
      resources: [],
      memories: [],
      faults: [],
      snapshots: [],
    });
  });

  test('what is written wins over the default, field by field', () => {
    const full = resolved(EXAMPLE);
    expect(full.coordination).toMatchObject({ pattern: 'centralized', settings: { leaseMs: 50 } });
    expect(full.network.delay).toEqual({ minMs: 1, maxMs: 5 });
    expect(full.agents[2]?.capabilities).toEqual({ research: 1, writing: 1 });
    expect(full.tasks[1]?.retry).toEqual({ attempts: 3, backoffMs: 100, capMs: 30_000, jitter: 0 });
    expect(full.tasks[1]?.dependsOn[1]).toEqual({ task: 'collect', transferMs: 18, when: 'results.collect.ok' });
    expect(full.tasks[1]?.resources).toEqual([{ id: 'room', units: 1 }]);
    expect(full.tasks[0]?.model.duration).toEqual({ kind: 'fixed', ms: 1200 });
    expect(full.tasks[0]?.graceMs).toBe(1000);
  });

  test('a resolved task has no undefined member', () => {
    const task = resolved({ tasks: [{ id: 'a' }] }).tasks[0];
    expect(Object.values(task ?? {})).not.toContain(undefined);
    expect(Object.values(task?.model ?? {})).not.toContain(undefined);
    expect(Object.values(resolved({ agents: [{ id: 'a' }] }).agents[0] ?? {})).not.toContain(undefined);
  });

  test('a map by agent, a range and a normal distribution are told apart', () => {
    expect(resolvedDuration({ ana: 5, ben: 7 })).toEqual({
      kind: 'by-agent',
      ms: { ana: 5, ben: 7 },
      otherwiseMs: 1000,
    });
    expect(resolvedDuration({ min: 1, max: 2 })).toEqual({ kind: 'uniform', minMs: 1, maxMs: 2 });
    expect(resolvedDuration({ mean: 10, deviation: 3 })).toEqual({ kind: 'normal', meanMs: 10, deviationMs: 3 });
    for (const durationMs of [
      { min: 1 },
      { min: 2, max: 1 },
      { min: 1, max: 2, ana: 3 },
      { mean: 1, max: 2 },
      -1,
      'soon',
      [1],
    ]) {
      expect(v.is(documentSchema, { tasks: [{ id: 'a', action: { kind: 'simulate', durationMs } }] })).toBe(false);
    }
  });

  test('the default of a field is found by its path', () => {
    expect(defaultOf('tasks[].retry.capMs')).toBe(30_000);
    expect(defaultOf('tasks[3].onFailure')).toBe('fail-run');
    expect(defaultOf('network.partitions')).toEqual([]);
    expect(defaultOf('tasks[].deadlineMs')).toBeUndefined();
    expect(defaultOf('nothing.here')).toBeUndefined();
  });
});
