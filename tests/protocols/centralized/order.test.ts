/**
 * Who goes first under a centralized coordinator, whatever its policy: the order of the plan holds across what tasks ask for, of
 * equally quick agents the more proficient is matched, and a schedule uses a gap that is just wide enough.
 */
import { describe, expect, it } from 'vitest';
import { ASSIGNMENTS } from '../../../src/document/index.ts';
import { heft } from '../../../src/protocols/centralized/methods/heft.ts';
import { compiled, piece, play, task } from '../../scenarios/stage.ts';
import { factsOf } from '../../support/running.ts';

const central = { pattern: 'centralized' };
/** Those that make no schedule of their own. */
const choosing = ASSIGNMENTS.filter((each) => each !== 'heft' && each !== 'cpop');

describe.each(choosing)('%s', (assignment) => {
  it('takes tasks in the order of the plan, whichever of several needs each has', () => {
    const skills = ['x', 'y', 'z'];
    for (let turn = 0; turn < 3; turn += 1) {
      const tasks = Array.from({ length: 9 }, (_, at) =>
        task(`t${String(at)}`, [], { requires: [skills[(at + turn) % 3]!], priority: (at * 4) % 9 }),
      );
      const agents = [{ id: 'all', capabilities: skills }];
      const scheduling = { assignment, order: 'priority' } as never;
      const given = factsOf(play(piece(tasks, { agents, coordination: central, scheduling })), 'task.assigned');
      expect(given.map(({ task: at }) => tasks[at]!.priority)).toEqual([8, 7, 6, 5, 4, 3, 2, 1, 0]);
    }
  });
});

it.each(['hungarian', 'regret'])(
  '[CC6] %s: of equally quick agents the more proficient gets the task',
  (assignment) => {
    const proficient = [0.5, 0.9, 0.2, 0.7];
    const agents = proficient.map((x, at) => ({ id: `a${String(at)}`, capabilities: { x } }));
    const scheduling = { assignment } as never;
    for (const count of [1, 2, 3]) {
      const tasks = Array.from({ length: count }, (_, at) => task(`t${String(at)}`, [], { requires: ['x'] }));
      const given = factsOf(play(piece(tasks, { agents, coordination: central, scheduling })), 'task.assigned');
      expect(given.map(({ agent }) => agent).sort((a, b) => a - b)).toEqual(
        [1, 3, 0].slice(0, count).sort((a, b) => a - b),
      );
    }
  },
);

it('[CC5] greedy: of agents that are weighed and equally good each gets the first task about as often', () => {
  const first = [0, 0, 0];
  for (let seed = 1; seed <= 90; seed += 1) {
    // A time that is drawn is weighed, though it is the same for all.
    const drawn = { ...task('t'), action: { kind: 'simulate' as const, durationMs: { min: 10, max: 20 } } };
    const document = piece([drawn], { seed, agents: ['a', 'b', 'c'].map((id) => ({ id })), coordination: central });
    const [given] = factsOf(play(document), 'task.assigned');
    expect([given!.rule, given!.compared.length, given!.tied]).toEqual(['greedy', 3, 3]);
    first[given!.agent]! += 1;
  }
  for (const times of first) expect(times).toBeGreaterThan(15);
});

it.each([
  [9, 10],
  [10, 10],
  [11, 30],
])('[CC9] a task of %i ms starts at %i, where a gap of 10 ms begins or behind it', (ms, start) => {
  const tasks = [
    task('a', [], { ms: 10, agent: 'one' }),
    task('b', [], { ms: 20, agent: 'two' }),
    task('c', ['b'], { ms: 10, agent: 'one' }),
    task('d', [], { ms, agent: 'one' }),
    // What follows from a and c is long, so that d is placed last.
    task('e', ['a', 'c'], { ms: 50, agent: 'two' }),
  ];
  const agents = [{ id: 'one' }, { id: 'two' }];
  const { plan } = compiled(piece(tasks, { agents, coordination: central, scheduling: { assignment: 'heft' } }));
  expect(heft(plan).startMs.slice(0, 4)).toEqual([0, 0, 20, start]);
});
