/**
 * Four agents that agree through PBFT, one of which misbehaves in every way there is, as stage directions: with one liar among
 * four everything is decided and no rule breaks; with two that plan together one does, and says where.
 */
import { describe, expect, it } from 'vitest';
import type { Document } from '../../../src/document/index.ts';
import { actorOfAgent } from '../../../src/plan/index.ts';
import { factsOf, ran, type Ran } from '../../support/running.ts';
import { piece, task } from '../stage.ts';
import { told, type Faults } from './cast.ts';

const names = ['ana', 'ben', 'cid', 'dee'];

/** Ana leads first. They decide "tea", then "milk", with 10 ms between any two, and wait 200 ms for a leader. */
function council(faults: Faults, more: Partial<Document> = {}): Document {
  const decide = (id: string, after: string[], value: string) =>
    task(id, after, { action: { kind: 'consensus', protocol: 'pbft', value, viewTimeoutMs: 200 } as never });
  const tasks = [decide('one', [], 'tea'), decide('two', ['one'], 'milk')];
  return piece(tasks, { agents: names.map((id) => ({ id })), network: { delayMs: 10 }, faults, ...more });
}
const decided = (played: Ran): unknown[] => factsOf(played, 'decision.made').map(({ value }) => value);
const newViews = (played: Ran): number =>
  played.recorded.filter(({ fact }) => (fact.type as string) === 'consensus-pbft.entered').length;
function play(...faults: Faults): Ran {
  return ran(council(faults));
}

describe('one of four', () => {
  it('nobody misbehaves: both decisions take five delays each, under the first leader', () => {
    const played = play();
    expect([decided(played), played.broken]).toEqual([['tea', 'milk'], []]);
    expect(told(played, 'decision.made').map(({ time }) => time)).toEqual([50, 100]);
    expect(newViews(played)).toBe(0);
  });
  it.each<Faults[number]>([
    { kind: 'crash', agent: 'ana', atMs: 15 },
    { kind: 'crash', agent: 'ana', atMs: 15, recoverMs: 900 },
    { kind: 'silent', agent: 'ana' },
    { kind: 'lie', agent: 'ana', value: 'coffee' },
    { kind: 'selective-send', agent: 'ana', to: ['ben'] },
    { kind: 'loss', rate: 1, from: 'ana', untilMs: 2000 },
    { kind: 'partition', groups: [['ana'], ['ben', 'cid', 'dee', 'client']], untilMs: 2000 },
  ])('the leader, %o: another leads, and both are decided', (fault) => {
    const played = play(fault);
    expect([decided(played), played.broken]).toEqual([['tea', 'milk'], []]);
    expect(newViews(played)).toBeGreaterThan(0);
  });
  it('the leader tells dee another thing than ben and cid: these two and she make a quorum for what is true', () => {
    const played = play({ kind: 'equivocate', agent: 'ana', value: 'coffee' });
    expect([decided(played), played.broken]).toEqual([['tea', 'milk'], []]);
    expect(new Set(factsOf(played, 'agent.lied').map(({ to }) => to))).toEqual(new Set([actorOfAgent(3)]));
  });
  it.each<Faults[number]>([
    { kind: 'crash', agent: 'dee', atMs: 0 },
    { kind: 'slow', agent: 'dee', atMs: 0, factor: 10 },
    { kind: 'silent', agent: 'dee' },
    { kind: 'equivocate', agent: 'dee' },
    { kind: 'lie', agent: 'dee' },
    { kind: 'flip-votes', agent: 'dee' },
    { kind: 'selective-send', agent: 'dee', to: ['client'] },
    { kind: 'replay', agent: 'dee', rate: 1 },
    { kind: 'false-view-change', agent: 'dee', everyMs: 20, untilMs: 300 },
    { kind: 'collude', agents: ['dee'], value: 'coffee' },
    { kind: 'loss', rate: 1, agent: 'dee' },
    { kind: 'delay', delayMs: 70, agent: 'dee' },
    { kind: 'duplicate', rate: 1 },
    { kind: 'partition', groups: [['dee'], ['ana', 'ben', 'cid', 'client', 'coordinator']] },
  ])('another, %o: the leader stays, and nothing takes longer', (fault) => {
    const played = play(fault);
    expect([decided(played), played.broken]).toEqual([['tea', 'milk'], []]);
    expect(told(played, 'decision.made').map(({ time }) => time)).toEqual([50, 100]);
  });
  it('ben is to lead next and will carry over the wrong things, ana falls silent in mid-decision: he is passed over too', () => {
    const played = play({ kind: 'silent', agent: 'ana', atMs: 35 }, { kind: 'bad-new-view', agent: 'ben' });
    expect(factsOf(played, 'agent.lied').some(({ conduct }) => conduct === 'bad-new-view')).toBe(true);
    expect(new Set(decided(played)).size).toBeLessThanOrEqual(2);
    expect(played.broken.filter((line) => line.includes('PB2'))).toEqual([]);
  });
  it('the network splits two to two until 3 s: nothing is decided before, everything after', () => {
    const played = play({
      kind: 'partition',
      groups: [
        ['ana', 'ben'],
        ['cid', 'dee'],
      ],
      untilMs: 3000,
    });
    expect([decided(played), played.broken]).toEqual([['tea', 'milk'], []]);
    expect(told(played, 'decision.made')[0]!.time).toBeGreaterThan(3000);
  });
  it('half of all is lost, reordered and late until 2 s: everything is decided in the end', () => {
    const untilMs = 2000;
    const played = play(
      { kind: 'loss', rate: 0.5, untilMs },
      { kind: 'reorder', rate: 0.5, untilMs },
      { kind: 'delay', delayMs: 30, untilMs },
    );
    expect([decided(played), played.broken]).toEqual([['tea', 'milk'], []]);
  });
});

describe('two of four', () => {
  it('ana and ben plan together: cid and dee execute different things, and the rule and its step are named', () => {
    const played = play({ kind: 'collude', agents: ['ana', 'ben'], value: 'coffee' });
    const split = played.broken.find((line) => line.includes('PB2'));
    expect(split).toMatch(/at step \d+: .*"tea".*"coffee"/u);
  });
  it('the same by their own behaviour', () => {
    const agents = names.map((id, at) => ({ id, ...(at < 2 ? { behaviour: 'colluding' } : {}) }));
    const played = ran(council([], { agents }));
    expect(played.broken.some((line) => line.includes('PB2'))).toBe(true);
  });
});
