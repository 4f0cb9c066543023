/**
 * That every request to a group comes to a decision, as a fold over facts: when no more members fail than the group is to
 * survive, and for long enough after the last trouble. What is asked for before that is not judged.
 */
import { exactTime } from '../document/index.ts';
import type { Fact } from '../kernel/index.ts';
import {
  agentOfActor,
  decisionAt,
  groupAt,
  invariantRule,
  taskTitle,
  type Invariant,
  type KnownFact,
  type Plan,
} from '../plan/index.ts';
import { followTrouble, isFailing, noTrouble, patienceWith, troubleFacts, type Trouble } from './decision-trouble.ts';

interface Waiting {
  readonly trouble: Trouble;
  /** Since when each task is being decided. */
  readonly since: Map<number, number>;
}

export interface Liveness {
  readonly rule: string;
  readonly title: string;
  readonly room: string;
  /** As groups name it. */
  readonly protocol: string;
  /** So many times the patience with a leader are long enough. */
  readonly patienceTimes: number;
}

export function completed(liveness: Liveness): Invariant {
  const { rule, room, title, protocol } = liveness;
  return invariantRule<Waiting, Fact>({
    rule,
    room,
    title,
    hears: [
      ...troubleFacts,
      ...['task.deciding', 'decision.made', 'task.succeeded', 'task.failed', 'task.retrying', 'task.cancelled'],
      `${room}.unanswered`,
    ],
    init: () => ({ trouble: noTrouble(), since: new Map() }),
    fact({ trouble, since }, fact, { time }, plan) {
      followTrouble(trouble, fact, time, plan);
      const { task, group } = fact as KnownFact & { readonly task: number; readonly group: number };
      switch (fact.type) {
        case 'task.deciding':
          if (groupAt(plan, group).protocol === protocol) since.set(task, time);
          return null;
        case 'decision.made':
        case 'task.succeeded':
        case 'task.failed':
        case 'task.retrying':
        case 'task.cancelled':
          since.delete(task);
          return null;
        case `${room}.unanswered`:
          return overdue({ trouble, since }, plan, liveness, { task, group, time });
        default:
          return null;
      }
    },
    end(state, { time }, plan) {
      for (const task of state.since.keys()) {
        const { group } = decisionAt(plan, task);
        const late = overdue(state, plan, liveness, { task, group, time });
        if (late !== null) return late;
      }
      return null;
    },
  });
}

function overdue(
  { trouble, since }: Waiting,
  plan: Plan,
  { patienceTimes }: Liveness,
  { task, group, time }: { readonly task: number; readonly group: number; readonly time: number },
): string | null {
  const { members, faulty: survived, client } = groupAt(plan, group);
  if (plan.neverWhole || trouble.broken.size > 0 || isFailing(trouble, agentOfActor(client))) return null;
  if (members.filter((agent) => isFailing(trouble, agent)).length > survived) return null;
  const waited = time - Math.max(trouble.sinceMs, plan.stableAfterMs, since.get(task) ?? 0);
  return waited >= patienceTimes * patienceWith(trouble, plan, group)
    ? `${taskTitle(plan, task)} was not decided in ${exactTime(waited)}, although all was well enough`
    : null;
}
