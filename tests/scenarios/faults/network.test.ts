/**
 * Links that lose, delay, double or reorder messages, and a network that splits, as stage directions, under every pattern
 * of coordination. No rule of any room may break in any of them.
 */
import { describe, expect, it } from 'vitest';
import { factsOf, type Ran } from '../../support/running.ts';
import { heard, patterns, play, results, scene, shares, told, type Faults } from './cast.ts';

const whole = { one: 1, two: 1, three: 1, four: 1, five: 1, six: 1 };

/** How long each message was on its way, ms: the least and the most. */
function delays(played: Ran): [number, number] {
  const all = told(played, 'message.sent').map(({ fact, time }) => fact.dueMs - time);
  return [Math.min(...all), Math.max(...all)];
}

describe.each(patterns)('%s', (pattern) => {
  const played = (...faults: Faults): Ran => play(scene(pattern, faults));

  it('three of ten messages are lost until 500 ms: everything is done, later', () => {
    const result = played({ kind: 'loss', rate: 0.3, untilMs: 500 });
    expect([result.outcome, results(result)]).toEqual(['succeeded', whole]);
    const lost = told(result, 'message.lost');
    expect(lost.length).toBeGreaterThan(0);
    expect(lost.every(({ fact, time }) => fact.reason === 'loss' && time < 500)).toBe(true);
    expect(result.makespanMs).toBeGreaterThan(300);
  });
  it('all that ana says and all that she is told is lost until 500 ms: ben and cid do it', () => {
    const result = played({ kind: 'loss', rate: 1, agent: 'ana', untilMs: 500 });
    expect(shares(result)).toEqual({ ben: 3, cid: 3 });
    expect(heard(result, 'ana', [0, 500]).heard).toBe(0);
  });
  it('only what ana says is lost: she hears all the same', () => {
    const result = played({ kind: 'loss', rate: 1, from: 'ana', untilMs: 500 });
    expect(shares(result)).toEqual({ ben: 3, cid: 3 });
    expect(heard(result, 'ana', [0, 500]).heard).toBeGreaterThan(0);
  });
  it('only what the coordinator says to ana is lost: nobody else is touched', () => {
    const result = played({ kind: 'loss', rate: 1, from: 'coordinator', to: 'ana', untilMs: 500 });
    expect([result.outcome, results(result)]).toEqual(['succeeded', whole]);
    expect(told(result, 'message.lost').every(({ fact }) => fact.from === 1)).toBe(true);
  });
  it('every message takes 40 ms longer until 100 ms: what was sent then arrives then, the rest as ever', () => {
    const result = played({ kind: 'delay', delayMs: 40, untilMs: 100 });
    expect([result.outcome, results(result)]).toEqual(['succeeded', whole]);
    expect(delays(result)).toEqual([5, 45]);
  });
  it('every message comes twice: the work still counts once', () => {
    const result = played({ kind: 'duplicate', rate: 1 });
    expect([shares(result), results(result)]).toEqual([{ ana: 2, ben: 2, cid: 2 }, whole]);
    expect(factsOf(result, 'task.started')).toHaveLength(6);
  });
  it('half of the messages leave their order: everything is done once', () => {
    const result = played({ kind: 'reorder', rate: 0.5 });
    expect([result.outcome, results(result)]).toEqual(['succeeded', whole]);
    expect(delays(result)[1]).toBeGreaterThan(5);
  });
  it('[W29] two faults fall on one link: both are felt', () => {
    const result = played({ kind: 'delay', delayMs: 10, agent: 'ana' }, { kind: 'delay', delayMs: 20, from: 'ana' });
    expect(result.outcome).toBe('succeeded');
    expect(delays(result)).toEqual([5, 35]);
  });
  it('ana is split from all others from 50 to 700 ms: they do her tasks, and she is in touch again', () => {
    const others = pattern === 'delegation' ? ['boss', 'ben', 'cid', 'coordinator'] : ['ben', 'cid', 'coordinator'];
    const groups = [['ana'], others];
    const result = played({ kind: 'partition', groups, atMs: 50, untilMs: 700 });
    expect([result.outcome, shares(result)]).toEqual(['succeeded', { ben: 3, cid: 3 }]);
    expect(told(result, 'message.lost').every(({ fact }) => fact.reason === 'partition')).toBe(true);
    expect(told(result, 'network.changed')[0]).toMatchObject({ time: 50, fact: { on: true } });
  });
});

describe('what is put on a link', () => {
  it('where the plan foresees a loss leases are kept, where it foresees a delay they are not', () => {
    const lossy = (...faults: Faults): boolean => play(scene('centralized', faults, { coordination: {} })).plan.lossy;
    expect(lossy({ kind: 'loss', rate: 0.1 })).toBe(true);
    expect(lossy({ kind: 'partition', groups: [['ana'], ['ben']] })).toBe(true);
    expect(lossy({ kind: 'delay', delayMs: 9 })).toBe(false);
    expect(lossy()).toBe(false);
  });
});
