/**
 * Checkpoints of whoever hands out the tasks of a run: which leases stood when one was written. After a crash, what was given since is
 * forgotten and waits again. Leases themselves, what is ready and what binds others are on stable storage, so that whatever
 * comes in under a lease that was forgotten is refused.
 */
import { messageType, type Context, type Message } from '../../kernel/index.ts';
import type { Plan, RecoveryFact, TaskFact } from '../../plan/index.ts';
import { holdings, lastLease, type Ledger } from '../ledger/books.ts';
import type { Assigner } from '../ledger/ledger.ts';

export interface DeskCheckpoints {
  /** Leases of what was given when the last one was written, by task, and when that was; null before there is one. */
  last: { readonly atMs: number; readonly leases: Readonly<Record<number, number>> } | null;
  /** Whether the timer of the next one runs. */
  due: boolean;
}

/** What of a desk's state it writes down. */
interface Desk {
  readonly ledger: Ledger;
  /** Absent until there is work, and where no checkpoints are written. */
  checkpoints?: DeskCheckpoints;
}

export class DeskKeeper {
  readonly timer: Message;
  readonly #everyMs: number;
  readonly #assigner: Assigner;

  constructor(room: string, everyMs: number, assigner: Assigner) {
    this.timer = { type: messageType(`${room}.checkpoint`) };
    this.#everyMs = everyMs;
    this.#assigner = assigner;
  }

  /** One is written in time, where something would be forgotten without it: else nothing is due, so that a run may come to rest. */
  expect(desk: Desk, context: Context): void {
    const checkpoints = (desk.checkpoints ??= { last: null, due: false });
    if (checkpoints.due || this.#forgotten(desk).length === 0) return;
    checkpoints.due = true;
    context.after(this.#everyMs, this.timer);
  }

  /** What was given since the last one. */
  #forgotten({ ledger, checkpoints }: Desk): ReturnType<typeof holdings> {
    return holdings(ledger).filter(({ task }) => checkpoints?.last?.leases[task] !== lastLease(ledger, task));
  }

  write(desk: Desk, context: Context): void {
    const held = holdings(desk.ledger);
    const leases = Object.fromEntries(held.map(({ task }) => [task, lastLease(desk.ledger, task)]));
    desk.checkpoints = { last: { atMs: context.now, leases }, due: false };
    context.record({ type: 'coordinator.checkpointed', given: held.length } satisfies RecoveryFact);
    this.expect(desk, context);
  }

  /** What was given since the last one is taken back, and is returned: it waits again. */
  comeBack(desk: Desk, context: Context): { readonly task: number; readonly attempt: number }[] {
    const checkpoints = (desk.checkpoints ??= { last: null, due: false });
    const { last } = checkpoints;
    checkpoints.due = false;
    const all = holdings(desk.ledger);
    const gone = this.#forgotten(desk);
    context.record({
      type: 'coordinator.restored',
      checkpointMs: last?.atMs ?? -1,
      kept: all.length - gone.length,
      tasks: gone.length,
    } satisfies RecoveryFact);
    return gone.map(({ task, attempt, holder: agent }) => {
      const lease = lastLease(desk.ledger, task);
      this.#assigner.release(desk.ledger, task, context);
      const reason = 'the coordinator has forgotten that';
      const withdrawn = { type: 'task.withdrawn', task, attempt, agent, lease, reason, forgotten: true } as const;
      context.record(withdrawn satisfies TaskFact);
      return { task, attempt };
    });
  }
}

/** The keeper of a desk of this room; null where the coordinator forgets nothing. */
export function deskKeeper(room: string, { coordinatorEveryMs }: Plan, assigner: Assigner): DeskKeeper | null {
  return coordinatorEveryMs === undefined ? null : new DeskKeeper(room, coordinatorEveryMs, assigner);
}
