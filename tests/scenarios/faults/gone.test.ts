/**
 * Everybody who could do a task is gone, under every pattern of the registry: it ends in one way and with one word. First what
 * keeps a run from that: somebody who may come back, and a giver that waits for ever because it was told to.
 */
import { describe, expect, it } from 'vitest';
import type { Document } from '../../../src/document/index.ts';
import { rooms } from '../../../src/protocols/index.ts';
import { play } from '../stage.ts';
import { names, scene, type Faults } from './cast.ts';

const patterns = [...rooms.keys()];
/** What is not done keeps nothing else from being done. */
function staged(pattern: string, faults: Faults, more: Partial<Document> = {}): Document {
  const document = scene(pattern, faults, more);
  return { ...document, tasks: (document.tasks ?? []).map((each) => ({ ...each, onFailure: 'skip-dependents' })) };
}

const all = (pattern: string): string[] => (pattern === 'delegation' ? ['boss', ...names] : names);
const crashing = (pattern: string): Faults => all(pattern).map((agent) => ({ kind: 'crash', agent, atMs: 50 }));
const cutting = (pattern: string): Faults => [{ kind: 'partition', atMs: 50, groups: [['coordinator'], all(pattern)] }];

describe.each(patterns)('%s', (pattern) => {
  it.each([
    ['have crashed for good', crashing(pattern)],
    ['are cut off for good', cutting(pattern)],
  ])('[W33] all who could %s: every task that waits is unallocated, and the run has failed', (_title, faults) => {
    const { result, states } = play(staged(pattern, faults));
    expect([result.outcome, new Set(Object.values(states))]).toEqual(['failed', new Set(['unassignable'])]);
    for (const { reason } of Object.values(result.tasks)) expect(reason).toMatch(/^unallocated: /u);
  });
  it('[W33] the policy of the task is followed, and what can go on does', () => {
    const document = staged(pattern, crashing(pattern));
    const tasks = (document.tasks ?? []).map((each) => ({ ...each, onFailure: 'continue' as const }));
    expect(play({ ...document, tasks }).result.outcome).toBe('succeeded');
  });
});

it.each(['centralized', 'load-balancing'])(
  '[W33] %s: somebody comes back after he was given up, and nothing else was due meanwhile: nothing is lost',
  (pattern) => {
    const faults = names.map((agent) => ({ kind: 'crash', agent, atMs: 50, recoverMs: 20_000_000 }) as const);
    expect(play(staged(pattern, faults)).outcome).toBe('succeeded');
  },
);

it.each(['centralized', 'load-balancing', 'contract-net'])(
  '[W33] [W19] %s: a lease of 0 waits for ever, since it was told to: the run stalls',
  (pattern) => {
    const document = staged(pattern, crashing(pattern), { coordination: { pattern, leaseMs: 0 } });
    expect(play({ ...document, tasks: document.tasks!.slice(0, 3) }).outcome).toBe('stalled');
  },
);

it('[W33] all refuse: the same word', () => {
  const faults = names.map((agent) => ({ kind: 'flip-votes', agent }) as const);
  const { result } = play(staged('contract-net', faults));
  for (const { reason } of Object.values(result.tasks)) expect(reason).toMatch(/^unallocated: everybody refused/u);
});

it('[W33] silent for as long as a setting lets a task wait: the same word', () => {
  const coordination = { pattern: 'load-balancing', leaseMs: 200, ttlMs: 900 } as never;
  const { result } = play(staged('load-balancing', crashing('load-balancing'), { coordination }));
  for (const { reason } of Object.values(result.tasks))
    expect(reason).toBe('unallocated: whoever could do it has been silent for 900 ms');
});
