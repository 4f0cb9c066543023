/** Look: the bars of all agents between two times, for a drawing so many pixels wide. */
import * as v from 'valibot';
import { Timeline } from '../../timeline.ts';
import { timelineWindow } from '../../windows/window-views.ts';
import { look } from '../look.ts';
import { time } from '../parts.ts';

export const timelineLook = look({
  kind: 'window.timeline',
  question: { fromMs: time, toMs: time, pixels: v.pipe(v.number(), v.minValue(1), v.maxValue(100_000_000)) },
  answer: timelineWindow,
  book: ({ compiled, log }) => new Timeline(compiled.plan, log),
  advance: (timeline, _question, factsMax) => timeline.advance(factsMax),
  tell: (timeline, question, { critical }) => timeline.window(question, critical),
});
