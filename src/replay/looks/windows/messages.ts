/** Look: rows of the sequence diagram that pass a filter. */
import { MessageRows } from '../../messages/message-rows.ts';
import { messageFilter, messageWindow, type MessageFilter } from '../../messages/message-views.ts';
import type { Run } from '../../run.ts';
import { look } from '../look.ts';
import { windowOf } from '../parts.ts';

/** Of the messages of a run; conversations are read from the same book. */
export const messageBook = ({ compiled, log }: Run): MessageRows => new MessageRows(compiled.plan, log);

/** What messages are read for: folding and choosing a conversation begin nothing anew. */
export const soughtMessages = ({ text, types, node }: MessageFilter): string => JSON.stringify([text, types, node]);

export const messagesLook = look({
  kind: 'window.messages',
  question: { ...windowOf(2000), filter: messageFilter },
  answer: messageWindow,
  book: messageBook,
  advance: (rows, { filter }, factsMax) => rows.advance(filter, factsMax),
  tell: (rows, { from, count, filter }, { passed }) => rows.window(from, count, filter, passed),
  sought: ({ filter }) => soughtMessages(filter),
});
