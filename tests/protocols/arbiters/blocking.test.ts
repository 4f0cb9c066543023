/**
 * How often a task is kept waiting by tasks of lower priority, on one processor that is taken away for higher priority, with locks that
 * are not: counted from the facts alone, whatever the arbiter says of priorities.
 */
import { describe, expect, it } from 'vitest';
import type { Document, Task } from '../../../src/document/index.ts';
import { Dice } from '../../support/documents.ts';
import { figure, rounds } from '../../support/prove.ts';
import { ran, type Ran } from '../../support/running.ts';
import { task } from '../../scenarios/stage.ts';

type Inversion = NonNullable<NonNullable<Document['conflicts']>['inversion']>;
type Hold = NonNullable<Task['holds']>[number];

const locks = ['lock-0', 'lock-1', 'lock-2'];

/** Locks within locks, in one order where a deadlock could come of another. */
function sectionsOf(dice: Dice, ms: number, inOrder: boolean): Hold[] {
  const holds: Hold[] = [];
  const free = locks.filter(() => dice.chance(0.7));
  if (!inOrder && dice.chance(0.5)) free.reverse();
  let fromMs = dice.integer(1, 3);
  while (free.length > 0 && fromMs + 2 < ms) {
    const toMs = Math.min(ms, fromMs + dice.integer(2, 7));
    holds.push({ resource: free.shift()!, fromMs, toMs });
    if (free.length > 0 && toMs - fromMs > 2 && dice.chance(0.6))
      holds.push({ resource: free.shift()!, fromMs: fromMs + 1, toMs: toMs - 1 });
    fromMs = toMs + dice.integer(1, 3);
  }
  return holds;
}

function oneProcessor(seed: number, inversion: Inversion): Document {
  const dice = new Dice(seed);
  const count = dice.integer(3, 6);
  const tasks = Array.from({ length: count }, (_, priority): Task[] => {
    const ms = dice.integer(5, 20);
    const releaseMs = priority === 0 ? 1 : dice.integer(1, 30);
    return [
      task(`until-${String(priority)}`, [], { ms: releaseMs, agent: 'clock' }),
      task(`task-${String(priority)}`, [`until-${String(priority)}`], {
        ...{ ms, priority, preemptible: 'resume', agent: `agent-${String(priority)}` },
        ...{ resources: [{ id: 'processor' }], holds: sectionsOf(dice, ms, inversion !== 'ceiling') },
      }),
    ];
  }).flat();
  return {
    name: 'one processor',
    seed,
    agents: [
      { id: 'clock', slots: count },
      ...Array.from({ length: count }, (_, at) => ({ id: `agent-${String(at)}` })),
    ],
    resources: ['processor', ...locks].map((id) => ({ id, mode: 'exclusive' as const })),
    scheduling: { ageingMs: 0 },
    conflicts: { inversion, deadlock: 'detect' },
    tasks,
  };
}

/** Of a task: the outermost critical sections of tasks of lower priority, and whatever else of them, that ran while it was not done. */
interface Blocked {
  readonly task: number;
  readonly sections: ReadonlySet<string>;
  readonly outside: ReadonlySet<number>;
  /** So many could block it in theory: tasks of lower priority, and locks of theirs by which it may come to wait. */
  readonly lower: number;
  readonly shared: number;
  /** Locks that were handed on, while it was not done, to tasks of lower priority that had waited for them before. */
  handed: number;
}

/** Locks of lower tasks by which a task can come to wait: shared with one of at least its priority, or with one that may be lent that. */
function sharedLocks(
  lower: readonly number[],
  all: readonly number[],
  locksOf: (task: number) => readonly number[],
): Set<number> {
  const shared = new Set<number>();
  const lent = new Set(all.filter((each) => !lower.includes(each)));
  for (const high of lent)
    for (const lock of locksOf(high))
      for (const low of lower)
        if (low !== high && locksOf(low).includes(lock)) {
          shared.add(lock);
          lent.add(low);
        }
  return shared;
}

function blockedIn({ plan, recorded }: Ran): Blocked[] {
  const due = plan.tasks.flatMap((each, at) => (each.id.startsWith('task-') ? [at] : []));
  const priorityOf = (at: number): number => plan.tasks[at]!.priority;
  const locksOf = (at: number): number[] =>
    plan.uses
      .get(at)!
      .all.slice(1)
      .map(({ service }) => service);
  const all = due.map((at) => {
    const lower = due.filter((other) => priorityOf(other) < priorityOf(at));
    const shared = sharedLocks(lower, due, locksOf).size;
    return {
      task: at,
      sections: new Set<string>(),
      outside: new Set<number>(),
      lower: lower.length,
      shared,
      handed: 0,
    };
  });
  const [pending, running] = [new Set<number>(), new Set<number>()];
  const [held, section] = [new Map<number, number>(), new Map<number, number>()];
  /** Who came to ask for a lock in this instant. */
  const asking = new Set<number>();
  const asked = { now: 0 };
  const passes = (): void => {
    for (const low of running)
      for (const each of all) {
        if (!pending.has(each.task) || priorityOf(low) >= priorityOf(each.task)) continue;
        if ((held.get(low) ?? 0) > 0) each.sections.add(`${String(low)}/${String(section.get(low))}`);
        else each.outside.add(low);
      }
  };
  let now = 0;
  for (const { fact: plain, time } of recorded) {
    const fact = plain as { readonly type: string; readonly task: number; readonly service: number };
    if (time > now) passes();
    now = time;
    if (!due.includes(fact.task)) continue;
    if (fact.type === 'task.obtaining') pending.add(fact.task);
    if (fact.type === 'task.started' || fact.type === 'task.resumed') running.add(fact.task);
    if (/^task\.(suspended|blocked|giving|ended)$/u.test(fact.type)) running.delete(fact.task);
    if (fact.type === 'task.ended') pending.delete(fact.task);
    if (time > asked.now) asking.clear();
    asked.now = time;
    if (fact.type === 'task.blocked') asking.add(fact.task);
    const change = { 'arbiters.granted': 1, 'arbiters.returned': -1 }[fact.type] ?? 0;
    if (change === 0 || plan.services[fact.service]!.id === 'processor') continue;
    const before = held.get(fact.task) ?? 0;
    held.set(fact.task, before + change);
    if (before !== 0) continue;
    section.set(fact.task, (section.get(fact.task) ?? 0) + 1);
    // Whoever asks for a free lock works; whoever is handed one may stand still for want of the processor.
    if (!asking.has(fact.task))
      for (const each of all)
        if (pending.has(each.task) && priorityOf(fact.task) < priorityOf(each.task)) each.handed += 1;
  }
  return all;
}

/** Whoever was blocked more often than may be. */
function tooOften(inversion: Inversion, { sections, outside, lower, shared, handed }: Blocked): boolean {
  const most = inversion === 'ceiling' ? Math.min(1, lower, shared) : Math.min(lower, shared + handed);
  return outside.size > 0 || sections.size > most;
}

const usual = rounds(60, 5000);

describe('blocking by lower priority', () => {
  it.each([
    [
      '[AR11] under inheritance at most once by each lower task, and by each shared lock and handing on of one',
      'inherit',
      2,
    ],
    ['[AR12] under a ceiling at most once', 'ceiling', 1],
  ] as const)('%s', (_says, inversion, most) => {
    let [blocked, often] = [0, 0];
    for (let seed = 1; seed <= usual; seed += 1) {
      const result = ran(oneProcessor(seed, inversion));
      expect([seed, result.broken, result.outcome]).toEqual([seed, [], 'succeeded']);
      const all = blockedIn(result);
      expect([seed, all.filter((each) => tooOften(inversion, each))]).toEqual([seed, []]);
      blocked += all.filter(({ sections }) => sections.size > 0).length;
      often = Math.max(often, ...all.map(({ sections }) => sections.size));
    }
    // It was tried: tasks were blocked, and as often as may be.
    expect([blocked > usual / 4, often >= most]).toEqual([true, true]);
    figure(`tasks blocked under ${inversion}`, blocked);
    figure(`blocked most often under ${inversion}`, often);
  });

  it('where nothing is done about inversions the same count finds that neither holds', () => {
    const seeds = Array.from({ length: 50 }, (_, at) => at + 1);
    const broken = seeds.flatMap((seed) => blockedIn(ran(oneProcessor(seed, 'none'))));
    expect([
      broken.some(({ outside }) => outside.size > 0),
      broken.some((each) => tooOften('ceiling', { ...each, outside: new Set() })),
    ]).toEqual([true, true]);
  });
});
