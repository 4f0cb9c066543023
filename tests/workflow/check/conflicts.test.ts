/** What is said before a run of tasks that compete: each warning with its fix, none where nothing can happen, and every deadlock that is warned of is real. */
import { describe, expect, it } from 'vitest';
import { apply, type Document, type Problem, type Task } from '../../../src/document/index.ts';
import { checkDocument } from '../../../src/workflow/index.ts';
import { kitchen, needs, told } from '../../protocols/arbiters/scene.ts';
import { randomContended } from '../../protocols/arbiters/random.ts';
import { Dice } from '../../support/documents.ts';
import { figure, rounds } from '../../support/prove.ts';
import { crew, play } from '../../scenarios/stage.ts';

const of = (document: Document, code: string): Problem[] =>
  checkDocument(document).filter((each) => each.code === code);
const mended = (document: Document, { fix }: Problem): Document =>
  fix!.edits.reduce((now, edit) => {
    const after = apply(now, edit);
    if (!after.ok) throw new Error(after.error.message);
    return after.value.document;
  }, document);
const takes = (id: string, first: string, second: string, more: Partial<Task> = {}): Task => ({
  ...needs(id, { ms: 20 }),
  resources: [],
  holds: [{ resource: first }, { resource: second, fromMs: 5 }],
  ...more,
});
const crossed = (more: Partial<Document> = {}, of: Partial<Task> = {}): Document =>
  kitchen([takes('east', 'oven', 'carts'), takes('west', 'carts', 'oven', of)], {
    resources: [
      { id: 'oven', mode: 'exclusive' },
      { id: 'carts', mode: 'exclusive' },
    ],
    ...more,
  });
const ranked = (priority: number, more: Partial<Task> = {}): Partial<Task> => ({ priority, ...more });
/** One processor that can be taken away and a lock that cannot; the middle one wants the processor alone. */
const mars = (more: Partial<Document> = {}, middle: Partial<Task> = {}): Document => {
  const needsLock = (id: string, priority: number): Task =>
    needs(id, { ...ranked(priority), preemptible: 'resume', holds: [{ resource: 'lock', fromMs: 1 }] }, 'processor');
  return kitchen([needsLock('low', 0), needs('mid', { ...ranked(1), ...middle }, 'processor'), needsLock('high', 2)], {
    resources: [
      { id: 'processor', mode: 'exclusive' },
      { id: 'lock', mode: 'exclusive' },
    ],
    conflicts: { inversion: 'none' },
    ...more,
  });
};

/** Two that begin anew whenever the oven is taken from them, of which one holds a cart in the midst of its work that a third may want. */
const twice = (more: Partial<Document> = {}, low: Partial<Task> = {}): Document =>
  kitchen(
    [
      needs('low', { preemptible: 'restart', holds: [{ resource: 'carts', toMs: 5 }], ms: 40, ...low }),
      needs('mid', { ...ranked(1), preemptible: 'restart', ms: 40, dependsOn: ['later'] }),
      needs('high', { ...ranked(2), dependsOn: ['last'] }, 'carts'),
      needs('later', { ms: 1, resources: [] }),
      needs('last', { ms: 5000, resources: [] }),
    ],
    {
      resources: [
        { id: 'carts', mode: 'exclusive' },
        { id: 'oven', mode: 'exclusive' },
      ],
      ...{ conflicts: { inversion: 'ceiling' }, limits: { stepsMax: 20_000 }, agents: crew(5) },
      ...more,
    },
  );

describe('each is said with its fix', () => {
  it.each<readonly [string, Document, string, Problem['severity'], string]>([
    [
      'deadlock-possible',
      crossed(),
      'tasks[0]',
      'warning',
      'A deadlock may come about: "east" waits for "carts" while it holds "oven"; "west" waits for "oven" while it holds "carts". Let all take resources in one order.',
    ],
    [
      'inversion-possible',
      mars(),
      'tasks[0]',
      'warning',
      '"high" (priority 2) may have to wait for "mid" (priority 1), which wants nothing of what it waits for: "low" (priority 0) holds "lock", and cannot go on while "mid" has "processor". Lend the priority of whoever waits.',
    ],
    [
      'restarts-endless',
      twice(),
      'tasks[0].preemptible',
      'warning',
      '"low" and "mid" may make each other begin anew without end: while it holds "carts" the first has the priority of its ceiling and takes "oven" from the other, and then has to give it up again. Let "low" resume where it was.',
    ],
    [
      'priority-starves',
      kitchen([needs('meek'), ...['a', 'b', 'c'].map((id) => needs(id, { ms: 100, ...ranked(1) }))]),
      'tasks[0]',
      'warning',
      '"meek" may be passed by at "oven" by "a", "b" and "c", which have higher priority: some 300 ms in all; let priority grow with waiting.',
    ],
    [
      'preemptible-idle',
      kitchen([needs('bread', { preemptible: 'resume', resources: [], holds: [{ resource: 'oven' }] }), needs('cake')]),
      'tasks[0].preemptible',
      'warning',
      '"bread" is preemptible, and it holds nothing for the whole of its work that could be taken away; leave that out.',
    ],
    [
      'preemptible-idle',
      kitchen([needs('bread', { preemptible: 'restart' }), needs('cake', {}, 'carts')]),
      'tasks[0].preemptible',
      'warning',
      '"bread" is preemptible, and nobody else wants "oven"; leave that out.',
    ],
    [
      'preemptible-idle',
      kitchen([needs('bread', { preemptible: 'restart' }), needs('cake')], {
        conflicts: { deadlock: 'all-or-nothing' },
      }),
      'tasks[0].preemptible',
      'warning',
      '"bread" is preemptible, and under all-or-nothing nothing is taken away; leave that out.',
    ],
    [
      'resource-contention',
      kitchen(['a', 'b', 'c'].map((id) => needs(id, { ms: 40 }, 'carts', 2))),
      'resources[1]',
      'info',
      '"a", "b" and "c" may want 6 units of "carts" at once, and there are 3 units: they wait some 40 ms each, the last 80 ms; add units, or let them come one after the other.',
    ],
    [
      'resource-contention',
      kitchen(
        ['a', 'b', 'c'].map((id) => needs(id, {}, 'calls')),
        { resources: [{ id: 'calls', units: 1, everyMs: 50 }] },
      ),
      'resources[0]',
      'info',
      '"a", "b" and "c" may want 3 units of "calls" at once, and there is 1 unit every 50 ms: they wait some 50 ms each, the last 100 ms; add units, or let them come one after the other.',
    ],
  ])('%s', (code, document, path, severity, message) => {
    const [problem, ...others] = of(document, code);
    expect([problem?.path, problem?.severity, problem?.message, others]).toEqual([path, severity, message, []]);
    expect(of(mended(document, problem!), code)).toEqual([]);
  });

  it('what one has at a time is not said to be cured by more units', () => {
    const [problem] = of(kitchen([needs('bread', { ms: 30 }), needs('cake', { ms: 30 })]), 'resource-contention');
    expect([problem?.message, problem?.fix]).toEqual([
      '"bread" and "cake" may want "oven" at once, and one has it at a time: they wait some 15 ms each, the last 30 ms; let them come one after the other, or share it.',
      undefined,
    ]);
  });
});

describe('nothing is said where nothing can happen', () => {
  it.each<readonly [string, string, Document]>([
    ['under ordered', 'deadlock-possible', crossed({ conflicts: { deadlock: 'ordered' } })],
    ['under all-or-nothing', 'deadlock-possible', crossed({ conflicts: { deadlock: 'all-or-nothing' } })],
    ['by age', 'deadlock-possible', crossed({ conflicts: { deadlock: 'wound-wait' } })],
    ['where one is over before the other begins', 'deadlock-possible', crossed({}, { dependsOn: ['east'] })],
    ['where one agent does both', 'deadlock-possible', crossed({ agents: [{ id: 'one' }] })],
    [
      'where units suffice for both',
      'deadlock-possible',
      crossed({
        resources: [
          { id: 'oven', units: 2 },
          { id: 'carts', mode: 'exclusive' },
        ],
      }),
    ],
    [
      'where the first is given back in time',
      'deadlock-possible',
      crossed(
        {},
        {
          holds: [
            { resource: 'carts', toMs: 5 },
            { resource: 'oven', fromMs: 5 },
          ],
        },
      ),
    ],
    [
      'on branches of which one is taken',
      'deadlock-possible',
      crossed({
        tasks: [
          needs('which', { resources: [] }),
          takes('east', 'oven', 'carts', { dependsOn: [{ task: 'which', when: 'results.which.share > 1' }] }),
          takes('west', 'carts', 'oven', { dependsOn: [{ task: 'which', when: 'results.which.share <= 1' }] }),
        ],
      }),
    ],
    ['with inheritance', 'inversion-possible', mars({ conflicts: { inversion: 'inherit' } })],
    ['where nobody is between', 'inversion-possible', mars({}, ranked(2))],
    ['where the one between comes after', 'inversion-possible', mars({}, ranked(1, { dependsOn: ['low'] }))],
    [
      'with ageing',
      'priority-starves',
      kitchen([needs('meek'), ...['a', 'b', 'c'].map((id) => needs(id, ranked(1)))], { scheduling: { ageingMs: 10 } }),
    ],
    ['where it resumes', 'restarts-endless', twice({}, { preemptible: 'resume' })],
    [
      'where it takes the lock later',
      'restarts-endless',
      twice({}, { holds: [{ resource: 'carts', fromMs: 1, toMs: 5 }] }),
    ],
    ['with inheritance', 'restarts-endless', twice({ conflicts: { inversion: 'inherit' } })],
    ['without a lock', 'restarts-endless', twice({}, { holds: [] })],
    ['one after the other', 'resource-contention', kitchen([needs('a'), needs('b', { dependsOn: ['a'] })])],
  ])('%s: no %s', (_where, code, document) => {
    expect(checkDocument(document).filter(({ severity }) => severity === 'error')).toEqual([]);
    expect(of(document, code)).toEqual([]);
  });
});

it('tasks that are said to make each other begin anew do, and come to an end once that is mended', () => {
  const endless = twice();
  expect(play(endless).outcome).toContain('halted');
  expect(play(mended(endless, of(endless, 'restarts-endless')[0]!)).outcome).toBe('succeeded');
});

/** The same with other times: tasks begin when a clock of theirs has run, nothing fails, and nobody gives up. */
function retimed(document: Document, seed: number): Document {
  const dice = new Dice(seed);
  const { tasks = [], agents = [] } = document;
  const timed = tasks.map(({ timeoutMs: _, queueTimeoutMs: __, ...each }) => ({
    ...each,
    action: { ...each.action, failureRate: 0 },
    dependsOn: [...(each.dependsOn ?? []), ...(dice.chance(0.7) ? [`until-${each.id}`] : [])],
  }));
  const clocks = tasks.map(({ id }) => ({
    id: `until-${id}`,
    agent: 'clock',
    action: { kind: 'simulate', durationMs: dice.integer(0, 200) },
  }));
  const clock = { id: 'clock', role: 'manager', slots: tasks.length };
  return {
    ...document,
    seed,
    coordination: { pattern: 'centralized' },
    tasks: [...timed, ...clocks],
    agents: [...agents, clock],
  } as Document;
}
const isDead = (document: Document): boolean => told(play(document), 'arbiters.deadlocked').length > 0;

it('[AR8] what is taken away may be missing in a deadlock too, and is warned of', () => {
  const document = kitchen(
    [
      {
        ...takes('east', 'oven', 'oven'),
        preemptible: 'resume',
        resources: [{ id: 'carts' }],
        holds: [{ resource: 'oven', fromMs: 5 }],
      },
      takes('west', 'carts', 'oven', { priority: 1, dependsOn: ['wait'] }),
      { id: 'wait', action: { kind: 'simulate', durationMs: 8 } },
    ],
    { resources: crossed().resources! },
  );
  expect([of(document, 'deadlock-possible').length, isDead(document)]).toEqual([1, true]);
  expect(of(document, 'deadlock-possible')[0]!.fix!.label).toBe('Take all at once');
});

it('[AR8] every deadlock that is warned of comes about at some times, and none that is not', () => {
  const seeds = rounds(24, 2000);
  const counts = { warned: 0, quiet: 0 };
  for (let seed = 1; seed <= seeds; seed += 1) {
    const { tasks = [], ...rest } = {
      ...randomContended(seed, { faults: false }),
      conflicts: { deadlock: 'detect' as const },
    };
    // What can be taken away makes some too rare to come upon.
    const kept = { ...rest, tasks: seed % 2 === 0 ? tasks : tasks.map(({ preemptible: _, ...each }) => each) };
    const warned = of(kept, 'deadlock-possible').length > 0;
    if (warned && seed % 2 === 0) continue;
    counts[warned ? 'warned' : 'quiet'] += 1;
    const times = Array.from({ length: warned ? 1000 : 5 }, (_, at) => seed * 1000 + at);
    expect([seed, times.some((each) => isDead(retimed(kept, each)))]).toEqual([seed, warned]);
  }
  expect(Math.min(counts.warned, counts.quiet)).toBeGreaterThan(seeds / 10);
  figure('deadlocks that are warned of and come about', counts.warned);
  figure('documents without a warning and without a deadlock', counts.quiet);
});
