/** Look: rows of the log that pass a filter. */
import { logFilter, logWindow } from '../../log/log-views.ts';
import { LogRows } from '../../log/log-window.ts';
import { look } from '../look.ts';
import { windowOf } from '../parts.ts';

export const logLook = look({
  kind: 'window.log',
  question: { ...windowOf(5000), filter: logFilter },
  answer: logWindow,
  book: ({ compiled, log }) => new LogRows(compiled.plan, log),
  advance: (rows, { filter }, factsMax) => rows.advance(filter, factsMax),
  tell: (rows, { from, count, filter }, { passed }) => rows.window(from, count, filter, passed),
  sought: ({ filter }) => JSON.stringify(filter),
});
