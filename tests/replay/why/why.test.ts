/** Why a task went where it went: who could, what was compared, what was lost on the way. */
import { describe, expect, it } from 'vitest';
import { whyOf } from '../../../src/replay/index.ts';
import { crew, piece, play, task } from '../../scenarios/stage.ts';

const agents = [{ id: 'slow', capabilities: ['x'], speed: 0.5 }, { id: 'fast', capabilities: ['x'] }, { id: 'other' }];
const tasks = [{ id: 'c' }, task('a', [], { requires: ['x'], parent: 'c' }), task('b')];

describe('the account of a task', () => {
  it('names who could do it, and under greedy what was compared, the chosen one marked', () => {
    const why = whyOf(play(piece(tasks, { agents })).run, 'a')!;
    expect([why.requires, why.capable]).toEqual([['x'], ['slow', 'fast']]);
    const given = why.lines.find(({ compared }) => compared.length > 0)!;
    expect(given.text).toBe('A is given to fast (greedy)');
    expect(given.compared.map(({ agent, chosen }) => [agent, chosen])).toEqual([
      ['fast', true],
      ['slow', false],
    ]);
  });
  it('tells every bid and the answer to it under the contract net, and every hop under delegation', () => {
    const net = whyOf(play(piece(tasks, { agents, coordination: { pattern: 'contract-net' } })).run, 'a')!;
    const texts = net.lines.map(({ text }) => text);
    expect(texts).toEqual(expect.arrayContaining(['Fast bids 10 for a', 'Slow bids 20 for a', 'Fast wins a at 10']));
    const under = [...agents.map((each) => ({ ...each, reportsTo: 'boss' })), { id: 'boss', role: 'manager' as const }];
    const chain = whyOf(play(piece(tasks, { agents: under, coordination: { pattern: 'delegation' } })).run, 'a')!;
    expect(chain.lines.map(({ text }) => text)).toContain('Boss is to see to a, by word of the top');
  });
  it('tells of a message that was lost, and of a lease that ran out', () => {
    const played = play(piece([task('a')], { agents: crew(1), network: { loss: 0.5 }, seed: 3 }));
    expect(whyOf(played.run, 'a')!.lines.some(({ text }) => text.startsWith('Lost'))).toBe(true);
  });
  it('says of a composite that nobody works at it, and of a task that is not there nothing', () => {
    const { run } = play(piece(tasks, { agents }));
    expect(whyOf(run, 'c')).toMatchObject({ composite: true, capable: [] });
    expect(whyOf(run, 'nobody')).toBe(null);
  });
});
