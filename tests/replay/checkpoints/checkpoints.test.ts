/** The checkpoints of agents and of the coordinator as they are told: held against the facts, the machine's own state, and what it comes back to. */
import { describe, expect, it } from 'vitest';
import { CheckpointBook, Run } from '../../../src/replay/index.ts';
import { compile } from '../../../src/workflow/index.ts';
import { compiled, piece, task } from '../../scenarios/stage.ts';
import { Dice, randomDocument } from '../../support/documents.ts';
import { recovering } from '../../support/recovering.ts';

function opened(run: Run): CheckpointBook {
  const book = new CheckpointBook(run);
  while (!book.advance(7));
  return book;
}

const crash = (atMs: number, recoverMs: number, agent = 'ana') => ({ kind: 'crash', agent, atMs, recoverMs }) as const;
const noted = piece(
  [
    task('one', [], { ms: 700, remembers: [{ key: 'plan', value: 'two pages' }], believes: { dry: true } }),
    task('two', ['one'], { ms: 900, recalls: ['plan'], remembers: [{ key: 'tone', value: 'plain' }] }),
    task('three', ['two'], { ms: 2000 }),
  ],
  {
    agents: [
      {
        id: 'ana',
        recovers: 'checkpoint',
        checkpointEveryMs: 300,
        goals: [{ id: 'told', when: 'beliefs.dry == true' }],
      },
    ],
    coordination: { pattern: 'centralized', leaseMs: 5000, recovers: 'checkpoint', checkpointEveryMs: 200 },
    faults: [crash(2950, 3000)],
  },
);

describe('checkpoints of an agent', () => {
  it('are unknown of nobody, and at no step beyond the run', () => {
    const run = new Run(compiled(noted), { seekable: true }).finish();
    const book = opened(run);
    expect(book.list({ agent: 'bo', step: 3, kept: [] })).toBeNull();
    expect(book.view({ agent: 'ana', step: run.steps + 1 })).toBeNull();
    expect(book.changes({ agent: 'ana', from: 0, to: run.steps + 1 })).toBeNull();
  });

  it('are none of whoever writes none; what is kept by hand is told as it stood there', () => {
    const { agents: _, ...rest } = noted;
    const run = new Run(compiled({ ...rest, agents: [{ id: 'ana' }], faults: [] }), { seekable: true }).finish();
    const book = opened(run);
    const step = run.log.stepOf(run.log.countAtTime(1000) - 1);
    const told = book.list({ agent: 'ana', step: run.steps, kept: [step] })!;
    expect(told).toMatchObject({ everyMs: null, written: 0, rows: [{ step, written: false, running: 1 }] });
    expect(book.view({ agent: 'ana', step })!.work).toMatchObject([{ how: 'running', doneMs: null }]);
    // From before it was kept nothing is told of it.
    expect(book.list({ agent: 'ana', step: step - 1, kept: [step] })!.rows).toEqual([]);
  });

  it('are the last five, the newest first, with what each holds and where it was come back to', () => {
    const run = new Run(compiled(noted), { seekable: true }).finish();
    const book = opened(run);
    const told = book.list({ agent: 'ana', step: run.steps, kept: [] })!;
    expect(told.everyMs).toBe(300);
    expect(told.written).toBeGreaterThan(8);
    expect(told.rows).toHaveLength(5);
    expect(told.rows.map(({ step }) => step)).toEqual(told.rows.map(({ step }) => step).toSorted((a, b) => b - a));
    const crashed = run.log.countAtTime(2999);
    const before = run.log.stepOf(crashed - 1);
    const [last] = book.list({ agent: 'ana', step: before, kept: [] })!.rows;
    expect(last).toMatchObject({ written: true, running: 1, usedStep: null });
    const later = book.list({ agent: 'ana', step: run.steps, kept: [last!.step] })!;
    const used = later.rows.find(({ step }) => step === last!.step)!.usedStep!;
    const back = Array.from({ length: run.log.length }, (_, at) => at).find(
      (at) => run.log.at(at).type === 'agent.restored',
    )!;
    expect(used).toBe(run.log.stepOf(back));
    const held = book.view({ agent: 'ana', step: last!.step })!;
    expect(held).toMatchObject({ written: true, work: [{ task: 'three', how: 'running' }] });
    expect(held.work[0]!.doneMs! + held.work[0]!.leftMs!).toBe(2000);
    expect(held.memory!.map(({ key }) => key).sort()).toEqual(['plan', 'tone']);
    expect([held.beliefs, held.goals]).toEqual([
      [{ name: 'dry', text: 'true', whole: true }],
      [{ id: 'told', status: 'reached' }],
    ]);
    expect(held.tasks).toBe(2);
  });

  it('say what changed between two, and between one and itself nothing', () => {
    const run = new Run(compiled(noted), { seekable: true }).finish();
    const book = opened(run);
    const first = book.list({ agent: 'ana', step: run.log.stepOf(run.log.countAtTime(400) - 1), kept: [] })!.rows[0]!;
    const last = book.list({ agent: 'ana', step: run.log.stepOf(run.log.countAtTime(2500) - 1), kept: [] })!.rows[0]!;
    const { changes, more } = book.changes({ agent: 'ana', from: first.step, to: last.step })!;
    expect(more).toBe(0);
    expect(changes.map(({ of, name, was, is }) => `${of} ${name}: ${was ?? '-'} > ${is ?? '-'}`)).toEqual([
      expect.stringMatching(/^work one: running, \d+ ms of 700 ms done > -$/u),
      expect.stringMatching(/^work three: - > running, .* of 2.00 s done$/u),
      'memory plan: - > "two pages", 2 uses',
      'memory tone: - > "plain", 1 use',
      'belief dry: - > true',
      'goal told: open > reached',
    ]);
    expect(book.changes({ agent: 'ana', from: last.step, to: last.step })).toEqual({ changes: [], more: 0 });
  });

  it('of the coordinator hold what it had given away', () => {
    const run = new Run(compiled(noted), { seekable: true }).finish();
    const book = opened(run);
    const told = book.list({ agent: null, step: run.steps, kept: [0] })!;
    expect(told.everyMs).toBe(200);
    const own = told.rows.find(({ written }) => written)!;
    const held = book.view({ agent: null, step: own.step })!;
    expect(held.work).toHaveLength(own.given);
    expect(held).toMatchObject({ memory: null, work: [{ how: 'given', agent: 'ana' }] });
  });
});

describe('in random runs in which many come back', () => {
  it('what a checkpoint is said to hold is what the fact counted, and what is had again after a crash is in it', () => {
    let [seen, again] = [0, 0];
    for (const seed of Array.from({ length: 25 }, (_, at) => at + 1)) {
      const made = compile(recovering(randomDocument(seed), new Dice(seed + 0.3125)));
      if (!made.ok) continue;
      const run = new Run(made.value, { seekable: true }).finish();
      const book = opened(run);
      const { agents, tasks } = run.compiled.plan;
      let last: readonly string[] = [];
      for (let at = 0; at < run.log.length; at += 1) {
        const fact = run.log.at(at);
        const step = run.log.stepOf(at);
        if (fact.type === 'agent.checkpointed') {
          const { work, moreWork } = book.view({ agent: agents[fact.agent]!.id, step })!;
          const queued = work.filter(({ how }) => how === 'queued').length;
          expect([work.length + moreWork, queued]).toEqual([fact.running + fact.queued, fact.queued]);
          seen += 1;
        }
        if (fact.type === 'agent.restored') {
          const { id } = agents[fact.agent]!;
          const used = book.list({ agent: id, step, kept: [] })!.rows.find(({ usedStep }) => usedStep === step);
          expect(used?.timeMs ?? -1).toBe(fact.checkpointMs);
          const held = used === undefined ? [] : book.view({ agent: id, step: used.step })!.work;
          last = held.map((each) => `${each.task}/${String(each.lease)}`);
        }
        if (fact.type === 'task.restored') {
          expect(last).toContain(`${tasks[fact.task]!.id}/${String(fact.lease)}`);
          again += 1;
        }
      }
    }
    expect(seen).toBeGreaterThan(20);
    expect(again).toBeGreaterThan(2);
  });
});
