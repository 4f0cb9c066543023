/**
 * That every request comes to a decision, as a fold over facts: when no more members fail than the group is to survive,
 * and the network has been whole for long enough. What is asked for while messages get lost is not judged.
 */
import type { NetworkChanged } from '../../kernel/index.ts';
import { agentOfActor, invariantRule, type Invariant, type Plan } from '../../plan/index.ts';
import { room } from './messages.ts';

interface Waiting {
  /** Members that ever lied or crashed. */
  faulty: Set<number>;
  /** When a message was lost last, or the network changed. */
  troubledMs: number;
  /** Rules under way that lose messages or keep members apart, by name: while there is one the network is not whole. */
  broken: Set<string>;
  /** Since when each task is being decided. */
  since: Map<number, number>;
}

/** So many times the patience with a leader are long enough: it doubles with every leader in a row that fails. */
const patienceTimes = 64;

export function completed(rule: string): Invariant {
  return invariantRule<Waiting>({
    rule,
    room,
    title: 'with no more faulty members than it survives and a whole network, a group answers every request',
    init: () => ({ faulty: new Set(), troubledMs: 0, broken: new Set(), since: new Map() }),
    fact(state, fact, { time }, plan) {
      switch (fact.type as string) {
        case 'agent.turned':
          state.faulty.add((fact as unknown as { agent: number }).agent);
          return null;
        case 'actor.crashed':
          state.faulty.add(agentOfActor((fact as unknown as { actor: number }).actor));
          return null;
        case 'message.lost':
          if ((fact as unknown as { reason: string }).reason !== 'crashed') state.troubledMs = time;
          return null;
        case 'network.changed': {
          const { rule: changed, on } = fact as unknown as NetworkChanged;
          state.troubledMs = time;
          if (on && ('group' in changed || changed.loss > 0)) state.broken.add(changed.rule);
          else state.broken.delete(changed.rule);
          return null;
        }
        case 'task.deciding':
          state.since.set((fact as unknown as { task: number }).task, time);
          return null;
        case 'decision.made':
        case 'task.succeeded':
        case 'task.failed':
        case 'task.retrying':
        case 'task.cancelled':
          state.since.delete((fact as unknown as { task: number }).task);
          return null;
        case 'consensus-pbft.unanswered': {
          const { task, group } = fact as unknown as { task: number; group: number };
          return overdue(state, plan, { task, group, time });
        }
        default:
          return null;
      }
    },
    end(state, { time }, plan) {
      for (const task of state.since.keys()) {
        const { group } = plan.decisions.get(task)!;
        const late = plan.groups[group]!.protocol === 'pbft' ? overdue(state, plan, { task, group, time }) : null;
        if (late !== null) return late;
      }
      return null;
    },
  });
}

function overdue(
  { faulty, troubledMs, broken, since }: Waiting,
  plan: Plan,
  { task, group, time }: { readonly task: number; readonly group: number; readonly time: number },
): string | null {
  const { members, faulty: survived, viewTimeoutMs } = plan.groups[group]!;
  if (plan.neverWhole || broken.size > 0) return null;
  if (members.filter((agent) => faulty.has(agent)).length > survived) return null;
  const waited = time - Math.max(troubledMs, since.get(task) ?? 0);
  return waited >= patienceTimes * viewTimeoutMs
    ? `${plan.tasks[task]!.id} was not decided in ${waited} ms, although all was well enough`
    : null;
}
