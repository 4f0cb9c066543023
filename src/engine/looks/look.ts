/**
 * What the page may look at of an open run: windows of timeline, course, log, messages and conversations, and the data of a
 * task. Looking changes nothing; what takes longer than a slice is not looked at here.
 */
import type { Command, CommandKind, ReplyOf } from '../../bridge/index.ts';
import type { OpenRun } from '../open-run.ts';

/** What asks for such a look. */
export type Look = Extract<Command, { readonly kind: `window.${string}` | 'run.data' | 'run.document' }>;

/** The reply to a look at a run. */
export function lookAt(open: OpenRun, look: Look): ReplyOf<CommandKind> {
  switch (look.kind) {
    case 'run.document':
      return open.run.compiled.document satisfies ReplyOf<'run.document'>;
    case 'run.data':
      return open.data(look.task) satisfies ReplyOf<'run.data'>;
    case 'window.timeline':
      return open.timeline(look.fromMs, look.toMs, look.pixels) satisfies ReplyOf<'window.timeline'>;
    case 'window.course':
      return open.course(look.fromMs, look.toMs, look.buckets) satisfies ReplyOf<'window.course'>;
    case 'window.log':
      return open.log(look.from, look.count, look.filter) satisfies ReplyOf<'window.log'>;
    case 'window.messages':
      return open.messages(look.from, look.count, look.filter) satisfies ReplyOf<'window.messages'>;
    case 'window.conversations':
      return open.conversations(look.from, look.count, look.filter) satisfies ReplyOf<'window.conversations'>;
  }
}
