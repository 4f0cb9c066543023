/**
 * What is recorded of whoever takes part: the tasks in its hands and those that it has given away, with their leases; and what a message
 * on its way carries of a task. States are read here and never changed.
 */
import { holdings, type AgentState, type Ledger } from '../../agents/index.ts';
import type { Message } from '../../kernel/index.ts';
import type { GivenPiece, Piece } from './messages.ts';

/** An agent, a coordinator, or both, as far as it is looked at. */
export type Seen = Readonly<Partial<Pick<AgentState, 'running' | 'queue' | 'slices'>>> & { readonly ledger?: Ledger };

export function heldIn({ running = [], queue }: Seen): Piece[] {
  const waiting = queue === undefined ? [] : Object.values(queue.waiting).flat();
  const all = [...running.map(({ work }) => work), ...waiting];
  return all.map(({ task, lease }) => ({ task, lease })).sort((a, b) => a.task - b.task || a.lease - b.lease);
}

/** What it has given away, as its own ledger says and those of its roles. */
export function givenBy({ ledger, slices = [] }: Seen): GivenPiece[] {
  const ledgers = [ledger, ...slices.map((slice) => (slice as { readonly ledger?: Ledger } | null)?.ledger)];
  return ledgers.flatMap((each) =>
    each === undefined
      ? []
      : holdings(each)
          .filter(({ goal }) => !goal)
          .map(({ task, holder: agent }) => ({ task, lease: each.leases[task]!, agent })),
  );
}

/** The piece of work that goes over with a message: given, given back, done or stolen; null for none. */
export function carriedBy(message: Message): Piece | null {
  const { task, lease, work } = message as Message & Partial<Piece> & { readonly work?: Piece };
  if (work !== undefined) return { task: work.task, lease: work.lease };
  if (task === undefined || lease === undefined) return null;
  return 'end' in message || 'availableMs' in message || 'penalty' in message ? { task, lease } : null;
}
