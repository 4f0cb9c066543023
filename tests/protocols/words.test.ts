/** Every rule that a fact can name is told by its room, in words. */
import { describe, expect, it } from 'vitest';
import * as v from 'valibot';
import { rooms } from '../../src/protocols/index.ts';
import { crew, piece, play, task } from '../scenarios/stage.ts';
import type { Document } from '../../src/document/index.ts';

const told = (pattern: string) => {
  const room = rooms.get(pattern)!;
  return room.rules(v.parse(room.settings, {}));
};

/** The rules named by the facts of a run. */
function named(more: Partial<Document>): string[] {
  const { run } = play(piece([task('a'), task('b'), task('c', ['a'])], { agents: crew(2), ...more }));
  const names = new Set<string>();
  for (let at = 0; at < run.log.length; at += 1) {
    const fact = run.log.at(at);
    if (fact.type === 'task.assigned') names.add(fact.rule);
  }
  return [...names];
}

describe('the words of a rule', () => {
  const assignments = ['first-fit', 'greedy', 'hungarian', 'regret', 'heft', 'cpop'] as const;
  it.each(assignments)('are there for %s', (assignment) => {
    for (const name of named({ scheduling: { assignment } })) expect(told('centralized')[name]?.says).toMatch(/\.$/u);
  });
  const policies = ['least-loaded', 'jsq', 'power-of-two', 'round-robin', 'random', 'work-stealing', 'idle-queue', 'central-queue', 'min-min', 'sufferage'] as const; // prettier-ignore
  it.each(policies)('are there for %s', (balancing) => {
    const rules = told('load-balancing');
    for (const name of named({ coordination: { pattern: 'load-balancing' }, scheduling: { balancing } }))
      expect(rules[name]?.says).toMatch(/\.$/u);
  });
  it('follow the bid function of a contract net, and tell every hop of a delegation', () => {
    expect(named({ coordination: { pattern: 'contract-net' } }).every((name) => name in told('contract-net'))).toBe(
      true,
    );
    const net = rooms.get('contract-net')!;
    expect(net.rules(v.parse(net.settings, { bid: 'source' }))['contract-net']?.measure).toBe('price');
    const agents = [
      { id: 'boss', role: 'manager' as const },
      { id: 'ana', reportsTo: 'boss' },
    ];
    const delegated = named({ agents, coordination: { pattern: 'delegation' } });
    expect(delegated.every((name) => name in told('delegation'))).toBe(true);
  });
});
