/** Deadlines that what there is of a resource cannot meet: each said with the fewest tasks and a fix, never where a run could meet them, and never missed where nothing else is in the way. */
import { describe, expect, it } from 'vitest';
import { apply, type Document, type Problem, type Task } from '../../../src/document/index.ts';
import { checkDocument } from '../../../src/workflow/index.ts';
import { crew } from '../../scenarios/stage.ts';
import { kitchen, needs } from '../../protocols/arbiters/scene.ts';
import { randomContended } from '../../protocols/arbiters/random.ts';
import { Dice } from '../../support/documents.ts';
import { figure, rounds } from '../../support/prove.ts';
import { play } from '../../scenarios/stage.ts';

const shortages = (document: Document): Problem[] =>
  checkDocument(document).filter(({ code }) => code === 'deadlines-infeasible');
const mended = (document: Document, { fix }: Problem): Document =>
  fix!.edits.reduce((now, edit) => {
    const after = apply(now, edit);
    if (!after.ok) throw new Error(after.error.message);
    return after.value.document;
  }, document);
const due = (id: string, deadlineMs: number, more: Partial<Task> = {}, resource = 'oven', units = 1): Task => ({
  ...needs(id, { ms: 100 }, resource, units),
  deadlineMs,
  ...more,
});
const calls = { id: 'calls', units: 1, everyMs: 50, burst: 2 };

describe('each is said with the tasks concerned and the deadline that would do', () => {
  it.each<readonly [string, Document, string, string]>([
    [
      'one at a time',
      kitchen([due('a', 150), due('b', 200), due('c', 200)]),
      'tasks[2].deadlineMs',
      '"a", "b" and "c" need 300 ms of "oven" in all between 0 ms and 200 ms to meet their deadlines, and one has it at a time: not all of them can be in time. Give "c" until 300 ms, or let them need less.',
    ],
    [
      'units',
      kitchen(['a', 'b', 'c'].map((id) => due(id, 120, {}, 'carts', 2))),
      'tasks[1].deadlineMs',
      '"a" and "b" need 400 ms of "carts" in all between 0 ms and 120 ms to meet their deadlines, and its 3 units give 360 ms: not all of them can be in time. Add units, or let them need less.',
    ],
    [
      'what renews',
      kitchen(
        ['a', 'b', 'c', 'd'].map((id) => due(id, 160, {}, 'calls')),
        { resources: [calls] },
      ),
      'tasks[3].deadlineMs',
      '"a", "b", "c" and "d" need 4 units of "calls" in all between 0 ms and 60 ms to meet their deadlines, and no more than 3 can be had by then: not all of them can be in time. Give "d" until 200 ms, or let them need less.',
    ],
    [
      'behind what comes first',
      kitchen([
        needs('first', { ms: 500, resources: [] }),
        ...['a', 'b'].map((id) => due(id, 650, { dependsOn: ['first'] })),
      ]),
      'tasks[2].deadlineMs',
      '"a" and "b" need 200 ms of "oven" in all between 500 ms and 650 ms to meet their deadlines, and one has it at a time: not all of them can be in time. Give "b" until 700 ms, or let them need less.',
    ],
    [
      'for a part of the work',
      kitchen(
        ['a', 'b'].map((id) => due(id, 140, { resources: [], holds: [{ resource: 'oven', fromMs: 10, toMs: 70 }] })),
      ),
      'tasks[1].deadlineMs',
      '"a" and "b" need 120 ms of "oven" in all between 10 ms and 110 ms to meet their deadlines, and one has it at a time: not all of them can be in time. Give "b" until 160 ms, or let them need less.',
    ],
  ])('%s', (_what, document, path, message) => {
    const [problem, ...others] = shortages(document);
    expect([problem?.path, problem?.severity, problem?.message, others]).toEqual([path, 'warning', message, []]);
    expect(shortages(mended(document, problem!))).toEqual([]);
  });

  it('the fewest are named, and the next ones once those are mended', () => {
    const document = kitchen([
      due('a', 300),
      due('b', 300),
      due('long', 300, { action: { kind: 'simulate', durationMs: 250 } }),
    ]);
    const [first] = shortages(document);
    expect(first!.message).toContain('"long" and "a" need 350 ms');
    const clicks = [first!];
    for (let now = mended(document, first!); shortages(now).length > 0; now = mended(now, clicks.at(-1)!))
      clicks.push(shortages(now)[0]!);
    expect(clicks.map(({ fix }) => fix!.label)).toEqual([
      'Give "a" until 350 ms',
      'Give "b" until 350 ms',
      'Give "b" until 450 ms',
    ]);
  });
});

describe('nothing is said where all may be in time', () => {
  it.each<readonly [string, Document]>([
    ['to the millisecond', kitchen([due('a', 100), due('b', 200)])],
    [
      'behind what may fail early',
      kitchen([
        needs('first', { ms: 500, resources: [], onFailure: 'continue' }),
        ...['a', 'b'].map((id) => due(id, 650, { dependsOn: ['first'] })),
      ]),
    ],
    [
      'behind a branch that need not be taken',
      kitchen([
        needs('which', { ms: 0, resources: [] }),
        needs('then', { ms: 0, resources: [], dependsOn: [{ task: 'which', when: 'results.which.share > 1' }] }),
        ...['a', 'b'].map((id) => due(id, 150, { dependsOn: ['then'] })),
      ]),
    ],
    ['without deadlines', kitchen([due('a', 0), due('b', 0)])],
    [
      'with a branch that need not be taken',
      kitchen([
        needs('which', { ms: 0, resources: [] }),
        ...['a', 'b'].map((id) => due(id, 150, { dependsOn: [{ task: 'which', when: 'results.which.share > 1' }] })),
      ]),
    ],
    ['where one of them alone is late, which is nothing of the resource', kitchen([due('a', 50), due('b', 200)])],
    ['by units that suffice', kitchen(['a', 'b', 'c'].map((id) => due(id, 100, {}, 'carts')))],
    [
      'on an agent that is fast enough',
      kitchen([due('a', 100), due('b', 100)], { agents: [{ id: 'one' }, { id: 'two', speed: 2 }] }),
    ],
    [
      'with luck',
      kitchen(
        ['a', 'b'].map((id) => due(id, 300, { action: { kind: 'simulate', durationMs: { min: 50, max: 500 } } })),
      ),
    ],
  ])('%s', (_where, document) => {
    expect(checkDocument(document).filter(({ severity }) => severity === 'error')).toEqual([]);
    expect(shortages(document)).toEqual([]);
  });
});

/** Deadlines about when things could be over; faults and failures stay. */
function hurried(seed: number): Document {
  const dice = new Dice(seed);
  const document = randomContended(seed, { faults: dice.chance(0.5) });
  const { tasks = [] } = document;
  return {
    ...document,
    tasks: tasks.map((task) => ({ ...task, ...(dice.chance(0.8) ? { deadlineMs: dice.integer(20, 250) } : {}) })),
  };
}

it('no run of whatever is said to be too much has all of its tasks in time', () => {
  const seeds = rounds(60, 20_000);
  let said = 0;
  for (let seed = 1; seed <= seeds; seed += 1) {
    const document = hurried(seed);
    if (shortages(document).length === 0) continue;
    said += 1;
    const { recorded, plan } = play(document);
    const inTime = new Set<number>();
    for (const { fact, time } of recorded)
      if (fact.type === 'task.succeeded' && time <= (plan.tasks[fact.task]?.deadlineMs ?? 0)) inTime.add(fact.task);
    const all = plan.tasks.filter(({ deadlineMs }) => deadlineMs > 0).length;
    expect([seed, inTime.size < all]).toEqual([seed, true]);
  }
  expect(said).toBeGreaterThan(seeds / 20);
  figure('documents whose deadlines are said to be too many', said);
});

it('where nothing but one resource and one deadline for all is in the way, what is not said can be met', () => {
  const seeds = rounds(40, 5000);
  const counts = { said: 0, quiet: 0 };
  for (let seed = 1; seed <= seeds; seed += 1) {
    const dice = new Dice(seed);
    const many = dice.integer(2, 6);
    const deadlineMs = dice.integer(60, 400);
    const lengths = Array.from({ length: many }, () => dice.integer(10, 120));
    if (Math.max(...lengths) > deadlineMs) continue;
    const document = kitchen(
      lengths.map((durationMs, at) => due(`t${String(at)}`, deadlineMs, { action: { kind: 'simulate', durationMs } })),
      { agents: crew(many) },
    );
    const isSaid = shortages(document).length > 0;
    counts[isSaid ? 'said' : 'quiet'] += 1;
    const isLate = play(document).recorded.some(({ fact }) => fact.type === 'task.late');
    expect([seed, isLate]).toEqual([seed, isSaid]);
  }
  expect(Math.min(counts.said, counts.quiet)).toBeGreaterThan(seeds / 10);
});
