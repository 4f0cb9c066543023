/** Attempts as rows: nothing is told of what never was ready, and each says who, when, and for whom it waited. */
import { describe, expect, it } from 'vitest';
import type { Document } from '../../../src/document/index.ts';
import { looks, type AttemptRow } from '../../../src/replay/index.ts';
import { crew, failing, piece, play, task } from '../../scenarios/stage.ts';

const look = looks.find(({ kind }) => kind === 'window.attempts')!;

function rowsOf(document: Document, from = 0, count = 100): readonly AttemptRow[] {
  const { run } = play(document);
  const question = { from, count };
  const book = look.book(run) as never;
  while (!look.advance(book, question as never, 7));
  const told = look.tell(book, question as never, { passed: run.log.length, critical: new Set() });
  return (told as { rows: readonly AttemptRow[] }).rows;
}
const one = (rows: readonly AttemptRow[], id: string) => rows.filter((row) => row.task === id);

describe('an attempt', () => {
  it('is none of a task that never was ready', () => {
    const rows = rowsOf(piece([failing('a'), task('b', ['a'])]));
    expect(rows.map(({ task: id, end }) => [id, end])).toEqual([['a', 'failed']]);
  });

  it('that found its agent free waited for nobody', () => {
    const [row] = rowsOf(piece([task('a', [], { ms: 30 })], { agents: crew(1) }));
    expect(row).toMatchObject({ agent: 'agent-1', readyMs: 0, startMs: 0, endMs: 30, end: 'succeeded', waited: [] });
    expect(row?.waitedMs).toBe(0);
  });

  it('says for which agent it waited, and what that was busy with', () => {
    const rows = rowsOf(piece([task('a', [], { ms: 30 }), task('b'), task('c', ['b'])], { agents: crew(1) }));
    expect(one(rows, 'b')[0]).toMatchObject({ readyMs: 0, startMs: 30, endMs: 40, waitedMs: 30 });
    expect(one(rows, 'b')[0]?.waited).toEqual([{ of: 'agent', id: 'agent-1', held: ['a'], more: 0 }]);
    // What was over before it was ready is no reason.
    expect(one(rows, 'c')[0]).toMatchObject({ readyMs: 40, startMs: 40, waited: [] });
  });

  it('names a few of very many, and says how many more', () => {
    const many = Array.from({ length: 8 }, (_, at) => task(`t${String(at)}`));
    const last = rowsOf(piece(many, { agents: crew(1) })).at(-1);
    expect(last?.waited[0]).toMatchObject({ held: ['t0', 't1', 't2', 't3'], more: 3 });
  });

  it('that failed and was tried again is a row for each time', () => {
    const rows = rowsOf(piece([failing('a', [], { retry: { attempts: 3 } })]));
    expect(rows.map(({ attempt, end, readyMs }) => [attempt, end, readyMs])).toEqual([
      [1, 'failed', 0],
      [2, 'failed', 110],
      [3, 'failed', 320],
    ]);
  });

  it('says which resource it waited for, and which task held it', () => {
    const resources = [{ id: 'oven' }];
    const needs = { resources: [{ id: 'oven' }] };
    const rows = rowsOf(
      piece([task('cake', [], { ms: 50, ...needs }), task('bread', [], { ms: 20, ...needs })], { resources }),
    );
    const waited = rows.flatMap((row) => row.waited.map((each) => ({ task: row.task, ...each })));
    expect(waited).toEqual([{ task: 'bread', of: 'service', id: 'oven', held: ['cake'], more: 0 }]);
    expect(one(rows, 'bread')[0]?.waitedMs).toBeGreaterThanOrEqual(50);
  });

  it('taken back from an agent that fell silent is lost, and begins anew elsewhere', () => {
    const rows = rowsOf(
      piece([task('a', [], { ms: 9000 })], {
        agents: crew(2),
        faults: [{ kind: 'crash', agent: 'agent-2', atMs: 1000 }],
      }),
    );
    expect(rows.map(({ agent, end }) => [agent, end])).toEqual([
      ['agent-2', 'lost'],
      ['agent-1', 'succeeded'],
    ]);
    expect(rows[1]?.readyMs).toBe(rows[0]?.endMs);
  });

  it('is told a window at a time, from a place on', () => {
    const all = rowsOf(piece([task('a'), task('b'), task('c')]));
    expect(rowsOf(piece([task('a'), task('b'), task('c')]), 1, 1)).toEqual([all[1]]);
  });
});
