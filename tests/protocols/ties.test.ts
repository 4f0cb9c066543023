/** Ties between agents: a lot that is drawn for the task alone, fair among equals, told in the fact and in Why; or the list. */
import { describe, expect, it } from 'vitest';
import { BALANCINGS, type Document } from '../../src/document/index.ts';
import type { Invariant, KnownFact, Plan } from '../../src/plan/index.ts';
import { WhyBook } from '../../src/replay/index.ts';
import { compile } from '../../src/workflow/index.ts';
import { factsOf, ran, verdict, type Ran } from '../support/running.ts';

const crew = (count: number): { readonly id: string }[] =>
  Array.from({ length: count }, (_, at) => ({ id: `a${String(at)}` }));

interface Way {
  readonly coordination: { readonly pattern: string; readonly [setting: string]: unknown };
  readonly scheduling?: NonNullable<Document['scheduling']>;
}

/** A thousand light tasks, one after another, for ten that are alike. */
function oneByOne({ coordination, scheduling = {} }: Way, ties: 'seeded' | 'by-id', count = 1000): Ran {
  return ran({
    seed: 5,
    coordination,
    scheduling: { ...scheduling, ties },
    agents: crew(10),
    tasks: Array.from({ length: count }, (_, at) => ({
      id: `t${String(at)}`,
      action: { kind: 'simulate', durationMs: 1 },
      dependsOn: at === 0 ? [] : [`t${String(at - 1)}`],
    })),
  });
}

function counts(result: Ran): number[] {
  const all = new Array<number>(10).fill(0);
  for (const { agent } of factsOf(result, 'task.assigned')) all[agent]! += 1;
  return all;
}

const balancing = (policy: (typeof BALANCINGS)[number]): Way => ({
  coordination: { pattern: 'load-balancing' },
  scheduling: { balancing: policy },
});
const assigning = (assignment: 'greedy' | 'hungarian' | 'regret'): Way => ({
  coordination: { pattern: 'centralized' },
  scheduling: { assignment },
});

const drawing: readonly (readonly [string, Way])[] = [
  ...(['least-loaded', 'jsq', 'central-queue', 'min-min', 'sufferage'] as const).map(
    (policy) => [policy, balancing(policy)] as const,
  ),
  ...(['greedy', 'hungarian', 'regret'] as const).map((policy) => [policy, assigning(policy)] as const),
  ['contract net', { coordination: { pattern: 'contract-net' } }],
  ['contract net, iterated', { coordination: { pattern: 'contract-net', iterations: 2 } }],
  ['delegation', { coordination: { pattern: 'delegation' } }],
];

describe('equally good agents', () => {
  it.each(drawing)(
    '[LB11] [CC5] [CN3] [DG8] %s: share a light load evenly by lot, within what chance allows',
    (_, way) => {
      const result = oneByOne(way, 'seeded');
      expect(result.broken).toEqual([]);
      const all = counts(result);
      // Nine degrees of freedom: beyond 34 lies one in ten thousand.
      expect(all.reduce((sum, each) => sum + (each - 100) ** 2 / 100, 0)).toBeLessThan(34);
      expect(Math.min(...all)).toBeGreaterThan(60);
      expect(counts(oneByOne(way, 'seeded'))).toEqual(all);
    },
  );
  it.each(drawing)('%s: by id the one named first has it', (_, way) => {
    const result = oneByOne(way, 'by-id', 30);
    expect(result.broken).toEqual([]);
    expect(counts(result)).toEqual([30, 0, 0, 0, 0, 0, 0, 0, 0, 0]);
    expect(factsOf(result, 'task.assigned').some((fact) => 'tied' in fact)).toBe(false);
  });
  it('go by the list under first fit, whatever ties are', () => {
    const way: Way = { coordination: { pattern: 'centralized' }, scheduling: { assignment: 'first-fit' } };
    expect(counts(oneByOne(way, 'seeded', 30))[0]).toBe(30);
  });
  it('of many policies every run holds its rules, by lot and by id, and nothing is drawn where one is best', () => {
    for (const policy of BALANCINGS)
      for (const ties of ['seeded', 'by-id'] as const) {
        const result = ran({
          coordination: { pattern: 'load-balancing' },
          scheduling: { balancing: policy, ties },
          agents: [{ id: 'a' }, { id: 'b', slots: 2 }, { id: 'c', speed: 2 }, { id: 'd' }],
          tasks: Array.from({ length: 40 }, (_, at) => ({
            id: `t${String(at)}`,
            action: { kind: 'simulate', durationMs: 1 + ((at * 7) % 5) },
          })),
        });
        expect(result.broken).toEqual([]);
      }
    const alone = ran({
      coordination: { pattern: 'load-balancing' },
      agents: [{ id: 'a' }],
      tasks: [{ id: 'x' }, { id: 'y', dependsOn: ['x'] }],
    });
    expect(alone.run.worldAt(alone.run.steps).chance).toBe(false);
    expect(oneByOne(balancing('least-loaded'), 'seeded', 3).run.worldAt(9).chance).toBe(true);
  });
  it('the lot of a task is its own: tasks that come besides move no other', () => {
    const lots = (more: number): Map<string, number> => {
      const result = ran({
        seed: 3,
        coordination: { pattern: 'load-balancing' },
        agents: [...crew(5)],
        tasks: Array.from({ length: 40 + more }, (_, at) => ({
          id: at < 40 ? `t${String(at)}` : `u${String(at)}`,
          // Others are over before the next begins.
          action: { kind: 'simulate', durationMs: at < 40 ? 10 : 1 },
          dependsOn: at === 0 ? [] : [at < 40 ? `t${String(at - 1)}` : `t${String(at - 40)}`],
        })),
      });
      const of = factsOf(result, 'task.assigned').map(
        ({ task, agent }) => [result.plan.tasks[task]!.id, agent] as const,
      );
      return new Map(of.filter(([id]) => id.startsWith('t')));
    };
    const [plain, besides] = [lots(0), lots(1)];
    expect([...plain].filter(([id, agent]) => besides.get(id) !== agent).length).toBeLessThanOrEqual(1);
    expect(new Set(plain.values()).size).toBe(5);
  });
});

describe('Why', () => {
  const why = (way: Way, task = 't1'): string => {
    const compiled = compile({
      coordination: way.coordination,
      scheduling: way.scheduling ?? {},
      agents: crew(3),
      tasks: [{ id: 't0' }, { id: 't1', dependsOn: ['t0'] }],
    });
    if (!compiled.ok) throw new Error('the document of this test has errors');
    const { run } = ran(compiled.value.document);
    const book = new WhyBook(compiled.value, run.log);
    const { answer, attempts } = book.ofTask(task, run.steps)!;
    const [decision] = attempts[0]!.decisions.slice(-1);
    return `${answer} ${decision!.text}. ${decision!.says} ${decision!.candidates.map(({ note }) => note).join('; ')}`;
  };

  it.each(drawing.filter(([name]) => name !== 'hungarian' && name !== 'contract net, iterated'))(
    '%s: says that it was by lot, and among whom',
    (_, way) => {
      const said = why(way);
      expect(said).toContain('at random among 3 equals: a0, a1, a2');
      expect(said).toContain('Ties are broken at random.');
      expect(said.match(/tied, not drawn/g)).toHaveLength(2);
    },
  );
  it('by id it says that the list decides, and nothing of lots', () => {
    const said = why({ ...balancing('least-loaded'), scheduling: { balancing: 'least-loaded', ties: 'by-id' } });
    expect(said).toContain('Ties go to the one named first.');
    expect(said).not.toContain(' lot');
  });
});

describe('a planted chooser is found', () => {
  const plans: readonly (readonly [string, string, string, Way])[] = [
    ['load-balancing', 'LB8', 'least-loaded', balancing('least-loaded')],
    ['centralized', 'CC5', 'greedy', assigning('greedy')],
    ['delegation', 'DG8', 'least-loaded', { coordination: { pattern: 'delegation' } }],
  ];
  it.each(plans)(
    '[LB8] [CC5] [DG8] %s %s: one that is not among the equals, or that draws where there are none',
    (room, rule, name, way) => {
      const { invariants, plan } = made(way, 'seeded');
      const said = (agent: number, values: readonly number[], tied?: number): string | null => {
        const fact = given(name, agent, values, tied);
        const found = invariants.find((each) => each.room === room && each.rule === rule)!;
        return verdict(found, plan, [fact]);
      };
      expect(said(2, [5, 5, 6], 2)).toContain('came before it');
      expect(said(1, [5, 5, 6], 2)).toBeNull();
      expect(said(0, [5, 5, 6], 2)).toBeNull();
      expect(said(0, [5, 5, 6])).toContain('drawn at random among 0');
      expect(said(0, [5, 5, 6], 3)).toContain('drawn at random among 3');
      expect(said(0, [5, 6, 6], 2)).toContain('drawn at random among 2');
    },
  );
  it('[LB2] [LB8] one that takes an agent for idle that holds something', () => {
    const { invariants, plan } = made(balancing('least-loaded'), 'seeded');
    const rule = invariants.find((each) => each.rule === 'LB2')!;
    expect(
      verdict(rule, plan, [
        given('least-loaded', 0, [], 3),
        { ...given('least-loaded', 0, [], 2), task: 1 } as KnownFact,
      ]),
    ).toContain('nothing in hand');
    expect(
      verdict(rule, plan, [
        given('least-loaded', 0, [], 3),
        { ...given('least-loaded', 1, [], 2), task: 1 } as KnownFact,
      ]),
    ).toBeNull();
  });

  function made(
    way: Way,
    ties: 'seeded' | 'by-id',
  ): { readonly invariants: readonly Invariant[]; readonly plan: Plan } {
    const compiled = compile({
      ...way,
      scheduling: { ...way.scheduling, ties },
      agents: crew(3),
      tasks: [{ id: 'x' }, { id: 'y' }],
    });
    if (!compiled.ok) throw new Error('the document of this test has errors');
    return { invariants: compiled.value.invariants, plan: compiled.value.plan };
  }
  function given(rule: string, agent: number, values: readonly number[], tied?: number): KnownFact {
    const compared = values.map((value, at) => ({ agent: at, value }));
    const fact = { type: 'task.assigned', task: 0, attempt: 1, agent, lease: 1, rule, compared } as const;
    return tied === undefined ? fact : { ...fact, tied };
  }
});
