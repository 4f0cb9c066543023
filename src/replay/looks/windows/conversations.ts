/** Look: conversations with messages that pass; what the filter says of one conversation or of folding does not count. */
import { conversationWindow, messageFilter } from '../../messages/message-views.ts';
import { look } from '../look.ts';
import { windowOf } from '../parts.ts';
import { messageBook, soughtMessages } from './messages.ts';

export const conversationsLook = look({
  kind: 'window.conversations',
  question: { ...windowOf(2000), filter: messageFilter },
  answer: conversationWindow,
  book: messageBook,
  advance: (rows, { filter }, factsMax) => rows.advance(filter, factsMax),
  tell: (rows, { from, count, filter }, { passed }) => rows.conversations(from, count, filter, passed),
  sought: ({ filter }) => soughtMessages(filter),
});
