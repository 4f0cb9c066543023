/**
 * Answers what the page asks of an open run, by the table of looks. A long run is read for that in slices, so that playhead and
 * other questions never wait for it; of questions that would begin the same reading anew only the newest is answered.
 */
import { invariant } from '../../base/index.ts';
import type { Command } from '../../bridge/index.ts';
import type { AnyLook, LookTable, Question } from '../../replay/index.ts';
import type { OpenRun } from '../open/open-run.ts';

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
  readonly #table: ReadonlyMap<string, AnyLook>;
  /** What was sought last, by the book that is read for it. */
  readonly #latest = new Map<AnyLook['book'], string>();

  constructor(table: LookTable) {
    this.#table = new Map(table.map((look) => [look.kind, look]));
  }

  /** Whether a command asks for a look. */
  has(command: Command): command is Question {
    return this.#table.has(command.kind);
  }

  /** The answer to a question; null when there is nothing of that name, or it was overtaken: the run closed, another filter asked. */
  async at(open: OpenRun, question: Question, { host, sliceMs, isOpen }: Turn): Promise<unknown> {
    const look = this.#table.get(question.kind);
    invariant(look !== undefined, 'only what is in the table is asked for');
    const sought = look.sought?.(question);
    if (sought !== undefined) this.#latest.set(look.book, sought);
    while (isOpen(open) && (sought === undefined || this.#latest.get(look.book) === sought)) {
      if (isRead(open, look, question, { clock: () => host.clock(), untilMs: host.clock() + sliceMs }))
        return look.tell(open.books.of(look.book), question, open.place);
      await new Promise<void>((resolve) => {
        host.later(0, resolve);
      });
    }
    return null;
  }
}

/** Reads on until `untilMs`; true when nothing is left. */
function isRead(
  { books }: OpenRun,
  look: AnyLook,
  question: Question,
  { clock, untilMs }: { readonly clock: () => number; readonly untilMs: number },
): boolean {
  while (!look.advance(books.of(look.book), question, factsAtOnce)) if (clock() >= untilMs) return false;
  return true;
}
