/**
 * What the page may look at of an open run: windows of timeline, course, log, messages and conversations, the data of a task, and
 * why something went as it did. A long run is read for that in slices, so that playhead and other questions never wait for it; of
 * questions that would begin the same reading anew only the newest is answered. Looking changes nothing.
 */
import type { Command, CommandKind, ReplyOf } from '../../bridge/index.ts';
import { dataOf } from '../../replay/index.ts';
import type { OpenRun } from '../open-run.ts';

/** What asks for such a look. */
export type Look = Extract<
  Command,
  { readonly kind: `window.${string}` | 'run.data' | 'run.document' | 'run.why' | 'run.whyAgent' | 'run.consensus' }
>;

const kinds: ReadonlySet<CommandKind> = new Set<Look['kind']>([
  'window.timeline',
  'window.course',
  'window.log',
  'window.messages',
  'window.conversations',
  'run.data',
  'run.document',
  'run.why',
  'run.whyAgent',
  'run.consensus',
]);

export const isLook = (command: Command): command is Look => kinds.has(command.kind);

/** Facts between two looks at the clock. */
const factsAtOnce = 1000;

interface Turn {
  readonly host: {
    /** Real time, ms. */
    clock(): number;
    later(ms: number, call: () => void): void;
  };
  /** How long a slice may take. */
  readonly sliceMs: number;
  /** Whether the run is still the one that is open. */
  readonly isOpen: (run: OpenRun) => boolean;
}

export class Looks {
  /** The filter that was asked for last, of what is read once for a filter. */
  readonly #latest = new Map<string, string>();

  /** The reply to a look at a run; null when there is no such node, or when it was overtaken: the run closed, another filter asked. */
  async at(open: OpenRun, look: Look, { host, sliceMs, isOpen }: Turn): Promise<ReplyOf<Look['kind']>> {
    const filtered = filterOf(look);
    if (filtered !== null) this.#latest.set(filtered.book, filtered.key);
    while (isOpen(open) && (filtered === null || this.#latest.get(filtered.book) === filtered.key)) {
      if (isRead(open, look, () => host.clock(), host.clock() + sliceMs)) return answer(open, look);
      await new Promise<void>((resolve) => {
        host.later(0, resolve);
      });
    }
    return null;
  }
}

/** The book that is read anew for another filter, and the filter; null where nothing is filtered. */
function filterOf(look: Look): { readonly book: string; readonly key: string } | null {
  if (look.kind === 'window.log') return { book: 'log', key: JSON.stringify(look.filter) };
  if (look.kind !== 'window.messages' && look.kind !== 'window.conversations') return null;
  const { text, types, node } = look.filter;
  return { book: 'messages', key: JSON.stringify([text, types, node]) };
}

/** Reads on until `untilMs`; true when nothing is left. */
function isRead(open: OpenRun, look: Look, clock: () => number, untilMs: number): boolean {
  while (!readOn(open, look)) if (clock() >= untilMs) return false;
  return true;
}

function readOn({ books }: OpenRun, look: Look): boolean {
  switch (look.kind) {
    case 'window.timeline':
      return books.timeline.advance(factsAtOnce);
    case 'window.course':
      return books.course.advance(factsAtOnce);
    case 'window.log':
      return books.rows.advance(look.filter, factsAtOnce);
    case 'window.messages':
    case 'window.conversations':
      return books.messages.advance(look.filter, factsAtOnce);
    case 'run.data':
      return books.outputs.advance(factsAtOnce);
    case 'run.why':
    case 'run.whyAgent':
      return books.why.advance(factsAtOnce);
    case 'run.consensus':
      return books.consensus.advance(factsAtOnce);
    case 'run.document':
      return true;
  }
}

function answer(open: OpenRun, look: Look): ReplyOf<Look['kind']> {
  const { books, run, playback } = open;
  const passed = run.log.countAt(playback.step);
  switch (look.kind) {
    case 'window.timeline':
      return books.timeline.window(look, open.critical) satisfies ReplyOf<'window.timeline'>;
    case 'window.course':
      return books.course.window(
        look.fromMs,
        Math.max(look.fromMs, look.toMs),
        look.buckets,
      ) satisfies ReplyOf<'window.course'>;
    case 'window.log':
      return books.rows.window(look.from, look.count, look.filter, passed) satisfies ReplyOf<'window.log'>;
    case 'window.messages':
      return books.messages.window(look.from, look.count, look.filter, passed) satisfies ReplyOf<'window.messages'>;
    case 'window.conversations':
      return books.messages.conversations(
        look.from,
        look.count,
        look.filter,
        passed,
      ) satisfies ReplyOf<'window.conversations'>;
    case 'run.data':
      return dataOf(run.compiled.plan, books.outputs, look.task, passed) satisfies ReplyOf<'run.data'>;
    case 'run.document':
      return run.compiled.document satisfies ReplyOf<'run.document'>;
    case 'run.why':
      return books.why.ofTask(look.task, look.step) satisfies ReplyOf<'run.why'>;
    case 'run.whyAgent':
      return books.why.ofAgent(look.agent, look.step) satisfies ReplyOf<'run.whyAgent'>;
    case 'run.consensus':
      return books.consensus.ofTask(look.task, look.step) satisfies ReplyOf<'run.consensus'>;
  }
}
