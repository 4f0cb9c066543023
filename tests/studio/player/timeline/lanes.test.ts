import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Bar, Lane } from '../../../../src/bridge/index.ts';
import { barLabel, barState, momentOf, toneOf } from '../../../../src/studio/player/timeline/drawing/bar-look.ts';
import { paintHalt } from '../../../../src/studio/player/timeline/drawing/halted.ts';
import { barAt } from '../../../../src/studio/player/timeline/drawing/hit.ts';
import { paintLabel } from '../../../../src/studio/player/timeline/drawing/labels.ts';
import {
  laneAt,
  layoutLanes,
  queueTop,
  rowTop,
  visibleLanes,
} from '../../../../src/studio/player/timeline/drawing/lane-layout.ts';
import { laneSummary } from '../../../../src/studio/player/timeline/lane-summary.ts';
import { barBeside } from '../../../../src/studio/player/timeline/heads/lane-keys.ts';

const bar = (change: Partial<Bar> = {}): Bar => ({
  task: 't',
  kind: 'running',
  end: 'succeeded',
  attempt: 1,
  startMs: 100,
  endMs: 200,
  row: 0,
  startStep: 5,
  critical: false,
  count: 1,
  ...change,
});
const lane = (...bars: Bar[]): Lane => ({ agent: 'ana', slots: 2, utilization: 0.5, bars });
const same = (id: string) => id;

describe('lanes', () => {
  it('finds no lane above the first or below the last', () => {
    const layout = layoutLanes([1, 1]);
    expect(laneAt(layout, -1)).toBe(-1);
    expect(laneAt(layout, layout.height)).toBe(2);
    expect(laneAt(layoutLanes([]), 0)).toBe(0);
    expect(visibleLanes(layoutLanes([]), 0, 100)).toEqual({ first: 0, last: 0 });
  });

  it('finds the lane at every height, as a walk through all of them does', () => {
    fc.assert(
      fc.property(
        fc.array(fc.integer({ min: 0, max: 12 }), { minLength: 1, maxLength: 60 }),
        fc.nat(4000),
        (slots, y) => {
          const layout = layoutLanes(slots);
          const walked = layout.boxes.findIndex(({ top, height }) => y >= top && y < top + height);
          expect(laneAt(layout, y)).toBe(walked === -1 ? slots.length : walked);
        },
      ),
      { seed: 31, numRuns: 300 },
    );
  });

  it('draws only the lanes in sight of a thousand', () => {
    const { first, last } = visibleLanes(layoutLanes(Array.from({ length: 1000 }, () => 1)), 17_000, 250);
    expect(first).toBeGreaterThan(400);
    expect(last - first).toBeLessThan(12);
  });

  it('keeps rows and queue of a lane inside of it', () => {
    for (const slots of [1, 3, 8, 40]) {
      const { boxes } = layoutLanes([slots]);
      const box = boxes[0]!;
      expect(rowTop(box, slots + 5)).toBe(rowTop(box, slots - 1));
      expect(queueTop(box)).toBeGreaterThanOrEqual(rowTop(box, slots - 1) + box.rowHeight);
      expect(queueTop(box)).toBeLessThan(box.height);
    }
  });
});

describe('the bar under the pointer', () => {
  const drawing = (...bars: Bar[]) => {
    const lanes = [lane(...bars)];
    return { lanes, layout: layoutLanes([2]), window: { fromMs: 0, toMs: 1000 }, width: 1000 };
  };

  it('is none beside every bar', () => {
    expect(barAt(drawing(bar()), 210, 10)).toBeNull();
    expect(barAt(drawing(bar()), 150, 30)).toBeNull();
    expect(barAt(drawing(bar()), 150, 900)).toBeNull();
    expect(barAt(drawing(), 150, 10)).toBeNull();
  });

  it('is the bar of that row', () => {
    const [low, high] = [bar({ task: 'low', row: 1 }), bar({ task: 'high' })];
    expect(barAt(drawing(low, high), 150, 10)?.bar.task).toBe('high');
    expect(barAt(drawing(low, high), 150, 30)?.bar.task).toBe('low');
  });

  it('can be a bar of a pixel, and of two near ones the nearer', () => {
    const thin = [bar({ task: 'one', startMs: 500, endMs: 500 }), bar({ task: 'two', startMs: 503, endMs: 503 })];
    expect(barAt(drawing(...thin), 499, 10)?.bar.task).toBe('one');
    expect(barAt(drawing(...thin), 503, 10)?.bar.task).toBe('two');
  });

  it('is the work, not the crash that it lies on', () => {
    const crash = bar({ task: '', kind: 'crashed', startMs: 0, endMs: 900 });
    expect(barAt(drawing(crash, bar()), 150, 10)?.bar.task).toBe('t');
    expect(barAt(drawing(crash, bar()), 400, 10)?.bar.kind).toBe('crashed');
  });

  it('is queued work in the strip below the rows', () => {
    const queued = bar({ task: 'q', kind: 'queued', row: 2 });
    const box = layoutLanes([2]).boxes[0]!;
    expect(barAt(drawing(queued), 150, queueTop(box) + 1)?.bar.task).toBe('q');
    expect(barAt(drawing(queued), 150, 10)).toBeNull();
  });
});

describe('how a bar looks at the playhead', () => {
  it('lies ahead until its own step, though its instant has come', () => {
    expect(momentOf(bar(), { step: 4, timeMs: 100 })).toBe('ahead');
    expect(momentOf(bar(), { step: 5, timeMs: 100 })).toBe('now');
    expect(momentOf(bar(), { step: 9, timeMs: 200 })).toBe('past');
  });

  it('is blue while under way, and shows its end before and after', () => {
    const failed = bar({ end: 'failed' });
    expect(toneOf(failed, 'ahead')).toBe('failed');
    expect(toneOf(failed, 'now')).toBe('running');
    expect(toneOf(failed, 'past')).toBe('failed');
    expect(toneOf(bar({ end: 'cancelled' }), 'past')).toBe('idle');
    expect(toneOf(bar({ kind: 'queued' }), 'now')).toBe('waiting');
  });

  it('says in words what colour says', () => {
    expect(barState(bar({ end: 'failed' }), { step: 9, timeMs: 900 })).toBe('failed after 100 ms');
    expect(barState(bar({ end: 'open' }), { step: 9, timeMs: 900 })).toBe('running');
    expect(barState(bar({ kind: 'transfer' }), { step: 9, timeMs: 900 })).toBe('waits for data for 100 ms');
    expect(barLabel(bar({ attempt: 2 }), same)).toBe('t · attempt 2');
    expect(barLabel(bar({ count: 1200 }), same)).toBe('1,200 tasks');
  });

  it('tells work whose clock stands from work that goes on, in tone, words and to those who do not see it', () => {
    const playhead = { step: 9, timeMs: 150 };
    const tones = (['blocked', 'suspended', 'giving'] as const).map((halt) => {
      const halted = bar({ kind: 'halted', halt });
      expect(barState(halted, playhead)).toMatch(new RegExp(`^${halt}.* for 100 ms$`, 'u'));
      expect(laneSummary(lane(bar(), halted), playhead, same)).toContain(`t is ${halt}`);
      return toneOf(halted, 'now');
    });
    expect(tones).toEqual(['waiting', 'idle', 'waiting']);
  });

  it('draws each of them in a form of its own', () => {
    const drawn = (['blocked', 'suspended', 'giving'] as const).map((halt) => {
      const calls: string[] = [];
      const context = new Proxy({} as CanvasRenderingContext2D, {
        get: (_target, name) => () => calls.push(String(name)),
        set: () => true,
      });
      const place = { left: 0, top: 0, width: 40, height: 20 };
      paintHalt(context, { panel: '' }, { halt, place, tone: { strong: '', soft: '' } });
      return calls.join(' ');
    });
    expect(drawn[0]).toContain('clip');
    expect(drawn[1]).toContain('setLineDash strokeRect');
    expect(drawn[2]).toBe('fillRect fillRect');
  });

  it('tells a lane to those who do not see it', () => {
    const told = laneSummary(
      lane(bar(), bar({ end: 'failed', startMs: 300, endMs: 400, startStep: 9 })),
      { step: 9, timeMs: 350 },
      same,
    );
    expect(told).toBe('ana: 50% busy; 1 attempt succeeded, 1 failed; now running t since 300 ms.');
  });
});

describe('the lane of a memory', () => {
  const operation = (change: Partial<Bar> = {}): Bar =>
    bar({ kind: 'operation', does: 'read', key: 'plan', client: 'ana', ...change });
  const board = { agent: 'board', slots: 1, utilization: 0, clients: ['ana'], operations: 3 };
  const over = { step: 99, timeMs: 999 };

  it('tells reads from writes, and what failed or was stale from the rest, by sign, word and tone', () => {
    expect(
      [operation(), operation({ does: 'write' }), operation({ does: 'append' })].map((each) => barLabel(each, same)),
    ).toEqual(['r plan', 'w plan', '+ plan']);
    expect(
      [{}, { does: 'write' }, { end: 'failed' }, { stale: true }, { end: 'open' }].map((change) =>
        toneOf(operation(change as Partial<Bar>), 'past'),
      ),
    ).toEqual(['idle', 'succeeded', 'failed', 'waiting', 'idle']);
    expect(barState(operation({ stale: true }), over)).toBe('answered after 100 ms, and missed an earlier write');
    expect(barState(operation({ end: 'open' }), over)).toBe('not answered yet');
  });

  it('says to those who do not see it what was done, and whether copies differ at the playhead', () => {
    const bars = [
      operation(),
      operation({ end: 'failed', stale: true }),
      bar({ kind: 'apart', task: '', startMs: 150, endMs: 190 }),
    ];
    const said = (timeMs: number) => laneSummary({ ...board, bars }, { step: 99, timeMs }, same);
    expect(said(300)).toBe('board: 2 operations, 1 failed, 1 stale read.');
    expect(said(160)).toBe(
      'board: 2 operations, 1 failed, 1 stale read; copies differ now; now read plan by ana since 100 ms; now read plan by ana since 100 ms.',
    );
  });

  it('goes from bar to bar by arrows, and nowhere by other keys', () => {
    const pressed = (key: string, step: number, more = {}) =>
      barBeside(
        { key, ctrlKey: false, metaKey: false, altKey: false, shiftKey: false, ...more },
        lane(bar({ startStep: 5 }), bar({ startStep: 9 })),
        step,
      );
    expect(['ArrowRight', 'ArrowLeft', 'ArrowDown', 'Home'].map((key) => pressed(key, 7))).toEqual([9, 5, null, null]);
    expect([pressed('ArrowRight', 9), pressed('ArrowLeft', 5), pressed('ArrowRight', 7, { altKey: true })]).toEqual([
      null,
      null,
      null,
    ]);
  });
});

describe('labels of bars', () => {
  /** Letters of ten pixels. */
  const written = (text: string, width: number): string[] => {
    const out: string[] = [];
    const context = {
      font: 'ten',
      measureText: (each: string) => ({ width: each.length * 10 }),
      fillText: (each: string) => out.push(each),
    };
    paintLabel(
      context as unknown as CanvasRenderingContext2D,
      { width: 1000 },
      {
        place: { left: 0, top: 0, width, height: 20 },
        colour: 'black',
        text,
      },
    );
    return out;
  };

  it('are whole, or cut to letters that say something, or none: never a letter or three', () => {
    fc.assert(
      fc.property(fc.string({ minLength: 1, maxLength: 30 }), fc.integer({ min: 0, max: 400 }), (text, width) => {
        const [label] = written(text, width);
        if (label === undefined || label === text) return;
        expect(label.endsWith('…')).toBe(true);
        expect(label.length * 10).toBeLessThanOrEqual(width - 12);
        expect(text.startsWith(label.slice(0, -1))).toBe(true);
      }),
      { seed: 5, numRuns: 300 },
    );
    expect(written('Look up the budget', 52)).toEqual([]);
    expect(written('Look up the budget', 62)).toEqual(['Look…']);
    expect(written('Look', 52)).toEqual(['Look']);
  });
});
