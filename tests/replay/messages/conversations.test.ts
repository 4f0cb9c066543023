/** The conversations of a run as rows of a list: what each is about, how much was said, and how it went. */
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Document } from '../../../src/document/index.ts';
import { MessageRows, type ConversationRow, type MessageFilter } from '../../../src/replay/index.ts';
import { crew, piece, task } from '../../scenarios/stage.ts';
import { randomDocument } from '../../support/documents.ts';
import { ran, type Ran } from '../../support/running.ts';

function listOf({ plan, run }: Ran) {
  const rows = new MessageRows(plan, run.log);
  return {
    rows,
    ask: (filter: MessageFilter = {}, from = 0, count = 100_000, at = run.log.length) =>
      rows.conversations(from, count, filter, at),
  };
}
const tender = (more: Partial<Document> = {}) =>
  ran(
    piece([task('survey'), task('report', ['survey'])], {
      agents: crew(3),
      coordination: { pattern: 'contract-net' },
      ...more,
    }),
  );
const went = ({ turns }: ConversationRow) => turns.map(({ state }) => state);

describe('conversations as rows', () => {
  it('a filter that nothing passes gives none, and a window beyond the end is empty', () => {
    const { ask } = listOf(tender());
    expect(ask({ text: 'no such words' })).toEqual({ from: 0, total: 0, playhead: -1, rows: [] });
    expect(ask({}, 50, 10)).toMatchObject({ from: 2, total: 2, rows: [] });
  });

  it('are told in the order in which they begin, with how many messages each has', () => {
    const { ask, rows } = listOf(tender());
    const told = ask().rows;
    expect(told.map(({ id, title, words, nodes }) => ({ id, title, words, nodes }))).toEqual([
      { id: 'contract-net/survey', title: 'survey', words: 'Contract net', nodes: ['survey'] },
      { id: 'contract-net/report', title: 'report', words: 'Contract net', nodes: ['report'] },
    ]);
    for (const { id, messages, lost } of told) {
      expect(rows.window(0, 1, { conversation: id }, 0).total).toBe(messages);
      expect(lost).toBe(0);
    }
  });

  it('count only what passes, whatever conversation is chosen or folded', () => {
    const { ask } = listOf(tender());
    const calls = ask({ types: ['contract-net.cfp'], conversation: 'contract-net/survey' }).rows;
    expect(calls.map(({ messages }) => messages)).toEqual([3, 3]);
    expect(ask({ folded: { all: true, except: [] } })).toEqual(ask());
  });

  it('say how they went: awarded when somebody gets the task, ended with it', () => {
    const told = tender();
    const [survey, report] = listOf(told).ask().rows;
    expect(went(survey!)).toEqual(['awarded', 'ended']);
    expect(went(report!)).toEqual(['awarded', 'ended']);
    const steps = told.recorded.filter(({ fact }) => fact.type === 'task.assigned').map(({ step }) => step);
    expect([survey!.turns[0]!.step, report!.turns[0]!.step]).toEqual(steps);
    expect(survey!.turns[1]!.step).toBeGreaterThan(steps[0]!);
  });

  it('say that nobody was found, and that a task was to be had again', () => {
    const faults = crew(3).map(({ id }) => ({ kind: 'crash' as const, agent: id, atMs: 0 }));
    expect(listOf(tender({ faults })).ask().rows.flatMap(went)).toContain('unallocated');
    const [winner] = listOf(tender()).rows.window(0, 100, { text: 'accept bid' }, 0).rows[0]!.nodes;
    const again = tender({ faults: [{ kind: 'crash', agent: winner!, atMs: 5 }] });
    expect(went(listOf(again).ask().rows[0]!)).toEqual(['awarded', 'open', 'awarded', 'ended']);
  });

  it('of no task end with the run', () => {
    const { ask } = listOf(
      ran(
        piece(
          Array.from({ length: 8 }, (_, at) => task(`t${String(at)}`)),
          { agents: crew(2), coordination: { pattern: 'load-balancing' }, scheduling: { balancing: 'work-stealing' } },
        ),
      ),
    );
    const alone = ask().rows.find(({ nodes }) => nodes.length === 0);
    expect(alone).toMatchObject({ title: 'No task' });
    expect(went(alone!)).toEqual(['ended']);
  });

  it('the playhead stands at the last that began by then, and lost messages are counted', () => {
    const told = tender({ network: { loss: 0.3, delayMs: { min: 1, max: 9 } }, seed: 5 });
    const { ask } = listOf(told);
    const { rows } = ask();
    for (let step = 0; step <= told.run.steps; step += 1)
      expect(ask({}, 0, 1, told.run.log.countAt(step)).playhead).toBe(
        rows.filter((row) => row.step <= step).length - 1,
      );
    const lost = told.recorded.filter(({ fact }) => fact.type === 'message.lost').length;
    expect(rows.reduce((sum, row) => sum + row.lost, 0)).toBe(lost);
    expect(lost).toBeGreaterThan(0);
    // What is still on its way is lost to nobody.
    const growing = tender({ network: { delayMs: 20 } }).run;
    for (const step of [10, 7, 3]) {
      growing.log.cut(step);
      const under = new MessageRows(growing.compiled.plan, growing.log).conversations(0, 9, {}, 0).rows;
      expect(under.map((row) => row.lost)).toEqual(under.map(() => 0));
      expect(under.length).toBeGreaterThan(0);
    }
  });

  it('after a cut only what is left is told', () => {
    const told = tender();
    listOf(told).ask();
    told.run.log.cut(3);
    expect(
      listOf(told)
        .ask()
        .rows.map(({ title, turns }) => [title, turns]),
    ).toEqual([['survey', []]]);
  });

  it('hold every message of random runs once', () => {
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 500 }), (seed) => {
        const { ask, rows } = listOf(ran(randomDocument(seed, { tasksMax: 8 })));
        const told = ask().rows;
        expect(told.reduce((sum, row) => sum + row.messages, 0)).toBe(rows.window(0, 1, {}, 0).total);
        expect(told.map(({ step }) => step)).toEqual(told.map(({ step }) => step).sort((a, b) => a - b));
        for (const { turns } of told)
          turns.forEach(({ state, step }, at) => {
            expect(state).not.toBe(turns[at - 1]?.state ?? 'open');
            expect(step).toBeGreaterThanOrEqual(turns[at - 1]?.step ?? 0);
          });
      }),
      { numRuns: 40, seed: 12 },
    );
  });
});
