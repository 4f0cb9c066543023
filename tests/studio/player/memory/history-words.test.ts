/** What is said of a history, and where its bars and its arrow stand. */
import { describe, expect, it } from 'vitest';
import type { DeedView, HistoryView } from '../../../../src/bridge/index.ts';
import { arrowOf, placed } from '../../../../src/studio/player/memory/history-places.ts';
import { deedLine, deedText, partLine, verdictLine } from '../../../../src/studio/player/memory/history-words.ts';

const deed = (
  lane: number,
  action: DeedView['action'],
  text: string,
  startMs: number,
  endMs: number | null,
): DeedView => ({
  lane,
  action,
  task: 'Draft',
  text,
  startStep: startMs,
  startMs,
  end: endMs === null ? null : { step: endMs, timeMs: endMs, failed: false, refused: false },
  effectMs: null,
  inPart: true,
});
const history = (more: Partial<HistoryView>): HistoryView => ({
  keys: ['plan'],
  moreKeys: 0,
  key: 'plan',
  type: 'register',
  clients: [
    { id: 'ana', name: 'Ana' },
    { id: 'dee', name: 'Dee' },
  ],
  total: 2,
  deeds: [deed(0, 'write', '"two"', 0, 20), deed(1, 'read', '"one"', 100, 120)],
  verdict: 'violated',
  steps: 9,
  violation: { culprit: 1, convicts: 0, could: ['"two"'], shortest: true },
  ...more,
});

describe('the verdict', () => {
  it('names who is to blame, and what had ended before', () => {
    expect(verdictLine(history({}), 'naive')).toBe(
      'Dee read "one", although Ana’s write of "two" had ended 80 ms before; it could have read "two". A naive memory does nothing against that; a strong one would not allow it.',
    );
    const atOnce = history({ deeds: [deed(0, 'write', '"two"', 0, 100), deed(1, 'read', '"one"', 100, 120)] });
    expect(verdictLine(atOnce, 'naive')).toContain('had ended before, in an earlier step of the same time; it could');
    const alone = history({ violation: { culprit: 1, convicts: null, could: [], shortest: true } });
    expect(verdictLine(alone, 'strong')).toBe(
      'Dee read "one", which no order of reads and writes explains. A strong memory must not allow that.',
    );
  });
  it('says that it was not found out, and after how much', () => {
    const open = history({ verdict: 'undecided', steps: 400_000, violation: null });
    expect(verdictLine(open, 'strong')).toMatch(/could not be decided after 400.000 states/);
    expect(verdictLine(history({ verdict: 'consistent', violation: null }), 'strong')).toMatch(
      /one order explains all 2/,
    );
  });
  it('says whether the part is the shortest', () => {
    expect(partLine(history({}))).toBe('The shortest part that shows it: 2 of 2 operations.');
    expect(partLine(history({ violation: { culprit: 1, convicts: 0, could: [], shortest: false } }))).toMatch(
      /no shorter/,
    );
    expect(partLine(history({ violation: null }))).toBeNull();
  });
});

it('a read or write is told in one sentence', () => {
  expect(deedLine(deed(0, 'write', '"two"', 0, 20), false)).toBe('write "two" for Draft, from 0 ms to 20 ms');
  expect(deedLine({ ...deed(0, 'read', '', 5, null), effectMs: 7 }, true)).toBe(
    'Not explained: read for Draft, from 5 ms still open, took effect at 7 ms',
  );
});

it('a compare-and-set says what it looked for, and whether it took effect', () => {
  const done = { ...deed(0, 'cas', '2', 0, 20), expect: '1', effectMs: 9 };
  expect([deedText(done), deedLine(done, false)]).toEqual([
    '1 → 2',
    'compare and set 1 to 2 for Draft, from 0 ms to 20 ms, took effect at 9 ms',
  ]);
  const refused = { ...done, end: { ...done.end!, refused: true } };
  expect(deedLine(refused, false)).toBe(
    'compare and set 1 to 2 for Draft, from 0 ms refused at 20 ms, found something else there and changed nothing',
  );
  const blame = (culprit: DeedView): string =>
    verdictLine(
      history({
        deeds: [deed(0, 'write', '1', 0, 5), culprit],
        violation: { culprit: 1, convicts: null, could: [], shortest: true },
      }),
      'x',
    );
  expect(blame(done)).toMatch(/^Ana put 2 in the place of 1, which no order/u);
  expect(blame(refused)).toMatch(/^Ana was refused to put 2 in the place of 1, which no order/u);
});

describe('bars', () => {
  it('of one client that overlap stand in rows of their own, and are never too narrow to press', () => {
    const deeds = [deed(0, 'write', '1', 0, 0), deed(0, 'read', '1', 5, 80), deed(0, 'read', '1', 90, 95)];
    const [lane] = placed(history({ deeds }), (timeMs) => timeMs, 100);
    expect(lane!.rows).toBe(2);
    expect(lane!.bars.map(({ row }) => row)).toEqual([0, 1, 0]);
    for (const { width } of lane!.bars) expect(width).toBeGreaterThanOrEqual(24);
  });
  it('are joined by an arrow from what convicts to who is to blame', () => {
    const view = history({});
    const lanes = placed(view, (timeMs) => timeMs * 2, 200);
    expect(arrowOf(lanes, view.violation)).toEqual({ x1: 40, y1: 14, x2: 200, y2: 44 });
    expect(arrowOf(lanes, null)).toBeNull();
  });
});
