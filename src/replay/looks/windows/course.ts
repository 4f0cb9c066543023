/** Look: how the run went between two times, in so many equal steps. */
import * as v from 'valibot';
import { Course } from '../../windows/course.ts';
import { courseWindow } from '../../windows/window-views.ts';
import { look } from '../look.ts';
import { count, time } from '../parts.ts';

export const courseLook = look({
  kind: 'window.course',
  question: { fromMs: time, toMs: time, buckets: v.pipe(count, v.minValue(1), v.maxValue(2000)) },
  answer: courseWindow,
  book: ({ compiled, log }) => new Course(compiled.plan, log),
  advance: (course, _question, factsMax) => course.advance(factsMax),
  tell: (course, { fromMs, toMs, buckets }) => course.window(fromMs, Math.max(fromMs, toMs), buckets),
});
