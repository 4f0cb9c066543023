/*
 * The times of WfFormat: seconds there, whole milliseconds here. Both directions round in this one place, so that an
 * import and an export agree on what has been changed.
 */
import { MS_MAX } from '../../document/index.ts';

/** The duration of a recorded runtime: the nearest whole millisecond, within what a document can hold. */
export function durationOfSeconds(seconds: number): number {
  return Math.min(MS_MAX, Math.round(seconds * 1000));
}
