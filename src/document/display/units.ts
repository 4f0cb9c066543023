/**
 * How times are written for people, in sentences of a run, on the command line and on the page: `840 ms`, `4.32 s`,
 * `14 min 05 s`, `2 h 03 min`.
 */

/** Virtual or real milliseconds, as exact as a column or a chart needs them: two decimals of a second. */
export function formatTime(ms: number): string {
  if (ms < 1000) return `${Math.round(ms)} ms`;
  return ms < 600_000 ? `${(ms / 1000).toFixed(2)} s` : longTime(ms);
}

/** The same to the millisecond, for sentences that compare or name a moment: `1.25 s`, `1.251 s`. */
export function exactTime(ms: number): string {
  const thousandths = ms >= 1000 && ms < 600_000 && Number.isInteger(ms) && ms % 10 !== 0;
  return thousandths ? `${(ms / 1000).toFixed(3)} s` : formatTime(ms);
}

function longTime(ms: number): string {
  const seconds = Math.round(ms / 1000);
  if (seconds < 3600) return `${Math.floor(seconds / 60)} min ${pad(seconds % 60)} s`;
  if (seconds < 86_400) return `${Math.floor(seconds / 3600)} h ${pad(Math.floor((seconds % 3600) / 60))} min`;
  return `${Math.floor(seconds / 86_400)} d ${pad(Math.floor((seconds % 86_400) / 3600))} h`;
}

function pad(value: number): string {
  return String(value).padStart(2, '0');
}
