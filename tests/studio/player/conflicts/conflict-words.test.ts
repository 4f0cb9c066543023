/** What the list of conflicts and the heads of resources' lanes say of the playhead. */
import { describe, expect, it } from 'vitest';
import type { Bar, ConflictRow, ResourceLane, WaitsView } from '../../../../src/bridge/index.ts';
import { moreOf, nowLine, toneOf, whenOf } from '../../../../src/studio/player/conflicts/conflict-words.ts';
import { headWords, levelAt, marksIn } from '../../../../src/studio/player/timeline/resources/resource-words.ts';

const link = (task: string, resource: string) => ({ task, resource, units: 1, sinceMs: 1200 });
const nothing: WaitsView = { holds: [], waits: [], cycle: null, sinceMs: 0, step: 0, sentence: '', raised: [] };
const upper = (id: string) => id.toUpperCase();

describe('the line of the playhead', () => {
  it.each([
    [[], 'Nobody waits now.'],
    [[link('bread', 'oven')], 'BREAD waits for OVEN since 1.20 s.'],
    [[link('bread', 'oven'), link('cake', 'oven')], '2 tasks wait for OVEN.'],
    [[link('bread', 'oven'), link('cake', 'cart')], '2 tasks wait for 2 resources.'],
    [[link('bread', 'oven'), link('bread', 'cart')], 'BREAD waits for OVEN since 1.20 s.'],
  ])('%j', (waits, says) => {
    expect(nowLine({ ...nothing, waits }, upper)).toBe(says);
  });
  it('is the circle where there is one', () => {
    expect(nowLine({ ...nothing, waits: [link('bread', 'oven')], sentence: 'Round and round.' }, upper)).toBe(
      'Round and round.',
    );
  });
});

describe('a row', () => {
  const row: ConflictRow = {
    ...{ kind: 'negotiation', step: 1, timeMs: 100, endStep: 9, endMs: 900, what: { id: 't', name: 'T' } },
    ...{ who: [], against: [], others: 0, rule: '', outcome: 'deal: half', moment: 'over' },
  };
  it('is green for a deal, red for none, and neither before it is over', () => {
    expect([toneOf(row), toneOf({ ...row, outcome: 'no deal: time' }), toneOf({ ...row, moment: 'now' })]).toEqual([
      ...['succeeded', 'failed', 'running'],
    ]);
  });
  it('says from when to when it was, and how many stood in the way besides those named', () => {
    expect([whenOf(row), whenOf({ ...row, endMs: 100 }), whenOf({ ...row, endMs: null })]).toEqual([
      ...['100 ms – 900 ms', '100 ms', '100 ms'],
    ]);
    expect([moreOf({ ...row, others: 3 }), moreOf(row)]).toEqual([' and 3 more', '']);
  });
});

describe('the head of a lane', () => {
  const bar = (kind: Bar['kind'], task: string): Bar => ({
    ...{ kind, task, end: 'open', attempt: 0, startMs: 0, endMs: 9, row: 0, startStep: 0, critical: false, count: 1 },
  });
  it('names who waits and who holds, or how many', () => {
    const [a, b, c, d] = [bar('held', 'a'), bar('held', 'b'), bar('awaited', 'c'), bar('awaited', 'd')];
    const said = [[], [a], [a, b], [a, c], [a, b, c, d], [c]].map((now) => headWords(now, upper));
    expect(said).toEqual(['', 'A', '2 holders', 'C waits · A', '2 wait · 2 holders', 'C waits']);
  });
  it('reads a level between two corners', () => {
    const levels = [
      { timeMs: 0, level: 4 },
      { timeMs: 10, level: 4 },
      { timeMs: 10, level: 0 },
      { timeMs: 30, level: 2 },
    ];
    expect([0, 5, 10, 20, 30, 99].map((timeMs) => levelAt(levels, timeMs))).toEqual([4, 4, 0, 1, 2, 2]);
    expect(levelAt([], 5)).toBeNull();
  });
});

describe('the legend of the lanes of resources', () => {
  const bar = (kind: Bar['kind'], end: Bar['end']): Bar => ({
    ...{ kind, end, task: 'a', startMs: 0, endMs: 9, row: 0, startStep: 1, attempt: 0, critical: false, count: 1 },
  });
  const lane = (bars: readonly Bar[], more: Partial<ResourceLane> = {}): ResourceLane => ({
    ...{ agent: 'fork', slots: 1, utilization: 0, units: 1, waited: 0, renews: false, bars, ...more },
  });
  const levels = [
    { timeMs: 0, level: 4 },
    { timeMs: 9, level: 2 },
  ];
  it('tells of what some lane has, in one order, and of nothing else', () => {
    expect(marksIn([])).toEqual([]);
    expect(marksIn([lane([]), lane([bar('held', 'open')])])).toEqual(['held']);
    expect(
      marksIn([lane([bar('awaited', 'succeeded')]), lane([bar('raised', 'open'), bar('held', 'succeeded')])]),
    ).toEqual([...['held', 'returned', 'awaited', 'raised']]);
  });
  it('tells units that are left from units that are held, and of no area without two corners', () => {
    expect(marksIn([lane([], { levels, renews: true })])).toEqual(['left']);
    expect(marksIn([lane([], { levels })])).toEqual(['used']);
    expect(marksIn([lane([], { levels: levels.slice(1) })])).toEqual([]);
  });
});
