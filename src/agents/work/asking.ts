/** What work asks of services, and what it gives back to them: by whoever has it in hand. */
import type { Context } from '../../kernel/index.ts';
import { usesAt, type Plan, type TaskFact, type Use } from '../../plan/index.ts';
import type { HandsOwner, Running } from './running.ts';
import { askedFor, plainUse, takenBy } from './using.ts';

/** What it needs next; null when it needs nothing more. */
export function needOf({ work, using }: Running, plan: Plan): Use | null {
  if (using === undefined) return null;
  const { all, needed } = usesAt(plan, work.task);
  return using.met < needed ? all[using.met]! : null;
}

/** Asks for it; or says why that cannot be told. */
export function ask(
  { work, using }: Running,
  {
    use,
    type,
    agent,
  }: { readonly use: Use; readonly type: 'task.obtaining' | 'task.blocked' | 'task.giving'; readonly agent: number },
  owner: HandsOwner,
  context: Context,
): string | null {
  const { kind, service } = use;
  const asked = askedFor(work, use, using!);
  if (!asked.ok) return asked.error;
  using!.asked = true;
  const { task, attempt, lease } = work;
  context.record({ type, task, attempt, agent, lease, use: kind, service } satisfies TaskFact);
  owner.ask(asked.value);
  return null;
}

/** Gives one of them back in its midst. */
export function giveBack({ work }: Running, place: number, owner: HandsOwner, plan: Plan): void {
  const use = plainUse(usesAt(plan, work.task).all[place]!);
  owner.letGo({ work, use, place, value: null });
}

/** All that it asked for, whether it has it or not. */
export function letGo({ work, using }: Running, owner: HandsOwner, plan: Plan): void {
  if (using === undefined) return;
  const { all } = usesAt(plan, work.task);
  for (const place of takenBy(using)) owner.letGo({ work, use: plainUse(all[place]!), place, value: null, over: true });
}
