/** Span of control: who is adopted when a manager with many reports dies, who stands in, and planted faults. */
import { describe, expect, it } from 'vitest';
import { validate, type Document } from '../../../src/document/index.ts';
import { factsOf } from '../../support/running.ts';
import { piece, play, task } from '../../scenarios/stage.ts';
import { change, witness } from './planted.ts';
import { told, type Agents } from './firm.ts';

const crew = (manager: string, count: number, skills: string[] = ['x']): Agents =>
  Array.from({ length: count }, (_, at) => ({
    id: `${manager}${String(at)}`,
    reportsTo: manager,
    capabilities: skills,
  }));

/** A boss over two managers, the first of which dies at once. */
function house(reports: number, spanMax: number, more: Partial<Document> = {}, tasks = 12): Document {
  const agents: Agents = [
    { id: 'boss', role: 'manager' },
    { id: 'm', role: 'manager', reportsTo: 'boss' },
    { id: 'n', role: 'manager', reportsTo: 'boss' },
    ...crew('m', reports),
    ...crew('n', 1, ['y']),
  ];
  const work = Array.from({ length: tasks }, (_, at) =>
    task(`t${String(at)}`, at < 4 ? [] : [`t${String(at % 4)}`], { requires: ['x'], ms: 30 }),
  );
  const faults = [{ kind: 'crash' as const, agent: 'm', atMs: 0 }];
  return piece(work, {
    agents,
    faults,
    limits: { spanMax },
    coordination: { pattern: 'delegation', leaseMs: 100 },
    ...more,
  });
}

describe('span of control', () => {
  it('[DG20] a drawing in which a manager has more reports than its span is warned of', () => {
    const codes = validate(house(8, 7)).map(({ code }) => code);
    expect(codes).toContain('span');
    expect(validate(house(7, 7)).map(({ code }) => code)).not.toContain('span');
  });
  it('[DG13] [DG20] where there is room for all, all are adopted and nobody stands in', () => {
    const played = play(house(4, 7));
    expect(played.outcome).toBe('succeeded');
    expect(told(played, 'delegation.adopted')).toMatchObject([
      { by: 0, reach: 5, adopted: [3, 4, 5, 6], standIns: [] },
    ]);
  });
  it('[DG21] where all would be more than the span, as many as fit are adopted and stand in for the others', () => {
    const played = play(house(7, 7));
    expect(played.outcome).toBe('succeeded');
    expect(told(played, 'delegation.adopted')).toMatchObject([
      { by: 0, reach: 7, adopted: [3, 4, 5, 6, 7, 8], standIns: [{ agent: 3, under: [9] }] },
    ]);
    const tight = play(house(6, 3));
    expect(told(tight, 'delegation.adopted')).toMatchObject([
      {
        by: 0,
        reach: 3,
        adopted: [3, 4],
        standIns: [
          { agent: 3, under: [5, 7] },
          { agent: 4, under: [6, 8] },
        ],
      },
    ]);
    expect(tight.outcome).toBe('succeeded');
    const by = told(tight, 'delegation.given').filter(({ rule }) => rule === 'stand-in');
    expect(new Set(by.map(({ by: giver }) => giver))).toEqual(new Set([3, 4]));
  });
  it('[DG21] everybody who was below the dead manager goes on working: stand-ins and those below them', () => {
    const played = play(house(6, 3, {}, 40));
    const after = factsOf(played, 'task.assigned').map(({ agent }) => agent);
    expect(new Set(after)).toEqual(new Set([3, 4, 5, 6, 7, 8]));
    expect(played.outcome).toBe('succeeded');
  });
  it('[DG21] a stand-in that dies too is replaced by another', () => {
    const faults = ['m', 'm0'].map((agent, at) => ({ kind: 'crash' as const, agent, atMs: at * 150 }));
    const played = play(house(6, 3, { faults }, 40));
    expect(played.outcome).toBe('succeeded');
    const circles = told(played, 'delegation.adopted').map(({ standIns }) =>
      (standIns as { agent: number }[]).map(({ agent }) => agent),
    );
    expect(circles.at(-1)).not.toContain(3);
  });
  it('[DG13] [DG21] once the manager is heard of again, its reports are its own', () => {
    const faults = [{ kind: 'crash' as const, agent: 'm', atMs: 0, recoverMs: 260 }];
    const work = Array.from({ length: 12 }, (_, at) =>
      task(`t${String(at)}`, at === 0 ? [] : [`t${String(at - 1)}`], { requires: ['x'], ms: 60 }),
    );
    const played = play(house(6, 3, { faults, tasks: work }));
    expect(played.outcome).toBe('succeeded');
    expect(told(played, 'delegation.adopted').at(-1)).toMatchObject({ by: 0, reach: 2, adopted: [] });
    expect(told(played, 'delegation.given').at(-1)).toMatchObject({ by: 1, rule: 'least-loaded' });
  });
  it('[DG20] the top adopts within the span too', () => {
    const agents: Agents = [{ id: 'm', role: 'manager' }, ...crew('m', 5)];
    const faults = [{ kind: 'crash' as const, agent: 'm', atMs: 0 }];
    const played = play(house(5, 2, { agents, faults }));
    expect(told(played, 'delegation.adopted')).toMatchObject([{ by: -1, reach: 2, adopted: [1, 2] }]);
    expect(played.outcome).toBe('succeeded');
  });
  it('[DG21] a manager among the orphans may stand in for its fellows, and goes on with its own', () => {
    const agents: Agents = [
      { id: 'boss', role: 'manager' },
      { id: 'm', role: 'manager', reportsTo: 'boss' },
      ...['p', 'q', 'r'].flatMap((id): Agents => [{ id, role: 'manager', reportsTo: 'm' }, ...crew(id, 1, [id])]),
    ];
    const work = ['p', 'q', 'r'].map((id) => task(`of-${id}`, [], { requires: [id] }));
    const faults = [{ kind: 'crash' as const, agent: 'm', atMs: 0 }];
    const played = play(house(0, 2, { agents, faults, tasks: work }));
    expect(told(played, 'delegation.adopted')).toMatchObject([
      { adopted: [2, 4], standIns: [{ agent: 2, under: [6] }] },
    ]);
    expect(played.outcome).toBe('succeeded');
  });
  it('[DG20] [DG21] hold with losses and any of them down for a while', () => {
    for (let seed = 0; seed < 40; seed += 1) {
      const down = ['m', 'boss', 'n', 'm0', 'm3'].filter((_, at) => (seed >> at) % 2 === 1);
      const faults = down.map((agent, at) => ({
        kind: 'crash' as const,
        agent,
        atMs: 20 * at,
        recoverMs: 400 + 100 * at,
      }));
      const network = { loss: 0.15, duplicate: 0.3, reorder: 0.3, delayMs: { min: 1, max: 9 } };
      const settings = { pattern: 'delegation', leaseMs: 100, patience: 30 };
      expect(play(house(6, 3, { faults, network, seed, coordination: settings })).outcome).toBe('succeeded');
    }
  });
});

describe('the checkers see a planted fault', () => {
  const document = house(6, 3);
  const says = witness(document);
  it('[DG20] in order they say nothing', () => {
    expect([says('DG20', (facts) => facts), says('DG2', (facts) => facts)]).toEqual([null, null]);
  });
  it('[DG20] one adopts more than its span, or stands in for more', () => {
    expect(says('DG20', change('delegation.adopted', { reach: 4 }))).toContain('boss gives to 4, and 3 is its span');
    const standIns = [{ agent: 3, under: [4, 5, 6, 7, 8, 9, 9] }];
    expect(says('DG20', change('delegation.adopted', { standIns }))).toContain('m0 stands in for more');
  });
  it('[DG20] something is given to one who was neither a report nor adopted', () => {
    expect(
      says('DG20', (facts) => facts.filter(({ fact }) => (fact.type as string) !== 'delegation.adopted')),
    ).toContain('had not adopted it');
  });
  it('[DG2] one is adopted by somebody who is not above it', () => {
    expect(says('DG2', change('delegation.adopted', { by: 2 }))).toContain('not above it');
  });
});
