import { describe, expect, it, vi } from 'vitest';
import type { LogWindow } from '../../../../src/bridge/index.ts';
import { LogPages, pageRows } from '../../../../src/studio/player/log/pages.ts';
import { rowsOf } from '../scripted-engine.ts';

/** A log of so many rows, one a step; `at` is where the engine's playhead stands. */
function logOf(total: number) {
  const log = { total, at: 0, asked: [] as number[], answers: true };
  const ask = async (from: number, count: number): Promise<LogWindow | null> => {
    log.asked.push(from);
    await Promise.resolve();
    return log.answers
      ? {
          from,
          total: log.total,
          playhead: Math.min(log.total, log.at) - 1,
          rows: rowsOf(log.total).slice(from, from + count),
        }
      : null;
  };
  const changed = vi.fn();
  return { log, changed, pages: new LogPages(ask, changed) };
}
const pass = async () => {
  for (let turn = 0; turn < 8; turn += 1) await Promise.resolve();
};

describe('pages of the log', () => {
  it('does not ask for ever for rows that are not there', async () => {
    const { log, pages } = logOf(0);
    for (let turn = 0; turn < 5; turn += 1) {
      pages.need(0, 10);
      expect(pages.playheadAt(3) ?? -1).toBe(-1);
      await pass();
    }
    expect(log.asked).toEqual([0]);
  });

  it('keeps what it has when there is no answer', async () => {
    const { log, pages, changed } = logOf(50);
    log.answers = false;
    pages.need(0, 10);
    await pass();
    expect(changed).not.toHaveBeenCalled();
    expect(pages.row(0)).toBeUndefined();
  });

  it('asks for a page once, however often its rows are needed', async () => {
    const { log, pages } = logOf(500);
    pages.need(0, 20);
    pages.need(5, 25);
    await pass();
    pages.need(0, 20);
    expect(log.asked).toEqual([0]);
    expect(pages.row(3)?.text).toBe('line 4');
    pages.need(90, 110);
    await pass();
    expect(log.asked).toEqual([0, pageRows]);
  });

  it('asks for the last page anew once the log has grown, even while it is under way', async () => {
    const { log, pages } = logOf(50);
    pages.need(0, 10);
    log.total = 80;
    pages.grow();
    await pass();
    expect(pages.total).toBe(80);
    expect(pages.row(79)?.text).toBe('line 80');
  });

  it('finds the playhead’s row without asking where rows at hand tell it', async () => {
    const { log, pages } = logOf(90);
    pages.need(0, 10);
    await pass();
    log.asked.length = 0;
    expect(pages.playheadAt(42)).toBe(41);
    expect(pages.playheadAt(90)).toBe(89);
    expect(pages.playheadAt(0)).toBe(-1);
    expect(log.asked).toEqual([]);
  });

  it('asks the engine for the playhead’s row once a step where they do not', async () => {
    const { log, pages } = logOf(5000);
    pages.need(0, 10);
    await pass();
    log.asked.length = 0;
    log.at = 3210;
    expect(pages.playheadAt(3210)).toBeNull();
    await pass();
    expect(pages.playheadAt(3210)).toBe(3209);
    expect(pages.playheadAt(3210)).toBe(3209);
    expect(log.asked.length).toBe(1);
  });

  it('forgets the pages used longest ago', async () => {
    const { log, pages } = logOf(20_000);
    for (let from = 0; from < 20_000; from += pageRows) {
      pages.need(from, from + 1);
      await pass();
    }
    expect(pages.row(0)).toBeUndefined();
    expect(pages.row(19_999)?.text).toBe('line 20000');
    expect(log.asked.length).toBe(200);
  });
});
