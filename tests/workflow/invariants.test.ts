/** Every watched rule finds the fault that is planted for it, and says nothing of a run that is in order. */
import { describe, expect, it } from 'vitest';
import { Holdings, type KnownFact } from '../../src/plan/index.ts';
import { globalInvariants } from '../../src/workflow/index.ts';
import { costMs } from '../support/cost.ts';
import { verdict, type Recorded } from '../support/running.ts';
import { compiled, crew, failing, piece, play, task, type Played } from '../scenarios/stage.ts';

const undo = { compensation: { durationMs: 5 } };
const good = play(
  piece(
    [
      task('a'),
      task('b', [{ task: 'a', transferMs: 4 }], { model: { failsFirst: 1 }, retry: { attempts: 2, backoffMs: 3 } }),
      task('c', ['a']),
    ],
    { agents: crew(2), scheduling: { ties: 'by-id' } },
  ),
);
const plain = play(piece([task('a'), task('b'), task('c', ['a'])], { agents: crew(2) }));
const undone = play(
  piece([task('a', [], undo), task('b', ['a'], undo), failing('c', ['b'], { onFailure: 'compensate' })]),
);

function ruleOf(name: string, played: Played) {
  return globalInvariants(played.plan, true).find(({ rule }) => rule === name)!;
}
/** What a rule says of the facts of a run, doctored. */
function says(
  name: string,
  played: Played,
  doctor: (facts: Recorded[]) => Recorded[] = (facts) => facts,
): string | null {
  return verdict(ruleOf(name, played), played.plan, doctor([...played.recorded]));
}
const put =
  (fact: object, after: (fact: KnownFact) => boolean, time?: number) =>
  (facts: Recorded[]): Recorded[] => {
    const at = facts.findIndex((each) => after(each.fact));
    if (at === -1) throw new Error('there is no such place');
    const where = facts[at]!;
    return [
      ...facts.slice(0, at + 1),
      { fact: fact as KnownFact, step: where.step, time: time ?? where.time },
      ...facts.slice(at + 1),
    ];
  };
const change =
  (which: (fact: KnownFact) => boolean, into: object | null, time?: number) =>
  (facts: Recorded[]): Recorded[] => {
    const at = facts.findIndex((each) => which(each.fact));
    if (at === -1) throw new Error('there is no such fact');
    const each = facts[at]!;
    return facts.toSpliced(
      at,
      1,
      ...(into === null ? [] : [{ ...each, time: time ?? each.time, fact: { ...each.fact, ...into } }]),
    );
  };
const upTo = (facts: Recorded[], last: (fact: KnownFact) => boolean): Recorded[] =>
  facts.slice(0, facts.findIndex(({ fact }) => last(fact)) + 1);
const is =
  (type: KnownFact['type'], of?: number) =>
  (fact: KnownFact): boolean =>
    fact.type === type && (of === undefined || (fact as { task?: number }).task === of);

describe('a run in order', () => {
  it.each(['G4', 'G5', 'G6', 'W1', 'W2', 'W3', 'W4', 'W5', 'W6'])('%s says nothing', (name) => {
    for (const played of [good, plain, undone]) expect(says(name, played)).toBe(null);
    expect(says('W7', plain)).toBe(null);
  });
});

describe('planted faults', () => {
  it('[G4] a task that succeeds twice, or fails after it succeeded', () => {
    expect(
      says('G4', good, put({ type: 'task.succeeded', task: 0, attempt: 1, agent: 0 }, is('task.succeeded', 0))),
    ).toContain('a was over');
    expect(
      says(
        'G4',
        good,
        put({ type: 'task.failed', task: 0, attempt: 1, agent: 0, reason: '' }, is('task.succeeded', 0)),
      ),
    ).toContain('task.failed');
  });
  it('[G4] a task that is skipped while it is under way, or compensated before it succeeded', () => {
    expect(says('G4', good, put({ type: 'task.skipped', task: 0, reason: '' }, is('task.ready', 0)))).toContain(
      'a cannot go there',
    );
    expect(says('G4', good, put({ type: 'task.compensated', task: 0 }, is('task.ready', 0)))).toContain('cannot');
    expect(says('G4', good, put({ type: 'task.ready', task: 0, attempt: 1 }, is('task.ready', 0)))).toContain('cannot');
  });
  it('[G5] a message that nobody sent, that comes twice, or that is lost after it came', () => {
    expect(says('G5', good, change(is('message.sent'), null))).toContain('nobody had sent it');
    const delivered = good.recorded.find(({ fact }) => fact.type === 'message.delivered')!.fact;
    expect(
      says(
        'G5',
        good,
        put(delivered, (fact) => fact === delivered),
      ),
    ).toContain('nobody');
    expect(
      says(
        'G5',
        good,
        put({ ...delivered, type: 'message.lost', reason: 'loss' }, (fact) => fact === delivered),
      ),
    ).toContain('lost');
  });
  it('[G6] an end that is not told, told twice, told too early, or a stall without a reason', () => {
    expect(says('G6', good, change(is('run.finished'), null))).toContain('without saying how');
    expect(
      says('G6', good, put({ type: 'run.finished', outcome: 'succeeded', reason: null }, is('run.finished'))),
    ).toContain('twice');
    expect(
      says('G6', good, put({ type: 'run.finished', outcome: 'succeeded', reason: null }, is('task.ready', 0))),
    ).toContain('a was not over');
    expect(
      says('G6', good, put({ type: 'run.finished', outcome: 'stalled', reason: '' }, is('task.ready', 0))),
    ).toContain('without a reason');
  });
  it('[W1] a task that starts before its dependency is over, or before the result is there', () => {
    const started = { type: 'task.started', task: 1, attempt: 1, agent: 1, lease: 1, dueMs: 20 };
    expect(says('W1', good, put(started, is('task.started', 0)))).toContain('b started before a was over');
    expect(says('W1', good, put(started, is('task.ready', 1), 13))).toContain('was there at 14 ms');
    expect(says('W1', good, put({ ...started, agent: 0 }, is('task.ready', 1), 10))).toBe(null);
  });
  it('[W2] an attempt too many, and one that is left out', () => {
    expect(
      says(
        'W2',
        good,
        change((fact) => is('task.ready', 1)(fact) && (fact as { attempt?: number }).attempt === 2, { attempt: 3 }),
      ),
    ).toContain('attempt 3 of 2');
    expect(says('W2', good, change(is('task.ready', 1), { attempt: 2 }))).toContain('attempt 2 after attempt 0');
  });
  it('[W3] more work than slots, also after ends and crashes', () => {
    const second = { type: 'task.started', task: 2, attempt: 1, agent: 0, lease: 7, dueMs: 1 };
    expect(says('W3', good, put(second, is('task.started', 0)))).toContain('has 1 slots and works at 2');
    const crashed = put({ type: 'actor.crashed', actor: 2 }, is('task.started', 0));
    expect(
      says('W3', good, (facts) => upTo(put(second, is('actor.crashed'))(crashed(facts)), is('task.started', 2))),
    ).toBe(null);
  });
  it('[W4] an outcome that does not follow from the states', () => {
    expect(says('W4', good, change(is('run.finished'), { outcome: 'failed' }))).toContain(
      'by its tasks it is succeeded',
    );
    expect(says('W4', undone, change(is('task.compensated', 0), null))).toContain('by its tasks it is failed');
  });
  it('[W5] what is undone twice, in the wrong order, or not at all', () => {
    expect(says('W5', undone, put({ type: 'task.compensated', task: 1 }, is('task.compensated', 1)))).toContain(
      'b was undone twice',
    );
    expect(says('W5', undone, change(is('task.compensated', 1), { task: 0 }))).toContain('a was undone before b');
    expect(says('W5', undone, change(is('task.compensated', 0), null))).toContain('a was not undone');
  });
  it('[W6] a success sooner than its chain allows, or than all the work on all slots', () => {
    expect(says('W6', good, change(is('task.ended', 2), {}, 500))).toContain('no schedule can beat');
    const crowd = play(piece([task('a'), task('b'), task('c'), task('d')], { agents: crew(2) }));
    const early = (facts: Recorded[]): Recorded[] =>
      facts.map((each) => ({
        ...each,
        time: each.fact.type === 'task.started' || each.fact.type === 'task.ended' ? each.time : 10,
      }));
    expect(says('W6', crowd, early)).toContain('no schedule can beat');
  });
  it('[W6] holds in the open: what a stale lease took is not counted', () => {
    const stale = { type: 'task.started', task: 0, attempt: 1, agent: 1, lease: 99, dueMs: 1 };
    expect(says('W6', good, put(stale, is('task.started', 0), 0))).toBe(null);
  });
  it("[W7] a makespan over Graham's bound", () => {
    expect(says('W7', plain, change(is('task.succeeded', 2), {}, 26))).toContain("Graham's bound");
    expect(says('W7', plain, change(is('task.succeeded', 2), {}, 25))).toBe(null);
  });
  it('[W7] is not watched where its premises do not hold', () => {
    const watched = (document: Parameters<typeof compiled>[0]): boolean =>
      compiled(document).invariants.some(({ rule }) => rule === 'W7');
    const two = [task('a'), task('b', ['a'])];
    expect(watched(piece(two))).toBe(true);
    for (const more of [
      { agents: [{ id: 'x' }, { id: 'y', speed: 2 }] },
      { network: { delayMs: 1 } },
      { network: { loss: 0.1 } },
      { scheduling: { assignment: 'heft' as const } },
      { limits: { timeoutMs: 5 } },
      { coordination: { pattern: 'load-balancing' }, scheduling: { balancing: 'random' as const } },
      { faults: [{ kind: 'crash' as const, agent: 'agent-1', atMs: 3 }] },
    ])
      expect(watched(piece(two, more))).toBe(false);
    for (const tasks of [
      [task('a', [], { model: { failureRate: 0.1 } })],
      [task('a', [], { timeoutMs: 3 })],
      [task('a', [], { model: { durationMs: { min: 1, max: 2 } } })],
      [task('a'), task('b', [{ task: 'a', transferMs: 1 }])],
      [task('a'), task('b', [{ task: 'a', when: 'true' }])],
      [task('a'), task('b', ['a'], { trigger: 'one-success' })],
      [task('a', [], { agent: 'agent-1' })],
    ])
      expect(watched(piece(tasks))).toBe(false);
  });
});

describe('cost', () => {
  it('[G4] all rules over a run of 100,000 tasks cost well under a second', () => {
    const fan = Array.from({ length: 100_000 }, (_, at) =>
      task(`t${String(at)}`, at < 100 ? [] : [`t${String(at - 100)}`]),
    );
    const played = compiled(piece(fan, { agents: crew(64) }));
    const facts: KnownFact[] = [];
    for (let at = 0; at < fan.length; at += 1) {
      const lease = { task: at, attempt: 1, agent: at % 64, lease: 1 };
      facts.push(
        { type: 'task.ready', task: at, attempt: 1 },
        { type: 'task.assigned', ...lease, rule: 'greedy', compared: [] },
        { type: 'message.sent', id: at, from: 1, to: 2, message: { type: 'x' }, dueMs: at },
        { type: 'message.delivered', id: at, from: 1, to: 2, message: { type: 'x' } },
      );
      facts.push(
        { type: 'task.started', ...lease, dueMs: at },
        { type: 'task.ended', ...lease, end: 'succeeded', reason: null },
        { type: 'task.succeeded', task: at, attempt: 1, agent: at % 64 },
      );
    }
    const rules = globalInvariants(played.plan, true);
    expect(rules.map(({ rule }) => rule)).toContain('W7');
    const took = costMs(() => {
      const held = new Holdings(played.plan);
      const states = rules.map((rule) => rule.init(played.plan, held));
      facts.forEach((fact, at) => {
        rules.forEach((rule, place) => {
          const said = rule.fact(states[place], fact, { step: at, time: at }, played.plan);
          if (said !== null) throw new Error(said);
        });
        held.enter(fact, at);
      });
    });
    console.log(`${String(rules.length)} rules over ${String(facts.length)} facts: ${took.toFixed(0)} ms`);
    expect(took).toBeLessThan(3000);
  });
});
