/** PBFT's messages, counted: the fault-free case, silent backups, checkpoints, and a silent primary. */
import { describe, expect, it } from 'vitest';
import { factsOf, sentByType, type Ran } from '../../support/running.ts';
import { council, held, told } from './council.ts';

const total = (ran: Ran): number => factsOf(ran, 'message.sent').length;
const sent = (ran: Ran, ...names: string[]): number =>
  names.reduce((sum, name) => sum + (sentByType(ran)[`consensus-pbft.${name}`] ?? 0), 0);

describe('what is said about one request', () => {
  it.each([
    [4, 29, 24],
    [7, 92, 84],
    [10, 191, 180],
    [13, 326, 312],
    [1, 2, 0],
    [2, 7, 4],
    [5, 46, 40],
  ])('[PB11] %i members, nobody failing: %i messages, %i of them between replicas', (n, all, between) => {
    const ran = held(council(n));
    expect([total(ran), total(ran) - sent(ran, 'request', 'reply')]).toEqual([all, between]);
    expect(ran.broken).toEqual([]);
  });
  it.each([
    [4, 1, 22],
    [7, 2, 66],
    [10, 3, 134],
    [13, 4, 226],
  ])('[PB11] %i members, %i backups silent: %i messages', (n, f, all) => {
    const silent = Array.from({ length: f }, (_, at) => ({ agent: n - 1 - at, conduct: { kind: 'silent' } as const }));
    const ran = held(council(n), silent);
    expect(total(ran)).toBe(all);
    expect(ran.broken).toEqual([]);
  });
  it.each([
    [4, 12],
    [7, 42],
    [10, 90],
    [13, 156],
  ])('[PB12] %i members: %i messages make a checkpoint stable', (n, all) => {
    const ran = held(council(n, { decisions: 2, action: { checkpointEvery: 1 } }));
    // The second checkpoint is under way when the run ends.
    expect(sent(ran, 'checkpoint')).toBe(2 * all);
    expect(told(ran, 'stable').filter(({ slot }) => slot === 1)).toHaveLength(n);
  });
  it('[PB11] it takes five hops from client to client', () => {
    const ran = held(council(4));
    expect(ran.recorded.find(({ fact }) => fact.type === 'decision.made')?.time).toBe(50);
  });
});

/** Whatever is sent in this span is lost. */
const cutOff = (atMs: number, untilMs: number) => {
  const rule = { rule: 'cut', from: [], to: [], both: false, loss: 1, delayMs: 0, duplicate: 0, reorder: 0 };
  return [
    { atMs, to: -1, message: { type: 'kernel.rule', rule } },
    { atMs: untilMs, to: -1, message: { type: 'kernel.heal', rule: 'cut' } },
  ];
};

describe('a silent primary', () => {
  const members = [4, 7, 10, 13];
  const inView = (ran: Ran, name: string, view: number): number =>
    factsOf(ran, 'message.sent').filter(
      ({ message }) => message.type === `consensus-pbft.${name}` && (message as { view?: number }).view === view,
    ).length;

  it.each(members)('[PB13] of %i: n(n - 1) messages change the view', (n) => {
    const ran = held(council(n), [{ agent: 0, conduct: { kind: 'silent' } }]);
    expect(sent(ran, 'view-change', 'new-view')).toBe(n * (n - 1));
    expect(inView(ran, 'pre-prepare', 1)).toBe(n - 1);
    expect(ran.broken).toEqual([]);
  });
  it.each(members)('[PB13] of %i: a slot is carried over in (n - 2)(n - 1) prepares and (n - 1)² commits', (n) => {
    // Everybody has prepared at 30 ms, and the commits are lost.
    const ran = held(council(n), [{ agent: 0, conduct: { kind: 'silent' }, atMs: 25 }], cutOff(25, 45));
    expect(sent(ran, 'view-change', 'new-view')).toBe(n * (n - 1));
    expect([inView(ran, 'pre-prepare', 1), inView(ran, 'prepare', 1), inView(ran, 'commit', 1)]).toEqual([
      0,
      (n - 2) * (n - 1),
      (n - 1) * (n - 1),
    ]);
    expect(ran.broken).toEqual([]);
    expect(told(ran, 'executed').every(({ slot, view }) => slot === 1 && view === 1)).toBe(true);
  });
});
