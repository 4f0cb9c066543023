/**
 * Questions why, and how several agents stand with a decision. The run has to be read for them first, which takes longer
 * than a slice when it is long: they wait for it, and whatever else is asked goes on meanwhile. They change nothing.
 */
import type { Command, ReplyOf } from '../../bridge/index.ts';
import type { OpenRun } from '../open-run.ts';

export type AccountCommand = Extract<Command, { readonly kind: 'run.why' | 'run.whyAgent' | 'run.consensus' }>;

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

export function isAccount(command: Command): command is AccountCommand {
  return command.kind === 'run.why' || command.kind === 'run.whyAgent' || command.kind === 'run.consensus';
}

/** The account of a task or of an agent, as known at a step; null when there is no such node, or the run was closed meanwhile. */
export async function accountOf(
  run: OpenRun,
  command: AccountCommand,
  { host, sliceMs, isOpen }: Turn,
): Promise<ReplyOf<AccountCommand['kind']>> {
  while (isOpen(run)) {
    const book = command.kind === 'run.consensus' ? run.consensus : run.why;
    if (isRead(book, () => host.clock(), host.clock() + sliceMs)) return answer(run, command);
    await new Promise<void>((resolve) => {
      host.later(0, resolve);
    });
  }
  return null;
}

/** Reads on until `untilMs`; true when nothing is left. */
function isRead(book: { advance(factsMax: number): boolean }, clock: () => number, untilMs: number): boolean {
  while (!book.advance(factsAtOnce)) if (clock() >= untilMs) return false;
  return true;
}

function answer(run: OpenRun, command: AccountCommand): ReplyOf<AccountCommand['kind']> {
  switch (command.kind) {
    case 'run.why':
      return run.why.ofTask(command.task, command.step);
    case 'run.whyAgent':
      return run.why.ofAgent(command.agent, command.step);
    case 'run.consensus':
      return run.consensus.ofTask(command.task, command.step);
  }
}
