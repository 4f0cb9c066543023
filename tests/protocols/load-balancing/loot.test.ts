/** Work that moves between agents on a network that says everything twice: it is where it is once, whoever says it again. */
import { expect, it } from 'vitest';
import { task } from '../../scenarios/stage.ts';
import { factsOf, ran } from '../../support/running.ts';

it.each([1, 2, 3])('[LB1] [LB14] loot that comes twice is taken once by a thief with %i slots', (slots) => {
  let moved = 0;
  for (let seed = 1; seed <= 20; seed += 1) {
    const tasks = Array.from({ length: 12 }, (_, at) => task(`t${String(at)}`, [], { ms: 10 + 30 * (at % 4) }));
    const played = ran({
      seed,
      coordination: { pattern: 'load-balancing' },
      scheduling: { balancing: 'work-stealing' },
      network: { delayMs: { min: 0, max: 4 }, duplicate: 1 },
      agents: [{ id: 'ana' }, { id: 'ben', slots }, { id: 'cid', slots, speed: 4 }],
      tasks,
    });
    expect([played.outcome, played.broken]).toEqual(['succeeded', []]);
    expect(factsOf(played, 'task.succeeded')).toHaveLength(tasks.length);
    moved += played.recorded.filter(({ fact }) => (fact.type as string) === 'load-balancing.moved').length;
  }
  expect(moved).toBeGreaterThan(20);
});
