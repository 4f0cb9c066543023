/** The messages of a run as rows of a sequence diagram. */
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Document } from '../../../src/document/index.ts';
import { MessageRows, type MessageFilter, type MessageRow } from '../../../src/replay/index.ts';
import { randomDocument } from '../../support/documents.ts';
import { ran, type Ran } from '../../support/running.ts';
import { crew, piece, task } from '../../scenarios/stage.ts';

function rowsOf({ plan, run }: Ran) {
  const rows = new MessageRows(plan, run.log);
  return (filter: MessageFilter = {}, from = 0, count = 100_000, at = run.log.length) =>
    rows.window(from, count, filter, at);
}
const tender = (more: Partial<Document> = {}) =>
  ran(
    piece([task('survey'), task('report', ['survey'])], {
      agents: crew(3),
      coordination: { pattern: 'contract-net' },
      ...more,
    }),
  );
const said = (rows: readonly MessageRow[]) => rows.map(({ words }) => words);

describe('messages as rows', () => {
  it('a filter that nothing passes gives no rows and no lanes', () => {
    const shown = rowsOf(tender())({ text: 'no such words' });
    expect(shown).toMatchObject({ total: 0, playhead: -1, rows: [], lanes: [], crossing: [] });
    expect(shown.types.length).toBeGreaterThan(0);
  });

  it('a window beyond the end is empty and says how many there are', () => {
    const ask = rowsOf(tender());
    expect(ask({}, 10_000, 10)).toMatchObject({ from: ask().total, rows: [] });
  });

  it('a contract net is told in its own words, in the order in which they are said', () => {
    const { rows, lanes } = rowsOf(tender())({ node: 'survey' });
    expect(said(rows)).toEqual([
      ...Array.from({ length: 3 }, () => 'announcement'),
      ...Array.from({ length: 3 }, () => 'bid'),
      ...said(rows).slice(6),
    ]);
    expect(said(rows)).toContain('accept bid');
    expect(said(rows).at(-1)).toBe('result');
    expect(lanes.map(({ title }) => title)).toEqual(['Coordinator', 'agent-1', 'agent-2', 'agent-3']);
    expect(
      rows.every(({ end, title, nodes }) => end === 'delivered' && title === 'survey' && nodes.includes('survey')),
    ).toBe(true);
  });

  it('only the lanes of those who take part are given', () => {
    const { lanes, rows } = rowsOf(tender())({ node: 'agent-2' });
    expect(lanes.map(({ agent }) => agent)).toEqual([null, 'agent-2']);
    expect(rows.every(({ nodes }) => nodes.includes('agent-2'))).toBe(true);
  });

  it('types and conversations are told apart', () => {
    const ask = rowsOf(tender());
    const all = ask();
    for (const { type, count } of all.types) expect(ask({ types: [type] }).total).toBe(count);
    const [first] = all.rows;
    const one = ask({ conversation: first!.conversation });
    expect(new Set(one.rows.map(({ title }) => title))).toEqual(new Set(['survey']));
    expect(one.total).toBeLessThan(all.total);
  });

  it('a folded conversation is one row at its first message, with its count', () => {
    const ask = rowsOf(tender());
    const { rows, total } = ask();
    const folded = ask({ folded: { all: true, except: [] } });
    expect(folded.rows.map(({ title }) => title)).toEqual(['survey', 'report']);
    expect(folded.rows.reduce((sum, row) => sum + row.folded, 0)).toBe(total);
    const survey = rows[0]!.conversation;
    const half = ask({ folded: { all: true, except: [survey] } });
    expect(half.rows.filter((row) => row.folded > 0).map(({ title }) => title)).toEqual(['report']);
    expect(ask({ folded: { all: false, except: [survey] } }).rows[0]).toMatchObject({ folded: folded.rows[0]!.folded });
  });

  it('a message that takes time arrives before the first row that is sent later; one that takes none is level', () => {
    const level = rowsOf(tender())().rows;
    expect(level.every(({ index, endRow }) => endRow === index)).toBe(true);
    const { rows } = rowsOf(tender({ network: { delayMs: { min: 5, max: 5 } } }))();
    for (const row of rows) {
      const next = rows.find((each) => each.index > row.index && each.step >= row.endStep);
      expect(row.endRow).toBe(next?.index ?? rows.length);
    }
  });

  it('what crosses the top of a window comes with it', () => {
    const ask = rowsOf(tender({ network: { delayMs: { min: 5, max: 5 } } }));
    const { rows } = ask();
    const { crossing } = ask({}, 2, 2);
    expect(crossing.map(({ index }) => index).reverse()).toEqual(
      rows.filter(({ index, endRow }) => index < 2 && endRow > 2).map(({ index }) => index),
    );
    expect(crossing.length).toBeGreaterThan(0);
  });

  it('lost messages and copies made by the network are told from others', () => {
    const lossy = tender({ network: { loss: 0.3, duplicate: 0.3, delayMs: { min: 1, max: 9 } }, seed: 5 });
    const { rows } = rowsOf(lossy)();
    const lost = lossy.recorded.filter(({ fact }) => fact.type === 'message.lost').length;
    expect(rows.filter(({ end }) => end === 'loss')).toHaveLength(lost);
    expect(lost).toBeGreaterThan(0);
    for (const row of rows.filter(({ copy }) => copy))
      expect(rows[row.index - 1]).toMatchObject({ step: row.step, type: row.type, from: row.from, to: row.to });
    expect(rows.some(({ copy }) => copy)).toBe(true);
  });

  it('the playhead stands at the last row that was sent by then', () => {
    const told = tender();
    const ask = rowsOf(told);
    const { rows } = ask();
    for (let step = 0; step <= told.run.steps; step += 1) {
      const { playhead } = ask({}, 0, 1, told.run.log.countAt(step));
      expect(playhead).toBe(rows.filter((row) => row.step <= step).length - 1);
    }
  });

  it('after a cut only what is left is told', () => {
    const told = tender();
    new MessageRows(told.plan, told.run.log).window(0, 10, {}, 0);
    told.run.log.cut(3);
    const rows = new MessageRows(told.plan, told.run.log);
    const sent = Array.from({ length: told.run.log.length }, (_, at) => told.run.log.at(at)).filter(
      ({ type }) => type === 'message.sent',
    );
    expect(rows.window(0, 1000, {}, 0).total).toBe(sent.length);
  });

  it('a name finds what is said by whoever bears it and to whoever bears it, and what is about it', () => {
    const told = ran(randomDocument(7, { tasksMax: 8 }));
    const ask = rowsOf(told);
    let found = 0;
    for (const { name, id } of told.plan.agents) {
      const actor = told.plan.actors.findIndex((each) => each.name === id);
      const about = told.recorded.flatMap(({ fact }) => (fact.type === 'message.sent' ? [fact] : []));
      const due = about.filter(({ from, to }) => from === actor || to === actor).length;
      expect(ask({ text: name }).total).toBeGreaterThanOrEqual(due);
      found += due;
    }
    expect(found).toBeGreaterThan(0);
  });
  it('every message of random runs has one row, however the windows are cut', () => {
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 500 }), fc.integer({ min: 1, max: 40 }), (seed, size) => {
        const told = ran(randomDocument(seed, { tasksMax: 8 }));
        const ask = rowsOf(told);
        const whole = ask();
        expect(whole.total).toBe(told.recorded.filter(({ fact }) => fact.type === 'message.sent').length);
        const pieces: MessageRow[] = [];
        while (pieces.length < whole.total) pieces.push(...ask({}, pieces.length, size).rows);
        expect(pieces).toEqual(whole.rows);
        for (const { index, endRow, step, endStep } of pieces) {
          expect(endRow).toBeGreaterThanOrEqual(index);
          if (endStep !== -1) expect(endStep).toBeGreaterThanOrEqual(step);
        }
      }),
      { numRuns: 40, seed: 11 },
    );
  });
});
