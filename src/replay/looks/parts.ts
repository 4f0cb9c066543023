/** Parts of questions and answers: what several looks are asked, and say, in the same way. */
import * as v from 'valibot';

export const name = v.pipe(v.string(), v.minLength(1), v.maxLength(300));
export const count = v.pipe(v.number(), v.integer(), v.minValue(0));
/** Of answers, where -1 may stand for none. */
export const whole = v.pipe(v.number(), v.integer());
export const time = v.pipe(v.number(), v.finite());

/** A window of rows, so many of them at most. */
export function windowOf(rowsMax: number) {
  return { from: count, count: v.pipe(count, v.maxValue(rowsMax)) };
}
