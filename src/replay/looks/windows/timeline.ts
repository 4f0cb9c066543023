/** Look: the bars of all agents and memories between two times, for a drawing so many pixels wide. */
import * as v from 'valibot';
import { MemoryLanes } from '../../memories/memory-lanes.ts';
import { Timeline } from '../../timeline.ts';
import { timelineWindow } from '../../windows/window-views.ts';
import { look } from '../look.ts';
import { time } from '../parts.ts';

export const timelineLook = look({
  kind: 'window.timeline',
  question: { fromMs: time, toMs: time, pixels: v.pipe(v.number(), v.minValue(1), v.maxValue(100_000_000)) },
  answer: timelineWindow,
  book: (run) => ({ timeline: new Timeline(run.compiled.plan, run.log), memories: new MemoryLanes(run) }),
  advance: ({ timeline, memories }, _question, factsMax) => {
    const read = timeline.advance(factsMax);
    return memories.advance(factsMax) && read;
  },
  tell: ({ timeline, memories }, question, { critical }) => {
    const window = timeline.window(question, critical);
    const perPixel = Math.max(0, question.toMs - question.fromMs) / question.pixels;
    const lanes = memories.lanes({ ...question, perPixel, critical: new Set(), endMs: window.endMs });
    return lanes.length === 0 ? window : { ...window, memories: lanes };
  },
});
