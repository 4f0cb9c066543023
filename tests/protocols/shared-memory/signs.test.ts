/** What stands out in shared memories: stale reads, and that copies begin to differ or are equal again. First what is neither. */
import { describe, expect, it } from 'vitest';
import type { Task } from '../../../src/document/index.ts';
import { MemorySigns } from '../../../src/protocols/shared-memory/seen/signs.ts';
import { StaleReads } from '../../../src/protocols/shared-memory/seen/stale.ts';
import { resultOf } from '../../../src/replay/index.ts';
import { task } from '../../scenarios/stage.ts';
import { ran, type Ran } from '../../support/running.ts';
import { randomShared } from './random.ts';
import { reads, shared, told } from './scene.ts';

const at = (agent: number): object => ({ agent: `agent-${String(agent)}` });
const cut = { delayMs: 2, partitions: [{ atMs: 0, healMs: 400, groups: [['agent-1'], ['agent-2', 'agent-3']] }] };
const board = (consistency: string, more: object = {}) => [
  { id: 'board', name: 'The board', consistency, replicas: ['agent-1', 'agent-2', 'agent-3'], ...more },
];
const signsOf = ({ recorded, plan }: Ran) => {
  const signs = new MemorySigns(plan);
  return recorded.flatMap(({ fact, step }) => signs.fact(fact).map((sign) => ({ ...sign, step })));
};
const staleIn = ({ recorded, plan }: Ran) => {
  const stale = new StaleReads(plan);
  return recorded.flatMap(({ fact }) => stale.fact(fact) ?? []);
};
const put = (id: string, agent: number, value: unknown, dependsOn: string[] = [], more: object = {}): Task =>
  task(id, dependsOn, {
    ...at(agent),
    writes: [{ memory: 'board', key: 'plan', value: JSON.stringify(value), ...more }],
  });

describe('[SM41] a stale read', () => {
  it('is none in strong memories, with a primary or without, whatever goes wrong', () => {
    for (let seed = 1; seed <= 12; seed += 1)
      for (const way of ['strong', 'primary-backup'] as const)
        expect(staleIn(ran(randomShared(seed, way)))).toEqual([]);
  });

  it('of the naive exhibit is convicted by the check of the history, and some are found', () => {
    let found = 0;
    for (let seed = 1; seed <= 40; seed += 1) {
      const played = ran(randomShared(seed, 'naive'));
      if (staleIn(played).length === 0) continue;
      found += 1;
      expect(played.broken.some((line) => line.includes('SM1'))).toBe(true);
    }
    expect(found).toBeGreaterThan(3);
  });

  it('is none where the write had not returned, or was written over before', () => {
    const together = [put('w', 2, 'new'), reads('r', [], at(1))];
    expect(staleIn(ran(shared(together, { network: cut, memories: board('eventual') })))).toEqual([]);
    const over = [put('w', 2, 'old'), put('again', 1, 'new', ['w']), reads('r', ['again'], at(1))];
    expect(staleIn(ran(shared(over, { network: cut, memories: board('eventual') })))).toEqual([]);
  });

  it.each(['naive', 'eventual'])('is told of a register that is %s, by what was written before', (way) => {
    const tasks = [put('w', 2, 'new'), reads('r', ['w'], at(1)), reads('same', ['w'], at(2))];
    const played = ran(shared(tasks, { network: cut, memories: board(way) }));
    const stale = signsOf(played).filter(({ mark }) => mark === 'stale-read');
    expect(stale.map(({ text }) => text)).toEqual([
      'agent-1 read null from plan of The board for r, although agent-2 had stored "new" before that began',
    ]);
    const read = played.recorded.find(({ fact }) => (fact as { type: string }).type === 'shared-memory.read');
    expect(stale[0]!.step).toBe(read!.step);
  });

  it.each([
    ['counter', 'add', 2],
    ['set', 'add', 'b'],
    ['log', 'append', 'b'],
    ['map', 'set', { b: 1 }],
    ['multi-value', 'set', 'b'],
  ])('of a %s is told by version vectors, until the copy has seen the write', (type, does, value) => {
    const tasks = [
      put('w', 2, value, [], { do: does }),
      reads('r', ['w'], at(1)),
      task('wait', ['w'], { ...at(2), ms: 900 }),
      reads('later', ['wait'], at(1)),
    ];
    const played = ran(shared(tasks, { network: cut, memories: board('eventual', { type }) }));
    expect(staleIn(played).map(({ read: { task: of } }) => played.plan.tasks[of]!.id)).toEqual(['r']);
  });
});

describe('[SM42] copies', () => {
  it('that nobody writes to, or of which there is one, never begin to differ', () => {
    expect(signsOf(ran(shared([reads('r')], { memories: board('eventual') })))).toEqual([]);
    const one = [{ ...board('eventual')[0]!, replicas: ['agent-1'] }];
    expect(signsOf(ran(shared([put('w', 1, 'x')], { memories: one })))).toEqual([]);
  });

  it('begin to differ and are equal again by turns, as what each holds says', () => {
    for (let seed = 1; seed <= 12; seed += 1) {
      const played = ran(randomShared(seed, 'eventual'));
      const seen = signsOf(played).filter(({ mark }) => mark !== 'stale-read');
      seen.forEach(({ mark }, turn) => {
        expect(mark).toBe(turn % 2 === 0 ? 'divergence' : 'convergence');
      });
      const { converged } = resultOf(played.run).memory!['board']!;
      expect(seen.at(-1)?.mark !== 'divergence').toBe(converged);
    }
  });

  it('of a partition differ from the first write to what comes after healing', () => {
    const played = ran(shared([put('w', 2, 'new')], { network: cut, memories: board('eventual') }));
    const seen = signsOf(played);
    expect(seen.map(({ text }) => text)).toEqual([
      'The copies of The board began to differ: plan',
      'All copies of The board were equal',
    ]);
    const held = told(played, 'shared-memory.held');
    expect(held).toHaveLength(3);
  });
});
