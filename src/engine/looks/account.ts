/**
 * Questions why. The run has to be read for them first, which takes longer than a slice when it is long: they wait for it, and
 * whatever else is asked goes on meanwhile. They change nothing.
 */
import type { Command, ReplyOf } from '../../bridge/index.ts';
import type { OpenRun } from '../open-run.ts';

export type AccountCommand = Extract<Command, { readonly kind: 'run.why' | 'run.whyAgent' }>;

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
  return command.kind === 'run.why' || command.kind === 'run.whyAgent';
}

/** The account of a task or of an agent, as known at a step; null when there is no such node, or the run was closed meanwhile. */
export async function accountOf(
  run: OpenRun,
  command: AccountCommand,
  { host, sliceMs, isOpen }: Turn,
): Promise<ReplyOf<AccountCommand['kind']>> {
  const { kind, step } = command;
  while (isOpen(run)) {
    const book = run.why(() => host.clock(), host.clock() + sliceMs);
    if (book !== null) return kind === 'run.why' ? book.ofTask(command.task, step) : book.ofAgent(command.agent, step);
    await new Promise<void>((resolve) => {
      host.later(0, resolve);
    });
  }
  return null;
}
