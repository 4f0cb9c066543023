/** Look: the bars of all agents, memories and resources between two times, for a drawing so many pixels wide. */
import * as v from 'valibot';
import { ConflictBook } from '../../conflicts/conflict-book.ts';
import { ResourceLanes } from '../../conflicts/resource-lanes.ts';
import { MemoryLanes } from '../../memories/memory-lanes.ts';
import { Timeline } from '../../timeline.ts';
import { timelineWindow } from '../../windows/window-views.ts';
import { look } from '../look.ts';
import { time } from '../parts.ts';

export const timelineLook = look({
  kind: 'window.timeline',
  question: { fromMs: time, toMs: time, pixels: v.pipe(v.number(), v.minValue(1), v.maxValue(100_000_000)) },
  answer: timelineWindow,
  book: (run) => {
    const { plan } = run.compiled;
    const conflicts = plan.services.some(({ of }) => of === 'resource') ? new ConflictBook(plan, run.log) : null;
    return {
      timeline: new Timeline(plan, run.log),
      memories: new MemoryLanes(run),
      ...{ conflicts, resources: conflicts === null ? null : new ResourceLanes(conflicts) },
    };
  },
  advance: ({ timeline, memories, conflicts }, _question, factsMax) => {
    const read = [timeline.advance(factsMax), memories.advance(factsMax), conflicts?.advance(factsMax) ?? true];
    return read.every(Boolean);
  },
  tell: ({ timeline, memories, resources }, question, { critical }) => {
    const window = timeline.window(question, critical);
    const perPixel = Math.max(0, question.toMs - question.fromMs) / question.pixels;
    const sight = { ...question, perPixel, critical: new Set<number>(), endMs: window.endMs };
    const [shared, competed] = [memories.lanes(sight), resources?.lanes(sight) ?? []];
    return {
      ...window,
      ...(shared.length === 0 ? {} : { memories: shared }),
      ...(competed.length === 0 ? {} : { resources: competed }),
    };
  },
});
